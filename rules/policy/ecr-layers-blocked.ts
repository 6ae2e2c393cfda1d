import { neighbours } from '../../src/ask/neighbours.ts';
import { policyOf } from '../../src/ask/policy.ts';
import { type BucketUse, mayBeS3, otherPath, reachesBuckets } from '../../src/ask/s3-path.ts';
import { partitionName } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { awsBuckets } from '../../src/policy/index.ts';

const ECR = new Set(['ecr.dkr']);
const NO_OTHER = 'no other S3 endpoint in the VPC carries these requests';

export default defineRule({
  id: 'policy/ecr-layers-blocked',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Policy of the S3 endpoint blocks ECR image layers.',
  why: 'ECR keeps image layers in an AWS-owned bucket and signs their URLs with its own account. With this policy, every image pull fails.',
  fix: 'Add a statement that allows s3:GetObject on arn:aws:s3:::prod-<region>-starport-layer-bucket/*, without a condition on the caller or the owner of the resource.',
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
    'The VPC has no endpoint for ecr.dkr.',
    'An S3 interface endpoint without private DNS, or with private DNS for inbound resolver endpoints only, because image pulls do not use it.',
    'Undecided if the policy of another S3 endpoint in the VPC allows the layers.',
  ],
  sources: [
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html',
    'https://github.com/aws-samples/data-perimeter-policy-examples/blob/main/service_owned_resources.md',
  ],
  assumes: [NO_OTHER],
  bad: {
    'your own organization on both sides': {
      scene: { endpoints: { s3: { type: 'Gateway' }, 'ecr.dkr': {}, 'ecr.api': {} } },
      subject: 's3',
      says: 'The policy of s3 blocks ECR image layers (s3:GetObject on prod-us-east-1-starport-layer-bucket)',
    },
    'only your own buckets': {
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
      says: 'The policy of s3 blocks ECR image layers (s3:GetObject on prod-eu-central-1-starport-layer-bucket)',
      also: ['coverage/missing-companion'],
    },
    'only callers of your own account': {
      scene: {
        endpoints: {
          'ecr.dkr': {},
          'ecr.api': {},
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
                  Condition: { StringEquals: { 'aws:PrincipalAccount': '111122223333' } },
                },
              ],
            },
          },
        },
      },
      subject: 's3',
      says: 'The policy of s3 blocks ECR image layers (s3:GetObject on prod-us-east-1-starport-layer-bucket)',
    },
    'a statement for the layers that requires your own organization': {
      scene: {
        endpoints: {
          'ecr.dkr': {},
          'ecr.api': {},
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 's3:GetObject',
                  Resource: 'arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*',
                  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4' } },
                },
              ],
            },
          },
        },
      },
      subject: 's3',
      says: 'The policy of s3 blocks ECR image layers (s3:GetObject on prod-us-east-1-starport-layer-bucket)',
    },
    'a Deny of external callers, except AWS services': {
      scene: {
        endpoints: {
          'ecr.dkr': {},
          'ecr.api': {},
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
                {
                  Effect: 'Deny',
                  Principal: '*',
                  Action: '*',
                  Resource: '*',
                  Condition: {
                    StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abc123def4' },
                    BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
                  },
                },
              ],
            },
          },
        },
      },
      subject: 's3',
      says: 'The policy of s3 blocks ECR image layers (s3:GetObject on prod-us-east-1-starport-layer-bucket)',
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
    'callers without an organization allowed': {
      scene: {
        endpoints: {
          'ecr.dkr': {},
          'ecr.api': {},
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
                  Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abc123def4' } },
                },
              ],
            },
          },
        },
      },
      subject: 's3',
      undecidedIn: ['plan', 'state', 'tfstate', 'describe', 'sources', 'template'],
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
    const buckets = region == null ? [] : awsBuckets(region, 'ecr');
    const use: BucketUse = { buckets, action: 's3:GetObject', signers: ['service-account'] };
    const reached = reachesBuckets(answer, use);
    if (reached === true) return pass;
    const { sure, open } = neighbours(endpoint, net, ECR);
    if (sure.length === 0 && open === null) return notApplicable;
    // The policy first: whether an endpoint is for ECR tells its service name, which may be sensitive.
    if (sure.length === 0) return reached === false ? undecided(open!) : reached;
    const other = otherPath(endpoint, use, net, run);
    if (other.elsewhere) return notApplicable;
    if (reached !== false) return reached;
    if (other.maybe !== null) return other.maybe;
    const layers = `arn:${partitionName(region)}:s3:::${use.buckets[0]}/*`;
    return fail({
      message: `The policy of ${nameOf(endpoint)} blocks ECR image layers (s3:GetObject on ${use.buckets[0]})`,
      fix: `Add a statement that allows s3:GetObject on ${layers}, without a condition on the caller or the owner of the resource.`,
      at: endpoint.policy.at,
      evidence: { blocked: { action: use.action, bucket: use.buckets[0] }, for: sure.map(({ key }) => key) },
      related: sure.slice(0, 1).map(({ at }) => ({ message: 'the endpoint for ecr.dkr', at })),
      assumed: other.open ? [NO_OTHER] : [],
    });
  },
});
