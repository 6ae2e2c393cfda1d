import type { PolicyInForce } from '../../src/ask/policy.ts';
import { tell, unreadable } from '../../src/ask/policy-faults.ts';
import { mayBeS3 } from '../../src/ask/s3-path.ts';
import { defineRule } from '../../src/engine/index.ts';
import { mismatchedLevels } from '../../src/policy/index.ts';

export default defineRule({
  id: 'policy/object-action-on-bucket-arn',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Statement for S3 names objects where its actions take buckets, or buckets where they take objects.',
  why: 'The ARN of a bucket does not cover its objects, nor theirs the bucket: such a statement never matches, so it neither allows nor denies anything.',
  fix: 'Write both: `arn:aws:s3:::bucket` for the actions on the bucket, `arn:aws:s3:::bucket/*` for those on objects.',
  recipes: {
    cloudformation: `Resource:
  - !GetAtt Bucket.Arn
  - !Sub \${Bucket.Arn}/*`,
  },
  exceptions: ['A statement of which one action meets one ARN.'],
  sources: [
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html',
  ],
  bad: {
    'objects of a bucket': {
      scene: {
        endpoints: {
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 's3:ListBucket',
                  Resource: 'arn:aws:s3:::corp-data',
                  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4' } },
                },
                {
                  Effect: 'Deny',
                  Principal: '*',
                  Action: ['s3:GetObject', 's3:PutObject'],
                  Resource: 'arn:aws:s3:::corp-secrets',
                },
              ],
            },
          },
        },
      },
      says: 's3 names buckets only in statement 1, whose actions are on objects: it never matches',
    },
    'a bucket by its objects': {
      scene: {
        endpoints: {
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 's3:GetObject',
                  Resource: 'arn:aws:s3:::corp-data/*',
                  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4' } },
                },
                { Effect: 'Deny', Principal: '*', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::corp-secrets/*' },
              ],
            },
          },
        },
      },
      says: 's3 names objects only in statement 1, whose actions are on buckets: it never matches',
    },
  },
  good: {
    'both in one statement': {
      scene: {
        endpoints: {
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: ['s3:ListBucket', 's3:GetObject'],
                  Resource: ['arn:aws:s3:::corp-data', 'arn:aws:s3:::corp-data/*'],
                },
              ],
            },
          },
        },
      },
    },
    'another service': { scene: { endpoints: { sqs: {} } } },
  },

  check: (endpoint, net, _, run) =>
    tell(
      {
        rule: 'object-action-on-bucket-arn',
        concerns: mayBeS3,
        says: ({ statement }, { analysis }) => {
          const kind = mismatchedLevels(analysis()).find((each) => each.statement === statement)?.kind;
          const [named, meant] = kind === 'bucket-action' ? ['objects', 'buckets'] : ['buckets', 'objects'];
          return `names ${named} only in statement ${statement}, whose actions are on ${meant}: it never matches`;
        },
        generic: 'has a policy (sensitive) with a statement whose actions and ARNs never meet',
        hidden,
      },
      endpoint,
      net,
      run,
    ),
});

function hidden(inForce: PolicyInForce): string | null {
  for (const { action, resource } of inForce.policy.statements) {
    for (const { open, items } of [action, resource]) {
      if (open !== null) return open.because;
      const unknown = items.map(({ value }) => value).find((value) => typeof value !== 'string');
      if (unknown !== undefined) return 'because' in unknown ? unknown.because : 'a part of an ARN is not known';
    }
  }
  return unreadable(inForce);
}
