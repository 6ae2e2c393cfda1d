import { tell } from '../../src/ask/policy-faults.ts';
import { clip, where } from '../../src/ask/policy-words.ts';
import { defineRule } from '../../src/engine/index.ts';
import { type NothingCause, type ParsedPolicy, whyNothing } from '../../src/policy/index.ts';

export default defineRule({
  id: 'policy/grants-nothing',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint policy allows nothing.',
  why: 'Only allowed actions pass, and Deny overrides Allow, so every request through this endpoint returns AccessDenied.',
  fix: 'Add an Allow statement for the calls you need, correct the statement that never matches, or narrow the Deny.',
  recipes: {
    cloudformation: `Statement:
  - Effect: Allow
    Principal: "*"
    Action: sqs:SendMessage
    Resource: !GetAtt Queue.Arn`,
  },
  exceptions: [
    'For an endpoint that is closed on purpose, turn the rule off in the config.',
    'If all actions belong to other services, policy/foreign-actions reports instead.',
    'For conditions on aws:SourceIp that are never true, policy/source-ip-unavailable reports instead.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  ],
  bad: {
    'only a Deny': {
      scene: {
        endpoints: {
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:DeleteBucket', Resource: '*' }],
            },
          },
        },
      },
      says: 'The policy of s3 allows nothing, because it has no Allow statement',
    },
    'a Deny of everything': {
      scene: {
        endpoints: {
          kms: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 'kms:Decrypt',
                  Resource: 'arn:aws:kms:us-east-1:111122223333:key/*',
                },
                { Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*' },
              ],
            },
          },
        },
      },
      says: 'The policy of kms allows nothing, because its Deny statements cover everything it allows',
    },
    'a misspelled key': {
      scene: {
        endpoints: {
          kms: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: '*',
                  Resource: '*',
                  Condition: { StringEquals: { 'aws:PrincipleOrgID': 'o-abc123def4' } },
                },
              ],
            },
          },
        },
      },
      says: 'The policy of kms allows nothing, because statement 0 tests aws:PrincipleOrgID, which no request has',
    },
    'a policy variable under the old version': {
      scene: {
        endpoints: {
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2008-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 's3:GetObject',
                  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the policy
                  Resource: 'arn:aws:s3:::home-${aws:PrincipalAccount}/*',
                },
              ],
            },
          },
        },
      },
      says: 'The policy of s3 allows nothing, because statement 0 uses a policy variable, which only Version 2012-10-17 supports',
    },
    'an ID of another kind': {
      scene: { endpoints: { kms: { policy: allowIf('aws:SourceVpce', 'vpc-0a1b2c3d4e5f60718') } } },
      says: 'The policy of kms allows nothing, because aws:SourceVpce in statement 0 is not a VPC endpoint ID',
    },
    'ARNs of another partition': {
      scene: {
        region: 'cn-north-1',
        endpoints: {
          sqs: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Sid: 'Jobs',
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 'sqs:*',
                  Resource: 'arn:aws:sqs:cn-north-1:111122223333:jobs',
                },
              ],
            },
          },
        },
      },
      says: 'The policy of sqs allows nothing, because statement Jobs names ARNs of partition aws, not aws-cn',
      also: ['validity/partition-mismatch'],
    },
  },
  good: {
    'an Allow and a Deny': {
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
                  Action: '*',
                  Resource: '*',
                  Condition: {
                    StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4', 'aws:ResourceOrgID': 'o-abc123def4' },
                  },
                },
                { Effect: 'Deny', Principal: '*', Action: 's3:DeleteBucket', Resource: '*' },
              ],
            },
          },
        },
      },
    },
    'your own organization': { scene: { endpoints: { kms: {} } } },
  },

  check: (endpoint, net, _, run) =>
    tell(
      {
        rule: 'grants-nothing',
        says: (_fault, { policy, facts }, room) => {
          const ways = becauseOf(whyNothing(policy, facts), policy).map((cause) => `allows nothing, because ${cause}`);
          return ways.find((way) => way.length <= room) ?? clip(ways[0]!, room);
        },
        generic: 'allows nothing',
        hidden: ({ policy }) => policy.open?.because ?? null,
      },
      endpoint,
      net,
      run,
    ),
});

/** The cause as the rest of a sentence, then more briefly. */
function becauseOf(cause: NothingCause, policy: ParsedPolicy): readonly string[] {
  switch (cause.is) {
    case 'no-allow':
      return ['it has no Allow statement'];
    case 'deny':
      return ['its Deny statements cover everything it allows'];
    case 'no-match':
      return ['no request matches its Allow statements'];
    case 'statement': {
      const { statement, problem, wrong } = cause;
      const at = where(statement, policy);
      const brief = wrong ? [`${wrong.key} in ${at} is not ${wrong.form}`] : [];
      const bare = problem.replace(/ \(did you mean.*$/, '');
      return [`${at} ${problem}`, `statement ${statement} ${problem}`, ...brief, `${at} ${bare}`];
    }
  }
}

function allowIf(key: string, value: string): object {
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', Condition: { StringEquals: { [key]: value } } },
    ],
  };
}
