import type { Example, Rule } from '../../src/engine/rule.ts';
import type { Network } from '../../src/model/index.ts';
import { guard } from './guard.ts';
import { inWords, type Judged, judge } from './judge.ts';

type Given = Pick<Example, 'options' | 'trust' | 'preset'>;

/** What a rule said of a subject, and what it says with one thing, or all, made unknown. */
export interface Look {
  readonly thing: string;
  readonly subject: string;
  readonly was: Judged;
  readonly is: Judged | undefined;
}

/** Makes unknown everything a rule asked for to judge a subject, one thing at a time and then all at once. */
export function looksOf(rule: Rule, net: Network, subject: string, example: Given = {}): Look[] {
  return look(rule, net, { example, isMeant: (key) => key === subject });
}

/** Where its verdict then changes as it must not: one line each. */
export function brokenPromises(rule: Rule, net: Network, subject: string, example: Given = {}): string[] {
  return brokenIn(rule, looksOf(rule, net, subject, example));
}

/** The same of every subject in a network. `sample` picks what is made unknown on its own. */
export function brokenPromisesOfAll(
  rule: Rule,
  net: Network,
  sample?: (things: readonly string[]) => string[],
): string[] {
  return brokenIn(rule, look(rule, net, { example: {}, isMeant: () => true, ...(sample ? { sample } : {}) }));
}

interface Scope {
  readonly example: Given;
  readonly isMeant: (subject: string) => boolean;
  readonly sample?: (things: readonly string[]) => string[];
}

/** Stands for everything at once. */
const ALL = 'all of it';

function look(rule: Rule, net: Network, { example, isMeant, sample = (things) => [...things] }: Scope): Look[] {
  const plain = guard(net);
  const before = [...judge(rule, plain.network, example)].filter(([key]) => isMeant(key));
  return [...sample([...plain.asked]), ALL].flatMap((thing) => {
    const after = judge(rule, guard(net, (other) => thing === ALL || other === thing).network, example);
    return before.map(([subject, was]) => ({ thing, subject, was, is: after.get(subject) }));
  });
}

/** The looks that break a promise: one line each. */
export function brokenIn(rule: Rule, looks: readonly Look[]): string[] {
  return looks.flatMap(({ thing, subject, was, is }) => {
    const fault = broke(rule, was, is);
    return fault ? [`${thing} made unknown: ${inWords(was)} -> ${inWords(is)} (${fault}: ${subject})`] : [];
  });
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
