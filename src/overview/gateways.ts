import { hasGatewayRoute, usersOf } from '../ask/paths.ts';
import type { RouteTableSummary } from '../findings/index.ts';
import { byCodePoint } from '../findings/order.ts';
import {
  all,
  type Endpoint,
  inVpc,
  is,
  type Network,
  type Ref,
  type RouteTable,
  refName,
  type Vpc,
  whyOpen,
} from '../model/index.ts';

/** The route tables of a VPC, and its gateway endpoints with the numbers of their route tables. */
export interface Gateways {
  readonly routeTables: readonly RouteTableSummary[];
  readonly moreRouteTables: string | null;
  readonly gateways: readonly {
    readonly endpoint: Endpoint;
    readonly in: readonly number[];
    readonly maybe: readonly number[];
  }[];
}

/** Nothing if the VPC has no gateway endpoint. */
export function gatewaysOf(vpc: Ref<Vpc>, list: readonly Endpoint[], net: Network): Gateways {
  const gateways = list.filter(({ type }) => is(type, 'Gateway'));
  if (gateways.length === 0) return { routeTables: [], moreRouteTables: null, gateways: [] };
  const { sure, maybe } = inVpc(net.routeTables, vpc);
  // The route table of an internet gateway routes inbound traffic, so no endpoint is in it.
  const tables = sure.filter(({ edge }) => !is(edge, true)).sort((a, b) => byCodePoint(a.key, b.key));
  // The route tables in a sensitive list must not be told.
  const open = gateways.map(({ routeTables }) => (all(routeTables).some(isSensitive) ? null : routeTables));
  const own = new Set(tables);
  const isStranger = (ref: Ref<RouteTable>) => ref.is === 'id' || (ref.is === 'entity' && !own.has(ref.to));
  const strangers = [
    ...new Set(open.flatMap((bag) => bag?.sure.filter(isStranger).flatMap((ref) => refName(ref) ?? []) ?? [])),
  ].sort(byCodePoint);
  const complete = net.complete('route-table', vpc);
  const more = complete.complete ? undefined : complete.because;
  return {
    routeTables: [
      ...tables.map((table) => tableSummary(table, net)),
      ...strangers.map((name) => ({ name, main: null, subnets: null })),
    ],
    moreRouteTables: more ?? (maybe[0] ? `it is not known whether ${maybe[0].key} is in the VPC` : null),
    gateways: gateways.map((gateway, i) => {
      const bag = open[i];
      const answers = tables.map((table) => (bag ? hasGatewayRoute(gateway, table) : 'unknown'));
      const named = strangers.map((name) => {
        if (bag?.sure.some((ref) => isStranger(ref) && refName(ref) === name)) return 'yes';
        return bag && whyOpen(bag) === undefined && bag.sure.every(({ is }) => is !== 'unknown') ? 'no' : 'unknown';
      });
      const which = (wanted: string) =>
        [...answers, ...named].flatMap((answer, index) => (answer === wanted ? [index] : []));
      return { endpoint: gateway, in: which('yes'), maybe: which('unknown') };
    }),
  };
}

function isSensitive(ref: Ref<RouteTable>): boolean {
  return ref.is !== 'unknown' && ref.sensitive === true;
}

function tableSummary(table: RouteTable, net: Network): RouteTableSummary {
  const { sure, open } = usersOf(table, net);
  return {
    name: table.key,
    main: table.main.known && !table.main.sensitive ? table.main.value : null,
    subnets: open === null ? sure.length : null,
  };
}
