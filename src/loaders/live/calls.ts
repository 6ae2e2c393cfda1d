/**
 * Every API call that `audit` and `snapshot` make: the one list that the reader goes by and that docs/live.md, with the
 * IAM policy in it, is generated from. Nothing here changes anything, and nothing is here that no rule needs.
 */
import { table } from '../../base/table.ts';

export type Service =
  | 'config'
  | 'ec2'
  | 'elbv2'
  | 'organizations'
  | 'route53'
  | 'route53profiles'
  | 'route53resolver'
  | 'sts';

/** When a call is made; a region without endpoints needs few. */
export type Scope =
  | 'organization'
  | 'aggregator'
  | 'account'
  | 'region'
  | 'region-with-endpoints'
  | 'services-in-use'
  | 'vpc-in-use'
  | 'groups-in-use'
  | 'prefix-list-in-use'
  | 'endpoint-service'
  | 'load-balancer'
  | 'zone'
  | 'profile'
  | 'zone-of-profile';

export interface Paging {
  /** Parameter for the size of a page, and the most the API takes. */
  readonly size: readonly [parameter: string, most: number];
  /** Fields of an answer that say where the next page begins, with the parameters they go into. */
  readonly tokens: readonly (readonly [answered: string, parameter: string])[];
  /** Field that says whether there is one, where tokens alone do not. */
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
  /** What it is read for. */
  readonly use: string;
  /**
   * Without permission for it the run is still whole: what needs it is undecided. `anyhow`: so it is where nobody answers
   * it; not every Region and no substitute for the API has that service.
   */
  readonly optional?: 'permission' | 'anyhow';
}

function ec2Pages(most: number): Paging {
  return { size: ['MaxResults', most], tokens: [['NextToken', 'NextToken']] };
}

function ec2(name: string, key: string | null, scope: Scope, use: string, paging: Paging | null = ec2Pages(1000)) {
  return { service: 'ec2', name, key, paging, scope, use } as const satisfies LiveCall;
}

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
  subnets: ec2('DescribeSubnets', 'Subnets', 'region', 'zones and ranges'),
  routeTables: ec2('DescribeRouteTables', 'RouteTables', 'region', 'routes and the subnets they serve', ec2Pages(100)),
  natGateways: ec2('DescribeNatGateways', 'NatGateways', 'region', 'ways out of the VPCs'),
  internetGateways: ec2('DescribeInternetGateways', 'InternetGateways', 'region', 'ways out of the VPCs'),
  vpnGateways: ec2('DescribeVpnGateways', 'VpnGateways', 'region', 'ways into the VPCs', null),
  transitGateways: ec2(
    'DescribeTransitGatewayVpcAttachments',
    'TransitGatewayVpcAttachments',
    'region',
    'ways into and out of the VPCs',
  ),
  peerings: ec2('DescribeVpcPeeringConnections', 'VpcPeeringConnections', 'region', 'ways into and out of the VPCs'),
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
    "what else uses the endpoints' groups, and the groups they admit",
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
  ec2: 'ec2',
  config: 'config',
  elbv2: 'elasticloadbalancing',
  organizations: 'organizations',
  route53: 'route53',
  route53profiles: 'route53profiles',
  route53resolver: 'route53resolver',
  sts: 'sts',
});

/** The permission it takes, which is also what reports call it: `ec2:DescribeVpcs`. */
export function actionOf({ service, name }: LiveCall): string {
  return `${IAM_PREFIX[service]}:${name}`;
}

/** As on the AWS CLI and in the describe loader: `describe-vpcs`, `route53 list-hosted-zones-by-vpc`. */
export function cliName({ service, name }: LiveCall): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
  return service === 'ec2' ? words : `${service} ${words}`;
}

/** The file of a snapshot that holds its answer; `about` is what the call is about, where it is made more than once. */
export function fileName(call: LiveCall, ...about: readonly string[]): string {
  return `${[cliName(call).replace(' ', '-'), ...about].join('.')}.json`;
}
