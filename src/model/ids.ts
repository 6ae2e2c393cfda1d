import type { NounKind } from './nouns/index.ts';

/** Objects whose ids tell what they are: `subnet-0a1b`. */
const PREFIXES: readonly (readonly [prefix: string, what: string, kind?: NounKind])[] = [
  ['vpc-', 'a VPC', 'vpc'],
  ['subnet-', 'a subnet', 'subnet'],
  ['sg-', 'a security group', 'security-group'],
  ['rtb-', 'a route table', 'route-table'],
  ['pl-', 'a prefix list', 'prefix-list'],
  ['vpce-', 'an endpoint', 'endpoint'],
  ['vpce-svc-', 'an endpoint service', 'endpoint-service'],
  ['acl-', 'a network ACL', 'network-acl'],
  ['dopt-', 'a set of DHCP options', 'dhcp-options'],
  ['eni-', 'a network interface'],
  ['igw-', 'an internet gateway'],
  ['eigw-', 'an egress-only internet gateway'],
  ['nat-', 'a NAT gateway'],
  ['tgw-', 'a transit gateway'],
  ['vgw-', 'a VPN gateway'],
  ['pcx-', 'a peering connection'],
  ['eipalloc-', 'an Elastic IP address'],
  ['arn:', 'something that has an ARN'],
];

/** Kinds that are named by one of these ids and nothing else. */
const BY_ID: ReadonlySet<NounKind> = new Set([
  'vpc',
  'subnet',
  'security-group',
  'route-table',
  'prefix-list',
  'endpoint',
  'network-acl',
  'dhcp-options',
]);

/** What an id names, in words, where its form says that it is not of this kind; undefined if it may be. */
export function otherThan(kind: NounKind, id: string): string | undefined {
  if (!BY_ID.has(kind)) return undefined;
  let found: (typeof PREFIXES)[number] | undefined;
  for (const each of PREFIXES) if (id.startsWith(each[0]) && each[0].length > (found?.[0].length ?? 0)) found = each;
  return found === undefined || found[2] === kind ? undefined : found[1];
}

/** What objects of a kind are called: "a subnet". */
export function oneOf(kind: NounKind): string {
  if (kind === 'attachment') return 'a network interface';
  if (kind === 'rest-api') return 'a REST API';
  if (kind === 'dns-profile') return 'a Route 53 Profile';
  return PREFIXES.find((each) => each[2] === kind)?.[1] ?? `a ${kind.replaceAll('-', ' ')}`;
}

/** The same of one more: "another subnet". */
export function anotherOf(kind: NounKind): string {
  return oneOf(kind).replace(/^an? /, 'another ');
}
