import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Tree } from '../../src/model/tree.ts';
import { analyze, faultsOf, parsePolicy, problemsOf } from '../../src/policy/index.ts';
import { FACTS, statements } from './grammar.ts';

const RUNS = Number(process.env.VPCE_LINT_POLICY_RUNS ?? 120);
const good = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' };
const codes = (tree: Tree): string[] =>
  problemsOf(parsePolicy(tree)).map(({ code, place }) => `${code} ${place.pointer}`);

describe('faults of documents, with their place', () => {
  test.each<[string, unknown, string]>([
    ['a list', [], 'not-an-object '],
    ['no Statement', { Version: '2012-10-17' }, 'missing-statement '],
    ['an empty Statement', { Statement: [] }, 'missing-statement /Statement'],
    ['a wrong version', { Version: '2012-10-18', Statement: good }, 'bad-version /Version'],
    ['an unknown member', { Statement: good, Statements: [] }, 'unknown-element /Statements'],
    ['an unknown element', { Statement: [{ ...good, Resources: '*' }] }, 'unknown-element /Statement/0/Resources'],
    ['a bad effect', { Statement: [{ ...good, Effect: 'allow' }] }, 'bad-effect /Statement/0/Effect'],
    ['both elements', { Statement: [{ ...good, NotAction: 'x:y' }] }, 'both-elements /Statement/0/NotAction'],
    ['a bad principal', { Statement: [{ ...good, Principal: 'me' }] }, 'bad-principal /Statement/0/Principal'],
    [
      'an account as principal',
      { Statement: [{ ...good, Principal: '111122223333' }] },
      'bad-principal /Statement/0/Principal',
    ],
    [
      'a wildcard in a principal',
      { Statement: [{ ...good, Principal: { AWS: 'arn:aws:iam::111122223333:role/*' } }] },
      'bad-principal /Statement/0/Principal/AWS',
    ],
    [
      'NotPrincipal with Allow',
      { Statement: [{ Effect: 'Allow', NotPrincipal: '*', Action: '*', Resource: '*' }] },
      'notprincipal-with-allow /Statement/0/NotPrincipal',
    ],
    [
      'an unknown operator',
      { Statement: [{ ...good, Condition: { StringEqual: { a: 'b' } } }] },
      'unknown-operator /Statement/0/Condition/StringEqual',
    ],
    ['a condition list', { Statement: [{ ...good, Condition: [] }] }, 'bad-condition /Statement/0/Condition'],
    ['a number of statements', { Statement: [1] }, 'wrong-type /Statement/0'],
    [
      'the same Sid twice',
      {
        Statement: [
          { ...good, Sid: 'a' },
          { ...good, Sid: 'a' },
        ],
      },
      'duplicate-sid /Statement/1/Sid',
    ],
    ['an action without prefix', { Statement: [{ ...good, Action: 'GetObject' }] }, 'bad-action /Statement/0/Action'],
    [
      'a bucket name as resource',
      { Statement: [{ ...good, Resource: 'corp-data' }] },
      'bad-resource /Statement/0/Resource',
    ],
    ['an object in a list', { Statement: [{ ...good, Action: [{}] }] }, 'wrong-type /Statement/0/Action/0'],
  ])('%s', (_, tree, wanted) => {
    expect(codes(tree as Tree)).toContain(wanted);
    expect(faultsOf(analyze(tree as Tree, FACTS)).faults.some(({ rule }) => rule === 'invalid-document')).toBe(true);
  });

  test('a place inside a JSON string has line and column', () => {
    const text =
      '{\n  "Statement": [\n    {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condtion": {}}\n  ]\n}';
    const [problem] = parsePolicy(text).problems;
    expect(problem).toMatchObject({ code: 'unknown-element', place: { pointer: '/Statement/0/Condtion', line: 3 } });
    expect(parsePolicy('{"Statement": [}').problems[0]).toMatchObject({
      code: 'not-json',
      place: { line: 1, column: 16 },
    });
  });
});

test('no document crashes it: any JSON value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const { faults } = faultsOf(analyze(value as Tree, FACTS));
      expect(faults.some(({ rule }) => rule === 'invalid-document')).toBe(true);
      for (const { place } of faults) expect(typeof place.pointer).toBe('string');
    }),
    { numRuns: RUNS, seed: 3 },
  );
});

test('no document crashes it: a good one with a part replaced, renamed or cut', () => {
  const junk = fc.oneof(
    fc.constantFrom<unknown>(null, 1, true, '', [], {}, ['*', 7], { AWS: null }, { StringLike: 'x' }),
    fc.jsonValue({ maxDepth: 2 }),
  );
  fc.assert(
    fc.property(
      statements,
      junk,
      fc.nat(),
      fc.constantFrom('Effect', 'Principal', 'Action', 'Resource', 'Condition', 'Sid'),
      (list, value, cut, member) => {
        const broken = { Version: '2012-10-17', Statement: [{ ...list[0], [member]: value }, ...list.slice(1)] };
        faultsOf(analyze(broken as never, FACTS));
        const text = JSON.stringify({ Version: '2012-10-17', Statement: list });
        const part = text.slice(0, cut % text.length);
        const judged = faultsOf(analyze(part, FACTS));
        expect(judged.faults.map(({ rule }) => rule)).toContain('invalid-document');
        expect(judged.faults[0]!.place.line).toBe(1);
      },
    ),
    { numRuns: RUNS, seed: 4 },
  );
});
