/** Templates that are deployed on their own, put together where one imports what another exports. */

import { networkOf } from '../network.ts';
import type { Program, Root } from '../stack/program.ts';
import { World } from './world.ts';

/** Programs of templates that belong together. */
export function joined(roots: readonly Root[], make: (roots: readonly Root[]) => Program): Program[] {
  if (roots.length < 2) return roots.length === 0 ? [] : [make(roots)];
  const group = roots.map((_, i) => i);
  const find = (i: number): number => (group[i] === i ? i : find(group[i]!));
  const seen = roots.map((root) => {
    const world = new World(make([root]), new Map(), { defaults: new Set(), opaque: new Set() });
    networkOf(world);
    readAll(world);
    return { wants: world.wanted, has: world.exportNames() };
  });
  const byName = new Map<string, number>();
  for (const [i, { has }] of seen.entries()) for (const name of has) byName.set(name, i);
  for (const [i, { wants }] of seen.entries()) {
    for (const name of wants) {
      const exporter = byName.get(name);
      if (exporter !== undefined) group[find(i)] = find(exporter);
    }
  }
  const groups = new Map<number, Root[]>();
  for (const [i, root] of roots.entries()) {
    const list = groups.get(find(i));
    if (list) list.push(root);
    else groups.set(find(i), [root]);
  }
  return [...groups.values()].map(make);
}

/** Reads every property, for what it imports: a rule for a security group of another stack is no part of a network alone. */
function readAll(world: World): void {
  for (const { resources } of world.stacks)
    for (const resource of resources.values())
      for (const name of Object.keys(resource.properties)) world.quietly(() => world.read(resource, name));
}
