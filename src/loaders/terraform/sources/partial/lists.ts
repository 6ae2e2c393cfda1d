/** Functions of lists and sets, as far as their results are known when elements are not. */
import { keyText } from '../../values/stand-in.ts';
import {
  attributeName,
  equals,
  failure,
  lit,
  NULL,
  type Unknowable,
  unknowable,
  type Value,
} from '../../values/value.ts';
import { entriesOf } from '../collections.ts';
import { product } from '../pure/collections.ts';
import { LARGEST } from '../pure/index.ts';
import { exact, type Fn, identity, later, list, number } from './fn.ts';

export const unique: Fn = ([value]) => {
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

/** Joins lists, as far as they are known. */
function chain(lists: readonly { readonly value: Value; readonly sure: boolean }[], name: string): Value {
  const sure: Value[] = [];
  const maybe: Value[] = [];
  let open: Unknowable | null = null;
  for (const part of lists) {
    // One of several lists: it may contain every element of any of them.
    const options = part.value.k === 'one' ? part.value.options : [part.value];
    const certain = part.sure && options.length === 1;
    for (const option of options) {
      const entries = entriesOf(option);
      if (!entries) open ??= later(name, option);
      for (const e of entries?.items ?? []) (certain && e.sure ? sure : maybe).push(e.value);
      open ??= entries?.open ?? null;
    }
  }
  return maybe.length === 0 && !open ? list(sure) : { k: 'some', sure, maybe, open };
}

export const concat: Fn = (args) =>
  chain(
    args.map((value) => ({ value, sure: true })),
    'concat',
  );

export const flatten: Fn = ([value]) => {
  const entries = value && entriesOf(value);
  if (!entries) return later('flatten', value);
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

const LONGEST_SLICE = 1000;

export const element: Fn = ([value, index], graph) => {
  const items = exact(value);
  const i = number(index);
  if (value?.k === 'attribute' && i !== undefined) {
    const name = `element(${attributeName(value)}, ${i})`;
    return unknowable(name, `\`${name}\` is known only when Terraform makes the plan`, name);
  }
  if (!items || i === undefined || items.length === 0)
    return items?.length === 0
      ? failure('the list is empty')
      : value && value.k === 'some'
        ? graph.index(value, 0)
        : later('element', value);
  return items[((i % items.length) + items.length) % items.length]!;
};

export const slice: Fn = ([value, from, to]) => {
  const items = exact(value);
  const [a, b] = [number(from), number(to)];
  if (items && a !== undefined && b !== undefined) return list(items.slice(a, b));
  // The whole list must be long enough.
  if (value?.k === 'attribute' && a !== undefined && b !== undefined && b - a <= LONGEST_SLICE && a >= 0)
    return list(Array.from({ length: Math.max(0, b - a) }, (_, i) => ({ ...value, path: [...value.path, a + i] })));
  const entries = value && entriesOf(value);
  return entries
    ? { k: 'some', sure: [], maybe: entries.items.map((e) => e.value), open: entries.open }
    : later('slice', value);
};

export const compact: Fn = ([value]) => {
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

export const contains: Fn = ([value, wanted]) => {
  const items = exact(value);
  if (!items || !wanted) return later('contains', value, wanted);
  const answers = items.map((item) => equals(item, wanted));
  if (answers.includes(true)) return lit(true);
  return answers.includes(undefined) ? later('contains', value, wanted) : lit(false);
};

export const one: Fn = ([value]) => {
  const items = exact(value);
  if (!items)
    return value?.k === 'some' && value.sure.length === 1 && value.open === null ? value.sure[0]! : later('one', value);
  return items.length === 0 ? NULL : items.length === 1 ? items[0]! : failure('the list has more than one element');
};

export const length: Fn = ([value]) => {
  if (value?.k === 'lit' && typeof value.v === 'string') return lit([...value.v].length);
  const items = exact(value);
  return items ? lit(items.length) : later('length', value);
};

export const sort: Fn = ([value]) => {
  const items = exact(value);
  if (items?.every((i) => i.k === 'lit' && typeof i.v === 'string')) {
    return list(
      [...items].sort((a, b) => (String((a as { v: unknown }).v) < String((b as { v: unknown }).v) ? -1 : 1)),
    );
  }
  return value ? shuffled(value) : NULL;
};

/** A set has no order of its own. Terraform iterates over its strings in sorted order. */
export const toset: Fn = ([value], graph) => {
  const distinct = unique([value ?? NULL], graph);
  const items = exact(distinct);
  // Keys that surely differ are the elements of a set, even if they are unknown.
  if (items?.every((item) => keyText(item) !== undefined) && items.some((item) => item.k !== 'lit'))
    return { k: 'list', items, set: true };
  const sorted = sort([distinct], graph);
  return sorted.k === 'lit' || sorted.k === 'list' ? { ...sorted, set: true } : sorted;
};

export const tolist: Fn = ([value]) => {
  if (value?.k !== 'lit' && value?.k !== 'list') return value ?? NULL;
  const { set: _, ...ordered } = value;
  return ordered;
};

export const reverse: Fn = ([value]) => {
  const items = exact(value);
  return items ? list([...items].reverse()) : (value ?? NULL);
};

export const setproduct: Fn = (args) => {
  const lists = args.map(exact);
  const open = lists.indexOf(undefined);
  if (open >= 0) return later('setproduct', args[open]);
  if (lists.length < 2 || lists.reduce((n, each) => n * each!.length, 1) > LARGEST) return later('setproduct');
  return list(product(lists as (readonly Value[])[]).map(list));
};

export const chunklist: Fn = ([value, size]) => {
  const items = exact(value);
  const n = number(size);
  if (!items || n === undefined || n < 1) return later('chunklist', value);
  const chunks = Array.from({ length: Math.ceil(items.length / n) }, (_, i) => list(items.slice(i * n, (i + 1) * n)));
  return list(chunks);
};

export const setunion: Fn = (args, graph) => toset([concat(args, graph)], graph);

export const matchkeys: Fn = ([values, keys, wanted]) => {
  const [all, names, those] = [exact(values), exact(keys), exact(wanted)];
  if (!all || !names || !those) return later('matchkeys', values, keys, wanted);
  const known = new Set(those.map(identity));
  if (known.has(undefined) || names.some((name) => identity(name) === undefined))
    return later('matchkeys', values, keys, wanted);
  return list(all.filter((_, i) => names[i] !== undefined && known.has(identity(names[i]))));
};

export const coalescelist: Fn = (args) => {
  for (const arg of args) {
    const items = exact(arg);
    if (!items) return later('coalescelist', arg);
    if (items.length > 0) return arg;
  }
  return failure('every list is empty');
};
