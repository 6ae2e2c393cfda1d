/**
 * JSON as HCL wants it read: every value with its place, members in their order, names given twice kept twice. That is
 * more than objects of JavaScript can hold, hence nodes.
 */
import { maxDepth } from './lexer.ts';
import type { Range } from './position.ts';
import type { Fault } from './structure.ts';

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

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
  /** The first; nothing is read after it. */
  fault: Fault | undefined;
}

/** The value that is all of the text. After a fault it holds what was read before. */
export function parseJson(text: string): { root: JsonNode; fault: Fault | undefined } {
  const reader: Reader = { text, at: text.charCodeAt(0) === 0xfeff ? 1 : 0, depth: 0, fault: undefined };
  const root = readValue(reader);
  skipBlanks(reader);
  if (reader.at < text.length) fail(reader, 'Nothing may follow the value');
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
  if (reader.depth > maxDepth) fail(reader, 'Nested too deeply');
  const node = read(reader, start);
  reader.depth -= 1;
  return node;
}

function readObject(reader: Reader, start: number): JsonObject {
  const members: JsonMember[] = [];
  for (let more = !take(reader, '}'); more; more = another(reader, '}')) {
    skipBlanks(reader);
    if (reader.text[reader.at] !== '"') {
      fail(reader, 'A member begins with its name in quotes');
      break;
    }
    const name = readString(reader);
    if (!take(reader, ':')) {
      fail(reader, 'A name needs `:` and a value');
      break;
    }
    members.push({ name, value: readValue(reader) });
  }
  return { kind: 'object', members, range: { start, end: reader.at } };
}

function readArray(reader: Reader, start: number): JsonArray {
  const elements: JsonNode[] = [];
  for (let more = !take(reader, ']'); more; more = another(reader, ']')) elements.push(readValue(reader));
  return { kind: 'array', elements, range: { start, end: reader.at } };
}

/** Reads the comma before another item, or the closing bracket. */
function another(reader: Reader, closer: '}' | ']'): boolean {
  if (take(reader, ',')) return true;
  if (!take(reader, closer)) fail(reader, `\`,\` or \`${closer}\` is required here`);
  return false;
}

function readString(reader: Reader): JsonScalar & { readonly value: string } {
  const { text, at: start } = reader;
  let end = start + 1;
  for (let code = text.charCodeAt(end); code !== 0x22; code = text.charCodeAt(end)) {
    if (end >= text.length || code < 0x20) {
      reader.at = end;
      fail(reader, 'The string is not closed');
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
    fail(reader, 'This string has a bad escape');
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
  if (value === null && found !== 'null') fail(reader, 'A value is required here');
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
function fail(reader: Reader, reason: string): void {
  reader.fault ??= { reason, range: { start: reader.at, end: Math.min(reader.at + 1, reader.text.length) } };
  reader.at = reader.text.length;
}
