import { tell, unreadable } from '../../src/ask/policy-faults.ts';
import { clip } from '../../src/ask/policy-words.ts';
import { defineRule } from '../../src/engine/index.ts';

const allowIf = (Condition: object): object => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: '*',
      Action: 'kms:Decrypt',
      Resource: 'arn:aws:kms:us-east-1:111122223333:key/*',
      Condition,
    },
  ],
});

export default defineRule({
  id: 'policy/unknown-condition-key',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary:
    'Condition of an endpoint policy asks for a key that no request carries, or compares it with a value of the wrong form.',
  why: 'Such a condition never holds, or always does: an Allow then blocks everybody, and a Deny blocks nobody or everybody.',
  fix: 'Write the key as IAM lists it, and compare it with a value of its form; render templates before they are used.',
  recipes: {
    cloudformation: 'Condition: { StringEquals: { aws:PrincipalOrgID: o-abc123def4 } }',
    terraform:
      'condition {\n  test     = "StringEquals"\n  variable = "aws:PrincipalOrgID"\n  values   = ["o-abc123def4"]\n}',
  },
  exceptions: [
    'Keys of the service that are newer than the data of vpce-lint, unless a known key is near.',
    'Values with wildcards or policy variables, and those that are known only after apply.',
  ],
  sources: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
  ],
  bad: {
    'a misspelt key': {
      scene: { endpoints: { kms: { policy: allowIf({ StringEquals: { 'aws:PrincipleOrgID': 'o-abc123def4' } }) } } },
      says: 'kms asks for aws:PrincipleOrgID, which no request carries; did you mean aws:PrincipalOrgID? (statement 0)',
      also: ['policy/grants-nothing'],
    },
    'an account ID of 10 digits': {
      scene: { endpoints: { kms: { policy: allowIf({ StringEquals: { 'aws:PrincipalAccount': '1111222233' } }) } } },
      says: 'kms compares aws:PrincipalAccount with "1111222233", which is not an account ID of 12 digits (statement 0)',
      also: ['policy/grants-nothing'],
    },
    'a placeholder': {
      scene: { endpoints: { kms: { policy: allowIf({ StringEquals: { 'aws:PrincipalOrgID': '<my-org-id>' } }) } } },
      says: 'kms compares aws:PrincipalOrgID with the placeholder <my-org-id> (statement 0)',
    },
    'several values without a set operator': {
      scene: {
        endpoints: { kms: { policy: allowIf({ StringLike: { 'aws:PrincipalOrgPaths': 'o-abc123def4/r-ab12/*' } }) } },
      },
      says: 'kms compares aws:PrincipalOrgPaths, which has several values, without ForAnyValue or ForAllValues (statement 0)',
    },
    'a range that is none': {
      scene: { endpoints: { kms: { policy: allowIf({ IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/33' } }) } } },
      says: 'kms compares aws:VpcSourceIp with "10.0.0.0/33", which is not a range of addresses (statement 0)',
      also: ['policy/grants-nothing'],
    },
  },
  good: {
    'the own organization': { scene: { endpoints: { kms: {} } } },
    'an account, a path and a range': {
      scene: {
        endpoints: {
          kms: {
            policy: allowIf({
              StringEquals: { 'aws:PrincipalAccount': ['111122223333', '444455556666'] },
              'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-abc123def4/r-ab12/*' },
              IpAddress: { 'aws:VpcSourceIp': ['10.0.0.0/16', '10.1.0.9'] },
            }),
          },
        },
      },
    },
  },

  check: (endpoint, net, _, run) =>
    tell(
      {
        rule: 'unknown-condition-key',
        says: ({ problem = '', statement }, _inForce, room) => {
          const at = statement === null ? '' : ` (statement ${statement})`;
          return problem.length + at.length <= room ? `${problem}${at}` : clip(problem, room);
        },
        generic: 'has a policy (sensitive) with a condition that cannot mean what it says',
        detail: ({ place }) => place.pointer.replace(/^\/Statement(?:\/\d+)?/, ''),
        evidence: ({ problem }) => ({ problem }),
        hidden: unreadable,
      },
      endpoint,
      net,
      run,
    ),
});
