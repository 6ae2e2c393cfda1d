/** Operators of expressions, where their operands may be unknown. */
import type { BinaryOperator } from '../../../text/hcl/index.ts';
import { madeOf } from '../values/marked.ts';
import { equals, lit, unknowable, type Value } from '../values/value.ts';
import { whyUnknown } from '../values/why-unknown.ts';

export const isTrue = (v: unknown) => v === true || v === 'true';

/** The value of an operator with two operands. */
export function operate(operator: BinaryOperator, left: Value, right: Value): Value {
  if (operator === '&&' || operator === '||') return logical(operator, left, right);
  if (right.k === 'error') return right;
  if (operator === '==' || operator === '!=') {
    const equal = equals(left, right);
    return equal === undefined
      ? unknowable('a condition', whyUnknown(left.k === 'lit' ? right : left))
      : madeOf([left, right], lit(equal === (operator === '==')));
  }
  if (left.k !== 'lit' || right.k !== 'lit')
    return unknowable('an expression', whyUnknown(left.k === 'lit' ? right : left));
  const a = Number(left.v);
  const b = Number(right.v);
  if (left.v === null || right.v === null || Number.isNaN(a) || Number.isNaN(b))
    return unknowable('an expression', 'it is no number');
  return madeOf([left, right], lit(arithmetic(operator, a, b)));
}

function logical(operator: '&&' | '||', left: Value, right: Value): Value {
  const decides = operator === '||';
  if (right.k === 'error') return left.k === 'lit' ? right : unknowable('a condition', whyUnknown(left));
  for (const side of [left, right])
    if (side.k === 'lit' && isTrue(side.v) === decides) return madeOf([left, right], lit(decides));
  return left.k === 'lit' && right.k === 'lit'
    ? madeOf([left, right], lit(!decides))
    : unknowable('a condition', whyUnknown(left.k === 'lit' ? right : left));
}

function arithmetic(operator: Exclude<BinaryOperator, '&&' | '||' | '==' | '!='>, a: number, b: number): unknown {
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
  }
}

export function unaryOf(operator: '-' | '!', operand: Value): Value {
  if (operand.k !== 'lit') return operand.k === 'error' ? operand : unknowable('an expression', whyUnknown(operand));
  if (operator === '!') return lit(!isTrue(operand.v), operand.sensitive);
  return typeof operand.v === 'number'
    ? lit(-operand.v, operand.sensitive)
    : unknowable('an expression', 'it is no number');
}
