/** Decisions on single requests, straight from the statements: by IAM's rules, and where these leave it open. */
import { describe, expect, it } from 'vitest';
import { TemplateLeaf, type Tree, UnknownLeaf } from '../../src/model/tree.ts';
import { parsePolicy } from '../../src/policy/document/parse.ts';
import { OWN_ID, OWN_VPC } from '../../src/policy/document/prepared.ts';
import { evaluate } from '../../src/policy/evaluate.ts';
import type { EndpointFacts, Request } from '../../src/policy/index.ts';

const REQUEST: Request = {
  principal: 'arn:aws:iam::111122223333:role/app',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::mine/team/key',
  context: { 'aws:PrincipalAccount': '111122223333', 'aws:SourceVpce': 'vpce-1', 's3:prefix': 'Home' },
};
const S3: EndpointFacts = { service: 's3', type: 'Interface' };

type Body = Readonly<Record<string, unknown>>;
const allow = (more: Body = {}): Body => ({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', ...more });
/** The same with an element in its negative form. */
function but(more: Body): Body {
  const { Action, Resource, ...rest } = allow();
  return 'NotAction' in more ? { ...rest, Resource, ...more } : { ...rest, Action, ...more };
}
const when = (operator: string, key: string, value: unknown): Body =>
  allow({ Condition: { [operator]: { [key]: value } } });

function decide(statement: Body | readonly Body[], request: Partial<Request> = {}, facts?: EndpointFacts) {
  const document = { Version: '2012-10-17', Statement: [statement].flat() as never };
  return evaluate(parsePolicy(document as Tree), { ...REQUEST, ...request }, facts);
}

const unknown = new UnknownLeaf('known only after apply');
const text = (...parts: (string | UnknownLeaf)[]) => new TemplateLeaf(parts);

type Row = readonly [name: string, statement: Body | readonly Body[], is: string, request?: Partial<Request>];
const rows = (list: readonly Row[], facts?: EndpointFacts) => {
  for (const [name, statement, is, request] of list)
    it(name, () => expect(decide(statement, request, facts).decision).toBe(is));
};

describe('statements', () => {
  it('of a document that is not known leave all open', () => {
    expect(evaluate(parsePolicy(unknown), REQUEST)).toEqual({
      decision: 'unknown',
      statements: [],
      because: 'known only after apply',
    });
  });

  it('that are not known may allow and may deny', () => {
    const list = (...statements: unknown[]) => parsePolicy({ Version: '2012-10-17', Statement: statements } as never);
    expect(evaluate(list(unknown), REQUEST)).toMatchObject({ decision: 'unknown', because: 'known only after apply' });
    expect(evaluate(list(allow(), unknown), REQUEST).decision).toBe('unknown');
    expect(evaluate(list(allow({ Effect: 'Deny' }), unknown), REQUEST).decision).toBe('deny');
  });

  it('say which of them decide', () => {
    expect(decide([allow({ Action: 's3:Put*' }), allow(), allow({ Action: 's3:Get*' })]).statements).toEqual([1, 2]);
    expect(decide([allow(), allow({ Effect: 'Deny' })]).statements).toEqual([1]);
  });

  rows([
    ['without a valid Effect count for nothing', allow({ Effect: 'Permit' }), 'implicit'],
    ['without Action', { Effect: 'Allow', Principal: '*', Resource: '*' }, 'implicit'],
    ['without Resource', { Effect: 'Allow', Principal: '*', Action: '*' }, 'implicit'],
    ['of other actions', allow({ Action: 's3:PutObject' }), 'implicit'],
    ['of other callers', allow({ Principal: { AWS: '444455556666' } }), 'implicit'],
    ['of other resources', allow({ Resource: 'arn:aws:s3:::other/*' }), 'implicit'],
    ['of an unknown Action', allow({ Action: unknown }), 'unknown'],
    [
      'of an unknown Action and other resources',
      allow({ Action: unknown, Resource: 'arn:aws:s3:::other/*' }),
      'implicit',
    ],
    ['with an unknown Condition', allow({ Condition: unknown }), 'unknown'],
    ['with an unknown Condition, of other actions', allow({ Condition: unknown, Action: 's3:Put*' }), 'implicit'],
    [
      'of another caller under an unknown Condition',
      allow({ Condition: unknown, Principal: { AWS: '444455556666' } }),
      'implicit',
    ],
    [
      'with a condition that fails and one that is unknown',
      { ...when('StringEquals', 'aws:SourceVpce', 'vpce-2'), Action: unknown },
      'implicit',
    ],
  ]);
});

describe('actions', () => {
  rows([
    ['in another case', allow({ Action: 'S3:GETobject' }), 'allow'],
    ['by NotAction', but({ NotAction: 's3:Put*' }), 'allow'],
    ['but by NotAction', but({ NotAction: ['s3:Put*', 's3:Get*'] }), 'implicit'],
    ['of which one is unknown and another fits', allow({ Action: [unknown, 's3:Get*'] }), 'allow'],
    ['that begin in a known way', allow({ Action: text('s3:Put', unknown) }), 'implicit'],
    ['that may end so', allow({ Action: text('s3:Get', unknown) }), 'unknown'],
    ['that may begin so', allow({ Action: text(unknown, 'Object') }), 'unknown'],
  ]);
});

describe('resources', () => {
  rows([
    ['all', allow({ Resource: '***' }), 'allow'],
    ['all, in a form with `?`', allow({ Resource: '?*' }), 'allow'],
    ['as long as the ARN', allow({ Resource: '?'.repeat(REQUEST.resource.length) }), 'unknown'],
    ['the object', allow({ Resource: 'arn:aws:s3:::mine/team/key' }), 'allow'],
    ['in another case', allow({ Resource: 'arn:aws:s3:::MINE/team/key' }), 'implicit'],
    ['by `?`', allow({ Resource: 'arn:aws:s3:::min?/team/key' }), 'allow'],
    ['by NotResource', but({ NotResource: 'arn:aws:s3:::other/*' }), 'allow'],
    ['but by NotResource', but({ NotResource: 'arn:aws:s3:::mine/*' }), 'implicit'],
    ['an ARN cut short', allow({ Resource: 'arn:aws:s3' }), 'unknown'],
    ['another ARN cut short', allow({ Resource: 'arn:aws:sqs' }), 'implicit'],
    ['an ARN of five parts and a `*`', allow({ Resource: 'arn:aws:s3:*' }), 'allow'],
    [
      'a variable with a value',
      allow({ Resource: 'arn:aws:s3:::mine/${s3:prefix}/*' }),
      'allow',
      { resource: 'arn:aws:s3:::mine/Home/x' },
    ],
    ['a variable of another value', allow({ Resource: 'arn:aws:s3:::mine/${s3:prefix}/*' }), 'implicit'],
    ['a variable without a value', allow({ Resource: 'arn:aws:s3:::mine/${s3:none}/*' }), 'implicit'],
    ['a variable with what it falls back to', allow({ Resource: "arn:aws:s3:::mine/${s3:none, 'team'}/*" }), 'allow'],
    ['all but a variable without a value', but({ NotResource: 'arn:aws:s3:::mine/${s3:none}/*' }), 'unknown'],
    [
      'a variable before the fifth colon',
      allow({ Resource: 'arn:aws:sqs:us-east-1:${aws:PrincipalAccount}:jobs' }),
      'unknown',
      { resource: 'arn:aws:sqs:us-east-1:111122223333:jobs' },
    ],
    [
      'another before the fifth colon',
      allow({ Resource: 'arn:aws:sqs:us-east-1:${aws:PrincipalAccount}:jobs' }),
      'implicit',
      { resource: 'arn:aws:sqs:us-east-1:111122223333:other' },
    ],
    [
      '`*` in a part',
      allow({ Resource: 'arn:aws:sqs:us-*:111122223333:jobs' }),
      'allow',
      { resource: 'arn:aws:sqs:us-east-1:111122223333:jobs' },
    ],
    [
      '`?` for a colon',
      allow({ Resource: 'arn:aws:sqs:us-east-1?111122223333:jobs:x' }),
      'implicit',
      { resource: 'arn:aws:sqs:us-east-1:111122223333:jobs:x' },
    ],
    [
      '`*` behind the fifth colon',
      allow({ Resource: 'arn:aws:logs:us-east-1:111122223333:log-group:*:x' }),
      'allow',
      { resource: 'arn:aws:logs:us-east-1:111122223333:log-group:a:b:x' },
    ],
    ['an unknown end', allow({ Resource: text('arn:aws:s3:::mi', unknown) }), 'unknown'],
    ['an unknown end of others', allow({ Resource: text('arn:aws:s3:::other', unknown) }), 'implicit'],
    ['an unknown whole', allow({ Resource: unknown }), 'unknown'],
  ]);

  describe('of a request that names none', () => {
    const none = { resource: '*', action: 's3:ListAllMyBuckets' };
    rows(
      [
        ['all', allow(), 'allow', none],
        ['a bucket', allow({ Resource: 'arn:aws:s3:::mine' }), 'implicit', none],
        ['all of the service', allow({ Resource: 'arn:aws:s3:::*' }), 'unknown', none],
        ['an unknown bucket', allow({ Resource: text('arn:aws:s3:::', unknown, '/x') }), 'unknown', none],
      ],
      S3,
    );
  });
});

describe('conditions', () => {
  rows([
    ['an operator that is none', when('StringIs', 'aws:SourceVpce', 'vpce-1'), 'unknown'],
    ['a value', when('StringEquals', 'aws:SourceVpce', 'vpce-1'), 'allow'],
    ['a key in another case', when('StringEquals', 'AWS:sourcevpce', 'vpce-1'), 'allow'],
    ['another value', when('StringEquals', 'aws:SourceVpce', 'vpce-2'), 'implicit'],
    ['a value in another case', when('StringEquals', 's3:prefix', 'home'), 'implicit'],
    ['a value in another case, which does not count', when('StringEqualsIgnoreCase', 's3:prefix', 'hOME'), 'allow'],
    ['a pattern', when('StringLike', 's3:prefix', 'H?m*'), 'allow'],
    ['a pattern where none is read', when('StringEquals', 's3:prefix', 'H*'), 'implicit'],
    ['not a value', when('StringNotEquals', 'aws:SourceVpce', 'vpce-1'), 'implicit'],
    ['not another value', when('StringNotEquals', 'aws:SourceVpce', 'vpce-2'), 'allow'],
    ['a key that is there', when('Null', 'aws:SourceVpce', 'false'), 'allow'],
    ['a key that is not there', when('Null', 'aws:SourceIp', 'TRUE'), 'allow'],
    ['a key that should not be there', when('Null', 'aws:SourceVpce', 'true'), 'implicit'],
    ['a key of which that is unknown', when('Null', 'aws:SourceVpce', unknown), 'unknown'],
    ['a missing key', when('StringEquals', 's3:none', 'x'), 'implicit'],
    ['a missing key, if it exists', when('StringEqualsIfExists', 's3:none', 'x'), 'allow'],
    ['a missing key that should differ', when('StringNotEquals', 's3:none', 'x'), 'allow'],
    ['a missing key for all values', when('ForAllValues:StringEquals', 's3:none', 'x'), 'allow'],
    ['a missing key for any value', when('ForAnyValue:StringEquals', 's3:none', 'x'), 'implicit'],
    ['a missing key for any value, if it exists', when('ForAnyValue:StringEqualsIfExists', 's3:none', 'x'), 'unknown'],
    ['an unknown value', when('StringEquals', 'aws:SourceVpce', unknown), 'unknown'],
    ['one of them unknown', when('StringEquals', 'aws:SourceVpce', [unknown, 'vpce-1']), 'allow'],
    ['an unknown end', when('StringEquals', 'aws:SourceVpce', text('vpce-', unknown)), 'unknown'],
    ['an unknown end of another', when('StringEquals', 'aws:SourceVpce', text('vpc-', unknown)), 'implicit'],
    ['a number', when('NumericLessThan', 's3:max-keys', '10'), 'allow', { context: { 's3:max-keys': '9' } }],
    ['a larger number', when('NumericLessThan', 's3:max-keys', '10'), 'implicit', { context: { 's3:max-keys': '10' } }],
    [
      'an unknown number',
      when('NumericLessThan', 's3:max-keys', unknown),
      'unknown',
      { context: { 's3:max-keys': '9' } },
    ],
    [
      'a number by a variable',
      when('NumericEquals', 's3:max-keys', '${s3:most}'),
      'allow',
      { context: { 's3:max-keys': '9', 's3:most': '9' } },
    ],
    [
      'a number by what a variable falls back to',
      when('NumericEquals', 's3:max-keys', "${s3:most, '9'}"),
      'allow',
      { context: { 's3:max-keys': '9' } },
    ],
    ['a variable without a value', when('StringEquals', 's3:prefix', '${s3:none}'), 'implicit'],
    ['not a variable without a value', when('StringNotEquals', 's3:prefix', '${s3:none}'), 'unknown'],
    ['not what a variable falls back to', when('StringNotEquals', 's3:prefix', "${s3:none, 'x'}"), 'allow'],
    [
      'an ARN',
      when('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/a*'),
      'allow',
      { context: { 'aws:PrincipalArn': REQUEST.principal } },
    ],
    [
      '`*` over parts of an ARN',
      when('ArnLike', 'aws:PrincipalArn', 'arn:*:1111:role/a*:x:y'),
      'implicit',
      { context: { 'aws:PrincipalArn': REQUEST.principal } },
    ],
    [
      'an ARN cut short',
      when('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam*'),
      'unknown',
      { context: { 'aws:PrincipalArn': REQUEST.principal } },
    ],
    [
      'another ARN cut short',
      when('ArnLike', 'aws:PrincipalArn', 'arn:aws:sts*'),
      'implicit',
      { context: { 'aws:PrincipalArn': REQUEST.principal } },
    ],
  ]);

  describe('on keys with several values', () => {
    const tags = (...values: string[]) => ({ context: { 'aws:TagKeys': values } });
    rows([
      ['all', when('ForAllValues:StringEquals', 'aws:TagKeys', ['a', 'b']), 'allow', tags('a', 'b')],
      ['not all', when('ForAllValues:StringEquals', 'aws:TagKeys', 'a'), 'implicit', tags('a', 'b')],
      ['any', when('ForAnyValue:StringEquals', 'aws:TagKeys', 'b'), 'allow', tags('a', 'b')],
      ['not any', when('ForAnyValue:StringEquals', 'aws:TagKeys', 'c'), 'implicit', tags('a', 'b')],
      ['without saying which', when('StringEquals', 'aws:TagKeys', 'a'), 'unknown', tags('a', 'b')],
      [
        'without saying which, of one value',
        when('StringEquals', 'aws:TagKeys', 'a'),
        'unknown',
        { context: { 'aws:TagKeys': 'a' } },
      ],
      [
        'a list of a key that has one',
        when('StringEquals', 's3:prefix', 'a'),
        'unknown',
        { context: { 's3:prefix': ['a'] } },
      ],
    ]);
  });

  describe('on the endpoint itself, before it has an id', () => {
    const own = { context: { 'aws:SourceVpce': OWN_ID, 'aws:SourceVpc': OWN_VPC } };
    rows([
      ['one id', when('StringEquals', 'aws:SourceVpce', 'vpce-1'), 'unknown', own],
      ['one VPC', when('StringEquals', 'aws:SourceVpc', 'vpc-1'), 'unknown', own],
      ['any id', when('StringLike', 'aws:SourceVpce', '*'), 'allow', own],
      ['no such key', when('StringEquals', 's3:none', 'vpce-1'), 'implicit', own],
    ]);
  });
});
