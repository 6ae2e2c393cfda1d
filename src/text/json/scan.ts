import { constants } from 'node:buffer';
import type { Machine } from './machine.ts';
import { refuse, refuseFault } from './refuse.ts';
import type { Source } from './source.ts';
import { textOf } from './strings.ts';

/**
 * Goes over the bytes of a JSON document and verifies all of them: brackets, strings, numbers, literals, separators,
 * depth and keys. Accepts what JSON.parse accepts, except what `readJson` lists as rejected. The code in `assembly` does
 * the work, on a window that moves over the document.
 *
 * The scanner is `at` a byte. `skip` goes over a value at once; `enter`, `key` and `more` step through one:
 *
 *     if (scanner.enter()) do { scanner.key(); scanner.skip(); } while (scanner.more());
 */
export class Scanner {
  private readonly source: Source;
  private readonly machine: Machine;
  private readonly maxDepth: number;
  private readonly scan: Machine['scan'];

  constructor(source: Source, machine: Machine, maxDepth: number) {
    this.source = source;
    this.machine = machine;
    this.maxDepth = maxDepth;
    this.scan = machine.scan;
    machine.onFault = (fault, offset, other) =>
      refuseFault(fault, { source, scan: machine.scan, maxDepth }, offset, other);
  }

  /** Where the scanner stands. */
  get at(): number {
    return this.scan.position();
  }

  /** The byte there; 0 at the end of the document. */
  get byte(): number {
    return this.scan.byte();
  }

  /** How many objects and arrays are open. */
  get depth(): number {
    return this.scan.depth.value;
  }

  /** Extent of the last key that `key` or `passKey` went over, between its quotes. */
  get keyStart(): number {
    return this.scan.keyFrom();
  }

  get keyEnd(): number {
    return this.scan.keyTo();
  }

  /** Moves to the first byte of the document that is not white space. */
  start(): void {
    this.machine.begin(this.source, this.maxDepth);
    this.scan.start();
  }

  /** Nothing but white space may follow. */
  end(): void {
    this.scan.finish();
  }

  /** Into the object or array at hand, to its first key or value. False where it is empty: then it is left behind. */
  enter(): boolean {
    return this.scan.enter() === 1;
  }

  /** Over the key at hand and its colon, to the value. */
  key(): void {
    this.scan.key();
  }

  /** As `key`, for an object that was not entered: whether it has the key already is not asked. */
  passKey(): void {
    this.scan.passKey();
  }

  /** From behind a value to the next key or value. False where there is none: then the object or array is left behind. */
  more(): boolean {
    return this.scan.next() === 1;
  }

  /** Over the value at hand. Returns where it ends. */
  skip(): number {
    return this.scan.skip();
  }

  /** Back to a place passed before, where `depth` objects and arrays were open. */
  rewind(at: number, depth: number): void {
    this.machine.rewind(this.source, at, depth, this.maxDepth);
  }

  /** A string member of the object that was just left behind; undefined where it has none of this name. */
  stringOf(name: string): string | undefined {
    return this.machine.findString(name) ? this.string(this.keyStart, this.keyEnd) : undefined;
  }

  /**
   * Keeps what comes from here on at hand until `letGo`: `text` has to read the file again for what is not. Returns where
   * that is.
   */
  keep(): number {
    return this.scan.keepHere();
  }

  letGo(): void {
    this.scan.letGo();
  }

  /** A stretch of the document as a string. */
  text(start: number, end: number): string {
    if (end - start > constants.MAX_STRING_LENGTH) {
      const size = Math.round((end - start) / 1e6);
      refuse(this.source, start, `a single value of ${size} MB is more than can be read`);
    }
    return textOf(this.machine.bytes(start, end), this.source.ascii);
  }

  /** The string that a stretch between quotes is. Short ones that come again and again are made once. */
  string(start: number, end: number): string {
    const { machine } = this;
    const { strings, shift } = machine;
    if (machine.has(start, end)) return strings.string(machine.memory, start + shift, end + shift);
    const bytes = machine.bytes(start, end);
    return strings.string(bytes, 0, bytes.length);
  }
}
