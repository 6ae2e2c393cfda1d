/**
 * The possible values of an expression before apply. A plan's `configuration` keeps only an expression's references
 * (`mix`). Sources keep the expression itself (`list`, `object`, `some`, `one`). Both end here.
 */
import type { Instance } from '../document/document.ts';
import type { ModuleInstance } from '../document/modules.ts';
import { keyOf } from './key-of.ts';

export type Value =
  | {
      readonly k: 'lit';
      readonly v: unknown;
      readonly sensitive?: true /** Whether a list in it is a set. */;
      readonly set?: true;
      /** Worked out here: Terraform does not know it before apply. */
      readonly derived?: true;
    }
  /** One resource instance as an object. */
  | { readonly k: 'instance'; readonly of: Instance }
  /** All instances of a block with `count` or `for_each`. */
  | {
      readonly k: 'instances';
      readonly of: readonly Instance[];
      readonly block: string;
      /** Why there may be others. Null if these are all. */
      readonly open: Unknowable | null;
    }
  | { readonly k: 'module'; readonly of: ModuleInstance }
  | {
      readonly k: 'modules';
      readonly of: readonly ModuleInstance[];
      readonly call: string;
      /** Whether these are all: instances without resources are in no list of the document. */
      readonly whole: boolean;
      /** Why there may be others, if one is only assumed to exist. */
      readonly open?: Unknowable | null;
    }
  /** A value known only after apply of which we know what it is: an attribute of an instance. */
  | { readonly k: 'attribute'; readonly of: Instance; readonly path: readonly (string | number)[] }
  | { readonly k: 'list'; readonly items: readonly Value[]; readonly set?: true }
  | {
      readonly k: 'object';
      readonly members: ReadonlyMap<string, Value>;
      /** Members that may not be there. */
      readonly uncertain?: ReadonlySet<string>;
    }
  /** A string put together of parts. */
  | { readonly k: 'text'; readonly parts: readonly Value[] }
  /** The argument of `jsonencode`. */
  | { readonly k: 'json'; readonly of: Value }
  /** What Terraform fails to evaluate and `try` skips: a member or element that does not exist. */
  | { readonly k: 'error'; readonly because: string }
  /** Made of these parts in a way the document does not tell. */
  | { readonly k: 'mix'; readonly parts: readonly Value[] }
  /** Exactly one of these; `because` says why it is not known which. */
  | { readonly k: 'one'; readonly options: readonly Value[]; readonly because?: string }
  /** A collection that holds `sure` and possibly `maybe`; `open` where it may hold more. */
  | {
      readonly k: 'some';
      readonly sure: readonly Value[];
      readonly maybe: readonly Value[];
      readonly open: Unknowable | null;
    }
  | Unknowable;

/** A value that this document does not show. */
export interface Unknowable {
  readonly k: 'unknown';
  /** Where it comes from, as a Terraform user writes it: `local.subnets`. */
  readonly source: string;
  /** Why it is not known, and what would settle it. */
  readonly because: string;
  /** Its name, where equal names are equal values. */
  readonly symbol?: string;
  /** The values from which a function will make it: it is then not null. */
  readonly from?: readonly Value[];
}

export const NULL: Value = { k: 'lit', v: null };

export function lit(v: unknown, sensitive = false): Value & { k: 'lit' } {
  return sensitive ? { k: 'lit', v, sensitive: true } : { k: 'lit', v };
}

export function unknowable(source: string, because: string, symbol?: string): Unknowable {
  return symbol === undefined ? { k: 'unknown', source, because } : { k: 'unknown', source, because, symbol };
}

export function failure(because: string): Value {
  return { k: 'error', because };
}

/** A list or object of literals only as a literal: `[1, "a"]`. One that doubles and doubles again is given up. */
export function settle(value: Value): Value {
  if (weightOf(value) > HEAVIEST) return unknowable('a collection', 'it is too large to be evaluated');
  if (value.k === 'list' && value.items.every((i) => i.k === 'lit')) {
    const items = value.items as readonly (Value & { k: 'lit' })[];
    const settled = lit(
      items.map((i) => i.v),
      items.some((i) => i.sensitive),
    );
    return value.set ? { ...settled, set: true } : settled;
  }
  if (value.k === 'object' && !value.uncertain && [...value.members.values()].every((m) => m.k === 'lit')) {
    const entries = [...value.members] as [string, Value & { k: 'lit' }][];
    return lit(
      Object.fromEntries(entries.map(([key, m]) => [key, m.v])),
      entries.some(([, m]) => m.sensitive),
    );
  }
  return value;
}

/** No real configuration has a longer text. */
const LONGEST_TEXT = 1_000_000;

/** The most parts of a value that are ever visited: values share parts, so a few lines can make billions. */
const HEAVIEST = 200_000;

const weights = new WeakMap<object, number>();

/** The number of parts of a value. Each value is counted once, so the count costs no more than the value. */
function weightOf(value: Value): number {
  if (value.k === 'lit') return partsOf(value.v);
  const parts =
    value.k === 'list'
      ? value.items
      : value.k === 'object'
        ? value.members.values()
        : value.k === 'text'
          ? value.parts
          : [];
  return weigh(value, parts, weightOf);
}

function partsOf(v: unknown): number {
  if (typeof v !== 'object' || v === null) return typeof v === 'string' ? 1 + (v.length >> 6) : 1;
  return weigh(v, Object.values(v), partsOf);
}

function weigh<T>(whole: object, parts: Iterable<T>, weightOfPart: (part: T) => number): number {
  let weight = weights.get(whole);
  if (weight === undefined) {
    weight = 1;
    for (const part of parts) weight += weightOfPart(part);
    weights.set(whole, weight);
  }
  return weight;
}

/** `aws_subnet.a.id`, as a Terraform user writes the attribute. */
export function attributeName(value: { readonly of: Instance; readonly path: readonly (string | number)[] }): string {
  return value.path.reduce<string>(
    (name, step) => (typeof step === 'number' ? `${name}[${step}]` : `${name}.${step}`),
    value.of.address,
  );
}

/** What a value that is not known is called, where that is known: equal names are equal values. */
export function symbolOf(value: Value): string | undefined {
  if (value.k === 'attribute') return attributeName(value);
  return value.k === 'unknown' ? value.symbol : undefined;
}

/** Whether nothing in it depends on apply: Terraform, too, knows a value made only from such parts. */
export function isLiteral(value: Value): boolean {
  switch (value.k) {
    case 'lit':
      return !value.derived;
    case 'list':
      return value.items.every(isLiteral);
    case 'object':
      return [...value.members.values()].every(isLiteral);
    case 'text':
    case 'mix':
      return value.parts.every(isLiteral);
    case 'json':
      return isLiteral(value.of);
    default:
      return false;
  }
}

/** Whether it is null, an empty text or an empty collection, as far as its parts are known. */
export function isNothing(value: Value): boolean {
  switch (value.k) {
    case 'lit':
      return value.v === null || value.v === '' || (Array.isArray(value.v) && value.v.length === 0);
    case 'list':
      return value.items.every(isNothing);
    case 'mix':
      return value.parts.every(isNothing);
    default:
      return value.k === 'object' && value.members.size === 0;
  }
}

/** The elements a value may hold when it is read as a collection, with nested mixes opened. */
export function elements(value: Value): readonly Value[] {
  switch (value.k) {
    case 'lit':
      if (Array.isArray(value.v)) return value.v.map((v) => lit(v, value.sensitive));
      if (typeof value.v === 'object' && value.v !== null)
        return Object.values(value.v).map((v) => lit(v, value.sensitive));
      return [value];
    case 'instances':
      return [...value.of.map((of): Value => ({ k: 'instance', of })), ...(value.open ? [value.open] : [])];
    case 'modules':
      return [...value.of.map((of): Value => ({ k: 'module', of })), ...(value.open ? [value.open] : [])];
    case 'list':
      return value.items;
    case 'object':
      return [...value.members.values()];
    case 'mix':
      return value.parts.flatMap(elements);
    case 'one':
      return value.options.flatMap(elements);
    case 'some':
      return [...value.sure, ...value.maybe, ...(value.open ? [value.open] : [])];
    default:
      return [value];
  }
}

/** A string of parts; a literal where all are. */
export function textOf(parts: readonly Value[]): Value {
  const failed = parts.find((p) => p.k === 'error');
  if (failed) return failed;
  if (parts.every((p) => p.k === 'lit' && isScalar(p.v))) {
    const literals = parts as readonly (Value & { k: 'lit' })[];
    if (literals.reduce((sum, p) => sum + String(p.v).length, 0) > LONGEST_TEXT)
      return unknowable('a text', 'it is too large to be evaluated');
    return lit(
      literals.map((p) => String(p.v)).join(''),
      literals.some((p) => p.sensitive),
    );
  }
  return settle({ k: 'text', parts: parts.flatMap((p) => (p.k === 'text' ? p.parts : [p])) });
}

/** Whether a literal is text, a number or a truth value. */
function isScalar(v: unknown): boolean {
  return typeof v === 'string' || typeof v === 'number' || typeof v === 'boolean';
}

/** Whether two values are equal. Undefined if only apply will tell. */
export function equals(a: Value, b: Value): boolean | undefined {
  if (a.k === 'lit' && b.k === 'lit') return keyOf(a.v) === keyOf(b.v);
  const known = a.k === 'lit' ? a : b.k === 'lit' ? b : undefined;
  const other = known === a ? b : a;
  // A collection or an object is surely not null, no matter what it contains.
  return known?.v === null && SURELY_THERE.has(other.k) ? false : undefined;
}

const SURELY_THERE = new Set<Value['k']>(['list', 'object', 'instance', 'instances', 'some', 'text', 'json']);
