/** Reads what an input names and nothing else of an account: its VPCs, and what is in them. */

import { bookOf, type RegionRead, type RegionReader, type Rows } from './book.ts';
import { CALLS, type LiveCall } from './calls.ts';
import {
  balancersOf,
  FILTER_VALUES,
  part,
  prefixListsOf,
  profilesOf,
  readBalancers,
  readProfile,
  readServices,
  readVpc,
  servicesOf,
  sourcesOf,
} from './region.ts';
import type { Named } from './request.ts';
import { chunks, ids, objects, texts } from './rows.ts';

/** The filters by which calls find what is in a VPC; of a peering connection either side may be. */
const IN_VPC = {
  endpoints: ['vpc-id'],
  subnets: ['vpc-id'],
  groups: ['vpc-id'],
  routeTables: ['vpc-id'],
  acls: ['vpc-id'],
  natGateways: ['vpc-id'],
  internetGateways: ['attachment.vpc-id'],
  vpnGateways: ['attachment.vpc-id'],
  transitGateways: ['vpc-id'],
  peerings: ['requester-vpc-info.vpc-id', 'accepter-vpc-info.vpc-id'],
} as const;

/** Objects that the user may name one by one: the call, its filter, and the field of its answer with the id. */
const BY_ID = [
  ['endpoints', 'endpoint', 'vpc-endpoint-id', 'VpcEndpointId'],
  ['subnets', 'subnet', 'subnet-id', 'SubnetId'],
  ['groups', 'security-group', 'group-id', 'GroupId'],
  ['routeTables', 'route-table', 'route-table-id', 'RouteTableId'],
] as const;

export async function readNamed(reader: RegionReader, named: Named): Promise<RegionRead> {
  const book = bookOf(reader);
  const found = new Map<LiveCall, Rows>();
  const read = async (call: LiveCall, filter: string, values: readonly string[], ...about: string[]) => {
    // One call whose filter is called otherwise.
    const filters = call === CALLS.natGateways ? 'Filter' : 'Filters';
    const answers = chunks(values, FILTER_VALUES).map((Values, i) =>
      book.read(call, { [filters]: [{ Name: filter, Values }] }, ...about, ...part(i)),
    );
    const rows = (await Promise.all(answers)).flat();
    found.set(call, [...(found.get(call) ?? []), ...rows]);
    return rows;
  };
  const readVpcs = (vpcs: readonly string[], ...about: string[]) =>
    Object.entries(IN_VPC).flatMap(([name, filters]) =>
      filters.map((filter, i) =>
        read(CALLS[name as keyof typeof IN_VPC], filter, vpcs, ...about, ...(i === 0 ? [] : ['accepter'])),
      ),
    );

  // This call runs first on its own: if the account cannot use the Region, one denial says as much as twenty.
  const vpcs = await read(CALLS.vpcs, 'vpc-id', [...named.vpcs].sort());
  await Promise.all(readVpcs(ids(vpcs, 'VpcId')));
  // A named object that is in none of them is in another VPC, or gone.
  const strays = await Promise.all(
    BY_ID.map(([name, kind, filter, id]) => {
      const had = new Set(ids(found.get(CALLS[name]) ?? [], id));
      return read(CALLS[name], filter, (named.ids.get(kind) ?? []).filter((each) => !had.has(each)).sort(), 'named');
    }),
  );
  const known = new Set(ids(vpcs, 'VpcId'));
  const others = [...new Set(strays.flatMap((rows) => ids(rows, 'VpcId')))].filter((vpc) => !known.has(vpc)).sort();
  vpcs.length + others.length === 0 || (await read(CALLS.vpcs, 'vpc-id', others, 'named'));
  const all = [...known, ...others].sort();
  await readAround(reader, book, { named, found, vpcs: all });
  return { account: reader.account, region: reader.region, vpcs: [...known].sort(), ...book.finish() };
}

interface Around {
  readonly named: Named;
  readonly found: ReadonlyMap<LiveCall, Rows>;
  readonly vpcs: readonly string[];
}

/** The objects that the found VPCs and endpoints refer to. */
async function readAround(reader: RegionReader, book: ReturnType<typeof bookOf>, { named, found, vpcs }: Around) {
  if (vpcs.length === 0) return;
  const rows = (call: LiveCall) => found.get(call) ?? [];
  const endpoints = rows(CALLS.endpoints);
  const groupsInUse = new Set([
    ...endpoints.flatMap((endpoint) => ids(objects(endpoint.Groups), 'GroupId')),
    ...(named.ids.get('security-group') ?? []),
  ]);
  const options = [...new Set(ids(rows(CALLS.vpcs), 'DhcpOptionsId'))].sort();
  const own = (named.ids.get('endpoint-service') ?? []).filter((name) => name.includes('.vpce-svc-')).sort();
  const [configurations, profiles] = await Promise.all([
    own.length === 0 ? [] : book.read(CALLS.services, { Filters: [{ Name: 'service-name', Values: own }] }),
    book.read(CALLS.profileAssociations),
    book.read(CALLS.zones),
    book.read(CALLS.resolverAssociations, { Filters: [{ Name: 'VPCId', Values: vpcs }] }),
    book.read(CALLS.resolverRules),
    ...(options.length === 0
      ? []
      : [book.read(CALLS.dhcpOptions, { Filters: [{ Name: 'dhcp-options-id', Values: options }] })]),
  ]);
  const lists = prefixListsOf(rows(CALLS.groups), groupsInUse);
  await Promise.all([
    ...vpcs.flatMap((vpc) => readVpc(book, reader, vpc)),
    ...servicesOf(endpoints, reader.region).map((input) => readServices(book, input)),
    ...chunks([...groupsInUse].sort(), FILTER_VALUES).map((Values, i) =>
      book.read(CALLS.interfaces, { Filters: [{ Name: 'group-id', Values }] }, ...part(i)),
    ),
    ...chunks(sourcesOf(rows(CALLS.groups), groupsInUse), FILTER_VALUES).map((Values, i) =>
      book.read(CALLS.interfaces, { Filters: [{ Name: 'group-id', Values }] }, 'sources', ...part(i)),
    ),
    ...(lists.length === 0
      ? []
      : [book.read(CALLS.prefixLists, { Filters: [{ Name: 'prefix-list-id', Values: lists }] })]),
    ...lists.map((id) => book.read(CALLS.prefixListEntries, { PrefixListId: id }, id)),
    ...ids(configurations, 'ServiceId').map((id) => book.read(CALLS.permissions, { ServiceId: id }, id)),
    ...chunks(balancersOf(configurations), 20).map((arns, i) => readBalancers(book, arns, part(i))),
    ...profilesOf(profiles, vpcs).map((id) => readProfile(book, reader, id)),
    ...texts(named.ids.get('hosted-zone')).map(async (zone) => {
      await book.read(CALLS.zoneOfProfile, { Id: zone }, zone);
      book.keep(CALLS.records, await reader.shared(CALLS.records, { HostedZoneId: zone }), zone);
    }),
  ]);
}
