import { QUOTE } from './characters.ts';
import { offsets, type Source, text, unquoted } from './source.ts';

/** Objects with more keys than this are looked up in a map. Up to here, comparing bytes is faster. */
const FEW = 64;

/** Slots per level, a power of two well above FEW. */
const SLOTS = 256;

/** There is room for so many open objects to begin with: plans are about 20 deep. */
const LEVELS = 32;

/** A key that sets the prototype of an object in careless code. */
const PROTO = '__proto__';
const UNDERSCORE = 0x5f;

/**
 * The keys of the objects that are open, so that a second one of the same name is noticed. JSON.parse would silently
 * keep the last, and other readers the first: a file that means two things is no evidence.
 *
 * Keys are told apart by their bytes in the file. Only objects with many keys, or with escapes in a key, cost strings.
 */
export class Keys {
  private readonly source: Source;
  private readonly bytes: Buffer;
  /** Where each key of each open object begins, the innermost object's last. */
  private starts: Int32Array | Float64Array;
  private top = 0;
  /** Where the keys of the innermost object begin in `starts`; those of the objects around it in `bases`. */
  private base = 0;
  private bases: Int32Array;
  private level = 0;
  /**
   * By level and a hash of the key: the number of the object that last had such a key. A slot without the number of the
   * object at hand proves a key to be new, which spares nearly all comparing; and nothing needs clearing.
   */
  private slots: Int32Array;
  private serial = 0;
  private serials: Int32Array;
  private lastSerial = 0;
  /** Keys by name, for the innermost object if its keys are looked up in a map; for those around it in `maps`. */
  private map: Map<string, number> | undefined;
  private readonly maps: (Map<string, number> | undefined)[] = [];
  /** The keys of the object that was closed last are those from `top` to here, or in the map. */
  private closedTop = 0;
  private closedMap: Map<string, number> | undefined;

  constructor(source: Source) {
    this.source = source;
    this.bytes = source.bytes;
    this.starts = offsets(source, FEW * LEVELS);
    this.bases = new Int32Array(LEVELS);
    this.slots = new Int32Array(SLOTS * (LEVELS + 1));
    this.serials = new Int32Array(LEVELS);
  }

  open(): void {
    const { level } = this;
    if (level === this.bases.length) this.grow(level * 2);
    this.bases[level] = this.base;
    this.serials[level] = this.serial;
    if (this.map !== undefined) {
      this.maps[level] = this.map;
      this.map = undefined;
    }
    this.level = level + 1;
    this.base = this.top;
    this.serial = ++this.lastSerial;
  }

  close(): void {
    const level = this.level - 1;
    this.level = level;
    this.closedTop = this.top;
    this.closedMap = this.map;
    this.top = this.base;
    this.base = this.bases[level]!;
    this.serial = this.serials[level]!;
    this.map = undefined;
    // Nearly always there are no maps.
    if (this.maps.length > level) {
      this.map = this.maps[level];
      this.maps.length = level;
    }
  }

  /**
   * Adds a key of the innermost object, given by its extent between the quotes. Returns -1 where it is new and good,
   * where the same key stands if it is there already, and its own start where it is `__proto__`.
   */
  add(start: number, end: number): number {
    if (this.map !== undefined) return this.addToMap(this.map, start, end);
    const { bytes, base, top, slots } = this;
    const length = end - start;
    if (length === PROTO.length && bytes[start] === UNDERSCORE && text(this.source, start, end) === PROTO) return start;
    // Three bytes and the length tell most keys of one object apart.
    const hash = bytes[start]! * 31 + bytes[start + (length >> 1)]! * 17 + bytes[end - 1]! * 7 + length;
    const slot = this.level * SLOTS + (hash & (SLOTS - 1));
    if (slots[slot] !== this.serial) slots[slot] = this.serial;
    else {
      for (let other = base; other < top; other++) if (this.isAt(other, start, end)) return this.starts[other]!;
    }
    if (top - base === FEW) return this.addToMap(this.toMap(), start, end);
    this.starts[top] = start;
    this.top = top + 1;
    return -1;
  }

  /** Adds a key that has escapes: `"\u0061"` is the same key as `"a"`. */
  addEscaped(start: number, end: number): number {
    return this.addToMap(this.map ?? this.toMap(), start, end);
  }

  /** Where a key of the object that was closed last begins; -1 where it has no such key. */
  findClosed(name: string): number {
    if (this.closedMap !== undefined) return this.closedMap.get(name) ?? -1;
    for (let at = this.top; at < this.closedTop; at++) {
      const start = this.starts[at]!;
      if (this.isName(start, name)) return start;
    }
    return -1;
  }

  /** Whether the key at `start`, which has no escapes, is `name`. */
  private isName(start: number, name: string): boolean {
    const { bytes } = this;
    for (let next = 0; next < name.length; next++) {
      const code = name.charCodeAt(next);
      if (code >= 0x80) return text(this.source, start, bytes.indexOf(QUOTE, start)) === name;
      if (bytes[start + next] !== code) return false;
    }
    return bytes[start + name.length] === QUOTE;
  }

  private grow(levels: number): void {
    const { starts, bases, slots, serials } = this;
    this.starts = offsets(this.source, FEW * levels);
    this.starts.set(starts);
    this.bases = new Int32Array(levels);
    this.bases.set(bases);
    this.slots = new Int32Array(SLOTS * (levels + 1));
    this.slots.set(slots);
    this.serials = new Int32Array(levels);
    this.serials.set(serials);
  }

  private isAt(other: number, start: number, end: number): boolean {
    const { bytes } = this;
    // Up to the closing quote, which no key without escapes has inside.
    for (let at = this.starts[other]!, next = start; next <= end; at++, next++)
      if (bytes[at] !== bytes[next]) return false;
    return true;
  }

  private toMap(): Map<string, number> {
    const map = new Map<string, number>();
    for (let at = this.base; at < this.top; at++) {
      const start = this.starts[at]!;
      map.set(text(this.source, start, this.bytes.indexOf(QUOTE, start)), start);
    }
    this.map = map;
    return map;
  }

  private addToMap(map: Map<string, number>, start: number, end: number): number {
    const name = unquoted(this.source, start, end);
    if (name === PROTO) return start;
    const first = map.get(name);
    if (first !== undefined) return first;
    map.set(name, start);
    return -1;
  }
}
