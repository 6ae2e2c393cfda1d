import type { Judgement } from '../engine/index.ts';

/**
 * A finding stands in the input that is judged. Where what a verdict points at is another's, the subject itself is the
 * place, and the other is told beside it.
 */
export function inOwnPlace(judgements: readonly Judgement[], inputs: readonly number[]): readonly Judgement[] {
  return judgements.map((judgement) => {
    const { verdict, subject } = judgement;
    if (verdict.verdict !== 'fail' || verdict.at === undefined || inputs.includes(verdict.at.input)) return judgement;
    const { at, related = [], ...rest } = verdict;
    return {
      ...judgement,
      verdict: { ...rest, at: subject.at, related: [{ message: 'it is set here', at }, ...related] },
    };
  });
}
