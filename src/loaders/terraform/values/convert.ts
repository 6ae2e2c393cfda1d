import { type Fact, known, type Origin, unknown } from '../../../model/index.ts';
import type { Value } from './value.ts';
import { whyUnknown } from './why-unknown.ts';

/** A scalar fact. `read` gives undefined for a value of a wrong type. */
export function toFact<T>(value: Value, at: Origin, read: (v: unknown) => T | undefined): Fact<T> {
  if (value.k !== 'lit') return unknown(whyUnknown(value), at);
  const v = read(value.v);
  return v === undefined ? unknown('it has a value of an unexpected type', at) : known(v, at, value.sensitive);
}
