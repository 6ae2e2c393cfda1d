import { oncePer } from '../base/memo.ts';
import type { Bag, Interval } from './bag.ts';
import type { Fact } from './fact.ts';
import type { Origin } from './origin.ts';

/** What can be referred to: it has a key, unique in its network, and an id that may not exist yet. */
export interface Entity {
  readonly key: string;
  readonly id: Fact<string>;
}

/**
 * A reference to an object: one of this network, one outside it known by its id, or unknown.
 * Loaders resolve ids of objects they hold, so an `id` reference never means an object of this network whose id is known.
 */
export type Ref<T extends Entity> = EntityRef<T> | IdRef | UnknownRef;

export interface EntityRef<T extends Entity> {
  readonly is: 'entity';
  readonly to: T;
  readonly at: Origin;
  /** That it is this one is marked sensitive in the input. */
  readonly sensitive?: true;
}

export interface IdRef {
  readonly is: 'id';
  readonly id: string;
  readonly at: Origin;
  /** Marked sensitive in the input: compared, never printed. */
  readonly sensitive?: true;
}

export interface UnknownRef {
  readonly is: 'unknown';
  readonly because: string;
  /** A name for the unknown value: equal symbols are equal values (`data.aws_vpc.main.id`). */
  readonly symbol?: string;
  readonly at: Origin;
  /** What the input names here instead of an object of the required kind. AWS rejects it. */
  readonly mistaken?: Mistaken;
}

export interface Mistaken {
  /** Id or address; null if it is sensitive. */
  readonly name: string | null;
  /** What that is, in words: "a VPC". */
  readonly what: string;
}

export type Tri = 'yes' | 'no' | 'unknown';

/** Whether two references mean one object. An id against an object that has no id yet is unknown. */
export function same<T extends Entity>(a: Ref<T>, b: Ref<T>): Tri {
  if (a.is === 'entity' && b.is === 'entity') return a.to.key === b.to.key ? 'yes' : 'no';
  if (a.is === 'id' && b.is === 'id') return a.id === b.id ? 'yes' : 'no';
  if (a.is === 'unknown' || b.is === 'unknown') {
    return a.is === 'unknown' && b.is === 'unknown' && a.symbol !== undefined && a.symbol === b.symbol
      ? 'yes'
      : 'unknown';
  }
  const [entity, id] = a.is === 'entity' ? [a.to, (b as IdRef).id] : [(b as EntityRef<T>).to, a.id];
  if (!entity.id.known) return 'unknown';
  return entity.id.value === id ? 'yes' : 'no';
}

/** A key that equal references share. Undefined for a reference without any known identity. */
export function refKey(ref: Ref<Entity>): string | undefined {
  if (ref.is === 'entity') return `entity ${ref.to.key}`;
  if (ref.is === 'id') return `id ${ref.id}`;
  return ref.symbol === undefined ? undefined : `symbol ${ref.symbol}`;
}

/** A reference that names an object of another kind: nothing is known of what it should lead to. */
export function mistakenRef(mistaken: Mistaken, at: Origin): UnknownRef {
  const { name, what } = mistaken;
  const because = `${name ?? 'what is named here'} is ${what}`;
  return { is: 'unknown', because, at, mistaken, ...(name === null ? {} : { symbol: name }) };
}

/** The name of the object in a message: its address or id, or null if that is unknown or sensitive. */
export function refName(ref: Ref<Entity>): string | null {
  if (ref.is !== 'unknown' && ref.sensitive) return '(sensitive)';
  if (ref.is === 'entity') return ref.to.key;
  if (ref.is === 'id') return ref.id;
  return ref.symbol ?? null;
}

/**
 * How many different objects a bag of references holds. Unknown references, and an id beside an object without one, may
 * coincide with any other.
 */
export const distinct: (b: Bag<Ref<Entity>>) => Interval = oncePer(count);

function count(b: Bag<Ref<Entity>>): Interval {
  const sure = tally(b.sure);
  const least = Math.max(
    sure.entities.size,
    sure.withId + sure.ids.size,
    sure.symbols.size + sure.nameless > 0 ? 1 : 0,
  );
  if (b.open !== null) return { least, most: null };
  const any = b.maybe.length === 0 ? sure : tally([...b.sure, ...b.maybe]);
  return { least, most: any.entities.size + any.ids.size + any.symbols.size + any.nameless };
}

function tally(refs: readonly Ref<Entity>[]) {
  const entities = new Set<string>();
  const ids = new Set<string>();
  const symbols = new Set<string>();
  let withId = 0;
  let nameless = 0;
  for (const ref of refs) {
    if (ref.is === 'entity') {
      if (!entities.has(ref.to.key) && ref.to.id.known) withId += 1;
      entities.add(ref.to.key);
    } else if (ref.is === 'id') ids.add(ref.id);
    else if (ref.symbol !== undefined) symbols.add(ref.symbol);
    else nameless += 1;
  }
  return { entities, ids, symbols, withId, nameless };
}
