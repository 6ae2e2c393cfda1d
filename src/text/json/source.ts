import { isAscii } from 'node:buffer';
import { invalidUtf8 } from '../encoding.ts';
import { refuse } from './refuse.ts';

/** The bytes of a document, wherever they are. All that it gives away is UTF-8. */
export interface Source {
  /** A number of its own: from `newSourceId`. */
  readonly id: number;
  /** Nothing but ASCII in what it has given away so far: slices need no decoding. */
  readonly ascii: boolean;
  /** So many bytes from the start on are ASCII without line ends. */
  readonly plain: number;
  /** Copies the document from an offset on into a buffer, and says how many bytes those are: 0 at its end. */
  read(into: Buffer, offset: number): number;
  /** A stretch of the document; less of it where the document ends. */
  bytes(start: number, end: number): Buffer;
}

let lastId = 0;

export function newSourceId(): number {
  return ++lastId;
}

/** A document in memory. Its bytes must not change. */
export class MemorySource implements Source {
  readonly ascii: boolean;
  readonly plain = 0;
  readonly id = newSourceId();

  private readonly whole: Buffer;

  /** @throws TextError where the bytes are not UTF-8 */
  constructor(given: Uint8Array) {
    this.whole = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
    this.ascii = isAscii(this.whole);
    const fault = this.ascii ? undefined : invalidUtf8(this.whole);
    // A character that the end of the file cuts off can only be in a string that is cut off too: the scanner says so.
    if (fault && !fault.cutOff) refuse(this, fault.offset, fault.message);
  }

  read(into: Buffer, offset: number): number {
    return this.whole.copy(into, 0, offset, offset + into.length);
  }

  bytes(start: number, end: number): Buffer {
    return this.whole.subarray(start, end);
  }
}

/** From here on it pays to ask whether bytes are ASCII, for that is faster to turn into a string. */
const LONG = 256;

/** Bytes of a document as a string. */
export function textOf(bytes: Buffer, ascii: boolean): string {
  return bytes.toString(ascii || (bytes.length > LONG && isAscii(bytes)) ? 'latin1' : 'utf8');
}

/** The string that stands between quotes. */
export function unquoted(raw: string): string {
  return raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
}
