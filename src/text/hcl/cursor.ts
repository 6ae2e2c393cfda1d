import type { Range } from '../lines.ts';
import type { Expression, Invalid } from './ast.ts';
import { Lexer, maxDepth, type TokenType } from './lexer.ts';

export interface Token {
  readonly type: TokenType;
  readonly start: number;
  readonly end: number;
  /** For the types `invalid` and `lost`. */
  readonly reason?: string;
}

/** The part of a text to read, and the place in the file that an offset in it stands for. */
export interface Source {
  readonly text: string;
  readonly range: Range;
  /** Absent where the text is that of the file. */
  readonly place?: (offset: number) => number;
}

/** What a parse function returns after a failure. No caller reads it. */
const nothing: Expression = { kind: 'literal', value: null, range: { start: 0, end: 0 } };

/**
 * The tokens of one expression and the state of parsing them: whether newlines count, how deep the tree is, and the
 * first fault. After a fault there are no more tokens, so that every parse function comes to its end.
 */
export class Cursor {
  readonly text: string;
  readonly #lexer: Lexer;
  readonly #place: (offset: number) => number;
  #peeked: Token | undefined;
  #fault: Invalid | undefined;
  /** The end of the token read last. */
  previousEnd: number;
  readonly #newlinesCount = [true];
  /** For each parse function under way, the height of what it has read so far. */
  readonly #heights = [0];

  constructor({ text, range, place = (offset) => offset }: Source, template: boolean) {
    this.text = text;
    this.#lexer = new Lexer(text, range.start, range.end, template);
    this.#place = place;
    this.previousEnd = range.start;
  }

  /** The next token, not read yet. */
  peek(): Token {
    this.#peeked ??= this.#read();
    return this.#peeked;
  }

  next(): Token {
    const token = this.peek();
    if (token.type !== 'end') this.#peeked = undefined;
    this.previousEnd = token.end;
    return token;
  }

  #read(): Token {
    const lexer = this.#lexer;
    const newlinesCount = this.#newlinesCount[this.#newlinesCount.length - 1];
    let type = lexer.next();
    while (type === 'comment' || (type === 'newline' && !newlinesCount)) type = lexer.next();
    const { start, end } = lexer;
    return type === 'invalid' || type === 'lost' ? { type, start, end, reason: lexer.reason } : { type, start, end };
  }

  /** Reads the next token if it is of this type. */
  take(type: TokenType): boolean {
    if (this.peek().type !== type) return false;
    this.next();
    return true;
  }

  /** Whether the next token is this word. */
  isWord(word: string): boolean {
    const token = this.peek();
    return token.type === 'identifier' && this.slice(token) === word;
  }

  /** Reads the next token, which must be of this type. */
  expect(type: TokenType, otherwise: string): Token {
    if (this.peek().type !== type) this.failHere(otherwise);
    return this.next();
  }

  slice({ start, end }: Range): string {
    return this.text.slice(start, end);
  }

  /** Newlines separate items after the token read last, or are blanks, until the matching `restoreNewlines`. */
  setNewlines(count: boolean): void {
    this.#newlinesCount.push(count);
    if (!count && this.#peeked?.type === 'newline') this.#peeked = undefined;
  }

  restoreNewlines(): void {
    this.#newlinesCount.pop();
  }

  /** One level deeper in the tree, until the matching `leave`. */
  enter(): void {
    this.#heights.push(0);
    if (this.#heights.length > maxDepth) this.failHere('Nested too deeply');
  }

  leave(): void {
    const height = this.#heights.pop()! + 1;
    const parent = this.#heights.length - 1;
    this.#heights[parent] = Math.max(this.#heights[parent]!, height);
  }

  /** What was read at this level becomes part of a node above it, as in `a + b + c`. */
  raise(): void {
    const level = this.#heights.length - 1;
    this.#heights[level] = this.#heights[level]! + 1;
    if (this.#heights[level] + level > maxDepth) this.failHere('Nested too deeply');
  }

  range(start: number, end: number): Range {
    return { start: this.#place(start), end: this.#place(end) };
  }

  /** The range from `start` to the end of the token read last. */
  since(start: number): Range {
    return this.range(start, this.previousEnd);
  }

  fail(reason: string, { start, end }: Range): Expression {
    return this.failAt(reason, this.range(start, end));
  }

  /** Fails at a range of the file, not of the text that is read. */
  failAt(reason: string, range: Range): Expression {
    this.#fault ??= { kind: 'invalid', reason, range };
    this.#peeked = { type: 'end', start: this.previousEnd, end: this.previousEnd };
    return nothing;
  }

  /** Fails at the next token. If the token is not part of the language, that is the reason. */
  failHere(reason: string): Expression {
    const token = this.peek();
    return this.fail(token.reason ?? reason, token);
  }

  /** What was parsed, if it was all there is and had no fault. */
  finish(expression: Expression): Expression {
    if (this.peek().type !== 'end') this.failHere('The expression should end here');
    return this.#fault ?? expression;
  }
}
