import type { AccessLevel, ActionInfo } from '../../aws/actions/load.ts';

/** Actions that say most to a reader: what people use a service for. */
const TELLING = new Set(
  (
    's3:putobject s3:getobject dynamodb:putitem dynamodb:getitem dynamodb:getrecords sqs:sendmessage sqs:receivemessage ' +
    'sns:publish kms:decrypt kms:encrypt kms:generatedatakey kinesis:putrecord kinesis:getrecords ' +
    'secretsmanager:putsecretvalue secretsmanager:getsecretvalue lambda:invokefunction logs:putlogevents sts:assumerole ' +
    'ssm:putparameter ssm:getparameter ssmmessages:opendatachannel ecr:putimage ecr:batchgetimage firehose:putrecord ' +
    'events:putevents execute-api:invoke states:startexecution cloudwatch:putmetricdata bedrock:invokemodel ' +
    'sagemaker:invokeendpoint athena:startqueryexecution glue:getdatabase ec2:runinstances rds-data:executestatement ' +
    'elasticfilesystem:clientwrite codeartifact:publishpackageversion appconfig:getlatestconfiguration ses:sendrawemail'
  ).split(' '),
);

const DATA_WRITE = /^(?:Put|Send|Publish|Write|Upload|Invoke|Execute|Start|Run|Create|Update|BatchWrite|Import|Copy)/;
const DATA_READ = /^(?:Get|Read|Receive|Query|Scan|Select|BatchGet|Download|Search|Retrieve|Fetch)/;
/** Calls about the service itself: quotas, tags, settings of the whole account. */
const RARE =
  /Tags?$|Tag(?:Resource|ging)|Policy|Account|Configuration|Settings?|Replica|Acl$|Quota|Subscription|Association|Attributes?$|Backup|Alias|Grant|Export|Migration|Job$/;

const LEVELS: readonly AccessLevel[] = ['Write', 'Read', 'Permissions management', 'Tagging', 'List'];

/** How much an action says to a reader, least number first: use of data before administration, writing before reading. */
export function rankOf(prefix: string, { name, level }: ActionInfo, namesResource: boolean): number {
  if (TELLING.has(`${prefix}:${name}`.toLowerCase())) return level === 'Write' ? 0 : 1;
  const data = level === 'Write' ? DATA_WRITE : level === 'Read' ? DATA_READ : null;
  const plausible = data?.test(name) === true && !RARE.test(name);
  return 10 + LEVELS.indexOf(level) * 10 + (plausible ? 0 : 5) + (namesResource ? 0 : 3);
}
