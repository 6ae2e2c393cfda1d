import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Trust } from '../../src/model/index.ts';
import { TemplateLeaf, type Tree, UnknownLeaf } from '../../src/model/tree.ts';
import { type Analysis, analyze, type EndpointFacts } from '../../src/policy/index.ts';
import { FACTS, statements, TRUSTS } from './grammar.ts';

const RUNS = Number(process.env.VPCE_LINT_POLICY_RUNS ?? 120);

const QUESTIONS = [
  'fullAccess',
  'unboundedPrincipal',
  'unboundedResource',
  'overlyBroad',
  'actionsBroad',
  'grantsNothing',
] as const;

const star = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' };
const policy = (...list: readonly object[]): Tree => ({ Version: '2012-10-17', Statement: list as never });
const answers = (analysis: Analysis): string =>
  QUESTIONS.map((question) => `${question}=${analysis[question].is}`).join(' ');
const judge = (tree: Tree, facts: EndpointFacts = FACTS, trust?: Trust): Analysis => analyze(tree, facts, trust);

/** Paths of every leaf and subtree below the root, but for Version and Effect's siblings' names. */
function nodes(tree: Tree, at: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (tree === null || typeof tree !== 'object' || tree instanceof UnknownLeaf || tree instanceof TemplateLeaf)
    return [at];
  const inner = Array.isArray(tree)
    ? tree.flatMap((item: Tree, index) => nodes(item, [...at, index]))
    : Object.entries(tree).flatMap(([name, item]) => nodes(item, [...at, name]));
  return [at, ...inner];
}

function replace(tree: Tree, at: readonly (string | number)[], leaf: Tree): Tree {
  const [first, ...rest] = at;
  if (first === undefined) return leaf;
  if (Array.isArray(tree)) return tree.map((item: Tree, index) => (index === first ? replace(item, rest, leaf) : item));
  const members = tree as { readonly [key: string]: Tree };
  return { ...members, [first]: replace(members[first]!, rest, leaf) };
}

test('not knowing a part never turns yes into no, nor no into yes', () => {
  fc.assert(
    fc.property(statements, fc.constantFrom(...TRUSTS), fc.nat(), (list, trust, pick) => {
      const whole = policy(...list);
      const places = nodes(whole);
      const place = places[pick % places.length]!;
      const before = judge(whole, FACTS, trust);
      const after = judge(replace(whole, place, new UnknownLeaf('known only after apply')), FACTS, trust);
      for (const question of QUESTIONS) {
        if (after[question].is !== 'unknown')
          expect(after[question].is, `${question} at /${place.join('/')}`).toBe(before[question].is);
      }
      for (const { statement } of after.deadStatements) {
        expect(before.deadStatements.map((each) => each.statement)).toContain(statement);
      }
    }),
    { numRuns: RUNS, seed: 7 },
  );
});

test('not knowing the endpoint never turns yes into no, nor no into yes', () => {
  const { id: _id, vpcId: _vpc, ...unborn } = FACTS;
  fc.assert(
    fc.property(statements, (list) => {
      const known = judge(policy(...list));
      const unknown = judge(policy(...list), unborn);
      for (const question of QUESTIONS) {
        if (unknown[question].is !== 'unknown') expect(unknown[question].is, question).toBe(known[question].is);
      }
    }),
    { numRuns: Math.ceil(RUNS / 3), seed: 8 },
  );
});

describe('unknown parts', () => {
  const bucket = new UnknownLeaf('aws_s3_bucket.logs.arn is known only after apply', 'aws_s3_bucket.logs.arn');
  const anything = new UnknownLeaf('var.resource is not in the plan', 'var.resource');
  const account = new UnknownLeaf(
    'the account is known only after apply',
    'data.aws_caller_identity.current.account_id',
  );
  const organization = new UnknownLeaf(
    'the organization is known only after apply',
    'data.aws_organizations_organization.this.id',
  );
  const { id: _id, ...unborn } = FACTS;

  test.each([
    [
      'the whole policy',
      bucket as Tree,
      'fullAccess=unknown unboundedPrincipal=unknown unboundedResource=unknown overlyBroad=unknown actionsBroad=unknown grantsNothing=unknown',
    ],
    [
      'an organization compared exactly is never a stranger',
      policy({ ...star, Condition: { StringEquals: { 'aws:PrincipalOrgID': organization } } }),
      'fullAccess=no unboundedPrincipal=no unboundedResource=unknown overlyBroad=no actionsBroad=unknown grantsNothing=unknown',
    ],
    [
      'a bucket ARN is one bucket',
      policy({ ...star, Resource: [bucket, new TemplateLeaf([bucket, '/*'])] }),
      'fullAccess=no unboundedPrincipal=unknown unboundedResource=no overlyBroad=no actionsBroad=unknown grantsNothing=unknown',
    ],
    [
      'any string may be a star',
      policy({ ...star, Resource: anything }),
      'fullAccess=unknown unboundedPrincipal=unknown unboundedResource=unknown overlyBroad=unknown actionsBroad=unknown grantsNothing=unknown',
    ],
    [
      'a star beside it decides',
      policy({ ...star, Resource: ['*', anything] }),
      'fullAccess=yes unboundedPrincipal=yes unboundedResource=yes overlyBroad=yes actionsBroad=yes grantsNothing=no',
    ],
    [
      'a principal of an unknown account is no stranger',
      policy({ ...star, Principal: { AWS: new TemplateLeaf(['arn:aws:iam::', account, ':root']) } }),
      'fullAccess=no unboundedPrincipal=no unboundedResource=unknown overlyBroad=no actionsBroad=unknown grantsNothing=unknown',
    ],
  ])('%s', (_, tree, wanted) => {
    expect(answers(judge(tree))).toBe(wanted);
  });

  test('the own id before it exists: its symbol is equal, a literal is not known', () => {
    const facts: EndpointFacts = { ...unborn, idSymbol: 'aws_vpc_endpoint.s3.id' };
    const own = new UnknownLeaf('known only after apply', 'aws_vpc_endpoint.s3.id');
    const bound = (value: Tree): Tree => policy({ ...star, Condition: { StringEquals: { 'aws:SourceVpce': value } } });
    const symbol = judge(bound(own), facts);
    expect(symbol.overlyBroad.is).toBe('yes');
    expect(symbol.vacuousConditions.map(({ kind }) => kind)).toEqual(['always-true']);
    expect(judge(bound('vpce-0123456789abcdef0'), facts).overlyBroad.is).toBe('unknown');
    expect(judge(bound('vpce-0123456789abcdef0')).deadStatements).toHaveLength(1);
  });

  test('JSON text with unknown parts inside its strings is read', () => {
    const text = new TemplateLeaf([
      '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"',
      bucket,
      '/*"}]}',
    ]);
    expect(judge(text).unboundedResource.is).toBe('no');
  });
});
