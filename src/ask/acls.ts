/** Network ACLs: which one a subnet has, and what it allows, entry by entry. */

import { type IpRange, normalizeProtocol, overlaps, type PortRange, parseCidr } from '../aws/index.ts';
import { oncePer, remembered } from '../base/memo.ts';
import {
  inVpc,
  is,
  type Network,
  type NetworkAcl,
  type NetworkAclEntry,
  type Subnet,
  same,
  whyOpen,
} from '../model/index.ts';

export type AclOfSubnet =
  | { readonly is: 'acl'; readonly acl: NetworkAcl }
  /** The network ACL that AWS creates with the VPC, which allows everything. */
  | { readonly is: 'open' }
  | { readonly is: 'unknown'; readonly because: string };

interface Index {
  readonly sure: Map<string, NetworkAcl>;
  readonly open: { readonly acl: NetworkAcl; readonly because: string }[];
}

const indexOf = oncePer((net: Network): Index => {
  const index: Index = { sure: new Map(), open: [] };
  for (const acl of net.networkAcls) {
    for (const ref of acl.subnets.sure) if (ref.is === 'entity') index.sure.set(ref.to.key, acl);
    const unknown = acl.subnets.sure.find((ref) => ref.is === 'unknown');
    const because = whyOpen(acl.subnets) ?? (unknown?.is === 'unknown' ? unknown.because : undefined);
    if (because !== undefined) index.open.push({ acl, because });
  }
  return index;
});

/** The network ACL of a subnet: the associated one, else the default one of its VPC. */
export function aclOf(subnet: Subnet, net: Network): AclOfSubnet {
  const index = indexOf(net);
  const own = index.sure.get(subnet.key);
  if (own) return told(own);
  const doubt = index.open.find(({ acl }) => same(acl.vpc, subnet.vpc) !== 'no');
  if (doubt) return { is: 'unknown', because: doubt.because };
  const complete = net.complete('network-acl', subnet.vpc);
  if (!complete.complete) return { is: 'unknown', because: complete.because };
  const there = inVpc(net.networkAcls, subnet.vpc);
  const byDefault = there.sure.find((acl) => is(acl.isDefault, true));
  if (byDefault) return told(byDefault);
  // A new VPC has the default network ACL of AWS, unless a resource adopts it.
  const isNew = subnet.vpc.is === 'entity' && subnet.vpc.to.created;
  const mayBeDefault = there.maybe.length > 0 || there.sure.some((acl) => !acl.isDefault.known);
  if (isNew && !mayBeDefault) return { is: 'open' };
  return { is: 'unknown', because: `the network ACL of ${subnet.key} is not in the input` };
}

/**
 * A default network ACL allows everything. Its rule for IPv6 comes with the IPv6 range of the VPC, which other
 * implementations of the API omit.
 */
function told(acl: NetworkAcl): AclOfSubnet {
  const untouched =
    is(acl.isDefault, true) &&
    whyOpen(acl.entries) === undefined &&
    ([false, true] as const).every((egress) =>
      acl.entries.sure.some((entry) => is(entry.egress, egress) && is(entry.action, 'allow') && isEverything(entry)),
    ) &&
    acl.entries.sure.every((entry) => is(entry.action, 'allow') || is(entry.number, LAST));
  return untouched ? { is: 'open' } : { is: 'acl', acl };
}

/** Number of the deny that every network ACL ends with. */
const LAST = 32767;

function isEverything({ protocol, cidr }: NetworkAclEntry): boolean {
  return protocol.known && normalizeProtocol(protocol.value) === '-1' && is(cidr, '0.0.0.0/0');
}

/** What a network ACL does with packets of a range of addresses to a range of ports. */
export type Passage =
  | { readonly passes: 'yes' }
  | {
      readonly passes: 'no' | 'partly';
      /** The entry that drops the first of them; null for the deny at the end. */
      readonly entry: NetworkAclEntry | null;
      /** Ports that are dropped from some of the addresses. */
      readonly closed: readonly PortRange[];
    }
  | { readonly passes: 'unknown'; readonly because: string };

/** Addresses and ports that no entry has decided yet. */
interface Box {
  readonly first: bigint;
  readonly last: bigint;
  readonly ports: PortRange;
}

interface Denied {
  readonly box: Box;
  readonly entry: NetworkAclEntry | null;
}

const passagesOf = oncePer((_: NetworkAcl) => new Map<string, Passage>());

/** What a network ACL does with TCP from (in) or to (out) a range. Many endpoints share network ACLs and clients. */
export function passage(acl: NetworkAcl, way: 'in' | 'out', client: IpRange, ports: PortRange): Passage {
  const key = `${way} ${client.family} ${client.first} ${client.last} ${ports.join('-')}`;
  return remembered(passagesOf(acl), key, () => walk(acl, way, client, ports));
}

function walk(acl: NetworkAcl, way: 'in' | 'out', client: IpRange, ports: PortRange): Passage {
  const because = whyOpen(acl.entries);
  if (because !== undefined) return { passes: 'unknown', because };
  const entries = acl.entries.sure.filter((entry) => concerns(entry, way, client, ports));
  const unnumbered = entries.find(({ number }) => !number.known);
  if (unnumbered && !unnumbered.number.known) return { passes: 'unknown', because: unnumbered.number.because };
  entries.sort((a, b) => numberOf(a) - numberOf(b));

  let left: Box[] = [{ first: client.first, last: client.last, ports }];
  const denied: Denied[] = [];
  let allowed = false;
  for (const entry of entries) {
    if (left.length === 0) break;
    const reach = reachOf(entry);
    if (typeof reach === 'string') return { passes: 'unknown', because: reach };
    const next: Box[] = [];
    for (const box of left) {
      const hit = meet(box, reach);
      if (!hit) {
        next.push(box);
        continue;
      }
      if (is(entry.action, 'allow')) allowed = true;
      else denied.push({ box: hit, entry });
      next.push(...rest(box, hit));
    }
    left = next;
  }
  denied.push(...left.map((box) => ({ box, entry: null })));
  if (denied.length === 0) return { passes: 'yes' };
  return {
    passes: allowed ? 'partly' : 'no',
    entry: denied[0]!.entry,
    closed: denied.map(({ box }) => box.ports).sort((a, b) => a[0] - b[0]),
  };
}

function numberOf({ number }: NetworkAclEntry): number {
  return number.known ? number.value : 0;
}

/** Whether an entry may match these packets. An entry with unknown values may. */
function concerns(entry: NetworkAclEntry, way: 'in' | 'out', client: IpRange, ports: PortRange): boolean {
  const { egress, protocol, cidr } = entry;
  if (egress.known && egress.value !== (way === 'out')) return false;
  if (protocol.known && !['tcp', '-1'].includes(normalizeProtocol(protocol.value))) return false;
  const range = cidr.known ? parseCidr(cidr.value) : undefined;
  if (range && !overlaps(range, client)) return false;
  const opened = portsOf(entry);
  return typeof opened === 'string' || (opened[0] <= ports[1] && ports[0] <= opened[1]);
}

/** What an entry matches; else why that is not known. */
function reachOf(entry: NetworkAclEntry): Box | string {
  const { egress, action, protocol, cidr } = entry;
  for (const fact of [egress, action, protocol, cidr]) if (!fact.known) return fact.because;
  const range = cidr.known ? parseCidr(cidr.value) : undefined;
  if (!range) return 'the range of a network ACL entry cannot be read';
  const ports = portsOf(entry);
  return typeof ports === 'string' ? ports : { first: range.first, last: range.last, ports };
}

function portsOf({ protocol, fromPort, toPort }: NetworkAclEntry): PortRange | string {
  // Entries for every protocol have port 0, which means no port.
  if (!protocol.known) return protocol.because;
  if (normalizeProtocol(protocol.value) === '-1') return [0, 65535];
  if (!fromPort.known) return fromPort.because;
  if (!toPort.known) return toPort.because;
  return [fromPort.value ?? 0, toPort.value ?? 65535];
}

function meet(a: Box, b: Box): Box | undefined {
  const first = a.first > b.first ? a.first : b.first;
  const last = a.last < b.last ? a.last : b.last;
  const ports: PortRange = [Math.max(a.ports[0], b.ports[0]), Math.min(a.ports[1], b.ports[1])];
  return first <= last && ports[0] <= ports[1] ? { first, last, ports } : undefined;
}

/** The rest of a box outside one of its parts. */
function rest(box: Box, hit: Box): Box[] {
  const out: Box[] = [];
  if (box.first < hit.first) out.push({ ...box, last: hit.first - 1n });
  if (box.last > hit.last) out.push({ ...box, first: hit.last + 1n });
  const { first, last } = hit;
  if (box.ports[0] < hit.ports[0]) out.push({ first, last, ports: [box.ports[0], hit.ports[0] - 1] });
  if (box.ports[1] > hit.ports[1]) out.push({ first, last, ports: [hit.ports[1] + 1, box.ports[1]] });
  return out;
}
