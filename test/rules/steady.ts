import { expect } from 'vitest';
import type { Network } from '../../src/model/index.ts';
import { type SceneObject, sceneObjects } from '../../src/scene/print.ts';
import type { SceneInput } from '../../src/scene/scene.ts';
import { guard } from './guard.ts';
import { type Case, inWords, judge, keyIn, subjectOf } from './judge.ts';
import { loadScene, reordered } from './load-scene.ts';
import { withOtherVpc } from './unrelated.ts';

/** Changes that must not matter. */
interface Change {
  readonly name: string;
  readonly reorder?: true;
  readonly otherVpc?: true;
  readonly otherIds?: true;
}

const CHANGES: readonly Change[] = [
  { name: 'in another order', reorder: true },
  { name: 'with an unrelated VPC beside it', otherVpc: true },
  { name: 'with other ids', otherIds: true },
];

/** The order of resources, a VPC beside it and other ids change nothing. */
export function staysSame(each: Case, input: SceneInput): void {
  const before = changed(each, input, { name: 'as it is' });
  const after = changed(each, input, { name: 'all at once', reorder: true, otherVpc: true, otherIds: true });
  if (after === before) return;
  // Which of them it was.
  for (const change of CHANGES) {
    expect(changed(each, input, change), `${change.name}`).toBe(before);
  }
  expect(after, `all changes at once`).toBe(before);
}

function changed(each: Case, input: SceneInput, change: Change): string {
  const seed = change.otherIds ? `${each.seed} again` : each.seed;
  const scene = change.otherVpc ? withOtherVpc(each.example.scene) : each.example.scene;
  const net = loadScene(scene, input, seed, change.reorder ? reordered : undefined);
  return said(each, net, input, change.otherIds ? sceneObjects(each.example.scene, seed) : each.objects);
}

/** What the rule says of the subject, without ids: lists are sorted by them, so their order may change with them. */
function said(each: Case, net: Network, input: SceneInput, objects: readonly SceneObject[]): string {
  const subject = subjectOf({ ...each, objects });
  const judged = judge(each.rule, guard(net).network, each.example).get(keyIn(input, subject));
  let text = inWords(judged);
  for (const object of objects) text = text.replaceAll(object.id, '(id)');
  return text;
}
