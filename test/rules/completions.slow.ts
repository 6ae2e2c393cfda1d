/** What is known decides: no rule is undecided where every completion of the unknowns gives one verdict. */
import { describe, expect, it } from 'vitest';
import { indecisive } from './completions.ts';
import { casesOf, rules } from './judge.ts';
import { loadScene } from './load-scene.ts';

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  for (const each of casesOf(rule)) {
    for (const input of each.inputs.filter((one) => one === 'plan' || one === 'describe')) {
      it(`${each.kind}: ${each.name}, ${input}`, () => {
        const net = loadScene(each.example.scene, input, each.seed);
        expect(indecisive(rule, net, each.example, (things) => [...things])).toEqual([]);
      });
    }
  }
});
