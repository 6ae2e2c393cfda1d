/** Functions that mark values sensitive, or not. */
import { lit, NULL, type Value } from '../../values/value.ts';
import { type Fn, later } from './fn.ts';

export const sensitive: Fn = ([value]) => (value ? marked(value) : NULL);

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

export const nonsensitive: Fn = ([value]) => {
  if (value?.k !== 'lit') return value ?? NULL;
  const { sensitive: _, ...plain } = value;
  return plain;
};

export const issensitive: Fn = ([value]) => (value?.k === 'lit' ? lit(value.sensitive === true) : later('issensitive'));
