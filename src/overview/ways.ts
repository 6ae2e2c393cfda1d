/** What is the same of a VPC for all values that the input leaves open. */
import { push, remembered } from '../base/memo.ts';
import type { EndpointSummary, VpcOfEndpoints } from '../findings/index.ts';
import { byCodePoint } from '../findings/order.ts';

type Gateway = VpcOfEndpoints['gateways'][number];
type Interface = VpcOfEndpoints['interfaces'][number];

const DEPENDS = 'it depends on parameters or conditions that are not known';

export function inAllWays(ways: readonly ReadonlyMap<string, VpcOfEndpoints>[]): ReadonlyMap<string, VpcOfEndpoints> {
  const byVpc = new Map<string, VpcOfEndpoints[]>();
  for (const way of ways) for (const [key, overview] of way) push(byVpc, key, overview);
  return new Map([...byVpc].map(([key, overviews]) => [key, merged(overviews)]));
}

function merged(ways: readonly VpcOfEndpoints[]): VpcOfEndpoints {
  const [first] = ways;
  const tables = first!.routeTables.filter(({ name }) => ways.every((way) => way.routeTables.some(isCalled(name))));
  const zones = first!.zones.filter(({ zone }) => ways.every((way) => way.zones.some((other) => other.zone === zone)));
  const subnetsIn = (way: VpcOfEndpoints, zone: string) => way.zones.find((other) => other.zone === zone)?.subnets ?? 0;
  const endpoints = [...new Set(ways.flatMap((way) => way.endpoints))];
  return {
    ...first!,
    zones: zones.map(({ zone }) => ({ zone, subnets: Math.min(...ways.map((way) => subnetsIn(way, zone))) })),
    moreZones: why(
      ways,
      ({ moreZones }) => moreZones,
      ({ zones }) => zones,
    ),
    routeTables: tables.map((table) => {
      const all = ways.map((way) => way.routeTables.find(isCalled(table.name))!);
      return {
        name: table.name,
        main: oneOf(all.map(({ main }) => main)),
        subnets: oneOf(all.map(({ subnets }) => subnets)),
      };
    }),
    moreRouteTables: why(
      ways,
      (way) => way.moreRouteTables,
      (way) => way.routeTables.map(({ name }) => name),
    ),
    endpoints,
    names: names(ways),
    interfaces: endpoints.flatMap((endpoint) => interfaces(endpoint, ways, zones) ?? []),
    gateways: endpoints.flatMap(
      (endpoint) =>
        gateway(
          endpoint,
          ways,
          tables.map(({ name }) => name),
        ) ?? [],
    ),
  };
}

const isCalled = (name: string) => (table: { readonly name: string }) => table.name === name;

/** The value if all are equal; else null. */
function oneOf<T>(values: readonly (T | null)[]): T | null {
  return new Set(values).size === 1 ? values[0]! : null;
}

/** The reason of one of the ways; else that they differ, if they do. */
function why(
  ways: readonly VpcOfEndpoints[],
  reason: (way: VpcOfEndpoints) => string | null,
  value: (way: VpcOfEndpoints) => unknown,
): string | null {
  const given = ways.map(reason).find((one) => one !== null);
  return given ?? (new Set(ways.map((way) => JSON.stringify(value(way)))).size === 1 ? null : DEPENDS);
}

function names(ways: readonly VpcOfEndpoints[]): VpcOfEndpoints['names'] {
  const all = new Map<string, VpcOfEndpoints['names'][number]>();
  for (const each of ways.flatMap((way) => way.names)) {
    const known = remembered(all, each.name, () => each);
    if (known.by === each.by && known.who === each.who && known.because === each.because) continue;
    all.set(each.name, { ...known, by: 'unknown', who: null, because: DEPENDS });
  }
  // The Region, and so the name, may be what depends.
  const isEverywhere = (name: string) => ways.every((way) => way.names.some((each) => each.name === name));
  const inOrder = [...all.values()].sort((a, b) => byCodePoint(a.name, b.name));
  return inOrder.map((each) =>
    isEverywhere(each.name) ? each : { ...each, by: 'unknown', who: null, because: DEPENDS },
  );
}

/** The zones that an endpoint is in for all values, and those that it may be in. */
function interfaces(
  endpoint: EndpointSummary,
  ways: readonly VpcOfEndpoints[],
  zones: VpcOfEndpoints['zones'],
): Interface | undefined {
  const all = ways.map((way) => ({ way, of: way.interfaces.find((each) => each.endpoint === endpoint) }));
  if (all.every(({ of }) => of === undefined)) return undefined;
  const index = ({ zones }: VpcOfEndpoints, name: string) => zones.findIndex(({ zone }) => zone === name);
  const names = zones.map(({ zone }) => zone);
  const not = names.flatMap((zone, i) =>
    all.every(({ way, of }) => of?.notOffered.includes(index(way, zone))) ? [i] : [],
  );
  return { endpoint, ...common(all, names, index), notOffered: not };
}

/** The route tables that an endpoint is in for all values, and those that it may be in. */
function gateway(
  endpoint: EndpointSummary,
  ways: readonly VpcOfEndpoints[],
  tables: readonly string[],
): Gateway | undefined {
  const all = ways.map((way) => ({ way, of: way.gateways.find((each) => each.endpoint === endpoint) }));
  if (all.every(({ of }) => of === undefined)) return undefined;
  const index = ({ routeTables }: VpcOfEndpoints, name: string) => routeTables.findIndex(isCalled(name));
  return { endpoint, ...common(all, tables, index) };
}

interface Lists {
  readonly in: readonly number[];
  readonly maybe: readonly number[];
}

/** Indices of things by their names: `in` if the endpoint is in them in all ways, `maybe` if the ways differ. */
function common(
  ways: readonly { readonly way: VpcOfEndpoints; readonly of: Lists | undefined }[],
  names: readonly string[],
  index: (way: VpcOfEndpoints, name: string) => number,
): Lists {
  const answers = names.map((name) => {
    const said = ways.map(({ way, of }) => {
      const at = index(way, name);
      return of?.in.includes(at) ? 'in' : of?.maybe.includes(at) ? 'maybe' : 'out';
    });
    return oneOf(said) ?? 'maybe';
  });
  const which = (wanted: string) => answers.flatMap((answer, at) => (answer === wanted ? [at] : []));
  return { in: which('in'), maybe: which('maybe') };
}
