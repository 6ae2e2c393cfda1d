import type { Judgement } from '../engine/index.ts';

/**
 * What vpce-lint assumes if an input cannot show it, and the call that would show it. If that call was made and failed,
 * vpce-lint must not assume it.
 */
export const RESTS_ON: readonly (readonly [about: RegExp, call: string])[] = [
  [/hosted zone/, 'route53 list-hosted-zones-by-vpc'],
  [/offered in more than one Availability Zone/, 'describe-vpc-endpoint-services'],
  [/(?:member of|uses) the security group/, 'describe-network-interfaces'],
  [/endpoint .*(?:that the input does not show|outside this input)/, 'describe-vpc-endpoints'],
];

/**
 * Adds to undecided checks why the missing calls were not answered, and what would settle that. Reasons name the missing
 * output as the AWS CLI calls it: `describe-vpcs`.
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
  const explain = (missing: string, settledBy: string): string => {
    const found = calls.find(
      ({ pattern, reason }) => pattern.test(`${missing} ${settledBy}`) && !missing.includes(reason),
    );
    return found ? `${missing} (${found.call}: ${found.reason})` : missing;
  };
  return judgements.map((judgement) => {
    const { verdict } = judgement;
    if (verdict.verdict === 'fail') {
      const missing = (verdict.assumed ?? []).flatMap((text) => {
        const call = RESTS_ON.find(([about, name]) => about.test(text) && unread.has(name))?.[1];
        return call === undefined ? [] : [`it is not known whether ${text} (${call}: ${unread.get(call)})`];
      });
      return missing.length === 0 ? judgement : { ...judgement, verdict: { verdict: 'undecided', missing } };
    }
    if (verdict.verdict !== 'undecided') return judgement;
    const missing = verdict.missing.map((text, i) => explain(text, verdict.settledBy?.[i] ?? ''));
    return { ...judgement, verdict: { ...verdict, missing } };
  });
}
