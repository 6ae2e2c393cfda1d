import { describe, expect, it } from 'vitest';
import { holds } from './holds.ts';
import { casesOf, rules } from './judge.ts';
import { shownIn, uncoveredBy, unshownBy } from './needs.ts';
import { staysSame } from './steady.ts';
import { telling } from './telling.ts';

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  for (const each of casesOf(rule)) {
    describe(`${each.kind}: ${each.name}`, () => {
      // One input after the other: what was loaded for the first test serves those after it.
      for (const input of each.inputs) {
        it(`${input}: says what it should`, () => telling(each, input, () => holds(each, input)));
        it(`${input}: unknown is never a pass and never an alarm`, () =>
          telling(each, input, () => expect(shownIn(each, input).broken).toEqual([])));
        it(`${input}: order, a VPC beside it and other ids change nothing`, () =>
          telling(each, input, () => staysSame(each, input)));
      }
    });
  }

  it('every fact it asks for matters in one of its examples', () => {
    const uncovered = uncoveredBy(rule).join(', ');
    expect(uncovered, 'add examples in which the rule says something else once these are unknown').toBe(
      unshownBy(rule).join(', '),
    );
  });
});
