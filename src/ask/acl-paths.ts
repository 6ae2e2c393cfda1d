/** The paths from subnets of clients to the subnets of an interface endpoint, and what network ACLs do on them. */
import { type IpRange, type PortRange, parseCidr } from '../aws/index.ts';
import { all, type Endpoint, inVpc, type Network, type Subnet, show } from '../model/index.ts';
import { aclOf } from './acls.ts';
import { hasFamily } from './groups.ts';
import { aclsLet, type Reach, type ServicePorts } from './reachability.ts';
import { subnetsOf } from './zones.ts';

/** A path from a client subnet to a subnet of the endpoint. */
export interface Path {
  readonly subnet: Subnet;
  readonly client: Subnet;
  readonly cidr: string | null;
  readonly reach: Reach;
}

/** Whether the client of a path is dropped on another one. Clients get the addresses of all network interfaces. */
export function isServed({ client }: Path, dropped: readonly Path[]): boolean {
  return dropped.some((path) => path.client.key === client.key);
}

/** All paths with a known answer, and why others have none. */
export function pathsOf(
  endpoint: Endpoint,
  net: Network,
  ports: ServicePorts,
  answers: PortRange,
): { found: readonly Path[]; unclear: string | undefined } {
  const { sure: homes, open } = subnetsOf(endpoint);
  const complete = net.complete('subnet', endpoint.vpc);
  const there = inVpc(net.subnets, endpoint.vpc);
  if (open !== null) {
    // The endpoint's own subnets decide which subnets are clients. That does not matter if every network ACL allows everything.
    const candidates = candidatesOf(endpoint);
    const any = candidates && between(candidates, there.sure, { endpoint, net, ports, answers });
    const isFree =
      any?.unclear === undefined && any?.found.every(({ reach }) => reach.reach === 'yes') && complete.complete;
    return { found: [], unclear: isFree && there.maybe.length === 0 ? undefined : open };
  }
  const own = new Set(homes.map((subnet) => subnet.key));
  // Subnets with nothing but endpoints are not clients of each other, so other subnets count if there are any.
  const strangers = there.sure.filter((subnet) => !own.has(subnet.key));
  const clients = strangers.length > 0 ? strangers : there.sure;
  if (strangers.length === 0 && !complete.complete) return { found: [], unclear: complete.because };
  const { found, unclear } = between(homes, clients, { endpoint, net, ports, answers });
  const others = there.maybe.length > 0 ? 'it is not known which subnets are in the VPC' : undefined;
  return { found, unclear: complete.complete ? (others ?? unclear) : complete.because };
}

/** Every subnet that the endpoint may be in, if all are in the input. */
function candidatesOf({ subnets }: Endpoint): readonly Subnet[] | undefined {
  const refs = all(subnets);
  const known = refs.flatMap((ref) => (ref.is === 'entity' ? [ref.to] : []));
  return subnets.open === null && known.length === refs.length ? known : undefined;
}

interface Look {
  readonly endpoint: Endpoint;
  readonly net: Network;
  readonly ports: ServicePorts;
  readonly answers: PortRange;
}

/** The paths from client subnets to subnets of the endpoint with a known answer, and why others have none. */
function between(
  homes: readonly Subnet[],
  clients: readonly Subnet[],
  { endpoint, net, ports, answers }: Look,
): { found: readonly Path[]; unclear: string | undefined } {
  let unclear: string | undefined;
  const families = ([4, 6] as const).map((family) => ({ family, has: hasFamily(endpoint, net, family) }));
  const found: Path[] = [];
  for (const client of clients) {
    for (const { family, has } of families) {
      const range = rangeOf(client, family);
      if (has === 'no' || range === null) continue;
      // An open network ACL allows every address.
      const shut = homes.filter((subnet) => subnet.key !== client.key && aclOf(subnet, net).is !== 'open');
      if (shut.length === 0) continue;
      if (typeof range === 'string') unclear ??= range;
      else if (has === 'unknown') unclear ??= 'it is not known whether the endpoint has addresses of each family';
      else {
        for (const subnet of homes) {
          if (subnet.key === client.key) continue;
          const reach = aclsLet(subnet, range, ports, answers, net);
          if (reach.reach === 'unknown') unclear ??= reach.because;
          else found.push({ subnet, client, cidr: show(family === 4 ? client.cidr : client.ipv6Cidr), reach });
        }
      }
    }
  }
  found.sort((a, b) => order(a.cidr, b.cidr) || order(a.subnet.key, b.subnet.key));
  return { found, unclear };
}

function order(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : a === b ? 0 : 1;
}

/** A subnet's range of a family; null if it has none, else why it is not known. */
function rangeOf(subnet: Subnet, family: 4 | 6): IpRange | string | null {
  const fact = family === 4 ? subnet.cidr : subnet.ipv6Cidr;
  if (!fact.known) return fact.because;
  return fact.value === null ? null : (parseCidr(fact.value) ?? null);
}
