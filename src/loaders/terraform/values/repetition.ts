/** `count` and `for_each`: which instances there are, and what `each.value` is in one of them. */
import { oncePer } from '../../../base/memo.ts';
import type { Evaluator } from './evaluator.ts';
import { literalMember } from './member.ts';
import { keyText, keyValue } from './stand-in.ts';
import { elements, type Unknowable, type Value } from './value.ts';

/** No real configuration has more instances of one block. */
export const MOST_INSTANCES = 100_000;

/** The instance keys, where they are known before apply. */
export function keysOf(count: Value, forEach: Value): readonly (string | number)[] | undefined {
  if (count.k === 'lit' && typeof count.v === 'number')
    return count.v <= MOST_INSTANCES ? Array.from({ length: count.v }, (_, i) => i) : undefined;
  // A resource or a module with `for_each` is a map of its instances.
  if (forEach.k === 'instances') return forEach.open ? undefined : forEach.of.flatMap((i) => i.key ?? []);
  if (forEach.k === 'modules') return forEach.whole ? forEach.of.flatMap((i) => i.key ?? []) : undefined;
  if (forEach.k === 'object') return forEach.uncertain ? undefined : [...forEach.members.keys()];
  if (forEach.k === 'list' && forEach.set) {
    const keys = forEach.items.map(keyText);
    return keys.every((key) => key !== undefined) ? keys : undefined;
  }
  if (forEach.k !== 'lit' || typeof forEach.v !== 'object' || forEach.v === null) return undefined;
  return Array.isArray(forEach.v) ? forEach.v.map(String) : Object.keys(forEach.v);
}

/** How many instances a `count` or `for_each` can give at most. */
export function most(value: Value): number {
  if (value.k === 'one') return Math.max(...value.options.map(most));
  if (value.k === 'list') return value.items.length;
  if (value.k === 'object') return value.members.size;
  if (value.k !== 'lit') return Number.POSITIVE_INFINITY;
  return typeof value.v === 'object' && value.v !== null ? Object.keys(value.v).length : Number(value.v);
}

/** The error in a `count` or `for_each` that is known and gives no keys. Undefined if it is not known. */
export function whyNoKeys(name: 'count' | 'for_each', value: Value): string | undefined {
  if (value.k !== 'lit') return undefined;
  const written = value.sensitive ? 'it' : JSON.stringify(value.v).slice(0, 40);
  if (name === 'for_each') return `${written} is neither a map nor a set`;
  return typeof value.v === 'number' ? `${written} is more than ${MOST_INSTANCES}` : `${written} is not a number`;
}

/** `each.value` of the instance with a key. */
export function eachOf(graph: Evaluator, map: Value, key: string | number): Value {
  if (map.k === 'lit') {
    // A set's value is its key.
    if (Array.isArray(map.v)) return keyValue(key, map.sensitive);
    return literalMember(map, key);
  }
  if (map.k === 'object' || map.k === 'instances' || map.k === 'modules') return graph.index(map, key);
  if (map.k === 'list') return keyValue(key);
  if (map.k === 'mix') {
    const only = map.parts.length === 1 ? map.parts[0]! : undefined;
    if (only && (only.k === 'instances' || only.k === 'modules') && only.of.some((i) => i.key === key))
      return graph.index(only, key);
    if (only?.k === 'mix' || only?.k === 'unknown' || only?.k === 'object') return eachOf(graph, only, key);
    return map;
  }
  if (map.k === 'unknown')
    return map.symbol === undefined
      ? nameless(map)
      : { ...map, source: 'each.value', symbol: `${map.symbol}[${JSON.stringify(key)}]` };
  return { k: 'one', options: elements(map) };
}

/** The same value for all instances, which lets them share what is made of it. */
const nameless = oncePer((map: Unknowable): Value => ({ ...map, source: 'each.value' }));
