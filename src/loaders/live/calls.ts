/**
 * Every API call that `audit` and `snapshot` make. The reader uses this one list, and docs/live.md and its IAM policy
 * are generated from it. No call here changes anything, and rules need every call.
 */
import { table } from '../../base/table.ts';
import type { Rank } from './limit.ts';

export type Service =
  | 'apigateway'
  | 'config'
  | 'ec2'
  | 'ecs'
  | 'eks'
  | 'elbv2'
  | 'iam'
  | 'kafka'
  | 'lambda'
  | 'networkmanager'
  | 'organizations'
  | 'route53'
  | 'route53profiles'
  | 'route53resolver'
  | 'sagemaker'
  | 'sts'
  | 'vpc-lattice';

/** When a call is made; a region without endpoints needs few. */
export type Scope =
  | 'organization'
  | 'aggregator'
  | 'account'
  | 'region'
  | 'region-with-vpcs'
  | 'region-with-endpoints'
  | 'services-in-use'
  | 'vpc-in-use'
  | 'groups-in-use'
  | 'prefix-list-in-use'
  | 'endpoint-service'
  | 'load-balancer'
  | 'zone'
  | 'profile'
  | 'zone-of-profile'
  | 'account-with-endpoints'
  | 'interface-in-use'
  | 'inbound-only'
  | 'client-vpn'
  | 'resource'
  | 'resource-gateway'
  | 'shut-in'
  | 'eks-cluster'
  | 'eks-cluster-shut-in'
  | 'node-group'
  | 'fargate-profile'
  | 'account-with-node-groups'
  | 'ecs-cluster'
  | 'ecs-service'
  | 'task-definition'
  | 'kafka-cluster'
  | 'sagemaker-domain';

export interface Paging {
  /** Parameter for the size of a page, and the most the API accepts. */
  readonly size: readonly [parameter: string, most: number];
  /** Fields of an answer that say where the next page begins, with the parameters they go into. */
  readonly tokens: readonly (readonly [answered: string, parameter: string])[];
  /** Field that says whether there is a next page, if tokens do not say it. */
  readonly more?: string;
}

export interface LiveCall {
  readonly service: Service;
  /** As the API names it. */
  readonly name: string;
  /** The list in its answer; the describe loader knows documents by it. Null: its answer is about one object. */
  readonly key: string | null;
  /** Null: answered whole. */
  readonly paging: Paging | null;
  readonly scope: Scope;
  /** The reason for the call. */
  readonly use: string;
  /**
   * Without permission for it, the run is still complete, and what needs it is undecided. `anyhow`: the same if nothing
   * answers it, because some Regions and all substitutes for the API lack that service.
   */
  readonly optional?: 'permission' | 'anyhow';
  /** The permission, where it is not called as the call is. */
  readonly permission?: string;
  /** Whether its answer may leave out a list that is empty. */
  readonly sparse?: true;
}

function ec2Pages(most: number): Paging {
  return { size: ['MaxResults', most], tokens: [['NextToken', 'NextToken']] };
}

function ec2(name: string, key: string | null, scope: Scope, use: string, paging: Paging | null = ec2Pages(1000)) {
  return { service: 'ec2', name, key, paging, scope, use } as const satisfies LiveCall;
}

/** A call of a service that not every Region, and no substitute for the API, has to have. */
function anyhow(
  service: Service,
  name: string,
  key: string | null,
  scope: Scope,
  use: string,
  paging: Paging | null = null,
) {
  return { service, name, key, paging, scope, use, optional: 'anyhow' } as const satisfies LiveCall;
}

const EKS_PAGES: Paging = { size: ['maxResults', 100], tokens: [['nextToken', 'nextToken']] };
const POSITIONS: Paging = { size: ['limit', 500], tokens: [['position', 'position']] };
const API_GATEWAY = { permission: 'apigateway:GET', sparse: true } as const;

const RESOLVER_PAGES: Paging = { size: ['MaxResults', 100], tokens: [['NextToken', 'NextToken']] };

export const CALLS = table({
  identity: {
    service: 'sts',
    name: 'GetCallerIdentity',
    key: null,
    paging: null,
    scope: 'account',
    use: 'which account the credentials are of',
  },
  regions: ec2('DescribeRegions', 'Regions', 'account', 'enabled Regions, for `--region all`', null),
  endpoints: ec2('DescribeVpcEndpoints', 'VpcEndpoints', 'region', 'the endpoints'),
  services: ec2(
    'DescribeVpcEndpointServiceConfigurations',
    'ServiceConfigurations',
    'region',
    "the account's own endpoint services",
  ),
  vpcs: ec2('DescribeVpcs', 'Vpcs', 'region', 'owner and ranges of the VPCs'),
  subnets: ec2('DescribeSubnets', 'Subnets', 'region-with-vpcs', 'zones and ranges'),
  routeTables: ec2(
    'DescribeRouteTables',
    'RouteTables',
    'region-with-vpcs',
    'routes and the subnets they serve',
    ec2Pages(100),
  ),
  natGateways: ec2('DescribeNatGateways', 'NatGateways', 'region-with-vpcs', 'ways out of the VPCs'),
  internetGateways: ec2('DescribeInternetGateways', 'InternetGateways', 'region-with-vpcs', 'ways out of the VPCs'),
  vpnGateways: ec2('DescribeVpnGateways', 'VpnGateways', 'region-with-vpcs', 'ways into the VPCs', null),
  transitGateways: ec2(
    'DescribeTransitGatewayVpcAttachments',
    'TransitGatewayVpcAttachments',
    'region-with-vpcs',
    'ways into and out of the VPCs',
  ),
  peerings: ec2(
    'DescribeVpcPeeringConnections',
    'VpcPeeringConnections',
    'region-with-vpcs',
    'ways into and out of the VPCs',
  ),
  zones: ec2('DescribeAvailabilityZones', 'AvailabilityZones', 'region-with-endpoints', 'ids and types of zones', null),
  groups: ec2('DescribeSecurityGroups', 'SecurityGroups', 'region-with-endpoints', 'what may reach the endpoints'),
  groupAssociations: {
    ...ec2(
      'DescribeSecurityGroupVpcAssociations',
      'SecurityGroupVpcAssociations',
      'region-with-endpoints',
      'other VPCs in which security groups may be used',
    ),
    optional: 'anyhow',
  },
  acls: ec2('DescribeNetworkAcls', 'NetworkAcls', 'region-with-endpoints', 'what may reach the endpoints'),
  dhcpOptions: ec2('DescribeDhcpOptions', 'DhcpOptions', 'region-with-endpoints', 'the DNS servers of the VPCs'),
  prefixLists: ec2(
    'DescribeManagedPrefixLists',
    'PrefixLists',
    'region-with-endpoints',
    'names and owners of prefix lists',
    ec2Pages(100),
  ),
  serviceDetails: ec2(
    'DescribeVpcEndpointServices',
    'ServiceDetails',
    'services-in-use',
    'zones, private names and address types of the services that endpoints lead to',
  ),
  attribute: ec2('DescribeVpcAttribute', null, 'vpc-in-use', '`enableDnsSupport` and `enableDnsHostnames`', null),
  interfaces: ec2(
    'DescribeNetworkInterfaces',
    'NetworkInterfaces',
    'groups-in-use',
    "other uses of the endpoints' security groups, and of the groups they allow",
  ),
  prefixListEntries: ec2(
    'GetManagedPrefixListEntries',
    'Entries',
    'prefix-list-in-use',
    "ranges of the prefix lists in the groups' rules",
    ec2Pages(100),
  ),
  permissions: ec2(
    'DescribeVpcEndpointServicePermissions',
    'AllowedPrincipals',
    'endpoint-service',
    'who may connect to an endpoint service',
  ),
  loadBalancers: {
    service: 'elbv2',
    name: 'DescribeLoadBalancers',
    key: 'LoadBalancers',
    // Load balancers asked for by ARN, at most twenty at once, come in one page.
    paging: { size: ['PageSize', 400], tokens: [['NextMarker', 'Marker']] },
    scope: 'endpoint-service',
    use: 'zones of the load balancers behind an endpoint service',
    optional: 'permission',
  },
  listeners: {
    service: 'elbv2',
    name: 'DescribeListeners',
    key: 'Listeners',
    paging: { size: ['PageSize', 400], tokens: [['NextMarker', 'Marker']] },
    scope: 'load-balancer',
    use: 'ports of the load balancers whose security groups count for PrivateLink',
    optional: 'permission',
  },
  hostedZones: {
    service: 'route53',
    name: 'ListHostedZonesByVPC',
    key: 'HostedZoneSummaries',
    paging: { size: ['MaxItems', 100], tokens: [['NextToken', 'NextToken']] },
    scope: 'vpc-in-use',
    use: 'private hosted zones that answer in the VPC',
    optional: 'permission',
  },
  records: {
    service: 'route53',
    name: 'ListResourceRecordSets',
    key: 'ResourceRecordSets',
    paging: {
      size: ['MaxItems', 300],
      tokens: [
        ['NextRecordName', 'StartRecordName'],
        ['NextRecordType', 'StartRecordType'],
        ['NextRecordIdentifier', 'StartRecordIdentifier'],
      ],
      more: 'IsTruncated',
    },
    scope: 'zone',
    use: "records of those zones that are the account's",
    optional: 'permission',
  },
  resolverRules: {
    service: 'route53resolver',
    name: 'ListResolverRules',
    key: 'ResolverRules',
    paging: RESOLVER_PAGES,
    scope: 'region-with-endpoints',
    use: 'names that the VPC resolver asks others for',
    optional: 'permission',
  },
  resolverAssociations: {
    service: 'route53resolver',
    name: 'ListResolverRuleAssociations',
    key: 'ResolverRuleAssociations',
    paging: RESOLVER_PAGES,
    scope: 'region-with-endpoints',
    use: 'the VPCs of those rules',
    optional: 'permission',
  },
  profileAssociations: {
    service: 'route53profiles',
    name: 'ListProfileAssociations',
    key: 'ProfileAssociations',
    paging: RESOLVER_PAGES,
    scope: 'region-with-endpoints',
    use: 'the VPCs of Route 53 Profiles',
    optional: 'anyhow',
  },
  profileResources: {
    service: 'route53profiles',
    name: 'ListProfileResourceAssociations',
    key: 'ProfileResourceAssociations',
    paging: RESOLVER_PAGES,
    scope: 'profile',
    use: 'hosted zones that a profile brings to its VPCs',
    optional: 'anyhow',
  },
  zoneOfProfile: {
    service: 'route53',
    name: 'GetHostedZone',
    key: null,
    paging: null,
    scope: 'zone-of-profile',
    use: 'name and VPCs of those zones',
    optional: 'permission',
  },
  clientVpns: {
    ...ec2('DescribeClientVpnEndpoints', 'ClientVpnEndpoints', 'region-with-endpoints', 'ways into the VPCs'),
    optional: 'anyhow',
  },
  clientVpnNetworks: {
    ...ec2('DescribeClientVpnTargetNetworks', 'ClientVpnTargetNetworks', 'client-vpn', 'the subnets they lead into'),
    optional: 'anyhow',
  },
  coreNetworks: {
    ...anyhow(
      'networkmanager',
      'ListAttachments',
      'Attachments',
      'account-with-endpoints',
      'VPCs attached to core networks of Cloud WAN',
      { size: ['MaxResults', 500], tokens: [['NextToken', 'NextToken']] },
    ),
    sparse: true,
  },
  restApis: {
    ...anyhow('apigateway', 'GetRestApis', 'items', 'interface-in-use', 'private APIs that name endpoints', POSITIONS),
    ...API_GATEWAY,
  },
  domainAssociations: {
    ...anyhow(
      'apigateway',
      'GetDomainNameAccessAssociations',
      'items',
      'interface-in-use',
      'private domain names that name endpoints',
      POSITIONS,
    ),
    ...API_GATEWAY,
  },
  resolverEndpoints: anyhow(
    'route53resolver',
    'ListResolverEndpoints',
    'ResolverEndpoints',
    'inbound-only',
    'inbound endpoints of the VPC resolver',
    RESOLVER_PAGES,
  ),
  resourceConfiguration: anyhow(
    'vpc-lattice',
    'GetResourceConfiguration',
    null,
    'resource',
    'what endpoints to resources lead to',
  ),
  resourceGateway: anyhow('vpc-lattice', 'GetResourceGateway', null, 'resource-gateway', 'VPC of the resource gateway'),
  eksClusters: anyhow('eks', 'ListClusters', 'clusters', 'shut-in', 'the clusters of EKS', EKS_PAGES),
  eksCluster: anyhow('eks', 'DescribeCluster', null, 'eks-cluster', 'VPC and OIDC issuer of a cluster'),
  nodeGroups: anyhow('eks', 'ListNodegroups', 'nodegroups', 'eks-cluster-shut-in', 'node groups of EKS', EKS_PAGES),
  nodeGroup: anyhow('eks', 'DescribeNodegroup', null, 'node-group', 'subnets of a node group'),
  fargateProfiles: anyhow(
    'eks',
    'ListFargateProfiles',
    'fargateProfileNames',
    'eks-cluster-shut-in',
    'Fargate profiles of EKS',
    EKS_PAGES,
  ),
  fargateProfile: anyhow('eks', 'DescribeFargateProfile', null, 'fargate-profile', 'subnets of a Fargate profile'),
  podIdentities: anyhow(
    'eks',
    'ListPodIdentityAssociations',
    'associations',
    'eks-cluster-shut-in',
    'pods that get roles by EKS Pod Identity',
    EKS_PAGES,
  ),
  oidcProviders: {
    ...anyhow(
      'iam',
      'ListOpenIDConnectProviders',
      'OpenIDConnectProviderList',
      'account-with-node-groups',
      'clusters whose pods get roles by OIDC',
    ),
    sparse: true,
  },
  ecsClusters: anyhow('ecs', 'ListClusters', 'clusterArns', 'shut-in', 'the clusters of ECS', EKS_PAGES),
  ecsServiceNames: anyhow('ecs', 'ListServices', 'serviceArns', 'ecs-cluster', 'services of ECS', EKS_PAGES),
  ecsServices: anyhow('ecs', 'DescribeServices', 'services', 'ecs-service', 'subnets of services on Fargate'),
  taskDefinition: anyhow(
    'ecs',
    'DescribeTaskDefinition',
    null,
    'task-definition',
    'images, logs and secrets of containers',
  ),
  eventSourceMappings: anyhow(
    'lambda',
    'ListEventSourceMappings',
    'EventSourceMappings',
    'shut-in',
    'clusters of MSK that Lambda polls',
    { size: ['MaxItems', 100], tokens: [['NextMarker', 'Marker']] },
  ),
  kafkaCluster: anyhow('kafka', 'DescribeClusterV2', null, 'kafka-cluster', 'subnets of those clusters'),
  sagemakerDomains: anyhow('sagemaker', 'ListDomains', 'Domains', 'shut-in', 'the SageMaker domains', {
    size: ['MaxResults', 100],
    tokens: [['NextToken', 'NextToken']],
  }),
  sagemakerDomain: anyhow('sagemaker', 'DescribeDomain', null, 'sagemaker-domain', 'subnets of a domain'),
}) satisfies Record<string, LiveCall>;

/** Calls that are made before any account is read, with other credentials than these: docs/organization.md has them. */
export const ACROSS = table({
  accounts: {
    service: 'organizations',
    name: 'ListAccounts',
    key: 'Accounts',
    paging: { size: ['MaxResults', 20], tokens: [['NextToken', 'NextToken']] },
    scope: 'organization',
    use: 'the accounts of the organization',
  },
  accountsOfUnit: {
    service: 'organizations',
    name: 'ListAccountsForParent',
    key: 'Accounts',
    paging: { size: ['MaxResults', 20], tokens: [['NextToken', 'NextToken']] },
    scope: 'organization',
    use: 'the accounts of an organizational unit',
  },
  unitsOfUnit: {
    service: 'organizations',
    name: 'ListOrganizationalUnitsForParent',
    key: 'OrganizationalUnits',
    paging: { size: ['MaxResults', 20], tokens: [['NextToken', 'NextToken']] },
    scope: 'organization',
    use: 'the units in an organizational unit',
  },
  aggregate: {
    service: 'config',
    name: 'SelectAggregateResourceConfig',
    key: 'Results',
    paging: { size: ['MaxResults', 100], tokens: [['NextToken', 'NextToken']] },
    scope: 'aggregator',
    use: 'what AWS Config recorded of all accounts',
  },
  recorders: {
    service: 'config',
    name: 'DescribeConfigurationRecorders',
    key: 'ConfigurationRecorders',
    paging: null,
    scope: 'region',
    use: 'which resource types AWS Config records',
    optional: 'anyhow',
  },
}) satisfies Record<string, LiveCall>;

const IAM_PREFIX: Readonly<Record<Service, string>> = table({
  apigateway: 'apigateway',
  ecs: 'ecs',
  eks: 'eks',
  iam: 'iam',
  kafka: 'kafka',
  lambda: 'lambda',
  networkmanager: 'networkmanager',
  sagemaker: 'sagemaker',
  'vpc-lattice': 'vpc-lattice',
  ec2: 'ec2',
  config: 'config',
  elbv2: 'elasticloadbalancing',
  organizations: 'organizations',
  route53: 'route53',
  route53profiles: 'route53profiles',
  route53resolver: 'route53resolver',
  sts: 'sts',
});

/** Its name in reports: `ec2:DescribeVpcs`. */
export function actionOf({ service, name }: LiveCall): string {
  return `${IAM_PREFIX[service]}:${name}`;
}

/** The permission it requires. */
export function permissionOf(call: LiveCall): string {
  return call.permission ?? actionOf(call);
}

/** As on the AWS CLI and in the describe loader: `describe-vpcs`, `route53 list-hosted-zones-by-vpc`. */
export function cliName({ service, name }: LiveCall): string {
  const words = name.replace(/([A-Z])([A-Z][a-z])|([a-z])([A-Z])/g, '$1$3-$2$4').toLowerCase();
  return service === 'ec2' ? words : `${service} ${words}`;
}

/** Calls that lead to others go first, so that the calls that wait for them do not remain until the end. */
export function rankOf({ scope, key }: LiveCall): Rank {
  if (scope === 'account' || key === 'VpcEndpoints' || key === 'Vpcs') return 2;
  const standsAlone = scope === 'region-with-vpcs' || (scope === 'region-with-endpoints' && !LEADING.has(key));
  return standsAlone ? 0 : 1;
}

const LEADING: ReadonlySet<string | null> = new Set(['SecurityGroups', 'ProfileAssociations']);

/** The file of a snapshot that holds its answer; `about` is what the call is about, where it is made more than once. */
export function fileName(call: LiveCall, ...about: readonly string[]): string {
  return `${[cliName(call).replace(' ', '-'), ...about].join('.')}.json`;
}
