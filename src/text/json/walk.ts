import { OPEN_ARRAY, OPEN_OBJECT } from './characters.ts';
import { ElementPeek } from './peek.ts';
import type { Places, Step } from './places.ts';
import { Run } from './run.ts';
import type { Scanner } from './scan.ts';
import type { Select, SelectItems, SelectMembers } from './types.ts';

/** Larger values are walked and not passed to JSON.parse at once, because V8 rejects strings of more than 512 MB. */
const LARGEST_SLICE = 400e6;

/** Walks a complete value. */
const ALL: SelectMembers & SelectItems = { members: {}, rest: 'all', items: 'all' };

/** Elements of an array that may be read once the others are known: in columns, for there may be a hundred thousand. */
class PutOff {
  private readonly indices: number[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];

  get isEmpty(): boolean {
    return this.indices.length === 0;
  }

  add(index: number, start: number, end: number): void {
    this.indices.push(index);
    this.starts.push(start);
    this.ends.push(end);
  }

  readBy(run: Run): void {
    for (const [nth, index] of this.indices.entries()) {
      if (index - 1 !== this.indices[nth - 1]) run.flush();
      run.add(index, this.starts[nth]!, this.ends[nth]!);
    }
    run.flush();
  }
}

/** Reads what is selected of a document, and notes where each part that it walks through stands. */
export class Walk {
  private readonly scanner: Scanner;
  private readonly places: Places;
  private readonly largestSlice: number;

  constructor(scanner: Scanner, places: Places, largestSlice = LARGEST_SLICE) {
    this.scanner = scanner;
    this.places = places;
    this.largestSlice = largestSlice;
  }

  /** Reads the document, at whose first byte the scanner stands. It is place 0 if it is an object or array. */
  readDocument(select: Select): unknown {
    if (select !== 'none') return this.read(select, -1, 0, this.scanner.at);
    this.scanner.skip();
    return undefined;
  }

  /** Reads the value that the scanner stands at: `step` of `parent`, and shown at `offset`. */
  private read(select: Select, parent: number, step: Step, offset: number): unknown {
    const first = this.scanner.byte;
    if (first !== OPEN_OBJECT && first !== OPEN_ARRAY) return this.scalar();
    const place = this.places.add(parent, step, offset);
    const value = first === OPEN_OBJECT ? this.readObject(select, place) : this.readArray(select, place);
    this.places.setValue(place, value);
    return value;
  }

  private scalar(): unknown {
    const { scanner } = this;
    const start = scanner.keep();
    return this.parsed(start, scanner.skip());
  }

  private parsed(start: number, end: number): unknown {
    const text = this.scanner.text(start, end);
    this.scanner.letGo();
    return JSON.parse(text);
  }

  private readObject(select: Select, place: number): unknown {
    if (typeof select === 'object' && 'members' in select) return this.members(select, place);
    return this.slice() ?? this.members(ALL, place);
  }

  private readArray(select: Select, place: number): unknown {
    if (typeof select === 'object' && 'items' in select) return this.items(select, place);
    return this.slice() ?? this.items(ALL, place);
  }

  /** The complete current object or array. Undefined, without any effect, if it is too large for one slice. */
  private slice(): unknown {
    const { scanner } = this;
    const { depth } = scanner;
    const start = scanner.keep();
    const end = scanner.skip();
    if (end - start <= this.largestSlice) return this.parsed(start, end);
    scanner.letGo();
    scanner.rewind(start, depth);
    return undefined;
  }

  private members(select: SelectMembers, place: number): Record<string, unknown> {
    const { scanner } = this;
    const kept: Record<string, unknown> = {};
    if (!scanner.enter()) return kept;
    do {
      const keyAt = scanner.at;
      scanner.key();
      const key = scanner.string(scanner.keyStart, scanner.keyEnd);
      const choice = (Object.hasOwn(select.members, key) ? select.members[key] : select.rest) ?? 'none';
      if (choice === 'none') scanner.skip();
      else kept[key] = this.read(choice, place, key, keyAt);
    } while (scanner.more());
    return kept;
  }

  private items({ items, later, thin }: SelectItems, place: number): unknown[] {
    const { scanner } = this;
    const kept: unknown[] = [];
    const putOff = new PutOff();
    if (!scanner.enter()) return kept;
    const run = new Run(scanner, this.places, place, kept, thin);
    let index = 0;
    const { depth } = scanner;
    do {
      const start = run.isEmpty ? scanner.keep() : scanner.at;
      let end = start;
      let choice: Select | 'later';
      if (typeof items === 'function') {
        const isObject = scanner.byte === OPEN_OBJECT;
        end = scanner.skip();
        const peek = new ElementPeek(scanner, isObject, index);
        choice = items(peek);
        peek.close();
      } else {
        choice = items;
        if (typeof choice === 'string') end = scanner.skip();
      }
      if (choice === 'all' && end - start <= this.largestSlice) {
        run.add(index, start, end);
      } else {
        run.flush();
        if (choice === 'later') putOff.add(index, start, end);
        else if (choice !== 'none') {
          scanner.rewind(start, depth);
          kept.push(this.read(choice, place, index, start));
        }
      }
      index++;
    } while (scanner.more());
    run.flush();
    scanner.letGo();
    if (!putOff.isEmpty && later?.(kept)) putOff.readBy(run);
    return kept;
  }
}
