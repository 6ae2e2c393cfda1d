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

/** A text that can be looked into. */
export interface Readable {
  /** This many bytes from its start are ASCII without line ends. */
  readonly plain: number;
  /** A stretch of it in UTF-8; less of it where it ends. */
  bytes(start: number, end: number): Uint8Array;
}

const BLOCK = 1 << 12;
/** Blocks that are read at a time. */
const BLOCKS = 64;
export const LINE_FEED = 0x0a;

/** Line and column of one byte offset of UTF-8 text. */
export function placeOf(bytes: Uint8Array, offset: number): Place {
  return new LineIndex({ plain: 0, bytes: (start, end) => bytes.subarray(start, end) }).place(offset);
}

/**
 * Lines and columns of many offsets. It remembers where each block of the text begins. The thousandth question about a
 * file of one long line therefore costs one block and not the whole file.
 */
export class LineIndex {
  private readonly text: Readable;
  /** Where the first block begins. What is before it, and most plans are that and no more, needs none. */
  private readonly start: number;
  private readonly blocks: Place[];
  /** By block: one ASCII character after the other, no line ends among them. */
  private readonly plain: boolean[] = [];

  constructor(text: Readable) {
    this.text = text;
    this.start = text.plain;
    this.blocks = [{ line: 1, column: 1 + text.plain }];
  }

  /** Of an offset in the text, or the one behind it. */
  place(offset: number): Place {
    if (offset <= this.start) return { line: 1, column: 1 + offset };
    const block = Math.floor((offset - this.start) / BLOCK);
    while (this.plain.length <= block) this.survey();
    const from = this.blocks[block]!;
    const start = this.start + block * BLOCK;
    if (this.plain[block]) return { line: from.line, column: from.column + offset - start };
    return advance(this.text.bytes(start, offset), from);
  }

  private survey(): void {
    const start = this.start + this.plain.length * BLOCK;
    const bytes = this.text.bytes(start, start + BLOCKS * BLOCK);
    for (let at = 0; at < BLOCKS * BLOCK; at += BLOCK) {
      const block = bytes.subarray(at, at + BLOCK);
      const plain = isPlain(block);
      const from = this.blocks.at(-1)!;
      this.plain.push(plain);
      this.blocks.push(plain ? { line: from.line, column: from.column + block.length } : advance(block, from));
    }
  }
}

/** Whether bytes are ASCII without line ends. */
function isPlain(bytes: Uint8Array): boolean {
  return isAscii(bytes) && bytes.indexOf(LINE_FEED) === -1;
}

/** The place behind `bytes`, which begin at `from`. Looks for line ends first: of all lines but the last no byte counts. */
function advance(bytes: Uint8Array, from: Place): Place {
  let { line, column } = from;
  let start = 0;
  for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
    line++;
    column = 1;
    start = end + 1;
  }
  const rest = bytes.subarray(start);
  return { line, column: column + (isAscii(rest) ? rest.length : codeUnitsIn(rest)) };
}

/** UTF-16 code units of UTF-8: what takes four bytes there takes two units. */
function codeUnitsIn(bytes: Uint8Array): number {
  let units = 0;
  for (const byte of bytes) if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
  return units;
}
