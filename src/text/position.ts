import { isAscii } from 'node:buffer';

/** A stretch of a text. Lines and columns are 1-based, columns in UTF-16 code units; the end is exclusive. */
export interface Position {
  /** Bytes from the start of the text. */
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

const BLOCK = 1 << 12;
const LINE_FEED = 0x0a;

/** Line and column of one byte offset of UTF-8 text. */
export function placeOf(bytes: Uint8Array, offset: number): Place {
  return new LineIndex(bytes).place(offset);
}

/**
 * Lines and columns of many offsets. Remembers the place where each block of the text begins, so that the thousandth
 * question about a file of one long line costs one block and not the whole file again.
 */
export class LineIndex {
  private readonly bytes: Uint8Array;
  private readonly blocks: Place[] = [{ line: 1, column: 1 }];

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  place(offset: number): Place {
    const end = Math.min(offset, this.bytes.length);
    const block = Math.floor(end / BLOCK);
    for (let next = this.blocks.length; next <= block; next++) {
      this.blocks.push(advance(this.bytes.subarray((next - 1) * BLOCK, next * BLOCK), this.blocks[next - 1]!));
    }
    return advance(this.bytes.subarray(block * BLOCK, end), this.blocks[block]!);
  }
}

/** The place behind `bytes`, which begin at `from`. */
function advance(bytes: Uint8Array, from: Place): Place {
  let { line, column } = from;
  if (isAscii(bytes) && bytes.indexOf(LINE_FEED) === -1) return { line, column: column + bytes.length };
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === LINE_FEED) {
      line++;
      column = 1;
    } else if ((byte & 0xc0) !== 0x80) {
      // What takes four bytes in UTF-8 takes two code units in UTF-16.
      column += byte >= 0xf0 ? 2 : 1;
    }
  }
  return { line, column };
}
