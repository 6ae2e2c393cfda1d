import { neighbours, serviceKeyOf } from '../../src/ask/neighbours.ts';
import { type PolicyInForce, policyOf } from '../../src/ask/policy.ts';
import { type BucketUse, mayBeS3, otherPath, reachesBuckets } from '../../src/ask/s3-path.ts';
import { table } from '../../src/base/table.ts';
import { defineRule, fail, nameOf, notApplicable, pass, type Undecided, undecided } from '../../src/engine/index.ts';
import { awsBuckets, type Signer } from '../../src/policy/index.ts';

/** How services use AWS-owned buckets: the key of the buckets, the action, and who signs the requests. */
const USES: Readonly<Record<string, { readonly use: string } & Omit<BucketUse, 'buckets'>>> = table({
  ...each('ssm ssmmessages ec2messages', 'ssm', 's3:GetObject', ['nobody', 'service-account']),
  // Wait conditions and custom resources send a PUT to a URL that CloudFormation signed.
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
const NO_OTHER = 'no other S3 endpoint in the VPC carries these requests';

export default defineRule({
  id: 'policy/aws-buckets-blocked',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Policy of the S3 endpoint blocks AWS-owned buckets that another endpoint in the VPC needs.',
  why: 'Agents, patches and stack signals use AWS-owned buckets. With this policy they stop working, mostly without an error message.',
  fix: 'Add a statement for the buckets you need, without a condition on the caller or the owner of the resource.',
  recipes: {
    cloudformation: `- Effect: Allow
  Principal: "*"
  Action: s3:GetObject
  Resource: !Sub arn:\${AWS::Partition}:s3:::amazonlinux-2-repos-\${AWS::Region}/*`,
  },
  exceptions: [
    'The policy allows at least one bucket of the service, because you may not need the others.',
    'For ECR image layers, policy/ecr-layers-blocked reports instead.',
  ],
  sources: [
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html',
    'https://docs.aws.amazon.com/whitepapers/latest/building-a-data-perimeter-on-aws/building-a-data-perimeter-on-aws.html',
    'https://github.com/aws-samples/data-perimeter-policy-examples/blob/main/service_owned_resources.md',
  ],
  assumes: [NO_OTHER],
  bad: {
    'Systems Manager with a policy for your own organization': {
      scene: { endpoints: { s3: { type: 'Gateway' }, ssm: {} } },
      subject: 's3',
      says: 'The policy of s3 blocks AWS-owned buckets that ssm uses, such as aws-ssm-us-east-1',
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
      says: 'The policy of s3 blocks AWS-owned buckets that cloudformation uses, such as cloudformation-waitcondition-us-east-1',
    },
    'unsigned calls of Systems Manager agents': {
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
      says: 'The policy of s3 blocks AWS-owned buckets that ssm uses, such as aws-ssm-us-east-1',
      also: ['coverage/missing-companion'],
    },
  },
  good: {
    'AWS services as callers': {
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
    'a list of the buckets in use': {
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
      // The VPC may have endpoints for other services.
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
          message: `The policy of ${nameOf(endpoint)} blocks AWS-owned buckets that ${use} uses, such as ${example}`,
          at: endpoint.policy.at,
          evidence: { blocked: { action: buckets.action, buckets: buckets.buckets }, for: companion.key },
          related: [{ message: `the endpoint for ${nameOf(companion)}`, at: companion.at }],
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

/** Whether the policy also allows the buckets of endpoints that the input does not show. */
function reachesAll(inForce: PolicyInForce): boolean {
  return Object.keys(USES).every((service) => reachesBuckets(inForce, useOf(inForce, service)) === true);
}
