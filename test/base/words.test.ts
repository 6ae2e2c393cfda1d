import { expect, it } from 'vitest';
import { article, count, kindInWords, listed, plural, series } from '../../src/base/words.ts';

it.each([
  ['endpoint', 'an'],
  ['subnet', 'a'],
  ['S3', 'an'],
  ['s3', 'an'],
  ['sqs', 'an'],
  ['kms', 'a'],
  ['NLB', 'an'],
  ['ARN', 'an'],
  ['URL', 'a'],
  ['user', 'a'],
  ['unknown', 'an'],
  ['unique', 'a'],
  ['hour', 'an'],
  ['NAT', 'a'],
  ['hosted-zone', 'a'],
  ['IPv6', 'an'],
  ['one-zone', 'a'],
])('the article of %s is %s', (word, expected) => {
  expect(article(word)).toBe(expected);
});

it('counts in words', () => {
  expect(count(1, 'endpoint')).toBe('1 endpoint');
  expect(count(0, 'endpoint')).toBe('0 endpoints');
  expect(count(12756, 'check')).toBe('12,756 checks');
  expect(['policy', 'address', 'gateway'].map((noun) => plural(2, noun))).toEqual([
    'policies',
    'addresses',
    'gateways',
  ]);
});

it('lists in words', () => {
  expect(series([])).toBe('');
  expect(series(['a'])).toBe('a');
  expect(series(['a', 'b'])).toBe('a and b');
  expect(series(['a', 'b', 'c'], 'or')).toBe('a, b or c');
  expect(listed(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
  expect(listed(['a', 'b', 'c'], 2)).toBe('a, b, c');
});

it.each([
  ['endpoint-service', 'endpoint service'],
  ['rest-api', 'REST API'],
  ['vpc', 'VPC'],
])('%s is a kind in words', (kind, words) => {
  expect(kindInWords(kind)).toBe(words);
});
