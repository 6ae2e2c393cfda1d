/** The calls whose output is read, by the key that tells it, and what the files of one account and Region share. */
import { push } from '../../base/memo.ts';
import { table } from '../../base/table.ts';

export interface Call {
  /** As on the AWS CLI. */
  readonly call: string;
  /** Name of the id in a row; rows with one id are one object. */
  readonly id: string;
  /** The name of the rows in messages: "the export holds every route table". */
  readonly noun: string;
  /** The member of the answer that holds it, if several calls share it. Null if the answer itself is the object. */
  readonly under?: string | null;
  /** Fields that each row has, where other documents have a member of that name, too. */
  readonly has?: readonly string[];
}

/** Keys that hold a list of objects. */
const LISTS = table({
  VpcEndpoints: { call: 'describe-vpc-endpoints', id: 'VpcEndpointId', noun: 'endpoint' },
  InstanceConnectEndpoints: {
    call: 'describe-instance-connect-endpoints',
    id: 'InstanceConnectEndpointId',
    noun: 'EC2 Instance Connect Endpoint',
  },
  DomainVpcEndpoints: {
    call: 'opensearch describe-vpc-endpoints',
    id: 'VpcEndpointId',
    noun: 'OpenSearch Service-managed VPC endpoint',
    under: 'VpcEndpoints',
    has: ['VpcEndpointId', 'DomainArn'],
  },
  ServerlessVpcEndpoints: {
    call: 'opensearchserverless batch-get-vpc-endpoint',
    id: 'id',
    noun: 'OpenSearch Serverless-managed VPC endpoint',
    under: 'vpcEndpointDetails',
  },
  EndpointAccessList: {
    call: 'redshift describe-endpoint-access',
    id: 'EndpointName',
    noun: 'Redshift-managed VPC endpoint',
  },
  WorkgroupEndpoints: {
    call: 'redshift-serverless list-endpoint-access',
    id: 'endpointName',
    noun: 'Redshift Serverless-managed VPC endpoint',
    under: 'endpoints',
    has: ['endpointName', 'workgroupName'],
  },
  Vpcs: { call: 'describe-vpcs', id: 'VpcId', noun: 'VPC' },
  Subnets: { call: 'describe-subnets', id: 'SubnetId', noun: 'subnet' },
  SecurityGroups: { call: 'describe-security-groups', id: 'GroupId', noun: 'security group' },
  SecurityGroupRules: {
    call: 'describe-security-group-rules',
    id: 'SecurityGroupRuleId',
    noun: 'security group rule',
  },
  SecurityGroupVpcAssociations: {
    call: 'describe-security-group-vpc-associations',
    id: '',
    noun: 'association of a security group with a VPC',
  },
  RouteTables: { call: 'describe-route-tables', id: 'RouteTableId', noun: 'route table' },
  NetworkAcls: { call: 'describe-network-acls', id: 'NetworkAclId', noun: 'network ACL' },
  NetworkInterfaces: { call: 'describe-network-interfaces', id: 'NetworkInterfaceId', noun: 'network interface' },
  Reservations: { call: 'describe-instances', id: 'ReservationId', noun: 'instance' },
  Instances: { call: 'describe-instances', id: 'InstanceId', noun: 'instance' },
  DhcpOptions: { call: 'describe-dhcp-options', id: 'DhcpOptionsId', noun: 'set of DHCP options' },
  // Two calls answer under this key, each with half of what a list is.
  PrefixLists: { call: 'describe-managed-prefix-lists', id: '', noun: 'prefix list' },
  Entries: { call: 'get-managed-prefix-list-entries', id: '', noun: 'prefix list entry', has: ['Cidr'] },
  AvailabilityZones: { call: 'describe-availability-zones', id: 'ZoneName', noun: 'zone', has: ['RegionName'] },
  NatGateways: { call: 'describe-nat-gateways', id: 'NatGatewayId', noun: 'NAT gateway' },
  InternetGateways: { call: 'describe-internet-gateways', id: 'InternetGatewayId', noun: 'internet gateway' },
  EgressOnlyInternetGateways: {
    call: 'describe-egress-only-internet-gateways',
    id: 'EgressOnlyInternetGatewayId',
    noun: 'egress-only internet gateway',
  },
  VpnGateways: { call: 'describe-vpn-gateways', id: 'VpnGatewayId', noun: 'VPN gateway' },
  VpcPeeringConnections: {
    call: 'describe-vpc-peering-connections',
    id: 'VpcPeeringConnectionId',
    noun: 'peering connection',
  },
  TransitGatewayVpcAttachments: {
    call: 'describe-transit-gateway-vpc-attachments',
    id: 'TransitGatewayAttachmentId',
    noun: 'transit gateway attachment',
  },
  ServiceConfigurations: {
    call: 'describe-vpc-endpoint-service-configurations',
    id: 'ServiceId',
    noun: 'endpoint service',
  },
  // A service may have a row for each type under one name, so no single field is an id.
  ServiceDetails: { call: 'describe-vpc-endpoint-services', id: '', noun: 'service' },
  AllowedPrincipals: { call: 'describe-vpc-endpoint-service-permissions', id: '', noun: 'allowed principal' },
  VpcEndpointConnections: { call: 'describe-vpc-endpoint-connections', id: '', noun: 'endpoint connection' },
  HostedZones: { call: 'route53 list-hosted-zones', id: 'Id', noun: 'hosted zone' },
  HostedZoneSummaries: {
    call: 'route53 list-hosted-zones-by-vpc',
    id: 'HostedZoneId',
    noun: 'hosted zone',
  },
  ResourceRecordSets: { call: 'route53 list-resource-record-sets', id: '', noun: 'record' },
  ResolverRules: { call: 'route53resolver list-resolver-rules', id: 'Id', noun: 'resolver rule' },
  ResolverRuleAssociations: {
    call: 'route53resolver list-resolver-rule-associations',
    id: 'Id',
    noun: 'resolver rule association',
  },
  ProfileAssociations: { call: 'route53profiles list-profile-associations', id: 'Id', noun: 'profile association' },
  ProfileResourceAssociations: {
    call: 'route53profiles list-profile-resource-associations',
    id: 'Id',
    noun: 'profile resource association',
  },
  LoadBalancers: { call: 'elbv2 describe-load-balancers', id: 'LoadBalancerArn', noun: 'load balancer' },
  Listeners: { call: 'elbv2 describe-listeners', id: 'ListenerArn', noun: 'listener' },
  ClientVpnEndpoints: {
    call: 'describe-client-vpn-endpoints',
    id: 'ClientVpnEndpointId',
    noun: 'Client VPN endpoint',
  },
  ClientVpnTargetNetworks: {
    call: 'describe-client-vpn-target-networks',
    id: 'AssociationId',
    noun: 'target network of a Client VPN endpoint',
  },
  CoreNetworkAttachments: {
    call: 'networkmanager list-attachments',
    id: 'AttachmentId',
    noun: 'attachment to a core network',
    under: 'Attachments',
    has: ['CoreNetworkId', 'AttachmentType'],
  },
  ResolverEndpoints: { call: 'route53resolver list-resolver-endpoints', id: 'Id', noun: 'resolver endpoint' },
  RestApis: {
    call: 'apigateway get-rest-apis',
    id: 'id',
    noun: 'REST API',
    under: 'items',
    has: ['id', 'endpointConfiguration'],
  },
  DomainNameAccessAssociations: {
    call: 'apigateway get-domain-name-access-associations',
    id: 'domainNameAccessAssociationArn',
    noun: 'access association of a domain name',
    under: 'items',
    has: ['domainNameAccessAssociationArn'],
  },
  ResourceGateways: {
    call: 'vpc-lattice list-resource-gateways',
    id: 'arn',
    noun: 'resource gateway',
    under: 'items',
    has: ['arn', 'vpcIdentifier', 'subnetIds'],
  },
  EcsServices: {
    call: 'ecs describe-services',
    id: 'serviceArn',
    noun: 'service of ECS',
    under: 'services',
    has: ['serviceArn', 'clusterArn'],
  },
  PodIdentityAssociations: {
    call: 'eks list-pod-identity-associations',
    id: 'associationArn',
    noun: 'association of a pod identity',
    under: 'associations',
    has: ['clusterName', 'associationArn'],
  },
  Functions: { call: 'lambda list-functions', id: 'FunctionArn', noun: 'function', has: ['FunctionArn'] },
  EventSourceMappings: { call: 'lambda list-event-source-mappings', id: 'UUID', noun: 'event source mapping' },
  ClusterInfoList: { call: 'kafka list-clusters-v2', id: 'ClusterArn', noun: 'cluster of MSK' },
  OpenIDConnectProviderList: { call: 'iam list-open-id-connect-providers', id: 'Arn', noun: 'OIDC provider' },
  RoleDetailList: { call: 'iam get-account-authorization-details', id: 'Arn', noun: 'role' },
  ManagedPolicies: {
    call: 'iam get-account-authorization-details',
    id: 'Arn',
    noun: 'managed policy',
    under: 'Policies',
    has: ['Arn', 'PolicyVersionList'],
  },
}) satisfies Record<string, Call>;

/** Keys of documents that are about one object. */
const SINGLES = table({
  VpcEndpoint: { call: 'create-vpc-endpoint', id: 'VpcEndpointId', noun: 'endpoint' },
  HostedZone: { call: 'route53 get-hosted-zone', id: '', noun: 'hosted zone' },
  EnableDnsSupport: { call: 'describe-vpc-attribute', id: '', noun: 'VPC attribute' },
  EnableDnsHostnames: { call: 'describe-vpc-attribute', id: '', noun: 'VPC attribute' },
  Nodegroup: {
    call: 'eks describe-nodegroup',
    id: 'nodegroupArn',
    noun: 'node group',
    under: 'nodegroup',
    has: ['nodegroupArn'],
  },
  EksCluster: {
    call: 'eks describe-cluster',
    id: 'arn',
    noun: 'cluster of EKS',
    under: 'cluster',
    has: ['arn', 'resourcesVpcConfig'],
  },
  FargateProfile: {
    call: 'eks describe-fargate-profile',
    id: 'fargateProfileArn',
    noun: 'Fargate profile',
    under: 'fargateProfile',
    has: ['fargateProfileArn'],
  },
  TaskDefinition: {
    call: 'ecs describe-task-definition',
    id: 'taskDefinitionArn',
    noun: 'task definition',
    under: 'taskDefinition',
    has: ['taskDefinitionArn'],
  },
  ClusterInfo: { call: 'kafka describe-cluster-v2', id: 'ClusterArn', noun: 'cluster of MSK', has: ['ClusterArn'] },
  SagemakerDomain: {
    call: 'sagemaker describe-domain',
    id: 'DomainId',
    noun: 'SageMaker domain',
    under: null,
    has: ['DomainId', 'DomainArn', 'SubnetIds'],
  },
  ResourceConfiguration: {
    call: 'vpc-lattice get-resource-configuration',
    id: 'arn',
    noun: 'resource configuration',
    under: null,
    has: ['arn', 'resourceConfigurationDefinition'],
  },
  ResourceGateway: {
    call: 'vpc-lattice get-resource-gateway',
    id: 'arn',
    noun: 'resource gateway',
    under: null,
    has: ['arn', 'vpcId', 'subnetIds', 'securityGroupIds', 'ipAddressType'],
  },
  RolePolicy: {
    call: 'iam get-role-policy',
    id: '',
    noun: 'policy of a role',
    under: null,
    has: ['RoleName', 'PolicyName', 'PolicyDocument'],
  },
}) satisfies Record<string, Call>;

export type ListKey = keyof typeof LISTS;
export type SingleKey = keyof typeof SINGLES;
export type Key = ListKey | SingleKey;

export function isListKey(key: string): key is ListKey {
  return Object.hasOwn(LISTS, key);
}

export function callOf(key: Key): Call {
  return isListKey(key) ? LISTS[key] : SINGLES[key];
}

/** The keys that a member of an answer may hold. */
export function keysUnder(member: string): readonly Key[] {
  return BY_MEMBER.get(member) ?? [];
}

const BY_MEMBER: ReadonlyMap<string, readonly Key[]> = byMember();

function byMember(): Map<string, Key[]> {
  const found = new Map<string, Key[]>();
  for (const key of [...Object.keys(LISTS), ...Object.keys(SINGLES)] as Key[]) {
    const { under = key } = callOf(key);
    if (under !== null) push(found, under, key);
  }
  return found;
}

/** Objects that are the whole answer, recognized by their fields. */
export const WHOLE_ANSWERS: readonly SingleKey[] = (Object.keys(SINGLES) as SingleKey[]).filter(
  (key) => callOf(key).under === null,
);

/** Objects below the member that identifies them, not beside it. */
export function isInner(key: SingleKey): boolean {
  return key === 'VpcEndpoint' || callOf(key).has !== undefined;
}

/** Route 53, IAM and Network Manager answer for the whole account, not for a Region. */
export const GLOBAL: ReadonlySet<Key> = new Set<Key>([
  'HostedZones',
  'HostedZoneSummaries',
  'ResourceRecordSets',
  'HostedZone',
  'CoreNetworkAttachments',
  'OpenIDConnectProviderList',
  'RoleDetailList',
  'ManagedPolicies',
  'RolePolicy',
]);

/** Ids in the names of files, where the body does not name its owner: `describe-vpc-attribute.vpc-0a1b2c3d.enableDnsSupport.json`. */
export const IDS_IN_NAMES = table({
  vpc: /(?<![0-9a-z])vpc-[0-9a-f]{8,17}(?![0-9a-z-])/,
  service: /(?<![0-9a-z])vpce-svc-[0-9a-z]+/,
  prefixList: /(?<![0-9a-z])pl-[0-9a-f]{8,17}(?![0-9a-z-])/,
  hostedZone: /(?<![0-9A-Za-z])Z[0-9A-Z]{5,}(?![0-9A-Za-z])/,
});

/** Which list a bare array is, by the ids its rows have; the first that fits. */
export const BY_ID: readonly (readonly [ids: readonly string[], key: ListKey])[] = [
  [['VpcEndpointId', 'ServiceId'], 'VpcEndpointConnections'],
  [['VpcEndpointId'], 'VpcEndpoints'],
  [['InstanceConnectEndpointId'], 'InstanceConnectEndpoints'],
  [['SecurityGroupRuleId'], 'SecurityGroupRules'],
  [['NetworkInterfaceId'], 'NetworkInterfaces'],
  [['InstanceId'], 'Instances'],
  [['NatGatewayId'], 'NatGateways'],
  [['RouteTableId', 'Routes'], 'RouteTables'],
  [['NetworkAclId', 'Entries'], 'NetworkAcls'],
  [['GroupId', 'GroupName'], 'SecurityGroups'],
  [['SubnetId', 'CidrBlock'], 'Subnets'],
  [['SubnetId', 'AvailabilityZone'], 'Subnets'],
  [['VpcId', 'CidrBlock'], 'Vpcs'],
  [['ServiceName', 'ServiceId', 'AcceptanceRequired', 'ServiceState'], 'ServiceConfigurations'],
  [['LoadBalancerArn', 'Type'], 'LoadBalancers'],
  [['ServiceName', 'ServiceType'], 'ServiceDetails'],
];
