import { type Source, unquoted } from './source.ts';

const SLOTS = 256;
const LONGEST = 64;

/** Short strings of a document that come again and again, such as the type of a resource: made once and found again. */
export class Repeated {
  private readonly source: Source;
  private readonly known: (string | undefined)[] = Array(SLOTS);

  constructor(source: Source) {
    this.source = source;
  }

  /** The string that has these bytes between its quotes. */
  string(start: number, end: number): string {
    const { bytes } = this.source;
    const length = end - start;
    if (length > LONGEST) return unquoted(this.source, start, end);
    const slot = (bytes[start]! * 31 + bytes[start + (length >> 1)]! * 17 + bytes[end - 1]! * 7 + length) & (SLOTS - 1);
    const known = this.known[slot];
    if (known !== undefined && isPlain(bytes, start, end, known)) return known;
    const made = unquoted(this.source, start, end);
    // Of one length with its bytes: then it is ASCII without escapes, and bytes are enough to know it by.
    if (made.length === length) this.known[slot] = made;
    return made;
  }
}

/** Whether these bytes are the characters of `text`, one by one. */
function isPlain(bytes: Buffer, start: number, end: number, text: string): boolean {
  if (end - start !== text.length) return false;
  for (let at = start, next = 0; at < end; at++, next++) if (bytes[at] !== text.charCodeAt(next)) return false;
  return true;
}
