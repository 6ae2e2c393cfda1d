/** Which clients reach the network interfaces of an endpoint on the ports of its service, and what stops the others. */
import {
  type Basis,
  endpointServiceOf,
  type IpRange,
  isServiceUnknown,
  overlaps,
  type PortRange,
  parseCidr,
  portsAdmitted,
  portText,
  serviceFacts,
  serviceNameOf,
  servicesByName,
} from '../aws/index.ts';
import { nameOf } from '../engine/name.ts';
import { type NotApplicable, notApplicable, type Undecided, undecided } from '../engine/verdict.ts';
import {
  type Endpoint,
  type Network,
  type NetworkAcl,
  type NetworkAclEntry,
  type PrefixList,
  type Ref,
  type Source,
  type Subnet,
  type Tri,
  type Vpc,
  whyOpen,
} from '../model/index.ts';
import { type AclOfSubnet, aclOf, type Passage, passage } from './acls.ts';
import type { Guarded } from './any-endpoint.ts';
import { balancersOf } from './balancers.ts';
import { familyCounts, ingressOf } from './groups.ts';
import { holdsRange } from './ranges.ts';

/** The TCP ports that a client needs. */
export interface ServicePorts {
  readonly ranges: readonly PortRange[];
  /** Ports that some clients use. */
  readonly optional: readonly PortRange[];
  /** Whether one of the ranges is enough. */
  readonly any: boolean;
  readonly basis: Basis;
}

/**
 * The ports of an endpoint's service. Null if no source documents them or the service is not in the input. If the
 * listeners are not known, the reason.
 */
export function servicePorts(endpoint: Endpoint, net: Network): ServicePorts | string | null {
  const facts = serviceFacts(net, endpoint);
  if (facts?.owner === 'other') return listenersOf(endpoint, net);
  if (!facts || facts.ports.value === null) return null;
  const { table } = facts;
  return {
    ranges: facts.ports.value,
    optional: table?.portsOptional ?? [],
    any: table?.anyPort ?? false,
    basis: facts.ports.basis,
  };
}

/** The ports of an interface endpoint's service, or the verdict of every rule that must know them first. */
export function interfacePorts(endpoint: Endpoint, net: Network): ServicePorts | NotApplicable | Undecided {
  const { type, serviceName } = endpoint;
  if (!type.known) return undecided(type);
  if (type.value !== 'Interface') return notApplicable;
  if (isServiceUnknown(endpoint)) return undecided(serviceName);
  const ports = servicePorts(endpoint, net);
  if (ports === null) return notApplicable;
  return typeof ports === 'string' ? undecided(ports) : ports;
}

/** Listeners that accept TCP. */
const TCP = new Set(['TCP', 'TLS', 'TCP_UDP']);

/**
 * The ports on which the load balancers of an endpoint service in the input listen; one of them is enough. Null if the service
 * is not in the input or does not use TCP, else why they are not known.
 */
function listenersOf(endpoint: Endpoint, net: Network): ServicePorts | string | null {
  const { of, nameless } = servicesByName(net.endpointServices);
  const service = of.get(serviceNameOf(endpoint) ?? '') ?? endpointServiceOf(endpoint);
  if (!service) {
    const { endpointServices: services } = endpoint;
    if (!services.known) return nameless;
    return services.value.length === 0
      ? null
      : `it is not known which endpoint service ${nameOf(endpoint)} connects to`;
  }
  const { sure, open } = balancersOf(service);
  if (open !== null) return open;
  const ranges: PortRange[] = [];
  for (const { listeners, type } of sure) {
    if (type.known && type.value === 'gateway') return null;
    const unclear = whyOpen(listeners);
    if (unclear !== undefined) return unclear;
    for (const { protocol, port } of listeners.sure) {
      if (!protocol.known) return protocol.because;
      if (!port.known) return port.because;
      if (protocol.value === null || port.value === null || !TCP.has(protocol.value)) continue;
      if (!ranges.some(([first]) => first === port.value)) ranges.push([port.value, port.value]);
    }
  }
  if (ranges.length === 0) return null;
  return { ranges: ranges.sort((a, b) => a[0] - b[0]), optional: [], any: true, basis: 'described' };
}

/** Whether the security groups allow a port range from some source. */
export interface PortAnswer {
  readonly range: PortRange;
  readonly admitted: Tri;
}

/** Whether the security groups of an endpoint allow the ports of its service, from any source of its address families. */
export function portAnswers(
  endpoint: Endpoint,
  net: Network,
  ports: ServicePorts,
  counts: (source: Source) => Tri = familyCounts(endpoint, net),
): readonly PortAnswer[] {
  return answersOf(endpoint, ports, counts);
}

/** The same of anything that has security groups, from the sources that count. */
export function answersOf(
  guarded: Guarded,
  ports: ServicePorts,
  counts?: (source: Source) => Tri,
): readonly PortAnswer[] {
  const rules = ingressOf(guarded);
  return ports.ranges.map((range) => ({ range, admitted: portsAdmitted(rules, 'tcp', range, counts) }));
}

/** Whether a client is allowed on all ports that it needs. */
export function enough(answers: readonly PortAnswer[], { any }: ServicePorts): Tri {
  const told = answers.map(({ admitted }) => admitted);
  // If any port is enough, one open port decides. If all are needed, one closed port decides.
  const [decides, other] = any ? (['yes', 'no'] as const) : (['no', 'yes'] as const);
  if (told.includes(decides)) return decides;
  return told.every((one) => one === other) ? other : 'unknown';
}

/**
 * Whether the security groups allow some address of a range. Members of a security group as source may be anywhere.
 *
 * @param vpc The VPC that has the range.
 */
export function groupsAdmit(endpoint: Endpoint, net: Network, ports: ServicePorts, range: IpRange, vpc: Ref<Vpc>): Tri {
  return enough(
    portAnswers(endpoint, net, ports, (source) => meets(source, range, vpc)),
    ports,
  );
}

function meets(source: Source, range: IpRange, vpc: Ref<Vpc>): Tri {
  if (source.is === 'group') return 'unknown';
  if (source.is === 'prefix-list') {
    const lists = entriesOf(source.list);
    if (lists.some((cidr) => touches(cidr, range))) return 'yes';
    return isWhole(source.list) ? 'no' : 'unknown';
  }
  if (source.family !== range.family) return 'no';
  if (!source.cidr.known) return holdsRange(source, range, vpc);
  return touches(source.cidr.value, range) ? 'yes' : 'no';
}

function touches(cidr: string, range: IpRange): boolean {
  const parsed = parseCidr(cidr);
  return parsed !== undefined && overlaps(parsed, range);
}

/** Ranges of a prefix list, as far as they are in the input. */
export function entriesOf(list: Ref<PrefixList>): readonly string[] {
  return list.is === 'entity' ? list.to.entries.sure : [];
}

/** Whether the input has all ranges of a prefix list. */
export function isWhole(list: Ref<PrefixList>): boolean {
  return list.is === 'entity' && whyOpen(list.to.entries) === undefined;
}

/** Where requests of a client, or the replies, are dropped. */
export interface Hop {
  readonly is: 'security-group' | 'network-acl-in' | 'network-acl-out';
  readonly acl: NetworkAcl | null;
  /** The entry that drops them; null for the deny that every network ACL ends with. */
  readonly entry: NetworkAclEntry | null;
  /** `tcp/443` */
  readonly what: string;
}

export type Reach =
  | { readonly reach: 'yes' }
  /** `partly`: replies to some client ports are dropped. */
  | { readonly reach: 'no' | 'partly'; readonly hop: Hop }
  | { readonly reach: 'unknown'; readonly because: string };

const YES: Reach = { reach: 'yes' };

/**
 * Whether the network ACL of a subnet allows requests of a range and the replies. A network ACL does not filter traffic
 * inside its subnet.
 *
 * @param answers Ports on which clients receive replies.
 */
export function aclsLet(subnet: Subnet, client: IpRange, ports: ServicePorts, answers: PortRange, net: Network): Reach {
  const found: AclOfSubnet = aclOf(subnet, net);
  if (found.is === 'unknown') return { reach: 'unknown', because: found.because };
  if (found.is === 'open') return YES;
  const { acl } = found;
  const asked = ports.ranges.map((range) => ({ range, passage: passage(acl, 'in', client, range) }));
  const closed = asked.filter((it) => it.passage.passes === 'no');
  const isShut = !ports.any || closed.length === asked.length;
  if (isShut && closed[0])
    return { reach: 'no', hop: hopOf('network-acl-in', acl, closed[0].passage, closed[0].range) };
  const out = passage(acl, 'out', client, answers);
  if (out.passes === 'no') return { reach: 'no', hop: hopOf('network-acl-out', acl, out, answers) };
  const doubt = [out, ...asked.map((it) => it.passage)].find((it) => it.passes === 'unknown');
  if (doubt?.passes === 'unknown') return { reach: 'unknown', because: doubt.because };
  if (out.passes === 'partly')
    return { reach: 'partly', hop: hopOf('network-acl-out', acl, out, out.closed[0] ?? answers) };
  return YES;
}

function hopOf(is: Hop['is'], acl: NetworkAcl, through: Passage, ports: PortRange): Hop {
  const entry = through.passes === 'no' || through.passes === 'partly' ? through.entry : null;
  return { is, acl, entry, what: `tcp/${portText(ports)}` };
}
