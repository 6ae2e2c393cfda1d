import { describe, expect, test } from 'vitest';
import { coversPorts, normalizeProtocol, portsAdmitted, portsOpened } from '../../src/aws/index.ts';
import { bag, type Fact, type IngressRule, known, type Origin, type Source, unknown } from '../../src/model/index.ts';

const at: Origin = { input: 0 };
const dark = unknown('not here', at);
const vpc: Source = { is: 'cidr', family: 4, cidr: known('10.0.0.0/16', at) };

function rule(protocol: string | null, from: number | null | undefined, to = from, sources = [vpc]): IngressRule {
  const port = (p: number | null | undefined): Fact<number | null> => (p === undefined ? dark : known(p, at));
  return {
    at,
    protocol: protocol === null ? dark : known(protocol, at),
    fromPort: port(from),
    toPort: port(to),
    sources: bag(sources, at),
  };
}

test('one spelling a protocol', () => {
  const spelled = ['TCP', '6', 17, '1', '58', 'ALL', '-1', 'icmpv6', '47'];
  expect(spelled.map(normalizeProtocol)).toEqual(['tcp', 'tcp', 'udp', 'icmp', 'icmpv6', '-1', '-1', 'icmpv6', '47']);
});

test('ports a rule opens', () => {
  expect(portsOpened(rule('-1', null), 'tcp')).toEqual([0, 65535]);
  expect(portsOpened(rule('6', 443), 'tcp')).toEqual([443, 443]);
  expect(portsOpened(rule('tcp', null), 'tcp')).toEqual([0, 65535]);
  expect(portsOpened(rule('udp', 443), 'tcp')).toBeNull();
  expect(portsOpened(rule('icmp', 8, -1), 'tcp')).toBeNull();
  expect(portsOpened(rule(null, 443), 'tcp')).toBe('unknown');
  expect(portsOpened(rule('tcp', undefined), 'tcp')).toBe('unknown');
});

describe('whether rules admit ports', () => {
  test('together', () => {
    const rules = bag([rule('tcp', 1024, 1040), rule('tcp', 1041, 1064)], at);
    expect(portsAdmitted(rules, 'tcp', [1024, 1064])).toBe('yes');
    expect(portsAdmitted(rules, 'tcp', [1024, 1065])).toBe('no');
    expect(portsAdmitted(rules, 'udp', [1024, 1064])).toBe('no');
  });
  test('what is not known is neither yes nor no', () => {
    expect(portsAdmitted(bag([rule('tcp', undefined)], at), 'tcp', [443, 443])).toBe('unknown');
    expect(portsAdmitted(bag([], at, { maybe: [rule('tcp', 443)] }), 'tcp', [443, 443])).toBe('unknown');
    expect(portsAdmitted(bag([], at, { open: 'elsewhere' }), 'tcp', [443, 443])).toBe('unknown');
    expect(portsAdmitted(bag([rule('tcp', 80)], at, { maybe: [rule('tcp', 81)] }), 'tcp', [443, 443])).toBe('no');
  });
  test('sources count', () => {
    const rules = bag([rule('tcp', 443)], at);
    expect(portsAdmitted(rules, 'tcp', [443, 443], () => 'no')).toBe('no');
    expect(portsAdmitted(rules, 'tcp', [443, 443], () => 'unknown')).toBe('unknown');
    expect(portsAdmitted(bag([rule('tcp', 443, 443, [])], at), 'tcp', [443, 443])).toBe('no');
  });
});

test('ranges of ports together', () => {
  expect(
    coversPorts(
      [
        [0, 442],
        [443, 443],
      ],
      [443, 443],
    ),
  ).toBe(true);
  expect(
    coversPorts(
      [
        [1, 10],
        [12, 20],
      ],
      [5, 15],
    ),
  ).toBe(false);
  expect(coversPorts([], [1, 1])).toBe(false);
});
