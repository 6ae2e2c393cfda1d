/** What AWS Config tells of a network never says otherwise than what describe output tells of the same one. */
import { describe, expect, it } from 'vitest';
import { loadFiles } from '../../../src/loaders/index.ts';
import type { Network } from '../../../src/model/index.ts';
import { printScene } from '../../../src/scene/print.ts';
import { casesOf, type Judged, judge, rules } from '../../rules/judge.ts';
import { type DescribeDocument, recordedOf, recorderItem, selected } from './recorded.ts';

function networkOf(documents: readonly DescribeDocument[]): Network | undefined {
  const files = documents.map(({ path, document }) => ({ path, bytes: Buffer.from(JSON.stringify(document)) }));
  const { pictures, incomplete } = loadFiles(files);
  const faults = incomplete.filter(({ code }) => code !== 'no-endpoints');
  expect(faults).toEqual([]);
  return pictures[0]?.network;
}

/** Where the objects of describe output are, as its own network says. */
function placeOf({ endpoints, endpointServices, vpcs }: Network): { account: string; region: string } {
  const [first] = [...endpoints, ...endpointServices, ...vpcs];
  const { account, region } = first!;
  return { account: account.known ? account.value : '111122223333', region: region.known ? region.value : 'us-east-1' };
}

const assumes = ({ fails }: Judged) => fails.every(({ fail }) => (fail.assumed ?? []).length > 0);

/** A fail that says what it takes as absent may be wrong of it; all else that is decided is so. */
function contradicts(recorded: Judged | undefined, described: Judged | undefined): boolean {
  const [a, b] = [recorded?.verdict ?? 'not-applicable', described?.verdict ?? 'not-applicable'];
  if (a === b || a === 'undecided' || a === 'not-applicable') return false;
  if (a === 'fail') return !assumes(recorded!);
  return b === 'fail' || (b === 'undecided' && a === 'pass');
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  const cases = casesOf(rule).filter(({ inputs }) => inputs.includes('describe'));
  it.runIf(cases.length > 0)('is not said otherwise of what AWS Config tells', () => {
    for (const { name, example, seed } of cases) {
      const documents = printScene(example.scene, 'describe', seed);
      const described = networkOf(documents)!;
      const { account, region } = placeOf(described);
      const items = recordedOf(documents, account, region);
      const truth = judge(rule, described, example);
      const recorded = networkOf([
        { path: 'answer.json', document: selected([...items, recorderItem(account, region)]) },
      ]);
      for (const [key, now] of recorded ? judge(rule, recorded, example) : []) {
        const then = truth.get(key);
        // What AWS accepted is no open question, whatever an example makes of it.
        if (rule.refusedByAws && now.verdict === 'pass') continue;
        const told = `${name}: ${key}: ${now.verdict} (${now.fails.map(({ message }) => message)}), and it is ${then?.verdict} (${then?.missing})`;
        expect(contradicts(now, then) ? told : null).toBeNull();
      }
    }
  });
});
