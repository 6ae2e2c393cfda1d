/** The functions that are evaluated. The list is closed: any other result is unknown. */
import { parseCidr } from '../../../aws/ip.ts';
import type { Evaluator } from '../values/evaluator.ts';
import {
  attributeName,
  equals,
  failure,
  lit,
  NULL,
  settle,
  textOf,
  type Unknowable,
  unknowable,
  type Value,
} from '../values/value.ts';
import { entriesOf } from './collections.ts';

type Fn = (args: readonly Value[], graph: Evaluator) => Value;

export function call(name: string, args: readonly Value[], graph: Evaluator): Value {
  const fn = FUNCTIONS.get(name);
  return fn ? fn(args, graph) : unknowable(`${name}()`, `\`${name}(...)\` is not evaluated`);
}

const later = (name: string): Unknowable => unknowable(`${name}()`, `what \`${name}(...)\` gives is known after apply`);

/** An exact list; undefined where elements are uncertain. */
function exact(value: Value | undefined): readonly Value[] | undefined {
  const entries = value && entriesOf(value);
  if (!entries || entries.open || entries.items.some((e) => !e.sure)) return undefined;
  return entries.items.map((e) => e.value);
}

function number(value: Value | undefined): number | undefined {
  return value?.k === 'lit' && value.v !== null && !Number.isNaN(Number(value.v)) ? Number(value.v) : undefined;
}

const list = (items: readonly Value[]): Value => settle({ k: 'list', items });

/** A key under which equal elements fall together; undefined for what cannot be compared before apply. */
function identity(value: Value): string | undefined {
  if (value.k === 'lit') return `lit ${JSON.stringify(value.v)}`;
  if (value.k === 'attribute') return `attribute ${attributeName(value)}`;
  return value.k === 'unknown' && value.symbol !== undefined ? `symbol ${value.symbol}` : undefined;
}

const unique: Fn = ([value]) => {
  const items = exact(value);
  if (!items) return value ?? NULL;
  const seen = new Set<string>();
  const kept = items.filter((item) => {
    const key = identity(item);
    if (key === undefined) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return list(kept);
};

/** The same elements in an order that is not known. */
function shuffled(value: Value): Value {
  const items = exact(value);
  return items ? { k: 'some', sure: items, maybe: [], open: null } : value;
}

/** Lists one after the other, as far as they are known. */
function chain(lists: readonly { readonly value: Value; readonly sure: boolean }[], name: string): Value {
  const sure: Value[] = [];
  const maybe: Value[] = [];
  let open: Unknowable | null = null;
  for (const part of lists) {
    // One of several lists: what is in any of them may be in it.
    const options = part.value.k === 'one' ? part.value.options : [part.value];
    const certain = part.sure && options.length === 1;
    for (const option of options) {
      const entries = entriesOf(option);
      if (!entries) open ??= option.k === 'unknown' ? option : later(name);
      for (const e of entries?.items ?? []) (certain && e.sure ? sure : maybe).push(e.value);
      open ??= entries?.open ?? null;
    }
  }
  return maybe.length === 0 && !open ? list(sure) : { k: 'some', sure, maybe, open };
}

const concat: Fn = (args) =>
  chain(
    args.map((value) => ({ value, sure: true })),
    'concat',
  );

const flatten: Fn = ([value]) => {
  const entries = value && entriesOf(value);
  if (!entries) return value?.k === 'unknown' ? value : later('flatten');
  const inner = entries.items.map(({ value: item, sure }) => ({
    value: isScalar(item) ? list([item]) : flatten([item], undefined as never),
    sure,
  }));
  const rest = entries.open ? [{ value: entries.open, sure: true }] : [];
  return chain([...inner, ...rest], 'flatten');
};

/** Whether a value is surely no list: an unknown attribute may be one, unless it is an id or ARN, or an element. */
function isScalar(value: Value): boolean {
  switch (value.k) {
    case 'lit':
      return !Array.isArray(value.v);
    case 'attribute': {
      const last = value.path.at(-1);
      return typeof last === 'number' || /(^|_)(id|arn)$/.test(last ?? '');
    }
    case 'one':
      return value.options.every(isScalar);
    case 'text':
    case 'json':
    case 'object':
    case 'instance':
      return true;
    default:
      return false;
  }
}

const merge: Fn = (args) => {
  const members = new Map<string, Value>();
  const uncertain = new Set<string>();
  for (const arg of args) {
    if (arg.k === 'lit' && arg.v === null) continue;
    const entries = entriesOf(arg);
    if (!entries || entries.open || arg.k === 'list') return later('merge');
    for (const { key, value, sure } of entries.items) {
      if (key.k !== 'lit' || typeof key.v !== 'string') return later('merge');
      const before = members.get(key.v);
      if (sure) uncertain.delete(key.v);
      else if (before === undefined) uncertain.add(key.v);
      members.set(key.v, sure || before === undefined ? value : { k: 'one', options: [before, value] });
    }
  }
  return settle({
    k: 'object',
    members,
    ...(uncertain.size > 0 ? { uncertain } : {}),
  });
};

const lookup: Fn = ([map, key, fallback], graph) => {
  if (!map || key?.k !== 'lit') return later('lookup');
  if (map.k !== 'lit' && map.k !== 'object' && map.k !== 'instances' && map.k !== 'modules')
    return map.k === 'unknown' ? map : later('lookup');
  if (map.k === 'object' && map.uncertain?.has(String(key.v))) return later('lookup');
  const found = graph.index(map, String(key.v));
  return found.k === 'error' ? (fallback ?? found) : found;
};

const element: Fn = ([value, index], graph) => {
  const items = exact(value);
  const i = number(index);
  if (!items || i === undefined || items.length === 0)
    return items?.length === 0
      ? failure('the list is empty')
      : value && value.k === 'some'
        ? graph.index(value, 0)
        : later('element');
  return items[((i % items.length) + items.length) % items.length]!;
};

const slice: Fn = ([value, from, to]) => {
  const items = exact(value);
  const [a, b] = [number(from), number(to)];
  if (items && a !== undefined && b !== undefined) return list(items.slice(a, b));
  const entries = value && entriesOf(value);
  return entries
    ? { k: 'some', sure: [], maybe: entries.items.map((e) => e.value), open: entries.open }
    : later('slice');
};

const compact: Fn = ([value]) => {
  const entries = value && entriesOf(value);
  if (!entries) return value ?? NULL;
  const kept = entries.items.filter((e) => !(e.value.k === 'lit' && (e.value.v === null || e.value.v === '')));
  // An id or ARN is never empty; other unknown strings may be.
  const sure = kept.filter(
    (e) =>
      e.sure && (e.value.k === 'lit' || (e.value.k === 'attribute' && /^(id|arn)$/.test(String(e.value.path.at(-1))))),
  );
  if (sure.length === kept.length && !entries.open) return list(kept.map((e) => e.value));
  return {
    k: 'some',
    sure: sure.map((e) => e.value),
    maybe: kept.filter((e) => !sure.includes(e)).map((e) => e.value),
    open: entries.open,
  };
};

const contains: Fn = ([value, wanted]) => {
  const items = exact(value);
  if (!items || !wanted) return later('contains');
  const answers = items.map((item) => equals(item, wanted));
  if (answers.includes(true)) return lit(true);
  return answers.includes(undefined) ? later('contains') : lit(false);
};

const one: Fn = ([value]) => {
  const items = exact(value);
  if (!items)
    return value?.k === 'some' && value.sure.length === 1 && value.open === null ? value.sure[0]! : later('one');
  return items.length === 0 ? NULL : items.length === 1 ? items[0]! : failure('the list has more than one element');
};

const length: Fn = ([value]) => {
  if (value?.k === 'lit' && typeof value.v === 'string') return lit([...value.v].length);
  const items = exact(value);
  return items ? lit(items.length) : later('length');
};

const keys: Fn = ([value]) => {
  const entries = value && entriesOf(value);
  if (!entries || entries.open || entries.items.some((e) => !e.sure)) return later('keys');
  return list(entries.items.map((e) => e.key));
};

const values: Fn = ([value]) => {
  const entries = value && entriesOf(value);
  if (!entries) return value?.k === 'unknown' ? value : later('values');
  const sure = entries.items.filter((e) => e.sure).map((e) => e.value);
  if (sure.length === entries.items.length && !entries.open) return list(sure);
  return { k: 'some', sure, maybe: entries.items.filter((e) => !e.sure).map((e) => e.value), open: entries.open };
};

const sort: Fn = ([value]) => {
  const items = exact(value);
  if (items?.every((i) => i.k === 'lit' && typeof i.v === 'string')) {
    return list(
      [...items].sort((a, b) => (String((a as { v: unknown }).v) < String((b as { v: unknown }).v) ? -1 : 1)),
    );
  }
  return value ? shuffled(value) : NULL;
};

/** A set has no order of its own; Terraform goes through strings sorted. */
const toset: Fn = ([value], graph) => {
  const sorted = sort([unique([value ?? NULL], graph)], graph);
  return sorted.k === 'lit' || sorted.k === 'list' ? { ...sorted, set: true } : sorted;
};

const tolist: Fn = ([value]) => {
  if (value?.k !== 'lit' && value?.k !== 'list') return value ?? NULL;
  const { set: _, ...ordered } = value;
  return ordered;
};

const join: Fn = ([separator, ...lists]) => {
  const items = lists.length === 1 ? exact(lists[0]) : undefined;
  if (!items || separator?.k !== 'lit') return later('join');
  return textOf(items.flatMap((item, i) => (i === 0 ? [item] : [separator, item])));
};

/** `%s`, `%d` and `%v` without flags; anything more particular is left unknown. */
const format: Fn = ([pattern, ...args]) => {
  if (pattern?.k !== 'lit' || typeof pattern.v !== 'string') return later('format');
  const parts: Value[] = [];
  let next = 0;
  for (const piece of pattern.v.split(/(%%|%[a-zA-Z]|%[^%a-zA-Z]*[a-zA-Z])/)) {
    if (piece === '%%') parts.push(lit('%'));
    else if (/^%[sdv]$/.test(piece)) {
      const arg = args[next];
      next += 1;
      if (!arg) return failure('`format` has too few arguments');
      parts.push(arg);
    } else if (piece.startsWith('%')) return later('format');
    else if (piece !== '') parts.push(lit(piece));
  }
  return textOf(parts);
};

const jsonencode: Fn = ([value]) => {
  if (!value) return NULL;
  return value.k === 'lit' ? lit(JSON.stringify(value.v), value.sensitive) : { k: 'json', of: value };
};

const cidrsubnet: Fn = ([prefix, bits, index]) => {
  const range = prefix?.k === 'lit' ? parseCidr(String(prefix.v)) : undefined;
  const [newBits, netnum] = [number(bits), number(index)];
  if (!range || newBits === undefined || netnum === undefined || prefix?.k !== 'lit') return later('cidrsubnet');
  const length = Number(String(prefix.v).split('/')[1]) + newBits;
  const width = range.family === 4 ? 32 : 128;
  if (length > width || range.family === 6) return later('cidrsubnet');
  const address = range.first + (BigInt(netnum) << BigInt(width - length));
  const octets = [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n);
  return lit(`${octets.join('.')}/${length}`);
};

const same: Fn = ([value]) => value ?? NULL;

const FUNCTIONS: ReadonlyMap<string, Fn> = new Map(
  Object.entries({
    concat,
    slice,
    values,
    keys,
    toset,
    tolist,
    tomap: same,
    flatten,
    merge,
    lookup,
    one,
    compact,
    distinct: unique,
    sort,
    length,
    element,
    format,
    join,
    jsonencode,
    cidrsubnet,
    contains,
  }),
);
