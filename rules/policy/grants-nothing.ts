import { tell } from '../../src/ask/policy-faults.ts';
import { clip } from '../../src/ask/policy-words.ts';
import { defineRule } from '../../src/engine/index.ts';
import { strayKeys } from '../../src/policy/index.ts';

export default defineRule({
  id: 'policy/grants-nothing',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint policy lets nothing through.',
  why: 'What no Allow names is denied, and a Deny wins over every Allow: each request through this endpoint ends in AccessDenied.',
  fix: 'Add an Allow for what is meant to pass, or narrow the Deny that takes it all back.',
  recipes: {
    cloudformation: `Statement:
  - Effect: Allow
    Principal: "*"
    Action: sqs:SendMessage
    Resource: !GetAtt Queue.Arn`,
  },
  exceptions: [
    'An endpoint closed on purpose: switch the rule off for it in the config.',
    'Actions of other services only: policy/foreign-actions says it.',
    'Conditions on aws:SourceIp that never hold: policy/source-ip-unavailable says it.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  ],
  bad: {
    'only a Deny': {
      scene: {
        endpoints: {
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:DeleteBucket', Resource: '*' }],
            },
          },
        },
      },
      says: 's3 lets nothing through: its policy has no Allow',
    },
    'a Deny of all': {
      scene: {
        endpoints: {
          kms: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 'kms:Decrypt',
                  Resource: 'arn:aws:kms:us-east-1:111122223333:key/*',
                },
                { Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*' },
              ],
            },
          },
        },
      },
      says: 'kms lets nothing through: no Allow of its policy has anything left to match',
    },
    'a misspelled key': {
      scene: {
        endpoints: {
          kms: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: '*',
                  Resource: '*',
                  Condition: { StringEquals: { 'aws:PrincipleOrgID': 'o-abc123def4' } },
                },
              ],
            },
          },
        },
      },
      says: 'kms lets nothing through: no request carries the key aws:PrincipleOrgID; did you mean aws:PrincipalOrgID?',
    },
    'a variable that is none under the old version': {
      scene: {
        endpoints: {
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2008-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 's3:GetObject',
                  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the policy
                  Resource: 'arn:aws:s3:::home-${aws:PrincipalAccount}/*',
                },
              ],
            },
          },
        },
      },
      says: 's3 lets nothing through: no Allow of its policy has anything left to match',
    },
  },
  good: {
    'an Allow and a Deny': {
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
                  Action: '*',
                  Resource: '*',
                  Condition: {
                    StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4', 'aws:ResourceOrgID': 'o-abc123def4' },
                  },
                },
                { Effect: 'Deny', Principal: '*', Action: 's3:DeleteBucket', Resource: '*' },
              ],
            },
          },
        },
      },
    },
    'the own organization': { scene: { endpoints: { kms: {} } } },
  },

  check: (endpoint, net, _, run) =>
    tell(
      {
        rule: 'grants-nothing',
        says: (_fault, { policy, facts }) => {
          if (!policy.statements.some(({ effect }) => effect === 'Allow'))
            return 'lets nothing through: its policy has no Allow';
          const [stray] = strayKeys(policy, facts);
          if (stray === undefined) return 'lets nothing through: no Allow of its policy has anything left to match';
          const meant = stray.near === null ? '' : `; did you mean ${stray.near}?`;
          return `lets nothing through: no request carries the key ${clip(stray.key)}${meant}`;
        },
        generic: 'has a policy (sensitive) that lets nothing through',
        hidden: ({ policy }) => policy.open?.because ?? null,
      },
      endpoint,
      net,
      run,
    ),
});
