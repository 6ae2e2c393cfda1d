/** VPCs in which a name leads clients to an endpoint in another VPC, and what stops these clients. */
import { type IpRange, overlaps, parseCidr } from '../aws/index.ts';
import { type Endpoint, inVpc, type Network, type Route, type Tri, type Vpc } from '../model/index.ts';
import { LINKS } from './links.ts';
import { usersOf } from './paths.ts';
import { isRangeOf } from './ranges.ts';
import { enough, entriesOf, groupsAdmit, interfacePorts, isWhole, portAnswers } from './reachability.ts';

export type Way =
  | { readonly is: 'there' }
  /** No route of the VPC leads to the other VPC. */
  | { readonly is: 'none'; readonly assumed: string | null }
  | { readonly is: 'unknown'; readonly because: string };

/** Whether some route of a VPC may lead to another one. */
export function wayTo(there: Vpc, here: Vpc, net: Network): Way {
  const complete = net.complete('route-table', { is: 'entity', to: here, at: here.at });
  const { sure, maybe } = inVpc(net.routeTables, { is: 'entity', to: here, at: here.at });
  let because = complete.complete ? undefined : complete.because;
  if (maybe[0]) because ??= `it is not known whether ${maybe[0].key} is a route table of ${here.key}`;
  for (const table of sure) {
    const { key, routes } = table;
    const users = usersOf(table, net);
    // A route table without subnets leads no client anywhere.
    if (users.sure.length === 0 && users.open === null) continue;
    if (routes.open !== null) because ??= routes.open;
    for (const route of [...routes.sure, ...routes.maybe]) {
      const leads = leadsTo(route, there, net);
      if (leads === 'yes' && routes.sure.includes(route) && users.sure.length > 0) return { is: 'there' };
      if (leads !== 'no') because ??= users.open ?? whyUnclear(route, key);
    }
  }
  if (because !== undefined) return { is: 'unknown', because };
  return { is: 'none', assumed: complete.complete ? complete.assumed : null };
}

function whyUnclear({ destination, target }: Route, table: string): string {
  if (!target.known) return target.because;
  return destination.known ? `the destinations of a route of ${table} are not all known` : destination.because;
}

function leadsTo({ destination, target, blackhole }: Route, { cidrs }: Vpc, net: Network): Tri {
  // Private NAT gateways use the routes of their own subnets.
  if (blackhole || (target.known && !LINKS.has(target.value.is))) return 'no';
  const meets = destination.known ? meetsAny(destination.value, cidrs, net) : 'unknown';
  return meets === 'yes' && !target.known ? 'unknown' : meets;
}

function meetsAny(destination: string, cidrs: Vpc['cidrs'], net: Network): Tri {
  const ranges = destination.startsWith('pl-') ? entriesIn(destination, net) : [destination];
  // The IPv6 range of the other VPC is not known.
  if (!ranges || ranges.some((range) => range.includes(':'))) return 'unknown';
  const [own, others] = [parsed(ranges), parsed([...cidrs.sure])];
  if (own.some((one) => others.some((other) => overlaps(one, other)))) return 'yes';
  const isAll = cidrs.open === null && cidrs.maybe.length === 0;
  return isAll ? 'no' : 'unknown';
}

function entriesIn(id: string, net: Network): readonly string[] | undefined {
  const list = net.prefixLists.find((each) => each.key === id || (each.id.known && each.id.value === id));
  if (!list) return undefined;
  const ref = { is: 'entity', to: list, at: list.at } as const;
  return isWhole(ref) ? entriesOf(ref) : undefined;
}

function parsed(cidrs: readonly string[]): IpRange[] {
  return cidrs.map(parseCidr).filter((range) => range !== undefined);
}

/** Whether the security groups of an endpoint allow some address of a VPC; else why that is not known. */
export function groupsLetIn(endpoint: Endpoint, vpc: Vpc, net: Network): boolean | string {
  const { key, cidrs } = vpc;
  const ref = { is: 'entity', to: vpc, at: vpc.at } as const;
  const ports = interfacePorts(endpoint, net);
  // Without known ports of the service there is no answer.
  if ('verdict' in ports) return ports.verdict === 'undecided' ? ports.missing[0]! : true;
  const named = portAnswers(endpoint, net, ports, (source) => (isRangeOf(source, ref) ? 'yes' : 'no'));
  if (enough(named, ports) === 'yes') return true;
  const answers = parsed([...cidrs.sure]).map((range) => groupsAdmit(endpoint, net, ports, range, ref));
  if (answers.includes('yes')) return true;
  if (answers.includes('unknown') || endpoint.groups.open !== null)
    return endpoint.groups.open ?? `it is not known whether the security groups of ${endpoint.key} allow ${key}`;
  if (cidrs.open !== null || cidrs.maybe.length > 0) return cidrs.open ?? `the ranges of ${key} are not all known`;
  return false;
}
