/** Which objects a value may refer to, with a lookup of two subnets and a VPC. */
import { describe, expect, it } from 'vitest';
import type { Instance } from '../../../src/loaders/terraform/document/document.ts';
import { toRefs } from '../../../src/loaders/terraform/values/collections.ts';
import {
  type EntityLookup,
  isId,
  toCandidates,
  toRef,
  toSureCandidates,
} from '../../../src/loaders/terraform/values/targets.ts';
import { lit, NULL, unknowable, type Value } from '../../../src/loaders/terraform/values/value.ts';
import { type Bag, type Entity, known, type Ref } from '../../../src/model/index.ts';

const at = { input: 0 };
const instance = (address: string, more: object = {}): Instance => ({ address, ...more }) as Instance;
const [a, b] = [instance('aws_subnet.a'), instance('aws_subnet.b')];
const [later, vpc, queue] = [instance('data.aws_subnet.later'), instance('aws_vpc.v'), instance('aws_sqs_queue.q')];
const nouns = new Map<Instance, Entity>(
  [a, b].map((of) => [of, { key: of.address, id: known(`subnet-${of.address.at(-1)}`, at) }]),
);
const lookup: EntityLookup = {
  ofInstance: (of) => nouns.get(of),
  ofBlock: () => undefined,
  ofAttribute: (of, path) => (path.join() === 'id' ? nouns.get(of) : undefined),
  byId: (id) => [...nouns.values()].find((noun) => noun.id.known && noun.id.value === id),
  otherThan: (id) => (id.startsWith('vpc-') ? 'a VPC' : undefined),
  otherInstance: (of) => (of === vpc ? 'a VPC' : undefined),
  isOfKind: (of) => nouns.has(of) || of === later,
};

const attribute = (of: Instance, ...path: (string | number)[]): Value => ({ k: 'attribute', of, path });
const [idA, idB] = [attribute(a, 'id'), attribute(b, 'id')];
const whole = (of: Instance): Value => ({ k: 'instance', of });
const list = (...items: Value[]): Value => ({ k: 'list', items });
const mix = (...parts: Value[]): Value => ({ k: 'mix', parts });
const one = (...options: Value[]): Value => ({ k: 'one', options });
const open = unknowable('local.x', 'it comes from `local.x`', 'local.x');
const nameless = unknowable('an expression', 'it is not in the plan');
const instances = (...of: Instance[]): Value => ({ k: 'instances', of, block: 'aws_subnet.s', open: null });

function named(ref: Ref<Entity> | undefined): string | undefined {
  if (ref === undefined) return undefined;
  const mark = ref.is !== 'unknown' && ref.sensitive ? ' (sensitive)' : '';
  if (ref.is === 'entity') return `${ref.to.key}${mark}`;
  if (ref.is === 'id') return `${ref.id}${mark}`;
  return ref.mistaken ? `${ref.mistaken.name} is ${ref.mistaken.what}` : `? ${ref.symbol ?? ref.because}`;
}

const READ = '`aws_sqs_queue.q.x` is known only after apply';

describe('a reference', () => {
  it.each<[string, Value, string | undefined]>([
    ['an id of the document', lit('subnet-a'), 'aws_subnet.a'],
    ['a sensitive one', lit('subnet-a', true), 'aws_subnet.a (sensitive)'],
    ['another id', lit('subnet-z'), 'subnet-z'],
    ['another id, sensitive', lit('subnet-z', true), 'subnet-z (sensitive)'],
    ['an id of another kind', lit('vpc-1'), 'vpc-1 is a VPC'],
    ['a sensitive one of another kind', lit('vpc-1', true), 'null is a VPC'],
    ['nothing', NULL, undefined],
    ['an empty text', lit(''), undefined],
    ['a number', lit(5), '? it is known only after apply'],
    ['ids in a literal', lit(['subnet-a', 'sg-1', '']), 'aws_subnet.a'],
    ['the id of an object', idA, 'aws_subnet.a'],
    ['the id of an object of which nothing is known', attribute(later, 'id'), '? data.aws_subnet.later.id'],
    ['the id of an object of another kind', attribute(vpc, 'id'), 'aws_vpc.v.id is a VPC'],
    ['another attribute of it', attribute(vpc, 'x'), '? aws_vpc.v.x'],
    ['an attribute that is one of the kind', attribute(queue, 'my_subnet_id'), '? aws_sqs_queue.q.my_subnet_id'],
    ['an id inside an attribute', attribute(queue, 'x', 'id'), '? aws_sqs_queue.q.x.id'],
    ['an attribute of something else', attribute(queue, 'x'), '? aws_sqs_queue.q.x'],
    ['a whole object', whole(a), 'aws_subnet.a'],
    ['a whole object of which nothing is known', whole(later), '? data.aws_subnet.later.id'],
    [
      'a whole object of another kind',
      whole(queue),
      '? the plan does not say which attribute of `aws_sqs_queue.q` it uses. Pass the Terraform directory with --root',
    ],
    ['the unknown', open, '? local.x'],
    ['the unknown without a name', nameless, '? it is not in the plan'],
    ['a mix of one', mix(idA), 'aws_subnet.a'],
    ['a mix of one literal', mix(lit('x')), 'x'],
    ['a mix with what decides', mix(idA, lit('x'), lit(['x'])), 'aws_subnet.a'],
    ['a mix with an id', mix(idA, lit('subnet-z')), '? `aws_subnet.a.id` is known only after apply'],
    [
      'a mix of two',
      mix(idA, idB),
      '? the plan does not say how its value is built from `aws_subnet.a.id`, `aws_subnet.b.id`. Pass the Terraform directory with --root',
    ],
    ['a mix of an object and the unknown', mix(idA, open), '? it comes from `local.x`'],
    ['two of which nothing is known', mix(open, nameless), '? it comes from `local.x`'],
    ['one of one', one(idA, idA), 'aws_subnet.a'],
    [
      'one of two',
      one(idA, idB),
      '? the plan does not say which of `aws_subnet.a.id`, `aws_subnet.b.id` it is. Pass the Terraform directory with --root',
    ],
    ['one instance', instances(a), 'aws_subnet.a'],
    ['instances and others', { ...instances(a), open } as Value, '? it comes from `local.x`'],
    ['a list of one', list(idA), 'aws_subnet.a'],
    ['a list of two', list(idA, idB), '? `aws_subnet.a.id` is known only after apply'],
    ['some of one', { k: 'some', sure: [idA], maybe: [], open: null }, 'aws_subnet.a'],
    ['a text', { k: 'text', parts: [lit('a'), attribute(queue, 'x')] }, `? ${READ}`],
  ])('%s', (_, value, name) => {
    expect(named(toRef(value, 'subnet', at, lookup))).toBe(name);
  });

  it('has a mark and a name only where there is one', () => {
    const ref = (value: Value) => toRef(value, 'subnet', at, lookup);
    expect(ref(lit('subnet-z'))).toStrictEqual({ is: 'id', id: 'subnet-z', at });
    expect(ref(idA)).toStrictEqual({ is: 'entity', to: nouns.get(a), at });
    expect(ref(lit('subnet-a'))).toStrictEqual({ is: 'entity', to: nouns.get(a), at });
    expect(ref(nameless)).toStrictEqual({ is: 'unknown', because: 'it is not in the plan', at });
  });

  it('may be bounded', () => {
    const bounded = (value: Value) => {
      const choice = toCandidates(value, 'subnet', at, lookup);
      return choice && [choice.of.map(({ key }) => key), choice.elsewhere];
    };
    expect(bounded(one(idA, idB, idA))).toEqual([['aws_subnet.a', 'aws_subnet.b'], false]);
    expect(bounded(one(idA, lit('subnet-z')))).toEqual([['aws_subnet.a'], true]);
    expect(bounded(one(idA, lit('vpc-1')))).toEqual([['aws_subnet.a'], true]);
    expect([one(idA, open), one(idA, attribute(later, 'id'))].map(bounded)).toEqual([undefined, undefined]);
  });

  it('may surely be one of some', () => {
    const sure = (value: Value) => toSureCandidates(value, 'subnet', at, lookup)?.map(({ key }) => key);
    expect(sure(one(idA, idB))).toEqual(['aws_subnet.a', 'aws_subnet.b']);
    expect([NULL, one(idA, open), one(idA, lit('subnet-z')), one(idA, attribute(later, 'id'))].map(sure)).toEqual([
      ...[undefined, undefined, undefined, undefined],
    ]);
  });

  it('has ids of a form', () => {
    const forms = ['subnet-1', 'vpc-1', '', 5];
    expect(forms.map((id) => isId(id, 'subnet'))).toEqual([true, false, false, false]);
    expect(forms.map((id) => isId(id, 'gateway'))).toEqual([true, true, false, false]);
  });
});

function held(bag: Bag<Ref<Entity>>): string {
  const [sure, maybe] = [bag.sure, bag.maybe].map((refs) => refs.map(named).sort().join(', '));
  return `${sure} | ${maybe}${bag.open === null ? '' : ` | ${bag.open}`}`;
}

describe('a collection of references', () => {
  it.each<[string, Value, string]>([
    ['nothing', NULL, ' | '],
    ['ids', lit(['subnet-a', 'subnet-z', '', 5]), 'aws_subnet.a, subnet-z | '],
    ['one id', lit('subnet-z', true), 'subnet-z (sensitive) | '],
    ['a list', list(idA, attribute(later, 'id'), NULL), '? data.aws_subnet.later.id, aws_subnet.a | '],
    ['an attribute that is all of it', attribute(queue, 'x'), ` |  | ${READ}`],
    ['an object', whole(a), 'aws_subnet.a | '],
    ['the unknown', open, ' |  | it comes from `local.x`'],
    ['instances', instances(a, b), ' | aws_subnet.a, aws_subnet.b'],
    ['instances and others', { ...instances(a), open } as Value, ' | aws_subnet.a | it comes from `local.x`'],
    ['some', { k: 'some', sure: [idA], maybe: [idB], open: null }, 'aws_subnet.a | aws_subnet.b'],
    ['some and others', { k: 'some', sure: [], maybe: [idB], open }, ' | aws_subnet.b | it comes from `local.x`'],
    [
      'one of two elements',
      one(idA, idB),
      '? the plan does not say which of `aws_subnet.a.id`, `aws_subnet.b.id` it is. Pass the Terraform directory with --root | ',
    ],
    ['one of two lists', one(list(idA, idB), list(idA)), 'aws_subnet.a | aws_subnet.b'],
    ['one of an element and a list', one(idA, list(idA, idB)), 'aws_subnet.a | aws_subnet.b'],
    ['one of elements within one', one(one(idA, list(idA, idB)), idA), 'aws_subnet.a | aws_subnet.b'],
    ['one of lists, both open', one(open, { ...open, because: 'another reason' }), ' |  | it comes from `local.x`'],
    ['a mix with null', mix(idA, NULL, list(idB)), ' | aws_subnet.a, aws_subnet.b'],
    ['one of a list and nothing', one(list(idA), list()), ' | aws_subnet.a'],
    ['one of equal lists', one(list(idA), list(idA)), 'aws_subnet.a | '],
    [
      'one of lists of one',
      one(list(idA), list(idB)),
      '? the plan does not say which of `aws_subnet.a.id`, `aws_subnet.b.id` it is. Pass the Terraform directory with --root | ',
    ],
    ['one of a list and the unknown', one(list(idA), open), ' | aws_subnet.a | it comes from `local.x`'],
    ['a mix of single objects', mix(idA, idB), 'aws_subnet.a, aws_subnet.b | '],
    ['a mix of one object', mix(whole(a)), 'aws_subnet.a | '],
    ['what is handed on', mix(list(idA, idB)), ' | aws_subnet.a, aws_subnet.b'],
    ['one thing handed on', mix(list(idA)), 'aws_subnet.a | '],
    ['the unknown handed on', mix(open), ' |  | it comes from `local.x`'],
    ['a mix with a collection', mix(idA, list(idB)), ' | aws_subnet.a, aws_subnet.b'],
    ['a mix with a value that decides', mix(idA, lit(true)), ' | aws_subnet.a'],
    ['a mix with a list of other things', mix(idA, lit(['x', 'subnet-z'])), ' | aws_subnet.a, subnet-z'],
    ['a mix with a whole object', mix(idA, whole(b)), ' | aws_subnet.a, aws_subnet.b'],
    ['a mix with the unknown', mix(idA, open), ' | aws_subnet.a | it comes from `local.x`'],
    [
      'a mix with one of several',
      mix(idA, one(idB, lit('subnet-z'))),
      '? the plan does not say which of `aws_subnet.b.id` it is. Pass the Terraform directory with --root, aws_subnet.a | ',
    ],
    ['a mix with an id of another kind', mix(list(idA), lit('vpc-1')), ' | aws_subnet.a'],
    ['a mix with an id that is no element', mix(list(idA), lit('subnet-z')), ' | aws_subnet.a, subnet-z'],
    [
      'a mix with a whole object of another kind',
      mix(list(idA), whole(queue)),
      expect.stringMatching(/^ \| aws_subnet\.a \| .*`aws_sqs_queue\.q`/),
    ],
    [
      'some, of which one is not known',
      { k: 'some', sure: [list(idA)], maybe: [open], open: null },
      'aws_subnet.a | ? local.x',
    ],
    ['one of something and an object', one(whole(a), list(idA, idB)), 'aws_subnet.a | aws_subnet.b'],
    [
      'a mix of one object of another kind',
      mix(whole(queue)),
      expect.stringMatching(/^ \| {2}\| .*`aws_sqs_queue\.q`/),
    ],
    ['a text', { k: 'text', parts: [attribute(queue, 'x')] }, ` |  | ${READ}`],
  ])('%s', (_, value, holds) => {
    expect(held(toRefs(value, 'subnet', at, lookup))).toEqual(holds);
  });

  it('says which may be in it', () => {
    const doubt = (value: Value) => toRefs(value, 'subnet', at, lookup).doubt;
    expect(doubt(mix(list(idA, idB)))).toMatch(/aws_subnet\.a\b.*aws_subnet\.b\b/);
    expect(doubt(mix(list(idA, idA, idB)))).toBe(doubt(mix(list(idA, idB))));
    expect(doubt(mix(list(nameless, nameless)))).toBeUndefined();
    expect(doubt(mix(list(idA)))).toBeUndefined();
  });
});
