import { oncePer, push } from '../base/memo.ts';
import type { Endpoint, Network, Route, RouteTable } from '../model/index.ts';

/** A route that leads to an endpoint. */
export interface RouteTo {
  readonly table: RouteTable;
  readonly route: Route;
}

/** By the address or ID that a route names. */
const routesByTarget = oncePer((net: Network) => {
  const index = new Map<string, RouteTo[]>();
  for (const table of net.routeTables) {
    for (const route of table.routes.sure) {
      const target = route.target.known ? route.target.value : undefined;
      if (target?.is === 'vpc-endpoint' && target.name !== null) push(index, target.name, { table, route });
    }
  }
  return index;
});

/** The routes that surely lead to an endpoint, by its address or ID. */
export function routesTo(endpoint: Endpoint, net: Network): readonly RouteTo[] {
  const index = routesByTarget(net);
  const byKey = index.get(endpoint.key) ?? [];
  const byId = endpoint.id.known && endpoint.id.value !== endpoint.key ? (index.get(endpoint.id.value) ?? []) : [];
  return [...byKey, ...byId];
}

/** Why the input may lack a route to the endpoint; null if it surely has all. */
export function whyRoutesOpen(endpoint: Endpoint, net: Network): string | null {
  const complete = net.complete('route-table', endpoint.vpc);
  if (!complete.complete) return complete.because;
  if (!endpoint.id.known && namesAnId(net)) return endpoint.id.because;
  return doubt(net);
}

/** Whether some route names an endpoint by its ID. An endpoint without a known ID may be meant. */
const namesAnId = oncePer((net: Network): boolean =>
  net.routeTables.some((table) =>
    table.routes.sure.some((r) => r.target.known && r.target.value.name?.startsWith('vpce-')),
  ),
);

/** A route with an unknown target may lead to any endpoint. */
const doubt = oncePer((net: Network): string | null => {
  for (const table of net.routeTables) {
    if (table.routes.open !== null) return table.routes.open;
    for (const route of [...table.routes.sure, ...table.routes.maybe]) {
      if (!route.target.known) return route.target.because;
      if (route.target.value.is === 'vpc-endpoint' && route.target.value.name === null)
        return `it is not known which endpoint a route of ${table.key} leads to`;
    }
    if (table.routes.maybe.some((r) => r.target.known && r.target.value.is === 'vpc-endpoint'))
      return `it is not known whether ${table.key} has a route to an endpoint`;
  }
  return null;
});
