import { tell } from '../../src/ask/policy-faults.ts';
import { where } from '../../src/ask/policy-words.ts';
import { defineRule } from '../../src/engine/index.ts';

export default defineRule({
  id: 'policy/dead-statement',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Allow statement of an endpoint policy has no effect.',
  why: 'The calls that this statement is written for are denied. No request can match it, or a Deny covers everything it allows.',
  fix: 'Correct the condition or the resource that never matches, narrow the Deny, or remove the statement.',
  recipes: {
    cloudformation: `Condition:
  StringEquals: { aws:SourceVpce: vpce-0f1e2d3c4b5a69788 } # the ID of this endpoint, or remove the statement`,
  },
  exceptions: [
    'If no statement of the policy has an effect, policy/grants-nothing reports instead.',
    'For conditions on aws:SourceIp, policy/source-ip-unavailable reports instead.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  ],
  bad: {
    'covered by a Deny': {
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
      says: 'The policy of s3 has an Allow that never allows a request (statement Logs)',
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
      says: 'The policy of sqs has an Allow that never allows a request (statement 1)',
      undecidedIn: ['plan', 'template'],
    },
  },
  good: {
    'a Deny that covers only a part': {
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
    'each statement allows something': { scene: { endpoints: { sqs: {} } } },
  },

  check: (endpoint, net, _, run) =>
    tell(
      {
        rule: 'dead-statement',
        says: ({ statement }, { policy }) =>
          `has an Allow that never allows a request (${where(statement ?? 0, policy)})`,
        generic: 'has an Allow that never allows a request',
        hidden: ({ policy }) => policy.open?.because ?? null,
      },
      endpoint,
      net,
      run,
    ),
});
