import type { DnsRecord, Endpoint, HostedZone, Network, Ref } from '../../model/index.ts';

/** A record of a hosted zone, with its zone. */
export interface PlacedRecord {
  readonly record: DnsRecord;
  readonly zone: Ref<HostedZone>;
}

/** Records that lead to an endpoint. */
export interface RecordsTo {
  readonly sure: readonly PlacedRecord[];
  readonly maybe: readonly PlacedRecord[];
  /** Why there may be more among the records of the input; null where there are not. */
  readonly open: string | null;
}

/** The id in an endpoint's DNS name: `vpce-0a1b-c2d3.sqs.us-east-1.vpce.amazonaws.com` is of `vpce-0a1b`. */
const ENDPOINT_NAME = /^(?:\*\.)?(vpce-[0-9a-f]{8,})-/;

/** The endpoint a record's target is a name of: its AWS id, or its address where the name is known after apply. */
export function endpointNamed(target: string): { readonly id: string } | { readonly address: string } | undefined {
  const id = ENDPOINT_NAME.exec(target)?.[1];
  if (id !== undefined) return { id };
  const dot = target.lastIndexOf('.dns_entry');
  return dot > 0 ? { address: target.slice(0, dot) } : undefined;
}

interface Index {
  readonly sure: Map<string, PlacedRecord[]>;
  readonly maybe: Map<string, PlacedRecord[]>;
  open: string | null;
}

const indexes = new WeakMap<Network, Index>();

/** The records of all hosted zones in the input that lead to an endpoint. */
export function recordsTo(endpoint: Endpoint, net: Network): RecordsTo {
  const index = indexOf(net);
  const names = endpoint.id.known ? [endpoint.id.value, endpoint.key] : [endpoint.key];
  const of = (map: Map<string, PlacedRecord[]>) => [...new Set(names)].flatMap((name) => map.get(name) ?? []);
  return { sure: of(index.sure), maybe: of(index.maybe), open: endpoint.id.known ? index.open : openFor(index, net) };
}

/** A record may name an endpoint by an id that is not known of this one. */
function openFor(index: Index, net: Network): string | null {
  if (index.open !== null) return index.open;
  const ids = new Set(net.endpoints.flatMap((e) => (e.id.known ? [e.id.value] : [])));
  const strange = [...index.sure.keys()].find((name) => name.startsWith('vpce-') && !ids.has(name));
  return strange === undefined ? null : `a record leads to ${strange}, and the endpoint's own id is not known`;
}

function indexOf(net: Network): Index {
  const found = indexes.get(net);
  if (found) return found;
  const index: Index = { sure: new Map(), maybe: new Map(), open: null };
  for (const { zone, records } of net.zoneRecords) {
    index.open ??= records.open;
    for (const record of records.sure) add(index, { record, zone }, true);
    for (const record of records.maybe) add(index, { record, zone }, false);
  }
  indexes.set(net, index);
  return index;
}

function add(index: Index, placed: PlacedRecord, certain: boolean): void {
  const { targets } = placed.record;
  for (const target of targets.sure) put(certain ? index.sure : index.maybe, target, placed);
  for (const target of targets.maybe) put(index.maybe, target, placed);
  index.open ??= targets.open;
}

function put(map: Map<string, PlacedRecord[]>, target: string, placed: PlacedRecord): void {
  const named = endpointNamed(target);
  if (!named) return;
  const key = 'id' in named ? named.id : named.address;
  const list = map.get(key);
  if (list) list.push(placed);
  else map.set(key, [placed]);
}
