import { neighbours, serviceKeyOf } from '../../src/ask/neighbours.ts';
import { type PolicyInForce, policyOf } from '../../src/ask/policy.ts';
import { type BucketUse, mayBeS3, otherPath, reachesBuckets } from '../../src/ask/s3-path.ts';
import { defineRule, fail, nameOf, notApplicable, pass, type Undecided, undecided } from '../../src/engine/index.ts';
import { awsBuckets } from '../../src/policy/index.ts';

/** What services keep in buckets of AWS: the key of the buckets, and what a client does with them. */
const USES: Readonly<Record<string, { readonly use: string; readonly action: BucketUse['action'] }>> = {
  ssm: { use: 'ssm', action: 's3:GetObject' },
  ssmmessages: { use: 'ssm', action: 's3:GetObject' },
  ec2messages: { use: 'ssm', action: 's3:GetObject' },
  // Wait conditions and custom resources answer by a presigned PUT.
  cloudformation: { use: 'cloudformation', action: 's3:PutObject' },
  'codeartifact.api': { use: 'codeartifact', action: 's3:GetObject' },
  'codeartifact.repositories': { use: 'codeartifact', action: 's3:GetObject' },
  elasticbeanstalk: { use: 'elasticbeanstalk', action: 's3:GetObject' },
  'elasticbeanstalk-health': { use: 'elasticbeanstalk', action: 's3:GetObject' },
  codedeploy: { use: 'codedeploy', action: 's3:GetObject' },
  'codedeploy-commands-secure': { use: 'codedeploy', action: 's3:GetObject' },
  elasticmapreduce: { use: 'elasticmapreduce', action: 's3:GetObject' },
  mgn: { use: 'mgn', action: 's3:GetObject' },
  drs: { use: 'drs', action: 's3:GetObject' },
};
const SERVICES: ReadonlySet<string> = new Set(Object.keys(USES));
const NO_OTHER = 'no other S3 endpoint of the VPC carries the requests';

export default defineRule({
  id: 'policy/aws-buckets-blocked',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Policy of the S3 endpoint blocks all buckets of AWS that another endpoint of the VPC works with.',
  why: 'Agents, patches, packages and stack signals travel by buckets that AWS owns: behind a policy for your own buckets alone those features stop, mostly without a message.',
  fix: 'Add a statement for the buckets you need, without a condition on the owner of the resource.',
  recipes: {
    cloudformation: `- Effect: Allow
  Principal: "*"
  Action: s3:GetObject
  Resource: !Sub arn:\${AWS::Partition}:s3:::amazonlinux-2-repos-\${AWS::Region}/*`,
  },
  exceptions: [
    'One bucket of a service allowed is taken for a choice: the others may not be needed.',
    'The layers of ECR have a rule of their own: policy/ecr-layers-blocked.',
  ],
  sources: [
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html',
    'https://docs.aws.amazon.com/whitepapers/latest/building-a-data-perimeter-on-aws/building-a-data-perimeter-on-aws.html',
  ],
  assumes: [NO_OTHER],
  bad: {
    'Systems Manager beside a policy for the own organization': {
      scene: { endpoints: { s3: { type: 'Gateway' }, ssm: {} } },
      subject: 's3',
      says: 's3 blocks the buckets of AWS that ssm works with, such as aws-ssm-us-east-1',
      also: ['coverage/missing-companion'],
    },
    'signals of CloudFormation': {
      scene: {
        endpoints: {
          cloudformation: {},
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 's3:*',
                  Resource: ['arn:aws:s3:::corp-data', 'arn:aws:s3:::corp-data/*'],
                },
              ],
            },
          },
        },
      },
      subject: 's3',
      says: 's3 blocks the buckets of AWS that cloudformation works with, such as cloudformation-waitcondition-us-east-1',
    },
  },
  good: {
    'those in use are listed': {
      scene: {
        endpoints: {
          ssm: {},
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 's3:GetObject',
                  Resource: ['arn:aws:s3:::aws-ssm-us-east-1/*', 'arn:aws:s3:::patch-baseline-snapshot-us-east-1/*'],
                },
              ],
            },
          },
        },
      },
      subject: 's3',
      // There may be endpoints to other services beside.
      undecidedIn: ['state', 'tfstate'],
    },
    'the default policy': {
      scene: { endpoints: { ssm: {}, s3: { type: 'Gateway', policy: 'omitted' } } },
      subject: 's3',
    },
  },

  check(endpoint, net, _, run) {
    if (!mayBeS3(endpoint)) return notApplicable;
    const answer = policyOf(endpoint, net, run);
    if (answer.is === 'unanswered') return answer.verdict;
    if (answer.isDefault) return pass;
    if (answer.is === 'hanging') return answer.verdict;
    const { sure, open } = neighbours(endpoint, net, SERVICES);
    const companions = new Map(sure.map((other) => [USES[serviceKeyOf(other)!]!.use, other]));
    const blocked = [];
    let unclear: Undecided | null = null;
    for (const [use, companion] of [...companions].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const buckets = useOf(answer, serviceKeyOf(companion)!);
      const reached = reachesBuckets(answer, buckets);
      if (reached === true) continue;
      const other = otherPath(endpoint, buckets, net, run);
      if (other.elsewhere) return notApplicable;
      if (reached !== false || other.maybe !== null) {
        unclear ??= reached !== false ? reached : other.maybe;
        continue;
      }
      const example = buckets.buckets[0];
      blocked.push(
        fail({
          message: `${nameOf(endpoint)} blocks the buckets of AWS that ${use} works with, such as ${example}`,
          at: endpoint.policy.at,
          evidence: { blocked: { action: buckets.action, buckets: buckets.buckets }, for: companion.key },
          related: [{ message: `the endpoint to ${nameOf(companion)}`, at: companion.at }],
          assumed: other.open ? [NO_OTHER] : [],
          detail: use,
        }),
      );
    }
    if (blocked.length > 0) return blocked;
    if (unclear !== null) return unclear;
    return open === null || reachesAll(answer) ? pass : undecided(open);
  },
});

function useOf({ facts: { region } }: PolicyInForce, service: string): BucketUse {
  const { use, action } = USES[service]!;
  return { action, buckets: region == null ? [] : awsBuckets(region, use) };
}

/** Whether companions not seen would find their buckets open, too. */
function reachesAll(inForce: PolicyInForce): boolean {
  return Object.keys(USES).every((service) => reachesBuckets(inForce, useOf(inForce, service)) === true);
}
