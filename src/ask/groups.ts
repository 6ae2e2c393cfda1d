import { oncePer, push } from '../base/memo.ts';
import {
  all,
  type Bag,
  type Endpoint,
  type Fact,
  type IngressRule,
  inVpc,
  is,
  isEmpty,
  type Network,
  oncePerVpc,
  type Ref,
  type SecurityGroup,
  type Source,
  type Subnet,
  type Tri,
} from '../model/index.ts';
import type { Guarded } from './any-endpoint.ts';
import { whyOutside } from './in-input.ts';
import { subnetsOf } from './zones.ts';

/** The security groups of an endpoint in the input, and why some of its rules may be missing. */
export interface AttachedGroups {
  readonly sure: readonly SecurityGroup[];
  readonly maybe: readonly SecurityGroup[];
  /** Why a security group or some of its rules are missing; null if all are here. */
  readonly open: string | null;
}

/** The groups that the input holds, and why one of them is missing. */
const groupsIn = oncePer(({ groups }: Guarded): AttachedGroups => {
  let open = groups.open;
  const pick = (refs: readonly Ref<SecurityGroup>[]) => {
    const out: SecurityGroup[] = [];
    for (const ref of refs) {
      if (ref.is === 'entity') out.push(ref.to);
      else open ??= whyOutside(ref, 'security group');
    }
    return out;
  };
  return { sure: pick(groups.sure), maybe: pick(groups.maybe), open };
});

export const attachedGroups = oncePer((guarded: Guarded): AttachedGroups => {
  const found = groupsIn(guarded);
  let { open } = found;
  for (const group of [...found.sure, ...found.maybe]) open ??= group.ingress.open;
  return { ...found, open };
});

/** All inbound rules of an endpoint. Security groups add up. */
export const ingressOf = oncePer((guarded: Guarded) => rulesOf(guarded, 'ingress'));

/** All outbound rules of an endpoint. */
export const egressOf = oncePer((guarded: Guarded) => rulesOf(guarded, 'egress'));

function rulesOf(guarded: Guarded, way: 'ingress' | 'egress'): Bag<IngressRule> {
  const { sure, maybe, open } = groupsIn(guarded);
  return {
    sure: sure.flatMap((g) => g[way].sure),
    maybe: [...sure.flatMap((g) => g[way].maybe), ...maybe.flatMap((g) => [...g[way].sure, ...g[way].maybe])],
    open: open ?? [...sure, ...maybe].find((g) => g[way].open !== null)?.[way].open ?? null,
    at: guarded.groups.at,
  };
}

/** Whether a source has an address family of the endpoint, so that it can be a client. */
export function familyCounts(endpoint: Endpoint, net: Network): (source: Source) => Tri {
  const four = hasFamily(endpoint, net, 4);
  const six = hasFamily(endpoint, net, 6);
  return (source) => (source.is === 'cidr' ? (source.family === 4 ? four : six) : 'yes');
}

/**
 * Whether the network interfaces of the endpoint have addresses of a family. Without a type AWS derives it from the subnets:
 * IPv4 if all have IPv4 ranges, and only IPv6 if they have nothing else.
 */
export function hasFamily(endpoint: Endpoint, net: Network, family: 4 | 6): Tri {
  const { ipAddressType: type } = endpoint;
  // The written type counts, not the subnets. AWS rejects a mismatch, which transport/ reports.
  if (!type.known) return 'unknown';
  if (type.value !== null) {
    if (type.value === 'dualstack') return 'yes';
    return (type.value === 'ipv4' && family === 4) || (type.value === 'ipv6' && family === 6) ? 'yes' : 'no';
  }
  const named = namedSubnets(endpoint);
  const has = named ? familiesOf(named) : familiesIn(endpoint.vpc, net);
  const answer = family === 4 ? has.four : has.six;
  if (answer !== 'unknown' || !isOnlyFour(endpoint.vpc, net) || named?.some(isOfIpv6)) return answer;
  return family === 4 ? 'yes' : 'no';
}

/** Whether a VPC surely has no IPv6 range, so that all of its subnets are for IPv4. */
const isOnlyFour = oncePerVpc(
  (vpc, net): boolean =>
    vpc.is === 'entity' && is(vpc.to.hasIpv6, false) && !inVpc(net.subnets, vpc).sure.some(isOfIpv6),
);

/** A subnet with an IPv6 range shows that its VPC has one. */
function isOfIpv6({ hasIpv6, ipv6Native }: Subnet): boolean {
  return is(hasIpv6, true) || is(ipv6Native, true);
}

/** Why `hasFamily` is unknown: the type, the subnets, or a range. */
export function whyFamilyUnknown(endpoint: Endpoint, net: Network, family: 4 | 6): Fact<unknown> | string {
  if (!endpoint.ipAddressType.known) return endpoint.ipAddressType;
  const { sure, open } = subnetsOf(endpoint);
  const all = net.complete('subnet', endpoint.vpc);
  if (isEmpty(endpoint.subnets) && !all.complete) return all.because;
  const range = (subnet: Subnet) => (family === 4 ? subnet.cidr : subnet.hasIpv6);
  return (
    open ??
    sure.map(range).find(({ known }) => !known) ??
    `it is not known whether the endpoint has IPv${family} addresses`
  );
}

/** Every subnet that the endpoint may be in, if all are in the input. */
function namedSubnets({ subnets }: Endpoint): readonly Subnet[] | undefined {
  if (subnets.open !== null) return undefined;
  const named: Subnet[] = [];
  for (const ref of all(subnets)) {
    if (ref.is !== 'entity') return undefined;
    named.push(ref.to);
  }
  return named.length > 0 ? named : undefined;
}

/** Whether network interfaces have addresses of each family. */
interface Families {
  readonly four: Tri;
  readonly six: Tri;
}

/** For network interfaces that may be in any of these subnets. */
function familiesOf(subnets: readonly Subnet[]): Families {
  return {
    four: subnets.every(hasFour) ? 'yes' : 'unknown',
    six: subnets.every(({ hasIpv6 }) => is(hasIpv6, false)) ? 'no' : 'unknown',
  };
}

/** A subnet that is not only for IPv6 has an IPv4 range, even if that range is unknown. */
export function hasFour({ cidr, ipv6Native }: Subnet): boolean {
  return cidr.known ? cidr.value !== null : is(ipv6Native, false);
}

/** For network interfaces that may be anywhere in a VPC. */
const familiesIn = oncePerVpc((vpc, net): Families => {
  const there = inVpc(net.subnets, vpc);
  const isWhole = net.complete('subnet', vpc).complete && there.maybe.length === 0;
  return isWhole && there.sure.length > 0 ? familiesOf(there.sure) : { four: 'unknown', six: 'unknown' };
});

/** Names of resources other than endpoints that visibly use a security group. */
export function otherUsers(group: SecurityGroup, net: Network): readonly string[] {
  return usersByGroup(net).get(group.key) ?? [];
}

const usersByGroup = oncePer((net: Network) => {
  const index = new Map<string, string[]>();
  for (const attachment of net.attachments) {
    for (const ref of attachment.groups.sure) if (ref.is === 'entity') push(index, ref.to.key, attachment.key);
  }
  return index;
});

/** Whether a reference leads to the `default` security group of a VPC. */
export function isDefaultGroup(ref: Ref<SecurityGroup>): Tri {
  if (ref.is === 'entity') return ref.to.isDefault.known ? (is(ref.to.isDefault, true) ? 'yes' : 'no') : 'unknown';
  return ref.is === 'unknown' && ref.symbol?.startsWith('default group of ') ? 'yes' : 'unknown';
}
