/** What network ACLs allow between a subnet and a public service, such as S3 behind a gateway endpoint. */
import { type IpRange, type PortRange, parseCidr, portText } from '../aws/index.ts';
import { count } from '../base/words.ts';
import { nameOf } from '../engine/name.ts';
import { fail, notApplicable, pass, undecided, type Verdict } from '../engine/verdict.ts';
import { type Endpoint, inVpc, type Network, type NetworkAcl, type Subnet, show } from '../model/index.ts';
import { droppedFix, droppedText } from './acl-words.ts';
import { aclOf, type Passage, passage } from './acls.ts';
import { hasGatewayRoute, isUnrouted, tableOf } from './paths.ts';
import type { Hop, Reach } from './reachability.ts';

/** Public IPv4 addresses: all except private, loopback, link-local and multicast ranges. */
const PUBLIC: readonly IpRange[] = [
  ['1.0.0.0', '9.255.255.255'],
  ['11.0.0.0', '100.63.255.255'],
  ['100.128.0.0', '126.255.255.255'],
  ['128.0.0.0', '169.253.255.255'],
  ['169.255.0.0', '172.15.255.255'],
  ['172.32.0.0', '192.167.255.255'],
  ['192.169.0.0', '223.255.255.255'],
].map(([first, last]) => ({ ...parseCidr(`${first}/32`)!, last: parseCidr(`${last}/32`)!.last }));

const YES: Reach = { reach: 'yes' };
const HTTPS: PortRange = [443, 443];

/**
 * Whether a subnet's network ACL allows requests to public addresses and the replies. The addresses of a service change, so
 * a network ACL that allows some public addresses may allow all that the service has.
 *
 * @param answers Ports on which clients receive replies.
 */
function aclLetsOut(subnet: Subnet, answers: PortRange, net: Network): Reach {
  const found = aclOf(subnet, net);
  if (found.is === 'unknown') return { reach: 'unknown', because: found.because };
  if (found.is === 'open') return YES;
  const { acl } = found;
  const out = through(acl, 'out', HTTPS);
  if (out.is === 'no') return { reach: 'no', hop: hopOf('network-acl-out', acl, out.first, HTTPS) };
  const back = through(acl, 'in', answers);
  if (back.is === 'no') return { reach: 'no', hop: hopOf('network-acl-in', acl, back.first, answers) };
  if (out.is === 'yes' && back.is === 'yes') return YES;
  // All addresses are allowed on the highest port, so only ports are missing.
  const highest: PortRange = [answers[1], answers[1]];
  if (out.is === 'yes' && back.is === 'some' && through(acl, 'in', highest).is === 'yes') {
    const closed = 'closed' in back.first ? back.first.closed[0] : undefined;
    return { reach: 'partly', hop: hopOf('network-acl-in', acl, back.first, closed ?? answers) };
  }
  const unclear = [out, back].map(({ first }) => (first.passes === 'unknown' ? first.because : undefined));
  const because = unclear.find((why) => why !== undefined);
  return {
    reach: 'unknown',
    because:
      because ?? `${acl.key} allows some public ranges, and vpce-lint cannot tell whether the service is in them`,
  };
}

interface Through {
  readonly is: 'yes' | 'no' | 'some';
  /** What happens to the first range that is not allowed. */
  readonly first: Passage;
}

function through(acl: NetworkAcl, way: 'in' | 'out', ports: PortRange): Through {
  const passages = PUBLIC.map((range) => passage(acl, way, range, ports));
  const first = passages.find(({ passes }) => passes !== 'yes') ?? passages[0]!;
  const is = (passes: Passage['passes']) => passages.every((each) => each.passes === passes);
  return { is: is('yes') ? 'yes' : is('no') ? 'no' : 'some', first };
}

function hopOf(is: Hop['is'], acl: NetworkAcl, passed: Passage, ports: PortRange): Hop {
  const entry = passed.passes === 'no' || passed.passes === 'partly' ? passed.entry : null;
  return { is, acl, entry, what: `tcp/${portText(ports)}` };
}

/** The verdict on a gateway endpoint, whose service has public addresses outside the ranges of the VPC. */
export function judgeGatewayAcls(endpoint: Endpoint, net: Network, answers: PortRange): Verdict {
  if (isUnrouted(endpoint)) return notApplicable;
  const { sure, maybe } = inVpc(net.subnets, endpoint.vpc);
  let unclear = maybe[0] ? `it is not known whether ${maybe[0].key} is in the VPC` : undefined;
  const complete = net.complete('subnet', endpoint.vpc);
  if (!complete.complete) unclear ??= complete.because;
  const found: { readonly subnet: Subnet; readonly reach: Reach }[] = [];
  for (const subnet of sure) {
    const table = tableOf(subnet, net);
    const routed = 'because' in table ? 'unknown' : hasGatewayRoute(endpoint, table.table);
    if (routed === 'no') continue;
    const reach = aclLetsOut(subnet, answers, net);
    // An open network ACL allows everything, so the routes do not matter.
    if (reach.reach === 'yes') found.push({ subnet, reach });
    else if (routed === 'unknown')
      unclear ??=
        'because' in table ? table.because : `it is not known whether ${table.table.key} leads to ${endpoint.key}`;
    else if (reach.reach === 'unknown') unclear ??= reach.because;
    else found.push({ subnet, reach });
  }
  const bad = found.filter(({ reach }) => reach.reach === 'no');
  const some = bad.length > 0 ? bad : found.filter(({ reach }) => reach.reach === 'partly');
  some.sort((a, b) => (nameOfSubnet(a.subnet) < nameOfSubnet(b.subnet) ? -1 : 1));
  const first = some[0];
  if (!first || !('hop' in first.reach)) {
    if (unclear !== undefined) return undecided(unclear);
    return found.length > 0 ? pass : notApplicable;
  }
  const { hop } = first.reach;
  const what = hop.is === 'network-acl-out' ? 'requests' : 'replies';
  const more = some.length > 1 ? ` and ${count(some.length - 1, 'other subnet')}` : '';
  return fail({
    message: `${droppedText({ what, hop, service: nameOf(endpoint), clients: nameOfSubnet(first.subnet) })}${more}`,
    ...(bad.length > 0 && bad.length === found.length ? {} : { level: 'note' as const }),
    why: 'The service of a gateway endpoint has public addresses, so a network ACL that allows only private ranges drops the traffic.',
    fix: droppedFix(hop, '0.0.0.0/0'),
    at: hop.entry?.at ?? hop.acl?.at ?? endpoint.routeTables.at,
    related: [{ message: 'the subnet of the clients', at: first.subnet.at }],
    evidence: {
      networkAcl: hop.acl?.key ?? null,
      entry: hop.entry ? show(hop.entry.number) : '*',
      dropped: hop.what,
      clients: some.map(({ subnet }) => nameOfSubnet(subnet)),
    },
  });
}

/** What messages call clients in a subnet. */
function nameOfSubnet({ cidr, key }: Subnet): string {
  return show(cidr) ?? key;
}
