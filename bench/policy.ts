import path from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { useActionSlices } from '../src/aws/actions/load.ts';
import type { Tree } from '../src/model/tree.ts';
import type { Trust } from '../src/model/trust.ts';
import { analyze, faultsOf } from '../src/policy/index.ts';
import { FACTS, statements, TRUSTS } from '../test/policy/grammar.ts';
import { hardPolicies, largestPolicies } from './policy-hard.ts';

/** One row of the table of benchmarks. */
interface Row {
  readonly what: string;
  readonly minMs: number;
  readonly medianMs: number;
  /** The most the median may be. */
  readonly mostMs: number;
}

const ROUNDS = 3;

/** CPU milliseconds of this process. Other work of the machine does not change them. */
function clock(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Every question of one policy, and all that is wrong with it: CPU milliseconds, least and median of some rounds. */
function judge(policy: Tree, trust: Trust | undefined): { readonly minMs: number; readonly medianMs: number } {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = clock();
    const analysis = analyze(policy, FACTS, trust);
    faultsOf(analysis, trust);
    const { fullAccess, actionsBroad, unboundedPrincipal, unboundedResource } = analysis;
    if ([fullAccess, actionsBroad, unboundedPrincipal, unboundedResource].length !== 4) throw new Error('unanswered');
    return clock() - start;
  }).sort((a, b) => a - b);
  return { minMs: times[0]!, medianMs: times[Math.floor(ROUNDS / 2)]! };
}

/** Rows for the policies of the differential test, and for the largest that AWS takes. */
export function rows(root: string, policies: number): Row[] {
  useActionSlices(pathToFileURL(path.join(root, 'src/aws/actions/slices/')));
  const list = fc.sample(fc.tuple(statements, fc.constantFrom(...TRUSTS)), { numRuns: policies, seed: 23 });
  const document = (of: (typeof list)[number][0]): Tree => ({ Version: '2012-10-17', Statement: of as never });
  for (const [first, trust] of list.slice(0, 100)) judge(document(first), trust);
  const random = list.map(([each, trust]) => judge(document(each), trust));
  const largest = [...hardPolicies(), ...largestPolicies()].map((each) => ({
    ...each,
    ...judge(each.policy, undefined),
  }));
  const at = (share: number): { readonly minMs: number; readonly medianMs: number } => {
    const nth = (times: number[]): number => times.sort((a, b) => a - b)[Math.ceil(times.length * share) - 1]!;
    return { minMs: nth(random.map(({ minMs }) => minMs)), medianMs: nth(random.map(({ medianMs }) => medianMs)) };
  };
  const worst = largest.reduce((a, b) => (b.medianMs > a.medianMs ? b : a));
  return [
    { what: `${policies} random policies, the median one`, ...at(0.5), mostMs: 2 },
    { what: `${policies} random policies, 99 %`, ...at(0.99), mostMs: 30 },
    {
      what: `the worst policy of 20,480 characters (${worst.name})`,
      minMs: worst.minMs,
      medianMs: worst.medianMs,
      mostMs: 1000,
    },
  ];
}
