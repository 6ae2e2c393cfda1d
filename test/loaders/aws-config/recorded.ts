/** Describe output as AWS Config records it: by the fields of its published schema, and nothing that the schema lacks. */
import { readFileSync } from 'node:fs';

type Fields = Readonly<Record<string, unknown>>;

export interface DescribeDocument {
  readonly path: string;
  readonly document: unknown;
}

export interface RecordedItem {
  readonly accountId: string;
  readonly awsRegion: string;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly configurationItemCaptureTime: string;
  readonly configurationItemStatus: string;
  readonly configuration: Fields;
  readonly tags: readonly Fields[];
}

const SCHEMA = JSON.parse(
  readFileSync(new URL('../../../fixtures/aws-config/fields.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, readonly string[]>>;

/** Beyond the schema: what is known to be recorded all the same. */
const BESIDE_SCHEMA = ['policyDocument'];

interface Kind {
  readonly key: string;
  readonly id: string;
  readonly row?: (row: Fields) => Fields;
}

const rows = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value : []);
const valued = (value: unknown) => (typeof value === 'string' ? { value: value.toLowerCase() } : value);

const KINDS: Readonly<Record<string, Kind>> = {
  'AWS::EC2::VPCEndpoint': {
    key: 'VpcEndpoints',
    id: 'VpcEndpointId',
    row: ({ State, ...row }) => ({ ...row, State: valued(State) }),
  },
  'AWS::EC2::VPC': { key: 'Vpcs', id: 'VpcId' },
  'AWS::EC2::Subnet': { key: 'Subnets', id: 'SubnetId' },
  'AWS::EC2::SecurityGroup': {
    key: 'SecurityGroups',
    id: 'GroupId',
    row: (row) => ({
      ...row,
      IpPermissions: permissions(row.IpPermissions),
      IpPermissionsEgress: permissions(row.IpPermissionsEgress),
    }),
  },
  'AWS::EC2::RouteTable': { key: 'RouteTables', id: 'RouteTableId' },
  'AWS::EC2::NetworkAcl': { key: 'NetworkAcls', id: 'NetworkAclId' },
  'AWS::EC2::NetworkInterface': { key: 'NetworkInterfaces', id: 'NetworkInterfaceId' },
  'AWS::EC2::NatGateway': {
    key: 'NatGateways',
    id: 'NatGatewayId',
    row: ({ State, ...row }) => ({ ...row, State: valued(State) }),
  },
  'AWS::EC2::InternetGateway': { key: 'InternetGateways', id: 'InternetGatewayId' },
  'AWS::EC2::EgressOnlyInternetGateway': { key: 'EgressOnlyInternetGateways', id: 'EgressOnlyInternetGatewayId' },
  'AWS::EC2::VPNGateway': { key: 'VpnGateways', id: 'VpnGatewayId' },
  'AWS::EC2::VPCPeeringConnection': {
    key: 'VpcPeeringConnections',
    id: 'VpcPeeringConnectionId',
    row: ({ Status, ...row }) => ({ ...row, Status: (Status as Fields | undefined)?.Code }),
  },
  'AWS::EC2::TransitGatewayAttachment': {
    key: 'TransitGatewayVpcAttachments',
    id: 'TransitGatewayAttachmentId',
    row: ({ TransitGatewayAttachmentId: Id, ...row }) => ({ ...row, Id }),
  },
  'AWS::EC2::DHCPOptions': {
    key: 'DhcpOptions',
    id: 'DhcpOptionsId',
    row: ({ DhcpConfigurations, ...row }) => {
      const servers = rows(DhcpConfigurations).find(({ Key }) => Key === 'domain-name-servers');
      return { ...row, ...(servers ? { DomainNameServers: rows(servers.Values).map(({ Value }) => Value) } : {}) };
    },
  },
  'AWS::EC2::VPCEndpointService': {
    key: 'ServiceConfigurations',
    id: 'ServiceId',
    row: ({ AvailabilityZones, ...row }) => ({ ...row, AvailabilityZones: rows(AvailabilityZones).map(valued) }),
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': { key: 'LoadBalancers', id: 'LoadBalancerArn' },
  'AWS::ElasticLoadBalancingV2::Listener': { key: 'Listeners', id: 'ListenerArn' },
  'AWS::Route53::HostedZone': {
    key: 'zones',
    id: 'Id',
    row: ({ Id, ...row }) => ({ ...row, Id: String(Id).replace('/hostedzone/', '') }),
  },
  'AWS::Route53Resolver::ResolverRule': {
    key: 'ResolverRules',
    id: 'Id',
    row: ({ Id, ...row }) => ({ ...row, ResolverRuleId: Id }),
  },
  'AWS::Route53Resolver::ResolverRuleAssociation': {
    key: 'ResolverRuleAssociations',
    id: 'Id',
    row: ({ Id, ...row }) => ({ ...row, ResolverRuleAssociationId: Id }),
  },
};

/** Ranges stand there twice, and ports that are not there as null. */
function permissions(list: unknown): unknown {
  return rows(list).map(({ IpRanges, FromPort = null, ToPort = null, ...permission }) => ({
    ...permission,
    FromPort,
    ToPort,
    Ipv4Ranges: IpRanges,
    IpRanges: rows(IpRanges).map(({ CidrIp }) => CidrIp),
  }));
}

/** The items of one account and Region. */
export function recordedOf(documents: readonly DescribeDocument[], account: string, region: string): RecordedItem[] {
  const zones = documents.flatMap(({ document }) => ((document as Fields).HostedZone ? [document as Fields] : []));
  const all = [
    ...documents,
    { document: { zones: zones.map(({ HostedZone, VPCs = [] }) => ({ ...(HostedZone as Fields), VPCs })) } },
  ];
  return all.flatMap(({ document }) =>
    Object.entries(KINDS).flatMap(([resourceType, { key, id, row }]) =>
      rows((document as Fields)[key]).map((each): RecordedItem => {
        const { Tags } = each;
        return {
          accountId: account,
          awsRegion: region,
          resourceType,
          resourceId: String(each[id]),
          configurationItemCaptureTime: '2026-11-28T10:00:00.000Z',
          configurationItemStatus: 'ResourceDiscovered',
          configuration: written(row ? row(each) : each, resourceType),
          tags: rows(Tags).map(({ Key, Value }) => ({ key: Key, value: Value, tag: `${Key}=${Value}` })),
        };
      }),
    ),
  );
}

/** A recorder that records everything, as AWS Config records it itself. */
export function recorderItem(account: string, region: string): RecordedItem {
  return {
    accountId: account,
    awsRegion: region,
    resourceType: 'AWS::Config::ConfigurationRecorder',
    resourceId: 'default',
    configurationItemCaptureTime: '2026-11-28T10:00:00.000Z',
    configurationItemStatus: 'ResourceDiscovered',
    configuration: { Name: 'default', Recording: true, RecordingGroup: { AllSupported: true } },
    tags: [],
  };
}

/** As `select-aggregate-resource-config` answers: each result a text. */
export function selected(items: readonly unknown[], more: object = {}): object {
  const fields = Object.keys((items[0] as object | undefined) ?? {}).map((Name) => ({ Name }));
  return { Results: items.map((item) => JSON.stringify(item)), QueryInfo: { SelectFields: fields }, ...more };
}

/** The fields that the schema has, named as it does. */
function written(row: Fields, type: string): Fields {
  const fields = [...SCHEMA[type]!, ...BESIDE_SCHEMA];
  const isCamel = /^[a-z]/.test(fields[0]!);
  const known = new Set(
    fields.flatMap((field) => field.split('.').map((_, i, steps) => steps.slice(0, i + 1).join('.'))),
  );
  const visit = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return value.map((each) => visit(each, path));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, inner]) => {
        const name = isCamel ? key.charAt(0).toLowerCase() + key.slice(1) : key;
        const at = path === '' ? name : `${path}.${name}`;
        return known.has(at) ? [[name, visit(inner, at)]] : [];
      }),
    );
  };
  return visit(row, '') as Fields;
}
