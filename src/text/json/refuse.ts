import { placeOf } from '../position.ts';
import { TextError } from '../text-error.ts';

/** What the scanner is in the middle of. */
export interface Inside {
  readonly what: 'a string' | 'an object' | 'an array';
  /** Where that begins. */
  readonly at: number;
}

export function refuse(bytes: Uint8Array, offset: number, message: string, hint?: string): never {
  throw new TextError(message, { offset, ...placeOf(bytes, offset), hint });
}

/** Something else was expected at `offset`; at the end of the file, what is unfinished is named instead. */
export function refuseByte(bytes: Uint8Array, offset: number, expected: string, inside: Inside | undefined): never {
  if (offset < bytes.length) {
    refuse(bytes, offset, `expected ${expected}, found ${found(bytes, offset)}`, hintFor(bytes, offset));
  }
  if (inside === undefined) refuse(bytes, bytes.length, `the file ends where ${expected} is expected`);
  refuse(bytes, bytes.length, `the file ends inside ${inside.what} that begins at ${place(bytes, inside.at)}`, CUT_OFF);
}

const CUT_OFF = 'the file may have been cut off while it was written or copied';

export function place(bytes: Uint8Array, offset: number): string {
  const { line, column } = placeOf(bytes, offset);
  return `line ${line}, column ${column}`;
}

/** A key as messages show it: short, and without anything that could act on a terminal. */
export function shown(key: string): string {
  const short = key.length > 60 ? `${key.slice(0, 57)}...` : key;
  return JSON.stringify(short).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function found(bytes: Uint8Array, offset: number): string {
  const next = latin1(bytes, offset, offset + 20);
  if (/^[\r\n]/.test(next)) return 'a line break';
  if (next.startsWith(' ')) return 'a space';
  const [word] = /^(\w+|[!-~])/.exec(next) ?? [];
  if (word !== undefined) return word;
  const character = Buffer.from(bytes.subarray(offset, offset + 4))
    .toString('utf8')
    .codePointAt(0)!;
  return `U+${character.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Words for what people and programs often take for JSON. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/^(\/\/|\/\*|#)/, 'JSON has no comments'],
  [/^'/, 'JSON strings stand in double quotes'],
  [/^(NaN|Infinity)/, 'JSON has no such number: write null or a string'],
  [/^(True|False|None|undefined)/, 'JSON knows true, false and null'],
  [/^\xef\xbb\xbf/, 'a byte order mark may stand at the start of a file only'],
  [/^\x1b/, 'the file holds terminal colours: write it with colours switched off'],
];

function hintFor(bytes: Uint8Array, offset: number): string | undefined {
  const next = latin1(bytes, offset, offset + 20);
  const before = latin1(bytes, Math.max(0, offset - 200), offset);
  if (/^[\]}]/.test(next) && /,\s*$/.test(before)) return 'JSON allows no comma after the last one';
  return HINTS.find(([pattern]) => pattern.test(next))?.[1];
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.subarray(start, end)).toString('latin1');
}
