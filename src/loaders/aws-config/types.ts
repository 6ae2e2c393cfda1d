/** The resource types of AWS Config that tell what rules ask for, and what each is as describe output. */
import { table } from '../../base/table.ts';
import type { Key } from '../describe/calls.ts';
import { type Fields, isObject } from '../describe/row.ts';
import { named, pascal } from './case.ts';

export interface ResourceType {
  /** The key of describe output that its items are rows of. */
  readonly key: Key;
  /** How the schema of the type writes its fields: the SDK for Java, or CloudFormation. */
  readonly style: 'camel' | 'pascal';
  /** Changes what differs from describe output after the names are the same. */
  readonly row?: (fields: Fields) => Fields;
  /** Why the items are incomplete, no matter what AWS Config records. */
  readonly never?: string;
  /** Of the account and no Region. */
  readonly global?: true;
  /** Not asked for by the query that `config-query` prints: too many, and other types tell the same. */
  readonly unasked?: true;
}

const camel = (key: Key, more: Partial<ResourceType> = {}): ResourceType => ({ key, style: 'camel', ...more });
const pascalType = (key: Key, more: Partial<ResourceType> = {}): ResourceType => ({ key, style: 'pascal', ...more });

/** https://github.com/awslabs/aws-config-resource-schema */
export const TYPES = table({
  'AWS::EC2::VPCEndpoint': camel('VpcEndpoints'),
  'AWS::EC2::VPC': camel('Vpcs'),
  'AWS::EC2::Subnet': camel('Subnets'),
  'AWS::EC2::SecurityGroup': camel('SecurityGroups', { row: groupRow }),
  'AWS::EC2::RouteTable': camel('RouteTables'),
  'AWS::EC2::NetworkAcl': camel('NetworkAcls'),
  'AWS::EC2::NetworkInterface': camel('NetworkInterfaces'),
  'AWS::EC2::Instance': camel('Instances', { unasked: true }),
  'AWS::EC2::NatGateway': camel('NatGateways'),
  'AWS::EC2::InternetGateway': camel('InternetGateways'),
  'AWS::EC2::EgressOnlyInternetGateway': camel('EgressOnlyInternetGateways'),
  'AWS::EC2::VPNGateway': camel('VpnGateways'),
  'AWS::EC2::VPCPeeringConnection': camel('VpcPeeringConnections', { row: peeringRow }),
  'AWS::EC2::TransitGatewayAttachment': pascalType('TransitGatewayVpcAttachments', {
    row: ({ Id, ...row }) => ({ TransitGatewayAttachmentId: Id, ...row }),
  }),
  'AWS::EC2::DHCPOptions': pascalType('DhcpOptions', { row: optionsRow }),
  'AWS::EC2::PrefixList': pascalType('PrefixLists', {
    row: prefixListRow,
    never: 'AWS Config does not record the prefix lists of AWS',
  }),
  'AWS::EC2::VPCEndpointService': camel('ServiceConfigurations'),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': camel('LoadBalancers'),
  'AWS::ElasticLoadBalancingV2::Listener': pascalType('Listeners'),
  'AWS::Route53::HostedZone': pascalType('HostedZone', { row: zoneRow, global: true }),
  'AWS::Route53Resolver::ResolverRule': pascalType('ResolverRules', {
    row: ({ ResolverRuleId, ...row }) => ({ Id: ResolverRuleId, ...row }),
    never: 'AWS Config records resolver rules in the account that owns them, not where they are shared',
  }),
  'AWS::Route53Resolver::ResolverRuleAssociation': pascalType('ResolverRuleAssociations', {
    row: ({ ResolverRuleAssociationId, ...row }) => ({ Id: ResolverRuleAssociationId, ...row }),
  }),
}) satisfies Record<string, ResourceType>;

export type TypeName = keyof typeof TYPES;

/** The record of the recorder itself: which types it records. */
export const RECORDER = 'AWS::Config::ConfigurationRecorder';
/** Whether VPC Block Public Access is on in an account and Region. */
export const BLOCK = 'AWS::EC2::VPCBlockPublicAccessOptions';

/** All types of which a query asks by default. */
export const ASKED: readonly string[] = [
  ...(Object.entries(TYPES) as [string, ResourceType][]).filter(([, { unasked }]) => !unasked).map(([name]) => name),
  BLOCK,
  RECORDER,
];

/** Types of what has ids of EC2, by the beginnings of these ids. */
const BY_PREFIX = table<Readonly<Record<string, TypeName>>>({
  vpce: 'AWS::EC2::VPCEndpoint',
  'vpce-svc': 'AWS::EC2::VPCEndpointService',
  vpc: 'AWS::EC2::VPC',
  subnet: 'AWS::EC2::Subnet',
  sg: 'AWS::EC2::SecurityGroup',
  rtb: 'AWS::EC2::RouteTable',
  acl: 'AWS::EC2::NetworkAcl',
  eni: 'AWS::EC2::NetworkInterface',
  nat: 'AWS::EC2::NatGateway',
  igw: 'AWS::EC2::InternetGateway',
});

/** The type that an id shows. */
export function typeOfId(id: string): TypeName | undefined {
  return BY_PREFIX[/^([a-z-]+)-[0-9a-f]+$/.exec(id)?.[1] ?? ''];
}

export function typeOf(name: string): ResourceType | undefined {
  return Object.hasOwn(TYPES, name) ? (TYPES as Record<string, ResourceType>)[name] : undefined;
}

/** The configuration of an item as a row of describe output. */
export function rowOf(type: ResourceType, configuration: Fields): Fields {
  const fields = type.style === 'camel' ? (pascal(configuration) as Fields) : configuration;
  return type.row ? type.row(fields) : fields;
}

const objects = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** Ranges are there twice: as objects, and as plain texts. */
function groupRow(fields: Fields): Fields {
  const permissions = (value: unknown) =>
    Array.isArray(value) ? value.map((each) => (isObject(each) ? permissionRow(each) : each)) : value;
  return {
    ...fields,
    ...named(fields, 'IpPermissions', permissions),
    ...named(fields, 'IpPermissionsEgress', permissions),
  };
}

function permissionRow({ Ipv4Ranges, IpRanges, ...permission }: Fields): Fields {
  const ranges = objects(Ipv4Ranges);
  const told = new Set(ranges.map(({ CidrIp }) => CidrIp));
  const bare = Array.isArray(IpRanges) ? IpRanges : [];
  const more = bare.map((range) => (typeof range === 'string' ? { CidrIp: range } : range));
  return { ...permission, IpRanges: [...ranges, ...objects(more).filter(({ CidrIp }) => !told.has(CidrIp))] };
}

function peeringRow(fields: Fields): Fields {
  return {
    ...fields,
    ...named(fields, 'Status', (status) => (typeof status === 'string' ? { Code: status } : status)),
  };
}

function optionsRow({ DomainNameServers, ...fields }: Fields): Fields {
  if (!Array.isArray(DomainNameServers)) return fields;
  const servers = DomainNameServers.map((Value) => ({ Value }));
  return { ...fields, DhcpConfigurations: [{ Key: 'domain-name-servers', Values: servers }] };
}

function prefixListRow({ Arn, Entries, ...fields }: Fields): Fields {
  const entries = Array.isArray(Entries) ? { Cidrs: objects(Entries).map(({ Cidr }) => Cidr) } : {};
  return { ...fields, PrefixListArn: Arn, ...entries };
}

/** As `get-hosted-zone` answers: only private zones are associated with VPCs. */
function zoneRow({ Id, Name, VPCs }: Fields): Fields {
  const config = Array.isArray(VPCs) ? { Config: { PrivateZone: VPCs.length > 0 } } : {};
  return { HostedZone: { Id, Name, ...config }, ...(Array.isArray(VPCs) ? { VPCs } : {}) };
}
