import { table } from '../base/table.ts';
import type { Finding, SubjectName } from '../findings/index.ts';
import { labelOf } from '../findings/subject.ts';

/** The one name it has everywhere: its address, else its ARN where account and region are known, else its id. */
export function qualifiedName(subject: SubjectName): string {
  return subject.address ?? arn(subject) ?? labelOf(subject);
}

/** What is wrong, with the name of what it is about where the sentence lacks it. */
export function namedMessage({ message, subject }: Finding): string {
  const name = labelOf(subject);
  return message.includes(name) ? message : `${name}: ${message}`;
}

const ARN_TYPE: Partial<Record<SubjectName['kind'], string>> = table({
  endpoint: 'vpc-endpoint',
  'endpoint-service': 'vpc-endpoint-service',
  vpc: 'vpc',
});

function arn(subject: SubjectName): string | undefined {
  const { id, kind, region, account } = subject;
  if (id === null) return undefined;
  if (kind === 'hosted-zone') return `arn:${partitionOfRegion(region ?? '')}:route53:::hostedzone/${id}`;
  const type = ARN_TYPE[kind];
  if (type === undefined || region === null || account === null) return undefined;
  return `arn:${partitionOfRegion(region)}:ec2:${region}:${account}:${type}/${id}`;
}

const PARTITIONS: readonly (readonly [prefix: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['us-iso-', 'aws-iso'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
];

export function partitionOfRegion(region: string): string {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}
