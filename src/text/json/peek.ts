import type { Scanner } from './scan.ts';
import type { Peek } from './types.ts';

/** A look back at the element that the scanner has just gone over. It holds until the scanner goes on. */
export class ElementPeek implements Peek {
  readonly index: number;

  private readonly scanner: Scanner;
  private canLook: boolean;

  constructor(scanner: Scanner, isObject: boolean, index: number) {
    this.index = index;
    this.scanner = scanner;
    this.canLook = isObject;
  }

  string(key: string): string | undefined {
    return this.canLook ? this.scanner.stringOf(key) : undefined;
  }

  /** Ends the look. A caller that keeps the object gets no answer to later questions. */
  close(): void {
    this.canLook = false;
  }
}
