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

  /**
   * Moves into the current object or array, to its first key or value. False if it is empty: the scanner is then behind
   * it.
   */
  enter(): boolean {
    return this.scan.enter() === 1;
  }

  /** Moves over the current key and its colon, to the value. */
  key(): void {
    this.scan.key();
  }

  /** As `key`, for an object that was not entered. It does not check whether the object already has the key. */
  passKey(): void {
    this.scan.passKey();
  }

  /**
   * Moves from the end of a value to the next key or value. False if there is none: the scanner is then behind the
   * object or array.
   */
  more(): boolean {
    return this.scan.next() === 1;
  }

  /** Moves over the current value. Returns where it ends. */
  skip(): number {
    return this.scan.skip();
  }

  /** Moves back to an earlier place, where `depth` objects and arrays were open. */
  rewind(at: number, depth: number): void {
    this.machine.rewind(this.source, at, depth, this.maxDepth);
  }

  /** A string member of the object that was just left behind; undefined if it has none of this name. */
  stringOf(name: string): string | undefined {
    return this.machine.findString(name) ? this.string(this.keyStart, this.keyEnd) : undefined;
  }

  /**
   * Keeps everything from here on in memory until `letGo`. For other stretches `text` must read the file again. Returns
   * the place where this starts.
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

  /** The string of a stretch between quotes. Short strings that are repeated often are created once. */
  string(start: number, end: number): string {
    const { machine } = this;
    const { strings, shift } = machine;
    if (machine.has(start, end)) return strings.string(machine.memory, start + shift, end + shift);
    const bytes = machine.bytes(start, end);
    return strings.string(bytes, 0, bytes.length);
  }
}
