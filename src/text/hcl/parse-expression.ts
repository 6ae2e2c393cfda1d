/** Expressions of HCL native syntax by recursive descent, as hclsyntax/spec.md of hashicorp/hcl gives them. */

import type { Range } from '../lines.ts';
import type { BinaryOperator, Expression } from './ast.ts';
import { Cursor, type Source } from './cursor.ts';
import type { TokenType } from './lexer.ts';
import { parseObject, parseTuple } from './parse-collection.ts';
import { parseSteps } from './parse-steps.ts';
import { parseTemplateBody } from './parse-template.ts';

/** The expression that is all of `range`. Newlines outside of brackets end it, so none may be there. */
export function parseExpression(text: string, range: Range = { start: 0, end: text.length }): Expression {
  const cursor = new Cursor({ text, range }, false);
  return cursor.finish(expression(cursor));
}

/** Text as between quotes, but without escapes by backslash: what strings in JSON are. */
export function parseTemplate(source: Source): Expression {
  const cursor = new Cursor(source, true);
  return cursor.finish(parseTemplateBody(cursor, { type: 'bare', start: source.range.start }, expression));
}

function expression(cursor: Cursor): Expression {
  cursor.enter();
  const { start } = cursor.peek();
  let result = operation(cursor, 1);
  if (cursor.take('?')) {
    const whenTrue = expression(cursor);
    cursor.expect(':', 'A conditional needs `:` and a second value');
    const whenFalse = expression(cursor);
    result = { kind: 'conditional', condition: result, whenTrue, whenFalse, range: cursor.since(start) };
  }
  cursor.leave();
  return result;
}

const precedence: Readonly<Record<BinaryOperator, number>> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
};

function isBinaryOperator(type: TokenType): type is BinaryOperator {
  return Object.hasOwn(precedence, type);
}

/** Operators of at least this precedence; those of one level bind to the left. */
function operation(cursor: Cursor, least: number): Expression {
  const { start } = cursor.peek();
  let left = operand(cursor);
  for (;;) {
    const operator = cursor.peek().type;
    if (!isBinaryOperator(operator) || precedence[operator] < least) return left;
    cursor.next();
    const right = operation(cursor, precedence[operator] + 1);
    cursor.raise();
    left = { kind: 'binary', operator, left, right, range: cursor.since(start) };
  }
}

/** A term with the steps after it. */
function operand(cursor: Cursor): Expression {
  const { start } = cursor.peek();
  const source = term(cursor);
  const steps = parseSteps(cursor, expression);
  if (steps.length === 0) return source;
  const range = cursor.since(start);
  const isName = source.kind === 'traversal' && cursor.text.charCodeAt(start) !== 0x28;
  return isName ? { ...source, steps, range } : { kind: 'relative-traversal', source, steps, range };
}

function term(cursor: Cursor): Expression {
  const { type, start } = cursor.peek();
  switch (type) {
    case 'number':
      return number(cursor);
    case 'identifier':
      return nameOrCall(cursor);
    case 'quote-open':
    case 'heredoc-open':
      cursor.next();
      return parseTemplateBody(cursor, { type, start }, expression);
    case '[':
      return parseTuple(cursor, expression);
    case '{':
      return parseObject(cursor, expression);
    case '(':
      return parenthesised(cursor);
    case '-':
    case '!': {
      cursor.next();
      cursor.enter();
      const inner = operand(cursor);
      cursor.leave();
      return { kind: 'unary', operator: type, operand: inner, range: cursor.since(start) };
    }
    default:
      return cursor.failHere('An expression is required here');
  }
}

function parenthesised(cursor: Cursor): Expression {
  cursor.next();
  cursor.setNewlines(false);
  const inner = expression(cursor);
  cursor.expect(')', 'There is no `)` after this expression');
  cursor.restoreNewlines();
  return inner;
}

function number(cursor: Cursor): Expression {
  const token = cursor.next();
  const value = Number(cursor.slice(token));
  if (!Number.isFinite(value)) return cursor.fail('This is not a number', token);
  return { kind: 'literal', value, range: cursor.range(token.start, token.end) };
}

const keywords: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function nameOrCall(cursor: Cursor): Expression {
  const token = cursor.next();
  const following = cursor.peek().type;
  if (following === '(' || following === '::') return call(cursor, token);
  const root = cursor.slice(token);
  const range = cursor.range(token.start, token.end);
  const keyword = keywords.get(root);
  if (keyword !== undefined) return { kind: 'literal', value: keyword, range };
  return { kind: 'traversal', root, steps: [], range };
}

function call(cursor: Cursor, first: Range): Expression {
  let name = cursor.slice(first);
  while (cursor.take('::'))
    name += `::${cursor.slice(cursor.expect('identifier', 'A function name is required after `::`'))}`;
  const nameRange = cursor.since(first.start);
  cursor.expect('(', 'A function name needs `(` after it');
  cursor.setNewlines(false);
  const parameters: Expression[] = [];
  let expandFinal = false;
  while (!cursor.take(')')) {
    parameters.push(expression(cursor));
    if (cursor.take(',')) continue;
    expandFinal = cursor.take('...');
    cursor.expect(')', expandFinal ? 'Only `)` may follow `...`' : 'Arguments are separated by commas');
    break;
  }
  cursor.restoreNewlines();
  return { kind: 'call', name, nameRange, arguments: parameters, expandFinal, range: cursor.since(first.start) };
}
