/** Which instance an attribute refers to, for types that are not nouns themselves. */
import { oncePer } from '../../../base/memo.ts';
import type { Instance } from '../document/document.ts';
import { leaves } from '../values/leaves.ts';
import type { Registry } from './registry.ts';

/** Attributes by which others name an instance. */
const NAMES = ['id', 'arn', 'name', 'cluster_identifier'];

/** The instance of a type that an attribute refers to, by reference, id, ARN or name. */
export function referredTo(instance: Instance, name: string, type: string, registry: Registry): Instance | undefined {
  const value = registry.graph.refer(instance, name);
  if (value.k === 'lit') return byName(registry).get(`${type} ${value.v}`);
  return leaves(value).find((leaf) => leaf.type === type && leaf.of)?.of;
}

const TYPES = [
  'aws_vpclattice_resource_configuration',
  'aws_vpclattice_resource_gateway',
  'aws_opensearch_domain',
  'aws_redshift_cluster',
  'aws_redshift_subnet_group',
  'aws_networkfirewall_firewall',
];

const byName = oncePer((registry: Registry): ReadonlyMap<string, Instance> => {
  const found = new Map<string, Instance>();
  for (const type of TYPES) {
    for (const instance of registry.associations.instances(type)) {
      for (const name of NAMES) {
        const value = instance.values[name];
        const key = `${type} ${value}`;
        if (typeof value === 'string' && value !== '' && !found.has(key)) found.set(key, instance);
      }
    }
  }
  return found;
});
