import { inVpc, oncePerVpc, type RouteTable, type RouteTarget } from '../model/index.ts';

/** Targets of routes that connect a VPC with other networks, in both directions. */
export const LINKS: ReadonlySet<RouteTarget['is']> = new Set([
  'transit-gateway',
  'core-network',
  'peering',
  'vpn-gateway',
  'network-interface',
  'vpc-endpoint',
  'other',
]);

/** Routes of a VPC to other networks, with any destination. */
export interface Links {
  readonly sure: ReadonlySet<RouteTarget['is']>;
  /** Why there may be others; null if there are certainly none. */
  readonly open: string | null;
}

/** How the route tables of a VPC connect it to networks other than the internet. */
export const linksOf = oncePerVpc((vpc, net): Links => {
  const sure = new Set<RouteTarget['is']>();
  const complete = net.complete('route-table', vpc);
  let open = complete.complete ? null : complete.because;
  const { sure: tables, maybe } = inVpc(net.routeTables, vpc);
  const doubts: { readonly by: RouteTarget['is'] | null; readonly because: string }[] = [];
  for (const table of tables) {
    const links = linksIn(table);
    for (const by of links.sure) sure.add(by);
    doubts.push(...links.doubts);
  }
  // A route table that adds no link does not matter.
  for (const table of maybe) {
    const links = linksIn(table);
    const because = `it is not known whether ${table.key} is in the VPC`;
    for (const by of links.sure) doubts.push({ by, because });
    for (const { by } of links.doubts) doubts.push({ by, because });
  }
  open ??= doubts.find(({ by }) => by === null || !sure.has(by))?.because ?? null;
  return { sure, open };
});

interface TableLinks {
  readonly sure: ReadonlySet<RouteTarget['is']>;
  /** Links that may also exist; `by` is null if it may be any. */
  readonly doubts: readonly { readonly by: RouteTarget['is'] | null; readonly because: string }[];
}

function linksIn({ key, routes }: RouteTable): TableLinks {
  const sure = new Set<RouteTarget['is']>();
  const doubts: { by: RouteTarget['is'] | null; because: string }[] = [];
  if (routes.open !== null) doubts.push({ by: null, because: routes.open });
  for (const { target, destination, blackhole } of routes.sure) {
    if (blackhole) continue;
    if (!target.known) doubts.push({ by: null, because: target.because });
    else if (!LINKS.has(target.value.is)) continue;
    // Routes to gateway endpoints have a prefix list as destination and lead only to AWS.
    else if (target.value.is !== 'vpc-endpoint') sure.add(target.value.is);
    else if (!destination.known) doubts.push({ by: 'vpc-endpoint', because: destination.because });
    else if (!destination.value.startsWith('pl-')) sure.add(target.value.is);
  }
  for (const { target } of routes.maybe) {
    const because = `it is not known whether a route is in ${key}`;
    if (!target.known) doubts.push({ by: null, because });
    else if (LINKS.has(target.value.is)) doubts.push({ by: target.value.is, because });
  }
  return { sure, doubts };
}
