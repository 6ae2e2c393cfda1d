import {
  type Bag,
  type Endpoint,
  type IngressRule,
  is,
  type Network,
  type Ref,
  type SecurityGroup,
  type Source,
  type Tri,
} from '../../model/index.ts';

/** Types whose network interfaces have security groups. */
const WITH_GROUPS = new Set(['Interface', 'Resource', 'ServiceNetwork', 'Tunnel']);

export function hasGroups(type: string): boolean {
  return WITH_GROUPS.has(type);
}

/** The groups of an endpoint that the input holds, and why the picture of its rules may not be whole. */
export interface AttachedGroups {
  readonly sure: readonly SecurityGroup[];
  readonly maybe: readonly SecurityGroup[];
  /** Why a group or some of its rules are missing; null where all are here. */
  readonly open: string | null;
}

export function attachedGroups(endpoint: Endpoint): AttachedGroups {
  const { groups } = endpoint;
  let open = groups.open;
  const pick = (refs: readonly Ref<SecurityGroup>[]) => {
    const out: SecurityGroup[] = [];
    for (const ref of refs) {
      if (ref.is === 'entity') out.push(ref.to);
      else
        open ??=
          ref.is === 'unknown'
            ? ref.because
            : `security group ${ref.sensitive ? '(sensitive)' : ref.id} is not in the input`;
    }
    return out;
  };
  const sure = pick(groups.sure);
  const maybe = pick(groups.maybe);
  for (const group of [...sure, ...maybe]) open ??= group.ingress.open;
  return { sure, maybe, open };
}

/** All rules that let traffic in to an endpoint: groups add up. */
export function ingressOf(endpoint: Endpoint): Bag<IngressRule> {
  const { sure, maybe, open } = attachedGroups(endpoint);
  return {
    sure: sure.flatMap((g) => g.ingress.sure),
    maybe: [...sure.flatMap((g) => g.ingress.maybe), ...maybe.flatMap((g) => [...g.ingress.sure, ...g.ingress.maybe])],
    open,
    at: endpoint.groups.at,
  };
}

/** Whether a source can be a client of the endpoint at all: one of an address family its interfaces have. */
export function familyCounts(endpoint: Endpoint): (source: Source) => Tri {
  const four = hasFamily(endpoint, 4);
  const six = hasFamily(endpoint, 6);
  return (source) => (source.is === 'cidr' ? (source.family === 4 ? four : six) : 'yes');
}

/** Whether the endpoint's interfaces have addresses of a family. Left out, AWS derives the type from the subnets. */
export function hasFamily(endpoint: Endpoint, family: 4 | 6): Tri {
  const { ipAddressType: type, subnets } = endpoint;
  if (type.known && type.value !== null) {
    if (type.value === 'dualstack') return 'yes';
    return (type.value === 'ipv4' && family === 4) || (type.value === 'ipv6' && family === 6) ? 'yes' : 'no';
  }
  const all = [...subnets.sure, ...subnets.maybe];
  const settled = subnets.open === null && all.length > 0 && all.every((s) => s.is === 'entity');
  if (!settled) return 'unknown';
  const has = all.map((s) => (s.is === 'entity' ? subnetHas(s.to, family) : 'unknown'));
  if (family === 4) return has.every((h) => h === 'yes') ? 'yes' : 'unknown';
  // AWS takes IPv6 by itself only where nothing else is there.
  return has.some((h) => h === 'no') ? 'no' : 'unknown';
}

function subnetHas(
  subnet: {
    readonly cidr: { known: boolean; value?: string | null };
    readonly ipv6Cidr: { known: boolean; value?: string | null };
  },
  family: 4 | 6,
): Tri {
  const fact = family === 4 ? subnet.cidr : subnet.ipv6Cidr;
  if (!fact.known) return 'unknown';
  return fact.value === null ? 'no' : 'yes';
}

/** Names of things other than endpoints that visibly use a group. */
export function otherUsers(group: SecurityGroup, net: Network): readonly string[] {
  return usersByGroup(net).get(group.key) ?? [];
}

const users = new WeakMap<Network, Map<string, string[]>>();

function usersByGroup(net: Network): Map<string, string[]> {
  let index = users.get(net);
  if (!index) {
    index = new Map();
    for (const attachment of net.attachments) {
      for (const ref of attachment.groups.sure) {
        if (ref.is !== 'entity') continue;
        const list = index.get(ref.to.key);
        if (list) list.push(attachment.key);
        else index.set(ref.to.key, [attachment.key]);
      }
    }
    users.set(net, index);
  }
  return index;
}

/** Whether it is a VPC's `default` group, by the group or by the reference to it. */
export function isDefaultGroup(ref: Ref<SecurityGroup>): Tri {
  if (ref.is === 'entity') return ref.to.isDefault.known ? (is(ref.to.isDefault, true) ? 'yes' : 'no') : 'unknown';
  return ref.is === 'unknown' && ref.symbol?.startsWith('default group of ') ? 'yes' : 'unknown';
}
