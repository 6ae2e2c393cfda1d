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
  summary: 'Endpoint policy allows actions of other services only.',
  why: 'An endpoint carries the requests of one service: a policy that names the actions of another lets nothing through.',
  fix: 'Use the prefix of the service behind the endpoint, which may differ from its name: ecr for ecr.dkr, cloudwatch for monitoring.',
  recipes: { cloudformation: 'Action: ecr:* # for ecr.dkr and ecr.api' },
  exceptions: ['An endpoint service whose IAM prefix is not known is undecided.'],
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
      says: 'dynamodb lets nothing through: its policy allows actions of other services only (s3:GetObject)',
    },
    'the name of the service for its prefix': {
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
      says: 'monitoring lets nothing through: its policy allows actions of other services only (monitoring:PutMetricData)',
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
          `lets nothing through: its policy allows actions of other services only (${clip(allowed(inForce)[0] ?? '', 30)})`,
        generic: 'has a policy (sensitive) that allows actions of other services only',
        evidence: (_fault, inForce) => ({ actions: allowed(inForce).slice(0, 20) }),
        settled: ({ policy }) => policy.statements.some(allowsAny),
        hidden: ({ policy }) => policy.open?.because ?? null,
      },
      endpoint,
      net,
      run,
    ),
});

/** An Allow of `*`, or of all but a few actions, surely has some of the service. */
function allowsAny({ effect, action }: ParsedPolicy['statements'][number]): boolean {
  return effect === 'Allow' && (action.not || action.items.some(({ value }) => value === '*'));
}

function allowed({ policy }: PolicyInForce): readonly string[] {
  return policy.statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ action }) => action.items.flatMap(({ value }) => (typeof value === 'string' ? [value] : [])));
}
