import fc from 'fast-check';
import type { Trust } from '../../src/model/index.ts';
import type { EndpointFacts, Request } from '../../src/policy/index.ts';
import type { Block, PlainStatement } from './simple.ts';

const OWN = '111122223333';
const PARTNER = '444455556666';
const OWN_ORG = 'o-abc123def4';
const STRANGER = '999988887777';
const LONER = '888877776666';
const STRANGER_ORG = 'o-outsider99';

export const FACTS: EndpointFacts = {
  service: 's3',
  type: 'Interface',
  region: 'us-east-1',
  id: 'vpce-0a1b2c3d4e5f60718',
  vpcId: 'vpc-0f1e2d3c4b5a69788',
  ownerId: OWN,
  now: new Date('2026-01-15T12:00:00Z'),
};

export const TRUSTS: readonly (Trust | undefined)[] = [
  undefined,
  { organizations: [OWN_ORG], accounts: [OWN] },
  { accounts: [OWN, PARTNER] },
  { principals: [`arn:aws:iam::${PARTNER}:role/app-*`], accounts: [OWN] },
];

const pick = <T>(...items: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...items);
const oneOrMore = (item: fc.Arbitrary<string>): fc.Arbitrary<string | string[]> =>
  fc.oneof(item, fc.uniqueArray(item, { minLength: 1, maxLength: 3 }));

const actions = pick(
  '*',
  's3:*',
  's3:Get*',
  's3:PutObject',
  'S3:getobject',
  's3:?utObject',
  's3:ListBucket',
  's3:*Object',
  'sqs:*',
  's3:Put*',
);
const resources = pick(
  '*',
  'arn:aws:s3:::*',
  'arn:aws:s3:::corp-data/*',
  'arn:aws:s3:::corp-data',
  'arn:aws:s3:::corp-*',
  'arn:aws:s3:::corp-?ata/*',
  'arn:aws:s3:::bkt-of-*/*',
  'arn:aws:s3:::*/k',
  'arn:aws:s3:::*/*',
  'arn:aws:s3:::${aws:PrincipalAccount}-*/*',
  'arn:aws:s3:::shared/${aws:PrincipalTag/team}/*',
);
const principals = pick<PlainStatement['Principal']>(
  '*',
  '*',
  '*',
  { AWS: '*' },
  { AWS: OWN },
  { AWS: [OWN, PARTNER] },
  { AWS: `arn:aws:iam::${OWN}:root` },
  { AWS: `arn:aws:iam::${PARTNER}:role/app-x` },
  { AWS: `arn:aws:sts::${OWN}:federated-user/bob` },
);

const block = (operators: readonly string[], key: string, values: readonly string[]): fc.Arbitrary<Block> =>
  fc
    .record({ operator: pick(...operators), value: oneOrMore(pick(...values)) })
    .map(({ operator, value }) => ({ [operator]: { [key]: value } }));

const TEXT = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'StringEqualsIfExists',
  'StringNotEqualsIfExists',
  'StringLikeIfExists',
  'StringEqualsIgnoreCase',
];
const SETS = [
  'ForAnyValue:StringLike',
  'ForAllValues:StringLike',
  'ForAnyValue:StringNotLike',
  'ForAllValues:StringNotLike',
  'ForAnyValue:StringEquals',
];
const conditions: fc.Arbitrary<Block> = fc.oneof(
  block(TEXT, 'aws:PrincipalOrgID', [OWN_ORG, 'o-*', '*', STRANGER_ORG]),
  block(TEXT, 'aws:ResourceOrgID', [OWN_ORG, '${aws:PrincipalOrgID}', '*']),
  block(TEXT, 'aws:PrincipalAccount', [OWN, PARTNER, '*', 'anonymous']),
  block(TEXT, 'aws:ResourceAccount', [OWN, PARTNER, '${aws:PrincipalAccount}', '4*']),
  block(TEXT, 'aws:SourceVpce', ['vpce-0a1b2c3d4e5f60718', 'vpce-0000000000000000f', 'vpce-*']),
  block(TEXT, 'aws:VpceAccount', [OWN, PARTNER]),
  block(TEXT, 'aws:RequestedRegion', ['us-east-1', 'eu-west-1', 'us-*']),
  block(TEXT, 'aws:PrincipleOrgID', [OWN_ORG]),
  block(TEXT, 'aws:PrincipalTag/team', ['data', 'd*', 'ops']),
  block(SETS, 'aws:PrincipalOrgPaths', [`${OWN_ORG}/*`, '*', `${OWN_ORG}/r-ab12/ou-ab12-11111111/*`]),
  block(SETS, 'aws:TagKeys', ['team', 'cost*', '*']),
  block(['ArnLike', 'ArnNotLike', 'ArnEquals', 'ArnLikeIfExists'], 'aws:PrincipalArn', [
    `arn:aws:iam::${OWN}:role/*`,
    'arn:aws:iam::*:role/app-*',
    `arn:aws:iam::${PARTNER}:root`,
  ]),
  block(['Bool', 'BoolIfExists'], 'aws:PrincipalIsAWSService', ['true', 'false']),
  block(['Bool', 'BoolIfExists'], 'aws:SecureTransport', ['true', 'false']),
  block(['Bool'], 'aws:ViaAWSService', ['true', 'false']),
  block(['Null'], 'aws:PrincipalOrgID', ['true', 'false']),
  block(['Null'], 'aws:PrincipalTag/team', ['true', 'false']),
);

function merge(blocks: readonly Block[]): Block {
  const out: Record<string, Record<string, string | readonly string[]>> = {};
  for (const each of blocks) {
    for (const [operator, keys] of Object.entries(each)) out[operator] = { ...out[operator], ...keys };
  }
  return out;
}

/** One statement. */
export const statement: fc.Arbitrary<PlainStatement> = fc
  .record({
    effect: pick<'Allow' | 'Deny'>('Allow', 'Allow', 'Deny'),
    principal: principals,
    action: oneOrMore(actions),
    notAction: fc.integer({ min: 0, max: 7 }),
    resource: oneOrMore(resources),
    notResource: fc.integer({ min: 0, max: 5 }),
    blocks: fc.array(conditions, { maxLength: 2 }),
  })
  .map(({ effect, principal, action, notAction, resource, notResource, blocks }) => ({
    Effect: effect,
    Principal: principal!,
    ...(notAction === 0 ? { NotAction: action } : { Action: action }),
    ...(notResource === 0 ? { NotResource: resource } : { Resource: resource }),
    ...(blocks.length > 0 && { Condition: merge(blocks) }),
  }));

/** Up to four statements. */
export const statements: fc.Arbitrary<readonly PlainStatement[]> = fc.array(statement, { minLength: 1, maxLength: 4 });

export interface Tried extends Request {
  readonly outsideCaller: boolean;
  readonly outsideOwner: boolean;
}

const path = (organization: string): string[] => [`${organization}/r-ab12/ou-ab12-11111111/ou-ab12-22222222/`];

/** About a thousand concrete requests over the names of the grammar. */
export function requests(): Tried[] {
  const iam = (account: string, organization: string | null, role: string): Request['context'] => ({
    'aws:PrincipalArn': `arn:aws:iam::${account}:role/${role}`,
    'aws:PrincipalAccount': account,
    'aws:PrincipalType': 'AssumedRole',
    'aws:userid': 'AROAEXAMPLE1234567890:s',
    'aws:PrincipalIsAWSService': 'false',
    ...(organization !== null && { 'aws:PrincipalOrgID': organization, 'aws:PrincipalOrgPaths': path(organization) }),
  });
  const anonymous = {
    'aws:PrincipalAccount': 'anonymous',
    'aws:PrincipalType': 'Anonymous',
    'aws:userid': 'anonymous',
  };
  const callers: { principal: string; keys: Request['context']; outside: boolean }[] = [];
  for (const [account, organization, outside] of [
    [OWN, OWN_ORG, false],
    [STRANGER, STRANGER_ORG, true],
    [LONER, null, true],
  ] as const) {
    for (const role of ['r0', 'app-x']) {
      callers.push({
        principal: `arn:aws:iam::${account}:role/${role}`,
        keys: iam(account, organization, role),
        outside,
      });
    }
  }
  callers.push({ principal: 'anonymous', keys: anonymous, outside: true });
  const owners = [
    { account: OWN, organization: OWN_ORG, outside: false, buckets: ['corp-data', 'bkt-of-own'] },
    {
      account: STRANGER,
      organization: STRANGER_ORG,
      outside: true,
      buckets: ['bkt-of-outorg', `${STRANGER}-x`, 'corp-zata'],
    },
    { account: LONER, organization: null, outside: true, buckets: ['bkt-of-loner'] },
  ];
  const out: Tried[] = [];
  for (const caller of callers) {
    for (const owner of owners) {
      for (const bucket of owner.buckets) {
        for (const [action, resource] of [
          ['s3:GetObject', `arn:aws:s3:::${bucket}/k`],
          ['s3:PutObject', `arn:aws:s3:::${bucket}/k`],
          ['s3:DeleteObject', `arn:aws:s3:::${bucket}/data/k`],
          ['s3:ListBucket', `arn:aws:s3:::${bucket}`],
        ] as const) {
          for (const extra of [
            // Every request says whether it came by TLS.
            { 'aws:SecureTransport': 'true' },
            { 'aws:SecureTransport': 'true', 'aws:TagKeys': ['team'] },
            { 'aws:PrincipalTag/team': 'data', 'aws:SecureTransport': 'false' },
          ] as Request['context'][]) {
            if (caller.principal === 'anonymous' && 'aws:PrincipalTag/team' in extra) continue;
            out.push({
              principal: caller.principal,
              action,
              resource,
              context: {
                'aws:SourceVpce': 'vpce-0a1b2c3d4e5f60718',
                'aws:SourceVpc': 'vpc-0f1e2d3c4b5a69788',
                'aws:VpceAccount': OWN,
                'aws:RequestedRegion': 'us-east-1',
                'aws:ViaAWSService': 'false',
                ...caller.keys,
                'aws:ResourceAccount': owner.account,
                's3:ResourceAccount': owner.account,
                ...(owner.organization !== null && {
                  'aws:ResourceOrgID': owner.organization,
                  'aws:ResourceOrgPaths': path(owner.organization),
                }),
                ...extra,
              },
              outsideCaller: caller.outside,
              outsideOwner: owner.outside,
            });
          }
        }
      }
    }
  }
  return out;
}
