import { oncePer, push } from '../base/memo.ts';
import { type DnsRecord, type Endpoint, type HostedZone, is, type Network, type Ref } from '../model/index.ts';

/** A record of a hosted zone, with its zone. */
export interface PlacedRecord {
  readonly record: DnsRecord;
  readonly zone: Ref<HostedZone>;
}

/** Records that lead to an endpoint. */
export interface RecordsTo {
  readonly sure: readonly PlacedRecord[];
  readonly maybe: readonly PlacedRecord[];
  /** Records whose targets are not all known. */
  readonly unclear: readonly PlacedRecord[];
  /** Zones that may have more records than the input shows. */
  readonly openZones: readonly Ref<HostedZone>[];
  /** Why the zones of the input may have more records; null if they surely have no more. */
  readonly open: string | null;
}

/** The ID in the DNS name of an endpoint: `vpce-0a1b` in `vpce-0a1b-c2d3.sqs.us-east-1.vpce.amazonaws.com`. */
const ENDPOINT_NAME = /^(?:\*\.)?(vpce-[0-9a-f]{8,})-/;

/** The endpoint that a record's target names: its AWS ID, or its address if the name is known only after apply. */
export function endpointNamed(target: string): { readonly id: string } | { readonly address: string } | undefined {
  const id = ENDPOINT_NAME.exec(target)?.[1];
  if (id !== undefined) return { id };
  const dot = Math.max(target.lastIndexOf('.dns_entry'), target.lastIndexOf('.DnsEntries'));
  return dot > 0 ? { address: target.slice(0, dot) } : undefined;
}

interface Index {
  readonly sure: Map<string, PlacedRecord[]>;
  readonly maybe: Map<string, PlacedRecord[]>;
  readonly unclear: PlacedRecord[];
  readonly openZones: Ref<HostedZone>[];
  open: string | null;
  /** Records with an ID that no endpoint of the input is known to have; computed on demand. */
  strange?: readonly PlacedRecord[];
}

/** The records of all hosted zones in the input that lead to an endpoint. */
export function recordsTo(endpoint: Endpoint, net: Network): RecordsTo {
  const index = indexOf(net);
  const { unclear, openZones, open } = index;
  // Usually no record leads to any endpoint.
  if (index.sure.size === 0 && index.maybe.size === 0) return { sure: [], maybe: [], unclear, openZones, open };
  const names = new Set(endpoint.id.known ? [endpoint.id.value, endpoint.key] : [endpoint.key]);
  const of = (map: Map<string, PlacedRecord[]>) => [...names].flatMap((name) => map.get(name) ?? []);
  const found = { sure: of(index.sure), maybe: of(index.maybe), openZones };
  if (endpoint.id.known) return { ...found, unclear, open };
  // A record may name this endpoint by an ID that is not known.
  const strange = strangeOf(index, net);
  if (strange.length === 0) return { ...found, unclear, open };
  const because = `a record leads to an endpoint by its id, and the id of ${endpoint.key} is not known`;
  return { ...found, unclear: [...unclear, ...strange], open: open ?? because };
}

function strangeOf(index: Index, net: Network): readonly PlacedRecord[] {
  if (!index.strange) {
    const ids = endpointsById(net);
    const of = (map: Map<string, PlacedRecord[]>) =>
      [...map].flatMap(([name, records]) => (name.startsWith('vpce-') && !ids.has(name) ? records : []));
    index.strange = [...of(index.sure), ...of(index.maybe)];
  }
  return index.strange;
}

/** The endpoints of the input by their known AWS IDs. */
export const endpointsById = oncePer(
  (net: Network): ReadonlyMap<string, Endpoint> =>
    new Map(net.endpoints.flatMap((e): [string, Endpoint][] => (e.id.known ? [[e.id.value, e]] : []))),
);

const endpointsByKey = oncePer(({ endpoints }: Network) => new Map(endpoints.map((each) => [each.key, each])));

/** The endpoint of the input that a record's target names. */
export function endpointOf(target: string, net: Network): Endpoint | undefined {
  const named = endpointNamed(target);
  if (!named) return undefined;
  return 'id' in named ? endpointsById(net).get(named.id) : endpointsByKey(net).get(named.address);
}

const indexOf = oncePer((net: Network): Index => {
  const index: Index = { sure: new Map(), maybe: new Map(), unclear: [], openZones: [], open: null };
  for (const { zone, records } of net.zoneRecords) {
    if (records.open !== null) index.openZones.push(zone);
    index.open ??= records.open;
    for (const record of records.sure) add(index, { record, zone }, true);
    for (const record of records.maybe) add(index, { record, zone }, false);
  }
  // A zone without records in the input may have any.
  const told = new Set(net.zoneRecords.map(({ zone }) => (zone.is === 'entity' ? zone.to.key : undefined)));
  for (const zone of net.hostedZones) {
    if (told.has(zone.key) || is(zone.isPrivate, false)) continue;
    index.openZones.push({ is: 'entity', to: zone, at: zone.at });
    index.open ??= `the records of ${zone.key} are not in the input`;
  }
  return index;
});

function add(index: Index, placed: PlacedRecord, certain: boolean): void {
  const { targets } = placed.record;
  for (const target of targets.sure) put(certain ? index.sure : index.maybe, target, placed);
  for (const target of targets.maybe) put(index.maybe, target, placed);
  if (targets.open !== null) index.unclear.push(placed);
  index.open ??= targets.open;
}

function put(map: Map<string, PlacedRecord[]>, target: string, placed: PlacedRecord): void {
  const named = endpointNamed(target);
  if (!named) return;
  push(map, 'id' in named ? named.id : named.address, placed);
}
