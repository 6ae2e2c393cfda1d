import type { Places } from './places.ts';
import type { Scanner } from './scan.ts';

/** Bytes after which a run is read. V8 needs more time to allocate and to free longer strings. */
const ENOUGH = 1 << 14;

/** Adjacent elements of an array that are all wanted. They are collected for one call of JSON.parse, because calls cost time. */
export class Run {
  private readonly scanner: Scanner;
  private readonly places: Places;
  private readonly parent: number;
  private readonly kept: unknown[];
  private readonly thin: ((element: unknown) => void) | undefined;
  private readonly starts: number[] = [];
  private index = 0;
  private end = 0;

  /** Values go to `kept`, and to `places` as elements of `parent`. */
  constructor(scanner: Scanner, places: Places, parent: number, kept: unknown[], thin?: (element: unknown) => void) {
    this.scanner = scanner;
    this.places = places;
    this.parent = parent;
    this.kept = kept;
    this.thin = thin;
  }

  get isEmpty(): boolean {
    return this.starts.length === 0;
  }

  add(index: number, start: number, end: number): void {
    if (this.isEmpty) this.index = index;
    this.starts.push(start);
    this.end = end;
    if (end - this.starts[0]! > ENOUGH) this.flush();
  }

  flush(): void {
    if (this.isEmpty) return;
    const values = JSON.parse(`[${this.scanner.text(this.starts[0]!, this.end)}]`) as unknown[];
    for (let nth = 0; nth < values.length; nth += 1) {
      const value = values[nth];
      this.thin?.(value);
      this.kept.push(value);
      if (typeof value === 'object' && value !== null) {
        this.places.add(this.parent, this.index + nth, this.starts[nth]!, value);
      }
    }
    this.starts.length = 0;
  }
}
