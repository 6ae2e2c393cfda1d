/** What the reader does, done plainly: the slow ways that the tests hold it against. */
import type { Peek, Position, Select } from '../../../src/text/json/index.ts';

/** JSON.parse of bytes; undefined where it takes them not, or they are no UTF-8. */
export function parsed(bytes: Uint8Array): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)) };
  } catch {
    return undefined;
  }
}

/** What is selected of a value, and the pointers of the objects and arrays on the way. */
export function pruned(value: unknown, select: Select): { value: unknown; pointers: Map<unknown, string> } {
  const pointers = new Map<unknown, string>();
  const prune = (part: unknown, choice: Select, pointer: string): unknown => {
    const kept = keep(part, choice, pointer);
    if (typeof kept === 'object' && kept !== null) pointers.set(kept, pointer);
    return kept;
  };
  const keep = (part: unknown, choice: Select, pointer: string): unknown => {
    if (choice === 'none') return undefined;
    if (choice === 'all' || typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) {
      if (!('items' in choice)) return part;
      const { items, later } = choice;
      const putOff: number[] = [];
      const kept = part.flatMap((each: unknown, index) => {
        const own = typeof items === 'function' ? items(peekAt(each, index)) : items;
        if (own === 'later') putOff.push(index);
        return own === 'none' || own === 'later' ? [] : [prune(each, own, `${pointer}/${index}`)];
      });
      const isWanted = putOff.length > 0 && later?.(kept) === true;
      return isWanted ? [...kept, ...putOff.map((index) => prune(part[index], 'all', `${pointer}/${index}`))] : kept;
    }
    if (!('members' in choice)) return part;
    return Object.fromEntries(
      Object.entries(part).flatMap(([key, member]) => {
        const own = (Object.hasOwn(choice.members, key) ? choice.members[key] : choice.rest) ?? 'none';
        const step = key.replaceAll('~', '~0').replaceAll('/', '~1');
        return own === 'none' ? [] : [[key, prune(member, own, `${pointer}/${step}`)]];
      }),
    );
  };
  return { value: prune(value, select, ''), pointers };
}

function peekAt(value: unknown, index: number): Peek {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const strings = new Map(isObject ? Object.entries(value).filter(([, each]) => typeof each === 'string') : []);
  return { index, string: (key) => strings.get(key) };
}

/** Every pointer of a good document with its place, and whether some object has a key twice or the key `__proto__`. */
export function surveyed(text: string): { places: Map<string, Position>; refused: boolean } {
  const places = new Map<string, Position>();
  let refused = false;
  let at = 0;
  const space = () => {
    while (/[ \t\r\n]/.test(text[at] ?? '')) at++;
  };
  const string = () => {
    const start = at++;
    while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    at++;
    return JSON.parse(text.slice(start, at)) as string;
  };
  const note = (pointer: string, start: number) => {
    const begin = lineAndColumn(text.slice(0, start));
    const end = lineAndColumn(text.slice(0, at));
    places.set(pointer, {
      offset: Buffer.byteLength(text.slice(0, start)),
      ...begin,
      endLine: end.line,
      endColumn: end.column,
    });
  };
  const value = (pointer: string) => {
    space();
    const first = text[at];
    if (first === '"') string();
    else if (first === '{' || first === '[') {
      const keys = new Set<string>();
      at++;
      space();
      for (let index = 0; text[at] !== '}' && text[at] !== ']'; index++) {
        space();
        let step = String(index);
        const start = at;
        if (first === '{') {
          const key = string();
          if (keys.has(key) || key === '__proto__') refused = true;
          keys.add(key);
          step = key.replaceAll('~', '~0').replaceAll('/', '~1');
          note(`${pointer}/${step}`, start);
          space();
          at++;
        }
        value(`${pointer}/${step}`);
        if (first === '[') note(`${pointer}/${step}`, start);
        space();
        if (text[at] === ',') at++;
      }
      at++;
    } else while (/[^ \t\r\n,\]}]/.test(text[at] ?? ' ')) at++;
  };
  space();
  const start = at;
  value('');
  note('', start);
  return { places, refused };
}

function lineAndColumn(before: string): { line: number; column: number } {
  const lines = before.split('\n');
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}
