/** What to say of packets that a network ACL drops. */
import { show } from '../model/index.ts';
import type { Hop } from './reachability.ts';

/** A dropped packet as a person sees it. */
export interface Dropped {
  readonly what: 'requests' | 'replies';
  readonly hop: Hop;
  /** What clients call. */
  readonly service: string;
  /** Where clients are. */
  readonly clients: string | null;
}

export function droppedText({ what, hop, service, clients }: Dropped): string {
  const ports = `(TCP ${portsOf(hop)})`;
  return what === 'requests'
    ? `Network ACL ${hop.acl?.key} drops requests to ${service} ${ports} from ${clients}`
    : `Network ACL ${hop.acl?.key} drops replies of ${service} ${ports} to ${clients}`;
}

/** Number of the deny that every network ACL ends with. */
const LAST = 32767;

/** The rule to add, before the one that drops the packet. */
export function droppedFix({ acl, entry, is, ...hop }: Hop, peer: string | null): string {
  const [way, to] = is === 'network-acl-in' ? ['inbound', 'from'] : ['outbound', 'to'];
  const number = entry ? show(entry.number) : null;
  const before = number === null || number === LAST ? '' : ` with a number below ${number}`;
  return `Add an ${way} rule to ${acl?.key}${before} that allows TCP ${portsOf(hop)} ${to} ${peer}.`;
}

function portsOf({ what }: Pick<Hop, 'what'>): string {
  return what.replace(/^tcp\//, '');
}
