/**
 * Short JSON texts inside other texts, such as policies, and the JSON form of HCL. They keep the place of every value,
 * the order of members, and repeated names. Objects of JavaScript cannot hold that, so there are nodes. The scanner
 * reads whole documents.
 */
import type { Range } from '../lines.ts';

export type JsonNode = JsonObject | JsonArray | JsonScalar;

export interface JsonObject {
  readonly kind: 'object';
  readonly members: readonly JsonMember[];
  readonly range: Range;
}

export interface JsonMember {
  readonly name: JsonScalar & { readonly value: string };
  readonly value: JsonNode;
}

export interface JsonArray {
  readonly kind: 'array';
  readonly elements: readonly JsonNode[];
  readonly range: Range;
}

export interface JsonScalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** Of strings with their quotes. */
  readonly range: Range;
}

/** What is wrong with a text; each reader has its own words for it. */
export type JsonFaultKind =
  /** No value where one must be. */
  | 'value'
  /** No name in quotes where a member must begin. */
  | 'name'
  | 'colon'
  /** Neither a comma nor the closing bracket after an element or a member. */
  | 'separator'
  | 'unclosed-string'
  /** A line break or another control character in a string. */
  | 'control-character'
  | 'escape'
  | 'depth'
  /** Something after the value. */
  | 'rest';

export interface JsonFault {
  readonly kind: JsonFaultKind;
  /** UTF-16 offset at which reading stopped; of the quote that opens it for a string with a bad escape. */
  readonly at: number;
  /** Where the string begins, for one that is not closed. */
  readonly start: number;
  /** Names and indexes on the way to the value it is in. */
  readonly path: readonly (string | number)[];
  /** The bracket that would close the object or array, for a missing separator. */
  readonly closer: '}' | ']' | undefined;
}

interface Reader {
  readonly text: string;
  readonly maxDepth: number;
  readonly path: (string | number)[];
  at: number;
  depth: number;
  /** The first; nothing is read after it. */
  fault: JsonFault | undefined;
}

/**
 * The value that is all of the text (RFC 8259; a byte order mark may come first). After a fault it holds what was read
 * before.
 */
export function parseJson(text: string, maxDepth: number): { root: JsonNode; fault: JsonFault | undefined } {
  const at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const reader: Reader = { text, maxDepth, path: [], at, depth: 0, fault: undefined };
  const root = readValue(reader);
  skipBlanks(reader);
  if (reader.at < text.length) fail(reader, 'rest');
  return { root, fault: reader.fault };
}

/** The place in the file of each UTF-16 code unit of a string's value, given the text of the file. */
export function stringPlaces(text: string, { range }: JsonScalar): (offset: number) => number {
  const first = range.start + 1;
  const raw = text.slice(first, range.end - 1);
  if (!raw.includes('\\')) return (offset) => first + offset;
  const places: number[] = [];
  for (let at = 0; at < raw.length; ) {
    places.push(first + at);
    at += raw[at] !== '\\' ? 1 : raw[at + 1] === 'u' ? 6 : 2;
  }
  return (offset) => places[offset] ?? range.end - 1;
}

function readValue(reader: Reader): JsonNode {
  skipBlanks(reader);
  const start = reader.at;
  switch (reader.text[start]) {
    case '{':
      return nested(reader, readObject);
    case '[':
      return nested(reader, readArray);
    case '"':
      return readString(reader);
    default:
      return readWord(reader);
  }
}

function nested(reader: Reader, read: (reader: Reader, start: number) => JsonNode): JsonNode {
  const start = reader.at;
  reader.at += 1;
  reader.depth += 1;
  if (reader.depth > reader.maxDepth) fail(reader, 'depth');
  const node = read(reader, start);
  reader.depth -= 1;
  return node;
}

function readObject(reader: Reader, start: number): JsonObject {
  const members: JsonMember[] = [];
  for (let more = !take(reader, '}'); more; more = another(reader, '}')) {
    skipBlanks(reader);
    if (reader.text[reader.at] !== '"') {
      fail(reader, 'name');
      break;
    }
    const name = readString(reader);
    reader.path.push(name.value);
    if (!take(reader, ':')) {
      fail(reader, 'colon');
      break;
    }
    members.push({ name, value: readValue(reader) });
    reader.path.pop();
  }
  return { kind: 'object', members, range: { start, end: reader.at } };
}

function readArray(reader: Reader, start: number): JsonArray {
  const elements: JsonNode[] = [];
  for (let more = !take(reader, ']'); more; more = another(reader, ']')) {
    reader.path.push(elements.length);
    elements.push(readValue(reader));
    reader.path.pop();
  }
  return { kind: 'array', elements, range: { start, end: reader.at } };
}

/** Reads the comma before another item, or the closing bracket. */
function another(reader: Reader, closer: '}' | ']'): boolean {
  if (take(reader, ',')) return true;
  if (!take(reader, closer)) fail(reader, 'separator', reader.at, closer);
  return false;
}

function readString(reader: Reader): JsonScalar & { readonly value: string } {
  const { text, at: start } = reader;
  let end = start + 1;
  for (let code = text.charCodeAt(end); code !== 0x22; code = text.charCodeAt(end)) {
    if (end >= text.length || code < 0x20) {
      // A backslash at the end of the text escapes nothing.
      end = Math.min(end, text.length);
      reader.at = end;
      fail(reader, end >= text.length ? 'unclosed-string' : 'control-character', start);
      return { kind: 'scalar', value: '', range: { start, end } };
    }
    end += code === 0x5c ? 2 : 1;
  }
  end += 1;
  reader.at = end;
  const range = { start, end };
  const value = decode(text.slice(start, end));
  if (value === undefined) {
    reader.at = start;
    fail(reader, 'escape');
  }
  return { kind: 'scalar', value: value ?? '', range };
}

function decode(quoted: string): string | undefined {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted);
  } catch {
    return undefined;
  }
}

const words: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const word = /[\w.+-]+/y;
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function readWord(reader: Reader): JsonScalar {
  const start = reader.at;
  word.lastIndex = start;
  const found = word.exec(reader.text)?.[0] ?? '';
  const range = { start, end: start + found.length };
  const value = words.get(found) ?? (number.test(found) ? Number(found) : null);
  if (value === null && found !== 'null') fail(reader, 'value');
  else reader.at = range.end;
  return { kind: 'scalar', value, range };
}

function take(reader: Reader, character: string): boolean {
  skipBlanks(reader);
  if (reader.text[reader.at] !== character) return false;
  reader.at += 1;
  return true;
}

function skipBlanks(reader: Reader): void {
  const { text } = reader;
  for (;;) {
    const code = text.charCodeAt(reader.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    reader.at += 1;
  }
}

/** Notes the fault and goes to the end of the text, where every function stops. */
function fail(reader: Reader, kind: JsonFaultKind, start = reader.at, closer?: '}' | ']'): void {
  reader.fault ??= { kind, at: reader.at, start, path: [...reader.path], closer };
  reader.at = reader.text.length;
}
