import { placeOf } from '../position.ts';
import { TextError } from '../text-error.ts';
import type { JsonDocument, Peek, Select } from './types.ts';

export type { Position } from '../position.ts';
export { TextError } from '../text-error.ts';
export type { JsonDocument, Peek, Select, SelectItems, SelectMembers } from './types.ts';

/** Reads what `select` wants of a JSON text. @throws TextError */
export function readJson(
  bytes: Uint8Array,
  select: Select = 'all',
  _options: { maxDepth?: number } = {},
): JsonDocument {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const pointers = new Map<object, string>();
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch (error) {
    const offset = Number(/at position (\d+)/.exec(String(error))?.[1] ?? bytes.length);
    throw new TextError((error as Error).message, { offset, ...placeOf(bytes, offset) });
  }
  return {
    value: prune(whole, select, '', pointers),
    pointerOf: (value) => pointers.get(value),
    locate: () => ({ offset: 0, line: 1, column: 1, endLine: 1, endColumn: 1 }),
  };
}

function prune(value: unknown, select: Select, pointer: string, pointers: Map<object, string>): unknown {
  const note = <T>(kept: T): T => {
    if (typeof kept === 'object' && kept !== null) pointers.set(kept, pointer);
    return kept;
  };
  if (select === 'none') return undefined;
  if (select === 'all' || typeof value !== 'object' || value === null) return note(value);
  if ('items' in select) {
    if (!Array.isArray(value)) return note(value);
    const kept: unknown[] = [];
    for (const [index, item] of value.entries()) {
      const peek: Peek = {
        index,
        string: (key) => (typeof item?.[key] === 'string' && Object.hasOwn(item, key) ? item[key] : undefined),
      };
      const choice = typeof select.items === 'function' ? select.items(peek) : select.items;
      if (choice !== 'none') kept.push(prune(item, choice, `${pointer}/${index}`, pointers));
    }
    return note(kept);
  }
  if (Array.isArray(value)) return note(value);
  const kept: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const choice = (Object.hasOwn(select.members, key) ? select.members[key] : select.rest) ?? 'none';
    const step = key.replaceAll('~', '~0').replaceAll('/', '~1');
    if (choice !== 'none') kept[key] = prune(member, choice, `${pointer}/${step}`, pointers);
  }
  return note(kept);
}
