/**
 * What each key of `vpce-lint.yaml` and each option of a rule means. `npm run gen` writes it into schema/config.json, where
 * editors show it, and into docs/config.md. A key without a description fails.
 */

/** By the path of the key; `[]` is an element of a list. */
export const KEYS: Readonly<Record<string, string>> = {
  extends:
    'Other configs, read before this file: paths below its directory (`./base.yaml`) or packages in `node_modules`. Settings of this file override theirs. Overrides and suppressions add up.',
  preset:
    'Which rules run: `recommended`, `strict` (also choices that are often right) or `pedantic` (also preferences). `fsbp` and `cis-7.0` run the rules for these frameworks. Default: `recommended`.',
  failOn: 'The lowest level that makes the exit status 1. Default: `warning`.',
  rules:
    'Levels and options of rules. A key is a rule (`dns/custom-resolver`), a family (`dns/*`) or all rules (`*`). The narrower key wins.',
  trust:
    'Whom you trust. Endpoint policies that allow other callers or other resources are reported. Without it, the owner of the endpoint and the accounts and organizations that the policy names are trusted.',
  'trust.organizations': 'IDs of your AWS organizations. Their accounts may call, and their resources may be used.',
  'trust.organizationPaths': 'Paths of organizational units whose accounts may call. A path may have wildcards.',
  'trust.accounts': 'IDs of accounts that may call and whose resources may be used. Quote them.',
  'trust.principals': 'ARNs of roles and users that may call. An ARN may have wildcards.',
  'trust.resourceAccounts': 'IDs of more accounts whose resources may be used. Quote them.',
  'trust.resourceOrganizations': 'IDs of more organizations whose resources may be used.',
  'trust.buckets':
    'Names of S3 buckets that may be used. If given, every other bucket that a policy names is reported. `*` stands for any text.',
  context:
    'What other stacks have: describe output, snapshots and states. They are read but not checked. Paths and globs are relative to this file.',
  overrides: 'Other levels and options for some endpoints.',
  'overrides[].match': 'Which endpoints: every key must match.',
  'overrides[].rules': 'Levels and options of rules for these endpoints.',
  'overrides[].reason': 'Why. It is for readers of the config.',
  suppressions: 'Findings that you accept. They are not reported and do not count for the exit status.',
  'suppressions[].rule': 'The rule or family whose findings are suppressed.',
  'suppressions[].match': 'Which endpoints, by the keys of `overrides[].match`: every key must match. Default: all.',
  'suppressions[].reason': 'Why the finding is accepted. A suppression without a reason is reported as a note.',
  'suppressions[].until': 'The last day of the suppression, as YYYY-MM-DD. After it the finding is reported again.',
};

/** Of `match`, in overrides and suppressions. */
export const MATCH: Readonly<Record<string, string>> = {
  address: 'Terraform address, CloudFormation logical ID or CDK path. `*` stands for any text.',
  id: 'ID in AWS, such as `vpce-0a1b2c3d4e5f60718`. `*` stands for any text.',
  service: 'Service key, such as `kms` or `ecr.api`, or full service name. `*` stands for any text.',
  vpc: 'Address or ID of the VPC. `*` stands for any text.',
  tag: 'Tag as `key` or `key=value`. `*` stands for any text.',
  account: 'Account ID. Quote it.',
  region: 'Region, such as `eu-west-1`. `*` stands for any text.',
};

/** By rule and option. */
export const OPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'availability/az-coverage-gap': {
    enoughZones: 'An endpoint in this many Availability Zones is enough, even if the VPC has more.',
  },
  'availability/dead-endpoint': {
    pendingDays: 'Days that an endpoint may wait for acceptance before it is reported.',
  },
  'availability/single-az': { minZones: 'The fewest Availability Zones that an endpoint must have.' },
  'coverage/duplicate-endpoint': { services: 'Services that may have several endpoints in one VPC.' },
  'coverage/missing-companion': { fargateOnly: 'Whether all ECS tasks run on Fargate.' },
  'coverage/nat-without-gateway-endpoint': {
    services: 'Services that need a gateway endpoint.',
    interfaceInstead: 'Whether an interface endpoint with private DNS is enough.',
  },
  'coverage/quota-near': {
    perVpc: 'Your quota of interface and Gateway Load Balancer endpoints per VPC.',
    gatewaysPerRegion: 'Your quota of gateway endpoints per Region.',
    percent: 'Percentage of a quota from which its use is reported.',
  },
  'coverage/repeated-across-vpcs': {
    vpcs: 'Report a service only if at least this many VPCs of a Region have an endpoint for it.',
  },
  'coverage/required-service': {
    services: 'Services for which every VPC must have an endpoint: `ec2`, `ecr.api`, or full service names.',
  },
  'dns/custom-resolver': { forwardersChecked: 'Whether the DNS servers forward private names to the VPC resolver.' },
  'dns/execute-api-hides-public-apis': {
    onlyPrivateApis: 'Whether clients in the VPC call only private APIs of API Gateway.',
  },
  'dns/private-dns-disabled': {
    hubTags: 'Tags (`key` or `key=value`) of central endpoints. Private hosted zones resolve their names.',
  },
  'dns/s3-interface-shadows-gateway': {
    intended: 'Whether all S3 traffic is meant to use the interface endpoint.',
  },
  'dns/zone-shadows-services': {
    wildcardProxy: 'Whether a zone with a `*` record that points to a proxy is intended.',
  },
  'dns/zone-stale-target': { singleAccount: 'Whether every endpoint is in the account of the input.' },
  'reachability/nacl-blocks-return': {
    firstClientPort: 'The lowest port from which clients connect, for the replies in network ACLs.',
  },
  'validity/missing-name-tag': { required: 'Tags that every endpoint must have.' },
};
