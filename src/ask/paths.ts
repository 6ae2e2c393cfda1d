/** How traffic leaves a subnet: by which route table, and where its default route leads. */
import { oncePer, push, remembered } from '../base/memo.ts';
import { table } from '../base/table.ts';
import {
  type Endpoint,
  type Gateway,
  inVpc,
  is,
  isEmpty,
  type Network,
  oncePerVpc,
  type Ref,
  type Route,
  type RouteTable,
  type RouteTarget,
  type Subnet,
  same,
  type Tri,
  type Vpc,
} from '../model/index.ts';

/** The route table of a subnet, or why it is not known. */
export type SubnetTable = { readonly table: RouteTable } | { readonly because: string };

/** Where a subnet's traffic goes. */
export interface WaysOut {
  /** Kinds of targets of its default routes (0.0.0.0/0 and ::/0). */
  readonly sure: ReadonlySet<RouteTarget['is']>;
  /** Why there may be others; null if there are surely none. */
  readonly open: string | null;
}

const EVERYWHERE = new Set(['0.0.0.0/0', '::/0']);

interface Index {
  readonly sure: Map<string, RouteTable[]>;
  readonly maybe: Map<string, RouteTable[]>;
  readonly open: { readonly table: RouteTable; readonly because: string }[];
}

/** Which route tables name which subnets. */
const indexOf = oncePer((net: Network): Index => {
  const index: Index = { sure: new Map(), maybe: new Map(), open: [] };
  for (const table of net.routeTables) {
    for (const ref of table.subnets.sure) if (ref.is === 'entity') push(index.sure, ref.to.key, table);
    for (const ref of table.subnets.maybe) if (ref.is === 'entity') push(index.maybe, ref.to.key, table);
    const unnamed = [...table.subnets.sure, ...table.subnets.maybe].find((r) => r.is === 'unknown');
    const because = table.subnets.open ?? (unnamed?.is === 'unknown' ? unnamed.because : null);
    if (because !== null) index.open.push({ table, because });
  }
  return index;
});

/** The route table that a subnet uses: the associated one, else the main route table of its VPC. */
export function tableOf(subnet: Subnet, net: Network): SubnetTable {
  const index = indexOf(net);
  const own = index.sure.get(subnet.key);
  if (own?.length === 1) return { table: own[0]! };
  if (own) return { because: `${subnet.key} is associated with ${own.length} route tables` };
  const maybe = index.maybe.get(subnet.key);
  if (maybe) return { because: `it is not known whether ${subnet.key} uses ${maybe[0]!.key}` };
  const open = index.open.find(({ table }) => same(table.vpc, subnet.vpc) !== 'no');
  if (open) return { because: open.because };
  const complete = net.complete('route-table', subnet.vpc);
  const main = inVpc(net.routeTables, subnet.vpc).sure.find((t) => is(t.main, true));
  if (main && complete.complete) return { table: main };
  return {
    because: complete.complete
      ? `the main route table of the VPC of ${subnet.key} is not in the input`
      : complete.because,
  };
}

/** The subnets that use a route table: associated ones and, for a main route table, those without an association. */
export interface Users {
  readonly sure: readonly Ref<Subnet>[];
  /** Why there may be others; null where these are all. */
  readonly open: string | null;
}

const usersIn = oncePer((_: Network) => new Map<string, Users>());

export function usersOf(table: RouteTable, net: Network): Users {
  return remembered(usersIn(net), table.key, () => lookForUsers(table, net));
}

function lookForUsers(table: RouteTable, net: Network): Users {
  const { subnets, main, vpc } = table;
  const sure = [...subnets.sure];
  let open = subnets.open ?? (subnets.maybe.length > 0 ? `it is not known which subnets use ${table.key}` : null);
  if (is(main, false)) return { sure, open };
  const there = inVpc(net.subnets, vpc);
  for (const subnet of there.sure) {
    const own = tableOf(subnet, net);
    if ('because' in own) open ??= own.because;
    else if (own.table === table && !sure.some((ref) => ref.is === 'entity' && ref.to === subnet))
      sure.push({ is: 'entity', to: subnet, at: subnet.at });
  }
  const complete = net.complete('subnet', vpc);
  if (!main.known) open ??= main.because;
  else if (!complete.complete) open ??= complete.because;
  else if (there.maybe[0]) open ??= `it is not known whether ${there.maybe[0].key} is in the VPC`;
  return { sure, open };
}

/** Where the default routes of a route table lead traffic out. */
export function waysOutOf(table: RouteTable, net: Network): WaysOut {
  const sure = new Set<RouteTarget['is']>();
  const maybe: { readonly way: RouteTarget['is']; readonly because: string }[] = [];
  let open = table.routes.open;
  const look = ({ blackhole, destination, target }: Route, certain: boolean) => {
    if (blackhole || (destination.known && !EVERYWHERE.has(destination.value))) return;
    if (!target.known) {
      open ??= destination.known ? target.because : destination.because;
      return;
    }
    const way = target.value.is;
    // Traffic of a route with the target `local` stays in the VPC.
    if (way === 'local') return;
    const leads = leadsOut(target.value, net);
    if (leads === 'no') return;
    if (certain && destination.known && leads === 'yes') sure.add(way);
    else
      maybe.push({
        way,
        because: destination.known ? `it is not known whether ${table.key} has a route to ${way}` : destination.because,
      });
  };
  for (const route of table.routes.sure) look(route, true);
  for (const route of table.routes.maybe) look(route, false);
  return withoutBlocked(
    { sure, open: open ?? maybe.find(({ way }) => !sure.has(way))?.because ?? null },
    table.vpc,
    net,
  );
}

/** Whether a target leads out. A private NAT gateway leads only to other networks, by the routes of its subnet. */
function leadsOut({ is: way, name }: RouteTarget, net: Network): Tri {
  if (way !== 'nat-gateway' || name === null) return 'yes';
  const connectivity = natGateways(net).get(name)?.connectivity;
  if (!connectivity) return 'yes';
  if (!connectivity.known) return 'unknown';
  return connectivity.value === 'private' ? 'no' : 'yes';
}

/** By ID and by address. */
const natGateways = oncePer((net: Network) => {
  const index = new Map<string, Gateway>();
  for (const gateway of net.gateways) {
    if (gateway.type !== 'nat-gateway') continue;
    index.set(gateway.key, gateway);
    if (gateway.id.known) index.set(gateway.id.value, gateway);
  }
  return index;
});

/** Ways that VPC Block Public Access closes, by its mode. NAT gateways and egress-only gateways allow nothing inbound. */
const SHUT: Readonly<Record<string, readonly RouteTarget['is'][]>> = table({
  'block-bidirectional': ['internet-gateway', 'egress-only-internet-gateway', 'nat-gateway'],
  'block-ingress': ['internet-gateway'],
});

/**
 * Ways out, without those that VPC Block Public Access closes.
 * Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
 */
function withoutBlocked(ways: WaysOut, vpc: Ref<Vpc>, net: Network): WaysOut {
  const mode = vpc.is === 'entity' ? vpc.to.blockPublicAccess : undefined;
  if (!mode || (mode.known && mode.value === null)) return ways;
  const may = SHUT[(mode.known ? mode.value : null) ?? 'block-bidirectional'] ?? [];
  const shut = may.filter((way) => ways.sure.has(way));
  if (shut.length === 0) return ways;
  const sure = new Set([...ways.sure].filter((way) => !shut.includes(way)));
  if (!mode.known) return { sure, open: mode.because };
  // A subnet may be excluded, and with it a gateway that others use.
  const { sure: own, maybe } = inVpc(net.subnets, vpc);
  const left = [...own, ...maybe].find(({ blockPublicAccess }) => !is(blockPublicAccess, mode.value));
  return {
    sure,
    open: left
      ? `it is not known whether VPC Block Public Access allows outbound traffic through ${left.key}`
      : ways.open,
  };
}

/** Where the traffic of all subnets of a VPC may leave it. */
export const waysOutOfVpc = oncePerVpc((vpc, net): WaysOut => {
  const sure = new Set<RouteTarget['is']>();
  let open: string | null = null;
  const complete = net.complete('route-table', vpc);
  if (!complete.complete) open = complete.because;
  const there = inVpc(net.routeTables, vpc);
  for (const table of there.sure) {
    const ways = waysOutOf(table, net);
    for (const way of ways.sure) sure.add(way);
    open ??= ways.open;
  }
  for (const stray of there.maybe) {
    // A route table that adds no way does not matter.
    const ways = waysOutOf(stray, net);
    if (ways.open !== null || [...ways.sure].some((way) => !sure.has(way)))
      open ??= `it is not known whether ${stray.key} is in the VPC`;
  }
  return { sure, open };
});

/** Whether a gateway endpoint surely is in no route table: no client uses it, which `routing/gateway-no-route-tables` says. */
export function isUnrouted({ type, routeTables }: Endpoint): boolean {
  return is(type, 'Gateway') && isEmpty(routeTables);
}

/** Whether a gateway endpoint's routes are in a table. */
export function hasGatewayRoute(endpoint: Endpoint, table: RouteTable): 'yes' | 'no' | 'unknown' {
  const { sure, maybe, open } = endpoint.routeTables;
  const here: Ref<RouteTable> = { is: 'entity', to: table, at: table.at };
  if (sure.some((ref) => same(ref, here) === 'yes')) return 'yes';
  const doubtful = open !== null || [...sure, ...maybe].some((ref) => same(ref, here) !== 'no');
  return doubtful ? 'unknown' : 'no';
}
