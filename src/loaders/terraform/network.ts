/** One Terraform document as the network that rules judge. */
import type {
  Attachment,
  Completeness,
  DhcpOptions,
  DnsProfile,
  Endpoint,
  EndpointService,
  Entity,
  Fact,
  Gateway,
  HostedZone,
  LoadBalancer,
  ManagedEndpoint,
  Network,
  NetworkAcl,
  NounKind,
  PrefixList,
  Ref,
  ResolverRule,
  RestApi,
  RouteTable,
  SecurityGroup,
  ServiceDetail,
  Subnet,
  Vpc,
  Workload,
  ZoneRecords,
} from '../../model/index.ts';
import { anotherOf, emptyNetwork, known, oneOf, unknown } from '../../model/index.ts';
import type { Instance, TerraformDocument } from './document/document.ts';
import { text } from './document/shapes.ts';
import { HostedZoneView, PrefixListView } from './nouns/attachments.ts';
import { DefaultGroupView } from './nouns/default-group.ts';
import { EndpointView } from './nouns/endpoint.ts';
import { extendedBy } from './nouns/extended.ts';
import { DhcpOptionsView, gatewaysOf } from './nouns/gateway.ts';
import { SecurityGroupView } from './nouns/group.ts';
import { ATTACHMENT_TYPES, AttachmentView, unreadHolder } from './nouns/holders.ts';
import { MANAGED_TYPES, ManagedEndpointView } from './nouns/managed-endpoint.ts';
import { NetworkAclView } from './nouns/network-acl.ts';
import { REST_API, RestApiView } from './nouns/private-api.ts';
import { recordsOf, serviceDetailOf } from './nouns/records.ts';
import { kindOf, Registry } from './nouns/registry.ts';
import { DnsProfileView, ResolverRuleView, strangeProfiles, strangeRules } from './nouns/resolver.ts';
import { adoptedTable, isMainReplaced, mainTableOf } from './nouns/route.ts';
import { EndpointServiceView, LoadBalancerView } from './nouns/service.ts';
import { RouteTableView, SubnetView, VpcView } from './nouns/vpc.ts';
import { WORKLOAD_TYPES, WorkloadView } from './nouns/workload.ts';
import { Graph } from './values/graph.ts';
import type { Sources } from './values/sources.ts';

export function buildNetwork(document: TerraformDocument, sources: Sources | undefined): Network {
  return networkOf(new Registry(new Graph(document, sources)));
}

export function networkOf(registry: Registry): Network {
  const { document } = registry.graph;
  const nouns: Nouns = {
    vpcs: [],
    subnets: [],
    securityGroups: [],
    routeTables: [],
    prefixLists: [],
    endpoints: [],
    endpointServices: [],
    loadBalancers: [],
    hostedZones: [],
    resolverRules: [],
    dnsProfiles: [],
    attachments: [],
    managedEndpoints: [],
    restApis: [],
    workloads: [],
    networkAcls: [],
    dhcpOptions: [],
    gateways: [],
    zoneRecords: [],
    serviceDetails: [],
  };
  // Managed ones first: a data source of the same object is then the same noun.
  for (const instance of document.instances) if (instance.mode === 'managed') add(instance, registry, nouns);
  const gone = goneBy(document);
  for (const instance of document.instances) if (instance.mode === 'data') addData(instance, registry, nouns, gone);
  for (const { view, instance } of registry.vpcs) {
    const adopted = registry.adoptedGroup(view);
    const group =
      adopted ?? new DefaultGroupView(view, idOf(view, instance.values.default_security_group_id), registry);
    registry.alias(instance, 'default_security_group_id', group);
    if (!adopted) nouns.securityGroups.push(group);
    const main = mainTableOf(view, idOf(view, instance.values.main_route_table_id), registry);
    if (main) nouns.routeTables.push(main);
    const adopter = main ? undefined : adoptedTable(view, registry);
    const table = main ?? (adopter && (registry.ofInstance(adopter, 'route-table') as RouteTable | undefined));
    if (!table) continue;
    registry.alias(instance, 'default_route_table_id', table);
    if (!isMainReplaced(view, registry)) registry.alias(instance, 'main_route_table_id', table);
  }
  nouns.resolverRules.push(...strangeRules(registry));
  nouns.dnsProfiles.push(...strangeProfiles(registry));
  const none = emptyNetwork('');
  const doubtful = new Map<NounKind | undefined, string>();
  for (const each of document.instances) if (each.assumed) doubtful.set(kindOf(each), each.assumed.message);
  return {
    ...none,
    ...nouns,
    extended: extendedBy(registry),
    gone,
    complete: (kind, vpc) => {
      const because =
        document.gaps ?? doubtful.get(kind) ?? (kind === 'attachment' ? unseenHolder(document) : undefined);
      return because === undefined ? completeness(document, kind, vpc) : { complete: false, because };
    },
  };
}

/** Why there may be something with network interfaces that we do not read. Undefined if there is none. */
function unseenHolder(document: TerraformDocument): string | undefined {
  const holder = unreadHolder(document);
  return holder === null ? undefined : `${holder} may hold network interfaces, and vpce-lint does not read its type`;
}

interface Nouns {
  vpcs: Vpc[];
  subnets: Subnet[];
  securityGroups: SecurityGroup[];
  routeTables: RouteTable[];
  prefixLists: PrefixList[];
  endpoints: Endpoint[];
  endpointServices: EndpointService[];
  loadBalancers: LoadBalancer[];
  hostedZones: HostedZone[];
  resolverRules: ResolverRule[];
  dnsProfiles: DnsProfile[];
  attachments: Attachment[];
  managedEndpoints: ManagedEndpoint[];
  restApis: RestApi[];
  workloads: Workload[];
  networkAcls: NetworkAcl[];
  dhcpOptions: DhcpOptions[];
  gateways: Gateway[];
  zoneRecords: ZoneRecords[];
  serviceDetails: ServiceDetail[];
}

/** Ids of objects that a plan destroys. Objects that it only forgets stay in AWS. */
function goneBy({ removed }: TerraformDocument): ReadonlySet<string> {
  const gone = new Set<string>();
  for (const { action, values } of removed) {
    if (action !== 'delete') continue;
    for (const id of [values.id, values.zone_id, values.arn]) if (typeof id === 'string' && id !== '') gone.add(id);
  }
  return gone;
}

function add(instance: Instance, registry: Registry, nouns: Nouns): void {
  if (ATTACHMENT_TYPES.includes(instance.type)) nouns.attachments.push(new AttachmentView(instance, registry));
  if (MANAGED_TYPES.includes(instance.type)) nouns.managedEndpoints.push(new ManagedEndpointView(instance, registry));
  if (instance.type === REST_API) nouns.restApis.push(new RestApiView(instance, registry));
  if (WORKLOAD_TYPES.includes(instance.type)) nouns.workloads.push(new WorkloadView(instance, registry));
  nouns.gateways.push(...gatewaysOf(instance, registry));
  const noun = view(instance, registry, nouns);
  if (noun) registry.register(instance, noun);
}

function view(instance: Instance, registry: Registry, nouns: Nouns): Entity | undefined {
  switch (kindOf(instance)) {
    case 'vpc': {
      const vpc = put(nouns.vpcs, new VpcView(instance, registry));
      registry.vpcs.push({ view: vpc, instance });
      return vpc;
    }
    case 'subnet':
      return put(nouns.subnets, new SubnetView(instance, registry));
    case 'security-group':
      return put(nouns.securityGroups, new SecurityGroupView(instance, registry));
    case 'route-table':
      return put(nouns.routeTables, new RouteTableView(instance, registry));
    case 'prefix-list':
      return put(nouns.prefixLists, new PrefixListView(instance, registry));
    case 'endpoint':
      return put(nouns.endpoints, new EndpointView(instance, registry));
    case 'endpoint-service':
      return put(nouns.endpointServices, new EndpointServiceView(instance, registry));
    case 'load-balancer':
      return put(nouns.loadBalancers, new LoadBalancerView(instance, registry));
    case 'network-acl':
      return put(nouns.networkAcls, new NetworkAclView(instance, registry));
    case 'dhcp-options':
      return put(nouns.dhcpOptions, new DhcpOptionsView(instance, registry));
    case 'resolver-rule':
      return put(nouns.resolverRules, new ResolverRuleView(instance, registry));
    case 'dns-profile':
      return put(nouns.dnsProfiles, new DnsProfileView(instance, registry));
    case 'hosted-zone': {
      const zone = put(nouns.hostedZones, new HostedZoneView(instance, registry));
      nouns.zoneRecords.push(recordsOf(zone, registry, instance.mode === 'managed'));
      return zone;
    }
    default:
      return undefined;
  }
}

function idOf(vpc: Vpc, value: unknown): Fact<string> {
  const id = text(value);
  return id === undefined || id === '' ? unknown('it is known only after apply', vpc.at) : known(id, vpc.at);
}

function put<T extends Entity, V extends T>(list: T[], noun: V): V {
  list.push(noun);
  return noun;
}

/** Data sources that were read are nouns, unless they show an object that is one already. Put-off ones are not: nobody knows what they are. */
function addData(instance: Instance, registry: Registry, nouns: Nouns, gone: ReadonlySet<string>): void {
  const detail = serviceDetailOf(instance, registry);
  if (detail) nouns.serviceDetails.push(detail);
  const kind = kindOf(instance);
  const id = text(instance.values.id) ?? text(instance.values.zone_id);
  if (kind === undefined || id === undefined || registry.byId(id, kind) || gone.has(id)) return;
  add(instance, registry, nouns);
}

function completeness(document: TerraformDocument, kind: NounKind, vpc: Ref<Vpc> | undefined): Completeness {
  if (document.partial) return { complete: false, because: document.partial.message };
  if (document.kind === 'terraform-state')
    return {
      complete: false,
      because: `a state shows only its own stack, so other stacks may have added ${oneOf(kind)}`,
    };
  const made = document.kind === 'terraform-plan' ? 'plan' : 'configuration';
  if (!vpc)
    return {
      complete: false,
      because: `a ${made} shows only its own stack, so there may be ${anotherOf(kind)} elsewhere`,
    };
  if (vpc.is === 'entity' && vpc.to.created) return { complete: true, assumed: null };
  return {
    complete: false,
    because: `the VPC is not created by this ${made}, so it may have ${oneOf(kind)} that the ${made} does not show`,
  };
}
