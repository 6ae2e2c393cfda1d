/**
 * Functions. Where all arguments are known they are Terraform's (`pure/`); those here also say what can be said where some
 * are not. Any other result is unknown, and so is what differs from run to run (`timestamp`, `uuid`).
 */
import { posix } from 'node:path';
import type { Evaluator } from '../values/evaluator.ts';
import { keyText } from '../values/stand-in.ts';
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
import { whyUnknown } from '../values/why-unknown.ts';
import { entriesOf } from './collections.ts';
import { callOnFile } from './file-functions.ts';
import type { Pure } from './pure/arguments.ts';
import { product } from './pure/collections.ts';
import { FunctionError, LARGEST, PURE, SetResult } from './pure/index.ts';

type Fn = (args: readonly Value[], graph: Evaluator) => Value;

export function call(name: string, args: readonly Value[], graph: Evaluator): Value {
  const pure = PURE.get(name);
  if (pure && args.every((arg) => arg.k === 'lit')) return callPure(name, pure, args as readonly Literal[]);
  const fn = FUNCTIONS.get(name);
  if (fn) return fn(args, graph);
  const ofFile = callOnFile(name, args, graph);
  if (ofFile) return ofFile;
  const unknown = pure && args.find((arg) => arg.k !== 'lit');
  return unknowable(`${name}()`, unknown ? whyUnknown(unknown) : `\`${name}(...)\` is not evaluated`);
}

type Literal = Value & { k: 'lit' };

function callPure(name: string, pure: Pure, args: readonly Literal[]): Value {
  const sensitive = args.some((arg) => arg.sensitive);
  let result: unknown;
  try {
    result = pure(...args.map((arg) => arg.v));
  } catch (error) {
    if (error instanceof FunctionError) return failure(error.message);
    return unknowable(`${name}()`, `\`${name}(...)\` could not be evaluated`);
  }
  if (typeof result === 'string' && result.length > LARGEST)
    return unknowable(`${name}()`, `what \`${name}(...)\` gives is too large`);
  return result instanceof SetResult ? { ...lit(result.items, sensitive), set: true } : lit(result, sensitive);
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
  if (value.k === 'attribute') return `symbol ${attributeName(value)}`;
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
      const name = keyText(key);
      if (name === undefined || (key.k === 'lit' && typeof key.v !== 'string')) return later('merge');
      const before = members.get(name);
      if (sure) uncertain.delete(name);
      else if (before === undefined) uncertain.add(name);
      members.set(name, sure || before === undefined ? value : { k: 'one', options: [before, value] });
    }
  }
  return settle({
    k: 'object',
    members,
    ...(uncertain.size > 0 ? { uncertain } : {}),
  });
};

const lookup: Fn = ([map, key, fallback], graph) => {
  const name = key && keyText(key);
  if (!map || name === undefined) return later('lookup');
  if (map.k !== 'lit' && map.k !== 'object' && map.k !== 'instances' && map.k !== 'modules')
    return map.k === 'unknown' ? map : later('lookup');
  if (map.k === 'object' && map.uncertain?.has(name)) return later('lookup');
  const found = graph.index(map, name);
  return found.k === 'error' ? (fallback ?? found) : found;
};

const element: Fn = ([value, index], graph) => {
  const items = exact(value);
  const i = number(index);
  if (value?.k === 'attribute' && i !== undefined) {
    const name = `element(${attributeName(value)}, ${i})`;
    return unknowable(name, `\`${name}\` is known when the plan is made`, name);
  }
  if (!items || i === undefined || items.length === 0)
    return items?.length === 0
      ? failure('the list is empty')
      : value && value.k === 'some'
        ? graph.index(value, 0)
        : later('element');
  return items[((i % items.length) + items.length) % items.length]!;
};

const LONGEST_SLICE = 1000;

const slice: Fn = ([value, from, to]) => {
  const items = exact(value);
  const [a, b] = [number(from), number(to)];
  if (items && a !== undefined && b !== undefined) return list(items.slice(a, b));
  // What it is a part of must be long enough.
  if (value?.k === 'attribute' && a !== undefined && b !== undefined && b - a <= LONGEST_SLICE && a >= 0)
    return list(Array.from({ length: Math.max(0, b - a) }, (_, i) => ({ ...value, path: [...value.path, a + i] })));
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
  const distinct = unique([value ?? NULL], graph);
  const items = exact(distinct);
  // Keys that surely differ are the elements of a set, whatever they are.
  if (items?.every((item) => keyText(item) !== undefined) && items.some((item) => item.k !== 'lit'))
    return { k: 'list', items, set: true };
  const sorted = sort([distinct], graph);
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

const sensitive: Fn = ([value]) => (value ? marked(value) : NULL);

/** A value with all that is known in it marked. */
export function marked(value: Value): Value {
  switch (value.k) {
    case 'lit':
      return { ...value, sensitive: true };
    case 'list':
      return { ...value, items: value.items.map(marked) };
    case 'object':
      return { ...value, members: new Map([...value.members].map(([key, member]) => [key, marked(member)])) };
    case 'text':
      return { ...value, parts: value.parts.map(marked) };
    case 'json':
      return { ...value, of: marked(value.of) };
    case 'one':
      return { ...value, options: value.options.map(marked) };
    default:
      return value;
  }
}

const nonsensitive: Fn = ([value]) => {
  if (value?.k !== 'lit') return value ?? NULL;
  const { sensitive: _, ...plain } = value;
  return plain;
};

const issensitive: Fn = ([value]) => (value?.k === 'lit' ? lit(value.sensitive === true) : later('issensitive'));

/** The first that is neither null nor empty; one of several where that is not known of those before it. */
const coalesce: Fn = (args) => {
  const options: Value[] = [];
  for (const arg of args) {
    if (arg.k === 'lit' && (arg.v === null || arg.v === '')) continue;
    options.push(arg);
    if (arg.k === 'lit' || isNeverEmpty(arg)) break;
  }
  const [first] = options;
  if (!first) return failure('every argument is null or empty');
  return options.length === 1 ? first : { k: 'one', options, because: whyUnknown(first) };
};

const coalescelist: Fn = (args) => {
  for (const arg of args) {
    const items = exact(arg);
    if (!items) return arg.k === 'unknown' ? arg : later('coalescelist');
    if (items.length > 0) return arg;
  }
  return failure('every list is empty');
};

/** An id or ARN is never empty; other unknown strings may be. */
function isNeverEmpty(value: Value): boolean {
  if (value.k === 'text') return value.parts.some((part) => part.k === 'lit' && part.v !== '');
  return value.k === 'attribute' && /^(id|arn)$/.test(String(value.path.at(-1)));
}

const reverse: Fn = ([value]) => {
  const items = exact(value);
  return items ? list([...items].reverse()) : (value ?? NULL);
};

const setproduct: Fn = (args) => {
  const lists = args.map(exact);
  const open = lists.indexOf(undefined);
  if (open >= 0) return args[open]!.k === 'unknown' ? args[open]! : later('setproduct');
  if (lists.length < 2 || lists.reduce((n, each) => n * each!.length, 1) > LARGEST) return later('setproduct');
  return list(product(lists as (readonly Value[])[]).map(list));
};

const zipmap: Fn = ([first, second]) => {
  const names = exact(first);
  const items = exact(second);
  if (!names || !items) return later('zipmap');
  if (names.length !== items.length) return failure('there must be as many keys as values');
  const keys = names.map(keyText);
  if (!keys.every((key) => key !== undefined)) return later('zipmap');
  return settle({ k: 'object', members: new Map(keys.map((key, i) => [key, items[i]!])) });
};

const chunklist: Fn = ([value, size]) => {
  const items = exact(value);
  const n = number(size);
  if (!items || n === undefined || n < 1) return later('chunklist');
  const chunks = Array.from({ length: Math.ceil(items.length / n) }, (_, i) => list(items.slice(i * n, (i + 1) * n)));
  return list(chunks);
};

const setunion: Fn = (args, graph) => toset([concat(args, graph)], graph);

const matchkeys: Fn = ([values, keys, wanted]) => {
  const [all, names, those] = [exact(values), exact(keys), exact(wanted)];
  if (!all || !names || !those) return later('matchkeys');
  const known = new Set(those.map(identity));
  if (known.has(undefined) || names.some((name) => identity(name) === undefined)) return later('matchkeys');
  return list(all.filter((_, i) => names[i] !== undefined && known.has(identity(names[i]))));
};

const jsondecode: Fn = ([value]) =>
  value?.k === 'json' ? value.of : (value ?? NULL).k === 'unknown' ? value! : later('jsondecode');

const same: Fn = ([value]) => value ?? NULL;

function onLiteral(name: string, of: (text: string) => string): Fn {
  return ([value]) => (value?.k === 'lit' ? lit(of(String(value.v)), value.sensitive) : later(name));
}

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
    jsondecode,
    contains,
    coalesce,
    coalescelist,
    reverse,
    setproduct,
    setunion,
    zipmap,
    chunklist,
    matchkeys,
    sensitive,
    nonsensitive,
    issensitive,
    ephemeralasnull: same,
    tostring: same,
    basename: onLiteral('basename', (path) => posix.basename(path)),
    dirname: onLiteral('dirname', (path) => posix.dirname(path)),
  }),
);
