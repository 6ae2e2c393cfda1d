import type { Origin } from './origin.ts';

/**
 * One thing an input says, or does not say. A rule cannot reach `.value` without asking `.known`.
 * Absence is a value of its own (`Fact<T | null>` with `null` known) and never the same as unknown.
 */
export type Fact<T> = Known<T> | Unknown;

export interface Known<T> {
  readonly known: true;
  readonly value: T;
  readonly at: Origin;
  /** Marked sensitive in the input: judged, never printed. Print with `show`. */
  readonly sensitive?: true;
  /** A stand-in for what is the same wherever it is meant and has no name before deployment: compared, never printed. */
  readonly standIn?: true;
}

export interface Unknown {
  readonly known: false;
  /** Why, and what would settle it, for a person: "`subnet_ids` comes from `local.subnets`: run with the sources beside the plan". */
  readonly because: string;
  readonly at: Origin;
  /** A name for the unknown value: equal symbols are equal values (`data.aws_availability_zones.all.names[0]`). */
  readonly symbol?: string;
}

export function known<T>(value: T, at: Origin, sensitive = false): Known<T> {
  return sensitive ? { known: true, value, at, sensitive: true } : { known: true, value, at };
}

export function unknown(because: string, at: Origin): Unknown {
  return { known: false, because, at };
}

/** The fact of a derived value; what is unknown stays unknown for the same reason. */
export function map<T, U>(fact: Fact<T>, change: (value: T) => U): Fact<U> {
  return fact.known ? { ...fact, value: change(fact.value) } : fact;
}

/** Whether the fact is known and has this value. */
export function is<T>(fact: Fact<T>, value: T): boolean {
  return fact.known && fact.value === value;
}

/** Whether the fact may have this value: it has the value, or it is unknown. */
export function maybe<T>(fact: Fact<T>, value: T): boolean {
  return !fact.known || fact.value === value;
}

/** Whether a value that is made from these facts (a range, a part of a name) is sensitive. It is if one of them is. */
export function isSensitive(...facts: readonly (Fact<unknown> | undefined)[]): boolean {
  // Asked for every verdict: a loop takes less than a closure.
  for (const fact of facts) if (fact?.known === true && fact.sensitive === true) return true;
  return false;
}

/** What may be printed of a fact: its value, or `(sensitive)`. Null if the value is unknown or a stand-in. */
export function show<T>(fact: Fact<T>): T | '(sensitive)' | null {
  if (!fact.known) return null;
  if (fact.standIn) return null;
  return fact.sensitive ? '(sensitive)' : fact.value;
}
