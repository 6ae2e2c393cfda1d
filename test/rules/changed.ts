/** Networks of scenes in which some facts are others: what no input prints, or only a rare one. */
import type { Network } from '../../src/model/index.ts';
import type { Scene, SceneInput } from '../../src/scene/scene.ts';
import { loadScene } from './load-scene.ts';

/** A list of a network, by what is changed of each object in it. */
export type Changes = {
  readonly [list in keyof Network]?: (object: ElementOf<Network[list]>) => object | undefined;
};
type ElementOf<L> = L extends readonly (infer T)[] ? T : never;

/** The network of a scene. Objects are found by identity, so that what refers to one leads to the changed one. */
export function changed(scene: Scene, input: SceneInput, changes: Changes): Network {
  const net = loadScene(scene, input, 'changed', (files) => files);
  for (const [list, change] of Object.entries(changes))
    for (const object of net[list as keyof Network] as unknown as readonly object[]) {
      const facts = (change as (object: object) => object | undefined)(object) ?? {};
      for (const [name, value] of Object.entries(facts))
        Object.defineProperty(object, name, { value, enumerable: true, configurable: true });
    }
  return net;
}
