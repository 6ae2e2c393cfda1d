/**
 * The structure of a file in HCL native syntax: its blocks, attributes and comments with their places. Values are only
 * skipped; `parse-expression.ts` reads them on demand. A fault costs only its item, and reading continues with the next
 * item. If brackets or heredocs are left open, it continues with the next Terraform block in column 1.
 */

import type { Range } from '../lines.ts';
import type { Expression } from './ast.ts';
import { isColumnOne, isHeaderAt, nextHeader, topLevelBlocks } from './block-types.ts';
import { LazyAttribute } from './lazy-attribute.ts';
import { Lexer, type TokenType } from './lexer.ts';
import type { Attribute, Block, Comment, Fault, Label } from './structure.ts';
import { unescapeQuoted } from './template-text.ts';

export interface Structure {
  readonly attributes: Attribute[];
  readonly blocks: Block[];
  readonly comments: Comment[];
  readonly faults: Fault[];
}

/** A body that is being read. */
interface OpenBody {
  /** Null for the body of the file. */
  readonly header: Header | null;
  readonly start: number;
  readonly attributes: Attribute[];
  readonly blocks: Block[];
  /** Whether its items are on lines of their own, or it is a block on one line; undecided after the brace. */
  layout: 'undecided' | 'lines' | 'one-line';
}

/** No one reads more, and a file of another kind has one on every line. */
const maxFaults = 100;

type Header = Pick<Block, 'type' | 'typeRange' | 'labels' | 'header'>;

interface Scan extends Structure {
  readonly text: string;
  readonly lexer: Lexer;
  readonly open: OpenBody[];
  readonly parse: (valueRange: Range) => Expression;
  /** How much may still be read again after heredocs without end: what bounds the time for hostile files. */
  rereads: number;
}

export function scan(text: string, parse: (valueRange: Range) => Expression): Structure {
  const root: OpenBody = { header: null, start: 0, attributes: [], blocks: [], layout: 'lines' };
  const byteOrderMark = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const state: Scan = {
    attributes: root.attributes,
    blocks: root.blocks,
    comments: [],
    faults: [],
    text,
    lexer: new Lexer(text, byteOrderMark, text.length),
    open: [root],
    parse,
    rereads: 8 * text.length + 1_000_000,
  };
  scanItems(state);
  closeAll(state);
  faultRedefined(state, root.attributes);
  state.faults.sort((a, b) => a.range.start - b.range.start);
  return state;
}

function scanItems(state: Scan): void {
  const { lexer, open } = state;
  let afterItem = false;
  // Items are read up to the token that ends them, and that token is looked at here.
  for (let type = read(state); type !== 'end'; ) {
    const body = open[open.length - 1]!;
    if (type === 'newline') {
      if (body.layout === 'one-line') fault(state, 'A block on one line must be closed on the same line');
      body.layout = 'lines';
      afterItem = false;
      type = read(state);
    } else if (type === '}') {
      if (afterItem && body.layout === 'lines') fault(state, 'There must be a new line before this `}`');
      closeBlock(state, lexer.start, lexer.end, true);
      afterItem = true;
      type = read(state);
    } else if (type === 'lost') {
      type = resynchronise(state);
    } else {
      if (afterItem) fault(state, 'There must be a new line before this');
      const { length } = state.faults;
      type = scanItem(state, body);
      // An item with a fault may have taken in more than its own line: no second fault for that.
      afterItem = open[open.length - 1] === body && state.faults.length === length;
    }
  }
}

/** Reads an attribute, or a block up to its opening brace. Returns the token after it. */
function scanItem(state: Scan, body: OpenBody): TokenType {
  const { lexer } = state;
  if (lexer.type !== 'identifier') {
    if (lexer.type !== 'invalid') fault(state, 'An argument or block definition is required here');
    read(state);
    return skipRest(state).next;
  }
  const name = { start: lexer.start, end: lexer.end };
  if (read(state) === '=') {
    const assign = { start: lexer.start, end: lexer.end };
    read(state);
    const { range, next } = skipRest(state);
    if (range.end === range.start) fault(state, 'There is no value', assign);
    if (next === ',') fault(state, 'Arguments are separated by new lines, not commas');
    if (body.layout === 'undecided') body.layout = 'one-line';
    body.attributes.push(new LazyAttribute(state.text.slice(name.start, name.end), name, range, state.parse));
    return next === ',' ? read(state) : next;
  }
  if (body.layout !== 'lines') fault(state, 'A block on one line holds a single argument', name);
  return scanHeader(state, name);
}

function scanHeader(state: Scan, typeRange: Range): TokenType {
  const { lexer, text } = state;
  const labels: Label[] = [];
  for (let type = lexer.type; ; type = read(state)) {
    if (type === 'identifier') {
      labels.push({ text: text.slice(lexer.start, lexer.end), range: { start: lexer.start, end: lexer.end } });
    } else if (type === 'quote-open') {
      const label = scanLabel(state);
      if (label === undefined) return skipRest(state).next;
      labels.push(label);
    } else if (type === '{') {
      lexer.enterBlock();
      const end = labels.length === 0 ? typeRange.end : labels[labels.length - 1]!.range.end;
      const header = { start: typeRange.start, end };
      state.open.push({
        header: { type: text.slice(typeRange.start, typeRange.end), typeRange, labels, header },
        start: lexer.end,
        attributes: [],
        blocks: [],
        layout: 'undecided',
      });
      return read(state);
    } else {
      if (type !== 'invalid' && type !== 'lost')
        fault(state, 'An argument needs `=` and a value, a block needs `{` on the same line');
      return skipRest(state).next;
    }
  }
}

/** The quoted label whose quote was just read; undefined if it has faults. */
function scanLabel(state: Scan): Label | undefined {
  const { lexer, text } = state;
  const { start, depth } = lexer;
  let plain = true;
  while (lexer.depth >= depth) {
    const type = read(state);
    if (type === 'end' || type === 'lost' || type === 'invalid') return undefined;
    if (type === '${' || type === '%{') plain = false;
  }
  const range = { start, end: lexer.end };
  const label = unescapeQuoted(text.slice(start + 1, lexer.end - 1));
  if (!plain) fault(state, 'A label holds no template sequences', range);
  if (typeof label === 'string') return { text: label, range };
  fault(state, label.reason, range);
  return { text: text.slice(start + 1, lexer.end - 1), range };
}

/**
 * Continues from the current token to the end of an item, and returns the range. The end is a new line or a comma
 * outside of all brackets, or the brace of the surrounding block. If brackets are left open, the end is the next block.
 */
function skipRest(state: Scan): { range: Range; next: TokenType } {
  const { lexer } = state;
  const floor = state.open.length - 1;
  const start = lexer.start;
  let end = start;
  for (let type = lexer.type; ; type = read(state)) {
    if (type === 'lost') {
      end = Math.min(end, lexer.end);
      return { range: { start, end }, next: resynchronise(state) };
    }
    if (type === 'end' || lexer.floor < floor) {
      if (type === 'end') faultUnclosed(state);
      return { range: { start, end }, next: type };
    }
    if (type === 'newline') {
      if (lexer.depth === floor) return { range: { start, end }, next: type };
      if (isHeaderAt(state.text, lexer.end)) {
        faultUnclosed(state);
        lexer.restart(lexer.end);
        return { range: { start, end }, next: 'newline' };
      }
    } else {
      if (type === ',' && lexer.depth === floor) return { range: { start, end }, next: type };
      end = Math.max(end, lexer.end);
    }
  }
}

/** The next token that is not a comment. */
function read(state: Scan): TokenType {
  const { lexer, text } = state;
  for (;;) {
    const type = lexer.next();
    if (type === 'invalid' || type === 'lost') {
      fault(state, lexer.reason);
      return type;
    }
    if (type !== 'comment') return type;
    const { start, end } = lexer;
    const marker = text.charCodeAt(start) === 0x23 ? '#' : text.charCodeAt(start + 1) === 0x2a ? '/*' : '//';
    const content = text.slice(start + marker.length, marker === '/*' ? end - 2 : end);
    state.comments.push({ marker, text: content, range: { start, end } });
  }
}

/** Continues at the next block that begins in column 1 after the place where the lexer got lost. */
function resynchronise(state: Scan): TokenType {
  const { lexer, comments, faults } = state;
  const from = lexer.end;
  state.rereads -= state.text.length - from;
  if (state.rereads < 0) {
    fault(state, 'Too much is left open in this file: what follows is not read');
    lexer.restart(state.text.length);
    return read(state);
  }
  while (comments.length > 0 && comments[comments.length - 1]!.range.start >= from) comments.pop();
  while (faults.length > 0 && faults[faults.length - 1]!.range.start >= from) faults.pop();
  lexer.restart(nextHeader(state.text, from));
  return 'newline';
}

function closeBlock(state: Scan, bodyEnd: number, end: number, closed: boolean): void {
  const { header, start, attributes, blocks } = state.open.pop()!;
  if (header === null) return;
  faultRedefined(state, attributes);
  const body = { attributes, blocks, range: { start, end: bodyEnd } };
  const range = { start: header.header.start, end };
  const { type, typeRange, labels } = header;
  const outer = state.open[state.open.length - 1]!;
  outer.blocks.push({ type, typeRange, labels, header: header.header, body, range, closed });
}

/**
 * At the end of the file: what is still open lacks a brace. A block that began in column 1 inside it was most likely
 * not meant to be inside, so it ends before that block.
 */
function closeAll(state: Scan): void {
  const root = state.open[0]!;
  const unclosed = state.open.splice(1);
  for (const { header } of unclosed) fault(state, 'This block is not closed', header!.header);
  let group: OpenBody[] = [];
  const closeGroup = (end: number, orphans: readonly Block[]) => {
    state.open.push(...group);
    while (state.open.length > 1) closeBlock(state, end, end, false);
    root.blocks.push(...orphans);
    group = [];
  };
  unclosed.forEach((body, index) => {
    group.push(body);
    const misplaced = body.blocks.findIndex((block) => isMisplaced(state.text, block));
    const next = unclosed[index + 1];
    if (misplaced !== -1) {
      const orphans = body.blocks.splice(misplaced);
      closeGroup(orphans[0]!.range.start, orphans);
    } else if (next !== undefined && isMisplaced(state.text, next.header!)) closeGroup(next.header!.header.start, []);
  });
  closeGroup(state.text.length, []);
}

function faultRedefined(state: Scan, attributes: readonly Attribute[]): void {
  if (attributes.length < 2) return;
  const names = new Set<string>();
  for (const { name, nameRange } of attributes) {
    if (names.has(name)) fault(state, 'This argument is already set above', nameRange);
    names.add(name);
  }
}

function isMisplaced(text: string, block: Header): boolean {
  return isColumnOne(text, block.header.start) && topLevelBlocks[block.type] === block.labels.length;
}

function faultUnclosed(state: Scan): void {
  const start = state.lexer.openSince;
  if (start !== undefined) fault(state, 'What is opened here is not closed', { start, end: start + 1 });
}

function fault(state: Scan, reason: string, range: Range = { start: state.lexer.start, end: state.lexer.end }): void {
  if (state.faults.length < maxFaults) state.faults.push({ reason, range });
}
