import { tell, unreadable } from '../../src/ask/policy-faults.ts';
import { allowance } from '../../src/ask/policy-words.ts';
import { controlsOf, defineRule } from '../../src/engine/index.ts';

export default defineRule({
  id: 'policy/resource-unbounded',
  level: 'warning',
  preset: 'strict',
  presetWithTrust: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint policy allows your principals to write to external resources.',
  why: 'Anyone who runs code with one of your roles can copy data through the endpoint to an external account.',
  fix: 'Add aws:ResourceOrgID, aws:ResourceOrgPaths or aws:ResourceAccount to the conditions of the statement.',
  recipes: {
    cloudformation: `Condition:
  StringEquals: { aws:ResourceAccount: !Ref AWS::AccountId }`,
  },
  exceptions: [
    'Part of the preset `recommended` if `trust` is configured, and otherwise of `strict`.',
    'Statements that only allow reads, and services whose resources are always in your own account.',
    'If the policy restricts neither caller nor resource, policy/overly-broad or policy/full-access reports instead.',
  ],
  sources: [
    'https://docs.aws.amazon.com/whitepapers/latest/building-a-data-perimeter-on-aws/building-a-data-perimeter-on-aws.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
  ],
  controls: controlsOf('well-architected', 'SEC05-BP01', 'SEC05-BP02'),
  security: { cwe: [668], severity: 5 },
  bad: {
    'only the caller is restricted': {
      scene: {
        endpoints: {
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Sid: 'OwnPeople',
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 's3:*',
                  Resource: '*',
                  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4' } },
                },
              ],
            },
          },
        },
      },
      trust: { organizations: ['o-abc123def4'] },
      says: 'The policy of s3 allows your principals to call s3:PutObject on buckets in external accounts (statement OwnPeople)',
    },
    'a queue in any account': {
      scene: {
        endpoints: {
          sqs: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 'sqs:SendMessage',
                  Resource: 'arn:aws:sqs:us-east-1:*:jobs',
                  Condition: { StringEquals: { 'aws:PrincipalAccount': '111122223333' } },
                },
              ],
            },
          },
        },
      },
      says: 'The policy of sqs allows your principals to call sqs:SendMessage on queues in external accounts (statement 0)',
    },
  },
  good: {
    'your own organization on both sides': { scene: { endpoints: { s3: { type: 'Gateway' } } } },
    'reads only': {
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
                  Action: ['s3:GetObject', 's3:ListBucket'],
                  Resource: '*',
                  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4' } },
                },
              ],
            },
          },
        },
      },
    },
  },

  check: (endpoint, net, _, run) =>
    tell(
      {
        rule: 'resource-unbounded',
        says: (fault, { policy }, room) => allowance(fault, policy, room),
        generic: 'allows your principals to write to external resources',
        hidden: unreadable,
      },
      endpoint,
      net,
      run,
    ),
});
