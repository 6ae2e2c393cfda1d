import { describe, expect, it } from 'vitest';
import {
  fullReferences,
  keySuffix,
  moduleAddress,
  parseModuleAddress,
  parseTraversal,
} from '../../../src/loaders/terraform/document/address.ts';

describe('traversals', () => {
  it.each([
    ['aws_subnet.p[0].id', ['aws_subnet', 'p', 0, 'id']],
    ['aws_subnet.p["a.b"].id', ['aws_subnet', 'p', 'a.b', 'id']],
    ['module.x["q\\"uo].te"].ids[1]', ['module', 'x', 'q"uo].te', 'ids', 1]],
    ['module.x["back\\\\sl"].y', ['module', 'x', 'back\\sl', 'y']],
    ['aws_subnet.p.0.id', ['aws_subnet', 'p', 0, 'id']],
    ['each.key', ['each', 'key']],
  ])('%s', (text, steps) => {
    expect(parseTraversal(text)?.map((s) => ('attr' in s ? s.attr : s.key))).toEqual(steps);
  });

  it.each(['a..b', 'a[', 'a[x]', 'a["b]', 'a[0]b'])('%s is none', (text) => {
    expect(parseTraversal(text)).toBeUndefined();
  });
});

describe('module addresses', () => {
  const KEYS = ['plain', 'a.b', 'x[1]', 'q"uo].te', 'back\\sl', 'module.y["z"]', '', '$x', 'ü\u2028'];
  it.each(KEYS)('with the key %j', (key) => {
    const address = `module.stack${keySuffix(key)}.module.y${keySuffix(0)}.module.z`;
    const steps = [
      { name: 'stack', key },
      { name: 'y', key: 0 },
      { name: 'z', key: undefined },
    ];
    expect(parseModuleAddress(address)).toEqual(steps);
    expect(moduleAddress(steps)).toBe(address);
    // A resource behind them changes nothing.
    expect(parseModuleAddress(`${address}.aws_vpc_endpoint.this["${'k'}"]`)).toEqual(steps);
  });
});

describe('references', () => {
  it.each([
    [['aws_vpc.main.id', 'aws_vpc.main'], ['aws_vpc.main.id']],
    [['aws_subnet.p'], ['aws_subnet.p']],
    [['aws_subnet.p[0].id', 'aws_subnet.p[0]', 'aws_subnet.p'], ['aws_subnet.p[0].id']],
    [
      ['aws_subnet.p[0].id', 'aws_subnet.p[0]', 'aws_subnet.p', 'aws_subnet.p'],
      ['aws_subnet.p[0].id', 'aws_subnet.p'],
    ],
    [
      ['aws_subnet.p', 'aws_subnet.p[0].id', 'aws_subnet.p[0]', 'aws_subnet.p'],
      ['aws_subnet.p', 'aws_subnet.p[0].id'],
    ],
    [
      ['var.ha', 'aws_subnet.p', 'aws_subnet.p["a.b"].id', 'aws_subnet.p["a.b"]', 'aws_subnet.p'],
      ['var.ha', 'aws_subnet.p', 'aws_subnet.p["a.b"].id'],
    ],
    [['module.net["x"].ids[0]', 'module.net["x"].ids', 'module.net["x"]', 'module.net'], ['module.net["x"].ids[0]']],
    [
      ['each.value.subnet', 'each.value', 'aws_subnet.a.id', 'aws_subnet.a', 'aws_subnet.ab.id', 'aws_subnet.ab'],
      ['each.value.subnet', 'aws_subnet.a.id', 'aws_subnet.ab.id'],
    ],
  ])('%j', (flat, full) => {
    expect(fullReferences(flat)).toEqual(full);
  });
});
