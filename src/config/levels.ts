import type { Control, Preset, Tier } from '../engine/index.ts';
import { coversRule, frameworkOf, narrowness } from '../findings/index.ts';
import type { Level } from '../model/index.ts';
import { type RuleSettings, TIERS } from './config.ts';

/** How a rule stands after the settings read so far. */
export interface Standing {
  readonly on: boolean;
  /** Set by the user: wins over the rule's own levels. */
  readonly level: Level | null;
  readonly options: Readonly<Record<string, unknown>>;
  /** How narrow the pattern was that turned it off; -1 where none did. */
  readonly offBy: number;
  /** Who had the last word: `vpce-lint.yaml:4`, `--rule`; null: the preset. */
  readonly from: string | null;
}

export interface Ranked {
  readonly id: string;
  readonly preset: string;
  readonly presetWithTrust?: string;
  readonly controls?: readonly Control[];
}

/**
 * Whether a preset runs a rule. A tier also runs the rules of the tiers below it. The preset of a framework runs the rules
 * that have a control of the framework.
 */
export function inPreset(rule: Ranked, preset: Preset): boolean {
  const tier = TIERS.indexOf(preset as Tier);
  if (tier < 0) return (rule.controls ?? []).some((control) => frameworkOf(control) === preset);
  return TIERS.indexOf(rule.preset as Tier) <= tier;
}

export function byPreset(rule: Ranked, preset: Preset): Standing {
  return { on: inPreset(rule, preset), level: null, options: {}, offBy: -1, from: null };
}

/**
 * Applies settings in their order. A level on the rule itself also turns the rule on. A level on a family turns on only
 * the rules of the preset, so that `dns/*: error` does not add rules that nobody asked for.
 */
export function apply(standing: Standing, rule: Ranked, preset: Preset, settings: RuleSettings): Standing {
  let { on, level, options, offBy, from } = standing;
  for (const [pattern, setting] of settings) {
    if (!coversRule(pattern, rule.id)) continue;
    const narrow = narrowness(pattern);
    from = setting.from ?? from;
    if (setting.level === 'off') {
      on = false;
      offBy = narrow;
      continue;
    }
    on = on || narrow === 2 || inPreset(rule, preset);
    level = setting.level ?? level;
    options = { ...options, ...setting.options };
  }
  return { on, level, options, offBy, from };
}

/** In a map the narrower pattern wins, wherever it stands: the order of keys should not matter to a reader. */
export function narrowestLast(settings: RuleSettings): RuleSettings {
  return [...settings].sort(([a], [b]) => narrowness(a) - narrowness(b));
}

/**
 * `--select`: runs the named rules with any preset, and no other rules. A rule that the config turns off by a narrower
 * pattern stays off: `--select 'dns/*'` does not undo `dns/zone-stale-target: off`.
 */
export function select(standing: Standing, rule: Ranked, patterns: readonly string[]): Standing {
  const narrow = Math.max(-1, ...patterns.filter((each) => coversRule(each, rule.id)).map(narrowness));
  const on = narrow >= 0 && narrow >= standing.offBy;
  return { ...standing, on, from: on === standing.on ? standing.from : '--select' };
}
