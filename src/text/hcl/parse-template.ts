/**
 * Templates: quoted, heredoc, and the bare ones of JSON strings. The language requires two steps. The first step reads a
 * flat list of texts and sequences, for strip markers and heredoc indentation. The second step builds the tree of the
 * directives.
 */

import { table } from '../../base/table.ts';
import type { Range } from '../lines.ts';
import type { Expression } from './ast.ts';
import { skipSpaces } from './characters.ts';
import type { Cursor } from './cursor.ts';
import { parseForIntroduction } from './parse-collection.ts';
import { buildParts, type TemplateItem, type TextItem } from './template-parts.ts';
import { unescapeQuoted, unescapeUnquoted } from './template-text.ts';

type Parse = (cursor: Cursor) => Expression;

/** How a template was opened, and where. */
export interface Opening {
  readonly type: 'quote-open' | 'heredoc-open' | 'bare';
  readonly start: number;
}

const closers = table({ 'quote-open': 'quote-close', 'heredoc-open': 'heredoc-close', bare: 'end' });

/** The rest of a template whose opening is read, with its closing. */
export function parseTemplateBody(cursor: Cursor, opening: Opening, expression: Parse): Expression {
  cursor.enter();
  const items = readItems(cursor, opening, expression);
  if (opening.type === 'heredoc-open' && cursor.text.charCodeAt(opening.start + 2) === 0x2d) removeIndentation(items);
  const parts = buildParts(cursor, items);
  cursor.leave();
  const [first] = parts;
  const range = cursor.since(opening.start);
  if (first === undefined) return { kind: 'literal', value: '', range };
  if (parts.length > 1) return { kind: 'template', parts, range };
  if (first.kind === 'text') return { kind: 'literal', value: first.value, range };
  if (first.kind === 'interpolation') return { kind: 'template-wrap', expression: first.expression, range };
  return { kind: 'template', parts, range };
}

function readItems(cursor: Cursor, opening: Opening, expression: Parse): TemplateItem[] {
  const items: TemplateItem[] = [];
  const closer = closers[opening.type];
  let strip = false;
  for (;;) {
    const token = cursor.next();
    if (token.type === closer) return items;
    if (token.type === 'text') {
      const value = textOf(cursor, token, opening.type === 'quote-open');
      const range = cursor.range(token.start, token.end);
      items.push({ kind: 'text', value: strip ? value.slice(skipSpaces(value, 0, value.length)) : value, range });
      strip = false;
    } else if (token.type === '${' || token.type === '%{') {
      const previous = items[items.length - 1];
      // `${~` takes the blanks before it: those of one line, because a heredoc is read line by line.
      if (token.end - token.start === 3 && previous?.kind === 'text') previous.value = trimEnd(previous.value);
      cursor.setNewlines(false);
      const item = token.type === '${' ? interpolation(cursor, expression) : directive(cursor, expression);
      const close = cursor.expect('sequence-end', 'There is no `}` to end this sequence');
      cursor.restoreNewlines();
      items.push({ ...item, range: cursor.since(token.start) });
      strip = close.end - close.start === 2;
    } else {
      cursor.fail(token.reason ?? 'The string is not closed', token);
      return [];
    }
  }
}

function textOf(cursor: Cursor, token: Range, quoted: boolean): string {
  const raw = cursor.slice(token);
  if (!quoted) return unescapeUnquoted(raw);
  const text = unescapeQuoted(raw);
  if (typeof text === 'string') return text;
  const start = token.start + text.offset;
  cursor.fail(text.reason, { start, end: start + 2 });
  return '';
}

function trimEnd(value: string): string {
  let end = value.length;
  while (end > 0 && skipSpaces(value, end - 1, end) === end) end -= 1;
  return value.slice(0, end);
}

type Sequence = TemplateItem extends infer Item ? (Item extends TextItem ? never : Omit<Item, 'range'>) : never;

function interpolation(cursor: Cursor, expression: Parse): Sequence {
  return { kind: 'interpolation', expression: expression(cursor) };
}

function directive(cursor: Cursor, expression: Parse): Sequence {
  const word = cursor.expect('identifier', 'A directive begins with `if`, `else`, `endif`, `for` or `endfor`');
  const name = cursor.slice(word);
  switch (name) {
    case 'if':
      return { kind: 'if', condition: expression(cursor) };
    case 'for':
      return { kind: 'for', ...parseForIntroduction(cursor, expression) };
    case 'else':
    case 'endif':
    case 'endfor':
      return { kind: name };
    default:
      cursor.fail(`\`${name}\` is not a directive`, word);
      return { kind: 'endif' };
  }
}

/**
 * For `<<-`: takes from all lines the blanks that the least indented has. Lines of blanks only do not count and keep
 * theirs; a line that begins with a sequence counts as not indented.
 */
function removeIndentation(items: readonly TemplateItem[]): void {
  let least = Number.POSITIVE_INFINITY;
  let atLineStart = true;
  const indented: TextItem[] = [];
  for (const item of items) {
    if (atLineStart) {
      atLineStart = false;
      if (item.kind !== 'text') least = 0;
      else {
        const spaces = skipSpaces(item.value, 0, item.value.length);
        if (spaces < item.value.length || !item.value.endsWith('\n')) {
          least = Math.min(least, spaces);
          indented.push(item);
        }
      }
    }
    if (item.kind === 'text' && item.value.endsWith('\n')) atLineStart = true;
  }
  for (const item of indented) item.value = item.value.slice(least);
}
