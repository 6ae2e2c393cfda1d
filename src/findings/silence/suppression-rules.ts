import type { Level } from '../../model/index.ts';
import type { RuleInfo } from '../rule-info.ts';

export type SuppressionRule =
  | 'suppression/no-reason'
  | 'suppression/unknown-rule'
  | 'suppression/expired'
  | 'suppression/unused';

/** The levels of the suppression rules in a run: null where one is off. */
export type SuppressionLevels = Readonly<Record<SuppressionRule, Level | null>>;

function rule(id: SuppressionRule, summary: string, why: string, fix: string): RuleInfo & { id: SuppressionRule } {
  return { id, level: 'note', preset: 'recommended', since: '0.1.0', summary, why, fix, sources: [] };
}

/** The rules about suppressions themselves. They run with every lint, wherever a suppression is written. */
export const SUPPRESSION_RULES: readonly (RuleInfo & { readonly id: SuppressionRule })[] = [
  rule(
    'suppression/expired',
    'Suppression is past its date.',
    'Past its `until` date a suppression no longer works, so what it silenced is reported again.',
    'Mend what it silenced and remove it, or set a later date.',
  ),
  rule(
    'suppression/no-reason',
    'Suppression gives no reason.',
    'Without a reason nobody can tell later whether the exception still holds.',
    'Add the reason: in `vpce-lint.yaml` as `reason:`, in the tag `vpce-lint:reason`, after `--` in a comment.',
  ),
  rule(
    'suppression/unknown-rule',
    'Suppression names a rule that does not exist.',
    'It silences nothing, and a fault it was meant for is reported all the same.',
    'Name a rule of `vpce-lint rules`; one that silences everything (`*`) is refused.',
  ),
  rule(
    'suppression/unused',
    'Suppression silences nothing.',
    'What it was written for is gone. Left in place it would hide the next fault of that kind.',
    'Remove it.',
  ),
];
