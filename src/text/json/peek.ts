import { OPEN_OBJECT, QUOTE } from './characters.ts';
import { keyName } from './keys.ts';
import type { Scanner } from './scan.ts';
import { type Source, text } from './source.ts';
import type { Peek } from './types.ts';

/**
 * A look at the element that the scanner stands at. Reads members only as far as it is asked, and remembers them; what
 * is asked for mostly stands at the front, before anything big.
 */
export class ElementPeek implements Peek {
  readonly index: number;
  /** Behind the element, once the look has gone over all of it. */
  end: number | undefined;

  private readonly source: Source;
  private readonly scanner: Scanner;
  private readonly start: number;
  private readonly depth: number;
  private readonly seen = new Map<string, string>();
  private state: 'before' | 'inside' | 'over';

  constructor(source: Source, scanner: Scanner, index: number) {
    this.source = source;
    this.scanner = scanner;
    this.index = index;
    this.start = scanner.at;
    this.depth = scanner.depth;
    this.state = source.bytes[scanner.at] === OPEN_OBJECT ? 'before' : 'over';
  }

  string(key: string): string | undefined {
    for (;;) {
      const value = this.seen.get(key);
      if (value !== undefined || !this.step()) return value;
    }
  }

  /** Puts the scanner back to the element. What has not been seen by then is not looked for any more. */
  close(): void {
    this.state = 'over';
    this.scanner.rewind(this.start, this.depth);
  }

  /** Over one more member. False where there is none. */
  private step(): boolean {
    const { scanner, source } = this;
    if (this.state === 'over') return false;
    if (this.state === 'before' ? !scanner.enter() : !scanner.more()) {
      this.state = 'over';
      this.end = scanner.at;
      return false;
    }
    this.state = 'inside';
    scanner.key();
    const { keyStart, keyEnd, at } = scanner;
    scanner.skip();
    if (source.bytes[at] === QUOTE) {
      this.seen.set(keyName(source, keyStart, keyEnd), JSON.parse(text(source, at, scanner.at)) as string);
    }
    return true;
  }
}
