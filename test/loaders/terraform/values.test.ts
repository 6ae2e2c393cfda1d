/** Values before apply: members, keys, elements, and why they are not known. */
import { describe, expect, it } from 'vitest';
import type { Instance } from '../../../src/loaders/terraform/document/document.ts';
import type { ModuleInstance } from '../../../src/loaders/terraform/document/modules.ts';
import { toFact } from '../../../src/loaders/terraform/values/convert.ts';
import { jsonTemplate } from '../../../src/loaders/terraform/values/json-template.ts';
import { keyOf } from '../../../src/loaders/terraform/values/key-of.ts';
import { leaves } from '../../../src/loaders/terraform/values/leaves.ts';
import { isMarked, madeOf, marked } from '../../../src/loaders/terraform/values/marked.ts';
import { member } from '../../../src/loaders/terraform/values/member.ts';
import { isLeftOutOfBlock } from '../../../src/loaders/terraform/values/optional-computed.ts';
import { eachOf, keysOf, MOST_INSTANCES, most, whyNoKeys } from '../../../src/loaders/terraform/values/repetition.ts';
import { keyText, keyValue } from '../../../src/loaders/terraform/values/stand-in.ts';
import {
  attributeName,
  elements,
  equals,
  isLiteral,
  isNothing,
  lit,
  NULL,
  settle,
  textOf,
  unknowable,
  type Value,
} from '../../../src/loaders/terraform/values/value.ts';
import { valueJson } from '../../../src/loaders/terraform/values/value-json.ts';
import { valueTree } from '../../../src/loaders/terraform/values/value-tree.ts';
import { whyUnknown } from '../../../src/loaders/terraform/values/why-unknown.ts';
import { type TemplateLeaf, UnknownLeaf } from '../../../src/model/index.ts';

const instance = (name: string, key?: string | number, more: object = {}): Instance =>
  ({ address: `aws_subnet.${name}${key === undefined ? '' : `[${JSON.stringify(key)}]`}`, key, ...more }) as Instance;
const module = (key?: string | number): ModuleInstance => ({ address: `module.m[${key}]`, key }) as ModuleInstance;

const a = instance('a');
const ids: Value = { k: 'attribute', of: a, path: ['ids'] };
const open = unknowable('local.x', 'it comes from `local.x`', 'local.x');
const nameless = unknowable('an expression', 'it is not in the plan');
const list = (...items: Value[]): Value => ({ k: 'list', items });
const object = (members: Record<string, Value>, uncertain?: string[]): Value => ({
  k: 'object',
  members: new Map(Object.entries(members)),
  ...(uncertain ? { uncertain: new Set(uncertain) } : {}),
});
const instances = (...of: Instance[]): Value => ({ k: 'instances', of, block: 'aws_subnet.s', open: null });
const modules = (whole: boolean, ...of: ModuleInstance[]): Value => ({ k: 'modules', of, call: 'm', whole });
const mix = (...parts: Value[]): Value => ({ k: 'mix', parts });
const one = (...options: Value[]): Value => ({ k: 'one', options });
const some = (sure: Value[], maybe: Value[] = []): Value => ({ k: 'some', sure, maybe, open: null });

const graph = {
  refer: (of: Instance, name: string): Value => ({ k: 'attribute', of, path: [name] }),
  output: (of: ModuleInstance, name: string): Value => lit(`${of.address}.${name}`),
  index: (value: Value, key: string | number): Value => member(graph as never, value, key),
};
const at = (value: Value, key: string | number) => member(graph as never, value, key);

describe('a member', () => {
  const [zero, first] = [instance('s', 0), instance('s', 'a')];

  it('of an instance is its attribute, of an attribute a part of it', () => {
    expect(at({ k: 'instance', of: a }, 'id')).toEqual({ k: 'attribute', of: a, path: ['id'] });
    expect(at(ids, 0)).toEqual({ k: 'attribute', of: a, path: ['ids', 0] });
    expect(attributeName(at(at(ids, 0), 'x') as never)).toBe('aws_subnet.a.ids[0].x');
  });

  it('of instances is the one with the key', () => {
    expect(at(instances(zero, first), 'a')).toEqual({ k: 'instance', of: first });
    expect(at(instances(zero, first), 1)).toMatchObject({ k: 'error' });
    expect(at({ ...instances(zero), open } as Value, 1)).toBe(open);
  });

  it('of a module is its output', () => {
    expect(at({ k: 'module', of: module() }, 'ids')).toEqual(lit('module.m[undefined].ids'));
  });

  it('of modules is the one with the key, else an output of each', () => {
    expect(at(modules(false, module('a'), module('b')), 'b')).toEqual({ k: 'module', of: module('b') });
    expect(at(modules(true, module('a')), 'ids')).toMatchObject({ k: 'error' });
    expect(at(modules(false), 'ids')).toMatchObject({ k: 'unknown' });
    expect(at(modules(false, module('a')), 'ids')).toEqual(mix(lit('module.m[a].ids')));
  });

  it('of a literal is as sensitive as it', () => {
    expect(at(lit({ x: 1 }, true), 'x')).toEqual(lit(1, true));
    expect(at(lit(['x']), 0)).toEqual(lit('x'));
    for (const [value, key] of [
      [{ x: 1 }, 'y'],
      [null, 'x'],
      ['text', 'length'],
      [{ x: 1 }, 'toString'],
    ] as const)
      expect(at(lit(value), key), String(key)).toMatchObject({ k: 'error' });
  });

  it('of lists and objects', () => {
    expect(at(list(lit('x'), ids), 1)).toBe(ids);
    expect(at(list(lit('x')), 1)).toMatchObject({ k: 'error' });
    expect(at(list(lit('x')), 'id')).toMatchObject({ k: 'error' });
    expect(at(object({ x: ids }), 'x')).toBe(ids);
    expect(at(object({ x: ids }), 'y')).toMatchObject({ k: 'error' });
  });

  it('of what is one of several is that of one of them', () => {
    expect(at(one(object({ x: lit(1) }), object({ x: ids })), 'x')).toEqual(one(lit(1), ids));
    expect(at(some([lit('x')], [ids]), 0)).toEqual(one(lit('x'), ids));
    expect(at(some([object({ x: lit(1) })]), 'x')).toEqual(one(lit(1)));
  });

  it('of texts is none', () => {
    expect(at({ k: 'text', parts: [ids] }, 0)).toMatchObject({ k: 'error' });
    expect(at({ k: 'json', of: ids }, 'x')).toMatchObject({ k: 'error' });
  });

  it('of the unknown has a name where it has one', () => {
    expect(at(open, 'ids')).toMatchObject({ k: 'unknown', symbol: 'local.x.ids' });
    expect(at(open, 'a b')).toMatchObject({ symbol: 'local.x["a b"]' });
    expect(at(open, 0)).toMatchObject({ symbol: 'local.x[0]' });
    expect(at(nameless, 'ids')).toBe(nameless);
    const error: Value = { k: 'error', because: 'no' };
    expect(at(error, 'x')).toBe(error);
  });

  it('of something made of one reference is that of the reference, where it has one', () => {
    expect(at(mix({ k: 'instance', of: a }), 'id')).toEqual({ k: 'attribute', of: a, path: ['id'] });
    expect(at(mix(open), 'id')).toMatchObject({ symbol: 'local.x.id' });
    expect(at(mix(object({ x: ids })), 'x')).toBe(ids);
    expect(at(mix(lit({ x: 1 })), 'x')).toEqual(lit(1));
    expect(at(mix(lit({ x: 1 })), 'y')).toEqual(one(lit(1)));
    expect(at(mix(lit('x')), 'y')).toEqual(one(lit('x')));
    expect(at(mix(lit(null)), 'y')).toEqual(one(lit(null)));
    expect(at(mix(instances(first)), 'a')).toEqual({ k: 'instance', of: first });
    expect(at(mix(instances(first)), 'id')).toMatchObject({ k: 'one' });
    expect(at(mix(instances(zero)), 0)).toMatchObject({ k: 'one' });
    expect(at(mix(modules(true, module('a'))), 'a')).toEqual({ k: 'module', of: module('a') });
    expect(at(mix(ids), 0)).toEqual(one(ids));
  });

  it('of something made of several', () => {
    const both = mix({ k: 'instance', of: a }, { k: 'instance', of: first });
    expect(at(both, 'id')).toMatchObject({ k: 'mix', parts: [{ path: ['id'] }, { path: ['id'] }] });
    expect(at(both, 0)).toMatchObject({ k: 'one' });
    expect(at(mix({ k: 'instance', of: a }, open), 'id')).toMatchObject({ k: 'one' });
  });
});

describe('a fact', () => {
  const at = { input: 0 };
  const number = (value: Value) => toFact(value, at, (v) => (typeof v === 'number' ? v : undefined));

  it('has the value of a literal of its type', () => {
    expect(number(lit(5))).toEqual({ known: true, value: 5, at });
    expect(number(lit(5, true))).toEqual({ known: true, value: 5, at, sensitive: true });
  });

  it('is unknown where the value is, or is of another type', () => {
    expect(number(open)).toEqual({ known: false, because: 'it comes from `local.x`', at });
    expect(number(lit('5'))).toEqual({ known: false, because: 'it has a value of an unexpected type', at });
  });
});

describe('instance keys', () => {
  it.each<[string, Value, Value, (string | number)[] | undefined]>([
    ['a count', lit(2), NULL, [0, 1]],
    ['too many', lit(MOST_INSTANCES + 1), NULL, undefined],
    ['as many as there may be', lit(0), NULL, []],
    ['an unknown count', open, NULL, undefined],
    ['a map', NULL, lit({ a: 1, b: 2 }), ['a', 'b']],
    ['a set', NULL, { ...lit(['a', 1]), set: true }, ['a', '1']],
    ['an object', NULL, object({ a: ids }), ['a']],
    ['an object of which a member may not be there', NULL, object({ a: ids }, ['a']), undefined],
    ['a set with zones', NULL, { k: 'list', items: [lit('a')], set: true }, ['a']],
    ['a set with unknown keys', NULL, { k: 'list', items: [ids], set: true }, undefined],
    ['a list', NULL, list(lit('a')), undefined],
    ['instances', NULL, instances(instance('s', 'a'), instance('s')), ['a']],
    ['instances of which there may be more', NULL, { ...instances(instance('s', 'a')), open } as Value, undefined],
    ['modules', NULL, modules(true, module('a')), ['a']],
    ['modules of which there may be more', NULL, modules(false, module('a')), undefined],
    ['a text', NULL, lit('a'), undefined],
    ['nothing', NULL, NULL, undefined],
  ])('%s', (_, count, forEach, keys) => {
    expect(keysOf(count, forEach)).toEqual(keys);
  });

  it('are at most so many', () => {
    const all = [lit(3), lit({ a: 1 }), list(ids, ids), object({ a: ids }), one(lit(1), list(ids, ids)), open];
    expect(all.map(most)).toEqual([3, 1, 2, 1, 2, Number.POSITIVE_INFINITY]);
  });

  it('are told to be none', () => {
    expect(whyNoKeys('count', lit('x'))).toBe('"x" is not a number');
    expect(whyNoKeys('count', lit(1e9))).toBe(`1000000000 is more than ${MOST_INSTANCES}`);
    expect(whyNoKeys('for_each', lit('x'))).toBe('"x" is neither a map nor a set');
    expect(whyNoKeys('for_each', lit('x', true))).toBe('it is neither a map nor a set');
    expect(whyNoKeys('for_each', open)).toBeUndefined();
  });

  it('have a value each', () => {
    const each = (map: Value, key: string | number) => eachOf(graph as never, map, key);
    expect(each(lit(['a'], true), 'a')).toEqual(lit('a', true));
    expect(each(lit({ a: 1 }), 'a')).toEqual(lit(1));
    expect(each(object({ a: ids }), 'a')).toBe(ids);
    expect(each(list(lit('a')), 'a')).toEqual(lit('a'));
    expect(each(mix(instances(instance('s', 'a'))), 'a')).toMatchObject({ k: 'instance' });
    expect(each(mix(instances(instance('s', 'a'))), 'b')).toMatchObject({ k: 'mix' });
    expect(each(mix(object({ a: ids })), 'a')).toBe(ids);
    expect(each(mix(lit('a'), lit('b')), 'a')).toEqual(mix(lit('a'), lit('b')));
    expect(each(open, 'a')).toMatchObject({ k: 'unknown', source: 'each.value', symbol: 'local.x["a"]' });
    expect(each(nameless, 'a')).toEqual({ ...nameless, source: 'each.value' });
    expect(each(one(lit('a'), lit('b')), 'a')).toEqual(one(lit('a'), lit('b')));
  });

  it('may have stand-ins', () => {
    const zone: Value = {
      k: 'attribute',
      of: { address: 'data.aws_availability_zones.z' } as Instance,
      path: ['names', 0],
    };
    const name = 'data.aws_availability_zones.z.names[0]';
    expect([lit('a'), lit(1), lit(true), lit(null), zone, ids, open].map(keyText)).toEqual([
      ...['a', '1', 'true', undefined, name, undefined, undefined],
    ]);
    expect(keyText(unknowable(name, 'why', name))).toBe(name);
    expect(keyText(list(lit('a')))).toBeUndefined();
    expect(keyValue('a', true)).toEqual(lit('a', true));
    expect(keyValue(0)).toEqual(lit(0));
    expect(keyValue(name)).toMatchObject({ k: 'unknown', symbol: name });
  });
});

describe('a value', () => {
  it('of literals only is a literal, sensitive where one is', () => {
    expect(settle(list(lit('a'), lit('b', true)))).toEqual(lit(['a', 'b'], true));
    expect(settle({ k: 'list', items: [lit('a')], set: true })).toEqual({ ...lit(['a']), set: true });
    expect(settle(list(lit('a'), ids))).toEqual(list(lit('a'), ids));
    expect(settle(object({ a: lit(1) }))).toEqual(lit({ a: 1 }));
    expect(settle(object({ a: lit(1, true) }))).toEqual(lit({ a: 1 }, true));
    expect(settle(object({ a: lit(1) }, ['a']))).toMatchObject({ k: 'object' });
    expect(settle(object({ a: ids, b: lit(1) }))).toMatchObject({ k: 'object' });
    expect(settle(object({ a: lit(1, true), b: lit(1) }))).toEqual(lit({ a: 1, b: 1 }, true));
  });

  it('that doubles and doubles again is given up', () => {
    const doubled = (value: Value) => {
      let out = value;
      for (let times = 0; times < 18; times += 1) out = list(out, out);
      return settle(out);
    };
    expect([ids, object({ a: ids }), { k: 'text', parts: [ids, ids] } as Value].map(doubled)).toMatchObject([
      { k: 'unknown' },
      { k: 'unknown' },
      { k: 'unknown' },
    ]);
    let plain: unknown = ['a'];
    for (let times = 0; times < 18; times += 1) plain = [plain, plain];
    expect(settle(list(lit(plain)))).toMatchObject({ k: 'unknown' });
    expect(settle(list(lit(['a', 'b'])))).toEqual(lit([['a', 'b']]));
  });

  it('is put together of texts', () => {
    expect(textOf([lit('a'), lit(1), lit(true, true)])).toEqual(lit('a1true', true));
    expect(textOf([lit('a'), ids])).toEqual({ k: 'text', parts: [lit('a'), ids] });
    expect(textOf([{ k: 'text', parts: [ids] }, lit('a')])).toEqual({ k: 'text', parts: [ids, lit('a')] });
    expect(textOf([lit(['a'])])).toMatchObject({ k: 'text' });
    expect(textOf([{ k: 'error', because: 'no' }, ids])).toMatchObject({ k: 'error' });
    expect(textOf([lit('a'.repeat(600_000)), lit('a'.repeat(600_000))])).toMatchObject({ k: 'unknown' });
  });

  it('is known to Terraform where all of it is', () => {
    const derived: Value = { k: 'lit', v: 1, derived: true };
    const known = [lit(1), list(lit(1)), object({ a: lit(1) }), mix(lit(1)), { k: 'json', of: lit(1) } as Value];
    expect(known.map(isLiteral)).toEqual(known.map(() => true));
    const not = [derived, list(lit(1), ids), object({ a: ids, b: lit(1) }), mix(lit(1), ids), open, one(lit(1))];
    expect(not.map(isLiteral)).toEqual(not.map(() => false));
  });

  it('is nothing where it comes to null or is empty', () => {
    const nothing = [NULL, lit(''), lit([]), list(NULL, lit('')), mix(NULL), object({})];
    expect(nothing.map(isNothing)).toEqual(nothing.map(() => true));
    const not = [lit('a'), lit(0), lit(['a']), list(NULL, ids), mix(NULL, ids), object({ a: NULL }), open];
    expect(not.map(isNothing)).toEqual(not.map(() => false));
  });

  it('has elements', () => {
    expect(elements(instances(a))).toEqual([{ k: 'instance', of: a }]);
    expect(elements(modules(true, module()))).toEqual([{ k: 'module', of: module() }]);
    const inside = (value: Value) => elements(value).length;
    expect(elements(lit(['a'], true))).toEqual([lit('a', true)]);
    expect(elements(lit({ a: 1 }, true))).toEqual([lit(1, true)]);
    expect(elements(lit('a'))).toEqual([lit('a')]);
    expect(elements(NULL)).toEqual([NULL]);
    const all: [Value, number][] = [
      [instances(a, a), 2],
      [{ ...instances(a), open } as Value, 2],
      [modules(true, module()), 1],
      [{ ...modules(false, module()), open } as Value, 2],
      [list(ids, ids), 2],
      [object({ a: ids }), 1],
      [mix(list(ids, ids), ids), 3],
      [one(list(ids, ids), ids), 3],
      [some([ids], [ids]), 2],
      [{ ...some([ids], [ids]), open } as Value, 3],
      [ids, 1],
    ];
    expect(all.map(([value]) => inside(value))).toEqual(all.map(([, n]) => n));
  });

  it('equals another as far as that is known', () => {
    expect(equals(lit({ a: 1, b: 2 }), lit({ b: 2, a: 1 }))).toBe(true);
    expect(equals(lit(1), lit(2))).toBe(false);
    expect(equals(list(ids), NULL)).toBe(false);
    expect(equals(NULL, object({ a: ids }))).toBe(false);
    expect(equals(NULL, ids)).toBeUndefined();
    expect(equals(list(ids), lit('a'))).toBeUndefined();
    expect(equals(lit('a'), ids)).toBeUndefined();
    expect(equals(ids, ids)).toBeUndefined();
    expect(keyOf([{ b: 1, a: null }])).toBe('[{"a":null,"b":1}]');
  });

  it('is marked with all that is known in it', () => {
    expect(marked(list(lit(1), ids))).toEqual(list(lit(1, true), ids));
    expect(marked(object({ a: lit(1) }))).toEqual(object({ a: lit(1, true) }));
    expect(marked({ k: 'text', parts: [lit('a'), ids] })).toEqual({ k: 'text', parts: [lit('a', true), ids] });
    expect(marked(mix(lit(1)))).toEqual(mix(lit(1, true)));
    expect(marked({ k: 'json', of: lit(1) })).toEqual({ k: 'json', of: lit(1, true) });
    expect(marked(one(lit(1)))).toEqual(one(lit(1, true)));
    expect(marked(some([lit(1)], [lit(2)]))).toEqual(some([lit(1, true)], [lit(2, true)]));
    expect(marked(open)).toBe(open);
    expect([lit(1, true), lit(1), ids, undefined].map(isMarked)).toEqual([true, false, false, false]);
    expect(madeOf([lit(1), undefined], lit(2))).toEqual(lit(2));
    expect(madeOf([lit(1), lit(1, true)], lit(2))).toEqual(lit(2, true));
  });
});

describe('why a value is not known', () => {
  const data = (more: object): Value => ({
    k: 'attribute',
    of: { address: 'data.aws_vpc.v', mode: 'data', ...more } as Instance,
    path: ['id'],
  });
  it.each<[string, Value, string]>([
    ['the unknown', open, 'it comes from `local.x`'],
    ['JSON', { k: 'json', of: open }, 'it comes from `local.x`'],
    ['an attribute', ids, '`aws_subnet.a.ids` is known only after apply'],
    ['a data source of sources', data({ action: 'read' }), '`data.aws_vpc.v.id` is read from AWS. Check a plan'],
    ['one put off', data({ action: 'read', unknown: {} }), '`data.aws_vpc.v.id` is known only after apply'],
    ['one that was read', data({ action: 'no-op' }), '`data.aws_vpc.v.id` is known only after apply'],
    ['a mix of one', mix(lit(1), ids), '`aws_subnet.a.ids` is known only after apply'],
    ['a mix with the unknown', mix(ids, open), 'it comes from `local.x`'],
    [
      'a mix of several',
      mix(ids, { k: 'instance', of: a }),
      'the plan does not say how its value is built from `aws_subnet.a.ids`, `aws_subnet.a`. Pass the Terraform directory with --root',
    ],
    ['a list', list(lit(1), open), 'it comes from `local.x`'],
    ['a list of literals', list(lit(1)), 'it is known only after apply'],
    ['an object', object({ a: lit(1), b: open }), 'it comes from `local.x`'],
    [
      'one of several',
      one(open, ids),
      'the plan does not say which of `local.x`, `aws_subnet.a.ids` it is. Pass the Terraform directory with --root',
    ],
    ['one of several, for a reason', { k: 'one', options: [open], because: 'a reason' }, 'a reason'],
    ['some', some([ids], [open]), 'which of `aws_subnet.a.ids`, `local.x` are in it is known only after apply'],
    ['some and others', { ...some([ids]), open } as Value, 'it comes from `local.x`'],
    [
      'some of many',
      some([1, 2, 3, 4].map((n): Value => ({ k: 'instance', of: instance('s', n) }))),
      'which of `aws_subnet.s[1]` and 3 more are in it is known only after apply',
    ],
    ['some without names', some([lit(1)]), 'which of several values are in it is known only after apply'],
    ['modules', { ...modules(false), open } as Value, 'it comes from `local.x`'],
    ['all modules', modules(true), 'it is known only after apply'],
    [
      'instances',
      instances(a),
      'the plan does not say which instances of `aws_subnet.s` it uses. Pass the Terraform directory with --root',
    ],
    ['instances and others', { ...instances(a), open } as Value, 'it comes from `local.x`'],
    ['an instance', { k: 'instance', of: a }, 'it is known only after apply'],
  ])('%s', (_, value, why) => {
    expect(whyUnknown(value)).toBe(why);
  });
});

describe('trees', () => {
  const arn: Value = { k: 'attribute', of: a, path: ['arn'] };
  const leaf = (value: Value) => valueTree(value) as UnknownLeaf;

  it('of values', () => {
    expect(valueTree(lit({ a: [1] }))).toEqual({ a: [1] });
    expect(valueTree(lit(undefined))).toBeNull();
    expect(valueTree(list(lit(1), object({ a: lit('x') })))).toEqual([1, { a: 'x' }]);
    expect(leaf(arn)).toEqual(new UnknownLeaf('`aws_subnet.a.arn` is known only after apply', 'aws_subnet.a.arn'));
    expect(leaf(open).symbol).toBe('local.x');
    expect(leaf(mix(arn)).symbol).toBe('aws_subnet.a.arn');
    expect(leaf(mix(ids)).symbol).toBeUndefined();
    expect(leaf(mix(arn, ids)).symbol).toBeUndefined();
    expect(leaf(mix(unknowable('local.x', 'why', 'local.x.arn'))).symbol).toBe('local.x.arn');
    expect(leaf(mix(instances(a))).symbol).toBeUndefined();
    expect(leaf(one(arn)).symbol).toBeUndefined();
    expect(valueTree({ k: 'text', parts: [lit('a'), lit(1), lit(true)] })).toBe('a1true');
    const parts = (valueTree({ k: 'text', parts: [lit('a'), arn, list(lit(1))] }) as TemplateLeaf).parts;
    expect(parts).toMatchObject(['a', { symbol: 'aws_subnet.a.arn' }, { because: 'it is known only after apply' }]);
  });

  it('of JSON with parts that are not known', () => {
    const json = (...parts: (string | Value)[]) =>
      jsonTemplate(parts.map((part) => (typeof part === 'string' ? lit(part) : part)));
    expect(json('{"a": [1, null, "x"]}')).toEqual({ a: [1, null, 'x'] });
    expect((json('{"a": "', arn, '"}') as { a: UnknownLeaf }).a.symbol).toBe('aws_subnet.a.arn');
    expect((json('{"a": "', arn, '/*"}') as { a: TemplateLeaf }).a.parts).toMatchObject([
      { symbol: 'aws_subnet.a.arn' },
      '/*',
    ]);
    expect((json('{"a": "x', list(lit(1)), '"}') as { a: TemplateLeaf }).a.parts).toMatchObject([
      'x',
      { because: 'it is known only after apply' },
    ]);
    expect(json('{"a": ', { k: 'json', of: list(lit(1)) }, '}')).toEqual({ a: [1] });
    expect(json('{"', arn, '": 1}')).toBeInstanceOf(UnknownLeaf);
    expect(json('{"a": ', arn, '}')).toBeUndefined();
    expect(json('no JSON')).toBeUndefined();
  });
});

describe('what a value is made of', () => {
  const queue = instance('q', undefined, { type: 'aws_sqs_queue' });
  const types = (value: Value) => leaves(value).map(({ type, of }) => (of ? `<${type}>` : type));
  const of = (source: string) => unknowable(source, 'x');

  it('is the resources in it, however deep', () => {
    expect(types({ k: 'attribute', of: queue, path: ['arn'] })).toEqual(['<aws_sqs_queue>']);
    expect(types({ k: 'instance', of: queue })).toEqual(['<aws_sqs_queue>']);
    expect(types({ k: 'json', of: object({ x: list(lit('y'), { k: 'instance', of: queue }) }) })).toEqual([
      '<aws_sqs_queue>',
    ]);
    expect(types({ k: 'text', parts: [lit('a'), of('data.aws_vpc.v.id')] })).toEqual(['aws_vpc']);
    expect(types(mix(of('aws_sns_topic.t.arn'), one(of('module.m[0].module.n.aws_kms_key.k.arn'))))).toEqual([
      ...['aws_kms_key', 'aws_sns_topic'],
    ]);
  });

  it('is nothing where there is no resource', () => {
    expect(types(lit('x'))).toEqual([]);
    expect(types({ k: 'error', because: 'x' })).toEqual([]);
    expect(types({ k: 'module', of: module() })).toEqual([]);
    expect(types(of('an expression'))).toEqual([undefined]);
  });

  it('is looked at as far as anybody has written it', () => {
    let deep: Value = { k: 'instance', of: queue };
    for (let level = 0; level < 40; level += 1) deep = list(deep, deep);
    expect(leaves(deep).length).toBeLessThan(10_000);
  });
});

describe('a text of JSON', () => {
  it('is what it says, with what is not known in it', () => {
    expect(valueJson(lit('{"a": [1]}'))).toEqual({ a: [1] });
    expect(valueJson(mix(lit('{"a": 1}')))).toEqual({ a: 1 });
    expect(valueJson({ k: 'json', of: object({ a: lit(1), b: ids }) })).toEqual({ a: 1, b: expect.any(UnknownLeaf) });
  });

  it('is none where it is no text, no JSON, or not known', () => {
    for (const value of [lit('{'), lit(5), lit({ a: 1 }), open, mix(lit('{}'), lit('{}')), list(lit('{}'))])
      expect(valueJson(value)).toBeUndefined();
  });
});

describe('an argument of a block', () => {
  const api = (action: string, expressions: object) => ({ action, block: { expressions } }) as unknown as Instance;
  const leftOut = (blocks: unknown, action = 'create') =>
    isLeftOutOfBlock(api(action, { endpoint_configuration: blocks }), 'endpoint_configuration', 'ids');

  it('is left out where no block that is written has it', () => {
    expect([leftOut([{}]), leftOut([{ types: {} }, {}]), leftOut([{}], 'replace')]).toEqual([true, true, true]);
    expect([leftOut([{ ids: {} }]), leftOut([{}, { ids: {} }])]).toEqual([false, false]);
  });

  it('may be there where no block is written as it is, or the object exists', () => {
    expect([leftOut([]), leftOut(undefined), leftOut({}), leftOut(['x'])]).toEqual([false, false, false, false]);
    expect(leftOut([{}], 'update')).toBe(false);
    expect(isLeftOutOfBlock({ action: 'create', block: undefined } as Instance, 'x', 'ids')).toBe(false);
  });
});
