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
  const byte = bytes[offset]!;
  if (byte === 0x0a || byte === 0x0d) return 'a line break';
  if (byte === 0x20) return 'a space';
  if (byte > 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  const character =
    Buffer.from(bytes.subarray(offset, offset + 4))
      .toString('utf8')
      .codePointAt(0) ?? byte;
  return `U+${character.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Words for what people and programs often take for JSON. */
function hintFor(bytes: Uint8Array, offset: number): string | undefined {
  const next = Buffer.from(bytes.subarray(offset, offset + 9)).toString('latin1');
  if (next.startsWith('//') || next.startsWith('/*') || next.startsWith('#')) return 'JSON has no comments';
  if (next.startsWith("'")) return 'JSON strings stand in double quotes';
  if (/^(NaN|Infinity|-Infinity)/.test(next)) return 'JSON has no such number; write null or a string';
  if (/^(True|False|None|undefined)/.test(next)) return 'JSON knows true, false and null';
  if (next.startsWith('\xef\xbb\xbf')) return 'a byte order mark may stand at the start of a file only';
  if (next.startsWith('\x1b')) return 'the file holds terminal colours: write it with colours switched off';
  if (/^[\]}]/.test(next) && /,\s*$/.test(before(bytes, offset))) return 'JSON allows no comma after the last one';
  return undefined;
}

function before(bytes: Uint8Array, offset: number): string {
  return Buffer.from(bytes.subarray(Math.max(0, offset - 200), offset)).toString('latin1');
}
