import { tell, unreadable } from '../../src/ask/policy-faults.ts';
import { letsThrough } from '../../src/ask/policy-words.ts';
import { controlsOf, defineRule } from '../../src/engine/index.ts';

export default defineRule({
  id: 'policy/resource-unbounded',
  level: 'warning',
  preset: 'strict',
  presetWithTrust: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint policy lets your own principals write to outside resources.',
  why: 'Whoever runs code with a role of yours can copy data through the endpoint into an account that is not yours.',
  fix: 'Ask for the owner of the resource in the statement: aws:ResourceOrgID, aws:ResourceOrgPaths or aws:ResourceAccount.',
  recipes: {
    cloudformation: `Condition:
  StringEquals: { aws:ResourceAccount: !Ref AWS::AccountId }`,
  },
  exceptions: [
    'It belongs to the preset `recommended` once `trust` is configured, else to `strict`.',
    'Grants that only read, and services whose resources are always of the own account, are silent.',
    'A policy that binds neither side is reported by policy/overly-broad, or policy/full-access.',
  ],
  sources: [
    'https://docs.aws.amazon.com/whitepapers/latest/building-a-data-perimeter-on-aws/building-a-data-perimeter-on-aws.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
  ],
  controls: controlsOf('well-architected', 'SEC05-BP01', 'SEC05-BP02'),
  security: { cwe: [668], severity: 5 },
  bad: {
    'the caller bound to the organization, the resource not': {
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
      says: 's3 lets your own principals call s3:PutObject on a bucket of an outside account by statement 0 (Sid OwnPeople)',
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
      says: 'sqs lets your own principals call sqs:SendMessage on a queue of an outside account by statement 0',
    },
  },
  good: {
    'the own organization on both sides': { scene: { endpoints: { s3: { type: 'Gateway' } } } },
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
        says: (fault, { policy }, room) => letsThrough(fault, policy, room),
        generic: 'has a policy (sensitive) that lets your own principals write to outside resources',
        hidden: unreadable,
      },
      endpoint,
      net,
      run,
    ),
});
