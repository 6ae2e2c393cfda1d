/** Who else may change an object of a template: other stacks, and functions behind custom resources. */
import { oncePer } from '../../../base/memo.ts';
import { reason } from '../../../model/index.ts';
import type { Resource } from '../stack/types.ts';
import { referencesIn } from './references-in.ts';
import type { Registry } from './registry.ts';

const CUSTOM = /^(?:Custom::|AWS::CloudFormation::CustomResource$)/;

export function customResources({ resources, world }: Registry): readonly Resource[] {
  return resources.filter((resource) => CUSTOM.test(resource.type) && world.exists(resource) !== 'no');
}

/** What an output of a stack refers to, with the name of the output. */
const givenAway = oncePer(({ world }: Registry): ReadonlyMap<Resource, string> => {
  const out = new Map<Resource, string>();
  for (const stack of world.stacks) {
    // What a nested stack gives to its parent is in the run.
    if (stack.parent !== null) continue;
    for (const name of world.outputNames(stack))
      for (const to of referencesIn(world.quietly(() => world.output(stack, name))))
        if (!out.has(to)) out.set(to, name);
  }
  return out;
});

/** Why another stack may add to a resource. Null if no output names it. */
export function givenToOthers(resource: Resource, registry: Registry): string | null {
  const output = givenAway(registry).get(resource);
  if (output === undefined) return null;
  return reason(
    `the output ${output} gives ${resource.address} to other stacks, which may add to it`,
    'Pass their templates, too',
  );
}

/** What a custom resource is given, with the address of the custom resource. */
const givenToCustom = oncePer((registry: Registry): ReadonlyMap<string, string> => {
  const out = new Map<string, string>();
  for (const custom of customResources(registry))
    for (const name of Object.keys(custom.properties))
      for (const to of referencesIn(registry.world.quietly(() => registry.world.read(custom, name))))
        if (!out.has(to.address)) out.set(to.address, custom.address);
  return out;
});

/** Why a custom resource may change the routes of a table. Null if none is given it. */
export function routedByCustom(table: string, registry: Registry): string | null {
  const custom = givenToCustom(registry).get(table);
  if (custom === undefined) return null;
  return `routes that the custom resource ${custom} may give ${table} are known only after deployment`;
}
