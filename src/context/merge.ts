/** How the parts of one object, as several networks have it, make one attribute. */
import { type Bag, bag, type Entity, type Fact, isExact, type NounKind, type Ref } from '../model/index.ts';
import type { AnyNoun, Source } from './source.ts';

/** What merging asks of the joined network. */
export interface Objects {
  /** The one object of the joined network that a noun of a source is. */
  of<T extends Entity>(noun: T, source: Source): T;
  /** An object by one of its identities. */
  find<T extends Entity>(kind: NounKind, identity: string): T | undefined;
  /** A reference of a source as one of the joined network. */
  ref<T extends Entity>(ref: Ref<T>, kind: NounKind, source: Source): Ref<T>;
  /** The id of an object of a source by its key. */
  idOfKey(kind: NounKind, key: string, source: Source): string | undefined;
  /** The judged route table, or network ACL, of each subnet that one names, by the subnet's name. */
  holderOf(kind: 'route-table' | 'network-acl'): ReadonlyMap<string, object>;
}

/** An object as one network has it. */
export interface Part<T = AnyNoun> {
  readonly noun: T;
  readonly source: Source;
  /** Lower ones are believed first. */
  readonly rank: number;
  /** Whether that network only adds to it. */
  readonly extended: boolean;
  /** What it was before the plan that adds to it; undefined if none does. */
  readonly former?: () => T | undefined;
}

/** All parts of an object, those first that are believed first. */
export interface Parts<T = AnyNoun> {
  readonly parts: readonly Part<T>[];
  readonly join: Objects;
}

export type Merge<T, V> = (of: Parts<T>, read: (noun: T) => V) => V;

/** What the judged input manages itself. */
const MANAGED = 0;

type Noun = Pick<AnyNoun, 'changing'>;

/** The first that is known. What a plan changes and does not tell is as unknown as it says. */
export function fact<T extends Noun, V>({ parts }: Parts<T>, read: (noun: T) => Fact<V>): Fact<V> {
  let first: Fact<V> | undefined;
  for (const { noun, rank, extended } of parts) {
    const found = read(noun);
    if (found.known || (rank === MANAGED && noun.changing)) return found;
    if (!extended || parts.length === 1) first ??= found;
  }
  return first ?? read(leadOf(parts).noun);
}

/** The part an object is known by: the first that has more of it than what it adds. */
export function leadOf<T>(parts: readonly Part<T>[]): Part<T> {
  return parts.find(({ extended }) => !extended) ?? parts[0]!;
}

/** The value of the part it is known by. */
export function first<T, V>({ parts }: Parts<T>, read: (noun: T) => V): V {
  return read(leadOf(parts).noun);
}

export function ref<R extends Entity>(kind: NounKind) {
  return <T>({ parts, join }: Parts<T>, read: (noun: T) => Ref<R>): Ref<R> => {
    let unclear: Ref<R> | undefined;
    for (const { noun, source } of parts) {
      const found = join.ref(read(noun), kind, source);
      if (found.is !== 'unknown') return found;
      unclear ??= found;
    }
    return unclear!;
  };
}

/** How the elements of a bag are distinguished, and how they become part of the joined network. */
export interface Elements<E> {
  lift(element: E, part: Part): readonly E[];
  /** What makes two of them one; none: it is like no other. */
  names(element: E): readonly string[];
  /** Whether others may add to what the judged input manages without its showing. */
  readonly anywhere?: true;
}

/**
 * What is in any of them. Of elements of one name the part counts that is believed first, and what a plan took from an
 * object of another stack is gone. It is all there is where one of the parts shows all.
 */
export function bagOf<E>(elements: Elements<E>) {
  return <T>(of: Parts<T>, read: (noun: T) => Bag<E>): Bag<E> => {
    const lifted = ({ sure, maybe, open, at }: Bag<E>, part: Part<T>): Bag<E> => {
      const lift = (list: readonly E[]) => list.flatMap((each) => elements.lift(each, part as Part<never>));
      return { sure: lift(sure), maybe: lift(maybe), open, at };
    };
    const lead = leadOf(of.parts);
    const own = lifted(read(lead.noun), lead);
    const settled = isExact(own) || (lead.noun as Noun).changing;
    if (of.parts.length === 1 || (lead.rank === MANAGED && settled && !elements.anywhere)) return own;
    const seen = new Set<string>();
    const sure: E[] = [];
    const maybe: E[] = [];
    let open: string | null | undefined;
    for (const part of of.parts) {
      const its = part === lead ? own : lifted(read(part.noun), part);
      for (const [from, to] of [[its.sure, sure] as const, [its.maybe, maybe] as const]) {
        for (const each of from) if (!elements.names(each).some((name) => seen.has(name))) to.push(each);
      }
      for (const each of [...its.sure, ...its.maybe]) for (const name of elements.names(each)) seen.add(name);
      const former = part.former?.();
      if (former !== undefined)
        for (const each of lifted(read(former), part).sure) for (const name of elements.names(each)) seen.add(name);
      if (part.extended) continue;
      open = open === undefined ? its.open : its.open === null ? null : open;
    }
    return bag(sure, own.at, { maybe, open: open === undefined ? own.open : open });
  };
}
