/** Reads the fields of one object of describe output. A present field is known; an absent one says why not. */
import { article } from '../../base/words.ts';
import { type Bag, bag, openBag } from '../../model/bag.ts';
import { type Fact, known, unknown } from '../../model/fact.ts';
import { type Origin, within } from '../../model/origin.ts';
import { reason } from '../../model/reason.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** One object of a document. */
export interface Row {
  readonly fields: Fields;
  readonly at: Origin;
  /** The call that printed it, which reasons name: `describe-vpcs`. */
  readonly call: string;
  /** For rows of another source: the command of the AWS CLI whose output has all fields, `ec2 describe-vpcs`. */
  readonly shownBy?: string;
}

/** An object inside a row, as a row of the same source. */
export function inside({ call, shownBy }: Row, fields: Fields, at: Origin): Row {
  return shownBy === undefined ? { fields, at, call } : { fields, at, call, shownBy };
}

/** The `call` of rows from AWS Config, which leaves out what it does not record: an absent field means nothing. */
export const AWS_CONFIG = 'AWS Config';

export function isRecorded({ call }: Row): boolean {
  return call === AWS_CONFIG;
}

/** The place of a field. Written out because every fact needs one: `within` would copy the parts that never differ. */
export function placeOf(row: Row, name: string): Origin {
  const { input, pointer, path } = row.at;
  const inside = path === undefined ? soleStep(name) : [...path, name];
  return pointer === undefined ? { input, path: inside } : { input, pointer, path: inside };
}

const soleSteps = new Map<string, readonly [string]>();

/** One path for all facts of a field. */
function soleStep(name: string): readonly [string] {
  let step = soleSteps.get(name);
  if (!step) {
    step = [name];
    soleSteps.set(name, step);
  }
  return step;
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field's value. Undefined if it is absent, or null, which is how `--query` prints an absent field. */
export function field(row: Row, name: string): unknown {
  return Object.hasOwn(row.fields, name) ? (row.fields[name] ?? undefined) : undefined;
}

/** A field that is text and not empty, else undefined. */
export function text(row: Row, name: string): string | undefined {
  const value = field(row, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The texts in a list, without its other elements. */
export function texts(row: Row, name: string): readonly string[] {
  const list = field(row, name);
  return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [];
}

/** The object in a field, with its place; an empty one where there is none. */
export function rowIn(row: Row, name: string): Row {
  const value = field(row, name);
  return inside(row, isObject(value) ? value : {}, placeOf(row, name));
}

/** The objects in a list with their places, without its other elements. */
export function rowsIn(row: Row, name: string): readonly Row[] {
  const list = field(row, name);
  if (!Array.isArray(list)) return [];
  const rows: Row[] = [];
  list.forEach((fields, i) => {
    if (isObject(fields)) rows.push(inside(row, fields, within(row.at, name, i)));
  });
  return rows;
}

export function missing(row: Row, name: string): string {
  const why = `\`${name}\` is not in this ${row.call} output`;
  return row.shownBy === undefined ? why : reason(why, `Add the output of \`aws ${row.shownBy}\``);
}

interface Types {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
}

/**
 * The fact of a field of one type. `absent` says what a missing field means. By default it means unknown. An empty text
 * is a missing one: EC2 leaves a field out, and tools fill it.
 */
export function fact<K extends keyof Types, A = never>(
  row: Row,
  name: string,
  type: K,
  absent?: (at: Origin) => Fact<A>,
): Fact<Types[K] | A> {
  const value = field(row, name);
  const at = placeOf(row, name);
  if (value === undefined || value === '') return absent ? absent(at) : unknown(missing(row, name), at);
  if (typeof value === type) return known(value as Types[K], at);
  return unknown(`\`${name}\` is not ${article(type)} ${type} in this ${row.call} output`, at);
}

/** For `absent`: a field left out means this value. */
export function means<T>(value: T): (at: Origin) => Fact<T> {
  return (at) => known(value, at);
}

/**
 * The bag of a list. An element that `read` cannot read leaves the bag open. `absent` says what a missing list means.
 * By default it means unknown.
 */
export function list<T>(
  row: Row,
  name: string,
  read: (element: unknown, listAt: Origin, index: number) => T | undefined,
  absent?: (at: Origin) => Bag<T>,
): Bag<T> {
  const value = field(row, name);
  const at = placeOf(row, name);
  if (value === undefined) return absent ? absent(at) : openBag(missing(row, name), at);
  if (!Array.isArray(value)) return openBag(`\`${name}\` is not a list in this ${row.call} output`, at);
  const items: T[] = [];
  let open: string | null = null;
  value.forEach((element, i) => {
    const item = read(element, at, i);
    if (item === undefined) open = `\`${name}\` holds something that cannot be read in this ${row.call} output`;
    else items.push(item);
  });
  return bag(items, at, { open });
}

/** The place of an element of a list. */
export function elementAt(list: Origin, index: number): Origin {
  const path = [...(list.path ?? []), index];
  return list.pointer === undefined ? { input: list.input, path } : { input: list.input, pointer: list.pointer, path };
}

/** For `absent`: a list left out is an empty one. */
export function isNone(at: Origin): Bag<never> {
  return bag([], at);
}

export function asText(element: unknown): string | undefined {
  return typeof element === 'string' && element !== '' ? element : undefined;
}

/** Computes once, on first use. */
export function lazy<T>(compute: () => T): () => T {
  let done: { readonly value: T } | undefined;
  return () => {
    done ??= { value: compute() };
    return done.value;
  };
}
