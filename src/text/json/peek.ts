import { OPEN_OBJECT, QUOTE } from './characters.ts';
import type { Repeated } from './repeated.ts';
import type { Scanner } from './scan.ts';
import type { Source } from './source.ts';
import type { Peek } from './types.ts';

/**
 * A look at the element that the scanner stands at. Reads members only as far as it is asked, and remembers where their
 * strings are; what is asked for mostly stands at the front, before anything big.
 */
export class ElementPeek implements Peek {
  readonly index: number;

  private readonly bytes: Buffer;
  private readonly strings: Repeated;
  private readonly scanner: Scanner;
  private readonly start: number;
  private readonly depth: number;
  /** Of each member with a string value that was passed: extents of key and value between their quotes. */
  private readonly passed: number[] = [];
  private state: 'before' | 'inside' | 'behind' | 'over' = 'before';

  constructor(source: Source, strings: Repeated, scanner: Scanner, index: number) {
    this.bytes = source.bytes;
    this.strings = strings;
    this.scanner = scanner;
    this.index = index;
    this.start = scanner.at;
    this.depth = scanner.depth;
  }

  string(key: string): string | undefined {
    const { passed } = this;
    for (let at = 0; at < passed.length || this.passToString(); at += 4) {
      if (this.strings.string(passed[at]!, passed[at + 1]!) === key)
        return this.strings.string(passed[at + 2]!, passed[at + 3]!);
    }
    return undefined;
  }

  /** Ends the look with the scanner behind the element. */
  skip(): void {
    if (this.state === 'before') this.scanner.skip();
    else if (this.toMember()) this.scanner.leave();
    this.state = 'over';
  }

  /** Ends the look with the scanner at the element, as before. */
  rewind(): void {
    this.scanner.rewind(this.start, this.depth);
    this.state = 'over';
  }

  /** Over the next member that has a string value. False where there is none. */
  private passToString(): boolean {
    const { scanner } = this;
    while (this.toMember()) {
      const { at } = scanner;
      scanner.skip();
      if (this.bytes[at] !== QUOTE) continue;
      this.passed.push(scanner.keyStart, scanner.keyEnd, at + 1, scanner.at - 1);
      return true;
    }
    return false;
  }

  /** To the value of the next member. False where there is none. */
  private toMember(): boolean {
    const { scanner } = this;
    if (this.state === 'inside') {
      if (scanner.more()) {
        scanner.key();
        return true;
      }
      this.state = 'behind';
    } else if (this.state === 'before' && this.bytes[this.start] === OPEN_OBJECT) {
      if (scanner.enter()) {
        this.state = 'inside';
        scanner.key();
        return true;
      }
      this.state = 'behind';
    }
    return false;
  }
}
