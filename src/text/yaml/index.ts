/** YAML as plain values with the place of each. Scalars stay text: what type they are depends on who reads them. */

import type { Document, LineCounter, Node, Pair, Scalar, YAMLError, YAMLMap } from 'yaml';
import { table } from '../../base/table.ts';
import { TextError } from '../text-error.ts';
import { commentsBeside, type YamlComment, type YamlPlace } from './comments.ts';
import type { RepeatedKey, YamlDocument, YamlOptions } from './document.ts';
import { parseLeniently } from './lenient.ts';
import { type PlainNode, parsePlain } from './plain.ts';
import { plainDocument } from './plain-document.ts';
import { scalarValue } from './scalar.ts';

type Library = typeof import('./library.ts');

let library: Library | undefined;

/** Texts that were looked at already. */
const looked = new Map<string, PlainNode | null | undefined>();

/** Makes ready to read texts: loads the library's parser where one of them needs it. To be called before `readYaml`. */
export async function prepareYaml(texts?: readonly string[]): Promise<void> {
  if (library !== undefined) return;
  for (const text of texts ?? []) looked.set(text, parsePlain(text));
  if (texts === undefined || [...looked.values()].includes(undefined)) library = await import('./library.ts');
}

export type { YamlDocument, YamlOptions } from './document.ts';

/** So deep no file is written by hand; the parser's own recursion ends soon after. */
const DEEPEST = 200;

const WORDS: Readonly<Record<string, string>> = table({
  MULTIPLE_DOCS: 'the file has several documents',
});

/**
 * Reads one document.
 *
 * @throws TextError with the place
 */
export function readYaml(text: string, options: YamlOptions): YamlDocument {
  const plain = looked.has(text) ? looked.get(text) : parsePlain(text);
  looked.delete(text);
  return plain === undefined ? readAny(text, options) : plainDocument(plain, text, options);
}

/** Reads a document of any form by the library. */
export function readAny(text: string, options: YamlOptions): YamlDocument {
  if (library === undefined) throw new TypeError('prepareYaml was not called');
  let read = parsed(library, (lines, options) => library!.parseDocument(text, { ...options, lineCounter: lines }));
  if (read.problem) {
    const again = parsed(library, (lines, options) => parseLeniently(library!, text, lines, options));
    if (!again.problem) read = again;
  }
  const { document, lines, problem, fault } = read;
  if (problem) throw fault(problem.pos[0], WORDS[problem.code] ?? sentence(problem.message));
  const walk = new Walk(library, document, options, fault);
  const value = walk.value(document.contents as Node | null, 0);
  return {
    value,
    aliased: walk.aliased,
    repeated: read.repeated,
    locate: (pointer) => placeOf(library!, document, lines, pointer),
    comments: (pattern) => commentsIn(library!, document, text, pattern),
  };
}

type Fault = (offset: number, message: string) => TextError;

interface Read {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  readonly fault: Fault;
  /** The first error. */
  readonly problem: YAMLError | undefined;
  readonly repeated: readonly RepeatedKey[];
}

const OPTIONS = {
  prettyErrors: false,
  version: '1.2',
  logLevel: 'silent',
  merge: false,
  uniqueKeys: true,
  keepSourceTokens: false,
} as const;

function parsed(
  { LineCounter }: Library,
  parse: (lines: LineCounter, options: typeof OPTIONS) => Document.Parsed,
): Read {
  const lines = new LineCounter();
  const fault: Fault = (offset, message) => {
    const { line, col } = lines.linePos(offset);
    return new TextError(message, { offset, line, column: col });
  };
  let document: Document.Parsed;
  try {
    document = parse(lines, OPTIONS);
  } catch (error) {
    if (error instanceof RangeError) throw fault(0, 'lists and maps are nested too deeply');
    throw error;
  }
  const errors = document.errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  const repeated = errors.filter(isRepeated).map(({ pos: [offset] }): RepeatedKey => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  });
  return { document, lines, fault, problem: errors.find((error) => !isRepeated(error)), repeated };
}

/** A key that occurs twice is not an error here: its last value counts. */
function isRepeated({ code }: YAMLError): boolean {
  return code === 'DUPLICATE_KEY';
}

class Walk {
  aliased = false;
  readonly #lib: Library;
  readonly #document: Document;
  readonly #options: YamlOptions;
  readonly #fault: Fault;
  readonly #known = new Map<Node, unknown>();
  readonly #open = new Set<Node>();

  constructor(lib: Library, document: Document, options: YamlOptions, fault: Fault) {
    this.#lib = lib;
    this.#document = document;
    this.#options = options;
    this.#fault = fault;
  }

  value(node: Node | null, depth: number): unknown {
    if (node === null) return null;
    if (depth > DEEPEST) throw this.#fault(node.range?.[0] ?? 0, 'lists and maps are nested too deeply');
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    if (this.#open.has(node)) throw this.#fault(node.range?.[0] ?? 0, 'an alias refers to itself');
    this.#open.add(node);
    const made = this.#make(node, depth);
    this.#open.delete(node);
    this.#known.set(node, made);
    return made;
  }

  #make(node: Node, depth: number): unknown {
    const { isAlias, isMap, isScalar, isSeq } = this.#lib;
    if (isAlias(node)) {
      this.aliased = true;
      const target = node.resolve(this.#document);
      if (target === undefined) throw this.#fault(node.range?.[0] ?? 0, 'this alias has no anchor');
      return this.value(target as Node, depth + 1);
    }
    const plain = isScalar(node)
      ? scalar(node)
      : isMap(node)
        ? this.#map(node, depth)
        : isSeq(node)
          ? node.items.map((item) => this.value(item as Node, depth + 1))
          : null;
    const { tag } = node;
    return tag?.startsWith('!') && tag !== '!' ? this.#options.tagged(tag.slice(1), untyped(node, plain)) : plain;
  }

  #map(node: YAMLMap, depth: number): Record<string, unknown> {
    const out: Record<string, unknown> = Object.create(null);
    const merged: unknown[] = [];
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const key = this.#key(pair.key);
      const value = this.value(pair.value, depth + 1);
      if (key === '<<') {
        this.aliased = true;
        merged.push(...(Array.isArray(value) ? value : [value]));
      } else out[key] = value;
    }
    for (const each of merged) {
      if (typeof each !== 'object' || each === null) continue;
      for (const [key, value] of Object.entries(each)) if (!(key in out)) out[key] = value;
    }
    return out;
  }

  #key(key: Node | null): string {
    if (!this.#lib.isScalar(key)) throw this.#fault(key?.range?.[0] ?? 0, 'a key must be text');
    return key.source ?? String(key.value);
  }
}

function scalar(node: Scalar): unknown {
  return scalarValue(node.source ?? String(node.value ?? ''), node.type !== 'PLAIN');
}

/** Behind a tag of its own a scalar is the text that stands there. */
function untyped(node: Node, value: unknown): unknown {
  return library!.isScalar(node) ? (node.source ?? String(node.value ?? '')) : value;
}

function placeOf(lib: Library, document: Document, lines: LineCounter, pointer: string): YamlPlace | undefined {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  let node = document.contents as Node | null;
  let mark: { start: number; end: number; node: Node | null } | undefined = node?.range
    ? { start: node.range[0], end: node.range[0], node }
    : undefined;
  for (const step of steps) {
    if (lib.isAlias(node)) node = (node.resolve(document) as Node | undefined) ?? null;
    // `!If [...]` is `{"Fn::If": [...]}`: the function is the tag of the node.
    if (node?.tag?.startsWith('!') && (step === `Fn::${node.tag.slice(1)}` || step === node.tag.slice(1))) continue;
    if (lib.isMap(node)) {
      const pair = pairOf(lib, document, node, step);
      const range = pair?.key.range;
      if (!pair || !range) break;
      node = pair.value;
      mark = { start: range[0], end: range[1], node };
    } else if (lib.isSeq(node)) {
      const item = node.items[Number(step)] as Node | undefined;
      if (!item?.range) break;
      node = item;
      mark = { start: item.range[0], end: item.range[1], node };
    } else break;
  }
  if (!mark) return undefined;
  const start = lines.linePos(mark.start);
  const ends = [mark.node?.range?.[1] ?? mark.end, mark.end].map((offset) => lines.linePos(offset));
  const end = ends.find(({ line }) => line === start.line) ?? start;
  return { line: start.line, column: start.col, endLine: end.line, endColumn: Math.max(end.col, start.col) };
}

function pairOf(lib: Library, document: Document, map: YAMLMap, key: string): Pair<Scalar, Node | null> | undefined {
  const pairs = map.items as Pair<Scalar, Node | null>[];
  const own = pairs.findLast((pair) => (pair.key.source ?? String(pair.key.value)) === key);
  if (own) return own;
  for (const { key: name, value } of pairs) {
    if (name.source !== '<<') continue;
    const target = lib.isAlias(value) ? value.resolve(document) : value;
    const found = lib.isMap(target) ? pairOf(lib, document, target, key) : undefined;
    if (found) return found;
  }
  return undefined;
}

function commentsIn(lib: Library, document: Document, text: string, pattern: RegExp): YamlComment[] {
  return commentsBeside(text, pattern, () => {
    const texts: [number, number][] = [];
    lib.visit(document, {
      Scalar(_, node) {
        if (node.range) texts.push([node.range[0], node.range[1]]);
      },
    });
    return texts;
  });
}

/** The parser's words without their full stop, in lower case as all of ours. */
function sentence(text: string): string {
  const trimmed = text.split('\n')[0]!.replace(/\.$/, '');
  return /^[A-Z][a-z]/.test(trimmed) ? `${trimmed[0]!.toLowerCase()}${trimmed.slice(1)}` : trimmed;
}
