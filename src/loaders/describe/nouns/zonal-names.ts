/** Zones of subnets, as the zonal names of the endpoints in them tell. */
import { zonesOfNames } from '../../../aws/index.ts';
import { field, type Row, rowsIn, text } from '../row.ts';

/** More zones are in no Region. */
const MOST_ZONES = 20;

interface Homes {
  readonly row: Row;
  readonly subnets: readonly string[];
}

/**
 * The zone of each subnet of which only one is left: an endpoint has one subnet in each of the zones it has names for.
 * `known`: zones of which something else tells.
 */
export function zonesByNames(
  endpoints: readonly Row[],
  known: ReadonlyMap<string, string>,
): ReadonlyMap<string, { readonly zone: string; readonly row: Row }> {
  const all = endpoints.map((row) => ({ row, subnets: subnetsIn(row), zones: zonesIn(row) }));
  const homes = all.filter(({ subnets, zones }) => subnets.length === zones.size && zones.size <= MOST_ZONES);
  const left = new Map<string, Set<string>>();
  for (const { subnets, zones } of homes)
    for (const subnet of subnets) left.set(subnet, meet(left.get(subnet) ?? zones, zones, known.get(subnet)));
  while (homes.some((each) => narrow(each, left)));
  const found = new Map<string, { zone: string; row: Row }>();
  for (const { row, subnets } of homes) {
    for (const subnet of subnets) {
      const [zone, another] = left.get(subnet) ?? [];
      if (zone !== undefined && another === undefined && !found.has(subnet)) found.set(subnet, { zone, row });
    }
  }
  return found;
}

function subnetsIn(row: Row): readonly string[] {
  const ids = field(row, 'SubnetIds');
  return Array.isArray(ids) ? [...new Set(ids.filter((id) => typeof id === 'string'))] : [];
}

function zonesIn(row: Row): ReadonlySet<string> {
  return zonesOfNames(rowsIn(row, 'DnsEntries').map((entry) => text(entry, 'DnsName') ?? ''));
}

function meet(one: ReadonlySet<string>, two: ReadonlySet<string>, known: string | undefined): Set<string> {
  return new Set([...one].filter((zone) => two.has(zone) && (known === undefined || zone === known)));
}

/** Takes the zones of its other subnets from each subnet of an endpoint; false where that leaves all as it was. */
function narrow({ subnets }: Homes, left: ReadonlyMap<string, Set<string>>): boolean {
  let changed = false;
  for (const subnet of subnets) {
    const own = left.get(subnet)!;
    const others = subnets.filter((other) => other !== subnet).map((other) => left.get(other)!);
    for (const other of others) {
      const [taken] = other;
      if (other.size === 1 && own.delete(taken!)) changed = true;
    }
    const alone = [...own].filter((zone) => others.every((other) => !other.has(zone)));
    if (alone.length !== 1 || own.size === 1) continue;
    own.clear();
    own.add(alone[0]!);
    changed = true;
  }
  return changed;
}
