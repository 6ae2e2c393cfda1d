import { rules as ownRules } from '../rules/index.ts';
import type { Rule } from './engine/index.ts';
import { type RuleInfo, SUPPRESSION_RULES } from './findings/index.ts';

export { ownRules };

/** Every rule there is: vpce-lint's, the caller's, and those about suppressions. */
export function allRules(extra: readonly Rule[] = []): readonly (Rule | RuleInfo)[] {
  return [...ownRules, ...extra, ...SUPPRESSION_RULES];
}
