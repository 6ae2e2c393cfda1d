import { tell, unreadable } from '../../src/ask/policy-faults.ts';
import { allowance } from '../../src/ask/policy-words.ts';
import { controlsOf, defineRule } from '../../src/engine/index.ts';

export default defineRule({
  id: 'policy/overly-broad',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint policy allows external credentials to reach external resources.',
  why: 'Malware or an insider with credentials of an external account can copy data through the endpoint to that account. None of your other policies prevents it.',
  fix: 'Restrict the caller (aws:PrincipalOrgID or aws:PrincipalAccount), the resource (aws:ResourceOrgID or aws:ResourceAccount), or both.',
  recipes: {
    cloudformation: `Condition:
  StringEquals:
    aws:PrincipalOrgID: o-abc123def4
    aws:ResourceOrgID: o-abc123def4`,
  },
  exceptions: [
    'A warning if only reads are allowed.',
    'If every allowed request has a restricted caller or resource, policy/principal-unbounded and policy/resource-unbounded report instead.',
    'If a condition that restricts nothing is the cause, only policy/vacuous-condition reports it.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
    'https://docs.aws.amazon.com/whitepapers/latest/building-a-data-perimeter-on-aws/building-a-data-perimeter-on-aws.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
  ],
  controls: [
    ...controlsOf('iso-27001', 'A.8.20', 'A.8.21', 'A.8.22'),
    ...controlsOf('well-architected', 'SEC05-BP01', 'SEC05-BP02'),
  ],
  security: { cwe: [284, 668], severity: 8 },
  bad: {
    'everything but one action': {
      scene: {
        endpoints: {
          sqs: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                { Sid: 'All', Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
                { Effect: 'Deny', Principal: '*', Action: 'sqs:DeleteQueue', Resource: '*' },
              ],
            },
          },
        },
      },
      says: 'The policy of sqs allows external accounts to call sqs:SendMessage on queues in external accounts (statement All)',
    },
    'buckets of a common prefix, which anyone can create': {
      scene: {
        endpoints: {
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::corp-*' }],
            },
          },
        },
      },
      says: 'The policy of s3 allows external accounts to call s3:PutObject on buckets in external accounts (statement 0)',
    },
    'reads only': {
      scene: {
        endpoints: {
          dynamodb: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Allow', Principal: '*', Action: ['dynamodb:GetItem', 'dynamodb:Query'], Resource: '*' },
              ],
            },
          },
        },
      },
      says: 'The policy of dynamodb allows external accounts to call dynamodb:GetItem on tables in external accounts (statement 0)',
      level: 'warning',
    },
    'a partner that is not in `trust`': {
      scene: {
        endpoints: {
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Sid: 'Partner',
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 's3:PutObject',
                  Resource: '*',
                  Condition: { StringEquals: { 'aws:PrincipalAccount': '444455556666' } },
                },
              ],
            },
          },
        },
      },
      trust: { organizations: ['o-abc123def4'] },
      // The account may be the owner of the endpoint, which a plan does not know.
      undecidedIn: ['plan'],
      says: 'The policy of s3 allows account 444455556666 to call s3:PutObject on buckets in external accounts (statement Partner)',
    },
  },
  good: {
    'your own organization on both sides': { scene: { endpoints: { sqs: {} } } },
    'callers of your own organization': {
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
                  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4' } },
                },
              ],
            },
          },
        },
      },
    },
    'policy/full-access reports the default policy': { scene: { endpoints: { sqs: { policy: 'omitted' } } } },
    'a Deny of all external resources': {
      scene: {
        endpoints: {
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
                  Condition: { StringNotEquals: { 'aws:ResourceOrgID': 'o-abc123def4' } },
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
        rule: 'overly-broad',
        says: (fault, { policy }, room) => allowance(fault, policy, room),
        generic: 'allows external credentials to reach external resources',
        hidden: unreadable,
      },
      endpoint,
      net,
      run,
    ),
});
