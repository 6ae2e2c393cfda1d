/** The network as it was before a plan: what `--changed` and the rules about changes compare with. */
import type { NetworkBefore } from '../../model/index.ts';
import { documentOfInstances, type Instance, type TerraformDocument } from './document/document.ts';
import { buildNetwork } from './network.ts';

/** Undefined for a document that is not a plan, or whose plan starts from nothing. */
export function networkBefore(document: TerraformDocument): NetworkBefore | undefined {
  if (document.kind !== 'terraform-plan') return undefined;
  const instances = [...beforeInstances(document)];
  if (!instances.some((i) => i.mode === 'managed')) return undefined;
  const before = documentOfInstances(document.input, instances);
  const destroyed = document.removed.filter((instance) => instance.action === 'delete');
  return { by: 'plan', network: buildNetwork(before, undefined), destroyed: new Set(destroyed.map((i) => i.address)) };
}

/** Instances as they were, under the addresses they have after: a move keeps identity. */
function* beforeInstances(document: TerraformDocument): Generator<Instance> {
  const seen = new Set<string>();
  for (const instance of document.instances) {
    if (instance.mode === 'data') yield instance;
    else if (instance.before) {
      seen.add(instance.address);
      yield {
        ...past(instance),
        values: instance.before,
        unknown: undefined,
        sensitive: instance.sensitiveBefore,
      };
    }
  }
  for (const instance of document.removed) if (instance.before && !seen.has(instance.address)) yield past(instance);
}

/** An instance without its facts about the plan. */
function past({ replacement: _, ...instance }: Instance): Instance {
  const pointer = instance.at.pointer?.replace(/\/after$/, '/before');
  const at = pointer === undefined ? instance.at : { ...instance.at, pointer };
  // A fact that AWS accepted and the plan changes has the same severity before and after.
  const action = instance.action === 'update' ? 'update' : null;
  return { ...instance, before: undefined, action, block: undefined, at };
}

/** Attributes by which association and rule resources name what they belong to. */
const BELONGS = [
  'vpc_endpoint_id',
  'security_group_id',
  'route_table_id',
  'subnet_id',
  'vpc_id',
  'network_acl_id',
  'zone_id',
  'prefix_list_id',
  'vpc_endpoint_service_id',
];

/**
 * Addresses a plan touches: what it creates, changes or removes, and what its touched association and rule resources
 * belong to.
 */
export function touchedBy(document: TerraformDocument): ReadonlySet<string> {
  const touched = new Set<string>();
  const ids = new Map<string, string>();
  for (const { values, address } of document.instances) if (typeof values.id === 'string') ids.set(values.id, address);
  for (const instance of [...document.instances, ...document.removed]) {
    if (instance.mode === 'data' || instance.action === null || instance.action === 'no-op') continue;
    touched.add(instance.address);
    for (const name of BELONGS) {
      for (const owner of [instance.values[name], instance.before?.[name]]) {
        const address = typeof owner === 'string' ? ids.get(owner) : undefined;
        if (address !== undefined) touched.add(address);
      }
    }
  }
  return touched;
}
