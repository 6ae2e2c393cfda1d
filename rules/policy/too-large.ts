import { tell } from '../../src/ask/policy-faults.ts';
import { count, numeral } from '../../src/base/words.ts';
import { defineRule } from '../../src/engine/index.ts';
import { MAX_CHARACTERS } from '../../src/policy/index.ts';

export default defineRule({
  id: 'policy/too-large',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint policy is longer than AWS accepts.',
  why: 'AWS rejects a policy of more than 20,480 characters, including white space. The quota cannot be increased.',
  fix: 'Remove white space, and replace lists of ARNs with a condition on an organization, an account or a tag.',
  recipes: {
    cloudformation: `Condition:
  StringEquals: { aws:ResourceAccount: !Ref AWS::AccountId } # instead of a list of ARNs`,
  },
  exceptions: [
    'A warning from 90 percent of the quota.',
    'A note for an endpoint that exists, because AWS accepted the document.',
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
      says: 'The policy of s3 has 20,910 characters, and the limit is 20,480',
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
      says: 'The policy of s3 has 19,310 characters, and the limit is 20,480',
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
        says: (_fault, { policy }) =>
          `has ${count(policy.size ?? 0, 'character')}, and the limit is ${numeral(MAX_CHARACTERS)}`,
        generic: 'is close to the length limit, or above it',
        settled: ({ longest }) => longest !== null && longest < MAX_CHARACTERS * 0.9,
        evidence: (_fault, { policy }) => ({ characters: policy.size, quota: MAX_CHARACTERS }),
      },
      endpoint,
      net,
      run,
    ),
});
