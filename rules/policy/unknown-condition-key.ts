import { tell, unreadable } from '../../src/ask/policy-faults.ts';
import { clip, where } from '../../src/ask/policy-words.ts';
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
    'Condition of an endpoint policy tests a key that no request has, or compares it with a value in the wrong format.',
  why: 'Such a condition is always false or always true. Its statement then matches no request, or the condition restricts nothing.',
  fix: 'Write the condition key as in the IAM User Guide, and compare it with a value in the format of the key. Replace placeholders with real values.',
  recipes: {
    cloudformation: 'Condition: { StringEquals: { aws:PrincipalOrgID: o-abc123def4 } }',
    terraform:
      'condition {\n  test     = "StringEquals"\n  variable = "aws:PrincipalOrgID"\n  values   = ["o-abc123def4"]\n}',
  },
  exceptions: [
    'Keys of the service that are newer than the data of vpce-lint, unless a known key is similar.',
    'Values with wildcards or policy variables, and values that are known only after apply.',
  ],
  sources: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
  ],
  bad: {
    'a misspelled key': {
      scene: { endpoints: { kms: { policy: allowIf({ StringEquals: { 'aws:PrincipleOrgID': 'o-abc123def4' } }) } } },
      says: 'The policy of kms tests aws:PrincipleOrgID, which no request has (did you mean aws:PrincipalOrgID?), in statement 0',
      also: ['policy/grants-nothing'],
    },
    'an account ID of 10 digits': {
      scene: { endpoints: { kms: { policy: allowIf({ StringEquals: { 'aws:PrincipalAccount': '1111222233' } }) } } },
      says: 'The policy of kms compares aws:PrincipalAccount with "1111222233", which is not a 12-digit account ID, in statement 0',
      also: ['policy/grants-nothing'],
    },
    'a placeholder': {
      scene: { endpoints: { kms: { policy: allowIf({ StringEquals: { 'aws:PrincipalOrgID': '<my-org-id>' } }) } } },
      says: 'The policy of kms compares aws:PrincipalOrgID with the placeholder <my-org-id>, in statement 0',
    },
    'several values without a set operator': {
      scene: {
        endpoints: { kms: { policy: allowIf({ StringLike: { 'aws:PrincipalOrgPaths': 'o-abc123def4/r-ab12/*' } }) } },
      },
      says: 'The policy of kms tests the multivalued aws:PrincipalOrgPaths without ForAnyValue or ForAllValues, in statement 0',
    },
    'an invalid range': {
      scene: { endpoints: { kms: { policy: allowIf({ IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/33' } }) } } },
      says: 'The policy of kms compares aws:VpcSourceIp with "10.0.0.0/33", which is not an IP address range, in statement 0',
      also: ['policy/grants-nothing'],
    },
  },
  good: {
    'your own organization': { scene: { endpoints: { kms: {} } } },
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
        says: ({ problem = '', statement }, { policy }, room) => {
          const at = statement === null ? [] : [`, in ${where(statement, policy)}`, `, in statement ${statement}`];
          return (
            [...at, ''].map((each) => `${problem}${each}`).find((way) => way.length <= room) ?? clip(problem, room)
          );
        },
        generic: 'has a condition that cannot work as written',
        detail: ({ place }) => place.pointer.replace(/^\/Statement(?:\/\d+)?/, ''),
        evidence: ({ problem }) => ({ problem }),
        hidden: unreadable,
      },
      endpoint,
      net,
      run,
    ),
});
