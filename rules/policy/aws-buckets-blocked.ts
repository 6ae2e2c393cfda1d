import { neighbours, serviceKeyOf } from '../../src/ask/neighbours.ts';
import { type PolicyInForce, policyOf } from '../../src/ask/policy.ts';
import { type BucketUse, mayBeS3, otherPath, reachesBuckets } from '../../src/ask/s3-path.ts';
import { table } from '../../src/base/table.ts';
import { defineRule, fail, nameOf, notApplicable, pass, type Undecided, undecided } from '../../src/engine/index.ts';
import { awsBuckets, type Signer } from '../../src/policy/index.ts';

/** What services keep in buckets of AWS: the key of the buckets, what is done with them, and who signs the requests. */
const USES: Readonly<Record<string, { readonly use: string } & Omit<BucketUse, 'buckets'>>> = table({
  ...each('ssm ssmmessages ec2messages', 'ssm', 's3:GetObject', ['nobody', 'service-account']),
  // Wait conditions and custom resources answer by a PUT to a URL that CloudFormation signed.
  ...each('cloudformation', 'cloudformation', 's3:PutObject', ['service']),
  ...each('codeartifact.api codeartifact.repositories', 'codeartifact', 's3:GetObject', ['service-account', 'service']),
  ...each('elasticbeanstalk elasticbeanstalk-health', 'elasticbeanstalk', 's3:GetObject', ['own']),
  ...each('codedeploy codedeploy-commands-secure', 'codedeploy', 's3:GetObject', ['nobody']),
  ...each('elasticmapreduce', 'elasticmapreduce', 's3:GetObject', ['nobody']),
  ...each('mgn', 'mgn', 's3:GetObject', ['service-account']),
  ...each('drs', 'drs', 's3:GetObject', ['service-account']),
});

function each(services: string, use: string, action: BucketUse['action'], signers: readonly Signer[]) {
  return Object.fromEntries(services.split(' ').map((service) => [service, { use, action, signers }]));
}

const SERVICES: ReadonlySet<string> = new Set(Object.keys(USES));
const NO_OTHER = 'no other S3 endpoint of the VPC carries the requests';

export default defineRule({
  id: 'policy/aws-buckets-blocked',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Policy of the S3 endpoint blocks all buckets of AWS that another endpoint of the VPC works with.',
  why: 'Agents, patches and stack signals use buckets of AWS, with URLs that AWS signs or unsigned: behind a policy for your own buckets or callers only they stop, mostly without a message.',
  fix: 'Add a statement for the buckets you need, without a condition on the caller or the owner of the resource.',
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
    'https://github.com/aws-samples/data-perimeter-policy-examples/blob/main/service_owned_resources.md',
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
    'the agents of Systems Manager call unsigned': {
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
                  Resource: 'arn:aws:s3:::aws-ssm-us-east-1/*',
                  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4' } },
                },
              ],
            },
          },
        },
      },
      subject: 's3',
      says: 's3 blocks the buckets of AWS that ssm works with, such as aws-ssm-us-east-1',
      also: ['coverage/missing-companion'],
    },
  },
  good: {
    'services of AWS as callers': {
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
                  Action: '*',
                  Resource: '*',
                  Condition: { Bool: { 'aws:PrincipalIsAWSService': 'true' } },
                },
              ],
            },
          },
        },
      },
      subject: 's3',
      undecidedIn: ['state', 'tfstate'],
    },
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
  const { use, ...how } = USES[service]!;
  return { ...how, buckets: region == null ? [] : awsBuckets(region, use) };
}

/** Whether companions not seen would find their buckets open, too. */
function reachesAll(inForce: PolicyInForce): boolean {
  return Object.keys(USES).every((service) => reachesBuckets(inForce, useOf(inForce, service)) === true);
}
