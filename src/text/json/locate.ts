import { stepsOf } from '../../base/pointer.ts';
import { LineIndex, type Position } from '../position.ts';
import { OPEN_ARRAY, OPEN_OBJECT } from './characters.ts';
import { Machine } from './machine.ts';
import type { Places } from './places.ts';
import { Scanner } from './scan.ts';
import type { Source } from './source.ts';

/** Where a value is shown: at its key in an object, at itself in an array. */
interface Shown {
  readonly offset: number;
  readonly isKey: boolean;
}

/**
 * Finds JSON pointers in a document that has been read. It starts from the notes of the walk and scans from there. It
 * remembers where the elements of an array are, so that many places in one long array cost only one scan.
 */
export class Locator {
  private readonly source: Source;
  private readonly places: Places;
  private readonly first: number;
  private readonly maxDepth: number;
  private readonly lines: LineIndex;
  private readonly arrays = new Map<number, Elements>();

  /** `first` is where the document's value begins. */
  constructor(source: Source, places: Places, first: number, maxDepth: number) {
    this.source = source;
    this.places = places;
    this.first = first;
    this.maxDepth = maxDepth;
    this.lines = new LineIndex(source);
  }

  locate(pointer: string): Position | undefined {
    const steps = stepsOf(pointer);
    if (steps === undefined) return undefined;
    return Machine.use((machine) => {
      const scanner = new Scanner(this.source, machine, this.maxDepth);
      return this.position(this.find(steps, scanner), scanner);
    });
  }

  private find(steps: readonly string[], scanner: Scanner): Shown {
    let place: number | undefined = 0;
    let shown: Shown = { offset: this.first, isKey: false };
    for (const step of steps) {
      place = place === undefined ? undefined : this.places.below(place, step);
      const next: Shown | undefined = place === undefined ? this.below(shown, step, scanner) : this.places.shown(place);
      if (next === undefined) break;
      shown = next;
    }
    return shown;
  }

  private below(shown: Shown, step: string, scanner: Scanner): Shown | undefined {
    scanner.rewind(shown.offset, 0);
    if (shown.isKey) scanner.passKey();
    const first = scanner.byte;
    if (first === OPEN_OBJECT) return member(scanner, step);
    return first === OPEN_ARRAY && /^(?:0|[1-9]\d*)$/.test(step) ? this.element(scanner, Number(step)) : undefined;
  }

  private element(scanner: Scanner, index: number): Shown | undefined {
    const array = scanner.at;
    let elements = this.arrays.get(array);
    if (elements === undefined) {
      elements = new Elements(array);
      this.arrays.set(array, elements);
    }
    const offset = elements.find(index, scanner);
    return offset === undefined ? undefined : { offset, isKey: false };
  }

  private position({ offset, isKey }: Shown, scanner: Scanner): Position {
    scanner.rewind(offset, 0);
    if (isKey) scanner.passKey();
    else scanner.skip();
    const start = this.lines.place(offset);
    const end = this.lines.place(isKey ? scanner.keyEnd + 1 : scanner.at);
    return { offset, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  }
}

/** Where the member of the object at hand stands. */
function member(scanner: Scanner, key: string): Shown | undefined {
  if (!scanner.enter()) return undefined;
  do {
    const offset = scanner.at;
    scanner.passKey();
    if (scanner.string(scanner.keyStart, scanner.keyEnd) === key) return { offset, isKey: true };
    scanner.skip();
  } while (scanner.more());
  return undefined;
}

/** Where the elements of an array are, as far as anybody has asked. */
class Elements {
  private readonly start: number;
  private readonly offsets: number[] = [];
  /** Behind the last element passed; undefined before the first. */
  private behind: number | undefined;

  constructor(start: number) {
    this.start = start;
  }

  find(index: number, scanner: Scanner): number | undefined {
    if (this.offsets.length <= index) this.survey(index, scanner);
    return this.offsets[index];
  }

  /** Over the elements from the first that is not known to one, or to the last. */
  private survey(index: number, scanner: Scanner): void {
    scanner.rewind(this.start, 0);
    let more = scanner.enter();
    if (this.behind !== undefined && more) {
      scanner.rewind(this.behind, scanner.depth);
      more = scanner.more();
    }
    for (; more; more = scanner.more()) {
      this.offsets.push(scanner.at);
      this.behind = scanner.skip();
      if (this.offsets.length > index) return;
    }
  }
}
