import { LineIndex, type Position } from '../position.ts';
import { BACKSLASH, OPEN_ARRAY, OPEN_OBJECT } from './characters.ts';
import { type Places, stepsOf } from './places.ts';
import { Scanner } from './scan.ts';
import { type Source, unquoted } from './source.ts';

/** Where a value is shown: at its key in an object, at itself in an array. */
interface Shown {
  readonly offset: number;
  readonly isKey: boolean;
}

/**
 * Finds JSON pointers in a document that has been read. Starts from what the walk noted and scans from there; where the
 * elements of an array are it remembers, so that many places in one long array are one scan together.
 */
export class Locator {
  private readonly source: Source;
  private readonly places: Places;
  private readonly scanner: Scanner;
  private readonly lines: LineIndex;
  private readonly arrays = new Map<number, Elements>();

  constructor(source: Source, places: Places, maxDepth: number) {
    this.source = source;
    this.places = places;
    this.scanner = new Scanner(source, maxDepth);
    this.lines = new LineIndex(source.bytes);
  }

  locate(pointer: string): Position | undefined {
    const steps = stepsOf(pointer);
    if (steps === undefined) return undefined;
    this.scanner.start();
    let shown: Shown = { offset: this.scanner.at, isKey: false };
    let place: number | undefined = 0;
    for (const step of steps) {
      place = place === undefined ? undefined : this.places.below(place, step);
      const next: Shown | undefined = place === undefined ? this.below(shown, step) : this.places.shown(place);
      if (next === undefined) break;
      shown = next;
    }
    return this.position(shown);
  }

  private below(shown: Shown, step: string): Shown | undefined {
    const value = this.valueOf(shown);
    const first = this.source.bytes[value];
    if (first === OPEN_OBJECT) return this.member(value, step);
    return first === OPEN_ARRAY && /^(?:0|[1-9]\d*)$/.test(step) ? this.element(value, Number(step)) : undefined;
  }

  private member(object: number, key: string): Shown | undefined {
    const { scanner } = this;
    scanner.rewind(object, 0);
    if (!scanner.enter()) return undefined;
    do {
      const offset = scanner.at;
      scanner.passKey();
      if (this.isKey(key)) return { offset, isKey: true };
      scanner.skip();
    } while (scanner.more());
    return undefined;
  }

  /** Whether the key that the scanner has passed is this one. */
  private isKey(key: string): boolean {
    const { bytes } = this.source;
    const { keyStart, keyEnd } = this.scanner;
    for (let at = keyStart; at < keyEnd; at++) {
      const byte = bytes[at]!;
      if (byte >= 0x80 || byte === BACKSLASH) return unquoted(this.source, keyStart, keyEnd) === key;
      if (byte !== key.charCodeAt(at - keyStart)) return false;
    }
    return key.length === keyEnd - keyStart;
  }

  private element(array: number, index: number): Shown | undefined {
    let elements = this.arrays.get(array);
    if (elements === undefined) {
      elements = new Elements(this.scanner, array);
      this.arrays.set(array, elements);
    }
    const offset = elements.find(index);
    return offset === undefined ? undefined : { offset, isKey: false };
  }

  private valueOf({ offset, isKey }: Shown): number {
    if (!isKey) return offset;
    this.scanner.rewind(offset, 0);
    this.scanner.passKey();
    return this.scanner.at;
  }

  private position({ offset, isKey }: Shown): Position {
    const { scanner } = this;
    scanner.rewind(offset, 0);
    if (isKey) scanner.passKey();
    else scanner.skip();
    const start = this.lines.place(offset);
    const end = this.lines.place(isKey ? scanner.keyEnd + 1 : scanner.at);
    return { offset, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  }
}

/** Where the elements of an array are, as far as anybody has asked. */
class Elements {
  private readonly scanner: Scanner;
  private readonly start: number;
  private readonly offsets: number[] = [];
  /** Behind the last element passed; undefined before the first. */
  private behind: number | undefined;

  constructor(scanner: Scanner, start: number) {
    this.scanner = scanner;
    this.start = start;
  }

  find(index: number): number | undefined {
    while (this.offsets.length <= index && this.pass());
    return this.offsets[index];
  }

  /** Over one more element. False where there is none. */
  private pass(): boolean {
    const { scanner } = this;
    scanner.rewind(this.start, 0);
    let more = scanner.enter();
    if (this.behind !== undefined && more) {
      scanner.at = this.behind;
      more = scanner.more();
    }
    if (!more) return false;
    this.offsets.push(scanner.at);
    scanner.skip();
    this.behind = scanner.at;
    return true;
  }
}
