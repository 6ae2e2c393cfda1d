/** What only `explain` needs: the examples of rules, their printers, and the facts that rules need. They are not in the bundle of `lint`. */
import { ownRules } from '../catalogue.ts';
import type { Rule } from '../engine/index.ts';

export { needs } from '../../rules/needs.generated.ts';
export { inWordsOf, printHcl, sceneObjects } from '../scene/print.ts';

/** The examples of each rule, by its id. */
export const examplesByRule: ReadonlyMap<string, Pick<Rule, 'bad' | 'good'>> = new Map(
  ownRules.map(({ id, bad, good }) => [id, { bad, good }]),
);
