/**
 * Reads the YAML that people and tools write most: block maps and lists, flow collections, quoted and plain texts of one
 * line, literal and folded blocks, tags of one word. It gives up (undefined) on anchors, aliases, merges, directives,
 * several documents, texts over several lines, and anything that may be an error. The parser of the library then reads
 * the file again. It is ten times slower, but reads all of YAML.
 */

/** A node as it is written. Offsets are in UTF-16 code units. */
export type PlainNode = PlainScalar | PlainMap | PlainList;

interface Written {
  readonly start: number;
  readonly end: number;
  /** Without its mark: `Ref` of `!Ref`. */
  readonly tag: string | undefined;
}
export interface PlainScalar extends Written {
  readonly is: 'scalar';
  readonly text: string;
  readonly quoted: boolean;
}
export interface PlainMap extends Written {
  readonly is: 'map';
  readonly pairs: readonly PlainPair[];
}
export interface PlainPair {
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly value: PlainNode | null;
}
export interface PlainList extends Written {
  readonly is: 'list';
  readonly items: readonly (PlainNode | null)[];
}

class GivesUp extends Error {}

/** The document's node; null for an empty one, undefined if the text is of another kind. */
export function parsePlain(text: string): PlainNode | null | undefined {
  // Tabs, control characters and marks that other parsers take apart.
  if (/[\t\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u0085\u2028\u2029\ufeff]/.test(text)) return undefined;
  try {
    return new Parser(text).document();
  } catch (error) {
    if (error instanceof GivesUp) return undefined;
    throw error;
  }
}

const DEEPEST = 100;
/** A key of a block map: a word, or a quoted text of one line. */
const KEY =
  /(?:"(?:[^"\\\r\n]|\\["\\/])*"|'[^'\r\n]*'|[^\s#&*!|>'"%@`{}[\],?:-](?:[^:#\n\r]|:(?=[^\s])|(?<=\S)#)*?|[-:?](?=[^\s])(?:[^:#\n\r]|:(?=[^\s])|(?<=\S)#)*?) *:(?=[ \r\n]|$)/y;
const TAG = /!([A-Za-z][A-Za-z0-9:]*)(?=[ \r\n]|$)/y;
/** A plain text behind which only a comment may stand. */
const FIRST = /[^\s#&*!|>'"%@`{}[\],?:-]|[-:?](?=[^\s])/y;
/** Characters of a plain text that mean nothing else. */
const IN_BLOCK = /[^:#\r\n]*/y;
const IN_FLOW = /[^:#\r\n,[\]{}]*/y;

/** Lines that most lines are: a word, a plain word or quoted text, and in what column the next line begins. */
const WORD = String.raw`(?:!([A-Za-z]+) )?(?:"([^"\\\n]*)"|([A-Za-z0-9][^\s:#]*))\n( *)(?![\s#.]|---)`;
const PAIR = new RegExp(`([A-Za-z][A-Za-z0-9]*): ${WORD}`, 'y');
const ITEM = new RegExp(`- ${WORD}`, 'y');
const INNER = /([A-Za-z][A-Za-z0-9]*):\n( *)(?=[A-Za-z])/y;

class Parser {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): PlainNode | null {
    this.skipLines();
    if (this.text.startsWith('---', this.at) && this.lineStart() === this.at) {
      if (!/^---(?: +#[^\n]*| *)(?:\r?\n|$)/.test(this.text.slice(this.at, this.at + 200))) throw new GivesUp();
      this.at = this.lineEnd();
      this.skipLines();
    }
    if (this.at >= this.text.length) return null;
    if (this.text.startsWith('...', this.at)) throw new GivesUp();
    const node = this.block(this.column(), 0);
    this.skipLines();
    if (this.at < this.text.length) throw new GivesUp();
    return node;
  }

  /** The scalar of a line that matched completely; `group` is that of its tag. Continues with the next line. */
  private word(found: RegExpExecArray, group: number): PlainScalar {
    const [tag, quoted, plain, indent] = found.slice(group, group + 4);
    const text = quoted ?? plain!;
    this.at += found[0].length;
    const end = this.at - indent!.length - 1;
    const start = end - text.length - (quoted === undefined ? 0 : 2);
    return { is: 'scalar', text, quoted: quoted !== undefined, tag, start, end };
  }

  /** A block collection whose lines begin at a column. */
  private block(indent: number, depth: number, tag?: string): PlainNode {
    if (depth > DEEPEST) throw new GivesUp();
    if (this.isItem()) return this.blockList(indent, depth, tag);
    return this.blockMap(indent, depth, tag);
  }

  private blockList(indent: number, depth: number, tag: string | undefined): PlainList {
    const start = this.at;
    const items: (PlainNode | null)[] = [];
    let end = start;
    let next = -1;
    while (this.at < this.text.length && (next < 0 ? this.column() : next) === indent && this.isItem()) {
      ITEM.lastIndex = this.at;
      const word = ITEM.exec(this.text);
      if (word) {
        const item = this.word(word, 1);
        items.push(item);
        end = item.end;
        next = word[4]!.length;
        continue;
      }
      next = -1;
      this.at += 1;
      const after = this.at;
      this.skipBlanks();
      if (this.atLineEnd()) {
        this.endLine();
        this.skipLines();
        items.push(this.at < this.text.length && this.column() > indent ? this.block(this.column(), depth + 1) : null);
      } else if (this.isKey()) {
        // `- Key: value`: a map that begins on the line of its dash.
        items.push(this.blockMap(indent + 1 + (this.at - after), depth + 1, undefined));
      } else if (this.isItem()) throw new GivesUp();
      else items.push(this.inline(indent, depth + 1));
      end = items.at(-1)?.end ?? after;
      this.skipLines();
    }
    if (this.at < this.text.length && this.column() > indent) throw new GivesUp();
    return { is: 'list', items, tag, start, end };
  }

  private blockMap(indent: number, depth: number, tag: string | undefined): PlainMap {
    if (depth > DEEPEST) throw new GivesUp();
    const start = this.at;
    const pairs: PlainPair[] = [];
    const seen = new Set<string>();
    let end = start;
    let first = true;
    let next = -1;
    while (this.at < this.text.length && (first || (next < 0 ? this.column() : next) === indent)) {
      if (!first && this.isItem()) break;
      first = false;
      PAIR.lastIndex = this.at;
      const pair = PAIR.exec(this.text);
      if (pair) {
        const key = pair[1]!;
        if (seen.has(key)) throw new GivesUp();
        seen.add(key);
        const from = this.at;
        const value = this.word(pair, 2);
        pairs.push({ key, start: from, end: from + key.length, value });
        end = value.end;
        next = pair[5]!.length;
        continue;
      }
      next = -1;
      INNER.lastIndex = this.at;
      const inner = INNER.exec(this.text);
      if (inner && inner[2]!.length > indent) {
        const key = inner[1]!;
        if (seen.has(key)) throw new GivesUp();
        seen.add(key);
        const from = this.at;
        this.at += inner[0].length;
        const value = this.blockMap(inner[2]!.length, depth + 1, undefined);
        pairs.push({ key, start: from, end: from + key.length, value });
        end = value.end;
        this.skipLines();
        continue;
      }
      const { key, start: from, end: to } = this.key();
      if (seen.has(key) || key === '<<') throw new GivesUp();
      seen.add(key);
      this.skipBlanks();
      const value = this.value(indent, depth);
      pairs.push({ key, start: from, end: to, value });
      end = value?.end ?? to;
      this.skipLines();
    }
    if (this.at < this.text.length && this.column() > indent) throw new GivesUp();
    return { is: 'map', pairs, tag, start, end };
  }

  /** What stands behind `key:`. */
  private value(indent: number, depth: number): PlainNode | null {
    let tag: string | undefined;
    if (this.text[this.at] === '!') {
      tag = this.tag();
      this.skipBlanks();
    }
    if (!this.atLineEnd()) return this.inline(indent, depth + 1, tag);
    const before = this.at;
    this.endLine();
    this.skipLines();
    const column = this.at < this.text.length ? this.column() : -1;
    // A list may stand at the column of its key.
    if (column > indent || (column === indent && this.isItem())) return this.block(column, depth + 1, tag);
    if (tag === undefined) return null;
    return { is: 'scalar', text: '', quoted: false, tag, start: before, end: before };
  }

  /** A node that begins on this line. */
  private inline(indent: number, depth: number, tag?: string): PlainNode {
    if (depth > DEEPEST) throw new GivesUp();
    let own = tag;
    if (this.text[this.at] === '!') {
      if (own !== undefined) throw new GivesUp();
      own = this.tag();
      this.skipBlanks();
      if (this.atLineEnd()) {
        this.endLine();
        this.skipLines();
        if (this.at < this.text.length && this.column() > indent) return this.block(this.column(), depth + 1, own);
        throw new GivesUp();
      }
      if (this.isKey()) throw new GivesUp();
    }
    const char = this.text[this.at]!;
    if (char === '|' || char === '>') return this.blockText(indent, own);
    this.flowIndent = indent;
    const node = char === '[' || char === '{' ? this.flow(depth, own) : this.scalar(own, false);
    this.skipBlanks();
    if (!this.atLineEnd()) throw new GivesUp();
    this.endLine();
    if (node.is === 'scalar' && !node.quoted) this.refuseContinuation(indent);
    return node;
  }

  /** A plain text goes on where the next line is indented deeper. */
  private refuseContinuation(indent: number): void {
    const before = this.at;
    this.skipLines();
    if (this.at < this.text.length && this.column() > indent) throw new GivesUp();
    this.at = before;
  }

  private flow(depth: number, tag: string | undefined): PlainNode {
    if (depth > DEEPEST) throw new GivesUp();
    const start = this.at;
    const closing = this.text[this.at] === '[' ? ']' : '}';
    this.at += 1;
    const items: PlainNode[] = [];
    const pairs: PlainPair[] = [];
    const seen = new Set<string>();
    for (;;) {
      this.skipFlowSpace();
      if (this.text[this.at] === closing) break;
      if (closing === ']') items.push(this.flowNode(depth));
      else {
        const key = this.flowKey();
        if (seen.has(key.key) || key.key === '<<') throw new GivesUp();
        seen.add(key.key);
        this.skipFlowSpace();
        pairs.push({ ...key, value: this.flowNode(depth) });
      }
      this.skipFlowSpace();
      if (this.text[this.at] === ',') this.at += 1;
      else if (this.text[this.at] !== closing) throw new GivesUp();
    }
    this.at += 1;
    const place = { tag, start, end: this.at };
    return closing === ']' ? { is: 'list', items, ...place } : { is: 'map', pairs, ...place };
  }

  private flowNode(depth: number): PlainNode {
    let tag: string | undefined;
    if (this.text[this.at] === '!') {
      tag = this.tag();
      this.skipFlowSpace();
    }
    const char = this.text[this.at];
    if (char === '[' || char === '{') return this.flow(depth + 1, tag);
    const node = this.scalar(tag, true);
    this.skipBlanks();
    // `[a: b]` is a list of maps.
    if (this.text[this.at] === ':') throw new GivesUp();
    return node;
  }

  private flowKey(): Omit<PlainPair, 'value'> {
    const start = this.at;
    const quoted = /"((?:[^"\\\n])*)" *:/y;
    const single = /'([^'\n]*)' *:/y;
    const plain = /([A-Za-z_][^\s,:{}[\]"'#]*(?::[^\s,:{}[\]"'#]+)*) *:(?=[ \n\r])/y;
    for (const pattern of [quoted, single, plain]) {
      pattern.lastIndex = this.at;
      const found = pattern.exec(this.text);
      if (!found) continue;
      if (found[1] === '__proto__') throw new GivesUp();
      this.at += found[0].length;
      return { key: found[1]!, start, end: start + found[0].replace(/ *:$/, '').length };
    }
    throw new GivesUp();
  }

  private scalar(tag: string | undefined, inFlow: boolean): PlainScalar {
    const start = this.at;
    const char = this.text[start];
    if (char === '"') return this.doubleQuoted(tag);
    if (char === "'") return this.singleQuoted(tag);
    FIRST.lastIndex = start;
    if (!FIRST.test(this.text)) throw new GivesUp();
    if (inFlow && /^[-:?][,[\]{}]/.test(this.text.slice(start, start + 2))) throw new GivesUp();
    let at = start;
    const skip = inFlow ? IN_FLOW : IN_BLOCK;
    for (; ; at += 1) {
      skip.lastIndex = at;
      skip.test(this.text);
      at = skip.lastIndex;
      const one = this.text[at];
      if (one === undefined || one === '\n' || one === '\r') break;
      if (one === '#' && this.text[at - 1] === ' ') break;
      const next = this.text[at + 1] ?? '\n';
      if (one === ':' && (/\s/.test(next) || (inFlow && /[,[\]{}]/.test(next)))) {
        if (inFlow) break;
        throw new GivesUp();
      }
      if (inFlow && /[,[\]{}]/.test(one)) break;
    }
    // In a flow a text may go on in the next line.
    if (inFlow && (at >= this.text.length || this.text[at] === '\n' || this.text[at] === '\r')) {
      const rest = /^[\s]*[,\]}]/.test(this.text.slice(at, at + 2000));
      if (!rest) throw new GivesUp();
    }
    const text = this.text.slice(start, at).trimEnd();
    if (text === '' || /^(?:---|\.\.\.)$/.test(text)) throw new GivesUp();
    this.at = start + text.length;
    return { is: 'scalar', text, quoted: false, tag, start, end: this.at };
  }

  private doubleQuoted(tag: string | undefined): PlainScalar {
    const start = this.at;
    const pattern = /"(?:[^"\\\r\n]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/y;
    pattern.lastIndex = start;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) throw new GivesUp();
    this.at += found.length;
    return { is: 'scalar', text: JSON.parse(found) as string, quoted: true, tag, start, end: this.at };
  }

  private singleQuoted(tag: string | undefined): PlainScalar {
    const start = this.at;
    const pattern = /'(?:[^'\r\n]|'')*'/y;
    pattern.lastIndex = start;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) throw new GivesUp();
    this.at += found.length;
    const text = found.slice(1, -1).replaceAll("''", "'");
    return { is: 'scalar', text, quoted: true, tag, start, end: this.at };
  }

  /** `|` and `>`, without a number for the indent. */
  private blockText(indent: number, tag: string | undefined): PlainScalar {
    const start = this.at;
    const head = /([|>])([-+]?)[ ]*\r?\n/y;
    head.lastIndex = start;
    const found = head.exec(this.text);
    if (!found) throw new GivesUp();
    this.at += found[0].length;
    const lines: string[] = [];
    let inner = -1;
    let end = this.at;
    while (this.at < this.text.length) {
      const from = this.at;
      const to = this.lineEnd();
      const line = this.text.slice(from, to).replace(/\r?\n$/, '');
      const spaces = /^ */.exec(line)![0].length;
      if (spaces === line.length) {
        // Blank lines with more blanks than the block's own count.
        if (inner >= 0 && line.length > inner) throw new GivesUp();
        if (inner < 0 && line.length > 0) throw new GivesUp();
        lines.push('');
      } else {
        if (spaces <= indent) break;
        if (inner < 0) inner = spaces;
        if (spaces < inner) throw new GivesUp();
        lines.push(line.slice(inner));
        end = from + line.length;
      }
      this.at = to;
    }
    if (inner < 0) throw new GivesUp();
    const [, style, chomp] = found;
    let trailing = 0;
    while (lines.at(-1) === '') {
      lines.pop();
      trailing += 1;
    }
    // Where the file ends without a line end, so does the text.
    if (this.at >= this.text.length && !this.text.endsWith('\n')) throw new GivesUp();
    const body = style === '|' ? lines.join('\n') : folded(lines);
    const text = chomp === '-' ? body : chomp === '+' ? `${body}\n${'\n'.repeat(trailing)}` : `${body}\n`;
    return { is: 'scalar', text, quoted: true, tag, start, end };
  }

  private key(): Omit<PlainPair, 'value'> {
    KEY.lastIndex = this.at;
    const found = KEY.exec(this.text)?.[0];
    if (found === undefined) throw new GivesUp();
    const start = this.at;
    this.at += found.length;
    const written = found.slice(0, -1).trimEnd();
    const quote = written[0];
    const key = quote === '"' || quote === "'" ? written.slice(1, -1) : written;
    if (key === '__proto__' || (quote === '"' && key.includes('\\'))) throw new GivesUp();
    return { key, start, end: start + written.length };
  }

  private isKey(): boolean {
    KEY.lastIndex = this.at;
    return KEY.test(this.text);
  }

  private tag(): string {
    TAG.lastIndex = this.at;
    const found = TAG.exec(this.text);
    if (!found) throw new GivesUp();
    this.at += found[0].length;
    return found[1]!;
  }

  private isItem(): boolean {
    if (this.text[this.at] !== '-') return false;
    const next = this.text[this.at + 1];
    return next === undefined || next === ' ' || next === '\n' || next === '\r';
  }

  private skipBlanks(): void {
    while (this.text[this.at] === ' ') this.at += 1;
  }

  private skipFlowSpace(): void {
    const from = this.at;
    while (/[ \r\n]/.test(this.text[this.at] ?? '')) this.at += 1;
    // What goes on in other lines is indented deeper than what holds it.
    const isNewLine = this.lineStart() > from;
    if (isNewLine && this.flowIndent > 0 && this.column() <= this.flowIndent) throw new GivesUp();
    if (this.text[this.at] === '#' || this.at >= this.text.length) throw new GivesUp();
  }

  /** Whether nothing but a comment is left of the line. */
  private atLineEnd(): boolean {
    const char = this.text[this.at];
    if (char === undefined || char === '\n' || char === '\r') return true;
    return char === '#' && (this.at === 0 || /\s/.test(this.text[this.at - 1]!));
  }

  private endLine(): void {
    this.at = this.lineEnd();
  }

  /** Where the next line begins. */
  private lineEnd(): number {
    const end = this.text.indexOf('\n', this.at);
    return end < 0 ? this.text.length : end + 1;
  }

  private lineStart(): number {
    return this.text.lastIndexOf('\n', this.at - 1) + 1;
  }

  private column(): number {
    return this.at - this.lineStart();
  }

  /** Past empty lines and comments, to the first character of a line that has some. */
  private skipLines(): void {
    while (this.at < this.text.length) {
      let at = this.at;
      while (this.text[at] === ' ') at += 1;
      const char = this.text[at];
      if (char === '\n') this.at = at + 1;
      else if (char === '\r' && this.text[at + 1] === '\n') this.at = at + 2;
      else if (char === '#') {
        const end = this.text.indexOf('\n', at);
        this.at = end < 0 ? this.text.length : end + 1;
      } else {
        if (
          (char === '-' || char === '.') &&
          /^(?:---|\.\.\.)/.test(this.text.slice(at, at + 3)) &&
          at === this.at &&
          this.lineStart() === at &&
          this.started
        )
          throw new GivesUp();
        this.started = true;
        this.at = char === undefined ? this.text.length : at;
        return;
      }
    }
  }

  private started = false;
  private flowIndent = 0;
}

/** Lines of a folded text; those that are indented deeper keep theirs. */
function folded(lines: readonly string[]): string {
  if (lines.some((line) => line.startsWith(' '))) throw new GivesUp();
  let out = '';
  let empty = 0;
  for (const [i, line] of lines.entries()) {
    if (line === '') {
      empty += 1;
      continue;
    }
    out += i === 0 ? line : empty > 0 ? `${'\n'.repeat(empty)}${line}` : `${out === '' ? '' : ' '}${line}`;
    empty = 0;
  }
  return out;
}
