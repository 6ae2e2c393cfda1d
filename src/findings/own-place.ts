import type { Judgement } from '../engine/index.ts';

/**
 * A finding is placed in the checked input. If a verdict points into another input, the subject becomes the place, and
 * the other place becomes a related one.
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
