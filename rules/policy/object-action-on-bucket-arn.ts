import type { PolicyInForce } from '../../src/ask/policy.ts';
import { tell, unreadable } from '../../src/ask/policy-faults.ts';
import { where } from '../../src/ask/policy-words.ts';
import { mayBeS3 } from '../../src/ask/s3-path.ts';
import { defineRule } from '../../src/engine/index.ts';
import { mismatchedLevels } from '../../src/policy/index.ts';

export default defineRule({
  id: 'policy/object-action-on-bucket-arn',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'S3 statement lists objects for actions on buckets, or buckets for actions on objects.',
  why: 'The ARN of a bucket does not cover its objects, and ARNs of objects do not cover the bucket. The statement never matches, so it allows or denies nothing.',
  fix: 'List both ARNs, `arn:aws:s3:::bucket` for actions on the bucket and `arn:aws:s3:::bucket/*` for actions on objects.',
  recipes: {
    cloudformation: `Resource:
  - !GetAtt Bucket.Arn
  - !Sub \${Bucket.Arn}/*`,
  },
  exceptions: ['At least one action of the statement matches one of its ARNs.'],
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
      says: 'The policy of s3 lists only buckets in statement 1, but its actions are for objects, so it never matches',
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
      says: 'The policy of s3 lists only objects in statement 1, but its actions are for buckets, so it never matches',
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
        says: ({ statement }, { analysis, policy }) => {
          const kind = mismatchedLevels(analysis()).find((each) => each.statement === statement)?.kind;
          const [named, meant] = kind === 'bucket-action' ? ['objects', 'buckets'] : ['buckets', 'objects'];
          return `lists only ${named} in ${where(statement ?? 0, policy)}, but its actions are for ${meant}, so it never matches`;
        },
        generic: 'has a statement whose actions and ARNs never match',
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
