import { tell, unreadable } from '../../src/ask/policy-faults.ts';
import { clip, where } from '../../src/ask/policy-words.ts';
import { defineRule } from '../../src/engine/index.ts';
import type { ParsedPolicy } from '../../src/policy/index.ts';

export default defineRule({
  id: 'policy/gateway-principal',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Policy of a gateway endpoint names a principal other than *.',
  why: 'On a gateway endpoint, an account as Principal means only its root user, and roles or users are not supported. All other callers get AccessDenied.',
  fix: 'Write `"Principal": "*"` and restrict callers in a condition on aws:PrincipalArn, aws:PrincipalAccount or aws:PrincipalOrgID.',
  recipes: {
    cloudformation: `Principal: "*"
Condition:
  StringEquals: { aws:PrincipalAccount: !Ref AWS::AccountId }`,
    terraform: `principals {
  type        = "*"
  identifiers = ["*"]
}
condition {
  test     = "StringEquals"
  variable = "aws:PrincipalAccount"
  values   = ["111122223333"]
}`,
  },
  exceptions: ['A warning in a Deny statement.'],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html',
  ],
  bad: {
    'an account': {
      scene: {
        endpoints: {
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: { AWS: '111122223333' },
                  Action: 's3:*',
                  Resource: 'arn:aws:s3:::corp-data/*',
                },
              ],
            },
          },
        },
      },
      says: 'The policy of s3 names 111122223333 in statement 0, which on a gateway endpoint is only its root user',
    },
    'a role': {
      scene: {
        endpoints: {
          dynamodb: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Sid: 'App',
                  Effect: 'Allow',
                  Principal: { AWS: 'arn:aws:iam::111122223333:role/app' },
                  Action: 'dynamodb:*',
                  Resource: 'arn:aws:dynamodb:us-east-1:111122223333:table/orders',
                },
              ],
            },
          },
        },
      },
      says: 'The policy of dynamodb names …:role/app in statement App, but a gateway endpoint supports only "*"',
    },
  },
  good: {
    'everyone, restricted by a condition': {
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
                  Action: 's3:*',
                  Resource: 'arn:aws:s3:::corp-data/*',
                  Condition: { StringEquals: { 'aws:PrincipalAccount': '111122223333' } },
                },
              ],
            },
          },
        },
      },
    },
    'an interface endpoint may name accounts': {
      scene: {
        endpoints: {
          kms: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
                  Action: 'kms:*',
                  Resource: 'arn:aws:kms:us-east-1:111122223333:key/*',
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
        rule: 'gateway-principal',
        concerns: ({ type }) => !type.known || type.value === 'Gateway',
        says: ({ statement }, { policy }) => {
          const name = namedIn(policy, statement ?? 0);
          const at = where(statement ?? 0, policy);
          const whole = /^(?:\d{12}|.*:root)$/.test(name);
          const means = whole
            ? ', which on a gateway endpoint is only its root user'
            : ', but a gateway endpoint supports only "*"';
          return `names ${tail(name)} in ${at}${means}`;
        },
        generic: 'names a Principal other than "*", which a gateway endpoint does not support',
        hidden: hiddenPrincipal,
      },
      endpoint,
      net,
      run,
    ),
});

/** The first principal of a statement other than `*`. */
function namedIn(policy: ParsedPolicy, statement: number): string {
  for (const { value } of policy.statements[statement]?.principal.entries ?? []) {
    if (typeof value === 'string' && value !== '*') return value;
  }
  return 'others';
}

/** The end of an ARN says more than its beginning. */
function tail(name: string): string {
  return clip(name.replace(/^arn:[^:]*:(?:iam|sts)::\d{12}(?=:(?!root$))/, '…'), 36);
}

function hiddenPrincipal(inForce: Parameters<typeof unreadable>[0]): string | null {
  for (const { principal } of inForce.policy.statements) {
    const leaf =
      principal.open ?? principal.entries.map(({ value }) => value).find((value) => typeof value !== 'string');
    if (leaf !== undefined && leaf !== null) return 'because' in leaf ? leaf.because : 'a Principal is not known';
  }
  const named = inForce.policy.statements.some(({ principal }) => principal.entries.some(({ value }) => value !== '*'));
  if (named && inForce.facts.type === null) return 'whether it is a gateway endpoint is not known';
  return unreadable(inForce);
}
