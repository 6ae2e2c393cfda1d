import { describe, expect, it } from 'vitest';
import type { SceneInput } from '../../src/scene/scene.ts';
import { holds } from './holds.ts';
import { type Case, casesOf, keyIn, rules, subjectOf } from './judge.ts';
import { loadScene } from './load-scene.ts';
import { brokenPromises } from './promise.ts';
import { staysSame } from './steady.ts';
import { telling } from './telling.ts';

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  for (const each of casesOf(rule)) {
    describe(`${each.kind}: ${each.name}`, () => {
      // One input after the other: what was loaded for the first test serves those after it.
      for (const input of each.inputs) {
        it(`${input}: says what it should`, () => telling(each, input, () => holds(each, input)));
        it(`${input}: unknown is never a pass and never an alarm`, () =>
          telling(each, input, () => keepsPromise(each, input)));
        it(`${input}: order, a VPC beside it and other ids change nothing`, () =>
          telling(each, input, () => staysSame(each, input)));
      }
    });
  }
});

function keepsPromise(each: Case, input: SceneInput): void {
  const net = loadScene(each.example.scene, input, each.seed);
  const broken = brokenPromises(each.rule, net, keyIn(input, subjectOf(each)), each.example);
  expect(broken).toEqual([]);
}
