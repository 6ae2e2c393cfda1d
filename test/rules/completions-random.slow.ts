/**
 * What is known decides in networks that nobody thought of: no rule is undecided where every completion of the unknowns
 * gives one verdict. `COMPLETED=1000 npm run test:slow -- test/rules/completions-random` tries more of them.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SCENE_INPUTS } from '../../src/scene/print.ts';
import { indecisive } from './completions.ts';
import { rules } from './judge.ts';
import { loadScene } from './load-scene.ts';
import { NOT_TOLD } from './not-told.ts';
import { randomScene } from './random-scene.ts';

const RUNS = Number(process.env.COMPLETED ?? 25);
const SEED = Number(process.env.COMPLETED_FROM ?? 20261130);

it.each(SCENE_INPUTS.map((input) => [input]))(
  '%s',
  (input) => {
    const found = new Set<string>();
    for (const scene of fc.sample(randomScene, { numRuns: RUNS, seed: SEED })) {
      const net = loadScene(scene, input, 'random');
      for (const rule of rules)
        for (const line of indecisive(rule, net)) found.add(`${line}\n${JSON.stringify(scene)}`);
    }
    expect([...found].filter((line) => !NOT_TOLD.some((one) => one.test(line)))).toEqual([]);
  },
  24 * 3_600_000,
);
