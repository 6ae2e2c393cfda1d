import { neighbours } from '../../src/ask/neighbours.ts';
import { policyOf } from '../../src/ask/policy.ts';
import { mayBeS3, otherPath, reachesBuckets } from '../../src/ask/s3-path.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { awsBuckets } from '../../src/policy/index.ts';

const ECR = new Set(['ecr.dkr']);
const NO_OTHER = 'no other S3 endpoint of the VPC carries the requests';

export default defineRule({
  id: 'policy/ecr-layers-blocked',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Policy of the S3 endpoint blocks the image layers of ECR.',
  why: 'ECR keeps image layers in a bucket of AWS: with an S3 endpoint in the VPC every pull reads it there, and a policy for your own buckets alone makes all pulls fail.',
  fix: 'Add a statement that allows s3:GetObject on arn:aws:s3:::prod-<region>-starport-layer-bucket/*, without a condition on the owner of the resource.',
  recipes: {
    cloudformation: `- Effect: Allow
  Principal: "*"
  Action: s3:GetObject
  Resource: !Sub arn:\${AWS::Partition}:s3:::prod-\${AWS::Region}-starport-layer-bucket/*`,
    terraform: `statement {
  actions   = ["s3:GetObject"]
  resources = ["arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*"]
  principals {
    type        = "*"
    identifiers = ["*"]
  }
}`,
  },
  exceptions: [
    'The VPC has no endpoint to ecr.dkr.',
    'An S3 interface endpoint without private DNS, or with it for the inbound resolver alone, does not see the pulls.',
    'Another S3 endpoint of the VPC whose policy lets the layers through makes it undecided.',
  ],
  sources: [
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html',
  ],
  assumes: [NO_OTHER],
  bad: {
    'the own organization on both sides': {
      scene: { endpoints: { s3: { type: 'Gateway' }, 'ecr.dkr': {}, 'ecr.api': {} } },
      subject: 's3',
      says: 's3 blocks the image layers of ecr.dkr: no s3:GetObject on prod-us-east-1-starport-layer-bucket',
    },
    'own buckets only': {
      scene: {
        region: 'eu-central-1',
        endpoints: {
          'ecr.dkr': {},
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 's3:*',
                  Resource: ['arn:aws:s3:::corp-*', 'arn:aws:s3:::corp-*/*'],
                  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4' } },
                },
              ],
            },
          },
        },
      },
      subject: 's3',
      says: 's3 blocks the image layers of ecr.dkr: no s3:GetObject on prod-eu-central-1-starport-layer-bucket',
      also: ['coverage/missing-companion'],
    },
  },
  good: {
    'a statement for the layers': {
      scene: {
        endpoints: {
          'ecr.dkr': {},
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
                  Condition: {
                    StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4', 'aws:ResourceOrgID': 'o-abc123def4' },
                  },
                },
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 's3:GetObject',
                  Resource: 'arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*',
                },
              ],
            },
          },
        },
      },
      subject: 's3',
    },
    'the default policy': {
      scene: { endpoints: { 'ecr.dkr': {}, s3: { type: 'Gateway', policy: 'omitted' } } },
      subject: 's3',
    },
    'no ECR in the VPC': {
      scene: { endpoints: { sqs: {}, s3: { type: 'Gateway' } } },
      subject: 's3',
      undecidedIn: ['state', 'tfstate'],
    },
  },

  check(endpoint, net, _, run) {
    if (!mayBeS3(endpoint)) return notApplicable;
    const answer = policyOf(endpoint, net, run);
    if (answer.is === 'unanswered') return answer.verdict;
    if (answer.isDefault) return pass;
    if (answer.is === 'hanging') return answer.verdict;
    const { region } = answer.facts;
    const use = { buckets: region == null ? [] : awsBuckets(region, 'ecr'), action: 's3:GetObject' } as const;
    const reached = reachesBuckets(answer, use);
    if (reached === true) return pass;
    const { sure, open } = neighbours(endpoint, net, ECR);
    if (sure.length === 0) return open === null ? notApplicable : undecided(open);
    const other = otherPath(endpoint, use, net, run);
    if (other.elsewhere) return notApplicable;
    if (reached !== false) return reached;
    if (other.maybe !== null) return other.maybe;
    return fail({
      message: `${nameOf(endpoint)} blocks the image layers of ecr.dkr: no s3:GetObject on ${use.buckets[0]}`,
      at: endpoint.policy.at,
      evidence: { blocked: { action: use.action, bucket: use.buckets[0] }, for: sure.map(({ key }) => key) },
      related: sure.slice(0, 1).map(({ at }) => ({ message: 'the endpoint to ecr.dkr', at })),
      assumed: other.open ? [NO_OTHER] : [],
    });
  },
});
