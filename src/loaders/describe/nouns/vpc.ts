import { type Bag, bag, openBag } from '../../../model/bag.ts';
import { type Fact, known, map, unknown } from '../../../model/fact.ts';
import { reason } from '../../../model/index.ts';
import type { Subnet, Vpc } from '../../../model/nouns/index.ts';
import type { Origin } from '../../../model/origin.ts';
import type { SingleKey } from '../calls.ts';
import { nounOf, type Registry, refIn, regionFact, seenBy } from '../registry.ts';
import { fact, field, inside, isObject, isRecorded, missing, placeOf, type Row, rowsIn, text } from '../row.ts';
import { idInName } from '../sections.ts';
import type { Store } from '../store.ts';
import { lowerCase } from '../values.ts';
import { zonesByNames } from './zonal-names.ts';

/** VPCs of describe-vpcs, and those of which only an attribute is in the input. */
export function vpcsOf(store: Store): Map<string, Vpc> {
  const support = attributes(store, 'EnableDnsSupport');
  const hostnames = attributes(store, 'EnableDnsHostnames');
  const vpcs = new Map<string, Vpc>();
  for (const row of store.rows('Vpcs')) {
    const noun = nounOf({ store }, row, 'VpcId');
    vpcs.set(noun.key, {
      ...noun,
      kind: 'vpc',
      enableDnsSupport: support.get(noun.key) ?? noAttribute('enableDnsSupport', noun.key, row.at, row.call),
      enableDnsHostnames: hostnames.get(noun.key) ?? noAttribute('enableDnsHostnames', noun.key, row.at, row.call),
      cidr: fact(row, 'CidrBlock', 'string'),
      secondaryCidrs: secondaryOf(row),
      cidrs: cidrsOf(row),
      hasIpv6: hasIpv6(row),
      isDefault: fact(row, 'IsDefault', 'boolean'),
      blockPublicAccess: blockModeOf(row),
      created: false,
    });
  }
  for (const id of [...support.keys(), ...hostnames.keys()]) {
    if (vpcs.has(id)) continue;
    const { at } = (support.get(id) ?? hostnames.get(id))!;
    vpcs.set(id, {
      kind: 'vpc',
      key: id,
      address: null,
      id: known(id, at),
      region: regionFact(store, at),
      account: unknown('the input has no `describe-vpcs` output', at),
      at,
      enableDnsSupport: support.get(id) ?? noAttribute('enableDnsSupport', id, at),
      enableDnsHostnames: hostnames.get(id) ?? noAttribute('enableDnsHostnames', id, at),
      cidr: unknown('the input has no `describe-vpcs` output', at),
      secondaryCidrs: openBag('the input has no `describe-vpcs` output', at),
      cidrs: openBag('the input has no `describe-vpcs` output', at),
      hasIpv6: unknown('the input has no `describe-vpcs` output', at),
      isDefault: unknown('the input has no `describe-vpcs` output', at),
      blockPublicAccess: known(null, at),
      created: false,
    });
  }
  return vpcs;
}

/** The values of one attribute by VPC. The body names the VPC; where it was cut off, the file's name may. */
function attributes(store: Store, key: SingleKey): Map<string, Fact<boolean>> {
  const values = new Map<string, Fact<boolean>>();
  for (const { file, rows } of store.sections(key)) {
    for (const row of rows) {
      const vpc = text(row, 'VpcId') ?? idInName(file.path, 'vpc');
      const value = field(row, key);
      if (vpc === undefined || values.has(vpc) || !isObject(value)) continue;
      values.set(vpc, fact(inside(row, value, placeOf(row, key)), 'Value', 'boolean'));
    }
  }
  return values;
}

function noAttribute(name: string, vpc: string, at: Origin, call = 'describe-vpcs'): Fact<boolean> {
  const command = `describe-vpc-attribute --vpc-id ${vpc} --attribute ${name}`;
  return unknown(reason(`${call} does not return DNS attributes`, `Add the output of \`aws ec2 ${command}\``), at);
}

/** IPv4 ranges in force besides the primary one. */
function secondaryOf(row: Row): Bag<string> {
  const primary = text(row, 'CidrBlock');
  const { sure, open, at } = listedRanges(row);
  if (primary === undefined) return openBag(open ?? missing(row, 'CidrBlock'), at);
  return bag(
    sure.filter((cidr) => cidr !== primary),
    at,
    { open },
  );
}

/** IPv4 and IPv6 ranges in force. */
function cidrsOf(row: Row): Bag<string> {
  const primary = text(row, 'CidrBlock');
  const { sure, open } = listedRanges(row);
  const six = ranges(row, 'Ipv6CidrBlockAssociationSet', 'Ipv6CidrBlock', 'Ipv6CidrBlockState');
  const four = new Set([...(primary === undefined ? [] : [primary]), ...sure]);
  return bag([...four, ...six], placeOf(row, 'CidrBlock'), { open });
}

/** The IPv4 ranges in force that the output lists, the primary one among them. */
function listedRanges(row: Row): Bag<string> {
  const name = 'CidrBlockAssociationSet';
  if (field(row, name) === undefined) return openBag(missing(row, name), placeOf(row, name));
  return bag([...new Set(ranges(row, name, 'CidrBlock', 'CidrBlockState'))], placeOf(row, name));
}

/** EC2 leaves the list out where it is empty. */
function hasIpv6(row: Row): Fact<boolean> {
  const name = 'Ipv6CidrBlockAssociationSet';
  const at = placeOf(row, name);
  const isListed = Array.isArray(field(row, name));
  if (!isListed && (isRecorded(row) || field(row, 'CidrBlockAssociationSet') === undefined))
    return unknown(missing(row, name), at);
  return known(ranges(row, name, 'Ipv6CidrBlock', 'Ipv6CidrBlockState').length > 0, at);
}

/** Ranges of associations that are in force, or whose state is not in the output. */
function ranges(row: Row, list: string, name: string, stateName: string): string[] {
  return rowsIn(row, list).flatMap((association) => {
    const cidr = text(association, name);
    const state = field(association, stateName);
    const gone = isObject(state) && typeof state.State === 'string' && !state.State.startsWith('associat');
    return cidr === undefined || gone ? [] : [cidr];
  });
}

export function subnetOf(registry: Registry, row: Row): Subnet {
  const zone = fact(row, 'AvailabilityZone', 'string');
  return {
    ...nounOf(registry, row, 'SubnetId'),
    kind: 'subnet',
    vpc: refIn(registry.vpcs, row, 'VpcId'),
    zone,
    zoneId: zoneIdOf(registry.store, row, zone),
    seenBy: seenBy(registry.store, text(row, 'OwnerId')),
    cidr: fact(row, 'CidrBlock', 'string', field(row, 'Ipv6Native') === true ? (at) => known(null, at) : undefined),
    ipv6Cidr: ipv6CidrOf(row),
    hasIpv6: map(ipv6CidrOf(row), (cidr) => cidr !== null),
    // Older output lacks the field; an IPv6-only subnet has no IPv4 range.
    ipv6Native: fact(row, 'Ipv6Native', 'boolean', (at) =>
      text(row, 'CidrBlock') === undefined ? unknown(missing(row, 'Ipv6Native'), at) : known(false, at),
    ),
    freeAddresses: fact(row, 'AvailableIpAddressCount', 'number'),
    blockPublicAccess: blockModeOf(row),
  };
}

/** Answers without the field are older than VPC Block Public Access, or of who has none. */
function blockModeOf(row: Row): Fact<string | null> {
  const states = field(row, 'BlockPublicAccessStates');
  const at = placeOf(row, 'BlockPublicAccessStates');
  if (!isObject(states))
    return isRecorded(row) ? unknown(missing(row, 'BlockPublicAccessStates'), at) : known(null, at);
  return lowerCase(fact(inside(row, states, at), 'InternetGatewayBlockMode', 'string'));
}

function zoneIdOf(store: Store, row: Row, zone: Fact<string>): Fact<string> {
  const stated = fact(row, 'AvailabilityZoneId', 'string');
  if (stated.known || !zone.known) return stated;
  const listed = store.rows('AvailabilityZones').find((r) => text(r, 'ZoneName') === zone.value);
  return listed ? fact(listed, 'ZoneId', 'string') : stated;
}

function ipv6CidrOf(row: Row): Fact<string | null> {
  const name = 'Ipv6CidrBlockAssociationSet';
  const at = placeOf(row, name);
  if (!Array.isArray(field(row, name))) return unknown(missing(row, name), at);
  return known(ranges(row, name, 'Ipv6CidrBlock', 'Ipv6CidrBlockState')[0] ?? null, at);
}

/**
 * Subnets that no describe-subnets output lists. Other output tells their zone: a network interface in them, or the
 * zonal names of their endpoints.
 */
export function glimpsedSubnets(
  store: Store,
  vpcs: ReadonlyMap<string, Vpc>,
  described: ReadonlySet<string>,
): Subnet[] {
  const glimpsed = new Map<string, Subnet>();
  const add = (id: string, zone: Fact<string>, row: Row) => {
    if (described.has(id) || glimpsed.has(id)) return;
    const because = 'the input has no `describe-subnets` output';
    glimpsed.set(id, {
      kind: 'subnet',
      key: id,
      address: null,
      id: known(id, zone.at),
      region: regionFact(store, zone.at),
      account: unknown(because, zone.at),
      at: zone.at,
      vpc: refIn(vpcs, row, 'VpcId'),
      zone,
      zoneId: unknown(because, zone.at),
      seenBy: seenBy(store),
      cidr: unknown(because, zone.at),
      ipv6Cidr: unknown(because, zone.at),
      hasIpv6: unknown(because, zone.at),
      ipv6Native: unknown(because, zone.at),
      freeAddresses: unknown(because, zone.at),
      blockPublicAccess: known(null, zone.at),
    });
  };
  for (const row of store.rows('NetworkInterfaces')) {
    const subnet = text(row, 'SubnetId');
    const zone = text(row, 'AvailabilityZone');
    if (subnet !== undefined && zone !== undefined) add(subnet, fact(row, 'AvailabilityZone', 'string'), row);
  }
  const told = new Map<string, string>();
  for (const { id, zone } of glimpsed.values()) if (id.known && zone.known) told.set(id.value, zone.value);
  for (const row of store.rows('Subnets')) {
    const [id, zone] = [text(row, 'SubnetId'), text(row, 'AvailabilityZone')];
    if (id !== undefined && zone !== undefined && seenBy(store, text(row, 'OwnerId')) !== null) told.set(id, zone);
  }
  const endpoints = [...store.rows('VpcEndpoints'), ...store.rows('VpcEndpoint')];
  for (const [id, { zone, row }] of zonesByNames(endpoints, told))
    add(id, known(zone, placeOf(row, 'DnsEntries')), row);
  return [...glimpsed.values()];
}
