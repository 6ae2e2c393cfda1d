import { isDeadState } from '../../aws/index.ts';
import { table } from '../../base/table.ts';
import type { NounKind } from '../../model/nouns/index.ts';
import type { Key } from './calls.ts';
import { field, type Row, rowsIn, text, texts } from './row.ts';
import type { Store } from './store.ts';

/** An object that another call's output names, while the output that lists its kind is without it. */
export interface Mention {
  readonly id: string;
  /** The VPC it is in. */
  readonly vpc: string | undefined;
  /** The call whose output names it. */
  readonly by: string;
}

type Sources = Partial<Record<Key, (row: Row) => readonly string[]>>;

/** Which keys list a kind, and which fields of other kinds' rows hold its ids. */
const KINDS: Partial<Record<NounKind, { readonly lists: readonly Key[]; readonly id: string; readonly by: Sources }>> =
  table({
    endpoint: {
      lists: ['VpcEndpoints', 'VpcEndpoint'],
      id: 'VpcEndpointId',
      by: { RouteTables: endpointsRoutedTo, NetworkInterfaces: endpointOfInterface },
    },
    subnet: {
      lists: ['Subnets'],
      id: 'SubnetId',
      by: {
        VpcEndpoints: (row) => (isDead(row) ? [] : texts(row, 'SubnetIds')),
        RouteTables: associated,
        NetworkAcls: associated,
        NetworkInterfaces: (row) => idsOf([row], 'SubnetId'),
      },
    },
    'route-table': {
      lists: ['RouteTables'],
      id: 'RouteTableId',
      by: { VpcEndpoints: (row) => (isDead(row) ? [] : texts(row, 'RouteTableIds')) },
    },
  });

/**
 * Objects of a kind that the input names but does not list. The export has a filter or is older than the others, so
 * an object's absence proves nothing.
 */
export function unlisted(store: Store, kind: NounKind): readonly Mention[] {
  const found = KINDS[kind];
  if (!found) return [];
  const listed = new Set(found.lists.flatMap((key) => idsOf(store.rows(key), found.id)));
  return Object.entries(found.by).flatMap(([key, idsIn]) =>
    store.rows(key as Key).flatMap((row) =>
      idsIn(row)
        .filter((id) => !listed.has(id))
        .map((id) => ({ id, vpc: text(row, 'VpcId'), by: row.call })),
    ),
  );
}

/** A route outlives the endpoint it led to, as a black hole. */
function endpointsRoutedTo(row: Row): string[] {
  const alive = rowsIn(row, 'Routes').filter((route) => field(route, 'State') !== 'blackhole');
  return idsOf(alive, 'GatewayId').filter((id) => id.startsWith('vpce-'));
}

function endpointOfInterface(row: Row): string[] {
  const id = /^VPC Endpoint Interface (vpce-[0-9a-z]+)$/.exec(text(row, 'Description') ?? '')?.[1];
  return id === undefined ? [] : [id];
}

function associated(row: Row): string[] {
  return idsOf(rowsIn(row, 'Associations'), 'SubnetId');
}

/** A deleted object may name other deleted objects. */
function isDead(row: Row): boolean {
  return isDeadState((text(row, 'State') ?? '').toLowerCase());
}

function idsOf(rows: readonly Row[], name: string): string[] {
  return rows.flatMap((row) => text(row, name) ?? []);
}
