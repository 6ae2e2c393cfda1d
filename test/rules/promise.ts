import type { Example, Rule } from '../../src/engine/rule.ts';
import type { Network } from '../../src/model/index.ts';
import { guard } from './guard.ts';
import { inWords, type Judged, judge } from './judge.ts';

type Given = Pick<Example, 'options' | 'trust' | 'preset'>;

/**
 * Makes unknown everything a rule asked for to judge a subject, one thing at a time and then all at once, and tells where
 * its verdict changes as it must not: one line each.
 */
export function brokenPromises(rule: Rule, net: Network, subject: string, example: Given = {}): string[] {
  return brokenOf(rule, net, { example, isMeant: (key) => key === subject });
}

/** The same of every subject in a network. `sample` picks what is made unknown on its own. */
export function brokenPromisesOfAll(
  rule: Rule,
  net: Network,
  sample?: (things: readonly string[]) => string[],
): string[] {
  return brokenOf(rule, net, { example: {}, isMeant: () => true, ...(sample ? { sample } : {}) });
}

interface Look {
  readonly example: Given;
  readonly isMeant: (subject: string) => boolean;
  readonly sample?: (things: readonly string[]) => string[];
}

function brokenOf(rule: Rule, net: Network, { example, isMeant, sample = (things) => [...things] }: Look): string[] {
  const plain = guard(net);
  const before = [...judge(rule, plain.network, example)].filter(([key]) => isMeant(key));
  const broken: string[] = [];
  const look = (what: string, blur: (thing: string) => boolean) => {
    const after = judge(rule, guard(net, blur).network, example);
    for (const [key, was] of before) {
      const is = after.get(key);
      const fault = broke(rule, was, is);
      if (fault) broken.push(`${what} made unknown: ${inWords(was)} -> ${inWords(is)} (${fault}: ${key})`);
    }
  };
  for (const thing of sample([...plain.asked])) look(thing, (other) => other === thing);
  look('all of it', () => true);
  return broken;
}

/** Why a verdict with less knowledge is not allowed after one with more; undefined where it is. */
function broke(rule: Rule, before: Judged | undefined, after: Judged | undefined): string | undefined {
  // Whether it is judged at all (dead, managed) is the engine's business.
  if (!before || !after || before.verdict === after.verdict) return undefined;
  // That AWS accepted it is known all the same.
  if (after.verdict === 'pass' && rule.refusedByAws && before.fails.every(({ level }) => level === 'note'))
    return undefined;
  if (after.verdict === 'pass') return before.verdict === 'not-applicable' ? undefined : 'unknown is never a pass';
  if (after.verdict === 'not-applicable') return before.verdict === 'fail' ? 'unknown does not excuse' : undefined;
  if (after.verdict !== 'fail') return undefined;
  const excused = after.fails.every(({ fail }) => (fail.assumed?.length ?? 0) > 0);
  return excused ? undefined : 'unknown is never an alarm, unless the finding says what it assumed';
}
