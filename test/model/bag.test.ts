import { describe, expect, it } from 'vitest';
import { all, bag, isEmpty, isExact, openBag, union, whyOpen } from '../../src/model/index.ts';

const at = { input: 0 };
const exact = bag(['a'], at);
const doubtful = bag(['a'], at, { maybe: ['b'], doubt: 'as the count is' });
const open = bag(['a'], at, { maybe: ['b'], open: 'there may be others' });

describe('a bag', () => {
  it('is exact where every element is surely in it and there are no others', () => {
    expect([exact, doubtful, open, bag([], at), openBag('x', at)].map(isExact)).toEqual([
      true,
      false,
      false,
      true,
      false,
    ]);
  });

  it('is empty where that is sure', () => {
    expect([exact, bag([], at, { maybe: ['b'] }), bag([], at), openBag('x', at)].map(isEmpty)).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });

  it('has all that may be in it', () => {
    expect([exact, doubtful].map(all)).toEqual([['a'], ['a', 'b']]);
  });

  it('says why it is not exact', () => {
    expect(whyOpen(exact)).toBeUndefined();
    expect(whyOpen(open)).toBe('there may be others');
    expect(whyOpen(doubtful)).toBe('as the count is');
    expect(whyOpen(bag([], at, { maybe: ['b'] }))).toMatch(/which of several candidates are meant/);
  });

  it('has a doubt only where there is something to doubt', () => {
    expect(bag(['a'], at, { doubt: 'as the count is' })).toEqual({ sure: ['a'], maybe: [], open: null, at });
    expect(bag(['a'], at, { maybe: ['b'], doubt: null })).toEqual({ sure: ['a'], maybe: ['b'], open: null, at });
    expect(doubtful.doubt).toBe('as the count is');
  });
});

describe('a union', () => {
  it('has what is in any of its parts', () => {
    expect(union([exact, doubtful, bag(['c'], at)], at)).toEqual({
      sure: ['a', 'a', 'c'],
      maybe: ['b'],
      open: null,
      at,
      doubt: 'as the count is',
    });
    expect(union([exact, bag([], at)], at)).toEqual(exact);
  });

  it('is open where one of them is', () => {
    expect(union([exact, open, openBag('another', at)], at).open).toBe('there may be others');
  });
});
