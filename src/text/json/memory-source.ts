import { isAscii } from 'node:buffer';
import { invalidUtf8 } from '../encoding.ts';
import { refuse } from './refuse.ts';
import { newSourceId, type Source } from './source.ts';

/** A document in memory. Its bytes must not change. */
export class MemorySource implements Source {
  readonly ascii: boolean;
  readonly plain = 0;
  readonly id = newSourceId();

  private readonly whole: Buffer;

  /** @throws TextError if the bytes are not UTF-8 */
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
