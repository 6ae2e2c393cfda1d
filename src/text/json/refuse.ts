import { LineIndex } from '../position.ts';
import { TextError } from '../text-error.ts';
import { BACKSLASH, OPEN_OBJECT } from './characters.ts';
import type { Source } from './source.ts';

/** How deep the scanner is in the document, and in which objects and arrays. */
interface Progress {
  readonly depth: { readonly value: number };
  startOf(level: number): number;
  bracketOf(level: number): number;
}

/** The rejected document, up to the position of the scanner. */
export interface Refused {
  readonly source: Source;
  readonly scan: Progress;
  readonly maxDepth: number;
}

/** By the numbers of `assembly/refuse.ts`. Each throws. `offset` is the place of the fault; `other` comes from the scanner. */
type Refusal = (refused: Refused, offset: number, other: number) => never;

const expecting =
  (expected: string): Refusal =>
  (refused, offset) =>
    unexpected(refused, offset, expected);

const FAULTS: readonly Refusal[] = [
  ({ source, maxDepth }, offset) => refuse(source, offset, `nested deeper than ${maxDepth} levels`),
  expecting('a value'),
  (refused, offset, first) => unexpected(refused, offset, LITERALS.find((each) => each.charCodeAt(0) === first)!),
  expecting('a digit'),
  (refused, offset) =>
    unexpected(refused, offset, isInObject(refused) ? ', or } after a value' : ', or ] after a value'),
  expecting('a key in double quotes'),
  expecting(': after a key'),
  inString,
  ({ source }, offset) =>
    refuse(source, offset, 'after a backslash, a string must have one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u'),
  ({ source }, offset) => refuse(source, offset, '\\u in a string must have four hexadecimal digits after it'),
  secondKey,
  ({ source }, offset) => {
    const message = `the key ${keyAt(source, offset)} is not allowed, because it has a special meaning in programs`;
    return refuse(source, offset, message);
  },
  ({ source }, offset) =>
    refuse(source, offset, `expected the end of the file, found ${found(source, offset)}`, afterEnd(source, offset)),
  ({ source }, offset) => refuse(source, offset, 'reading it needs more memory than is available'),
];

/** Number of the fault after which a machine is of no use. */
export const OUT_OF_MEMORY = 13;

const LITERALS = ['true', 'false', 'null'];

/** @throws TextError always, with words for the fault */
export function refuseFault(fault: number, refused: Refused, offset: number, other: number): never {
  return FAULTS[fault]!(refused, offset, other);
}

export function refuse(source: Source, offset: number, message: string, hint?: string): never {
  throw new TextError(message, { offset, ...new LineIndex(source).place(offset), hint });
}

/** Something else was expected at `offset`; at the end of the file, what is unfinished is named instead. */
function unexpected({ source, scan }: Refused, offset: number, expected: string): never {
  if (!isEnd(source, offset)) {
    refuse(source, offset, `expected ${expected}, found ${found(source, offset)}`, hintFor(source, offset));
  }
  const level = scan.depth.value - 1;
  if (level < 0) refuse(source, offset, `the file ends where ${expected} is expected`);
  return cutOff(source, offset, scan.bracketOf(level) === OPEN_OBJECT ? 'an object' : 'an array', scan.startOf(level));
}

/** Nothing that a string can hold, at `offset` in the one that begins at `start`. */
function inString({ source }: Refused, offset: number, start: number): never {
  const [byte] = source.bytes(offset, offset + 1);
  if (byte === undefined || byte === BACKSLASH) return cutOff(source, offset, 'a string', start);
  const code = byte.toString(16).padStart(4, '0');
  const name = byte === 0x0a || byte === 0x0d ? 'a line break' : `the control character U+${code.toUpperCase()}`;
  const message = `${name} in the string that begins at ${place(source, start)}`;
  return refuse(source, offset, message, `Close the string with ", or write it as \\u${code}`);
}

function secondKey({ source }: Refused, offset: number, first: number): never {
  const message = `the key ${keyAt(source, offset)} occurs twice in this object, first at ${place(source, first)}`;
  return refuse(source, offset, message, 'Keep one: programs differ in which of them they use');
}

function cutOff(source: Source, offset: number, inside: string, start: number): never {
  const hint = 'The file may have been cut off. Write it again';
  return refuse(source, offset, `the file ends inside ${inside} that begins at ${place(source, start)}`, hint);
}

function isInObject({ scan }: Refused): boolean {
  return scan.bracketOf(scan.depth.value - 1) === OPEN_OBJECT;
}

function isEnd(source: Source, offset: number): boolean {
  return source.bytes(offset, offset + 1).length === 0;
}

function place(source: Source, offset: number): string {
  const { line, column } = new LineIndex(source).place(offset);
  return `line ${line}, column ${column}`;
}

/** The key at an offset as messages show it: short, and without anything that could act on a terminal. */
function keyAt(source: Source, offset: number): string {
  const [raw] = /^"(?:[^"\\]|\\u.{4}|\\[^u])*/.exec(source.bytes(offset, offset + 1000).toString('utf8'))!;
  const key = JSON.parse(`${raw}"`) as string;
  const short = key.length > 60 ? `${key.slice(0, 57)}...` : key;
  return JSON.stringify(short).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function found(source: Source, offset: number): string {
  const bytes = source.bytes(offset, offset + 20);
  const next = bytes.toString('latin1');
  if (/^[\r\n]/.test(next)) return 'a line break';
  if (next.startsWith(' ')) return 'a space';
  const [word] = /^(\w+|[!-~])/.exec(next) ?? [];
  if (word !== undefined) return word;
  const character = bytes.subarray(0, 4).toString('utf8').codePointAt(0)!;
  return `U+${character.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Words for what people and programs often take for JSON. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:\x1b\[[\d;]*m|\s)*(?:(?:Terraform|OpenTofu) (?:used|will|planned)|An execution plan|Note: Objects|No changes\.|[\w.["\]-]+: (?:Refresh|Read)ing)/,
    'This is the plan as text. Write it as JSON: `terraform show -json PLAN > plan.json`',
  ],
  [/^(\/\/|\/\*|#)/, 'JSON has no comments'],
  [/^'/, 'JSON strings need double quotes'],
  [/^(NaN|Infinity)/, 'JSON has no such number. Write null or a string'],
  [/^(True|False|None|undefined)/, 'JSON has true, false and null'],
  [/^\xef\xbb\xbf/, 'A byte order mark can be at the start of a file only'],
  [/^\x1b/, 'The file has terminal colors. Write it with -no-color'],
];

/** Answers one after the other: pages that somebody appended, or lines of `jq -c`. */
function afterEnd(source: Source, offset: number): string | undefined {
  const isAnother = /^[{[]/.test(source.bytes(offset, offset + 1).toString('latin1'));
  if (!isAnother) return hintFor(source, offset);
  return 'A file holds one JSON document. Put each into its own file, or join them with `jq -s .`';
}

function hintFor(source: Source, offset: number): string | undefined {
  const next = source.bytes(offset, offset + 200).toString('latin1');
  const before = source.bytes(Math.max(0, offset - 200), offset).toString('latin1');
  if (/^[\]}]/.test(next) && /,\s*$/.test(before)) return 'JSON does not allow a comma after the last element';
  return HINTS.find(([pattern]) => pattern.test(next))?.[1];
}
