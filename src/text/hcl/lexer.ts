import { identifierEnd, isDigit, numberEnd } from './characters.ts';
import { heredocCloseAt, heredocOpenAt, quotedTextEnd, unquotedTextEnd } from './template-text.ts';

export type TokenType =
  | 'identifier'
  | 'number'
  | 'newline'
  | 'comment'
  | 'quote-open'
  | 'quote-close'
  | 'heredoc-open'
  | 'heredoc-close'
  | 'text'
  | '${'
  | '%{'
  | 'sequence-end'
  | Bracket
  | Operator
  /** Not of the language, or a bracket that is not closed; reading goes on after it. */
  | 'invalid'
  /** Where a reader lost the thread: what follows cannot be told apart from here. `end` is where to look for a new start. */
  | 'lost'
  | 'end';

type Bracket = '(' | ')' | '[' | ']' | '{' | '}';
type Operator =
  | ('=' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '&&' | '||' | '!' | '+' | '-' | '*' | '/' | '%')
  | ('?' | ':' | '::' | ',' | '.' | '...' | '=>');

/** What is open at a place: a bracket, a template (`"`, a heredoc, or the whole text), or a sequence in a template. */
interface Frame {
  readonly kind: '(' | '[' | '{' | 'sequence' | 'quoted' | 'heredoc' | 'bare';
  readonly start: number;
  /** Of a heredoc: the word that ends it, and where its text begins. */
  readonly marker: string;
  readonly textStart: number;
  /** Of a heredoc: whether a line begins here, which may be its end. */
  lineStart: boolean;
}

/** More levels of brackets, operators and templates than anyone writes, but few enough for recursive code. */
export const maxDepth = 500;

/**
 * The tokens of HCL native syntax, one at a time and without allocating them: `next()` sets `type`, `start` and `end`.
 * It keeps a stack of what is open, because only that shows what a quote or a closing brace means. What a block opened lies
 * under `floor`: only its own brace closes it, even if brackets inside it are missing.
 */
export class Lexer {
  readonly text: string;
  readonly limit: number;
  type: TokenType = 'newline';
  start: number;
  end: number;
  /** What is wrong, for the types `invalid` and `lost`. */
  reason = '';
  /** How many open brackets belong to blocks. */
  floor = 0;
  readonly #frames: Frame[] = [];

  constructor(text: string, start: number, limit: number, template = false) {
    this.text = text;
    this.limit = limit;
    this.start = start;
    this.end = start;
    if (template) this.#push('bare', start);
  }

  /** How many brackets, templates and sequences are open. */
  get depth(): number {
    return this.#frames.length;
  }

  /** The last brace opened a block. */
  enterBlock(): void {
    this.floor = this.#frames.length;
  }

  /** Where the outermost of what is open above the floor began. */
  get openSince(): number | undefined {
    return this.#frames[this.floor]?.start;
  }

  /** Forgets what is open above the floor and goes on at another place. */
  restart(offset: number): void {
    this.#frames.length = this.floor;
    this.type = 'newline';
    this.start = this.end = offset;
  }

  next(): TokenType {
    const frame = this.#frames[this.#frames.length - 1];
    if (frame === undefined) return this.#code(frame);
    if (frame.kind === 'quoted') return this.#quoted();
    if (frame.kind === 'heredoc' || frame.kind === 'bare') return this.#unquoted(frame);
    return this.#code(frame);
  }

  #code(frame: Frame | undefined): TokenType {
    const { text, limit } = this;
    let at = this.end;
    let code = 0;
    while (at < limit) {
      code = text.charCodeAt(at);
      if (code !== 0x20 && code !== 0x09) break;
      at += 1;
    }
    this.start = at;
    if (at >= limit) return this.#atLimit();
    const identifier = identifierEnd(text, at, limit);
    if (identifier > at) return this.#token('identifier', identifier);
    if (isDigit(code)) return this.#token('number', numberEnd(text, at, limit));
    const following = at + 1 < limit ? text.charCodeAt(at + 1) : 0;
    switch (code) {
      case 0x0a: // \n
        return this.#token('newline', at + 1);
      case 0x0d: // \r
        if (following === 0x0a) return this.#token('newline', at + 2);
        break;
      case 0x22: // "
        return this.#open('quoted', 'quote-open', at + 1);
      case 0x28:
        return this.#open('(', '(', at + 1);
      case 0x5b:
        return this.#open('[', '[', at + 1);
      case 0x7b:
        return this.#open('{', '{', at + 1);
      case 0x29:
        return this.#close('(', ')');
      case 0x5d:
        return this.#close('[', ']');
      case 0x7d:
        return this.#closeBrace();
      case 0x23: // #
        return this.#lineComment();
      case 0x2f: // /
        if (following === 0x2f) return this.#lineComment();
        if (following === 0x2a) return this.#blockComment();
        return this.#token('/', at + 1);
      case 0x3d: // =
        if (following === 0x3d) return this.#token('==', at + 2);
        return following === 0x3e ? this.#token('=>', at + 2) : this.#token('=', at + 1);
      case 0x21: // !
        return following === 0x3d ? this.#token('!=', at + 2) : this.#token('!', at + 1);
      case 0x3c: // <
        if (following === 0x3c) return this.#heredoc();
        return following === 0x3d ? this.#token('<=', at + 2) : this.#token('<', at + 1);
      case 0x3e: // >
        return following === 0x3d ? this.#token('>=', at + 2) : this.#token('>', at + 1);
      case 0x26: // &
        if (following === 0x26) return this.#token('&&', at + 2);
        break;
      case 0x7c: // |
        if (following === 0x7c) return this.#token('||', at + 2);
        break;
      case 0x2e: // .
        return text.startsWith('...', at) && at + 3 <= limit ? this.#token('...', at + 3) : this.#token('.', at + 1);
      case 0x3a: // :
        return following === 0x3a ? this.#token('::', at + 2) : this.#token(':', at + 1);
      case 0x2c:
        return this.#token(',', at + 1);
      case 0x3f:
        return this.#token('?', at + 1);
      case 0x2a:
        return this.#token('*', at + 1);
      case 0x25:
        return this.#token('%', at + 1);
      case 0x2b:
        return this.#token('+', at + 1);
      case 0x2d:
        return this.#token('-', at + 1);
      case 0x7e: // ~
        if (following === 0x7d && frame?.kind === 'sequence') {
          this.#frames.pop();
          return this.#token('sequence-end', at + 2);
        }
        break;
    }
    return this.#invalid(
      'This character is not used in the language',
      at,
      at + (text.codePointAt(at)! > 0xffff ? 2 : 1),
    );
  }

  #lineComment(): TokenType {
    const newline = this.text.indexOf('\n', this.start);
    if (newline === -1 || newline >= this.limit) return this.#token('comment', this.limit);
    return this.#token('comment', this.text.charCodeAt(newline - 1) === 0x0d ? newline - 1 : newline);
  }

  #blockComment(): TokenType {
    const end = this.text.indexOf('*/', this.start + 2);
    if (end !== -1 && end + 2 <= this.limit) return this.#token('comment', end + 2);
    return this.#lost('The comment is not closed', this.start, this.start + 2);
  }

  #heredoc(): TokenType {
    const opening = heredocOpenAt(this.text, this.start, this.limit);
    if (opening === undefined) return this.#token('<', this.start + 1);
    this.#push('heredoc', this.start, opening.marker, opening.end);
    return this.#token('heredoc-open', opening.end);
  }

  #quoted(): TokenType {
    this.start = this.end;
    if (this.start >= this.limit) return this.#unclosedString();
    const code = this.text.charCodeAt(this.start);
    if (code === 0x22) {
      this.#frames.pop();
      return this.#token('quote-close', this.start + 1);
    }
    if (code === 0x0a || code === 0x0d) return this.#unclosedString();
    const end = quotedTextEnd(this.text, this.start, this.limit);
    return end > this.start ? this.#token('text', end) : this.#sequence(code);
  }

  #unquoted(frame: Frame): TokenType {
    this.start = this.end;
    if (frame.lineStart && frame.kind === 'heredoc') {
      const close = heredocCloseAt(this.text, this.start, this.limit, frame.marker);
      if (close !== undefined) {
        this.#frames.pop();
        this.start = close - frame.marker.length;
        return this.#token('heredoc-close', close);
      }
    }
    if (this.start >= this.limit) return frame.kind === 'bare' ? this.#token('end', this.limit) : this.#atLimit();
    const end = unquotedTextEnd(this.text, this.start, this.limit);
    frame.lineStart = end > this.start && this.text.charCodeAt(end - 1) === 0x0a;
    return end > this.start ? this.#token('text', end) : this.#sequence(this.text.charCodeAt(this.start));
  }

  /** At `${` or `%{`. */
  #sequence(code: number): TokenType {
    const end = this.start + (this.text.charCodeAt(this.start + 2) === 0x7e && this.start + 2 < this.limit ? 3 : 2);
    return this.#open('sequence', code === 0x24 ? '${' : '%{', end);
  }

  /** A closing `)` or `]`. What is open between it and its opener was forgotten. */
  #close(opener: '(' | '[', type: ')' | ']'): TokenType {
    const top = this.#frames.length - 1;
    for (let index = top; index >= this.floor; index--) {
      const { kind } = this.#frames[index]!;
      if (kind === 'sequence') break;
      if (kind !== opener) continue;
      if (index < top) return this.#unclosed(index + 1);
      this.#frames.pop();
      return this.#token(type, this.start + 1);
    }
    return this.#invalid(`There is no \`${opener}\` for this \`${type}\``, this.start, this.start + 1);
  }

  #closeBrace(): TokenType {
    const top = this.#frames.length - 1;
    for (let index = top; index >= this.floor; index--) {
      const { kind } = this.#frames[index]!;
      if (kind !== '{' && kind !== 'sequence') continue;
      if (index < top) return this.#unclosed(index + 1);
      this.#frames.pop();
      return this.#token(kind === 'sequence' ? 'sequence-end' : '}', this.start + 1);
    }
    if (top >= this.floor) return this.#unclosed(this.floor);
    if (this.floor === 0) return this.#invalid('There is no `{` for this `}`', this.start, this.start + 1);
    this.#frames.pop();
    this.floor = this.#frames.length;
    return this.#token('}', this.start + 1);
  }

  /** Forgets the frames from `index` on, and says so of the first; the token that showed it is read again. */
  #unclosed(index: number): TokenType {
    const { start } = this.#frames[index]!;
    this.#frames.length = index;
    this.reason = `This \`${this.text.charAt(start)}\` is not closed`;
    this.type = 'invalid';
    this.end = this.start;
    this.start = start;
    return this.type;
  }

  /**
   * A quoted string that meets the end of its line. All strings that began on this line end with it, so that the line
   * with the missing quote is all that is lost.
   */
  #unclosedString(): TokenType {
    const at = this.end;
    const lineStart = at === 0 ? 0 : this.text.lastIndexOf('\n', at - 1) + 1;
    let index = this.#frames.length - 1;
    for (let outer = index - 1; outer >= this.floor; outer--) {
      const candidate = this.#frames[outer]!;
      if (candidate.start < lineStart) break;
      if (candidate.kind === 'quoted') index = outer;
    }
    const { start } = this.#frames[index]!;
    this.#frames.length = index;
    return this.#invalid('The string is not closed on its line', start, at);
  }

  #atLimit(): TokenType {
    for (let index = this.floor; index < this.#frames.length; index++) {
      const { kind, start, marker, textStart } = this.#frames[index]!;
      if (kind === 'heredoc') return this.#lost(`There is no line \`${marker}\` to end this heredoc`, start, textStart);
    }
    return this.#token('end', this.limit);
  }

  #open(kind: Frame['kind'], type: TokenType, end: number): TokenType {
    if (this.#frames.length >= maxDepth) return this.#lost('Nested too deeply', this.start, end);
    this.#push(kind, this.start);
    return this.#token(type, end);
  }

  #push(kind: Frame['kind'], start: number, marker = '', textStart = start): void {
    this.#frames.push({ kind, start, marker, textStart, lineStart: true });
  }

  #token(type: TokenType, end: number): TokenType {
    this.type = type;
    this.end = end;
    return type;
  }

  #invalid(reason: string, start: number, end: number): TokenType {
    this.reason = reason;
    this.start = start;
    return this.#token('invalid', end);
  }

  #lost(reason: string, start: number, end: number): TokenType {
    this.#frames.length = this.floor;
    this.reason = reason;
    this.start = start;
    return this.#token('lost', end);
  }
}
