import { tell, unreadable } from '../../src/ask/policy-faults.ts';
import { allowance } from '../../src/ask/policy-words.ts';
import { controlsOf, defineRule } from '../../src/engine/index.ts';

export default defineRule({
  id: 'policy/principal-unbounded',
  level: 'warning',
  preset: 'strict',
  presetWithTrust: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint policy allows external credentials to reach your own resources.',
  why: 'Stolen or planted credentials of an external account work from inside your network. Only the resource policies can still block them.',
  fix: 'Add aws:PrincipalOrgID, aws:PrincipalOrgPaths or aws:PrincipalAccount to the conditions of the statement.',
  recipes: {
    cloudformation: `Condition:
  StringEquals: { aws:PrincipalAccount: !Ref AWS::AccountId }`,
  },
  exceptions: [
    'Part of the preset `recommended` if `trust` is configured, and otherwise of `strict`.',
    'If the policy restricts neither caller nor resource, policy/overly-broad or policy/full-access reports instead.',
    'Buckets and other resources of AWS itself may be open to all callers.',
  ],
  sources: [
    'https://docs.aws.amazon.com/whitepapers/latest/building-a-data-perimeter-on-aws/building-a-data-perimeter-on-aws.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
  ],
  controls: [
    ...controlsOf('iso-27001', 'A.8.20', 'A.8.21', 'A.8.22'),
    ...controlsOf('well-architected', 'SEC05-BP01', 'SEC05-BP02'),
  ],
  security: { cwe: [284], severity: 5 },
  bad: {
    'one bucket, for everyone': {
      scene: {
        endpoints: {
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Sid: 'Data',
                  Effect: 'Allow',
                  Principal: '*',
                  Action: ['s3:GetObject', 's3:PutObject'],
                  Resource: 'arn:aws:s3:::corp-data/*',
                },
              ],
            },
          },
        },
      },
      says: 'The policy of s3 allows external accounts to call s3:PutObject on your buckets (statement Data)',
    },
    'only the resource is restricted': {
      scene: {
        endpoints: {
          sqs: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: '*',
                  Resource: '*',
                  Condition: { StringEquals: { 'aws:ResourceOrgID': 'o-abc123def4' } },
                },
              ],
            },
          },
        },
      },
      trust: { organizations: ['o-abc123def4'] },
      says: 'The policy of sqs allows external accounts to call sqs:SendMessage on your queues (statement 0)',
    },
  },
  good: {
    'your own organization on both sides': { scene: { endpoints: { sqs: {} } } },
    'only buckets of AWS open to all': {
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
                  Resource: 'arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*',
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
        rule: 'principal-unbounded',
        says: (fault, { policy }, room) => allowance(fault, policy, room),
        generic: 'allows external credentials to reach your own resources',
        hidden: unreadable,
      },
      endpoint,
      net,
      run,
    ),
});
