/**
 * Evaluates expressions of the sources, as far as they can be known before apply.
 * A value stays bounded or unknown if it is not in the closed list below or depends on something unknown.
 * It is never more certain than in Terraform.
 */
import { push } from '../../../base/memo.ts';
import type { BinaryOperator, Conditional, Expression, For, Step, TemplatePart } from '../../../text/hcl/index.ts';
import { madeOf } from '../values/marked.ts';
import { keyText } from '../values/stand-in.ts';
import { equals, failure, lit, NULL, settle, textOf, unknowable, type Value } from '../values/value.ts';
import { whyUnknown } from '../values/why-unknown.ts';
import { type Entries, entriesOf } from './collections.ts';
import type { Frame } from './frame.ts';
import { call } from './functions.ts';
import { isTrue, operate, unaryOf } from './operators.ts';
import { callTemplate, isTemplateFunction } from './template-functions.ts';

export function evaluate(expression: Expression, frame: Frame): Value {
  if (!frame.graph.spend()) return unknowable('an expression', 'the configuration takes too long to evaluate');
  switch (expression.kind) {
    case 'literal':
      return lit(expression.value);
    case 'template':
      return templateOf(expression.parts, frame);
    case 'template-wrap':
      return evaluate(expression.expression, frame);
    case 'tuple':
      return tupleOf(expression.elements, frame);
    case 'object':
      return objectOf(expression.items, frame);
    case 'for':
      return forOf(expression, frame);
    case 'call':
      return callOf(expression, frame);
    case 'traversal':
      return stepsOf(rootOf(expression.root, expression.steps, frame), frame);
    case 'relative-traversal':
      return stepsOf({ value: evaluate(expression.source, frame), rest: expression.steps }, frame);
    case 'unary':
      return unaryOf(expression.operator, evaluate(expression.operand, frame));
    case 'binary':
      return binaryOf(expression.operator, expression.left, expression.right, frame);
    case 'conditional':
      return conditionalOf(expression, frame);
    case 'invalid':
      return unknowable('an expression', `an expression could not be read: ${expression.reason}`);
  }
}

/** One element that cannot be evaluated spoils the whole. */
function tupleOf(elements: readonly Expression[], frame: Frame): Value {
  const items = elements.map((e) => evaluate(e, frame));
  return items.find((i) => i.k === 'error') ?? settle({ k: 'list', items });
}

function templateOf(parts: readonly TemplatePart[], frame: Frame): Value {
  const out: Value[] = [];
  for (const part of parts) {
    const value = partOf(part, frame);
    if (value.k === 'error') return value;
    if (value.k === 'lit' && value.v === null) return failure('a template cannot hold null');
    out.push(value);
  }
  return textOf(out);
}

function partOf(part: TemplatePart, frame: Frame): Value {
  switch (part.kind) {
    case 'text':
      return lit(part.value);
    case 'interpolation':
      return evaluate(part.expression, frame);
    case 'if': {
      const condition = evaluate(part.condition, frame);
      if (condition.k === 'error') return condition;
      const [yes, no] = [part.whenTrue, part.whenFalse];
      if (condition.k === 'lit') return madeOf([condition], templateOf(isTrue(condition.v) ? yes : no, frame));
      return { k: 'one', options: [templateOf(yes, frame), templateOf(no, frame)], because: whyUnknown(condition) };
    }
    case 'for': {
      const collection = evaluate(part.collection, frame);
      if (collection.k === 'error') return collection;
      const entries = entriesOf(collection);
      if (!entries || entries.open || entries.items.some((e) => !e.sure))
        return unknowable('a template', whyUnknown(collection));
      const texts = entries.items.map((entry) => {
        const names = new Map(frame.names);
        names.set(part.valueVariable, entry.value);
        if (part.keyVariable !== null) names.set(part.keyVariable, entry.key);
        return templateOf(part.parts, { ...frame, names });
      });
      return madeOf([collection], textOf(texts));
    }
  }
}

function objectOf(items: readonly { readonly key: Expression; readonly value: Expression }[], frame: Frame): Value {
  const members = new Map<string, Value>();
  const keys: Value[] = [];
  for (const item of items) {
    const key = evaluate(item.key, frame);
    keys.push(key);
    if (key.k === 'error') return key;
    const name = keyText(key);
    if (name === undefined) return unknowable('an object', whyUnknown(key));
    const value = evaluate(item.value, frame);
    if (value.k === 'error') return value;
    members.set(name, value);
  }
  return madeOf(keys, settle({ k: 'object', members }));
}

/** The first steps of a traversal that the graph follows itself: names without computed indexes. */
function rootOf(root: string, steps: readonly Step[], frame: Frame): { value: Value; rest: readonly Step[] } {
  const bound = frame.names.get(root);
  if (bound) return { value: bound, rest: steps };
  const names: string[] = [];
  for (const step of steps) {
    if (step.kind !== 'attribute') break;
    names.push(step.name);
  }
  if (frame.template) return { value: failure(`there is no variable named \`${root}\``), rest: [] };
  if (names.length < (root === 'data' ? 2 : 1))
    return { value: unknowable(root, `\`${root}\` could not be followed`), rest: [] };
  const value = frame.graph.traverse(
    [root, ...names].map((attr) => ({ attr })),
    frame.scope,
  );
  return { value, rest: steps.slice(names.length) };
}

function stepsOf({ value, rest }: { value: Value; rest: readonly Step[] }, frame: Frame): Value {
  let at = value;
  for (const step of rest) {
    if (at.k === 'error') return at;
    if (step.kind === 'attribute') at = frame.graph.index(at, step.name);
    else if (step.kind === 'index') at = indexBy(at, evaluate(step.key, frame), frame);
    else at = splat(at, step.each, frame);
  }
  return at;
}

function indexBy(value: Value, key: Value, frame: Frame): Value {
  if (key.k === 'error') return key;
  if (key.k === 'lit' && (typeof key.v === 'string' || typeof key.v === 'number'))
    return madeOf([key], frame.graph.index(value, numeric(value, key.v)));
  const name = keyText(key);
  if (name !== undefined) return frame.graph.index(value, name);
  const entries = entriesOf(value);
  if (!entries || entries.open)
    return unknowable(
      'an element',
      key.k === 'unknown' ? key.because : 'which element is taken is known only after apply',
    );
  return { k: 'one', options: entries.items.map((e) => e.value), because: whyUnknown(key) };
}

/** Terraform reads `"0"` as a number when it is the index of a list. */
function numeric(value: Value, key: string | number): string | number {
  const isList =
    value.k === 'list' ||
    (value.k === 'lit' && Array.isArray(value.v)) ||
    (value.k === 'instances' && typeof value.of[0]?.key === 'number');
  return isList && typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : key;
}

function splat(value: Value, each: readonly Step[], frame: Frame): Value {
  if (value.k === 'lit' && value.v === null) return lit([]);
  const follow = (item: Value) => stepsOf({ value: item, rest: each }, frame);
  // A splat reads a single value as a list of one.
  const single =
    value.k === 'instance' ||
    value.k === 'module' ||
    value.k === 'object' ||
    (value.k === 'lit' && !Array.isArray(value.v));
  if (single) return settle({ k: 'list', items: [follow(value)] });
  return mapEntries(value, (item) => follow(item));
}

/** The same collection with each element changed. */
function mapEntries(value: Value, change: (item: Value) => Value): Value {
  const entries = entriesOf(value);
  if (!entries)
    return value.k === 'unknown' || value.k === 'error'
      ? value
      : unknowable('a collection', 'the elements of a collection are known only after apply');
  const sure = entries.items.filter((e) => e.sure).map((e) => change(e.value));
  const maybe = entries.items.filter((e) => !e.sure).map((e) => change(e.value));
  const failed = [...sure, ...maybe].find((v) => v.k === 'error');
  if (failed) return failed;
  if (maybe.length === 0 && !entries.open) return settle({ k: 'list', items: sure });
  return { k: 'some', sure, maybe, open: entries.open };
}

function forOf(expression: For, frame: Frame): Value {
  const collection = evaluate(expression.collection, frame);
  if (collection.k === 'error') return collection;
  const entries = entriesOf(collection);
  if (!entries) return unknowable('a `for` expression', whyUnknown(collection));
  const results: { key: Value; value: Value; sure: boolean }[] = [];
  const deciding: Value[] = [collection];
  for (const entry of entries.items) {
    const names = new Map(frame.names);
    names.set(expression.valueVariable, entry.value);
    if (expression.keyVariable !== null) names.set(expression.keyVariable, entry.key);
    const inner = { ...frame, names };
    const condition = expression.condition ? evaluate(expression.condition, inner) : lit(true);
    if (condition.k === 'error') return condition;
    deciding.push(condition);
    if (condition.k === 'lit' && condition.v !== true && condition.v !== 'true') continue;
    const key = expression.key ? evaluate(expression.key, inner) : NULL;
    deciding.push(key);
    results.push({ key, value: evaluate(expression.value, inner), sure: entry.sure && condition.k === 'lit' });
  }
  const result =
    expression.result === 'tuple' ? tupleResult(results, entries) : objectResult(results, entries, expression.grouping);
  return madeOf(deciding, result);
}

function tupleResult(results: readonly { value: Value; sure: boolean }[], entries: Entries): Value {
  const failed = results.find((r) => r.value.k === 'error');
  if (failed) return failed.value;
  if (results.every((r) => r.sure) && !entries.open) return settle({ k: 'list', items: results.map((r) => r.value) });
  return {
    k: 'some',
    sure: results.filter((r) => r.sure).map((r) => r.value),
    maybe: results.filter((r) => !r.sure).map((r) => r.value),
    open: entries.open,
  };
}

function objectResult(
  results: readonly { key: Value; value: Value; sure: boolean }[],
  entries: Entries,
  grouping: boolean,
): Value {
  if (entries.open) return unknowable('a `for` expression', entries.open.because);
  if (grouping) return grouped(results);
  const members = new Map<string, Value>();
  const uncertain = new Set<string>();
  for (const { key, value, sure } of results) {
    if (key.k === 'error') return key;
    const name = keyText(key);
    if (name === undefined) return unknowable('a `for` expression', whyUnknown(key));
    if (value.k === 'error') return value;
    members.set(name, value);
    if (!sure) uncertain.add(name);
  }
  return settle({ k: 'object', members, ...(uncertain.size > 0 ? { uncertain } : {}) });
}

/** `{for ... : key => value...}`: values of one key gather in a list. */
function grouped(results: readonly { key: Value; value: Value; sure: boolean }[]): Value {
  const groups = new Map<string, Value[]>();
  for (const { key, value, sure } of results) {
    if (key.k === 'error') return key;
    if (value.k === 'error') return value;
    const name = sure ? keyText(key) : undefined;
    if (name === undefined)
      return unknowable('a `for` expression', 'the keys of its result are known only after apply');
    push(groups, name, value);
  }
  const members = new Map([...groups].map(([key, items]) => [key, settle({ k: 'list', items })]));
  return settle({ k: 'object', members });
}

function callOf(expression: Expression & { kind: 'call' }, frame: Frame): Value {
  const args = expression.arguments;
  if (expression.name === 'try') return tryEach(args, frame);
  if (expression.name === 'can') {
    const doubts = frame.graph.doubts;
    const value = args[0] ? evaluate(args[0], frame) : NULL;
    if (value.k === 'error') return lit(false);
    const isUnsure = frame.graph.doubts > doubts || value.k === 'unknown' || value.k === 'mix';
    return isUnsure ? unknowable('can()', whyUnknown(value)) : madeOf([value], lit(true));
  }
  const values = args.map((a) => evaluate(a, frame));
  const failed = values.find((v) => v.k === 'error');
  if (failed) return failed;
  if (expression.expandFinal) {
    const last = values.pop();
    const entries = last && entriesOf(last);
    if (!last || !entries || entries.open || entries.items.some((e) => !e.sure))
      return last?.k === 'unknown'
        ? last
        : unknowable(`${expression.name}()`, `the arguments of \`${expression.name}\` are known only after apply`);
    for (const { value } of entries.items) values.push(value);
  }
  const name = expression.name.replace(/^core::/, '');
  const result = isTemplateFunction(name)
    ? callTemplate(name, values, frame, evaluate)
    : call(name, values, frame.graph);
  return result.k === 'error' ? failure(`\`${name}\`: ${result.because}`) : result;
}

/** The first argument that can be evaluated; one of several where it may be an element that is not there. */
function tryEach(args: readonly Expression[], frame: Frame): Value {
  const options: Value[] = [];
  for (const arg of args) {
    const { doubts } = frame.graph;
    const value = evaluate(arg, frame);
    if (value.k === 'error') continue;
    options.push(value);
    // A function may reject the values of its arguments.
    const mayFail = value.k === 'unknown' && value.from !== undefined;
    if (frame.graph.doubts === doubts && !mayFail) break;
  }
  const [only] = options;
  if (!only) return failure('no argument of `try` could be evaluated');
  return options.length === 1 ? only : { k: 'one', options, because: 'it is not known whether what it tries is there' };
}

function conditionalOf(expression: Conditional, frame: Frame): Value {
  const condition = evaluate(expression.condition, frame);
  if (condition.k === 'error') return condition;
  if (condition.k === 'lit')
    return madeOf([condition], evaluate(isTrue(condition.v) ? expression.whenTrue : expression.whenFalse, frame));
  const options = [evaluate(expression.whenTrue, frame), evaluate(expression.whenFalse, frame)];
  const [yes, no] = options as [Value, Value];
  if (yes.k === 'lit' && no.k === 'lit' && equals(yes, no)) return madeOf([no], yes);
  return { k: 'one', options: options.filter((o) => o.k !== 'error'), because: whyUnknown(condition) };
}

function binaryOf(operator: BinaryOperator, leftSide: Expression, rightSide: Expression, frame: Frame): Value {
  const left = evaluate(leftSide, frame);
  if (left.k === 'error') return left;
  // The right side is not looked at where the left one decides.
  if ((operator === '&&' || operator === '||') && left.k === 'lit' && isTrue(left.v) === (operator === '||'))
    return madeOf([left], lit(operator === '||'));
  return operate(operator, left, evaluate(rightSide, frame));
}
