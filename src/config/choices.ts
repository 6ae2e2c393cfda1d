import { didYouMean } from '../base/nearest.ts';
import { oneOf } from '../base/sentences.ts';
import { controlIn, coversRule } from '../findings/index.ts';
import { InputError, type Level } from '../model/index.ts';
import { RULE_LEVELS, type RuleSetting } from './config.ts';
import { type Carriers, checkControl } from './controls.ts';
import type { Choices } from './settings.ts';

/** `dns/private-dns-disabled=off`, as in `--rule`. */
export function parseRuleSetting(text: string): readonly [pattern: string, setting: RuleSetting] {
  const [, pattern, level] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (text.startsWith('='))
    throw new InputError(`--rule: "${text}" names no rule`, { hint: 'Write --rule <id>=<level>' });
  if (pattern === undefined || level === undefined) {
    throw new InputError(`--rule: "${text}" has no level`, { hint: `Write --rule ${text}=off, for example` });
  }
  if (!RULE_LEVELS.includes(level as Level)) {
    throw new InputError(`--rule ${pattern}: "${level}" is not a level${didYouMean(level, RULE_LEVELS)}`, {
      hint: `Use ${oneOf(RULE_LEVELS)}`,
    });
  }
  return [pattern, { level: level as Level | 'off', from: '--rule' }];
}

/**
 * A pattern as people type it, in full: `dns` is the family `dns/*`, and `single-az` is `availability/single-az` if no other
 * rule has that name. Everything else stays as it is, mistakes included.
 */
export function writtenOut(pattern: string, ids: readonly string[]): string {
  if (pattern.includes('/') || controlIn(pattern) !== undefined) return pattern;
  if (ids.some((id) => id.startsWith(`${pattern}/`))) return `${pattern}/*`;
  const named = ids.filter((id) => id.endsWith(`/${pattern}`));
  return named.length === 1 ? named[0]! : pattern;
}

/** The choices with all their patterns written out. */
export function choicesWrittenOut<C extends Choices>(choices: C, ids: readonly string[]): C {
  const full = (pattern: string) => writtenOut(pattern, ids);
  return {
    ...choices,
    ...(choices.select && { select: choices.select.map(full) }),
    ...(choices.ignore && { ignore: choices.ignore.map(full) }),
    ...(choices.rules && { rules: choices.rules.map(([pattern, setting]) => [full(pattern), setting] as const) }),
  };
}

/** What is wrong with a rule pattern; null if it covers a rule. */
export function patternFault(pattern: string, ids: readonly string[]): string | null {
  if (ids.some((id) => coversRule(pattern, id))) return null;
  if (!pattern.endsWith('/*')) return `unknown rule "${pattern}"${didYouMean(pattern, ids)}`;
  const families = new Set(ids.map((id) => `${id.slice(0, id.indexOf('/'))}/*`));
  return `unknown family "${pattern}"${didYouMean(pattern, families)}`;
}

/** Throws InputError for rules and controls that do not exist. */
export function checkChoices(choices: Choices, known: Carriers): void {
  const ids = known.map(({ id }) => id);
  const byControl = [...(choices.select ?? []), ...(choices.ignore ?? [])];
  for (const pattern of byControl) {
    const control = controlIn(pattern);
    if (control !== undefined) checkControl(control, known);
  }
  const patterns = [
    ...(choices.rules ?? []).map(([pattern]) => pattern),
    ...byControl.filter((pattern) => controlIn(pattern) === undefined),
  ];
  for (const pattern of patterns) {
    const fault = patternFault(pattern, ids);
    if (fault !== null) throw new InputError(fault, { hint: '`vpce-lint rules` lists all rules' });
  }
}
