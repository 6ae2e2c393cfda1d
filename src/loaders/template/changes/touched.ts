/** What a change set touches. */
import { isMap, mapAt, member, type Raw } from '../document/raw.ts';
import type { Root } from '../stack/program.ts';
import { idsOf, referred } from './before.ts';

/** Properties by which resources name what they belong to. */
const BELONGS = [
  'VpcEndpointId',
  'GroupId',
  'RouteTableId',
  'SubnetId',
  'VpcId',
  'NetworkAclId',
  'HostedZoneId',
  'PrefixListId',
  'ServiceId',
];

/**
 * Addresses a root's change set touches: what it creates, changes or takes away, what that belongs to, and what is in nested
 * stacks that change.
 *
 * @param addresses All there are.
 */
export function touchedBy({ changes: set, template }: Root, prefix: string, addresses: Iterable<string>): Set<string> {
  const touched = new Set<string>();
  if (!set) return touched;
  const ids = idsOf(template, set.changes);
  const nested: string[] = [];
  for (const { id, type, before, after } of set.changes) {
    touched.add(`${prefix}${id}`);
    if (type === 'AWS::CloudFormation::Stack') nested.push(`${prefix}${id}.`);
    const written = mapAt(member(template.resources, id), 'Properties');
    for (const name of BELONGS) {
      const owners = [referred(member(written, name)), idIn(before, name, ids), idIn(after, name, ids)];
      for (const owner of owners) if (owner !== undefined) touched.add(`${prefix}${owner}`);
    }
  }
  if (nested.length > 0)
    for (const address of addresses) if (nested.some((each) => address.startsWith(each))) touched.add(address);
  return touched;
}

function idIn(properties: Raw, name: string, ids: ReadonlyMap<string, string>): string | undefined {
  const written = isMap(properties) ? member(properties, name) : undefined;
  return typeof written === 'string' ? ids.get(written) : undefined;
}
