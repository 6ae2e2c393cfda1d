/** Functions of maps and objects, as far as their results are known when members are not. */
import { keyText } from '../../values/stand-in.ts';
import { failure, settle, type Value } from '../../values/value.ts';
import { entriesOf } from '../collections.ts';
import { exact, type Fn, later, list } from './fn.ts';

export const merge: Fn = (args) => {
  const members = new Map<string, Value>();
  const uncertain = new Set<string>();
  for (const arg of args) {
    if (arg.k === 'lit' && arg.v === null) continue;
    const entries = entriesOf(arg);
    if (!entries || entries.open || arg.k === 'list') return later('merge', entries?.open ?? arg);
    for (const { key, value, sure } of entries.items) {
      const name = keyText(key);
      if (name === undefined || (key.k === 'lit' && typeof key.v !== 'string')) return later('merge');
      const before = members.get(name);
      if (sure) uncertain.delete(name);
      else if (before === undefined) uncertain.add(name);
      members.set(
        name,
        sure || before === undefined
          ? value
          : { k: 'one', options: [before, value], because: `whether \`${name}\` is set is known only after apply` },
      );
    }
  }
  return settle({
    k: 'object',
    members,
    ...(uncertain.size > 0 ? { uncertain } : {}),
  });
};

export const lookup: Fn = ([map, key, fallback], graph) => {
  const name = key && keyText(key);
  if (!map || name === undefined) return later('lookup', map, key);
  if (map.k !== 'lit' && map.k !== 'object' && map.k !== 'instances' && map.k !== 'modules')
    return later('lookup', map);
  if (map.k === 'object' && map.uncertain?.has(name)) return later('lookup', map);
  const found = graph.index(map, name);
  return found.k === 'error' ? (fallback ?? found) : found;
};

export const keys: Fn = ([value]) => {
  const entries = value && entriesOf(value);
  if (!entries || entries.open || entries.items.some((e) => !e.sure)) return later('keys', value);
  return list(entries.items.map((e) => e.key));
};

export const values: Fn = ([value]) => {
  const entries = value && entriesOf(value);
  if (!entries) return later('values', value);
  const sure = entries.items.filter((e) => e.sure).map((e) => e.value);
  if (sure.length === entries.items.length && !entries.open) return list(sure);
  return { k: 'some', sure, maybe: entries.items.filter((e) => !e.sure).map((e) => e.value), open: entries.open };
};

export const zipmap: Fn = ([first, second]) => {
  const names = exact(first);
  const items = exact(second);
  if (!names || !items) return later('zipmap', first, second);
  if (names.length !== items.length) return failure('there must be as many keys as values');
  const keys = names.map(keyText);
  if (!keys.every((key) => key !== undefined)) return later('zipmap', first, second);
  return settle({ k: 'object', members: new Map(keys.map((key, i) => [key, items[i]!])) });
};
