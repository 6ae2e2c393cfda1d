/** The DNS servers of a VPC, by its DHCP options. */

import { parseCidr } from '../aws/index.ts';
import { oncePer, push } from '../base/memo.ts';
import { type DhcpOptions, type Network, type Origin, type Ref, refKey, same, type Vpc } from '../model/index.ts';

export type Servers =
  | { readonly is: 'servers'; readonly servers: readonly string[]; readonly at: Origin }
  /** Without DHCP options: the VPC resolver. */
  | { readonly is: 'default' }
  | { readonly is: 'unknown'; readonly because: string };

const indexOf = oncePer((net: Network) => {
  const byVpc = new Map<string, DhcpOptions[]>();
  const doubtful: DhcpOptions[] = [];
  for (const options of net.dhcpOptions) {
    const { sure, maybe, open } = options.vpcs;
    for (const vpc of sure) {
      const key = refKey(vpc);
      if (key !== undefined) push(byVpc, key, options);
    }
    if (open !== null || maybe.length > 0 || sure.some((vpc) => vpc.is !== 'entity')) doubtful.push(options);
  }
  return { byVpc, doubtful };
});

/** The DNS servers that the DHCP options of a VPC name. */
export function serversOf(vpc: Ref<Vpc>, net: Network): Servers {
  const key = refKey(vpc);
  const { byVpc, doubtful } = indexOf(net);
  const own = key === undefined ? [] : (byVpc.get(key) ?? []);
  if (own.length === 0) {
    // DHCP options may name a VPC that is not in the input in another way.
    const perhaps = (vpc.is === 'entity' ? doubtful : net.dhcpOptions).find(({ vpcs }) => mayBeOf(vpcs, vpc));
    if (perhaps) return { is: 'unknown', because: `it is not known whether ${perhaps.key} is used by the VPC` };
    const complete = net.complete('dhcp-options', vpc);
    return complete.complete ? { is: 'default' } : { is: 'unknown', because: complete.because };
  }
  if (own.length > 1) return { is: 'unknown', because: `the VPC has ${own.length} sets of DHCP options` };
  const { domainNameServers, key: name } = own[0]!;
  const { sure, maybe, open, at } = domainNameServers;
  if (open !== null || maybe.length > 0 || sure.length === 0)
    return { is: 'unknown', because: open ?? `the DNS servers of ${name} are not known` };
  return { is: 'servers', servers: sure, at };
}

function mayBeOf({ sure, maybe, open }: DhcpOptions['vpcs'], vpc: Ref<Vpc>): boolean {
  return open !== null || [...sure, ...maybe].some((ref) => same(ref, vpc) !== 'no');
}

/** Names and addresses of the VPC resolver that are the same in every VPC. */
const EVERYWHERE = new Set(['amazonprovideddns', '169.254.169.253', 'fd00:ec2::253']);

/** Whether one of the servers is the VPC resolver, which is the second address of a range of the VPC. */
export function resolverOf(vpc: Ref<Vpc>, servers: readonly string[]): 'yes' | 'no' | { readonly because: string } {
  if (servers.some((server) => EVERYWHERE.has(server.toLowerCase()))) return 'yes';
  if (vpc.is !== 'entity') return { because: 'the ranges of the VPC, and so its resolver, are not in the input' };
  const { sure, maybe, open } = vpc.to.cidrs;
  if (sure.some((cidr) => servers.some((server) => isSecondOf(server, cidr)))) return 'yes';
  return open === null && maybe.length === 0 ? 'no' : { because: open ?? 'the ranges of the VPC are not all known' };
}

function isSecondOf(server: string, cidr: string): boolean {
  const range = parseCidr(cidr);
  const address = range?.family === 4 ? parseCidr(`${server}/32`) : undefined;
  return range !== undefined && address?.first === range.first + 2n;
}
