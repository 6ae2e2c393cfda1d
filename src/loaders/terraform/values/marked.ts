import { oncePer } from '../../../base/memo.ts';
import type { Value } from './value.ts';

/** A value with all that is known in it marked sensitive. */
export const marked: (value: Value) => Value = oncePer(mark);

function mark(value: Value): Value {
  switch (value.k) {
    case 'lit':
      return { ...value, sensitive: true };
    case 'list':
      return { ...value, items: value.items.map(marked) };
    case 'object':
      return { ...value, members: new Map([...value.members].map(([key, member]) => [key, marked(member)])) };
    case 'text':
    case 'mix':
      return { ...value, parts: value.parts.map(marked) };
    case 'json':
      return { ...value, of: marked(value.of) };
    case 'one':
      return { ...value, options: value.options.map(marked) };
    case 'some':
      return { ...value, sure: value.sure.map(marked), maybe: value.maybe.map(marked) };
    default:
      return value;
  }
}

/** Whether a value is marked as a whole. */
export function isMarked(value: Value | undefined): boolean {
  return value?.k === 'lit' && value.sensitive === true;
}

/** A value made of other values, or chosen by them: sensitive if one of them is. */
export function madeOf(sources: readonly (Value | undefined)[], result: Value): Value {
  return sources.some(isMarked) ? marked(result) : result;
}
