import type { Judgement } from '../engine/index.ts';
import { reasonOf } from '../model/index.ts';

/**
 * Findings about objects that vpce-lint only assumes to exist, such as a block of sources whose `count` is not known.
 * They state the assumption in `assumed` and in their message.
 */
export function explainAssumed(
  judgements: readonly Judgement[],
  assumed: ((address: string) => string | undefined) | undefined,
): readonly Judgement[] {
  if (!assumed) return judgements;
  return judgements.map((judgement) => {
    const { subject, verdict } = judgement;
    const why = subject.address === null ? undefined : assumed(subject.address);
    if (why === undefined || verdict.verdict !== 'fail') return judgement;
    const told = [...(verdict.assumed ?? []), `${subject.address} is created (${reasonOf(why).why})`];
    return { ...judgement, verdict: { ...verdict, message: `${verdict.message} (if it is created)`, assumed: told } };
  });
}
