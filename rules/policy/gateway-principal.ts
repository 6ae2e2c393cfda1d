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
  why: 'On a gateway endpoint an account as Principal admits its root user only, and roles or users cannot be named: everybody else is shut out.',
  fix: 'Write `"Principal": "*"` and name callers in a condition: aws:PrincipalArn, aws:PrincipalAccount or aws:PrincipalOrgID.',
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
  exceptions: ['In a Deny statement it is a warning.'],
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
      says: 's3 names 111122223333 as Principal of statement 0: on a gateway endpoint that is the root user only',
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
      says: 'dynamodb names …:role/app as Principal of statement 0 (Sid App): a gateway endpoint takes "*" alone',
    },
  },
  good: {
    'everybody, by a condition': {
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
            ? 'on a gateway endpoint that is the root user only'
            : 'a gateway endpoint takes "*" alone';
          return `names ${tail(name)} as Principal of ${at}: ${means}`;
        },
        generic: 'has a policy (sensitive) with a Principal other than "*", which a gateway endpoint does not take',
        hidden: hiddenPrincipal,
      },
      endpoint,
      net,
      run,
    ),
});

/** The first principal of a statement that is not everybody. */
function namedIn(policy: ParsedPolicy, statement: number): string {
  for (const { value } of policy.statements[statement]?.principal.entries ?? []) {
    if (typeof value === 'string' && value !== '*') return value;
  }
  return 'others';
}

/** The end of an ARN tells more than its beginning. */
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
