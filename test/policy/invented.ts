import type { Trust } from '../../src/model/index.ts';
import type { EndpointFacts } from '../../src/policy/index.ts';

/** A policy made up after real shapes, and what it must come to. */
export interface Invented {
  readonly name: string;
  readonly service?: string;
  readonly type?: EndpointFacts['type'];
  readonly trust?: Trust;
  readonly version?: string | null;
  readonly statements: readonly object[];
  /** full, principal, resource, both, actions, nothing: y, n or ?; then dead statements and vacuous conditions. */
  readonly is: string;
}

const OWN = '111122223333';
const ORG = 'o-abc123def4';
const ours: Trust = { organizations: [ORG], accounts: [OWN] };
const allow = (rest: object = {}): object => ({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', ...rest });
const deny = (rest: object = {}): object => ({ ...allow(rest), Effect: 'Deny' });
const when = (Condition: object): object => ({ Condition });

export const INVENTED: readonly Invented[] = [
  {
    name: 'data perimeter: own to own, AWS services, AWS buckets',
    trust: ours,
    statements: [
      allow(when({ StringEquals: { 'aws:PrincipalOrgID': ORG, 'aws:ResourceOrgID': ORG } })),
      allow(when({ Bool: { 'aws:PrincipalIsAWSService': 'true' } })),
      allow({
        Action: 's3:GetObject',
        Resource: ['arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*', 'arn:aws:s3:::aws-ssm-us-east-1/*'],
      }),
    ],
    is: 'nynnyn',
  },
  {
    name: 'data perimeter by Deny with IfExists and services spared',
    trust: ours,
    statements: [
      allow(),
      deny(
        when({
          StringNotEqualsIfExists: { 'aws:PrincipalOrgID': ORG },
          BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
        }),
      ),
    ],
    is: 'nnynyn',
  },
  {
    name: 'the same with a plain Bool lets unsigned callers pass',
    trust: ours,
    statements: [
      allow(),
      deny(
        when({
          StringNotEqualsIfExists: { 'aws:PrincipalOrgID': ORG },
          Bool: { 'aws:PrincipalIsAWSService': 'false' },
        }),
      ),
    ],
    is: 'nyyyyn vacuous 1:Bool aws:PrincipalIsAWSService absent-key',
  },
  {
    name: 'a Null guard in a Deny spares callers without organization',
    statements: [
      allow(),
      deny(when({ StringNotEquals: { 'aws:PrincipalOrgID': ORG }, Null: { 'aws:PrincipalOrgID': 'false' } })),
    ],
    is: 'nyyyyn vacuous 1:Null aws:PrincipalOrgID absent-key',
  },
  {
    name: 'roles of accounts that begin alike',
    statements: [allow(when({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::1111*:role/app' } }))],
    is: 'nyyyyn',
  },
  {
    name: 'queues of accounts that begin alike',
    service: 'sqs',
    type: 'Interface',
    statements: [allow({ Action: 'sqs:*', Resource: 'arn:aws:sqs:*:1111*:*' })],
    is: 'nyyyyn',
  },
  {
    name: 'the organization of the endpoint is not known',
    statements: [allow(when({ StringEquals: { 'aws:VpceOrgID': '${aws:PrincipalOrgID}' } }))],
    is: 'n?????',
  },
  {
    name: 'present organization only',
    statements: [allow(when({ Null: { 'aws:PrincipalOrgID': 'false' } }))],
    is: 'nyyyyn vacuous 0:Null aws:PrincipalOrgID any-value',
  },
  {
    name: 'StringLike star on the organization',
    statements: [allow(when({ StringLike: { 'aws:PrincipalOrgID': '*' } }))],
    is: 'nyyyyn vacuous 0:StringLike aws:PrincipalOrgID any-value',
  },
  {
    name: 'ForAllValues on organization paths',
    statements: [allow(when({ 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': [`${ORG}/*`] } }))],
    is: 'nyyyyn vacuous 0:ForAllValues:StringLike aws:PrincipalOrgPaths absent-key',
  },
  {
    name: 'ForAnyValue not like in a Deny',
    statements: [allow(), deny(when({ 'ForAnyValue:StringNotLike': { 'aws:PrincipalOrgPaths': [`${ORG}/*`] } }))],
    is: 'nyyyyn vacuous 1:ForAnyValue:StringNotLike aws:PrincipalOrgPaths absent-key',
  },
  {
    name: 'organization paths without a set operator: AWS does not say',
    statements: [allow(when({ StringLike: { 'aws:PrincipalOrgPaths': [`${ORG}/*`] } }))],
    is: 'n?????',
  },
  {
    name: 'own endpoint only',
    statements: [allow(when({ StringEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d4e5f60718' } }))],
    is: 'yyyyyn vacuous 0:StringEquals aws:SourceVpce always-true',
  },
  {
    name: 'another endpoint',
    statements: [allow(when({ StringEquals: { 'aws:SourceVpce': 'vpce-0ffffffffffffffff' } }))],
    is: 'nnnnny dead 0 vacuous 0:StringEquals aws:SourceVpce never-true',
  },
  {
    name: 'own VPC by Deny',
    statements: [allow(), deny(when({ StringNotEquals: { 'aws:SourceVpc': 'vpc-0f1e2d3c4b5a69788' } }))],
    is: 'yyyyyn vacuous 1:StringNotEquals aws:SourceVpc never-true',
  },
  {
    name: 'NotIpAddress on SourceIp in a Deny blocks all',
    statements: [allow(), deny(when({ NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }))],
    is: 'nnnnny dead 0 vacuous 1:NotIpAddress aws:SourceIp always-true',
  },
  {
    name: 'VpcSourceIp is the callers choice',
    statements: [allow(when({ IpAddress: { 'aws:VpcSourceIp': ['10.0.0.0/8', '192.168.0.0/16'] } }))],
    is: 'nyyyyn',
  },
  {
    name: 'addresses that exclude each other',
    statements: [
      allow(when({ IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } })),
      deny(when({ IpAddress: { 'aws:VpcSourceIp': ['10.0.0.0/9', '10.128.0.0/9'] } })),
    ],
    is: 'nnnnny dead 0',
  },
  {
    name: 'a date gone by',
    statements: [allow(when({ DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }))],
    is: 'nnnnny dead 0 vacuous 0:DateLessThan aws:CurrentTime never-true',
  },
  {
    name: 'a date to come',
    statements: [allow(when({ DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }))],
    is: 'yyyyyn',
  },
  {
    name: 'numbers between',
    service: 's3',
    statements: [
      allow({
        Action: 's3:ListBucket',
        Condition: { NumericGreaterThan: { 's3:max-keys': '5' }, NumericLessThan: { 's3:max-keys': '6' } },
      }),
    ],
    is: 'nyyynn',
  },
  { name: 'TLS wanted', statements: [allow(when({ Bool: { 'aws:SecureTransport': 'true' } }))], is: 'nyyyyn' },
  {
    name: 'multi-factor only',
    statements: [allow(when({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }))],
    is: 'nyyyyn',
  },
  {
    name: 'own accounts resources, own callers',
    statements: [allow(when({ StringEquals: { 'aws:PrincipalAccount': OWN, 's3:ResourceAccount': OWN } }))],
    is: 'nnnnyn',
  },
  {
    name: 'caller and resource of one account, any',
    statements: [allow(when({ StringEquals: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } }))],
    is: 'nyyyyn',
  },
  {
    name: 'caller and resource of one organization, any',
    statements: [allow(when({ StringEquals: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' } }))],
    is: 'nyyyyn',
  },
  {
    name: 'the same without a version is plain text',
    version: null,
    statements: [allow(when({ StringEquals: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' } }))],
    is: 'nnnnny dead 0 vacuous 0:StringEquals aws:ResourceOrgID never-true',
  },
  {
    name: 'home folders',
    statements: [allow({ Action: 's3:*', Resource: 'arn:aws:s3:::homes/${aws:username}/*' })],
    is: 'nynnyn',
  },
  {
    name: 'a variable with a default',
    statements: [
      allow({ Action: 's3:GetObject', Resource: "arn:aws:s3:::homes/${aws:PrincipalTag/team, 'shared'}/*" }),
    ],
    is: 'nynnnn',
  },
  {
    name: 'a bucket named by the caller',
    statements: [allow({ Action: 's3:PutObject', Resource: 'arn:aws:s3:::${aws:PrincipalTag/bucket}/*' })],
    is: 'nyyynn',
  },
  {
    name: 'an escaped star is a star',
    statements: [allow({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::corp-data/${*}' })],
    is: 'nynnnn',
  },
  {
    name: 'resource account with IfExists',
    statements: [allow(when({ StringEqualsIfExists: { 'aws:ResourceAccount': OWN } }))],
    is: 'nynnyn',
  },
  {
    name: 'resource organization with IfExists',
    trust: ours,
    statements: [allow(when({ StringEqualsIfExists: { 'aws:ResourceOrgID': ORG } }))],
    is: 'nyyyyn vacuous 0:StringEqualsIfExists aws:ResourceOrgID absent-key',
  },
  {
    name: 'a partner and a trusted bucket list',
    trust: { ...ours, buckets: ['corp-data'] },
    statements: [
      allow({
        Principal: { AWS: OWN },
        Action: 's3:PutObject',
        Resource: ['arn:aws:s3:::corp-data/*', 'arn:aws:s3:::partner-drop/*'],
      }),
    ],
    is: 'nnynnn',
  },
  {
    name: 'trusted bucket names by glob',
    trust: { ...ours, buckets: ['corp-*'] },
    statements: [allow({ Principal: { AWS: OWN }, Action: 's3:PutObject', Resource: 'arn:aws:s3:::corp-*/*' })],
    is: 'nnnnnn',
  },
  {
    name: 'trusted principals by ARN',
    trust: { accounts: [OWN], principals: ['arn:aws:iam::444455556666:role/app-*'] },
    statements: [allow({ ...when({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/app-x*' } }) })],
    is: 'nnynyn',
  },
  {
    name: 'more than the trusted principals',
    trust: { accounts: [OWN], principals: ['arn:aws:iam::444455556666:role/app-*'] },
    statements: [allow({ ...when({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/*' } }) })],
    is: 'nyyyyn',
  },
  {
    name: 'trusted paths only',
    trust: { accounts: [OWN], organizationPaths: [`${ORG}/r-ab12/ou-ab12-11111111/*`] },
    statements: [
      allow(when({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': `${ORG}/r-ab12/ou-ab12-11111111/*` } })),
    ],
    is: 'nnynyn',
  },
  {
    name: 'the organization, where only a part is trusted',
    trust: { accounts: [OWN], organizationPaths: [`${ORG}/r-ab12/ou-ab12-11111111/*`] },
    statements: [allow(when({ StringEquals: { 'aws:PrincipalOrgID': ORG } }))],
    is: 'nyyyyn',
  },
  {
    name: 'gateway endpoint with an account',
    type: 'Gateway',
    statements: [allow({ Principal: { AWS: OWN }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::corp-data/*' })],
    is: 'nnnnnn',
  },
  {
    name: 'gateway, account and a role condition',
    type: 'Gateway',
    statements: [
      allow({
        Principal: { AWS: OWN },
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::corp-data/*',
        Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:role/*` } },
      }),
    ],
    is: 'nnnnny dead 0',
  },
  {
    name: 'object actions on a bucket ARN',
    statements: [allow({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::corp-data' })],
    is: 'nnnnny dead 0',
  },
  {
    name: 'a Deny of all but reads',
    statements: [allow({ Action: 's3:*' }), deny({ NotAction: ['s3:Get*', 's3:List*'], Action: undefined })],
    is: 'nyyynn',
  },
  {
    name: 'sts: logins and own callers',
    service: 'sts',
    trust: ours,
    statements: [
      allow(when({ StringEquals: { 'aws:PrincipalOrgID': ORG } })),
      allow({
        Action: ['sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML'],
        Resource: `arn:aws:iam::${OWN}:role/*`,
      }),
    ],
    is: 'nyynyn',
  },
  {
    name: 'sts: logins forgotten',
    service: 'sts',
    trust: ours,
    statements: [
      allow({ Action: 'sts:AssumeRoleWithWebIdentity', ...when({ StringEquals: { 'aws:PrincipalOrgID': ORG } }) }),
    ],
    is: 'nnnnny dead 0',
  },
  {
    name: 'ecr: any repository',
    service: 'ecr.dkr',
    statements: [allow({ Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:GetAuthorizationToken'] })],
    is: 'nyyynn',
  },
  {
    name: 'ecr: own repositories and the token',
    service: 'ecr.api',
    statements: [
      allow({ Action: ['ecr:BatchGetImage'], Resource: `arn:aws:ecr:us-east-1:${OWN}:repository/*` }),
      allow({ Action: 'ecr:GetAuthorizationToken' }),
    ],
    is: 'nynnnn',
  },
  {
    name: 'kms: own keys by the caller account',
    service: 'kms',
    statements: [
      allow({
        Action: 'kms:*',
        Resource: `arn:aws:kms:us-east-1:${OWN}:key/*`,
        Condition: { StringEquals: { 'kms:CallerAccount': OWN } },
      }),
    ],
    is: 'nnnnyn',
  },
  {
    name: 'kms: only through a service',
    service: 'kms',
    statements: [allow(when({ StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } }))],
    is: 'nnnnyn',
  },
  {
    name: 'monitoring by its own prefix',
    service: 'monitoring',
    statements: [allow({ Action: 'cloudwatch:PutMetricData' })],
    is: 'nyyynn',
  },
  {
    name: 'logs by an ARN of another region',
    service: 'logs',
    statements: [allow({ Action: 'logs:PutLogEvents', Resource: `arn:aws:logs:eu-west-1:${OWN}:log-group:*` })],
    is: 'nnnnny dead 0',
  },
  {
    name: 'userid of one role',
    statements: [allow(when({ StringLike: { 'aws:userid': 'AROAEXAMPLE1234567890:*' } }))],
    is: 'nnynyn',
  },
  {
    name: 'a tag alone is anybodys',
    statements: [allow(when({ StringEquals: { 'aws:PrincipalTag/team': 'data' } }))],
    is: 'nyyyyn',
  },
  {
    name: 'a tag wanted and forbidden',
    statements: [
      allow(when({ StringEquals: { 'aws:PrincipalTag/team': 'data' } })),
      deny(when({ StringLike: { 'aws:PrincipalTag/team': 'd*' } })),
    ],
    is: 'nnnnny dead 0',
  },
  {
    name: 'a sid and a service principal',
    statements: [allow({ Principal: { Service: 'logging.s3.amazonaws.com' }, Action: 's3:PutObject' })],
    is: 'nnnnnn',
  },
  {
    name: 'a session as principal',
    statements: [allow({ Principal: { AWS: `arn:aws:sts::${OWN}:assumed-role/app/s1` }, Action: 's3:GetObject' })],
    is: 'nnynnn',
  },
  {
    name: 'ssm documents of AWS',
    service: 'ssm',
    statements: [allow({ Action: 'ssm:GetDocument', Resource: 'arn:aws:ssm:us-east-1::document/AWS-RunShellScript' })],
    is: 'nynnnn',
  },
  {
    name: 'foundation models are AWSs',
    service: 'bedrock-runtime',
    statements: [allow({ Action: 'bedrock:InvokeModel', Resource: 'arn:aws:bedrock:us-east-1::foundation-model/*' })],
    is: 'nynnnn',
  },
];
