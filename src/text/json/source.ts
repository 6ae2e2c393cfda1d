import { constants, isAscii } from 'node:buffer';
import { invalidUtf8 } from '../encoding.ts';
import { refuse } from './refuse.ts';

/** The bytes of a document that is known to be UTF-8. */
export interface Source {
  readonly bytes: Buffer;
  /** Nothing but ASCII in it: slices need no decoding. */
  readonly ascii: boolean;
}

/** From here on it pays to ask whether a slice of a document is ASCII, for that is faster to turn into a string. */
const LONG = 256;

/** @throws TextError where the bytes are not UTF-8 */
export function sourceOf(given: Uint8Array): Source {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  if (isAscii(bytes)) return { bytes, ascii: true };
  const fault = invalidUtf8(bytes);
  // A character that the end of the file cuts off can only be in a string that is cut off too: the scanner says so.
  if (fault && !fault.cutOff) refuse(bytes, fault.offset, fault.message);
  return { bytes, ascii: false };
}

/** Room for so many offsets into a document. Whole numbers are faster than others, and enough for all but giants. */
export function offsets({ bytes }: Source, count: number): Int32Array | Float64Array {
  return bytes.length < 2 ** 31 ? new Int32Array(count) : new Float64Array(count);
}

/** A stretch of the document as a string. */
export function text({ bytes, ascii }: Source, start: number, end: number): string {
  if (end - start > constants.MAX_STRING_LENGTH) {
    refuse(bytes, start, `a single value of ${Math.round((end - start) / 1e6)} MB is more than can be read`);
  }
  if (ascii || (end - start > LONG && isAscii(bytes.subarray(start, end)))) return bytes.toString('latin1', start, end);
  return bytes.toString('utf8', start, end);
}

/** The string that has these bytes between its quotes. */
export function unquoted(source: Source, start: number, end: number): string {
  const raw = text(source, start, end);
  return raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
}
