import type { Evaluator } from '../../values/evaluator.ts';
import { attributeName, isLiteral, lit, settle, type Unknowable, unknowable, type Value } from '../../values/value.ts';
import { whyUnknown } from '../../values/why-unknown.ts';
import { entriesOf } from '../collections.ts';

/** A function of which some arguments may be unknown. */
export type Fn = (args: readonly Value[], graph: Evaluator) => Value;

export type Literal = Value & { k: 'lit' };

/** What a function gives that cannot be told, for the reason of the first of its arguments that is not known. */
export function later(name: string, ...args: readonly (Value | undefined)[]): Unknowable {
  const unknown = args.find((arg) => arg?.k === 'unknown');
  if (unknown?.k === 'unknown') return unknown;
  const lacks = args.find((arg) => arg !== undefined && !isLiteral(arg));
  const because = lacks ? whyUnknown(lacks) : `what \`${name}(...)\` gives is known only after apply`;
  return unknowable(`${name}()`, because);
}

/** An exact list. Undefined if elements are uncertain. */
export function exact(value: Value | undefined): readonly Value[] | undefined {
  const entries = value && entriesOf(value);
  if (!entries || entries.open || entries.items.some((e) => !e.sure)) return undefined;
  return entries.items.map((e) => e.value);
}

export function number(value: Value | undefined): number | undefined {
  return value?.k === 'lit' && value.v !== null && !Number.isNaN(Number(value.v)) ? Number(value.v) : undefined;
}

export const list = (items: readonly Value[]): Value => settle({ k: 'list', items });

/** A key that equal elements share. Undefined for elements that cannot be compared before apply. */
export function identity(value: Value): string | undefined {
  if (value.k === 'lit') return `lit ${JSON.stringify(value.v)}`;
  if (value.k === 'attribute') return `symbol ${attributeName(value)}`;
  return value.k === 'unknown' && value.symbol !== undefined ? `symbol ${value.symbol}` : undefined;
}

/** An id or ARN is never empty; other unknown strings may be. */
export function isNeverEmpty(value: Value): boolean {
  if (value.k === 'text') return value.parts.some((part) => part.k === 'lit' && part.v !== '');
  return value.k === 'attribute' && /^(id|arn)$/.test(String(value.path.at(-1)));
}

export function onLiteral(name: string, of: (text: string) => string): Fn {
  return ([value]) => (value?.k === 'lit' ? lit(of(String(value.v)), value.sensitive) : later(name, value));
}
