import { tell, unreadable } from '../../src/ask/policy-faults.ts';
import { letsThrough } from '../../src/ask/policy-words.ts';
import { controlsOf, defineRule } from '../../src/engine/index.ts';

export default defineRule({
  id: 'policy/principal-unbounded',
  level: 'warning',
  preset: 'strict',
  presetWithTrust: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint policy lets outside credentials reach your own resources.',
  why: 'Stolen or planted credentials of a foreign account work from inside your network: with a resource policy that admits that account, nothing else stands in the way.',
  fix: 'Ask for the caller in the statement: aws:PrincipalOrgID, aws:PrincipalOrgPaths or aws:PrincipalAccount.',
  recipes: {
    cloudformation: `Condition:
  StringEquals: { aws:PrincipalAccount: !Ref AWS::AccountId }`,
  },
  exceptions: [
    'It belongs to the preset `recommended` once `trust` is configured, else to `strict`.',
    'A policy that binds neither side is reported by policy/overly-broad, or policy/full-access.',
    'Buckets and other resources of AWS itself may be open to all callers.',
  ],
  sources: [
    'https://docs.aws.amazon.com/whitepapers/latest/building-a-data-perimeter-on-aws/building-a-data-perimeter-on-aws.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
  ],
  controls: controlsOf('well-architected', 'SEC05-BP01', 'SEC05-BP02'),
  security: { cwe: [284], severity: 5 },
  bad: {
    'one bucket, for everybody': {
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
      says: 's3 lets an outside account call s3:PutObject on a bucket of your own by statement 0 (Sid Data)',
    },
    'the resource bound to the organization, the caller not': {
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
      says: 'sqs lets an outside account call sqs:SendMessage on a queue of your own by statement 0',
    },
  },
  good: {
    'the own organization on both sides': { scene: { endpoints: { sqs: {} } } },
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
        says: (fault, { policy }, room) => letsThrough(fault, policy, room),
        generic: 'has a policy (sensitive) that lets outside credentials reach your own resources',
        hidden: unreadable,
      },
      endpoint,
      net,
      run,
    ),
});
