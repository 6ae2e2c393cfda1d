import { type Book, bookOf, type RegionRead, type RegionReader, type Rows } from './book.ts';
import { CALLS, type LiveCall } from './calls.ts';
import { readNaming } from './naming.ts';
import { chunks, ids, lastOf, objects, texts } from './rows.ts';
import { readWorkloads } from './workloads.ts';

/** A filter accepts 200 values, and a request for load balancers accepts twenty. */
export const FILTER_VALUES = 200;
const ARNS = 20;
const SERVICE_NAMES = 100;

/** Reads all that rules need of one account and Region. */
export async function readRegion(reader: RegionReader): Promise<RegionRead> {
  const book = bookOf(reader);
  const { read } = book;
  // These calls run first on their own: if the account cannot use the Region, two denials say as much as twenty.
  const [endpoints, { rows: vpcs, isAll }] = await Promise.all([read(CALLS.endpoints), book.list(CALLS.vpcs)]);
  if (endpoints.length + vpcs.length === 0 && isAll) {
    // All else is in a VPC, and there is none.
    await read(CALLS.services);
    return { account: reader.account, region: reader.region, ...book.finish() };
  }
  const used = endpoints.length > 0;
  const vpcsInUse = [...new Set(ids(endpoints, 'VpcId'))].sort();
  const ofEndpoints = [
    ...servicesOf(endpoints, reader.region).map((input) => readServices(book, input)),
    ...vpcsInUse.flatMap((vpc) => readVpc(book, reader, vpc)),
  ];
  const ifUsed = (call: LiveCall) => (used ? read(call) : Promise.resolve([]));
  const [services, groups, profiles, subnets, routeTables, natGateways] = await Promise.all([
    read(CALLS.services),
    ifUsed(CALLS.groups),
    ifUsed(CALLS.profileAssociations),
    read(CALLS.subnets),
    read(CALLS.routeTables),
    read(CALLS.natGateways),
    read(CALLS.internetGateways),
    read(CALLS.vpnGateways),
    read(CALLS.transitGateways),
    read(CALLS.peerings),
    ifUsed(CALLS.zones),
    ifUsed(CALLS.acls),
    ifUsed(CALLS.groupAssociations),
    ifUsed(CALLS.dhcpOptions),
    ifUsed(CALLS.prefixLists),
    ifUsed(CALLS.resolverRules),
    ifUsed(CALLS.resolverAssociations),
  ]);
  const groupsInUse = new Set(endpoints.flatMap((endpoint) => ids(objects(endpoint.Groups), 'GroupId')));
  await Promise.all([
    ...ofEndpoints,
    ...chunks([...groupsInUse].sort(), FILTER_VALUES).map((Values, i) =>
      read(CALLS.interfaces, { Filters: [{ Name: 'group-id', Values }] }, ...part(i)),
    ),
    ...chunks(sourcesOf(groups, groupsInUse), FILTER_VALUES).map((Values, i) =>
      read(CALLS.interfaces, { Filters: [{ Name: 'group-id', Values }] }, 'sources', ...part(i)),
    ),
    ...prefixListsOf(groups, groupsInUse).map((id) => read(CALLS.prefixListEntries, { PrefixListId: id }, id)),
    ...ids(services, 'ServiceId').map((id) => read(CALLS.permissions, { ServiceId: id }, id)),
    ...chunks(balancersOf(services), ARNS).map((arns, i) => readBalancers(book, arns, part(i))),
    ...profilesOf(profiles, vpcsInUse).map((id) => readProfile(book, reader, id)),
    ...(used ? readNaming(book, reader, endpoints) : []),
    ...(used ? [readWorkloads(book, reader, { vpcs, subnets, routeTables, natGateways })] : []),
  ]);
  return { account: reader.account, region: reader.region, ...book.finish() };
}

/** DNS attributes and hosted zones of a VPC, with the records of the zones that are the account's. */
export function readVpc({ read, keep }: Book, reader: RegionReader, vpc: string): Promise<unknown>[] {
  const attribute = (name: string) => read(CALLS.attribute, { VpcId: vpc, Attribute: name }, vpc, name);
  const zones = async () => {
    const listed = await read(CALLS.hostedZones, { VPCId: vpc, VPCRegion: reader.region }, vpc);
    const own = listed.filter(({ Owner }) => objects([Owner])[0]?.OwningAccount === reader.account);
    const recordsOf = (id: string) => reader.shared(CALLS.records, { HostedZoneId: id });
    await Promise.all(ids(own, 'HostedZoneId').map(async (id) => keep(CALLS.records, await recordsOf(id), id)));
  };
  return [attribute('enableDnsSupport'), attribute('enableDnsHostnames'), zones()];
}

interface ServicesInput {
  readonly names: readonly string[];
  /** Where the services are, if that is another Region. */
  readonly region: string | null;
  readonly part: readonly string[];
}

/** The services that endpoints lead to, by Region. */
export function servicesOf(endpoints: Rows, region: string): ServicesInput[] {
  const byRegion = new Map<string, Set<string>>();
  for (const { ServiceName, ServiceRegion } of endpoints) {
    if (typeof ServiceName !== 'string' || ServiceName === '') continue;
    const there = typeof ServiceRegion === 'string' && ServiceRegion !== '' ? ServiceRegion : region;
    byRegion.set(there, (byRegion.get(there) ?? new Set()).add(ServiceName));
  }
  return [...byRegion].flatMap(([there, names]) =>
    chunks([...names].sort(), SERVICE_NAMES).map((chunk, i) => ({
      names: chunk,
      region: there === region ? null : there,
      part: [...(there === region ? [] : [there]), ...part(i)],
    })),
  );
}

/**
 * A name fails its whole request if the service is gone, or if its owner no longer lets the account see it. The names
 * are then read in halves, until that name is on its own. The answer then has nothing about it.
 */
export async function readServices(book: Book, { names, region, part: about }: ServicesInput): Promise<void> {
  const answer = await book.ask(CALLS.serviceDetails, {
    ServiceNames: names,
    ...(region === null ? {} : { ServiceRegions: [region] }),
  });
  if (answer.fault?.code !== 'InvalidServiceName') {
    book.keep(CALLS.serviceDetails, answer, ...about);
    return;
  }
  if (names.length === 1) return;
  const middle = Math.ceil(names.length / 2);
  await Promise.all([
    readServices(book, { names: names.slice(0, middle), region, part: [...about, 'a'] }),
    readServices(book, { names: names.slice(middle), region, part: [...about, 'b'] }),
  ]);
}

/** Prefix lists in the rules of groups in use. */
export function prefixListsOf(groups: Rows, inUse: ReadonlySet<string>): string[] {
  const lists = groups
    .filter(({ GroupId }) => typeof GroupId === 'string' && inUse.has(GroupId))
    .flatMap((group) => objects(group.IpPermissions))
    .flatMap((permission) => ids(objects(permission.PrefixListIds), 'PrefixListId'));
  return [...new Set(lists)].sort();
}

/** Groups that the rules of groups in use allow, and that no endpoint uses itself. */
export function sourcesOf(groups: Rows, inUse: ReadonlySet<string>): string[] {
  const sources = groups
    .filter(({ GroupId }) => typeof GroupId === 'string' && inUse.has(GroupId))
    .flatMap((group) => objects(group.IpPermissions))
    .flatMap((permission) => ids(objects(permission.UserIdGroupPairs), 'GroupId'));
  return [...new Set(sources)].filter((id) => !inUse.has(id)).sort();
}

/** Load balancers, and the listeners of those whose security groups count for what comes by PrivateLink. */
export async function readBalancers({ read }: Book, arns: readonly string[], about: readonly string[]): Promise<void> {
  const rows = await read(CALLS.loadBalancers, { LoadBalancerArns: arns }, ...about);
  const guarded = rows.filter(
    (row) => texts(row.SecurityGroups).length > 0 && row.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic !== 'off',
  );
  await Promise.all(
    ids(guarded, 'LoadBalancerArn').map((arn) => read(CALLS.listeners, { LoadBalancerArn: arn }, lastOf(arn))),
  );
}

/** Profiles that answer in VPCs with endpoints. */
export function profilesOf(associations: Rows, vpcs: readonly string[]): string[] {
  const inUse = new Set(vpcs);
  const here = associations.filter(({ ResourceId }) => typeof ResourceId === 'string' && inUse.has(ResourceId));
  return [...new Set(ids(here, 'ProfileId'))].sort();
}

/** What a profile holds, including its zones: the calls about VPCs do not list those. */
export async function readProfile({ read, keep }: Book, reader: RegionReader, id: string): Promise<void> {
  const held = await read(CALLS.profileResources, { ProfileId: id }, id);
  const zones = ids(held, 'ResourceArn').flatMap((arn) => /:hostedzone\/(\w+)$/.exec(arn)?.[1] ?? []);
  await Promise.all(
    zones.map(async (zone) => {
      await read(CALLS.zoneOfProfile, { Id: zone }, zone);
      keep(CALLS.records, await reader.shared(CALLS.records, { HostedZoneId: zone }), zone);
    }),
  );
}

export function balancersOf(services: Rows): string[] {
  const arns = services.flatMap(({ NetworkLoadBalancerArns, GatewayLoadBalancerArns }) => [
    ...texts(NetworkLoadBalancerArns),
    ...texts(GatewayLoadBalancerArns),
  ]);
  return [...new Set(arns)].sort();
}

/** The first part of an answer has the plain name. */
export function part(index: number): string[] {
  return index === 0 ? [] : [String(index + 1)];
}
