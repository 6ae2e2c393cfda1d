import { OPEN_OBJECT, QUOTE } from './characters.ts';
import type { Scanner } from './scan.ts';
import type { Peek } from './types.ts';

/** A look back at the element that the scanner has just gone over. It holds until the scanner goes on. */
export class ElementPeek implements Peek {
  readonly index: number;

  private readonly scanner: Scanner;
  private readonly end: number;
  private canLook: boolean;

  /** The element that the scanner has just gone over, and the byte it began with. */
  constructor(scanner: Scanner, first: number, index: number) {
    this.index = index;
    this.scanner = scanner;
    this.end = scanner.at;
    this.canLook = first === OPEN_OBJECT;
  }

  string(key: string): string | undefined {
    const { end, scanner } = this;
    if (!this.canLook || !scanner.toKey(key)) return undefined;
    scanner.passKey();
    let value: string | undefined;
    if (scanner.byte === QUOTE) {
      const start = scanner.at;
      scanner.skip();
      value = scanner.string(start + 1, scanner.at - 1);
    }
    scanner.rewind(end, scanner.depth);
    return value;
  }

  /** Ends the look: later questions, from whoever kept it, have no answer. */
  close(): void {
    this.canLook = false;
  }
}
