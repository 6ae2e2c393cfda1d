import * as c from './characters.ts';
import { Keys } from './keys.ts';
import { place, refuse, refuseByte, shown } from './refuse.ts';
import { offsets, type Source, unquoted } from './source.ts';
import { plainEnd, stringEnd } from './strings.ts';

const [T, R, U, E, F, A, L, S, N] = Buffer.from('truefalsn');
const LITERALS = ['true', 'false', 'null'];

/**
 * Goes over the bytes of a JSON document and verifies all of them: brackets, strings, numbers, literals, separators,
 * depth and keys. Takes what JSON.parse takes, except what readJson says it refuses. Keeps its own stack, so that no
 * input can exhaust the machine's.
 *
 * It stands `at` a byte. `skip` goes over a value at once; `enter`, `key` and `more` step through one:
 *
 *     if (scanner.enter()) do { scanner.key(); scanner.skip(); } while (scanner.more());
 */
export class Scanner {
  /** Where the scanner stands. */
  at = 0;
  /** Extent of the last key that `key` read, between its quotes. */
  keyStart = 0;
  keyEnd = 0;
  /** How many objects and arrays are open. */
  depth = 0;

  private readonly source: Source;
  private readonly bytes: Buffer;
  private readonly keys: Keys;
  private readonly maxDepth: number;
  /** Where each open object or array begins. */
  private readonly starts: Int32Array | Float64Array;

  constructor(source: Source, maxDepth: number) {
    this.source = source;
    this.bytes = source.bytes;
    this.keys = new Keys(source);
    this.maxDepth = maxDepth;
    this.starts = offsets(source, maxDepth);
  }

  /** Over white space to the first byte of the document. */
  start(): void {
    this.at = this.space(0);
  }

  /** Nothing but white space may follow. */
  end(): void {
    const at = this.space(this.at);
    if (at < this.bytes.length) this.unexpected(at, 'the end of the file');
  }

  /** Into the object or array at hand, to its first key or value. False where it is empty: then it is left behind. */
  enter(): boolean {
    const opened = this.bytes[this.at]!;
    this.open(this.at, opened);
    const at = this.space(this.at + 1);
    if (this.bytes[at] === opened + 2) {
      this.close(opened);
      this.at = at + 1;
      return false;
    }
    this.at = at;
    return true;
  }

  /** Over the key at hand and its colon, to the value. */
  key(): void {
    const start = this.at;
    const end = this.readKey(start);
    this.keyStart = start + 1;
    this.keyEnd = end - 1;
    this.at = this.space(this.colon(end));
  }

  /** As `key`, for an object that was not entered: whether it has the key already is not asked. */
  passKey(): void {
    const start = this.at;
    const end = stringEnd(this.bytes, start);
    this.keyStart = start + 1;
    this.keyEnd = end - 1;
    this.at = this.space(this.colon(end));
  }

  /** From behind a value to the next key or value. False where there is none: then the object or array is left behind. */
  more(): boolean {
    const at = this.space(this.at);
    const byte = this.bytes[at];
    if (byte === c.COMMA) {
      this.at = this.space(at + 1);
      return true;
    }
    const opened = this.opened();
    if (byte !== opened + 2) this.unexpected(at, this.separators());
    this.close(opened);
    this.at = at + 1;
    return false;
  }

  /** Back to a place passed before, where `depth` objects and arrays were open. */
  rewind(at: number, depth: number): void {
    while (this.depth > depth) this.close(this.opened());
    this.at = at;
  }

  /** To a key of the object that was just left behind. False, and nothing done, where it has no such key. */
  toKey(name: string): boolean {
    const start = this.keys.findClosed(name);
    if (start !== -1) this.at = start - 1;
    return start !== -1;
  }

  /**
   * Over the value at hand. The loop that a large file spends its time in: what is short and frequent is written out
   * here, for the compiler inlines only so much.
   */
  skip(): void {
    const { bytes, starts } = this;
    const bottom = this.depth;
    let depth = bottom;
    let at = this.at;
    let opened = 0;
    for (;;) {
      let byte = bytes[at]!;
      if (byte <= c.SPACE) {
        at = this.space(at);
        byte = bytes[at]!;
      }
      if (byte === c.QUOTE) {
        at = stringEnd(bytes, at);
      } else if (byte === c.OPEN_OBJECT || byte === c.OPEN_ARRAY) {
        if (depth === this.maxDepth) this.refuseDepth(at);
        starts[depth] = at;
        this.depth = ++depth;
        opened = byte;
        if (bytes[++at]! <= c.SPACE) at = this.space(at);
        if (opened === c.OPEN_OBJECT) {
          this.keys.open();
          if (bytes[at] !== c.CLOSE_OBJECT) {
            at = this.colon(this.readKey(at));
            continue;
          }
        } else if (bytes[at] !== c.CLOSE_ARRAY) continue;
        // An empty one goes on to its end below.
      } else if (byte === T && bytes[at + 1] === R && bytes[at + 2] === U && bytes[at + 3] === E) {
        at += 4;
      } else if (byte === N && bytes[at + 1] === U && bytes[at + 2] === L && bytes[at + 3] === L) {
        at += 4;
      } else if (
        byte === F &&
        bytes[at + 1] === A &&
        bytes[at + 2] === L &&
        bytes[at + 3] === S &&
        bytes[at + 4] === E
      ) {
        at += 5;
      } else {
        at = this.scalar(at, byte);
      }
      // Behind a value: on to the next one, or out of the objects and arrays that end here.
      for (;;) {
        if (depth === bottom) {
          this.at = at;
          return;
        }
        byte = bytes[at]!;
        if (byte <= c.SPACE) {
          at = this.space(at);
          byte = bytes[at]!;
        }
        if (byte === c.COMMA) {
          at++;
          if (opened === c.OPEN_OBJECT) {
            if (bytes[at]! <= c.SPACE) at = this.space(at);
            at = this.colon(this.readKey(at));
          }
          break;
        }
        // Each closing bracket is two behind its opening one.
        if (byte !== opened + 2) this.unexpected(at, this.separators());
        if (opened === c.OPEN_OBJECT) this.keys.close();
        this.depth = --depth;
        opened = depth === bottom ? 0 : bytes[starts[depth - 1]!]!;
        at++;
      }
    }
  }

  private space(from: number): number {
    const { bytes } = this;
    let at = from;
    while (c.IS_SPACE[bytes[at]!] === 1) at++;
    return at;
  }

  private open(at: number, byte: number): void {
    if (this.depth === this.maxDepth) this.refuseDepth(at);
    this.starts[this.depth++] = at;
    if (byte === c.OPEN_OBJECT) this.keys.open();
  }

  private refuseDepth(at: number): never {
    refuse(this.bytes, at, `nested deeper than ${this.maxDepth} levels`);
  }

  private close(opened: number): void {
    this.depth--;
    if (opened === c.OPEN_OBJECT) this.keys.close();
  }

  /** The bracket that the innermost object or array began with. */
  private opened(): number {
    return this.bytes[this.starts[this.depth - 1]!]!;
  }

  /** Over a key, which must be the first of its name in the object at hand. */
  private readKey(at: number): number {
    const { bytes } = this;
    if (bytes[at] !== c.QUOTE) this.unexpected(at, 'a key in double quotes');
    let end = plainEnd(bytes, at + 1);
    let first: number;
    if (bytes[end] === c.QUOTE) {
      first = this.keys.add(at + 1, end);
      end++;
    } else {
      end = stringEnd(bytes, at);
      first = this.keys.addEscaped(at + 1, end - 1);
    }
    if (first !== -1) this.refuseKey(at, end, first);
    return end;
  }

  private refuseKey(at: number, end: number, first: number): never {
    const name = shown(unquoted(this.source, at + 1, end - 1));
    if (first === at + 1) refuse(this.bytes, at, `the key ${name} is not taken: programs give it a meaning of its own`);
    const message = `the key ${name} is in this object already, at ${place(this.bytes, first - 1)}`;
    refuse(this.bytes, at, message, 'programs differ in which of the two they believe: keep one');
  }

  private colon(from: number): number {
    const at = this.bytes[from] === c.COLON ? from : this.space(from);
    if (this.bytes[at] !== c.COLON) this.unexpected(at, ': after a key');
    return at + 1;
  }

  /** Over a number or one of true, false, null. */
  private scalar(at: number, byte: number): number {
    if (byte === c.MINUS || c.IS_DIGIT[byte] === 1) return this.number(at);
    const word = LITERALS.find((each) => each.charCodeAt(0) === byte);
    if (word === undefined) return this.unexpected(at, 'a value');
    for (let next = 1; next < word.length; next++) {
      if (this.bytes[at + next] === word.charCodeAt(next)) continue;
      this.unexpected(at + next < this.bytes.length ? at : at + next, word);
    }
    return at + word.length;
  }

  private number(from: number): number {
    const { bytes } = this;
    let at = bytes[from] === c.MINUS ? from + 1 : from;
    at = bytes[at] === 0x30 ? at + 1 : this.digits(at);
    if (bytes[at] === 0x2e) at = this.digits(at + 1);
    if (bytes[at] === 0x65 || bytes[at] === 0x45) {
      at++;
      at = this.digits(bytes[at] === 0x2b || bytes[at] === c.MINUS ? at + 1 : at);
    }
    return at;
  }

  private digits(from: number): number {
    let at = from;
    while (c.IS_DIGIT[this.bytes[at]!] === 1) at++;
    if (at === from) this.unexpected(at, 'a digit');
    return at;
  }

  private separators(): string {
    return this.opened() === c.OPEN_OBJECT ? ', or } after a value' : ', or ] after a value';
  }

  private unexpected(at: number, expected: string): never {
    const start = this.starts[this.depth - 1];
    if (this.depth === 0 || start === undefined) return refuseByte(this.bytes, at, expected, undefined);
    const what = this.bytes[start] === c.OPEN_OBJECT ? 'an object' : 'an array';
    return refuseByte(this.bytes, at, expected, { what, at: start });
  }
}
