import { didYouMean } from '../base/nearest.ts';
import type { Rule } from '../engine/index.ts';
import { controlIn, controlName, meansControl, type RuleInfo } from '../findings/index.ts';
import { InputError } from '../model/index.ts';

export type Carriers = readonly Pick<Rule | RuleInfo, 'id' | 'controls'>[];

/** Throws InputError for a control that no rule carries. */
export function checkControl(text: string, known: Carriers): void {
  const all = known.flatMap(({ controls }) => controls ?? []);
  if (all.some((control) => meansControl(text, control))) return;
  const names = new Set(all.flatMap((control) => [control.control, controlName(control)]));
  throw new InputError(`no rule has the control "${text}"${didYouMean(text, names)}`, {
    hint: '`vpce-lint rules --format json` lists the controls of each rule',
  });
}

/** Rule patterns with the rules in place of the controls they carry. */
export function withoutControls(patterns: readonly string[], known: Carriers): string[] {
  return patterns.flatMap((pattern) => {
    const text = controlIn(pattern);
    if (text === undefined) return [pattern];
    return known.filter(({ controls }) => controls?.some((each) => meansControl(text, each))).map(({ id }) => id);
  });
}
