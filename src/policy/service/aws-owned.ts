/**
 * What belongs to AWS itself, and ARNs without an account. Bucket names are those AWS documents for use through an S3
 * endpoint; `<r>` is the region, `<R>` the region without dashes.
 */
import { table } from '../../base/table.ts';

/** AWS's buckets by the use that needs them. Names with a wildcard cannot be distinguished from an external bucket. */
const AWS_BUCKETS: Readonly<Record<string, readonly string[]>> = table({
  ecr: ['prod-<r>-starport-layer-bucket'],
  'amazon-linux': [
    'amazonlinux.<r>.amazonaws.com',
    'amazonlinux-2-repos-<r>',
    'al2023-repos-<r>-de612dc2',
    'al2023-<r>',
    'packages.<r>.amazonaws.com',
    'repo.<r>.amazonaws.com',
  ],
  ssm: [
    'aws-ssm-<r>',
    'amazon-ssm-<r>',
    'amazon-ssm-packages-<r>',
    '<r>-birdwatcher-prod',
    'aws-ssm-distributor-file-<r>',
    'aws-ssm-document-attachments-<r>',
    'patch-baseline-snapshot-<r>',
    'aws-windows-downloads-<r>',
    'aws-patchmanager-macos-<r>',
  ],
  monitoring: ['amazoncloudwatch-agent', 'amazoncloudwatch-agent-<r>'],
  codedeploy: ['aws-codedeploy-<r>'],
  cloudformation: ['cloudformation-waitcondition-<r>', 'cloudformation-custom-resource-response-<R>'],
  elasticbeanstalk: [
    'elasticbeanstalk-<r>',
    'elasticbeanstalk-samples-<r>',
    'elasticbeanstalk-platform-assets-<r>',
    'elasticbeanstalk-env-resources-<r>',
  ],
  elasticmapreduce: ['repo.<r>.emr.amazonaws.com', 'prod.<r>.appinfo.src'],
  imagebuilder: ['ec2imagebuilder-toe-<r>-prod', 'ec2imagebuilder-managed-resources-<r>-prod'],
  codeartifact: ['assets-*-<r>'],
  mgn: [
    'aws-mgn-clients-<r>',
    'aws-mgn-clients-hashes-<r>',
    'aws-mgn-internal-<r>',
    'aws-mgn-internal-hashes-<r>',
    'aws-application-migration-service-<r>',
    'aws-application-migration-service-hashes-<r>',
  ],
  drs: [
    'aws-drs-clients-<r>',
    'aws-drs-clients-hashes-<r>',
    'aws-drs-internal-<r>',
    'aws-drs-internal-hashes-<r>',
    'aws-elastic-disaster-recovery-<r>',
    'aws-elastic-disaster-recovery-hashes-<r>',
  ],
  sagemaker: ['jumpstart-cache-prod-<r>'],
  examples: ['athena-examples-<r>', 'cloudformation-examples', 'aws-neptune-notebook', 'aws-neptune-notebook-<r>'],
  tools: [
    'aws-cli',
    'session-manager-downloads',
    'ssm-document-categories',
    'redshift-downloads',
    'awssupportdatasvcs.com',
  ],
  sap: ['aws-sap-data-provider', 'aws-sap-dataprovider-<r>', 'awssap-backint-agent'],
  'nitro-enclaves': ['aws-ec2-enclave-certificate-<r>-prod'],
});

/** Names of AWS's buckets in a region, for one use or for all. */
export function awsBuckets(region: string, use?: string): readonly string[] {
  const names = use === undefined ? Object.values(AWS_BUCKETS).flat() : (AWS_BUCKETS[use] ?? []);
  return names.map((name) => name.replaceAll('<r>', region).replaceAll('<R>', region.replaceAll('-', '')));
}

/** Who owns what an ARN without an account names: AWS, the caller's own account, or anybody. */
export type AccountlessOwner = 'aws' | 'caller' | 'any';

/** By IAM prefix and resource type (`*`: all others). Read from the services' own pages; anybody where not listed. */
const ACCOUNTLESS: Readonly<Record<string, Readonly<Record<string, AccountlessOwner>>>> = table({
  apigateway: { '*': 'caller' },
  artifact: { '*': 'aws' },
  bedrock: { 'foundation-model': 'aws' },
  braket: { device: 'aws' },
  codecatalyst: { '*': 'caller' },
  controlcatalog: { '*': 'aws' },
  controltower: { '*': 'aws' },
  devicefarm: { '*': 'aws' },
  elasticbeanstalk: { '*': 'aws' },
  forecast: { '*': 'aws' },
  gamelift: { '*': 'caller' },
  'geo-maps': { '*': 'aws' },
  'geo-places': { '*': 'aws' },
  'geo-routes': { '*': 'aws' },
  health: { '*': 'aws' },
  identitystore: { '*': 'caller' },
  mediaconnect: { '*': 'aws' },
  personalize: { '*': 'aws' },
  route53: { '*': 'caller' },
  signin: { '*': 'caller' },
  sso: { '*': 'caller' },
  wafv2: { '*': 'caller' },
});

/** Who owns the resources of a type whose ARN has no account. */
export function accountlessOwner(prefix: string, type: string): AccountlessOwner {
  const types = ACCOUNTLESS[prefix];
  return types?.[type] ?? types?.['*'] ?? 'any';
}

/** ARNs of AWS's own resources of types that otherwise carry an account: public documents, parameters, managed policies. */
export const AWS_RESOURCES: Readonly<Record<string, Readonly<Record<string, string>>>> = table({
  ssm: {
    document: 'arn:${Partition}:ssm:${Region}::document/${DocumentName}',
    'automation-definition': 'arn:${Partition}:ssm:${Region}::automation-definition/${Name}',
    parameter: 'arn:${Partition}:ssm:${Region}::parameter/aws/${Name}',
  },
  ec2: {
    image: 'arn:${Partition}:ec2:${Region}::image/${ImageId}',
    snapshot: 'arn:${Partition}:ec2:${Region}::snapshot/${SnapshotId}',
  },
  iam: { policy: 'arn:${Partition}:iam::aws:policy/${PolicyName}' },
});

/**
 * Types of resources that only their owner changes: what others do with one (launch it, copy it) reads it, for any level
 * of the action. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-explicit.html
 */
const READ_BY_OTHERS: Readonly<Record<string, ReadonlySet<string>>> = table({
  ec2: new Set(['image', 'snapshot']),
});

/** Whether a resource of a type, in the hands of somebody else, is only read by those who name it. */
export function isReadByOthers(prefix: string, type: string): boolean {
  return READ_BY_OTHERS[prefix]?.has(type) ?? false;
}
