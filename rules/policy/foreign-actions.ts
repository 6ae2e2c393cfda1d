import type { PolicyInForce } from '../../src/ask/policy.ts';
import { tell } from '../../src/ask/policy-faults.ts';
import { clip } from '../../src/ask/policy-words.ts';
import { defineRule } from '../../src/engine/index.ts';
import type { ParsedPolicy } from '../../src/policy/index.ts';

export default defineRule({
  id: 'policy/foreign-actions',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint policy allows only actions of other services.',
  why: 'An endpoint carries requests of one service. If the policy names only actions of another service, every call returns AccessDenied.',
  fix: 'Use the IAM prefix of the service behind the endpoint. It may differ from the service name. For example, ecr.dkr has the prefix ecr, and monitoring has cloudwatch.',
  recipes: { cloudformation: 'Action: ecr:* # for ecr.dkr and ecr.api' },
  exceptions: ['Undecided for an endpoint service whose IAM prefix is not known.'],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
  ],
  bad: {
    'S3 actions at the DynamoDB endpoint': {
      scene: {
        endpoints: {
          dynamodb: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Principal: '*', Action: ['s3:GetObject', 's3:PutObject'], Resource: '*' }],
            },
          },
        },
      },
      says: 'The policy of dynamodb allows nothing, because its actions belong to other services (s3:GetObject)',
    },
    'the name of the service instead of its prefix': {
      scene: {
        endpoints: {
          monitoring: {
            policy: {
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Principal: '*', Action: 'monitoring:PutMetricData', Resource: '*' }],
            },
          },
        },
      },
      says: 'The policy of monitoring allows nothing, because its actions belong to other services (monitoring:PutMetricData)',
    },
  },
  good: {
    'the right prefix': {
      scene: {
        endpoints: {
          monitoring: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 'cloudwatch:PutMetricData',
                  Resource: '*',
                  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4' } },
                },
              ],
            },
          },
        },
      },
    },
    'one policy for several services': {
      scene: {
        endpoints: {
          sqs: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: ['sqs:*', 'sns:*'],
                  Resource: '*',
                  Condition: {
                    StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4', 'aws:ResourceOrgID': 'o-abc123def4' },
                  },
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
        rule: 'foreign-actions',
        says: (_fault, inForce) =>
          `allows nothing, because its actions belong to other services (${clip(allowed(inForce)[0] ?? '', 30)})`,
        generic: 'allows only actions of other services',
        evidence: (_fault, inForce) => ({ actions: allowed(inForce).slice(0, 20) }),
        settled: ({ policy }) => policy.statements.some(allowsAny),
        hidden: ({ policy }) => policy.open?.because ?? null,
      },
      endpoint,
      net,
      run,
    ),
});

/** An Allow of `*`, or of all but a few actions, surely includes some of the service. */
function allowsAny({ effect, action }: ParsedPolicy['statements'][number]): boolean {
  return effect === 'Allow' && (action.not || action.items.some(({ value }) => value === '*'));
}

function allowed({ policy }: PolicyInForce): readonly string[] {
  return policy.statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ action }) => action.items.flatMap(({ value }) => (typeof value === 'string' ? [value] : [])));
}
