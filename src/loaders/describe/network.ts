import { remembered } from '../../base/memo.ts';
import { table } from '../../base/table.ts';
import type { Completeness, Network } from '../../model/network.ts';
import type { HostedZone, NounKind, Vpc } from '../../model/nouns/index.ts';
import type { Entity, Ref } from '../../model/ref.ts';
import { callOf, type Key } from './calls.ts';
import { type Mention, unlisted } from './mentioned.ts';
import { attachmentsOf } from './nouns/attachment.ts';
import { endpointOf } from './nouns/endpoint.ts';
import { endpointServiceOf, loadBalancerOf, serviceDetailOf } from './nouns/endpoint-service.ts';
import { dhcpOptionsOf, gatewaysOf, zonesOf } from './nouns/gateway.ts';
import { hostedZonesOf, vpcOfSection, zoneRecordsOf } from './nouns/hosted-zone.ts';
import { MANAGED_KEYS, managedEndpointsOf } from './nouns/managed-endpoint.ts';
import { restApisOf } from './nouns/named-by.ts';
import { networkAclOf } from './nouns/network-acl.ts';
import { prefixListsOf } from './nouns/prefix-list.ts';
import { dnsProfilesOf, resolverRulesOf } from './nouns/resolver.ts';
import { routeTableOf } from './nouns/route-table.ts';
import { glimpsedGroups, groupsOf } from './nouns/security-group.ts';
import { glimpsedSubnets, subnetOf, vpcsOf } from './nouns/vpc.ts';
import { workloadsOf } from './nouns/workload.ts';
import type { Registry } from './registry.ts';
import { AWS_CONFIG, lazy } from './row.ts';
import { isWhole, type Store } from './store.ts';
import { within } from './within.ts';

/** The network of one account and Region. Each list is built when it is first asked for. */
export function networkOf(store: Store): Network {
  const vpcs = lazy(() => vpcsOf(store));
  const prefixLists = lazy(() => prefixListsOf(store));

  const subnetList = lazy(() => store.rows('Subnets').map((row) => subnetOf(registry, row)));
  const subnets = lazy(() => {
    const described = byKey(subnetList());
    // References may point to objects that other output only mentions, but the list does not contain them.
    return byKey([...subnetList(), ...glimpsedSubnets(store, vpcs(), new Set(described.keys()))]);
  });

  const groupList = lazy(() => groupsOf(registry));
  const groups = lazy(() => byKey([...groupList().values(), ...glimpsedGroups(registry, groupList())]));

  const routeTables = lazy(() => store.rows('RouteTables').map((row) => routeTableOf(registry, row)));
  const routeTablesById = lazy(() => byKey(routeTables()));
  const loadBalancers = lazy(() => store.rows('LoadBalancers').map((row) => loadBalancerOf(registry, row)));
  const loadBalancersById = lazy(() => byKey(loadBalancers()));
  const hostedZones = lazy(() => hostedZonesOf(registry));
  const endpointServices = lazy(() =>
    store.rows('ServiceConfigurations').map((row) => endpointServiceOf(registry, row)),
  );
  const endpointServicesByName = lazy(
    () => new Map(endpointServices().flatMap((s) => (s.serviceName.known ? [[s.serviceName.value, s] as const] : []))),
  );

  const named = new Map<NounKind, readonly Mention[]>();
  const unlistedOf = (kind: NounKind) => remembered(named, kind, () => unlisted(store, kind));

  const registry: Registry = {
    store,
    get vpcs() {
      return vpcs();
    },
    get subnets() {
      return subnets();
    },
    get groups() {
      return groups();
    },
    get routeTables() {
      return routeTablesById();
    },
    get prefixLists() {
      return prefixLists();
    },
    get loadBalancers() {
      return loadBalancersById();
    },
    get hostedZones() {
      return hostedZones();
    },
    get endpoints() {
      return endpointsById();
    },
    get endpointServices() {
      return endpointServicesByName();
    },
  };

  const endpointsById = lazy(() => byKey(lists.endpoints()));
  const lists = {
    // An endpoint that was just made may be in describe output too: that one tells more.
    endpoints: lazy(() => {
      const described = new Set(store.rows('VpcEndpoints').map((row) => row.fields.VpcEndpointId));
      const made = store.rows('VpcEndpoint').filter((row) => !described.has(row.fields.VpcEndpointId));
      return [...store.rows('VpcEndpoints'), ...made].map((row) => endpointOf(registry, row));
    }),
    vpcs: lazy(() => [...vpcs().values()]),
    securityGroups: lazy(() => [...groupList().values()]),
    prefixLists: lazy(() => [...prefixLists().values()]),
    hostedZones: lazy(() => [...hostedZones().values()]),
    resolverRules: lazy(() => resolverRulesOf(registry)),
    dnsProfiles: lazy(() => dnsProfilesOf(registry)),
    attachments: lazy(() => attachmentsOf(registry)),
    managedEndpoints: lazy(() => managedEndpointsOf(registry)),
    restApis: lazy(() => restApisOf(registry)),
    workloads: lazy(() => workloadsOf(registry)),
    networkAcls: lazy(() => store.rows('NetworkAcls').map((row) => networkAclOf(registry, row))),
    dhcpOptions: lazy(() => dhcpOptionsOf(registry)),
    gateways: lazy(() => gatewaysOf(registry)),
    zoneRecords: lazy(() => zoneRecordsOf(hostedZones(), store.sections('ResourceRecordSets'))),
    zones: lazy(() => zonesOf(store)),
    serviceDetails: lazy(() => store.rows('ServiceDetails').flatMap((row) => serviceDetailOf(row, store) ?? [])),
  };

  return {
    get endpoints() {
      return lists.endpoints();
    },
    get vpcs() {
      return lists.vpcs();
    },
    get subnets() {
      return subnetList();
    },
    get securityGroups() {
      return lists.securityGroups();
    },
    get routeTables() {
      return routeTables();
    },
    get prefixLists() {
      return lists.prefixLists();
    },
    get endpointServices() {
      return endpointServices();
    },
    get loadBalancers() {
      return loadBalancers();
    },
    get hostedZones() {
      return lists.hostedZones();
    },
    get resolverRules() {
      return lists.resolverRules();
    },
    get dnsProfiles() {
      return lists.dnsProfiles();
    },
    get attachments() {
      return lists.attachments();
    },
    get managedEndpoints() {
      return lists.managedEndpoints();
    },
    get restApis() {
      return lists.restApis();
    },
    get workloads() {
      return lists.workloads();
    },
    get networkAcls() {
      return lists.networkAcls();
    },
    get dhcpOptions() {
      return lists.dhcpOptions();
    },
    get gateways() {
      return lists.gateways();
    },
    get zoneRecords() {
      return lists.zoneRecords();
    },
    get zones() {
      return lists.zones();
    },
    get serviceDetails() {
      return lists.serviceDetails();
    },
    within: (vpcs, ids) => networkOf(within(store, withZonesShared(vpcs, hostedZones().values()), ids)),
    complete: (kind, vpc) => completeness(store, kind, vpc, unlistedOf),
  };
}

/** With the VPCs for which hosted zones of the given ones answer as well. */
function withZonesShared(vpcs: ReadonlySet<string>, zones: Iterable<HostedZone>): ReadonlySet<string> {
  const all = new Set(vpcs);
  for (const zone of zones) {
    const places = zone.vpcs.sure.map(idOf);
    if (places.some((id) => id !== undefined && vpcs.has(id)))
      for (const id of places) if (id !== undefined) all.add(id);
  }
  return all;
}

function byKey<T extends Entity>(list: readonly T[]): Map<string, T> {
  return new Map(list.map((item) => [item.key, item]));
}

/** Exports that together hold all objects of a kind. */
const EXPORTS: Record<NounKind, readonly Key[]> = table({
  endpoint: ['VpcEndpoints'],
  vpc: ['Vpcs'],
  subnet: ['Subnets'],
  'security-group': ['SecurityGroups'],
  'route-table': ['RouteTables'],
  'prefix-list': ['PrefixLists'],
  'endpoint-service': ['ServiceConfigurations'],
  'load-balancer': ['LoadBalancers'],
  'hosted-zone': ['HostedZones'],
  'resolver-rule': ['ResolverRules', 'ResolverRuleAssociations'],
  'dns-profile': ['ProfileAssociations', 'ProfileResourceAssociations'],
  attachment: ['NetworkInterfaces'],
  'managed-endpoint': MANAGED_KEYS,
  'rest-api': ['RestApis'],
  workload: [],
  'network-acl': ['NetworkAcls'],
  'dhcp-options': ['DhcpOptions'],
  gateway: ['NatGateways', 'InternetGateways', 'TransitGatewayVpcAttachments', 'VpcPeeringConnections'],
});

/** The answers about members of groups that endpoints' groups allow. */
const SOURCES = /network-interfaces\.sources\b/;

function completeness(
  store: Store,
  kind: NounKind,
  vpc: Ref<Vpc> | undefined,
  unlistedOf: (kind: NounKind) => readonly Mention[],
): Completeness {
  const foreign = vpc === undefined ? null : notOurs(store, vpc);
  if (foreign !== null) return { complete: false, because: foreign };
  if (store.vpcs && !store.vpcs.has((vpc && idOf(vpc)) ?? ''))
    return { complete: false, because: 'only what an input names was read from the account' };
  if (kind === 'workload') return { complete: false, because: 'no EC2 call lists the workloads of a VPC' };
  if (kind === 'hosted-zone') return zonesComplete(store, vpc);
  if (kind === 'attachment') {
    const told = attachmentsComplete(store, vpc, unlistedOf);
    const resolvers = store.complete('ResolverEndpoints');
    if (told.complete || !resolvers.complete) return told;
    return { ...told, resolvers: { assumed: resolvers.assumed } };
  }
  return listComplete(store, kind, vpc, unlistedOf);
}

function attachmentsComplete(
  store: Store,
  vpc: Ref<Vpc> | undefined,
  unlistedOf: (kind: NounKind) => readonly Mention[],
): Completeness {
  if (store.live) {
    const because = 'network interfaces are read only for the security groups of endpoints';
    // Where the API names no group of any endpoint, none were asked for.
    const asked = store.sections('NetworkInterfaces');
    if (asked.length === 0) return { complete: false, because };
    const more = asked.some(({ file }) => file.path !== null && SOURCES.test(file.path));
    return { complete: false, because, members: true, ...(more ? { sources: true as const } : {}) };
  }
  return listComplete(store, 'attachment', vpc, unlistedOf);
}

function listComplete(
  store: Store,
  kind: NounKind,
  vpc: Ref<Vpc> | undefined,
  unlistedOf: (kind: NounKind) => readonly Mention[],
): Completeness {
  const assumed: string[] = [];
  const inputs: number[] = [];
  for (const key of EXPORTS[kind]) {
    const one = store.complete(key);
    if (!one.complete) return one;
    if (one.assumed !== null) assumed.push(one.assumed);
    inputs.push(...(one.inputs ?? []));
  }
  const where = vpc && idOf(vpc);
  const other = unlistedOf(kind).find((it) => where === undefined || it.vpc === undefined || it.vpc === where);
  if (other) {
    const { call } = callOf(EXPORTS[kind][0]!);
    const list = other.by === AWS_CONFIG ? 'among its items' : `in the ${call} output`;
    return { complete: false, because: `${other.id}, which ${other.by} names, is not ${list}` };
  }
  return { complete: true, assumed: assumed.length === 0 ? null : assumed.join('; '), inputs };
}

/** Why a VPC's objects cannot be seen from here: participants of a shared VPC are not answered what its owner is. */
function notOurs(store: Store, vpc: Ref<Vpc>): string | null {
  if (vpc.is === 'unknown') return null;
  if (vpc.is === 'id') return store.complete('Vpcs').complete ? `${vpc.id} is not in the describe-vpcs output` : null;
  const { account, key } = vpc.to;
  if (!account.known || store.account === null || account.value === store.account) return null;
  return `${key} belongs to account ${account.value}, and this is what account ${store.account} sees of it`;
}

function idOf(vpc: Ref<Vpc>): string | undefined {
  return vpc.is === 'entity' ? vpc.to.key : vpc.is === 'id' ? vpc.id : undefined;
}

/** One call lists the zones of a VPC, including those of other accounts. Another call lists the account's own zones. */
function zonesComplete(store: Store, vpc: Ref<Vpc> | undefined): Completeness {
  const id = vpc && idOf(vpc);
  const byVpc = store.sections('HostedZoneSummaries').filter((s) => id !== undefined && vpcOfSection(s) === id);
  if (isWhole(byVpc)) {
    const inputs = byVpc.map((section) => section.file.input);
    return { complete: true, assumed: store.live ? null : `the export holds every hosted zone of ${id}`, inputs };
  }
  const own = store.complete('HostedZones');
  if (!own.complete) return own;
  return { ...own, assumed: `${own.assumed}, and no other account's is associated with the VPC` };
}
