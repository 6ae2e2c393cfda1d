import { table } from '../../../base/table.ts';
import {
  type Attachment,
  type Bag,
  bag,
  type DhcpOptions,
  type Gateway,
  is,
  known,
  map,
  type NetworkAcl,
  type NetworkAclEntry,
  type PrefixList,
  type Ref,
  type SecurityGroup,
  type Subnet,
  union,
  unknown,
  type Vpc,
} from '../../../model/index.ts';
import type { Resource } from '../stack/types.ts';
import { because, booleanOf, numberOf, text, type Value } from '../values/value.ts';
import { nounOf } from './base.ts';
import type { Registry } from './registry.ts';
import { fact, mapView, textFact, texts, type View, views } from './view.ts';

/** `AWS::EC2::PrefixList`. */
export function prefixListOf(resource: Resource, registry: Registry): PrefixList {
  const view = registry.view(resource);
  const at = view.place('Entries');
  const { items, open } = views(view.get('Entries'), at, resource.address);
  const ranges = items.map((item) => item.get('Cidr'));
  const unclear = ranges.find((value) => value.k !== 'lit');
  return {
    ...nounOf(resource, registry),
    kind: 'prefix-list',
    entries: bag(
      ranges.flatMap((value) => (value.k === 'lit' ? [text(value)] : [])),
      at,
      { open: open ?? (unclear ? because(unclear) : null) },
    ),
  };
}

/** `AWS::EC2::NetworkAcl`: denies everything that its entries do not allow. */
export function networkAclOf(resource: Resource, registry: Registry): NetworkAcl {
  return {
    ...nounOf(resource, registry),
    kind: 'network-acl',
    vpc: registry.refIn<Vpc>(registry.view(resource), 'VpcId', 'vpc'),
    isDefault: known(false, resource.at),
    get subnets() {
      const tied = registry.tied(this, 'AWS::EC2::SubnetNetworkAclAssociation', 'NetworkAclId', 'network-acl');
      const refs = (list: readonly Resource[]) =>
        list.map((each) => registry.refIn<Subnet>(registry.view(each), 'SubnetId', 'subnet'));
      return bag(refs(tied.sure), resource.at, { maybe: refs(tied.maybe), open: tied.open });
    },
    get entries() {
      const tied = registry.tied(this, 'AWS::EC2::NetworkAclEntry', 'NetworkAclId', 'network-acl');
      const entries = (list: readonly Resource[]) => list.map((each) => entryOf(registry.view(each)));
      return bag(entries(tied.sure), resource.at, { maybe: entries(tied.maybe), open: tied.open });
    },
  };
}

function entryOf(view: View): NetworkAclEntry {
  const ports = view.get('PortRange');
  const range = mapView(ports, view.place('PortRange'), view.address);
  const port = (name: string) => fact(range, name, (value) => (value.k === 'none' ? null : numberOf(value)));
  const family = view.get('Ipv6CidrBlock').k === 'none' ? 'CidrBlock' : 'Ipv6CidrBlock';
  const lower = (value: Value) => (value.k === 'lit' ? text(value).toLowerCase() : undefined);
  return {
    at: view.at,
    number: fact(view, 'RuleNumber', numberOf),
    egress: fact(view, 'Egress', (value) => (value.k === 'none' ? false : booleanOf(value))),
    action: map(fact(view, 'RuleAction', lower), (action) => (action === 'allow' ? 'allow' : 'deny')),
    protocol: fact(view, 'Protocol', lower),
    fromPort: port('From'),
    toPort: port('To'),
    cidr: textFact(view, family),
  };
}

/** `AWS::EC2::DHCPOptions` with the VPCs that use it. */
export function dhcpOptionsOf(resource: Resource, registry: Registry): DhcpOptions {
  return {
    ...nounOf(resource, registry),
    kind: 'dhcp-options',
    get vpcs() {
      const tied = registry.tied(this, 'AWS::EC2::VPCDHCPOptionsAssociation', 'DhcpOptionsId', 'dhcp-options');
      const refs = (list: readonly Resource[]) =>
        list.map((each) => registry.refIn<Vpc>(registry.view(each), 'VpcId', 'vpc'));
      return bag(refs(tied.sure), resource.at, { maybe: refs(tied.maybe), open: tied.open });
    },
    domainNameServers: texts(registry.view(resource), 'DomainNameServers'),
  };
}

/** Types that lead out of a VPC, and the property that names it. */
const GATEWAYS: Readonly<Record<string, readonly [type: Gateway['type'], vpc: string]>> = table({
  'AWS::EC2::EgressOnlyInternetGateway': ['egress-only-internet-gateway', 'VpcId'],
  'AWS::EC2::TransitGatewayAttachment': ['transit-gateway', 'VpcId'],
  'AWS::EC2::TransitGatewayVpcAttachment': ['transit-gateway', 'VpcId'],
  'AWS::NetworkManager::VpcAttachment': ['core-network', 'VpcArn'],
  'AWS::EC2::ClientVpnTargetNetworkAssociation': ['client-vpn', 'VpcId'],
  'AWS::EC2::NatGateway': ['nat-gateway', 'VpcId'],
  'AWS::EC2::VPCPeeringConnection': ['peering', 'VpcId'],
});

export const GATEWAY_TYPES = [...Object.keys(GATEWAYS), 'AWS::EC2::VPCGatewayAttachment'];

/** The gateways a resource is; a peering connection is one for each of its VPCs. */
export function gatewaysOf(resource: Resource, registry: Registry): Gateway[] {
  const view = registry.view(resource);
  const gateway = (type: Gateway['type'], vpc: Ref<Vpc>, peer: Ref<Vpc> | null = null, suffix = ''): Gateway => {
    const noun = nounOf(resource, registry);
    const connectivity =
      type === 'nat-gateway'
        ? fact(view, 'ConnectivityType', (value) =>
            value.k === 'none' ? 'public' : value.k === 'lit' ? text(value).toLowerCase() : undefined,
          )
        : known(null, resource.at);
    const key = `${noun.key}${suffix}`;
    const subnets = subnetsOfGateway(type, view, registry);
    return { ...noun, key, kind: 'gateway', type, vpc, peer, subnets, state: known(null, resource.at), connectivity };
  };
  if (resource.type === 'AWS::NetworkManager::VpcAttachment')
    return [gateway('core-network', registry.refInArn<Vpc>(view, 'VpcArn', 'vpc'))];
  const vpc = registry.refIn<Vpc>(view, 'VpcId', 'vpc');
  if (resource.type === 'AWS::EC2::VPCGatewayAttachment') {
    const types: Gateway['type'][] = [];
    if (view.get('InternetGatewayId').k !== 'none') types.push('internet-gateway');
    if (view.get('VpnGatewayId').k !== 'none') types.push('vpn-gateway');
    return types.map((type) => gateway(type, vpc));
  }
  const [type] = GATEWAYS[resource.type]!;
  if (type === 'peering') {
    const peer = registry.refIn<Vpc>(view, 'PeerVpcId', 'vpc');
    return [gateway(type, vpc, peer), gateway(type, peer, vpc, ' (accepter)')];
  }
  const isInSubnet = type === 'nat-gateway' || type === 'client-vpn';
  if (!isInSubnet || view.get('VpcId').k !== 'none') return [gateway(type, vpc)];
  const subnet = registry.refIn<Subnet>(view, 'SubnetId', 'subnet');
  if (subnet.is === 'entity') return [gateway(type, subnet.to.vpc)];
  const because_ =
    subnet.is === 'unknown' ? subnet.because : `the subnet of ${resource.address} is not in the template`;
  return [gateway(type, { is: 'unknown', because: because_, at: resource.at })];
}

function subnetsOfGateway(type: Gateway['type'], view: View, registry: Registry): Gateway['subnets'] {
  if (type === 'transit-gateway') return registry.refs<Subnet>(view, 'SubnetIds', 'subnet');
  if (type !== 'nat-gateway' || view.get('SubnetId').k === 'none') return bag([], view.at);
  return bag([registry.refIn<Subnet>(view, 'SubnetId', 'subnet')], view.place('SubnetId'));
}

/** Where a type has its groups and subnets, and whether it calls other services by itself. */
interface Holder {
  readonly inside: readonly string[];
  readonly groups: string;
  readonly subnets: string | null;
  readonly calls: boolean;
}

/** Where most types that run in a VPC have their parts, and most that serve others there. */
const IN_VPC = { inside: ['VpcConfig'], groups: 'SecurityGroupIds', subnets: 'SubnetIds', calls: true } as const;
const SERVER = { inside: [], groups: 'SecurityGroupIds', subnets: 'SubnetIds', calls: false } as const;
const DATABASE = { inside: [], groups: 'VpcSecurityGroupIds', subnets: null, calls: false } as const;
const SEARCH = { ...SERVER, inside: ['VPCOptions'] } as const;
const BALANCER = { ...SERVER, groups: 'SecurityGroups', subnets: 'Subnets' } as const;
const IN_SUBNET = { inside: [], groups: 'SecurityGroupIds', subnets: 'SubnetId', calls: true } as const;

const HOLDERS: Readonly<Record<string, Holder>> = table({
  'AWS::EC2::Instance': IN_SUBNET,
  'AWS::EC2::NetworkInterface': { ...IN_SUBNET, groups: 'GroupSet' },
  'AWS::Lambda::Function': IN_VPC,
  'AWS::Serverless::Function': IN_VPC,
  'AWS::ECS::Service': {
    inside: ['NetworkConfiguration', 'AwsvpcConfiguration'],
    groups: 'SecurityGroups',
    subnets: 'Subnets',
    calls: true,
  },
  // The interfaces of its control plane lead to nodes.
  'AWS::EKS::Cluster': { ...SERVER, inside: ['ResourcesVpcConfig'] },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': BALANCER,
  'AWS::ElasticLoadBalancing::LoadBalancer': BALANCER,
  'AWS::EC2::LaunchTemplate': { ...IN_VPC, inside: ['LaunchTemplateData'], subnets: null },
  'AWS::AutoScaling::LaunchConfiguration': { inside: [], groups: 'SecurityGroups', subnets: null, calls: true },
  'AWS::CodeBuild::Project': { ...IN_VPC, subnets: 'Subnets' },
  'AWS::SageMaker::Model': { ...IN_VPC, subnets: 'Subnets' },
  'AWS::SageMaker::NotebookInstance': IN_SUBNET,
  'AWS::Synthetics::Canary': { ...IN_VPC, inside: ['VPCConfig'] },
  'AWS::Batch::ComputeEnvironment': { ...IN_VPC, inside: ['ComputeResources'], subnets: 'Subnets' },
  'AWS::MWAA::Environment': { ...IN_VPC, inside: ['NetworkConfiguration'] },
  'AWS::Glue::Connection': {
    inside: ['ConnectionInput', 'PhysicalConnectionRequirements'],
    groups: 'SecurityGroupIdList',
    subnets: 'SubnetId',
    calls: true,
  },
  'AWS::AppRunner::VpcConnector': { inside: [], groups: 'SecurityGroups', subnets: 'Subnets', calls: true },
  'AWS::ImageBuilder::InfrastructureConfiguration': IN_SUBNET,
  'AWS::DMS::ReplicationInstance': { ...DATABASE, calls: true },
  'AWS::RDS::DBInstance': { ...DATABASE, groups: 'VPCSecurityGroups' },
  'AWS::RDS::DBCluster': DATABASE,
  'AWS::Neptune::DBCluster': DATABASE,
  'AWS::DocDB::DBCluster': DATABASE,
  'AWS::ElastiCache::CacheCluster': DATABASE,
  'AWS::ElastiCache::ReplicationGroup': { ...DATABASE, groups: 'SecurityGroupIds' },
  'AWS::Redshift::Cluster': DATABASE,
  'AWS::Redshift::EndpointAccess': DATABASE,
  'AWS::OpenSearchService::Domain': SEARCH,
  'AWS::Elasticsearch::Domain': SEARCH,
  'AWS::OpenSearchServerless::VpcEndpoint': SERVER,
  'AWS::MSK::Cluster': {
    inside: ['BrokerNodeGroupInfo'],
    groups: 'SecurityGroups',
    subnets: 'ClientSubnets',
    calls: false,
  },
  'AWS::EFS::MountTarget': { ...SERVER, groups: 'SecurityGroups', subnets: 'SubnetId' },
  'AWS::ApiGatewayV2::VpcLink': SERVER,
  'AWS::Route53Resolver::ResolverEndpoint': { ...SERVER, subnets: 'SubnetId' },
  'AWS::EC2::InstanceConnectEndpoint': { ...SERVER, subnets: 'SubnetId' },
});

/** Types whose groups are read elsewhere, or that hold no network interface of a client. The custom resource is the CDK's. */
const READ_ELSEWHERE = /^(?:AWS::EC2::(?:SecurityGroup|VPCEndpoint)|Custom::VpcRestrictDefaultSG$)/;

/** A resource that we do not read and that may put something into a security group. Undefined if there is none. */
export function unreadHolder(registry: Registry): Resource | undefined {
  return registry.resources.find(
    ({ type, properties }) =>
      !(type in HOLDERS) && !READ_ELSEWHERE.test(type) && /SecurityGroup/i.test(namesIn(properties)),
  );
}

/** The names of properties, those inside of others included. */
function namesIn(properties: unknown): string {
  return JSON.stringify(properties, (_, value: unknown) => (typeof value === 'string' ? '' : value)) ?? '';
}

export const ATTACHMENT_TYPES = Object.keys(HOLDERS);

/** Other resources with a network interface. A function or service without a VPC has none. */
export function attachmentsOf(resource: Resource, registry: Registry): Attachment[] {
  const { inside, groups, subnets, calls } = HOLDERS[resource.type]!;
  let view = registry.view(resource);
  for (const name of inside) {
    const value = view.get(name);
    if (value.k === 'none') return [];
    view = mapView(value, view.place(name), resource.address);
  }
  const inner = interfacesOf(resource, view);
  const subnetRefs = union(
    [
      ...(subnets === null ? [] : [registry.refs<Subnet>(view, subnets, 'subnet')]),
      ...inner.items.map((each) => registry.refs<Subnet>(each, 'SubnetId', 'subnet')),
      bag<Ref<Subnet>>([], resource.at, { open: inner.open ?? whyElsewhere(resource) }),
    ],
    resource.at,
  );
  const groupRefs = union(
    [
      registry.refs<SecurityGroup>(view, groups, 'security-group'),
      ...inner.items.map((each) => registry.refs<SecurityGroup>(each, inner.groups, 'security-group')),
      bag<Ref<SecurityGroup>>([], resource.at, { open: inner.open }),
    ],
    resource.at,
  );
  return [
    {
      ...nounOf(resource, registry),
      kind: 'attachment',
      vpc: vpcOfParts(subnetRefs, groupRefs, resource),
      groups: withDefault(groupRefs, subnetRefs, resource, registry),
      subnets: subnetRefs,
      calls: known(calls, resource.at),
      inboundResolver: isInbound(resource, registry),
    },
  ];
}

/** Where a type has interfaces of their own, and their groups. */
const INTERFACES: Readonly<Record<string, { readonly name: string; readonly groups: string }>> = table({
  'AWS::EC2::Instance': { name: 'NetworkInterfaces', groups: 'GroupSet' },
  'AWS::EC2::LaunchTemplate': { name: 'NetworkInterfaces', groups: 'Groups' },
  'AWS::Route53Resolver::ResolverEndpoint': { name: 'IpAddresses', groups: 'SecurityGroupIds' },
});

function interfacesOf({ type, address }: Resource, view: View) {
  const inside = INTERFACES[type];
  if (!inside) return { items: [], open: null, groups: '' };
  return { ...views(view.get(inside.name), view.place(inside.name), address), groups: inside.groups };
}

/** Why the subnets of a type that names none are not known. */
function whyElsewhere({ type, address }: Resource): string | null {
  const isKnown = HOLDERS[type]!.subnets !== null || INTERFACES[type] !== undefined;
  return isKnown ? null : `another resource sets the subnets of ${address}`;
}

function isInbound(resource: Resource, registry: Registry): Attachment['inboundResolver'] {
  if (resource.type !== 'AWS::Route53Resolver::ResolverEndpoint') return known(false, resource.at);
  const direction = textFact(registry.view(resource), 'Direction');
  if (!is(direction, 'INBOUND_DELEGATION')) return map(direction, (value) => value === 'INBOUND');
  return unknown('AWS does not say whether an inbound endpoint for delegation answers such names', direction.at);
}

/** That of its subnets, else of its security groups. */
function vpcOfParts(subnets: Bag<Ref<Subnet>>, groups: Bag<Ref<SecurityGroup>>, resource: Resource): Ref<Vpc> {
  const group = groups.sure.find((ref) => ref.is === 'entity');
  const bySubnet = vpcOfSubnets(subnets, resource);
  return bySubnet.is === 'unknown' && group?.is === 'entity' ? group.to.vpc : bySubnet;
}

function vpcOfSubnets(subnets: Bag<Ref<Subnet>>, resource: Resource): Ref<Vpc> {
  const first = subnets.sure.find((ref) => ref.is === 'entity');
  if (first?.is === 'entity') return first.to.vpc;
  return {
    is: 'unknown',
    because: `${resource.address} is in the VPC of its subnet, which is not known`,
    at: resource.at,
  };
}

/** An instance or interface without groups has the default group of its VPC. */
function withDefault(
  groups: Bag<Ref<SecurityGroup>>,
  subnets: Bag<Ref<Subnet>>,
  resource: Resource,
  registry: Registry,
): Bag<Ref<SecurityGroup>> {
  const empty = groups.sure.length === 0 && groups.maybe.length === 0 && groups.open === null;
  if (!empty || !resource.type.startsWith('AWS::EC2::')) return groups;
  const vpc = vpcOfSubnets(subnets, resource);
  const group = vpc.is === 'entity' ? registry.defaultGroup(vpc.to.key) : undefined;
  return group ? bag([{ is: 'entity', to: group, at: resource.at }], resource.at) : groups;
}
