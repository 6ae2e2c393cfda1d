/** What `explain` alone needs: the rules' examples, their printers, and the facts they need. No lint loads them, nor are they in its bundle. */
import { ownRules } from '../catalogue.ts';
import type { Rule } from '../engine/index.ts';

export { needs } from '../../rules/needs.generated.ts';
export { inWordsOf, printHcl, sceneObjects } from '../scene/print.ts';

/** The examples of each rule, by its id. */
export const examplesByRule: ReadonlyMap<string, Pick<Rule, 'bad' | 'good'>> = new Map(
  ownRules.map(({ id, bad, good }) => [id, { bad, good }]),
);
