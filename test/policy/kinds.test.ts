import { describe, expect, test } from 'vitest';
import type { Tree } from '../../src/model/tree.ts';
import type { Trust } from '../../src/model/trust.ts';
import { type Analysis, analyze, type EndpointFacts, faultsOf } from '../../src/policy/index.ts';

const OWN = '111122223333';
const ORG = 'o-abc123def4';
const FACTS: EndpointFacts = {
  service: 's3',
  type: 'Interface',
  region: 'us-east-1',
  id: 'vpce-0a1b2c3d4e5f60718',
  vpcId: 'vpc-0f1e2d3c4b5a69788',
  ownerId: OWN,
  now: new Date('2026-11-29T00:00:00Z'),
};
const TRUST: Trust = { organizations: [ORG], accounts: [OWN] };

const allow = (rest: object = {}): object => ({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', ...rest });
const deny = (rest: object = {}): object => allow({ Effect: 'Deny', ...rest });
const when = (operator: string, key: string, value: unknown): object => ({
  Condition: { [operator]: { [key]: value } },
});
const policy = (...list: readonly object[]): Tree => ({ Version: '2012-10-17', Statement: list as never });
const judge = (tree: Tree, facts: Partial<EndpointFacts> = {}, trust: Trust | undefined = TRUST): Analysis =>
  analyze(tree, { ...FACTS, ...facts }, trust);

/** Everything, outside callers, outside resources, both at once, actions not named, nothing: yes, no or unknown. */
function answer(analysis: Analysis): string {
  const { fullAccess, unboundedPrincipal, unboundedResource, overlyBroad, actionsBroad, grantsNothing } = analysis;
  return [fullAccess, unboundedPrincipal, unboundedResource, overlyBroad, actionsBroad, grantsNothing]
    .map(({ is }) => (is === 'unknown' ? '?' : is[0]))
    .join('');
}
const vacuous = ({ vacuousConditions }: Analysis): string[] =>
  vacuousConditions.map(({ key, kind }) => `${key} ${kind}`);
const reasons = (analysis: Analysis): string[] => [
  ...new Set(faultsOf(analysis, TRUST).undecided.map(({ because }) => because)),
];

type Row = readonly [name: string, service: string, statements: readonly object[], is: string];
const rows = (list: readonly Row[]): void => {
  test.each(list)('%s', (_, service, statements, is) => {
    expect(answer(judge(policy(...statements), { service }))).toBe(is);
  });
};

describe('keys of the endpoint that only some services carry', () => {
  rows([
    ['the own account', 's3', [allow(when('StringEquals', 'aws:VpceAccount', OWN))], 'yyyyyn'],
    ['another account', 's3', [allow(when('StringEquals', 'aws:VpceAccount', '444455556666'))], 'nnnnny'],
    ['a service without the key', 'sns', [allow(when('StringEquals', 'aws:VpceAccount', OWN))], 'nnnnny'],
    ['the same spared by IfExists', 'sns', [allow(when('StringEqualsIfExists', 'aws:VpceAccount', OWN))], 'yyyyyn'],
    [
      'a Deny of all other accounts there',
      'sns',
      [allow(), deny(when('StringNotEquals', 'aws:VpceAccount', OWN))],
      'nnnnny',
    ],
    [
      'the organization, in which it may be or not',
      's3',
      [allow(when('StringEquals', 'aws:VpceOrgID', ORG))],
      'n?????',
    ],
    [
      'an organization key that SQS has and DynamoDB has not',
      'sqs',
      [allow(when('StringEquals', 'aws:VpceOrgID', ORG))],
      'n?????',
    ],
    [
      'caller of the owner of the endpoint',
      's3',
      [allow(when('StringEquals', 'aws:PrincipalAccount', '${aws:VpceAccount}'))],
      'nnynyn',
    ],
    [
      'resource of the owner of the endpoint',
      's3',
      [allow(when('StringEquals', 'aws:ResourceAccount', '${aws:VpceAccount}'))],
      'nynnyn',
    ],
    [
      'the own VPC by ARN',
      's3',
      [allow(when('ArnEquals', 'aws:SourceVpcArn', `arn:aws:ec2:us-east-1:${OWN}:vpc/vpc-0f1e2d3c4b5a69788`))],
      'yyyyyn',
    ],
    [
      'another VPC by ARN',
      's3',
      [allow(when('ArnEquals', 'aws:SourceVpcArn', `arn:aws:ec2:us-east-1:${OWN}:vpc/vpc-1`))],
      'nnnnny',
    ],
  ]);

  test('an owner who is not known is no stranger, and may be anybody named', () => {
    const bound = policy(allow(when('StringEquals', 'aws:PrincipalAccount', '${aws:VpceAccount}')));
    expect(judge(bound, { ownerId: null }, undefined).unboundedPrincipal.is).toBe('no');
    const named = judge(policy(allow(when('StringEquals', 'aws:VpceAccount', '444455556666'))), { ownerId: null });
    expect(reasons(named)).toEqual(['the owner of the endpoint is not known']);
  });
});

describe('keys no request carries', () => {
  rows([
    ['a misspelled one', 's3', [allow(when('StringEquals', 'aws:PrincipleOrgID', ORG))], 'nnnnny'],
    ['of another service', 'sqs', [allow(when('StringEquals', 's3:prefix', 'x'))], 'nnnnny'],
    ['without a prefix', 's3', [allow(when('StringEquals', 'PrincipalOrgID', ORG))], 'nnnnny'],
    ['negated, it holds always', 's3', [allow(when('StringNotEquals', 'aws:PrincipleOrgID', ORG))], 'yyyyyn'],
    [
      'of web identities',
      'sts',
      [
        allow({
          Action: 'sts:AssumeRoleWithWebIdentity',
          ...when('StringEquals', 'token.actions.githubusercontent.com:sub', 'x'),
        }),
      ],
      'nyyynn',
    ],
  ]);

  test('a key of the service that its list lacks may be newer than the list', () => {
    const analysis = judge(policy(allow(when('StringEquals', 's3:something-quite-new', 'x'))));
    expect(answer(analysis)).toBe('??????');
    expect(reasons(analysis)).toEqual(['it is not known whether requests to the service carry s3:something-quite-new']);
  });

  test('are told with the key that is meant', () => {
    const { faults } = faultsOf(
      judge(policy(allow(when('StringEquals', 'aws:PrincipleOrgID', ORG)), allow(when('Bool', 's3:prefx', 'true')))),
    );
    const told = faults.filter(({ rule }) => rule === 'unknown-condition-key');
    expect(told.map(({ statement, problem }) => [statement, problem])).toEqual([
      [0, 'tests aws:PrincipleOrgID, which no request has (did you mean aws:PrincipalOrgID?)'],
      [1, 'tests s3:prefx, which no request has (did you mean s3:prefix?)'],
    ]);
  });
});

describe('time, Region and other constants', () => {
  const within = {
    Condition: {
      DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
      DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' },
    },
  };
  rows([
    ['until a date', 's3', [allow(when('DateLessThan', 'aws:CurrentTime', '2030-01-01T00:00:00Z'))], 'yyyyyn'],
    ['from a date on', 's3', [allow(when('DateGreaterThan', 'aws:CurrentTime', '2030-01-01T00:00:00Z'))], 'nyyyyn'],
    ['until a date gone by', 's3', [allow(when('DateLessThan', 'aws:CurrentTime', '2020-01-01T00:00:00Z'))], 'nnnnny'],
    ['by seconds', 's3', [allow(when('NumericLessThan', 'aws:EpochTime', '1893456000'))], 'yyyyyn'],
    ['in a window', 's3', [allow(within)], 'yyyyyn'],
    ['the own Region', 's3', [allow(when('StringEquals', 'aws:RequestedRegion', 'us-east-1'))], 'yyyyyn'],
    ['another Region', 's3', [allow(when('StringEquals', 'aws:RequestedRegion', 'eu-west-1'))], 'nnnnny'],
  ]);

  test('a time limit restricts, the own Region does not', () => {
    expect(vacuous(judge(policy(allow(within))))).toEqual([]);
    const region = judge(policy(allow(when('StringEquals', 'aws:RequestedRegion', 'us-east-1'))));
    expect(vacuous(region)).toEqual(['aws:RequestedRegion always-true']);
  });

  test('an unknown Region is unknown', () => {
    const analysis = judge(policy(allow(when('StringEquals', 'aws:RequestedRegion', 'us-east-1'))), { region: null });
    expect(answer(analysis)).toBe('n?????');
    expect(reasons(analysis)).toEqual(['the Region of the endpoint is not known']);
  });
});

describe('placeholders that nobody filled in', () => {
  test.each([
    '${ORG_ID}',
    '{{ org_id }}',
    '<my-org-id>',
    '#{OrgId}',
    '$ORG_ID',
    '${AWS::AccountId}',
    '${self:custom.org}',
  ])('%s', (text) => {
    const analysis = judge(policy(allow(when('StringEquals', 'aws:PrincipalOrgID', text))));
    expect(answer(analysis)).toBe('n?????');
    expect(reasons(analysis)[0]).toMatch(/is a placeholder that nobody filled in: render the template first$/);
  });

  test('in principals and resources', () => {
    const account = judge(policy(allow({ Principal: { AWS: 'arn:aws:iam::${ACCOUNT_ID}:root' } })));
    expect(faultsOf(account, TRUST).faults).toEqual([]);
    expect(judge(policy(allow({ Resource: 'arn:aws:s3:::<bucket>/*' }))).unboundedResource.is).toBe('unknown');
  });
});

describe('what AWS tells in two ways', () => {
  rows([
    [
      'an action without resources and an ARN of all buckets',
      's3',
      [allow({ Action: 's3:ListAllMyBuckets', Resource: 'arn:aws:s3:::*' })],
      'n?nnn?',
    ],
    [
      'and an ARN of one bucket',
      's3',
      [allow({ Action: 's3:ListAllMyBuckets', Resource: 'arn:aws:s3:::corp' })],
      'nnnnny',
    ],
    ['a star that ends a part', 's3', [allow({ Resource: `arn:aws:s3:*:${OWN}:accesspoint/*` })], 'ny??yn'],
    [
      'a star that ends a part, before names without colons',
      'kms',
      [allow({ Resource: `arn:aws:kms:*:${OWN}:key/*` })],
      'nynnyn',
    ],
    [
      'a variable in place of the account',
      'kms',
      [allow({ Resource: 'arn:aws:kms:*:${aws:PrincipalAccount}:key/*' })],
      'n?????',
    ],
    [
      'several values without a set operator',
      's3',
      [allow(), deny(when('StringNotLike', 'aws:PrincipalOrgPaths', `${ORG}/*`))],
      'n?????',
    ],
    ['a short ARN with a last star', 'sqs', [allow({ Resource: 'arn:aws:sqs:*' })], 'yyyyyn'],
    ['a short ARN of another service', 'sqs', [allow({ Resource: 'arn:aws:sns:*' })], 'nnnnny'],
  ]);

  test('names both sources', () => {
    const both = judge(policy(allow({ Resource: `arn:aws:s3:*:${OWN}:accesspoint/*` })));
    expect(reasons(both)).toEqual([expect.stringMatching(/IAM guide .* Amazon S3 guide/)]);
    const list = judge(policy(allow({ Action: 's3:ListAllMyBuckets', Resource: 'arn:aws:s3:::*' })));
    expect(reasons(list)).toContainEqual(expect.stringMatching(/Service Authorization Reference .*Amazon S3/));
  });
});

describe('who calls', () => {
  rows([
    [
      'a federated user as principal',
      's3',
      [allow({ Principal: { AWS: `arn:aws:sts::${OWN}:federated-user/bob` } })],
      'nnynyn',
    ],
    [
      'federated users of any account',
      's3',
      [allow(when('ArnLike', 'aws:PrincipalArn', 'arn:aws:sts::*:federated-user/*'))],
      'nyyyyn',
    ],
    ['by their type', 's3', [allow(when('StringEquals', 'aws:PrincipalType', 'FederatedUser'))], 'nyyyyn'],
    [
      'a role with a colon in its name',
      's3',
      [allow(when('ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${OWN}:role/aws:ec2-infrastructure`))],
      'nnynyn',
    ],
    ['a user name', 's3', [allow(when('StringEquals', 'aws:username', 'bob'))], 'nyyyyn'],
    [
      'the account of the resource',
      's3',
      [allow(when('StringEquals', 'aws:PrincipalAccount', '${aws:ResourceAccount}'))],
      'nyyyyn',
    ],
    [
      'sign-up asks for an organization',
      'cognito-idp',
      [allow({ Action: 'cognito-idp:SignUp', ...when('StringEquals', 'aws:PrincipalOrgID', ORG) })],
      'nnnnny',
    ],
    [
      'nobody administers users unsigned',
      'cognito-idp',
      [allow({ Action: 'cognito-idp:AdminCreateUser', ...when('StringEquals', 'aws:PrincipalAccount', 'anonymous') })],
      'nnnnny',
    ],
    [
      'before sign-in nobody is a principal',
      'signin',
      [allow({ Action: 'signin:Authenticate', ...when('StringEquals', 'aws:PrincipalOrgID', ORG) })],
      'nnnnny',
    ],
    [
      'before sign-in by the account signed in to',
      'signin',
      [allow({ Action: 'signin:Authenticate', ...when('StringEquals', 'aws:ResourceOrgID', ORG) })],
      'nnnnnn',
    ],
  ]);
});

describe('names and ARNs', () => {
  rows([
    ['a queue has no slash', 'sqs', [allow({ Resource: `arn:aws:sqs:us-east-1:${OWN}:team/*` })], 'nnnnny'],
    [
      'an index is no table',
      'dynamodb',
      [allow({ Action: 'dynamodb:GetItem', Resource: 'arn:aws:dynamodb:*:*:table/*/index/*' })],
      'nnnnny',
    ],
    [
      'an old bucket has capitals',
      's3',
      [allow({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::Corp_Old*/*' })],
      'nyyynn',
    ],
    [
      'an account by another name',
      'chime-sdk-voice',
      [allow({ Resource: `arn:aws:chime:us-east-1:${OWN}:vc/*` })],
      'nynnyn',
    ],
    ['an empty prefix', 's3', [allow({ Action: 's3:ListBucket', ...when('StringEquals', 's3:prefix', '') })], 'nyyynn'],
  ]);

  test('an empty value is one of many', () => {
    expect(
      vacuous(judge(policy(allow({ Action: 's3:ListBucket', ...when('StringEquals', 's3:prefix', '') })))),
    ).toEqual([]);
    expect(vacuous(judge(policy(allow(when('ForAnyValue:StringNotEquals', 'aws:TagKeys', '')))))).toEqual([]);
  });
});

describe('images of Amazon', () => {
  const own = { StringEquals: { 'aws:PrincipalOrgID': ORG, 'ec2:Owner': 'amazon' } };
  rows([
    ['are no foreign ones', 'ec2', [allow({ Action: 'ec2:RunInstances', Condition: own })], 'nnnnnn'],
    [
      'of a foreign account are',
      'ec2',
      [allow({ Action: 'ec2:RunInstances', ...when('StringEquals', 'ec2:Owner', '444455556666') })],
      'nyyynn',
    ],
  ]);
});

describe('planes of one service', () => {
  rows([
    ['data at the data plane', 'sagemaker.runtime', [allow({ Action: 'sagemaker:InvokeEndpoint' })], 'nyyynn'],
    ['control at the data plane', 'sagemaker.runtime', [allow({ Action: 'sagemaker:CreateEndpoint' })], 'nnnnny'],
    ['data at the control plane', 'sagemaker.api', [allow({ Action: 'sagemaker:InvokeEndpoint' })], 'nnnnny'],
    ['items at the streams', 'dynamodb-streams', [allow({ Action: 'dynamodb:GetItem' })], 'nnnnny'],
    ['the token at the registry', 'ecr.dkr', [allow({ Action: 'ecr:GetAuthorizationToken' })], 'nnnnny'],
    ['images at both', 'ecr.api', [allow({ Action: 'ecr:BatchGetImage' })], 'nyyynn'],
  ]);
});

describe('witnesses a person believes', () => {
  test.each([
    ['kms', 'kms:*', '*', 'kms:Decrypt', 'arn:aws:kms:us-east-1:999988887777:key/1234abcd-12ab-34cd-56ef-1234567890ab'],
    ['sqs', 'sqs:*', '*', 'sqs:SendMessage', 'arn:aws:sqs:us-east-1:999988887777:orders'],
    ['s3', 's3:*', 'arn:aws:s3:::corp-data-*/*', 's3:PutObject', 'arn:aws:s3:::corp-data-example/report.csv'],
    [
      'dynamodb',
      'dynamodb:*',
      'arn:aws:dynamodb:*:*:table/prod-*',
      'dynamodb:PutItem',
      'arn:aws:dynamodb:us-east-1:999988887777:table/prod-example',
    ],
  ])('%s', (service, Action, Resource, action, resource) => {
    const { overlyBroad } = judge(policy(allow({ Action, Resource })), { service });
    expect(overlyBroad).toMatchObject({
      is: 'yes',
      witness: { action, resource, principal: 'arn:aws:iam::999988887777:role/developer' },
    });
  });
});

test('a Sid that stands twice is a warning, and the rest is judged', () => {
  const twice = judge(policy(allow({ Sid: 'A', Action: 's3:GetObject' }), allow({ Sid: 'A', Action: 's3:PutObject' })));
  const { faults } = faultsOf(twice, TRUST);
  expect(faults.map(({ rule, level }) => `${rule} ${level}`)).toEqual([
    'invalid-document warning',
    'overly-broad error',
  ]);
});
