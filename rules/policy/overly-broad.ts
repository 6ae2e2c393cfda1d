import { tell, unreadable } from '../../src/ask/policy-faults.ts';
import { letsThrough } from '../../src/ask/policy-words.ts';
import { controlsOf, defineRule } from '../../src/engine/index.ts';

export default defineRule({
  id: 'policy/overly-broad',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint policy lets outside credentials reach outside resources.',
  why: 'Malware or an insider who brings credentials of their own can carry data through the endpoint into their own account: no policy of yours on the other side stands in the way.',
  fix: 'Bind one side in the statement at least, best both: aws:PrincipalOrgID or aws:PrincipalAccount for the caller, aws:ResourceOrgID or aws:ResourceAccount for the resource.',
  recipes: {
    cloudformation: `Condition:
  StringEquals:
    aws:PrincipalOrgID: o-abc123def4
    aws:ResourceOrgID: o-abc123def4`,
  },
  exceptions: [
    'Reads alone make it a warning.',
    'One side bound in every request that passes: policy/principal-unbounded and policy/resource-unbounded look at those.',
    'A condition that restricts nothing and is the cause is reported by policy/vacuous-condition alone.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
    'https://docs.aws.amazon.com/whitepapers/latest/building-a-data-perimeter-on-aws/building-a-data-perimeter-on-aws.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
  ],
  controls: controlsOf('well-architected', 'SEC05-BP01', 'SEC05-BP02'),
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
      says: 'sqs lets an outside account call sqs:SendMessage on a queue of an outside account by statement 0 (Sid All)',
    },
    'buckets of a common prefix, which anybody can create': {
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
      says: 's3 lets an outside account call s3:PutObject on a bucket of an outside account by statement 0',
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
      says: 'dynamodb lets an outside account call dynamodb:GetItem on a table of an outside account by statement 0',
      level: 'warning',
    },
    'a partner nobody lists in `trust`': {
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
      // As long as the owner of the endpoint is not known it may be that account.
      undecidedIn: ['plan'],
      says: 's3 lets account 444455556666 call s3:PutObject on a bucket of an outside account by statement 0 (Sid Partner)',
    },
  },
  good: {
    'the own organization on both sides': { scene: { endpoints: { sqs: {} } } },
    'callers of the own organization': {
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
    'the default policy has full access, which is more': { scene: { endpoints: { sqs: { policy: 'omitted' } } } },
    'a Deny of everything outside': {
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
        says: (fault, { policy }, room) => letsThrough(fault, policy, room),
        generic: 'has a policy (sensitive) that lets outside credentials reach outside resources',
        hidden: unreadable,
      },
      endpoint,
      net,
      run,
    ),
});
