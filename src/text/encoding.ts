import { isUtf8 } from 'node:buffer';
import { placeOf } from './position.ts';
import { TextError } from './text-error.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';
export type Sniffed = 'zip' | 'gzip' | 'png' | 'jpeg' | 'gif' | 'pdf' | 'elf' | 'text' | 'binary' | 'empty';

const MAGIC: readonly (readonly [Sniffed, readonly number[]])[] = [
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['gzip', [0x1f, 0x8b]],
  ['png', [0x89, 0x50, 0x4e, 0x47]],
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['gif', [0x47, 0x49, 0x46, 0x38]],
  ['pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['elf', [0x7f, 0x45, 0x4c, 0x46]],
];

/** How much of a file `sniff` looks at. */
const HEAD = 4096;

/** What the first bytes of a file say it is, so that a wrong file gets the right sentence. */
export function sniff(bytes: Uint8Array): Sniffed {
  if (bytes.length === 0) return 'empty';
  for (const [kind, magic] of MAGIC) if (magic.every((byte, at) => bytes[at] === byte)) return kind;
  const head = bytes.subarray(0, HEAD);
  if (utf16Of(head) !== undefined) return 'text';
  if (head.includes(0)) return 'binary';
  // Text in an older encoding is text, and toUtf8 says what is wrong with it.
  const fault = invalidUtf8(head);
  return fault !== undefined && !fault.cutOff && head.some(isControl) ? 'binary' : 'text';
}

/** Control characters that no text contains. Tabs, line ends, form feeds and the escape of terminal colors are allowed. */
function isControl(byte: number): boolean {
  return byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b) || byte === 0x7f;
}

/**
 * A text as UTF-8 without byte order mark, and its original encoding. The zeros beside the first characters identify UTF-16
 * without byte order mark, because these characters are ASCII in every format that is read here. UTF-8 is not copied.
 *
 * @throws TextError for bytes that are not text, with the place in the decoded text
 */
export function toUtf8(bytes: Uint8Array): { bytes: Uint8Array; encoding: Encoding; bom: boolean } {
  const utf16 = utf16Of(bytes);
  if (utf16 !== undefined) {
    const decoded = fromUtf16(utf16.bom ? bytes.subarray(2) : bytes, utf16.encoding === 'utf-16le' ? 0 : 1);
    refuseNul(decoded);
    return { bytes: decoded, ...utf16 };
  }
  const bom = hasUtf8Mark(bytes);
  const text = bom ? bytes.subarray(3) : bytes;
  refuseNul(text);
  const fault = invalidUtf8(text);
  if (fault)
    throw new TextError(fault.message, { offset: fault.offset, ...placeOf(text, fault.offset), hint: WRITE_UTF8 });
  return { bytes: text, encoding: 'utf-8', bom };
}

export const WRITE_UTF8 = 'Write the file as UTF-8';
const CUT_OFF = 'the file ends inside a character';
const BLOCK = 1 << 16;

export interface Utf8Fault {
  readonly offset: number;
  readonly message: string;
  /** The text ends inside a character that is right so far. */
  readonly cutOff: boolean;
}

/** Where a text stops being UTF-8; undefined if it is UTF-8 to the end. */
export function invalidUtf8(bytes: Uint8Array): Utf8Fault | undefined {
  if (isUtf8(bytes)) return undefined;
  let offset = 0;
  for (let end = block(bytes, 0); isUtf8(bytes.subarray(offset, end)); end = block(bytes, end)) offset = end;
  for (let length = characterLength(bytes, offset); length > 0; length = characterLength(bytes, offset))
    offset += length;
  const code = bytes[offset]!.toString(16).toUpperCase().padStart(2, '0');
  const cutOff = isBeginning(bytes.subarray(offset));
  return { offset, message: cutOff ? CUT_OFF : `the byte 0x${code} is not UTF-8`, cutOff };
}

/** Where a block of whole characters that begins at `from` ends. */
function block(bytes: Uint8Array, from: number): number {
  let end = Math.min(from + BLOCK, bytes.length);
  while (end < bytes.length && end > from && (bytes[end]! & 0xc0) === 0x80) end--;
  return end > from ? end : bytes.length;
}

/** Bytes of the character at an offset; -1 where there is none. */
function characterLength(bytes: Uint8Array, offset: number): number {
  const first = bytes[offset]!;
  if (first < 0x80) return 1;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  return offset + length <= bytes.length && isUtf8(bytes.subarray(offset, offset + length)) ? length : -1;
}

/** Whether some bytes, fewer than a character takes, can be its beginning. */
function isBeginning(bytes: Uint8Array): boolean {
  if (bytes.length > 3) return false;
  const [first, second] = bytes;
  const length = first! < 0xe0 ? 2 : first! < 0xf0 ? 3 : 4;
  // Some first bytes narrow down the second: overlong forms, surrogates, code points beyond the last.
  const seconds = second === undefined ? [0x80, 0x90, 0xa0] : [second];
  return seconds.some((each) => isUtf8(Uint8Array.of(first!, each, bytes[2] ?? 0x80, 0x80).subarray(0, length)));
}

/** Whether the beginning of a text says that it has to be turned into plain UTF-8 first. */
export function isMarked(head: Uint8Array): boolean {
  return utf16Of(head) !== undefined || hasUtf8Mark(head);
}

function hasUtf8Mark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function refuseNul(text: Uint8Array): void {
  const offset = text.indexOf(0);
  if (offset === -1) return;
  throw new TextError('this is not a text file, because it has a NUL character', { offset, ...placeOf(text, offset) });
}

function utf16Of(bytes: Uint8Array): { encoding: 'utf-16le' | 'utf-16be'; bom: boolean } | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', bom: true };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', bom: true };
  if (bytes.length < 2 || bytes.length % 2 !== 0) return undefined;
  const alone = bytes.length === 2;
  if (a !== 0 && b === 0 && (alone || (c !== 0 && d === 0))) return { encoding: 'utf-16le', bom: false };
  if (a === 0 && b !== 0 && (alone || (c === 0 && d !== 0))) return { encoding: 'utf-16be', bom: false };
  return undefined;
}

/** `low` is where the lower byte of a code unit stands: 0 in little endian, 1 in big endian. */
function fromUtf16(bytes: Uint8Array, low: 0 | 1): Uint8Array {
  // Three bytes for each unit are always enough. Pages that are never written use no memory.
  const text = new Uint8Array((bytes.length >> 1) * 3);
  let end = 0;
  const unit = (at: number) => bytes[at + low]! | (bytes[at + 1 - low]! << 8);
  const fail = (message: string): never => {
    throw new TextError(message, { offset: end, ...placeOf(text, end), hint: WRITE_UTF8 });
  };
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    const code = unit(at);
    if ((code & 0xf800) !== 0xd800) {
      end = put(text, end, code);
      continue;
    }
    at += 2;
    const next = at + 1 < bytes.length ? unit(at) : 0;
    if (code >= 0xdc00 || (next & 0xfc00) !== 0xdc00) fail(`U+${code.toString(16).toUpperCase()} is half a character`);
    end = put(text, end, 0x10000 + ((code & 0x3ff) << 10) + (next & 0x3ff));
  }
  if (bytes.length % 2 !== 0) fail(CUT_OFF);
  return text.subarray(0, end);
}

/** Writes a character in UTF-8 and returns where it ends. */
function put(text: Uint8Array, at: number, code: number): number {
  let end = at;
  if (code < 0x80) text[end++] = code;
  else if (code < 0x800) text[end++] = 0xc0 | (code >> 6);
  else if (code < 0x10000) text[end++] = 0xe0 | (code >> 12);
  else text[end++] = 0xf0 | (code >> 18);
  if (code >= 0x10000) text[end++] = 0x80 | ((code >> 12) & 0x3f);
  if (code >= 0x800) text[end++] = 0x80 | ((code >> 6) & 0x3f);
  if (code >= 0x80) text[end++] = 0x80 | (code & 0x3f);
  return end;
}
