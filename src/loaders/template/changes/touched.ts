/** What a change set touches. */
import { isMap, mapAt, member, type Raw } from '../document/raw.ts';
import type { Template } from '../document/template.ts';
import type { Root } from '../stack/program.ts';
import type { Resource } from '../stack/types.ts';
import { idsOf, referred } from './before.ts';
import { changesIn } from './nested.ts';

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
 * Addresses that a root's change set touches: what it creates, changes or removes, and what that belongs to.
 * Also what is in nested stacks that change and have no change set here.
 *
 * @param resources All there are, by address.
 */
export function touchedBy(
  { changes: root }: Root,
  prefix: string,
  resources: ReadonlyMap<string, Resource>,
): Set<string> {
  const touched = new Set<string>();
  if (!root) return touched;
  const templates = new Map<string, Template>();
  for (const { address, id, stack } of resources.values()) templates.set(address.slice(0, -id.length), stack.template);
  const whole: string[] = [];
  for (const { set, prefix: own, change } of changesIn(root, prefix)) {
    const { id, type, before, after } = change;
    const address = `${own}${id}`;
    touched.add(address);
    if (type === 'AWS::CloudFormation::Stack' && !set.nested.has(id)) whole.push(`${address}.`);
    const template = templates.get(own);
    if (!template) continue;
    const ids = idsOf(template, set.changes);
    const written = mapAt(member(template.resources, id), 'Properties');
    for (const name of BELONGS) {
      const owners = [referred(member(written, name)), idIn(before, name, ids), idIn(after, name, ids)];
      for (const owner of owners) if (owner !== undefined) touched.add(`${own}${owner}`);
    }
  }
  if (whole.length > 0)
    for (const address of resources.keys()) if (whole.some((each) => address.startsWith(each))) touched.add(address);
  return touched;
}

function idIn(properties: Raw, name: string, ids: ReadonlyMap<string, string>): string | undefined {
  const written = isMap(properties) ? member(properties, name) : undefined;
  return typeof written === 'string' ? ids.get(written) : undefined;
}
