/** Verdicts for an input with open ends: what is true in all ways in which these can come out. */
import type { Network, Ways } from '../model/index.ts';
import { type ActiveRule, type CheckOptions, type Judgement, judgeEach } from './check.ts';
import type { Subject } from './rule.ts';
import { type Fail, undecided, type Verdict } from './verdict.ts';

/** The verdicts of a rule on one subject in one way. */
interface Said {
  readonly active: ActiveRule;
  readonly subject: Subject;
  readonly verdicts: Verdict[];
  /** Index of the way. */
  readonly way: number;
}

/** Judges every subject by every rule in all ways. A subject that is not there in a way is judged in the others. */
export function judgeWays({ ways, defaults }: Ways, rules: readonly ActiveRule[], options: CheckOptions): Judgement[] {
  const said = ways.map(({ network }, way) => saidIn(network, way, rules, options));
  const [first] = said;
  const judged =
    said.length === 1
      ? [...first!.values()].flatMap(({ active, subject, verdicts }) =>
          verdicts.map((verdict) => ({ active, subject, verdict })),
        )
      : merged(said, ways);
  return restingOn(judged, defaults, options);
}

function saidIn(network: Network, way: number, rules: readonly ActiveRule[], options: CheckOptions): Map<string, Said> {
  const out = new Map<string, Said>();
  judgeEach(network, rules, options, (active, subject, verdict) => {
    const key = keyOf(active, subject);
    const known = out.get(key);
    if (known) known.verdicts.push(verdict);
    else out.set(key, { active, subject, verdicts: [verdict], way });
  });
  return out;
}

function keyOf({ rule }: ActiveRule, subject: Subject): string {
  return `${rule.id} ${subject.kind} ${subject.key}`;
}

function merged(said: readonly Map<string, Said>[], ways: Ways['ways']): Judgement[] {
  const keys = new Set(said.flatMap((each) => [...each.keys()]));
  return [...keys].flatMap((key) => {
    const all = said.flatMap((each) => each.get(key) ?? []);
    const [one] = all;
    return mergedOf(all, ways).map((verdict) => ({ active: one!.active, subject: one!.subject, verdict }));
  });
}

function mergedOf(all: readonly Said[], ways: Ways['ways']): Verdict[] {
  const sure: Fail[] = [];
  let differ = false;
  const fails = all.map(({ verdicts }) => verdicts.filter((verdict): verdict is Fail => verdict.verdict === 'fail'));
  const details = new Set(fails.flatMap((list) => list.map(({ detail }) => detail ?? '')));
  for (const detail of details) {
    const each = fails.map((list) => list.find((fail) => (fail.detail ?? '') === detail));
    if (each.includes(undefined)) differ = true;
    else sure.push(asFound(each as Fail[], all, ways));
  }
  if (!differ && sure.length > 0) return sure;
  const open = all.flatMap(({ verdicts }) => verdicts.filter((verdict) => verdict.verdict === 'undecided'));
  if (differ) return [...sure, undecided(...dependsOn(all, ways), ...open.flatMap(({ missing }) => missing))];
  if (open.length > 0) return [undecided(...open.flatMap(({ missing }) => missing))];
  const verdicts = all.flatMap((each) => each.verdicts);
  return [verdicts.find(({ verdict }) => verdict === 'pass') ?? verdicts[0]!];
}

/** A fault that every way has, in the words of the first way. If the words differ, it states which case they describe. */
function asFound(each: readonly Fail[], all: readonly Said[], ways: Ways['ways']): Fail {
  const [fail] = each;
  if (each.every(({ message }) => message === fail!.message)) return fail!;
  const taken = [...ways[all[0]!.way]!.taken].map(([label, value]) => `${label} is ${value}`);
  return {
    ...fail!,
    assumed: [
      ...(fail!.assumed ?? []),
      `this holds for every possible value; the message describes the case where ${taken.join(' and ')}`,
    ],
  };
}

/** The open ends on which it depends. */
function dependsOn(all: readonly Said[], ways: Ways['ways']): string[] {
  const outcome = (said: Said) =>
    said.verdicts.map(({ verdict, ...rest }) => `${verdict} ${'detail' in rest ? rest.detail : ''}`).join();
  const labels = new Set(all.flatMap(({ way }) => [...ways[way]!.taken.keys()]));
  const deciding = [...labels].filter((label) => {
    const byValue = new Map<string, Set<string>>();
    for (const said of all) {
      const taken = ways[said.way]!.taken;
      const others = JSON.stringify([...taken].filter(([name]) => name !== label));
      const seen = byValue.get(others);
      if (seen) seen.add(outcome(said));
      else byValue.set(others, new Set([outcome(said)]));
    }
    return [...byValue.values()].some((seen) => seen.size > 1);
  });
  return (deciding.length > 0 ? deciding : [...labels]).map((label) => `it depends on ${label}, which has no value`);
}

/** Marks faults that depend on a default: without the default they would not be found. */
function restingOn(judged: Judgement[], defaults: Ways['defaults'], options: CheckOptions): Judgement[] {
  const failed = judged.filter(({ verdict }) => verdict.verdict === 'fail');
  if (failed.length === 0 || defaults.length === 0) return judged;
  const resting = new Map<Judgement, string[]>();
  const rules = [...new Map(failed.map(({ active }) => [active.rule.id, active])).values()];
  for (const { text, networksWithout } of defaults) {
    const without = networksWithout().map((network, way) => saidIn(network, way, rules, options));
    for (const judgement of failed) {
      const key = keyOf(judgement.active, judgement.subject);
      const detail = (judgement.verdict as Fail).detail ?? '';
      const there = without.flatMap((said) => said.get(key) ?? []);
      const always = there.every(({ verdicts }) =>
        verdicts.some((verdict) => verdict.verdict === 'fail' && (verdict.detail ?? '') === detail),
      );
      if (!always) resting.set(judgement, [...(resting.get(judgement) ?? []), text]);
    }
  }
  if (resting.size === 0) return judged;
  return judged.map((judgement) => {
    const texts = resting.get(judgement);
    if (!texts) return judgement;
    const verdict = judgement.verdict as Fail;
    return { ...judgement, verdict: { ...verdict, assumed: [...(verdict.assumed ?? []), ...texts] } };
  });
}
