/** The same network as code and as the plan of that code: never the one says fail and the other pass. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inWords, judge, rules } from './judge.ts';
import { loadScene } from './load-scene.ts';
import { randomScene } from './random-scene.ts';

describe('random networks', () => {
  it('as code get the verdicts of their plan', () => {
    let decided = 0;
    fc.assert(
      fc.property(randomScene, (scene) => {
        const [plan, code] = (['plan', 'sources'] as const).map((input) => loadScene(scene, input, 'random'));
        for (const rule of rules) {
          const [ofPlan, ofCode] = [judge(rule, plan!), judge(rule, code!)];
          expect([...ofCode.keys()].sort(), rule.id).toEqual([...ofPlan.keys()].sort());
          for (const [key, judged] of ofPlan) {
            const other = ofCode.get(key);
            // Code may tell what a plan without it does not.
            if (judged.verdict === 'undecided') continue;
            expect(inWords(other), `${rule.id} ${key}\n${JSON.stringify(scene, null, 2)}`).toBe(inWords(judged));
            decided += 1;
          }
        }
      }),
      { numRuns: 25, seed: 20261129, endOnFailure: true },
    );
    expect(decided).toBeGreaterThan(1000);
  });
});
