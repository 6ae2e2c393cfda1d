import { table } from '../../base/table.ts';
import { ANY, type CharSet, NAME, NOCOLON, PLAIN, PRINTING, SLASHED } from '../document/pattern.ts';

/**
 * What names in ARNs look like. The API reference of a service shows which characters its names may have. For services
 * whose reference was not read, everything except a colon counts as possible. In the last name of an ARN, a colon is
 * also possible.
 */

/** Services whose names and ids contain neither a slash nor a colon, except those below. */
const PLAIN_NAMES = new Set(
  (
    'appconfig athena codebuild codecommit dynamodb ecr ecs elasticfilesystem events execute-api firehose kinesis kms lambda ' +
    'redshift-data s3 s3express secretsmanager sns sqs ssm states'
  ).split(' '),
);

const OTHER_NAMES: Readonly<Record<string, CharSet>> = table({
  's3:ObjectName': ANY,
  's3:Token': ANY,
  's3:Operation': SLASHED,
  'dynamodb:StreamLabel': ANY,
  'execute-api:ApiSpecificResourcePath': ANY,
  'execute-api:DomainName': SLASHED,
  'kms:Alias': SLASHED,
  'secretsmanager:SecretId': SLASHED,
  'ecr:RepositoryName': SLASHED,
  'events:EventSourceName': SLASHED,
  'ssm:ParameterNameWithoutLeadingSlash': SLASHED,
  'ssm:DocumentName': SLASHED,
  'ssm:ResourceId': SLASHED,
  'ssm:RoleName': SLASHED,
  'logs:LogGroupName': SLASHED,
  'logs:LogStreamName': SLASHED,
  'sts:RoleNameWithPath': PRINTING,
  'sts:FederatedUserName': NAME,
});

/** The characters that may stand for a placeholder of an ARN template. */
export function charactersOf(prefix: string, placeholder: string, last: boolean): CharSet {
  return OTHER_NAMES[`${prefix}:${placeholder}`] ?? (PLAIN_NAMES.has(prefix) ? PLAIN : last ? ANY : NOCOLON);
}

/** Names and ids as people and AWS give them. */
const SAMPLES: Readonly<Record<string, string>> = table({
  ObjectName: 'report.csv',
  QueueName: 'orders',
  TopicName: 'alerts',
  TableName: 'orders',
  IndexName: 'by-date',
  StreamLabel: '2026-01-15T09:30:00.000',
  StreamName: 'clicks',
  StreamType: 'stream',
  DeliveryStreamName: 'clicks',
  FunctionName: 'process-orders',
  KeyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
  Alias: 'data',
  SecretId: 'prod/database-a1b2c3',
  ParameterNameWithoutLeadingSlash: 'prod/database/url',
  RepositoryName: 'web',
  LogGroupName: '/app/web',
  LogStreamName: 'web-1',
  StateMachineName: 'orders',
  EventBusName: 'orders',
  RuleName: 'nightly',
  ClusterName: 'prod',
  ServiceName: 'web',
  ApiId: 'a1b2c3d4e5',
  Stage: 'prod',
  Method: 'GET',
  ApiSpecificResourcePath: 'orders',
  RoleNameWithPath: 'developer',
  FederatedUserName: 'alice',
  AccessPointName: 'reports',
  InstanceId: 'i-0123456789abcdef0',
  FileSystemId: 'fs-0123456789abcdef0',
  IdentityPoolId: 'us-east-1:12345678-1234-1234-1234-1234567890ab',
  UserPoolId: 'us-east-1_Ab1Cd2Ef3',
  UUID: '1234abcd-12ab-34cd-56ef-1234567890ab',
});

/** A name for a placeholder: `my-workgroup` where nothing better is known. */
export function sampleName(placeholder: string): string {
  const known = SAMPLES[placeholder];
  if (known !== undefined) return known;
  const words = placeholder.replace(/(?:Name|Id|Arn)$/, '').replace(/([a-z])([A-Z])/g, '$1-$2');
  return `my-${words.toLowerCase() || 'resource'}`;
}
