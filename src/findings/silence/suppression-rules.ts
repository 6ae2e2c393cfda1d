import type { Level } from '../../model/index.ts';
import type { RuleInfo } from '../rule-info.ts';

export type SuppressionRule =
  | 'suppression/no-reason'
  | 'suppression/unknown-rule'
  | 'suppression/expired'
  | 'suppression/unused';

/** The levels of the suppression rules in a run: null if one is off. */
export type SuppressionLevels = Readonly<Record<SuppressionRule, Level | null>>;

function rule(id: SuppressionRule, summary: string, why: string, fix: string): RuleInfo & { id: SuppressionRule } {
  return { id, level: 'note', preset: 'recommended', since: '0.1.0', summary, why, fix, sources: [] };
}

/** The rules about suppressions themselves. They run with every lint, wherever a suppression is written. */
export const SUPPRESSION_RULES: readonly (RuleInfo & { readonly id: SuppressionRule })[] = [
  rule(
    'suppression/expired',
    'Suppression is past its date.',
    'A suppression ends with its `until` date. After that, vpce-lint reports the findings again.',
    'Fix the findings and remove the suppression, or set a later date.',
  ),
  rule(
    'suppression/no-reason',
    'Suppression gives no reason.',
    'Without a reason, no one can tell later whether the suppression is still needed.',
    'Add a reason: after `--` in a comment, as `reason:` in `vpce-lint.yaml`, or in the tag `vpce-lint:reason`.',
  ),
  rule(
    'suppression/unknown-rule',
    'Suppression names a rule that does not exist.',
    'It suppresses nothing, so vpce-lint still reports the finding that you wanted to suppress.',
    'Use the ID of a rule, as `vpce-lint rules` lists it. `*` for all rules is not allowed.',
  ),
  rule(
    'suppression/unused',
    'Suppression has no effect.',
    'The finding is gone. If the suppression stays, it can hide a new finding of the same rule.',
    'Remove the suppression.',
  ),
];
