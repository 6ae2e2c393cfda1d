import { tell } from '../../src/ask/policy-faults.ts';
import { where } from '../../src/ask/policy-words.ts';
import { defineRule } from '../../src/engine/index.ts';

export default defineRule({
  id: 'policy/dead-statement',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Allow statement of an endpoint policy never lets anything through.',
  why: 'What it was written for does not work: it asks for something no request through this endpoint has, or a Deny takes back all it gives.',
  fix: 'Correct the condition or the resource that never matches, or take the statement out.',
  recipes: {
    cloudformation: `Condition:
  StringEquals: { aws:SourceVpce: vpce-0f1e2d3c4b5a69788 } # a value that can be: or take the statement out`,
  },
  exceptions: [
    'A policy all of whose statements are dead is reported by policy/grants-nothing.',
    'A condition on aws:SourceIp is reported by policy/source-ip-unavailable.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  ],
  bad: {
    'swallowed by a Deny': {
      scene: {
        endpoints: {
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Sid: 'Logs',
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 's3:PutObject',
                  Resource: 'arn:aws:s3:::corp-logs/*',
                  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4' } },
                },
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 's3:GetObject',
                  Resource: 'arn:aws:s3:::corp-data/*',
                  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4' } },
                },
                { Effect: 'Deny', Principal: '*', Action: 's3:Put*', Resource: 'arn:aws:s3:::corp-*' },
              ],
            },
          },
        },
      },
      says: 's3 lets nothing through by statement 0 (Sid Logs), an Allow',
    },
    'for another endpoint': {
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
                  Condition: {
                    StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4', 'aws:ResourceOrgID': 'o-abc123def4' },
                  },
                },
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 'sqs:SendMessage',
                  Resource: 'arn:aws:sqs:us-east-1:444455556666:jobs',
                  Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0f1e2d3c4b5a69788' } },
                },
              ],
            },
          },
        },
      },
      says: 'sqs lets nothing through by statement 1, an Allow',
      undecidedIn: ['plan', 'template'],
    },
  },
  good: {
    'a Deny that takes back a part': {
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
                  Condition: {
                    StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4', 'aws:ResourceOrgID': 'o-abc123def4' },
                  },
                },
                { Effect: 'Deny', Principal: '*', Action: 'sqs:DeleteQueue', Resource: '*' },
              ],
            },
          },
        },
      },
    },
    'each statement lets something through': { scene: { endpoints: { sqs: {} } } },
  },

  check: (endpoint, net, _, run) =>
    tell(
      {
        rule: 'dead-statement',
        says: ({ statement }, { policy }) => `lets nothing through by ${where(statement ?? 0, policy)}, an Allow`,
        generic: 'has a policy (sensitive) with an Allow that lets nothing through',
        hidden: ({ policy }) => policy.open?.because ?? null,
      },
      endpoint,
      net,
      run,
    ),
});
