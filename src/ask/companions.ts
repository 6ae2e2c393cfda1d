/**
 * Why a service needs another one, for people. Sources:
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 * https://docs.aws.amazon.com/codeartifact/latest/ug/create-vpc-endpoints.html
 */
import { table } from '../base/table.ts';

/** By the first part of the service's name, then by the companion. */
const REASONS: Readonly<Record<string, Readonly<Record<string, string>>>> = table({
  ecr: {
    s3: 'ECR stores image layers in S3, so image pulls fail without a path to S3.',
    'ecr.api': 'Clients get their credentials for the registry from ecr.api.',
    'ecr.dkr': 'Clients push and pull images through ecr.dkr.',
  },
  ecs: {
    ecs: 'Container instances register with ecs.',
    'ecs-agent': 'The agent on container instances receives its tasks through ecs-agent.',
    'ecs-telemetry': 'The agent on container instances sends its metrics to ecs-telemetry.',
  },
  ssm: {
    ssm: 'SSM Agent registers managed nodes with ssm.',
    ssmmessages:
      'SSM Agent receives sessions and commands through ssmmessages, so Session Manager fails without a path to it.',
  },
  codeartifact: {
    s3: 'CodeArtifact stores packages in S3, so downloads fail without a path to S3.',
    'codeartifact.api': 'Clients get their authorization tokens from codeartifact.api.',
    'codeartifact.repositories': 'Package managers send their requests to codeartifact.repositories.',
  },
});

/** The first parts of names that share their reasons. */
const FAMILIES: Readonly<Record<string, string>> = table({ ec2messages: 'ssm', ssmmessages: 'ssm' });

/** One sentence for each companion that is missing. */
export function whyNeeded(service: string, missing: readonly string[]): string {
  const [first = ''] = service.split(/[.-]/);
  const reasons = REASONS[FAMILIES[first] ?? first] ?? {};
  return missing.map((companion) => reasons[companion] ?? `${service} does not work without ${companion}.`).join(' ');
}
