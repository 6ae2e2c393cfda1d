import { UnknownLeaf } from '../model/tree.ts';
import type { ParsedPolicy, Value } from './document/document.ts';
import type { EndpointFacts } from './document/endpoint-facts.ts';
import type { Request } from './request.ts';

/** True, false, or not known (Kleene's logic). */
export type Truth = boolean | null;

/** One request, as it is held against one policy; `because`: why an answer is not known, the first reason found. */
export interface Reading {
  readonly policy: ParsedPolicy;
  readonly request: Request;
  readonly context: ReadonlyMap<string, string | readonly string[]>;
  readonly facts: EndpointFacts | null;
  because: string | null;
}

export function unknown(seen: Reading, leaf: UnknownLeaf): null {
  seen.because ??= leaf.because;
  return null;
}

export function doubt(seen: Reading, because: string): null {
  seen.because ??= because;
  return null;
}

export const and = (a: Truth, b: Truth): Truth =>
  a === false || b === false ? false : a === null || b === null ? null : true;
export const or = (a: Truth, b: Truth): Truth =>
  a === true || b === true ? true : a === null || b === null ? null : false;
export const not = (a: Truth): Truth => (a === null ? null : !a);

export function firstLeaf(value: Value): UnknownLeaf {
  const leaf =
    typeof value === 'string' || value instanceof UnknownLeaf
      ? value
      : value.parts.find((part) => part instanceof UnknownLeaf);
  return leaf instanceof UnknownLeaf ? leaf : new UnknownLeaf('a part of it is not known');
}
