import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../../src/base/nearest.ts';
import { fingerprint, numbering } from '../../src/findings/fingerprint.ts';
import { coversRule, matchesGlob, narrowness } from '../../src/findings/glob.ts';
import { pointerOf } from '../../src/findings/locate.ts';
import { byCodePoint } from '../../src/findings/order.ts';
import { redactor } from '../../src/findings/redact.ts';
import { sha256 } from '../../src/findings/sha256.ts';
import { isDate } from '../../src/findings/silence/suppress.ts';

describe('sha256', () => {
  it('is what node:crypto says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
      }),
    );
  });
});

describe('fingerprints', () => {
  it('stay what they are: baselines and code scanning remember them', () => {
    expect(fingerprint('availability/single-az', 'aws_vpc_endpoint.sqs', '')).toBe('a0f4568a9ab81c302007399d6a0c0e3b');
  });

  it('differ by rule, subject and detail, and by nothing else', () => {
    const some = [
      fingerprint('a/b', 'c', 'd'),
      fingerprint('a/bc', '', 'd'),
      fingerprint('a/b', 'cd', ''),
      fingerprint('a/b', 'c', ''),
    ];
    expect(new Set(some).size).toBe(some.length);
  });

  it('that collide are numbered', () => {
    const number = numbering();
    expect(['x', 'y', 'x', 'x'].map(number)).toEqual(['x', 'y', 'x:2', 'x:3']);
  });
});

describe('globs', () => {
  it.each([
    ['a', 'a', true],
    ['a', 'ab', false],
    ['*', '', true],
    ['a*', 'a', true],
    ['*a', 'ba', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['*ab*ab*', 'xabx', false],
    ['module.net["*"].x', 'module.net["a.b"].x', true],
    ['x[0]', 'x[0]', true],
    ['x.y', 'xzy', false],
    ['x?', 'xy', false],
  ])('%s on %s: %s', (glob, text, matches) => {
    expect(matchesGlob(glob, text)).toBe(matches);
  });

  it('agree with a regular expression', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    fc.assert(
      fc.property(letters, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }), (glob, text) => {
        expect(matchesGlob(glob, text)).toBe(new RegExp(`^${glob.replaceAll('*', '.*')}$`).test(text));
      }),
    );
  });

  it('of rules: one, a family, all', () => {
    expect(coversRule('dns/*', 'dns/x')).toBe(true);
    expect(coversRule('dns/*', 'dnsx/x')).toBe(false);
    expect(coversRule('*', 'dns/x')).toBe(true);
    expect(coversRule('dns/x', 'dns/xy')).toBe(false);
    expect(['*', 'dns/*', 'dns/x'].map(narrowness)).toEqual([0, 1, 2]);
  });
});

describe('the nearest name', () => {
  const names = ['preset', 'failOn', 'rules', 'trust', 'availability/single-az', 'dns/private-dns-disabled'];

  it.each([
    ['prest', 'preset'],
    ['persets', 'preset'],
    ['FAILON', 'failOn'],
    ['rule', 'rules'],
    ['single-az', 'availability/single-az'],
    ['dns/private-dns-disable', 'dns/private-dns-disabled'],
    ['x', undefined],
    ['something', undefined],
    ['', undefined],
  ])('of %s', (word, near) => {
    expect(nearest(word, names)).toBe(near);
  });

  it('as a question', () => {
    expect(didYouMean('rulse', names)).toBe('. Did you mean "rules"?');
    expect(didYouMean('zzz', names)).toBe('');
  });
});

it('order is by code point, null first', () => {
  const sorted = [null, 'A', 'a', 'aa', 'ab', 'é', '\uffff', '\u{1f600}', '\u{1f601}'];
  expect([...sorted].reverse().sort(byCodePoint)).toEqual(sorted);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      const points = (text: string) => [...text].map((c) => c.codePointAt(0)!);
      const [x, y] = [points(a), points(b)];
      const i = x.findIndex((point, at) => point !== y[at]);
      const expected = i < 0 ? x.length - y.length : y[i] === undefined ? 1 : x[i]! - y[i]!;
      expect(Math.sign(byCodePoint(a, b))).toBe(Math.sign(expected));
    }),
  );
});

describe('redaction', () => {
  const redact = redactor(['s3cr3t-value', 'odd', 'a.b*c(d)', 's3cr3t-value-long', 'übergroß']);

  it.each([
    ['the s3cr3t-value is out', 'the (sensitive) is out'],
    ['"s3cr3t-value"', '"(sensitive)"'],
    ['s3cr3t-value-long', '(sensitive)'],
    ['xs3cr3t-valuex', 'xs3cr3t-valuex'],
    ['odd words stay', 'odd words stay'],
    ['a.b*c(d)', '(sensitive)'],
    ['axbbc(d)', 'axbbc(d)'],
    ['übergroß', '(sensitive)'],
    ['übergroßen', 'übergroßen'],
  ])('%s', (text, shown) => {
    expect(redact(text)).toBe(shown);
  });

  it('goes into lists, objects and their keys, and leaves the rest', () => {
    expect(redact({ 's3cr3t-value': ['s3cr3t-value', 1, null, true], deep: { x: 's3cr3t-value' } })).toEqual({
      '(sensitive)': ['(sensitive)', 1, null, true],
      deep: { x: '(sensitive)' },
    });
  });

  it('without secrets hands back what it was given', () => {
    const value = { a: 'b' };
    expect(redactor([])(value)).toBe(value);
    expect(redactor(['eve', '7'])(value)).toBe(value);
  });
});

it('dates are days of the calendar', () => {
  expect(
    ['2027-03-31', '2028-02-29', '2027-02-29', '2027-13-01', '2027-3-1', 'x', '2027-03-31T00:00'].map(isDate),
  ).toEqual([true, true, false, false, false, false, false]);
});

it('pointers lead into the object, escaped', () => {
  expect(pointerOf({ input: 0, pointer: '/a/0', path: ['tags', 'x/y~z', 1] })).toBe('/a/0/tags/x~1y~0z/1');
  expect(pointerOf({ input: 0, path: ['tags'] })).toBeNull();
});
