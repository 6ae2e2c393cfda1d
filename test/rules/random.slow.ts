/** The promises on networks that nobody thought of: every rule, every subject. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SCENE_INPUTS, type SceneObject, sceneObjects } from '../../src/scene/print.ts';
import type { Scene, SceneInput } from '../../src/scene/scene.ts';
import { inWords, judge, keyIn, rules } from './judge.ts';
import { loadScene, reordered } from './load-scene.ts';
import { brokenPromisesOfAll } from './promise.ts';
import { randomScene } from './random-scene.ts';
import { withOtherVpc } from './unrelated.ts';

/** Scenes that broke a promise once. */
const ONCE: readonly Scene[] = [
  // An address type that the subnets cannot have.
  { endpoints: { sqs: { ipAddressType: 'dualstack', groups: ['odd'] } }, groups: { odd: { ingress: [{}] } } },
  // Subnets in the order of their association resources.
  { endpoints: { ecs: { ipAddressType: 'dualstack', associations: 'separate' } } },
  // Entries for every protocol, written with port 0; and more subnets with the endpoint than without it.
  {
    endpoints: { sts: {}, kms: { subnets: ['a', 'b', 'c'] } },
    networkAcls: { one: { subnets: ['a', 'b'], ingress: [{ protocol: '-1' }], egress: [{ port: [1024, 65535] }] } },
  },
];

const RUNS = {
  numRuns: 10 + ONCE.length,
  seed: 20260601,
  endOnFailure: true,
  examples: ONCE.map((scene): [Scene] => [scene]),
};

describe.each(SCENE_INPUTS.map((input) => [input]))('%s', (input) => {
  test('unknown is never a pass and never an alarm', () => {
    fc.assert(
      fc.property(randomScene, (scene) => {
        const net = loadScene(scene, input, 'random');
        for (const rule of rules) {
          expect(brokenPromisesOfAll(rule, net, spread), `${rule.id}\n${JSON.stringify(scene, null, 2)}`).toEqual([]);
        }
      }),
      RUNS,
    );
  });

  test('order, a VPC beside it and other ids change nothing', () => {
    fc.assert(
      fc.property(randomScene, (scene) => {
        const before = said(scene, input, 'random');
        const text = JSON.stringify(scene, null, 2);
        expect(said(scene, input, 'random', { reorder: true }), `in another order\n${text}`).toEqual(before);
        expect(said(scene, input, 'other'), `with other ids\n${text}`).toEqual(before);
        expect(said(scene, input, 'random', { beside: true }), `with an unrelated VPC\n${text}`).toEqual(before);
      }),
      { ...RUNS, numRuns: 60 },
    );
  });
});

/** At most so many things are made unknown one by one: from the whole length of the list. */
const MOST = 25;

function spread(things: readonly string[]): string[] {
  const step = Math.max(1, Math.ceil(things.length / MOST));
  return things.filter((_, i) => i % step === 0);
}

/** What every rule says of every object of the scene, in words without ids. */
function said(
  scene: Scene,
  input: SceneInput,
  seed: string,
  { reorder, beside }: { reorder?: true; beside?: true } = {},
): Record<string, string> {
  const objects = sceneObjects(scene, seed);
  const net = loadScene(beside ? withOtherVpc(scene) : scene, input, seed, reorder ? reordered : undefined);
  const out: Record<string, string> = {};
  for (const rule of rules) {
    const judged = judge(rule, net);
    for (const object of objects) {
      const of = judged.get(keyIn(input, object));
      if (of) out[`${rule.id} ${object.kind} ${object.name}`] = plain(inWords(of), objects);
    }
  }
  return out;
}

/** Ids go, and lists that are sorted by them lose their order. */
function plain(text: string, objects: readonly SceneObject[]): string {
  let without = text;
  for (const object of objects) without = without.replaceAll(object.id, `(${object.kind})`);
  return without.replace(/\b(?:vpce|subnet|sg|rtb|vpc|pl|acl|nat|igw|dopt|eni|vpce-svc)-[0-9a-f]{8,17}\b/g, '(id)');
}
