import type { Judgement } from '../engine/index.ts';

/**
 * Says of undecided checks why the calls they lack were not answered, and with it what would settle them. Reasons name
 * the output they miss as the AWS CLI calls it: `describe-vpcs`.
 */
export function explainUnread(
  judgements: readonly Judgement[],
  unread: ReadonlyMap<string, string> | undefined,
): readonly Judgement[] {
  if (unread === undefined || unread.size === 0) return judgements;
  const calls = [...unread].map(([call, reason]) => {
    const name = call.replace(/[^\w-]/g, '\\$&');
    return { pattern: new RegExp(`(?<![\\w-])${name}(?![\\w-])`), call, reason };
  });
  const explain = (missing: string): string => {
    const found = calls.find(({ pattern, reason }) => pattern.test(missing) && !missing.includes(reason));
    return found ? `${missing} (${found.call}: ${found.reason})` : missing;
  };
  return judgements.map((judgement) => {
    const { verdict } = judgement;
    if (verdict.verdict !== 'undecided') return judgement;
    return { ...judgement, verdict: { ...verdict, missing: verdict.missing.map(explain) } };
  });
}
