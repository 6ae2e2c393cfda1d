/** Tuples, objects, and the `for` expressions that make them. */
import type { Expression, ObjectItem } from './ast.ts';
import type { Cursor } from './cursor.ts';

type Parse = (cursor: Cursor) => Expression;

/** At `[`. */
export function parseTuple(cursor: Cursor, expression: Parse): Expression {
  const { start } = cursor.next();
  cursor.setNewlines(false);
  const result = cursor.isWord('for')
    ? forExpression(cursor, start, 'tuple', expression)
    : tuple(cursor, start, expression);
  cursor.restoreNewlines();
  return result;
}

function tuple(cursor: Cursor, start: number, expression: Parse): Expression {
  const elements: Expression[] = [];
  while (!cursor.take(']')) {
    elements.push(expression(cursor));
    if (cursor.take(',')) continue;
    cursor.expect(']', 'Elements are separated by commas');
    break;
  }
  return { kind: 'tuple', elements, range: cursor.since(start) };
}

/** At `{`. Newlines separate items, but are blanks in a `for` expression and before its first word. */
export function parseObject(cursor: Cursor, expression: Parse): Expression {
  const { start } = cursor.next();
  cursor.setNewlines(false);
  const isFor = cursor.isWord('for');
  if (!isFor) {
    cursor.restoreNewlines();
    cursor.setNewlines(true);
  }
  const result = isFor ? forExpression(cursor, start, 'object', expression) : object(cursor, start, expression);
  cursor.restoreNewlines();
  return result;
}

function object(cursor: Cursor, start: number, expression: Parse): Expression {
  const items: ObjectItem[] = [];
  for (;;) {
    while (cursor.take('newline'));
    if (cursor.take('}')) break;
    const key = objectKey(cursor, expression);
    if (!cursor.take('=') && !cursor.take(':')) cursor.failHere('A key needs `=` or `:` and a value');
    items.push({ key, value: expression(cursor) });
    if (cursor.take('}')) break;
    if (!cursor.take(',') && !cursor.take('newline')) {
      cursor.failHere('Items are separated by commas or new lines');
      break;
    }
  }
  return { kind: 'object', items, range: cursor.since(start) };
}

/** A bare word is the literal string, `true` and `null` too; in parentheses it is the reference. */
function objectKey(cursor: Cursor, expression: Parse): Expression {
  const token = cursor.peek();
  const key = expression(cursor);
  const isWord = token.type === 'identifier' && cursor.previousEnd === token.end;
  return isWord ? { kind: 'literal', value: cursor.slice(token), range: key.range } : key;
}

/** At the word `for`. */
function forExpression(cursor: Cursor, start: number, result: 'tuple' | 'object', expression: Parse): Expression {
  cursor.next();
  const { keyVariable, valueVariable, collection } = parseForIntroduction(cursor, expression);
  cursor.expect(':', 'A `for` expression needs `:` after its collection');
  let key: Expression | null = null;
  let value = expression(cursor);
  const arrow = cursor.peek();
  if (cursor.take('=>')) {
    if (result === 'tuple') cursor.fail('A `for` expression in brackets has no key', arrow);
    key = value;
    value = expression(cursor);
  } else if (result === 'object') cursor.failHere('A `for` expression in braces needs a key, `=>` and a value');
  const ellipsis = cursor.peek();
  const grouping = cursor.take('...');
  if (grouping && result === 'tuple') cursor.fail('A `for` expression in brackets does not group by `...`', ellipsis);
  let condition: Expression | null = null;
  if (cursor.isWord('if')) {
    cursor.next();
    condition = expression(cursor);
  }
  cursor.expect(result === 'tuple' ? ']' : '}', 'The `for` expression should end here');
  const range = cursor.since(start);
  return { kind: 'for', result, keyVariable, valueVariable, collection, key, value, condition, grouping, range };
}

/** `key, value in collection`, in expressions and in template directives. */
export function parseForIntroduction(cursor: Cursor, expression: Parse) {
  const variable = () => cursor.slice(cursor.expect('identifier', 'A variable name is required here'));
  const first = variable();
  const second = cursor.take(',') ? variable() : null;
  if (!cursor.isWord('in')) cursor.failHere('`in` is required here');
  cursor.next();
  const collection = expression(cursor);
  return { keyVariable: second === null ? null : first, valueVariable: second ?? first, collection };
}
