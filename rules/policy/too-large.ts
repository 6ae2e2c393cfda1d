import { tell } from '../../src/ask/policy-faults.ts';
import { defineRule } from '../../src/engine/index.ts';
import { MAX_CHARACTERS } from '../../src/policy/index.ts';

export default defineRule({
  id: 'policy/too-large',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint policy is longer than AWS takes.',
  why: 'AWS refuses a policy of more than 20,480 characters, white space included, and the quota cannot be raised.',
  fix: 'Take white space out, and replace lists of ARNs by a condition: an organization, an account, a tag.',
  recipes: {
    cloudformation: `Condition:
  StringEquals: { aws:ResourceAccount: !Ref AWS::AccountId } # in place of a list of ARNs`,
  },
  exceptions: [
    'From 90 percent of the quota on it is a warning.',
    'On an endpoint that exists it is a note: AWS took the document.',
  ],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html'],
  bad: {
    'too many buckets': {
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
                  Resource: Array.from({ length: 520 }, (_, i) => `arn:aws:s3:::corp-data-of-team-${1000 + i}/*`),
                },
              ],
            },
          },
        },
      },
      says: 's3 has a policy of 20910 characters; AWS takes 20480',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'nearly full': {
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
                  Resource: Array.from({ length: 480 }, (_, i) => `arn:aws:s3:::corp-data-of-team-${1000 + i}/*`),
                },
              ],
            },
          },
        },
      },
      says: 's3 has a policy of 19310 characters; AWS takes 20480',
      level: 'warning',
    },
  },
  good: {
    short: { scene: { endpoints: { s3: { type: 'Gateway' } } } },
    'no policy': { scene: { endpoints: { s3: { type: 'Gateway', policy: 'omitted' } } } },
  },

  check: (endpoint, net, _, run) =>
    tell(
      {
        rule: 'too-large',
        refused: true,
        says: (_fault, { policy }) => `has a policy of ${policy.size} characters; AWS takes ${MAX_CHARACTERS}`,
        generic: 'has a policy (sensitive) close to, or over, the characters AWS takes',
        settled: ({ longest }) => longest !== null && longest < MAX_CHARACTERS * 0.9,
        evidence: (_fault, { policy }) => ({ characters: policy.size, quota: MAX_CHARACTERS }),
      },
      endpoint,
      net,
      run,
    ),
});
