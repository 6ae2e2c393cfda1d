/** One world as the network that rules judge. */
import { table } from '../../base/table.ts';
import type {
  Completeness,
  Entity,
  Fact,
  Network,
  NounKind,
  Ref,
  SecurityGroup,
  Subnet,
  Vpc,
} from '../../model/index.ts';
import { anotherOf, emptyNetwork, oneOf, unknown } from '../../model/index.ts';
import { dnsProfileOf, hostedZoneOf, recordsOf, resolverRuleOf, strangeProfiles, strangeRules } from './nouns/dns.ts';
import { endpointOf } from './nouns/endpoint.ts';
import { fillGroup, type GroupDraft, groupOf } from './nouns/group.ts';
import { MANAGED_TYPES, managedEndpointOf } from './nouns/managed-endpoint.ts';
import { REST_API_TYPES, restApiOf } from './nouns/named-by.ts';
import {
  ATTACHMENT_TYPES,
  attachmentsOf,
  dhcpOptionsOf,
  GATEWAY_TYPES,
  gatewaysOf,
  networkAclOf,
  prefixListOf,
  unreadHolder,
} from './nouns/others.ts';
import { Registry } from './nouns/registry.ts';
import { endpointServiceOf, loadBalancerOf } from './nouns/service.ts';
import { defaultGroupOf, mainTableOf, routeTableOf, subnetOf, vpcOf } from './nouns/vpc.ts';
import { WORKLOAD_TYPES, workloadOf } from './nouns/workload.ts';
import { orderOf } from './order.ts';
import type { Resource } from './stack/types.ts';
import { unseenIn } from './stack/unseen.ts';
import type { World } from './worlds/world.ts';

export function networkOf(world: World): Network {
  const registry = new Registry(world, unseenIn(world));
  const all = <T extends Entity>(type: string, make: (resource: Resource, registry: Registry) => T): T[] =>
    sureOnes(type, registry).map((resource) => {
      const noun = make(resource, registry);
      registry.register(resource, noun);
      return noun;
    });

  const vpcs = all('AWS::EC2::VPC', vpcOf);
  const subnets = settleZones(all('AWS::EC2::Subnet', subnetOf));
  const prefixLists = all('AWS::EC2::PrefixList', prefixListOf);
  const groups = new Map<GroupDraft, Resource | null>();
  for (const vpc of vpcs) {
    const group = defaultGroupOf(vpc);
    registry.registerDefault(vpc.key, group);
    groups.set(group, null);
  }
  for (const resource of sureOnes('AWS::EC2::SecurityGroup', registry)) {
    const group = groupOf(resource, registry);
    registry.register(resource, group);
    groups.set(group, resource);
  }
  for (const [group, resource] of groups) fillGroup(group, resource, registry);
  const loadBalancers = all('AWS::ElasticLoadBalancingV2::LoadBalancer', loadBalancerOf);
  const endpointServices = all('AWS::EC2::VPCEndpointService', endpointServiceOf);
  const hostedZones = all('AWS::Route53::HostedZone', hostedZoneOf);
  const routeTables = all('AWS::EC2::RouteTable', routeTableOf);
  // Endpoints that may not be made are judged as if they were.
  const endpoints = registry.ofType('AWS::EC2::VPCEndpoint').map((resource) => {
    const endpoint = endpointOf(resource, registry);
    registry.register(resource, endpoint);
    return endpoint;
  });
  return {
    ...emptyNetwork(''),
    endpoints,
    vpcs,
    subnets,
    securityGroups: [...groups.keys()] as readonly SecurityGroup[],
    routeTables: [...routeTables, ...vpcs.map((vpc) => mainTableOf(vpc, registry))],
    prefixLists,
    endpointServices,
    loadBalancers,
    hostedZones,
    resolverRules: [...all('AWS::Route53Resolver::ResolverRule', resolverRuleOf), ...strangeRules(registry)],
    dnsProfiles: [...all('AWS::Route53Profiles::Profile', dnsProfileOf), ...strangeProfiles(registry)],
    attachments: ATTACHMENT_TYPES.flatMap((type) =>
      sureOnes(type, registry).flatMap((each) => attachmentsOf(each, registry)),
    ),
    managedEndpoints: MANAGED_TYPES.flatMap((type) =>
      sureOnes(type, registry).map((each) => managedEndpointOf(each, registry)),
    ),
    restApis: REST_API_TYPES.flatMap((type) => sureOnes(type, registry).map((each) => restApiOf(each, registry))),
    workloads: WORKLOAD_TYPES.flatMap((type) => sureOnes(type, registry).map((each) => workloadOf(each, registry))),
    networkAcls: all('AWS::EC2::NetworkAcl', networkAclOf),
    dhcpOptions: all('AWS::EC2::DHCPOptions', dhcpOptionsOf),
    gateways: GATEWAY_TYPES.flatMap((type) => sureOnes(type, registry).flatMap((each) => gatewaysOf(each, registry))),
    zoneRecords: recordsOf(hostedZones, registry),
    isOrdered: orderOf(registry.resources),
    complete: (kind, vpc) => completeness(registry, kind, vpc),
  };
}

function sureOnes(type: string, registry: Registry): readonly Resource[] {
  return registry.ofType(type).filter((resource) => registry.made(resource) === 'yes');
}

/** The nth zone of a Region may be the same as a zone with a name: if there are names, positions are unknown. */
function settleZones(subnets: readonly Subnet[]): readonly Subnet[] {
  const isStandIn = ({ zone }: Subnet) => zone.known && zone.standIn === true;
  if (!subnets.some(isStandIn) || !subnets.some((subnet) => subnet.zone.known && !isStandIn(subnet))) return subnets;
  return subnets.map((subnet) => {
    if (!isStandIn(subnet)) return subnet;
    const because = `the zone of ${subnet.key} is one of the account's by its position, and other subnets name theirs`;
    const zone: Fact<string> = unknown(because, subnet.zone.at);
    return Object.assign(subnet, { zone });
  });
}

const TYPES: Partial<Readonly<Record<NounKind, readonly string[]>>> = table({
  endpoint: ['AWS::EC2::VPCEndpoint'],
  vpc: ['AWS::EC2::VPC'],
  subnet: ['AWS::EC2::Subnet'],
  'security-group': ['AWS::EC2::SecurityGroup'],
  'route-table': ['AWS::EC2::RouteTable'],
  'prefix-list': ['AWS::EC2::PrefixList'],
  'endpoint-service': ['AWS::EC2::VPCEndpointService'],
  'load-balancer': ['AWS::ElasticLoadBalancingV2::LoadBalancer'],
  'hosted-zone': ['AWS::Route53::HostedZone'],
  'resolver-rule': ['AWS::Route53Resolver::ResolverRule'],
  'dns-profile': ['AWS::Route53Profiles::Profile'],
  attachment: ATTACHMENT_TYPES,
  'managed-endpoint': MANAGED_TYPES,
  'rest-api': REST_API_TYPES,
  workload: WORKLOAD_TYPES,
  'network-acl': ['AWS::EC2::NetworkAcl'],
  'dhcp-options': ['AWS::EC2::DHCPOptions'],
  gateway: GATEWAY_TYPES,
});

function completeness(registry: Registry, kind: NounKind, vpc: Ref<Vpc> | undefined): Completeness {
  if (!vpc)
    return {
      complete: false,
      because: `a template shows only its own stack, so there may be ${anotherOf(kind)} elsewhere`,
    };
  if (vpc.is !== 'entity')
    return {
      complete: false,
      because: `the VPC is not created by this template, so it may have ${oneOf(kind)} that the template does not show`,
    };
  const [unseen] = registry.unseen.filter(
    ({ touches }) => touches === null || touches.has(vpc.to.key) || touches.size > 0,
  );
  if (unseen) return { complete: false, because: unseen.because };
  const unread = kind === 'attachment' ? unreadHolder(registry) : undefined;
  if (unread)
    return {
      complete: false,
      because: `${unread.address} may hold network interfaces, and vpce-lint does not read its type`,
    };
  for (const type of TYPES[kind] ?? []) {
    const maybe = registry.maybeMade(type);
    if (maybe !== undefined)
      return { complete: false, because: `the condition of ${maybe} decides whether it is created` };
  }
  return { complete: true, assumed: null };
}
