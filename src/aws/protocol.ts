/** Protocols and ports of security group and network ACL rules. */
import type { Bag } from '../model/bag.ts';
import type { IngressRule, Source } from '../model/nouns/index.ts';
import type { Tri } from '../model/ref.ts';
import type { PortRange } from './service-row.ts';

const NAMES = new Map([
  ['6', 'tcp'],
  ['17', 'udp'],
  ['1', 'icmp'],
  ['58', 'icmpv6'],
  ['all', '-1'],
]);

/** One spelling a protocol: `tcp`, `udp`, `icmp`, `icmpv6`, `-1` for all, else the number as text. */
export function normalizeProtocol(protocol: string | number): string {
  const text = String(protocol).trim().toLowerCase();
  return NAMES.get(text) ?? text;
}

/** The ports a rule opens for a protocol; null if it opens none, `unknown` where the input does not say. */
export function portsOpened(rule: IngressRule, protocol: 'tcp' | 'udp'): PortRange | null | 'unknown' {
  if (!rule.protocol.known) return 'unknown';
  const named = normalizeProtocol(rule.protocol.value);
  if (named === '-1') return [0, 65535];
  if (named !== protocol) return null;
  const { fromPort, toPort } = rule;
  if (!fromPort.known || !toPort.known) return 'unknown';
  // Without ports, or with -1 as some tools write it, a rule is about all of them.
  const first = fromPort.value === null || fromPort.value < 0 ? 0 : fromPort.value;
  const last = toPort.value === null || toPort.value < 0 ? 65535 : toPort.value;
  return [first, last];
}

/**
 * Whether rules allow a protocol on a whole range of ports. Several rules may cover the range together. The sources that
 * they do not share are not compared.
 *
 * @param counts Whether a source counts, for example if it has an address family of the endpoint. Default: every source.
 */
export function portsAdmitted(
  rules: Bag<IngressRule>,
  protocol: 'tcp' | 'udp',
  ports: PortRange,
  counts: (source: Source) => Tri = () => 'yes',
): Tri {
  const sure: PortRange[] = [];
  const possible: PortRange[] = [];
  for (const [list, surely] of [
    [rules.sure, true],
    [rules.maybe, false],
  ] as const) {
    for (const rule of list) {
      const opened = portsOpened(rule, protocol);
      if (opened === null) continue;
      const source = anySource(rule.sources, counts);
      if (source === 'no') continue;
      const range: PortRange = opened === 'unknown' ? [0, 65535] : opened;
      possible.push(range);
      if (surely && opened !== 'unknown' && source === 'yes') sure.push(range);
    }
  }
  if (coversPorts(sure, ports)) return 'yes';
  return rules.open !== null || coversPorts(possible, ports) ? 'unknown' : 'no';
}

/** Whether some source of a rule counts. */
function anySource(sources: Bag<Source>, counts: (source: Source) => Tri): Tri {
  let answer: Tri = 'no';
  for (const source of sources.sure) {
    const one = counts(source);
    if (one === 'yes') return 'yes';
    if (one === 'unknown') answer = 'unknown';
  }
  if (answer === 'unknown' || sources.open !== null) return 'unknown';
  return sources.maybe.some((source) => counts(source) !== 'no') ? 'unknown' : 'no';
}

/** Whether the ranges together hold all of `whole`. */
export function coversPorts(ranges: readonly PortRange[], whole: PortRange): boolean {
  let next = whole[0];
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (first > next) break;
    if (last >= next) next = last + 1;
  }
  return next > whole[1];
}

/** `443`, or `1024-1064`. */
export function portText([first, last]: PortRange): string {
  return first === last ? String(first) : `${first}-${last}`;
}
