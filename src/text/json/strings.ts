import { isAscii } from 'node:buffer';

/** From this length on, a check for ASCII saves time, because ASCII is faster to turn into a string. */
const LONG = 256;

/** Bytes of a document as a string. */
export function textOf(bytes: Buffer, ascii: boolean): string {
  return bytes.toString(ascii || (bytes.length > LONG && isAscii(bytes)) ? 'latin1' : 'utf8');
}

/** The string that stands between quotes. */
function unquoted(raw: string): string {
  return raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
}

const SLOTS = 256;
const LONGEST = 64;

/** Short strings that documents repeat often, such as the type of a resource. Each is created once and then reused. */
export class Repeated {
  private readonly known: (string | undefined)[] = Array(SLOTS);

  /** The string that has these bytes between its quotes. */
  string(bytes: Buffer, start: number, end: number): string {
    const length = end - start;
    if (length > LONGEST) return unquoted(textOf(bytes.subarray(start, end), false));
    const slot = (bytes[start]! * 31 + bytes[start + (length >> 1)]! * 17 + bytes[end - 1]! * 7 + length) & (SLOTS - 1);
    const known = this.known[slot];
    if (known !== undefined && isPlain(bytes, start, end, known)) return known;
    const made = unquoted(bytes.toString('utf8', start, end));
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
