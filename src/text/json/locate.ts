import { LineIndex, type Position } from '../position.ts';
import { OPEN_ARRAY, OPEN_OBJECT } from './characters.ts';
import { type Places, stepsOf } from './places.ts';
import { Scanner } from './scan.ts';
import { type Source, unquoted } from './source.ts';

/** Where a value is shown: at its key in an object, at itself in an array. */
interface Shown {
  readonly offset: number;
  readonly isKey: boolean;
}

/**
 * Finds JSON pointers in a document that has been read. Starts from what the walk noted and scans from there; what it
 * passes it remembers, so that many places in one long array are one scan together.
 */
export class Locator {
  private readonly source: Source;
  private readonly places: Places;
  private readonly scanner: Scanner;
  private readonly lines: LineIndex;
  private readonly contents = new Map<number, Contents>();

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
    let contents = this.contents.get(value);
    if (contents === undefined) {
      contents = new Contents(this.source, this.scanner, value);
      this.contents.set(value, contents);
    }
    return contents.find(step);
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

/** What an object or array holds, as far as anybody has asked. */
class Contents {
  private readonly source: Source;
  private readonly scanner: Scanner;
  private readonly start: number;
  private readonly isObject: boolean;
  private readonly byStep = new Map<string, Shown>();
  /** Behind the last value passed; undefined before the first. */
  private behind: number | undefined;
  private isDone: boolean;

  constructor(source: Source, scanner: Scanner, start: number) {
    const first = source.bytes[start];
    this.source = source;
    this.scanner = scanner;
    this.start = start;
    this.isObject = first === OPEN_OBJECT;
    this.isDone = first !== OPEN_OBJECT && first !== OPEN_ARRAY;
  }

  find(step: string): Shown | undefined {
    let found = this.byStep.get(step);
    while (found === undefined && this.pass()) found = this.byStep.get(step);
    return found;
  }

  /** Over one more member or element. False where there is none. */
  private pass(): boolean {
    if (this.isDone) return false;
    const { scanner } = this;
    scanner.rewind(this.start, 0);
    let more = scanner.enter();
    if (this.behind !== undefined) {
      scanner.at = this.behind;
      more = scanner.more();
    }
    if (!more) {
      this.isDone = true;
      return false;
    }
    const offset = scanner.at;
    if (this.isObject) scanner.key();
    const step = this.isObject ? unquoted(this.source, scanner.keyStart, scanner.keyEnd) : String(this.byStep.size);
    this.byStep.set(step, { offset, isKey: this.isObject });
    scanner.skip();
    this.behind = scanner.at;
    return true;
  }
}
