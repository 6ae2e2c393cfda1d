import { inOneZone, isOfferedIn, subnetsOf, zoneName } from '../ask/zones.ts';
import { isLocalZone, serviceFacts } from '../aws/index.ts';
import { push } from '../base/memo.ts';
import type { VpcZone } from '../findings/index.ts';
import { byCodePoint } from '../findings/order.ts';
import {
  all,
  type Endpoint,
  type Fact,
  inVpc,
  is,
  isSensitive,
  type Network,
  type Ref,
  type Subnet,
  type Tri,
  type Vpc,
} from '../model/index.ts';

/** The zones of a VPC, and its endpoints with network interfaces with the numbers of their zones. */
export interface Zones {
  readonly zones: readonly VpcZone[];
  readonly moreZones: string | null;
  readonly interfaces: readonly {
    readonly endpoint: Endpoint;
    readonly in: readonly number[];
    readonly maybe: readonly number[];
    readonly notOffered: readonly number[];
  }[];
}

interface Column {
  readonly zone: string;
  readonly subnets: readonly Subnet[];
}

/** Zones with subnets of a VPC, and the zones of its Region that the input lists. */
export function zonesOf(vpc: Ref<Vpc>, endpoints: readonly Endpoint[], net: Network): Zones {
  const { sure, maybe } = inVpc(net.subnets, vpc);
  const hidden = new Set(endpoints.filter(isHidden));
  const columns = columnsOf(sure, { endpoints, hidden, net });
  const complete = net.complete('subnet', vpc);
  const nowhere = sure.find((subnet) => columnName(subnet) === null);
  return {
    zones: columns.map(({ zone, subnets }) => ({ zone, subnets: subnets.length })),
    moreZones: complete.complete ? strays(nowhere, maybe[0]) : complete.because,
    interfaces: endpoints
      .filter(({ type }) => !is(type, 'Gateway'))
      .map((endpoint) => {
        const { in: where, maybe } = inZones(endpoint, columns, hidden.has(endpoint));
        return { endpoint, in: where, maybe, notOffered: notOffered(endpoint, columns, net) };
      }),
  };
}

interface Around {
  readonly endpoints: readonly Endpoint[];
  readonly hidden: ReadonlySet<Endpoint>;
  readonly net: Network;
}

function columnsOf(subnets: readonly Subnet[], { endpoints, hidden, net }: Around): readonly Column[] {
  const byZone = new Map<string, Subnet[]>();
  for (const subnet of subnets) {
    const zone = columnName(subnet);
    if (zone !== null) push(byZone, zone, subnet);
  }
  const region = endpoints.find((endpoint) => endpoint.region.known)?.region;
  const listed = net.zones.filter(
    (zone) => zone.region !== null && region && is(region, zone.region) && !isLocalZone(zone.name),
  );
  // An endpoint may be in subnets that are unknown, or that are not in its VPC.
  const ofEndpoints = endpoints
    .filter((endpoint) => !hidden.has(endpoint))
    .flatMap((endpoint) => subnetsOf(endpoint).sure.flatMap((subnet) => columnName(subnet) ?? []));
  return [...new Set([...byZone.keys(), ...listed.map(({ name }) => name), ...ofEndpoints])]
    .sort(byCodePoint)
    .map((zone) => ({ zone, subnets: byZone.get(zone) ?? [] }));
}

/** The name of a subnet's zone, or a stand-in until it is known; null if there is none or it must not be printed. */
function columnName(subnet: Subnet): string | null {
  if (isSecret(subnet)) return null;
  const { zone, zoneId } = subnet;
  return zoneName(subnet) ?? standIn(zone, subnet) ?? standIn(zoneId, subnet);
}

/** A zone that AWS chooses has only the name of the subnet. */
function standIn(zone: Fact<string>, { key }: Subnet): string | null {
  if (zone.known) return zone.value;
  return zone.symbol === undefined || zone.symbol.startsWith(`${key}.`) ? null : zone.symbol;
}

function isSecret({ zone, zoneId }: Subnet): boolean {
  return isSensitive(zone, zoneId);
}

/** Whether the subnets of an endpoint must not be told, because their list is sensitive. */
function isHidden({ subnets }: Endpoint): boolean {
  return all(subnets).some(
    (ref) => (ref.is !== 'unknown' && ref.sensitive === true) || (ref.is === 'entity' && isSecret(ref.to)),
  );
}

/** The zones in which an endpoint has a network interface, or may have one. */
function inZones(
  endpoint: Endpoint,
  columns: readonly Column[],
  hidden: boolean,
): { readonly in: number[]; readonly maybe: number[] } {
  const { sure, open } = subnetsOf(endpoint);
  const found: { in: number[]; maybe: number[] } = { in: [], maybe: [] };
  for (const [index, column] of columns.entries()) {
    const answers = hidden ? [] : sure.map((subnet) => isIn(subnet, column));
    if (answers.includes('yes')) found.in.push(index);
    else if (hidden || open !== null || answers.includes('unknown')) found.maybe.push(index);
  }
  return found;
}

function isIn(subnet: Subnet, { zone, subnets: [there] }: Column): Tri {
  if (there) return subnet === there ? 'yes' : inOneZone(subnet, there);
  return subnet.zone.known ? (subnet.zone.value === zone ? 'yes' : 'no') : 'unknown';
}

function notOffered(endpoint: Endpoint, columns: readonly Column[], net: Network): number[] {
  if (endpoint.serviceName.known && endpoint.serviceName.sensitive) return [];
  const facts = serviceFacts(net, endpoint);
  if (!facts?.zones && !facts?.zoneIds) return [];
  return columns.flatMap(({ zone, subnets: [there] }, index) => {
    const not = there ? isOfferedIn(there, facts) === 'no' : facts.zones !== null && !facts.zones.includes(zone);
    return not ? [index] : [];
  });
}

function strays(nowhere: Subnet | undefined, maybe: Subnet | undefined): string | null {
  if (nowhere) return `the Availability Zone of ${nowhere.key} is not known`;
  return maybe ? `it is not known whether ${maybe.key} is in the VPC` : null;
}
