import type { Origin } from './origin.ts';

/** A collection that may be only partly known. */
export interface Bag<T> {
  /** Surely in it. */
  readonly sure: readonly T[];
  /** Possibly in it. */
  readonly maybe: readonly T[];
  /** Why there may be more than `sure` and `maybe`; null if there is certainly nothing else. */
  readonly open: string | null;
  readonly at: Origin;
  /** Why it is not known which of `maybe` are in the bag, if there is more to say than that. */
  readonly doubt?: string;
}

/** How many: at least, at most (null: no bound known). */
export interface Interval {
  readonly least: number;
  readonly most: number | null;
}

export function bag<T>(
  sure: readonly T[],
  at: Origin,
  rest: { maybe?: readonly T[]; open?: string | null; doubt?: string | null } = {},
): Bag<T> {
  const { maybe = [], open = null, doubt } = rest;
  return typeof doubt === 'string' && maybe.length > 0 ? { sure, maybe, open, at, doubt } : { sure, maybe, open, at };
}

/** A bag without any known element. */
export function openBag(because: string, at: Origin): Bag<never> {
  return { sure: [], maybe: [], open: because, at };
}

/** Whether every element is known and there are no others. */
export function isExact(b: Bag<unknown>): boolean {
  return b.open === null && b.maybe.length === 0;
}

/** Whether it is surely empty. */
export function isEmpty(b: Bag<unknown>): boolean {
  return isExact(b) && b.sure.length === 0;
}

/** Everything that is or may be in it, as far as it is named. */
export function all<T>(b: Bag<T>): readonly T[] {
  if (b.sure.length === 0) return b.maybe;
  return b.maybe.length === 0 ? b.sure : [...b.sure, ...b.maybe];
}

/** Why the bag is not exact, for `missing` of a verdict; undefined if the bag is exact. */
export function whyOpen(b: Bag<unknown>): string | undefined {
  if (b.open !== null) return b.open;
  return b.maybe.length > 0 ? (b.doubt ?? 'it is not known which of several candidates are meant') : undefined;
}

/** The bag of what is in any of them. */
export function union<T>(bags: readonly Bag<T>[], at: Origin): Bag<T> {
  return bag(
    bags.flatMap((b) => b.sure),
    at,
    {
      maybe: bags.flatMap((b) => b.maybe),
      open: bags.find((b) => b.open !== null)?.open ?? null,
      doubt: bags.find((b) => b.doubt !== undefined)?.doubt ?? null,
    },
  );
}
