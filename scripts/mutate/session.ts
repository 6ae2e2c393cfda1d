/** One process that runs mutants one after the other, each with the tests that reach it, until one fails. */
import { appendFileSync } from 'node:fs';
import { test } from 'vitest';
import { type Gathered, takeTests } from './vitest-shim.ts';

interface Job {
  /** Test files. */
  readonly tests: readonly string[];
  /** Numbers of mutants. */
  readonly mutants: readonly number[];
  /** Where each answer is a line. */
  readonly out: string;
}

const job = JSON.parse(process.env.MUTATION_JOB ?? '{}') as Job;
const say = (line: object) => appendFileSync(job.out, `${JSON.stringify(line)}\n`);

let active = 0;
const reached = new Set<number>();
/** What mutant is on, as what keeps answers sees it. */
const switched = globalThis as { EPOCH?: number };
switched.EPOCH = 0;
Object.assign(globalThis, {
  M: (mutant: number) => {
    reached.add(mutant);
    return mutant === active;
  },
});

test('mutants', async () => {
  const tests: Gathered[] = [];
  for (const file of job.tests) {
    await import(file);
    tests.push(...takeTests());
  }
  const outside = new Set(reached);
  const byMutant = new Map<number, { one: Gathered; took: number }[]>();
  for (const one of tests) {
    turn(0);
    reached.clear();
    const started = performance.now();
    if ((await failure(one)) !== undefined) continue;
    const took = performance.now() - started;
    for (const mutant of reached) byMutant.set(mutant, [...(byMutant.get(mutant) ?? []), { one, took }]);
  }
  const kills = new Map<Gathered, number>();
  for (const mutant of job.mutants) {
    say({ mutant, is: 'running' });
    const covering = byMutant.get(mutant) ?? [];
    const whyNot = covering.length > 0 ? 'survived' : outside.has(mutant) ? 'reached outside of tests' : 'not reached';
    // Those that killed before are quick to kill again; then the fast ones.
    const rank = ({ one, took }: (typeof covering)[number]) => took / (1 + (kills.get(one) ?? 0));
    const killer = await killerOf(
      mutant,
      [...covering].sort((a, b) => rank(a) - rank(b)).map(({ one }) => one),
    );
    if (killer === 'spoiled') {
      say({ mutant, is: 'spoiled' });
      return;
    }
    if (killer) kills.set(killer, (kills.get(killer) ?? 0) + 1);
    say({ mutant, is: killer ? 'killed' : whyNot, by: killer?.name });
  }
});

/** The test that fails with a mutant and not without; `spoiled` where it fails without, too: the mutant has left its mark. */
async function killerOf(mutant: number, covering: readonly Gathered[]): Promise<Gathered | 'spoiled' | undefined> {
  for (const one of covering) {
    turn(mutant);
    const failed = await failure(one);
    turn(0);
    if (failed === undefined) continue;
    return (await failure(one)) === undefined ? one : 'spoiled';
  }
  return undefined;
}

function turn(mutant: number): void {
  active = mutant;
  switched.EPOCH = (switched.EPOCH ?? 0) + 1;
}

async function failure(one: Gathered): Promise<unknown> {
  try {
    await one.run();
    return undefined;
  } catch (error) {
    return error ?? 'failed';
  }
}
