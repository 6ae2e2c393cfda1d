import { partitionOf } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { type Endpoint, isWhole, type Tree, UnknownLeaf } from '../../src/model/index.ts';

const ARN = /\barn:(aws[a-z-]*):/g;

export default defineRule({
  id: 'validity/partition-mismatch',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A name or ARN of the endpoint is of another partition than its Region.',
  why: 'ARNs of `aws` mean nothing in China or GovCloud, and the other way round: such a statement never matches.',
  fix: 'Use the partition of the Region in ARNs and service names.',
  recipes: { terraform: 'data "aws_partition" "current" {}' },
  exceptions: ['GovCloud, whose domain names are those of `aws`.'],
  sources: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html'],
  needs: ['region', 'policy', 'serviceName'],
  bad: {
    'an ARN of aws in China': {
      scene: {
        region: 'cn-north-1',
        endpoints: {
          sqs: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: { AWS: 'arn:aws-cn:iam::123456789012:root' },
                  Action: 'sqs:*',
                  Resource: 'arn:aws:sqs:cn-north-1:123456789012:jobs',
                },
              ],
            },
          },
        },
      },
      says: 'sqs is in partition aws-cn, but its policy names ARNs of aws',
      also: ['policy/grants-nothing', 'policy/dead-statement'],
    },
  },
  good: { 'the same partition': { scene: { endpoints: { sqs: {} } } } },

  check(endpoint) {
    const { region, policy, serviceName } = endpoint;
    if (!region.known) return undecided(region);
    const own = partitionOf(region.value)?.name;
    if (own === undefined) return notApplicable;
    const foreign = policy.known ? partitionsIn(policy.value).find((p) => p !== own) : undefined;
    if (foreign !== undefined) {
      return fail({
        message: `${nameOf(endpoint)} is in partition ${own}, but its policy names ARNs of ${policy.known && policy.sensitive ? 'another' : foreign}`,
        at: policy.at,
        evidence: { partition: own, found: policy.known && policy.sensitive ? '(sensitive)' : foreign },
      });
    }
    const misnamed =
      serviceName.known && serviceName.value?.startsWith('cn.com.amazonaws.') === true && own !== 'aws-cn';
    if (misnamed)
      return fail({
        message: `${nameOf(endpoint)} is in partition ${own}, but its service name is of aws-cn`,
        at: serviceName.at,
        evidence: { partition: own },
      });
    return isSettled(endpoint) ? pass : undecided(serviceName, policy, unknownLeaf(policy.known ? policy.value : null));
  },
});

function partitionsIn(tree: Tree | null): string[] {
  if (typeof tree === 'string') return [...tree.matchAll(ARN)].map((m) => m[1]!);
  if (tree === null || typeof tree !== 'object' || tree instanceof UnknownLeaf) return [];
  const parts = 'parts' in tree && Array.isArray(tree.parts) ? (tree.parts as readonly Tree[]) : Object.values(tree);
  return parts.flatMap((part) => partitionsIn(part as Tree));
}

function isSettled({ policy, serviceName }: Endpoint): boolean {
  return serviceName.known && policy.known && (policy.value === null || isWhole(policy.value));
}

function unknownLeaf(tree: Tree | null): string | undefined {
  if (tree === null || typeof tree !== 'object') return undefined;
  if (tree instanceof UnknownLeaf) return tree.because;
  for (const part of Object.values(tree)) {
    const found = unknownLeaf(part as Tree);
    if (found !== undefined) return found;
  }
  return undefined;
}
