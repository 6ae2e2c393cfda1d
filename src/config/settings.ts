import type { ActiveRule, Control, Preset, Rule, Subject, SubjectKind } from '../engine/index.ts';
import {
  byCodePoint,
  controlIn,
  coversRule,
  frameworkOf,
  meansControl,
  type RuleInfo,
  SUPPRESSION_RULES,
  type Suppression,
  type SuppressionLevels,
  type SuppressionRule,
  type Traits,
} from '../findings/index.ts';
import { InputError, type Level, type Trust } from '../model/index.ts';
import { type Config, type FailOn, NO_CONFIG, type Override, type RuleSettings } from './config.ts';
import { withoutControls } from './controls.ts';
import { apply, byPreset, narrowestLast, type Ranked, type Standing, select } from './levels.ts';
import { matches } from './match.ts';
import { configSuppressions } from './suppressions.ts';

/** What the command line (or a caller of `lint`) says; it wins over the config. */
export interface Choices {
  readonly preset?: Preset;
  readonly failOn?: FailOn;
  /** Later wins. */
  readonly rules?: RuleSettings;
  readonly select?: readonly string[];
  readonly ignore?: readonly string[];
}

/** How many rules a config turns off that the preset has, and of how many it sets level or options otherwise. */
export interface Applied {
  readonly rulesOff: number;
  readonly rulesSet: number;
}

/** Everything a run goes by: config and command line made one. */
export interface Settings {
  readonly config: Config;
  readonly preset: Preset;
  readonly failOn: FailOn;
  readonly trust: Trust | undefined;
  /** Controls that are asked for by preset or selection; undefined if none is. */
  readonly controls?: readonly Control[];
  /** Where the two come from: `vpce-lint.yaml:1`, `--preset`, `default`. */
  readonly from: { readonly preset: string; readonly failOn: string };
  /** What the config does to the rules of the preset. */
  readonly applied: Applied;
  /** How every rule stands before overrides. */
  readonly standings: readonly { readonly rule: Rule | RuleInfo; readonly standing: Standing }[];
  /** Rules that run, somewhere at least. */
  readonly active: readonly ActiveRule[];
  /** The levels of the rules about suppressions. */
  readonly levels: SuppressionLevels;
  readonly suppressions: readonly Suppression[];
  /** How a rule stands for one subject, where the config has overrides; null: off. */
  readonly override?: (
    traits: (subject: Subject) => Traits,
  ) => (active: ActiveRule, subject: Subject) => ActiveRule | null;
}

/** Makes config and choices one. `rules` are all there are. */
export function settle(rules: readonly Rule[], config: Config = NO_CONFIG, choices: Choices = {}): Settings {
  const preset = choices.preset ?? config.preset ?? 'recommended';
  const overrides = config.overrides.map((each) => ({ ...each, rules: narrowestLast(each.rules) }));
  const trusted = Object.values(config.trust ?? {}).some((list: readonly string[]) => list.length > 0);
  const all = [...rules, ...SUPPRESSION_RULES];
  const selection = choices.select && withoutControls(choices.select, all);
  const left = withoutControls(choices.ignore ?? [], all);
  const controls = controlsAsked(all, preset, choices.select);
  const standingOf = (given: Ranked, inEffect: readonly Override[]): Standing => {
    const rule = trusted ? { ...given, preset: given.presetWithTrust ?? given.preset } : given;
    let standing = apply(byPreset(rule, preset), rule, preset, config.rules);
    if (selection) standing = select(standing, rule, selection);
    const selected = standing.on || !selection;
    for (const each of inEffect) standing = apply(standing, rule, preset, each.rules);
    standing = apply(standing, rule, preset, choices.rules ?? []);
    const ignored = left.some((pattern) => coversRule(pattern, rule.id));
    if (selected && !ignored) return standing;
    return { ...standing, on: false, from: ignored ? '--ignore' : standing.from };
  };
  const standings = all.map((rule) => ({ rule, standing: standingOf(rule, []) }));
  const sometimes = (rule: Ranked) => overrides.length > 0 && standingOf(rule, overrides).on;
  const active = standings
    .filter(({ rule, standing }) => 'check' in rule && (standing.on || sometimes(rule)))
    .map(({ rule, standing }) => activate(rule as Rule, standing))
    .sort((a, b) => byCodePoint(a.rule.id, b.rule.id));
  const settings = {
    config,
    preset,
    failOn: choices.failOn ?? config.failOn ?? 'warning',
    trust: config.trust,
    ...(controls.length > 0 ? { controls } : {}),
    from: {
      preset: choices.preset ? '--preset' : (config.from.preset ?? 'default'),
      failOn: choices.failOn ? '--fail-on' : (config.from.failOn ?? 'default'),
    },
    applied: appliedBy(config, preset, all),
    active,
    standings,
    levels: suppressionLevels(standings),
    suppressions: configSuppressions(config),
  };
  if (overrides.length === 0) return settings;
  return { ...settings, override: overriding(overrides, standingOf) };
}

/** Controls that a run asks for: those selected, all of a rule that is, else those of the framework whose preset it is. */
function controlsAsked(rules: readonly Ranked[], preset: Preset, selection: readonly string[] = []): Control[] {
  const texts = selection.flatMap((pattern) => controlIn(pattern) ?? []);
  const asked = (control: Control) =>
    texts.length > 0 ? texts.some((text) => meansControl(text, control)) : frameworkOf(control) === preset;
  return rules.flatMap(({ id, controls = [] }) => (selection.includes(id) ? controls : controls.filter(asked)));
}

function appliedBy(config: Config, preset: Preset, rules: readonly Ranked[]): Applied {
  const standings = rules.map((rule) => {
    const before = byPreset(rule, preset);
    return { before, after: apply(before, rule, preset, config.rules) };
  });
  return {
    rulesOff: standings.filter(({ before, after }) => before.on && !after.on).length,
    rulesSet: standings.filter(({ after }) => after.on && after.from !== null).length,
  };
}

function suppressionLevels(standings: Settings['standings']): SuppressionLevels {
  const levelOf = (id: SuppressionRule) => {
    const found = standings.find(({ rule }) => rule.id === id);
    return found?.standing.on ? (found.standing.level ?? found.rule.level) : null;
  };
  return Object.fromEntries(SUPPRESSION_RULES.map(({ id }) => [id, levelOf(id)])) as Record<
    SuppressionRule,
    Level | null
  >;
}

/** A rule with its options filled in. */
function activate(rule: Rule, standing: Standing): ActiveRule {
  return {
    rule: rule as Rule<SubjectKind, never>,
    options: rule.options ? parseOptions(rule, standing.options) : {},
    level: standing.level,
  };
}

export function parseOptions(
  rule: Rule,
  options: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const parsed = rule.options!.safeParse(options);
  if (!parsed.success) throw new InputError(`options of ${rule.id}: ${parsed.error.issues[0]?.message ?? 'not valid'}`);
  return parsed.data;
}

/** Subjects that the same overrides match share what comes of them. */
function overriding(
  overrides: readonly Override[],
  standingOf: (rule: Ranked, inEffect: readonly Override[]) => Standing,
): NonNullable<Settings['override']> {
  const known = new Map<string, ActiveRule | null>();
  return (traits) => {
    const inEffect = new Map<Subject, readonly Override[]>();
    return ({ rule }, subject) => {
      let matching = inEffect.get(subject);
      if (!matching) {
        matching = overrides.filter((each) => matches(each.match, traits(subject)));
        inEffect.set(subject, matching);
      }
      const key = `${rule.id} ${matching.map((each) => overrides.indexOf(each)).join(' ')}`;
      let own = known.get(key);
      if (own === undefined) {
        const standing = standingOf(rule, matching);
        own = standing.on ? activate(rule as Rule, standing) : null;
        known.set(key, own);
      }
      return own;
    };
  };
}
