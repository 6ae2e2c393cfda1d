/** Functions of lists, sets and maps whose elements are all known. */
import { keyOf } from '../../values/key-of.ts';
import {
  bool,
  type Functions,
  int,
  LARGEST,
  list,
  members,
  num,
  record,
  refuse,
  SetResult,
  same,
  str,
  strings,
} from './arguments.ts';

export const COLLECTIONS: Functions = {
  alltrue: (all) => list(all).every((each) => each !== null && bool(each)),
  anytrue: (all) => list(all).some((each) => each !== null && bool(each)),
  chunklist: (all, size) => {
    const length = int(size);
    if (length < 0) return refuse('the size must not be negative');
    const items = list(all);
    if (length === 0) return [items];
    return Array.from({ length: Math.ceil(items.length / length) }, (_, i) =>
      items.slice(i * length, (i + 1) * length),
    );
  },
  coalesce: (...all) => all.find((each) => each !== null && each !== '') ?? refuse('every argument is null or empty'),
  coalescelist: (...all) =>
    all.find((each) => Array.isArray(each) && each.length > 0) ?? refuse('every list is empty or null'),
  index: (all, wanted) => {
    const at = list(all).findIndex((each) => same(each, wanted));
    return at < 0 ? refuse('the element is not in the list') : at;
  },
  matchkeys: (values, keys, wanted) => {
    const those = new Set(list(wanted).map(keyOf));
    return list(values).filter((_, i) => those.has(keyOf(list(keys)[i])));
  },
  range: (...args) => range(args.map(num)),
  reverse: (all) => [...list(all)].reverse(),
  setintersection: (...sets) =>
    new SetResult(list(sets[0]).filter((item) => sets.every((set) => list(set).some((each) => same(each, item))))),
  setproduct: (...lists) => product(lists.map(list)),
  setsubtract: (one, other) => {
    const gone = new Set(list(other).map(keyOf));
    return new SetResult(list(one).filter((item) => !gone.has(keyOf(item))));
  },
  setunion: (...sets) => new SetResult(sets.flatMap(list)),
  transpose: (map) => {
    const out = new Map<string, string[]>();
    for (const [key, values] of Object.entries(members(map)).sort(byName))
      for (const value of strings(values)) out.set(value, [...(out.get(value) ?? []), key]);
    return record(out);
  },
  zipmap: (keys, values) => {
    if (list(keys).length !== list(values).length) return refuse('there must be as many keys as values');
    return record(list(keys).map((key, i) => [str(key), list(values)[i]]));
  },
};

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);

/** Terraform's own limit. */
const LONGEST_RANGE = 1024;

function range(args: readonly number[]): number[] {
  const [from, to] = args.length === 1 ? [0, args[0]!] : [args[0] ?? 0, args[1] ?? 0];
  const step = args[2] ?? (to < from ? -1 : 1);
  if (step === 0 || (step > 0 && to < from) || (step < 0 && to > from))
    return refuse('the step leads away from the end');
  const length = Math.ceil((to - from) / step);
  if (length > LONGEST_RANGE) return refuse(`more than ${LONGEST_RANGE} numbers`);
  return Array.from({ length: Math.max(0, length) }, (_, i) => from + i * step);
}

export function product<T>(lists: readonly (readonly T[])[]): T[][] {
  const size = lists.reduce((n, each) => n * each.length, 1);
  if (lists.length < 2) return refuse('it needs two sets at least');
  if (size > LARGEST) return refuse('the product is too large');
  return lists.reduce<T[][]>((all, each) => all.flatMap((before) => each.map((item) => [...before, item])), [[]]);
}
