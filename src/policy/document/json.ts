import { escapeStep } from '../../base/pointer.ts';
import type { Tree } from '../../model/tree.ts';

/** A place inside a policy document. */
export interface Place {
  /** JSON pointer from the document's root: `/Statement/0/Action`; empty for the whole document. */
  readonly pointer: string;
  /** UTF-16 offset, 1-based line and column: only where the document came as a JSON string. */
  readonly offset?: number;
  readonly line?: number;
  readonly column?: number;
}

/** A document read from text: its tree and where each node starts, or the first fault. */
export type JsonResult =
  | {
      readonly ok: true;
      readonly tree: Tree;
      readonly starts: ReadonlyMap<string, number>;
      readonly twice: readonly string[];
    }
  | { readonly ok: false; readonly message: string; readonly pointer: string; readonly offset: number };

/** No policy nests deeper; the reader gives up beyond, so that no document exhausts the stack. */
const MAX_DEPTH = 64;

class Fault {
  readonly message: string;
  readonly pointer: string;
  readonly offset: number;
  constructor(message: string, pointer: string, offset: number) {
    this.message = message;
    this.pointer = pointer;
    this.offset = offset;
  }
}

/** Reads one JSON document (RFC 8259), remembering where every node starts and which members are named twice. */
export function readJson(text: string): JsonResult {
  const starts = new Map<string, number>();
  const twice: string[] = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;

  const fail = (message: string, pointer: string): never => {
    throw new Fault(message, pointer, Math.min(at, text.length));
  };
  const skip = (): void => {
    while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at++;
  };
  const here = (): string => (at >= text.length ? 'the end' : `"${text.charAt(at)}"`);

  const string = (pointer: string): string => {
    const start = at;
    at++;
    while (at < text.length) {
      const char = text.charAt(at);
      if (char === '"') {
        at++;
        const raw = text.slice(start, at);
        try {
          return JSON.parse(raw) as string;
        } catch {
          at = start;
          return fail('a string with a bad escape', pointer);
        }
      }
      if (char === '\\') at++;
      else if (char < ' ') return fail('a line break or control character inside a string', pointer);
      at++;
    }
    at = start;
    return fail('a string that is not closed', pointer);
  };

  const scalar = (pointer: string): Tree => {
    const word = /[-+.\w]+/y;
    word.lastIndex = at;
    const found = word.exec(text)?.[0];
    if (found === 'true' || found === 'false' || found === 'null') {
      at += found.length;
      return found === 'null' ? null : found === 'true';
    }
    if (found !== undefined && /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(found)) {
      at += found.length;
      return Number(found);
    }
    return fail(`expected a value, found ${here()}`, pointer);
  };

  const list = (pointer: string, depth: number): Tree => {
    const items: Tree[] = [];
    at++;
    skip();
    if (text.charAt(at) === ']') {
      at++;
      return items;
    }
    for (;;) {
      items.push(value(`${pointer}/${items.length}`, depth));
      skip();
      const char = text.charAt(at);
      if (char !== ',' && char !== ']') return fail(`expected , or ] in a list, found ${here()}`, pointer);
      at++;
      if (char === ']') return items;
    }
  };

  const object = (pointer: string, depth: number): Tree => {
    const members: Record<string, Tree> = Object.create(null);
    at++;
    skip();
    if (text.charAt(at) === '}') {
      at++;
      return members;
    }
    for (;;) {
      skip();
      if (text.charAt(at) !== '"') return fail(`expected a member name in quotes, found ${here()}`, pointer);
      const name = string(pointer);
      const inner = `${pointer}/${escapeStep(name)}`;
      if (name in members) twice.push(inner);
      skip();
      if (text.charAt(at) !== ':') return fail(`expected : after "${name}", found ${here()}`, inner);
      at++;
      members[name] = value(inner, depth);
      skip();
      const char = text.charAt(at);
      if (char !== ',' && char !== '}') return fail(`expected , or } in an object, found ${here()}`, pointer);
      at++;
      if (char === '}') return members;
    }
  };

  const value = (pointer: string, depth: number): Tree => {
    skip();
    starts.set(pointer, at);
    if (depth > MAX_DEPTH) return fail('nested too deep', pointer);
    const char = text.charAt(at);
    if (char === '{') return object(pointer, depth + 1);
    if (char === '[') return list(pointer, depth + 1);
    if (char === '"') return string(pointer);
    return scalar(pointer);
  };

  try {
    const tree = value('', 0);
    skip();
    if (at < text.length) fail(`text after the document: ${here()}`, '');
    return { ok: true, tree, starts, twice };
  } catch (error) {
    if (error instanceof Fault)
      return { ok: false, message: error.message, pointer: error.pointer, offset: error.offset };
    throw error;
  }
}

/** Tells line and column (1-based, in UTF-16 units) of offsets in a text. */
export function linesOf(text: string): (offset: number) => { line: number; column: number } {
  const breaks: number[] = [];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) breaks.push(at);
  return (offset) => {
    // Policies are short, and most are one line.
    let line = breaks.length;
    while (line > 0 && breaks[line - 1]! >= offset) line--;
    return { line: line + 1, column: offset - (breaks[line - 1] ?? -1) };
  };
}
