import { describe, expect, it } from 'vitest';
import type { TerraformDocument } from '../../../src/loaders/terraform/document/document.ts';
import { conform } from '../../../src/loaders/terraform/sources/conform.ts';
import { evaluate } from '../../../src/loaders/terraform/sources/evaluate.ts';
import { Graph } from '../../../src/loaders/terraform/values/graph.ts';
import { attributeName, type Value } from '../../../src/loaders/terraform/values/value.ts';
import { attribute, parseHcl } from '../../../src/text/hcl/index.ts';

/** Two subnets that have no id yet, and two known ones. */
const instances = [
  ...[0, 1].map((key) => instance('new', key, {}, { id: true, ids: true, outpost: true })),
  ...['a', 'b'].map((key) => instance('old', key, { id: `subnet-${key}` }, {})),
];

function instance(name: string, key: string | number, values: Record<string, unknown>, unknown: unknown) {
  const address = `aws_subnet.${name}[${JSON.stringify(key)}]`;
  return {
    address,
    module: '',
    mode: 'managed',
    type: 'aws_subnet',
    name,
    blockName: `aws_subnet.${name}`,
    key,
    values,
    unknown,
    sensitive: undefined,
    before: undefined,
    action: 'create',
    block: undefined,
    provider: undefined,
    at: { input: 0, address },
  } as const;
}

const document: TerraformDocument = {
  kind: 'terraform-plan',
  input: 0,
  instances,
  removed: [],
  configuration: undefined,
  variables: new Map(),
  partial: null,
  absentIsUnknown: false,
};
const graph = new Graph(document, undefined);
const scope = { module: graph.tree.root, key: undefined, forEach: undefined, owner: 'test' };
const frame = { graph, scope, names: new Map<string, Value>() };

const expressionOf = (code: string) => attribute(parseHcl(`x = ${code}\n`), 'x')!.expression;

/** A value as a person would write it: `?` before what may not be there, `...` for more of it. */
function shown(value: Value): unknown {
  switch (value.k) {
    case 'lit':
      return value.v;
    case 'list':
      return value.items.map(shown);
    case 'object':
      return Object.fromEntries([...value.members].map(([key, member]) => [key, shown(member)]));
    case 'attribute':
      return `<${attributeName(value)}>`;
    case 'some':
      return { sure: value.sure.map(shown), maybe: value.maybe.map(shown), open: value.open !== null };
    case 'one':
      return { oneOf: value.options.map(shown) };
    case 'text':
      return value.parts.map(shown).join('');
    case 'json':
      return { json: shown(value.of) };
    default:
      return value.k;
  }
}

const NEW = ['<aws_subnet.new[0].id>', '<aws_subnet.new[1].id>'];

describe('expressions', () => {
  it.each<[string, unknown]>([
    ['aws_subnet.new[*].id', NEW],
    ['aws_subnet.new.*.id', NEW],
    ['[for s in aws_subnet.new : s.id]', NEW],
    ['[for k, s in aws_subnet.old : s.id if k != "a"]', ['subnet-b']],
    ['values(aws_subnet.old)[*].id', ['subnet-a', 'subnet-b']],
    ['keys(aws_subnet.old)', ['a', 'b']],
    ['aws_subnet.old["a"].id', 'subnet-a'],
    ['aws_subnet.new[2].id', 'error'],
    ['try(aws_subnet.new[2].id, "other")', 'other'],
    ['try([aws_subnet.new[2].id], [])', []],
    ['try(aws_subnet.new[0].id, "other")', NEW[0]],
    ['try(cidrsubnet(aws_subnet.new[0].id, 8, 0), "other")', { oneOf: ['unknown', 'other'] }],
    ['try(cidrsubnet(aws_subnet.new[0].id, 8, 0))', 'unknown'],
    ['try({ s = aws_subnet.new[2].id }, {})', {}],
    ['concat(aws_subnet.new[*].id, ["x"])', [...NEW, 'x']],
    ['slice(aws_subnet.new[*].id, 0, 1)', [NEW[0]]],
    ['element(aws_subnet.new[*].id, 3)', NEW[1]],
    ['flatten([aws_subnet.new[*].id, ["x", ["y"]]])', [...NEW, 'x', 'y']],
    ['flatten([[aws_subnet.new[0].ids]])', { sure: [], maybe: [], open: true }],
    ['compact(["", null, aws_subnet.new[0].id])', [NEW[0]]],
    ['compact([aws_subnet.new[0].outpost])', { sure: [], maybe: ['<aws_subnet.new[0].outpost>'], open: false }],
    ['distinct(["a", "b", "a"])', ['a', 'b']],
    ['toset(["b", "a", "b"])', ['a', 'b']],
    ['{ for k, v in toset(["b", "a"]) : k => v }', { a: 'a', b: 'b' }],
    ['[for i, v in tolist(["b", "a"]) : i]', [0, 1]],
    ['sort(["b", "a"])', ['a', 'b']],
    ['length(aws_subnet.new)', 2],
    ['length(aws_subnet.new[*].id) > 1 ? "many" : "few"', 'many'],
    ['merge({ a = 1 }, { a = 2, b = aws_subnet.new[0].id })', { a: 2, b: NEW[0] }],
    ['lookup({ a = 1 }, "b", "none")', 'none'],
    ['one([])', null],
    ['one(slice(aws_subnet.new[*].id, 1, 2))', NEW[1]],
    ['contains(["a"], "a")', true],
    ['format("%s-%d", "a", 1)', 'a-1'],
    ['join(",", ["a", "b"])', 'a,b'],
    ['jsonencode({ a = 1 })', '{"a":1}'],
    ['jsonencode({ a = aws_subnet.new[0].id })', { json: { a: NEW[0] } }],
    ['cidrsubnet("10.0.0.0/16", 8, 2)', '10.0.2.0/24'],
    [`"x-\${aws_subnet.new[0].id}"`, `x-${NEW[0]}`],
    ['true ? "a" : "b"', 'a'],
    ['aws_subnet.new[0].id == "x" ? ["a"] : ["b"]', { oneOf: [['a'], ['b']] }],
    ['[for s in aws_subnet.new : s.id if s.id != "x"]', { sure: [], maybe: NEW, open: false }],
    ['flatten([for s in aws_subnet.new : [s.id] if s.id != "x"])', { sure: [], maybe: NEW, open: false }],
    ['uuid()', 'unknown'],
    ['local.nowhere', 'unknown'],
    ['1 + 2 * 3', 7],
    ['!(1 == 2) && true', true],
  ])('%s', (code, expected) => {
    expect(shown(evaluate(expressionOf(code), frame))).toEqual(expected);
  });
});

describe('declared types', () => {
  it.each<[string, string, unknown]>([
    [
      'object({ a = string, b = optional(bool, true), c = optional(string) })',
      '{ a = 1 }',
      { a: '1', b: true, c: null },
    ],
    [
      'map(object({ z = optional(list(string), ["a"]) }))',
      '{ x = {}, y = { z = [] } }',
      { x: { z: ['a'] }, y: { z: [] } },
    ],
    ['object({ o = optional(object({ n = optional(number, 3) }), {}) })', '{}', { o: { n: 3 } }],
    ['object({ a = string })', '{ a = "x", extra = 1 }', { a: 'x' }],
    ['set(string)', '["b", "a", "b"]', ['a', 'b']],
    ['list(number)', '["1", 2]', [1, 2]],
    ['tuple([string, number])', '[1, "2"]', ['1', 2]],
    ['any', '{ a = [1] }', { a: [1] }],
    ['list(object({ id = string }))', '[{ id = aws_subnet.new[0].id, x = 1 }]', [{ id: NEW[0] }]],
  ])('%s of %s', (type, code, expected) => {
    expect(shown(conform(evaluate(expressionOf(code), frame), expressionOf(type), frame))).toEqual(expected);
  });
});
