import { describe, expect, it } from 'vitest';
import {
  bag,
  distinct,
  type Entity,
  known,
  mistakenRef,
  openBag,
  type Ref,
  refKey,
  refName,
  same,
  unknown,
} from '../../src/model/index.ts';

const at = { input: 0 };

const to = (key: string, id?: string, sensitive = false): Ref<Entity> => ({
  is: 'entity',
  to: { key, id: id === undefined ? unknown('known only after apply', at) : known(id, at) },
  at,
  ...(sensitive ? { sensitive } : {}),
});
const id = (text: string, sensitive = false): Ref<Entity> =>
  sensitive ? { is: 'id', id: text, at, sensitive } : { is: 'id', id: text, at };
const open = (symbol?: string): Ref<Entity> =>
  symbol === undefined ? { is: 'unknown', because: 'why', at } : { is: 'unknown', because: 'why', symbol, at };

describe('whether two references mean one object', () => {
  it.each<[string, Ref<Entity>, Ref<Entity>, string]>([
    ['objects by their keys', to('a', 'vpc-1'), to('a', 'vpc-1'), 'yes'],
    ['other objects', to('a', 'vpc-1'), to('b', 'vpc-1'), 'no'],
    ['ids', id('vpc-1'), id('vpc-1'), 'yes'],
    ['other ids', id('vpc-1'), id('vpc-2'), 'no'],
    ['equal symbols', open('var.vpc'), open('var.vpc'), 'yes'],
    ['other symbols', open('var.vpc'), open('var.other'), 'unknown'],
    ['a symbol and nothing', open('var.vpc'), open(), 'unknown'],
    ['nothing', open(), open(), 'unknown'],
    ['nothing and an object', open(), to('a', 'vpc-1'), 'unknown'],
    ['nothing and an id', open('var.vpc'), id('vpc-1'), 'unknown'],
    ['the id of an object', to('a', 'vpc-1'), id('vpc-1'), 'yes'],
    ['another id', to('a', 'vpc-1'), id('vpc-2'), 'no'],
    ['an id and an object without one yet', to('a'), id('vpc-2'), 'unknown'],
  ])('%s', (_, one, other, answer) => {
    expect(same(one, other)).toBe(answer);
    expect(same(other, one)).toBe(answer);
  });
});

describe('what a reference is called', () => {
  it.each<[string, Ref<Entity>, string | undefined, string | null]>([
    ['an object', to('aws_vpc.a', 'vpc-1'), 'entity aws_vpc.a', 'aws_vpc.a'],
    ['an id', id('vpc-1'), 'id vpc-1', 'vpc-1'],
    ['a symbol', open('var.vpc'), 'symbol var.vpc', 'var.vpc'],
    ['nothing', open(), undefined, null],
    ['a sensitive object', to('aws_vpc.a', 'vpc-1', true), 'entity aws_vpc.a', '(sensitive)'],
    ['a sensitive id', id('vpc-1', true), 'id vpc-1', '(sensitive)'],
  ])('%s', (_, ref, key, name) => {
    expect(refKey(ref)).toBe(key);
    expect(refName(ref)).toBe(name);
  });

  it('says of an object of another kind what it is', () => {
    const told = mistakenRef({ name: 'vpc-1', what: 'a VPC' }, at);
    expect([told.because, refKey(told), refName(told)]).toEqual(['vpc-1 is a VPC', 'symbol vpc-1', 'vpc-1']);
    const hidden = mistakenRef({ name: null, what: 'a VPC' }, at);
    expect([hidden.because, refKey(hidden), refName(hidden)]).toEqual(['what is named here is a VPC', undefined, null]);
  });
});

describe('how many objects a bag of references holds', () => {
  it.each<[string, Ref<Entity>[], Ref<Entity>[], number, number]>([
    ['none', [], [], 0, 0],
    ['objects, one of them twice', [to('a'), to('b', 'vpc-2'), to('a')], [], 2, 2],
    ['an object twice, with an id', [to('a', 'vpc-1'), to('a', 'vpc-1')], [], 1, 1],
    ['ids, one of them twice', [id('vpc-1'), id('vpc-2'), id('vpc-1')], [], 2, 2],
    ['an id beside an object with another', [to('a', 'vpc-1'), id('vpc-2')], [], 2, 2],
    ['an id that may be that of an object', [to('a'), id('vpc-2')], [], 1, 2],
    ['two objects without ids and an id', [to('a'), to('b'), id('vpc-2')], [], 2, 3],
    ['one of which nothing is known', [open()], [], 1, 1],
    ['two of which nothing is known', [open(), open()], [], 1, 2],
    ['a symbol twice, and another', [open('a'), open('a'), open('b')], [], 1, 2],
    ['a symbol that may be the object', [to('a', 'vpc-1'), open('a')], [], 1, 2],
    ['what may be in it', [to('a', 'vpc-1')], [to('b', 'vpc-2'), id('vpc-3'), open(), open('s')], 1, 5],
    ['what may be in it and is', [to('a', 'vpc-1')], [to('a', 'vpc-1')], 1, 1],
  ])('%s', (_, sure, maybe, least, most) => {
    expect(distinct(bag(sure, at, { maybe }))).toEqual({ least, most });
    expect(distinct(bag(sure, at, { maybe, open: 'there may be others' }))).toEqual({ least, most: null });
  });

  it('has no bound where nothing is known', () => {
    expect(distinct(openBag('why', at))).toEqual({ least: 0, most: null });
  });
});
