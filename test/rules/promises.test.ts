import { describe, expect, it } from 'vitest';
import type { SceneInput } from '../../src/engine/rule.ts';
import { printHcl, type SceneObject, sceneObjects } from '../../src/engine/scene/print.ts';
import type { Scene } from '../../src/engine/scene.ts';
import type { Network } from '../../src/model/index.ts';
import { guard } from './guard.ts';
import { type Case, casesOf, inWords, type Judged, judge, keyIn, rules, subjectOf } from './judge.ts';
import { loadScene, reordered } from './load-scene.ts';

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  for (const each of casesOf(rule)) {
    describe(`${each.kind}: ${each.name}`, () => {
      for (const input of each.inputs) {
        it(`${input}: unknown is never a pass and never an alarm`, () => keepsPromise(each, input));
        it(`${input}: order, a VPC beside it and other ids change nothing`, () => staysSame(each, input));
      }
    });
  }
});

/** Everything the rule asked for is made unknown, one at a time and then all at once. */
function keepsPromise(each: Case, input: SceneInput): void {
  const net = loadScene(each.example.scene, input, each.seed);
  const key = keyIn(input, subjectOf(each));
  const plain = guard(net);
  const before = judge(each.rule, plain.network, each.example).get(key);
  const broken: string[] = [];
  const look = (what: string, blur: (thing: string) => boolean) => {
    const after = judge(each.rule, guard(net, blur).network, each.example).get(key);
    const fault = broke(before, after);
    if (fault) broken.push(`${what} made unknown: ${inWords(before)} -> ${inWords(after)} (${fault})`);
  };
  for (const thing of plain.asked) look(thing, (other) => other === thing);
  look('all of it', () => true);
  expect(broken, `${told(each, input)}`).toEqual([]);
}

/** Why a verdict with less knowledge is not allowed after one with more; undefined where it is. */
function broke(before: Judged | undefined, after: Judged | undefined): string | undefined {
  // Whether it is judged at all (dead, managed) is the engine's business.
  if (!before || !after || before.verdict === after.verdict) return undefined;
  if (after.verdict === 'pass') return before.verdict === 'not-applicable' ? undefined : 'unknown is never a pass';
  if (after.verdict === 'not-applicable') return before.verdict === 'fail' ? 'unknown does not excuse' : undefined;
  if (after.verdict !== 'fail') return undefined;
  const excused = after.fails.every(({ fail }) => (fail.assumed?.length ?? 0) > 0);
  return excused ? undefined : 'unknown is never an alarm, unless the finding says what it assumed';
}

function staysSame(each: Case, input: SceneInput): void {
  const { rule, example, seed } = each;
  const before = said(each, loadScene(example.scene, input, seed), input, each.objects);
  const changed = {
    'in another order': loadScene(example.scene, input, seed, reordered),
    'with an unrelated VPC beside it': loadScene(withOtherVpc(example.scene), input, seed),
  };
  for (const [how, net] of Object.entries(changed)) {
    expect(said(each, net, input, each.objects), `${told(each, input)}\n${rule.id} ${how}`).toEqual(before);
  }
  const other = `${seed} again`;
  const renamed = said(each, loadScene(example.scene, input, other), input, sceneObjects(example.scene, other));
  expect(renamed, `${told(each, input)}\n${rule.id} with other ids`).toEqual(before);
}

/** What the rule says of the subject, without ids: lists are sorted by them, so their order may change with them. */
function said(each: Case, net: Network, input: SceneInput, objects: readonly SceneObject[]): string {
  const subject = subjectOf({ ...each, objects });
  const judged = judge(each.rule, guard(net).network, each.example).get(keyIn(input, subject));
  let text = inWords(judged);
  for (const object of objects) text = text.replaceAll(object.id, '(id)');
  return text;
}

/** The scene with one more VPC and a healthy endpoint in it. */
function withOtherVpc(scene: Scene): Scene {
  return {
    ...scene,
    vpcs: { ...(scene.vpcs ?? { main: {} }), unrelated: {} },
    endpoints: { ...scene.endpoints, unrelated: { service: 'athena', vpc: 'unrelated' } },
  };
}

function told({ rule, kind, name, example, seed }: Case, input: SceneInput): string {
  return `${rule.id}, ${kind} example "${name}", as ${input}\n\n${printHcl(example.scene, seed)}`;
}
