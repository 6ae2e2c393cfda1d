import { inVpc, oncePerVpc, type RouteTarget } from '../model/index.ts';

/** Targets of routes through which other networks are reached, and a VPC may be reached from them. */
const LINKS: ReadonlySet<RouteTarget['is']> = new Set([
  'transit-gateway',
  'peering',
  'vpn-gateway',
  'network-interface',
  'vpc-endpoint',
  'other',
]);

/** Routes of a VPC to other networks, whatever their destination. */
export interface Links {
  readonly sure: ReadonlySet<RouteTarget['is']>;
  /** Why there may be others; null where there are surely none. */
  readonly open: string | null;
}

/** How the route tables of a VPC link it to other networks than the internet. */
export const linksOf = oncePerVpc((vpc, net): Links => {
  const sure = new Set<RouteTarget['is']>();
  const complete = net.complete('route-table', vpc);
  let open = complete.complete ? null : complete.because;
  const { sure: tables, maybe } = inVpc(net.routeTables, vpc);
  for (const { key, routes } of tables) {
    open ??= routes.open;
    for (const { target, destination, blackhole } of routes.sure) {
      if (blackhole) continue;
      if (!target.known) open ??= target.because;
      else if (!LINKS.has(target.value.is)) continue;
      // Routes to gateway endpoints have a prefix list as destination: they lead to AWS alone.
      else if (target.value.is !== 'vpc-endpoint') sure.add(target.value.is);
      else if (!destination.known) open ??= destination.because;
      else if (!destination.value.startsWith('pl-')) sure.add(target.value.is);
    }
    for (const { target } of routes.maybe) {
      if (!target.known || LINKS.has(target.value.is)) open ??= `whether a route is in ${key} is not known`;
    }
  }
  if (maybe[0]) open ??= `whether ${maybe[0].key} is in the VPC is not known`;
  return { sure, open };
});
