import { OPEN_OBJECT, QUOTE } from './characters.ts';
import type { Repeated } from './repeated.ts';
import type { Scanner } from './scan.ts';
import type { Peek } from './types.ts';

/** A look back at the element that the scanner has just gone over. It holds until the scanner goes on. */
export class ElementPeek implements Peek {
  readonly index: number;

  private readonly bytes: Buffer;
  private readonly strings: Repeated;
  private readonly scanner: Scanner;
  private readonly end: number;
  private canLook: boolean;

  constructor(bytes: Buffer, strings: Repeated, scanner: Scanner, start: number, index: number) {
    this.index = index;
    this.bytes = bytes;
    this.strings = strings;
    this.scanner = scanner;
    this.end = scanner.at;
    this.canLook = bytes[start] === OPEN_OBJECT;
  }

  string(key: string): string | undefined {
    const { bytes, end, scanner } = this;
    if (!this.canLook || !scanner.toKey(key)) return undefined;
    scanner.passKey();
    const start = scanner.at;
    const isString = bytes[start] === QUOTE;
    if (isString) scanner.skip();
    const behind = scanner.at;
    scanner.at = end;
    return isString ? this.strings.string(start + 1, behind - 1) : undefined;
  }

  /** Ends the look: later questions, from whoever kept it, have no answer. */
  close(): void {
    this.canLook = false;
  }
}
