import type { PolicyInForce } from '../../src/ask/policy.ts';
import { tell, unreadable, witnessShown } from '../../src/ask/policy-faults.ts';
import { clip, where } from '../../src/ask/policy-words.ts';
import { table } from '../../src/base/table.ts';
import { controlsOf, defineRule } from '../../src/engine/index.ts';
import type { Vacuity, VacuityKind } from '../../src/policy/index.ts';

export default defineRule({
  id: 'policy/vacuous-condition',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Condition of an endpoint policy restricts nothing.',
  why: 'This condition is always true for some callers, for example those without the key. It does not restrict the callers it is meant to block.',
  fix: 'In an Allow, use the plain operator without IfExists or ForAllValues, and a key that distinguishes callers or owners, such as aws:PrincipalOrgID or aws:ResourceOrgID.',
  recipes: {
    cloudformation: `Condition:
  StringEquals: { aws:PrincipalOrgID: o-abc123def4, aws:ResourceOrgID: o-abc123def4 }`,
  },
  exceptions: [
    'An error if the condition is the reason why the policy allows everything, or external credentials on external resources. Only this rule then reports it.',
    'For conditions on aws:SourceIp, policy/source-ip-unavailable reports instead.',
  ],
  sources: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
  ],
  controls: controlsOf('well-architected', 'SEC05-BP01', 'SEC05-BP02'),
  security: { cwe: [284, 732], severity: 7 },
  bad: {
    'IfExists, which is true without an organization': {
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
                  Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abc123def4' } },
                },
              ],
            },
          },
        },
      },
      says: 'The policy of sqs tests aws:PrincipalOrgID with StringEqualsIfExists, which is true without the key (statement 0)',
      level: 'error',
    },
    'ForAllValues, which is true without a value': {
      scene: {
        endpoints: {
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Sid: 'OurUnits',
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 's3:*',
                  Resource: ['arn:aws:s3:::corp-data', 'arn:aws:s3:::corp-data/*'],
                  Condition: {
                    'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-abc123def4/r-ab12/ou-ab12-11111111/*' },
                  },
                },
              ],
            },
          },
        },
      },
      says: 'The policy of s3 tests aws:PrincipalOrgPaths with ForAllValues:StringLike, which is true without the key (statement 0)',
    },
    'a wildcard for the account': {
      scene: {
        endpoints: {
          kms: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 'kms:*',
                  Resource: '*',
                  Condition: { StringLike: { 'aws:PrincipalAccount': '*' } },
                },
              ],
            },
          },
        },
      },
      says: 'The policy of kms tests aws:PrincipalAccount with StringLike, which is always true (statement 0)',
      level: 'error',
    },
    'the VPC of the endpoint itself': {
      scene: {
        endpoints: {
          s3: {
            type: 'Gateway',
            vpc: 'vpc-0a1b2c3d4e5f60718',
            routeTables: ['rtb-0a1b2c3d4e5f60718'],
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 's3:PutObject',
                  Resource: '*',
                  Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-0a1b2c3d4e5f60718' } },
                },
              ],
            },
          },
        },
      },
      says: 'The policy of s3 tests aws:SourceVpc with StringEquals, which is true for all its requests (statement 0)',
      level: 'error',
    },
  },
  good: {
    'the plain operator': { scene: { endpoints: { sqs: {} } } },
    'IfExists in a Deny of external resources': {
      scene: {
        endpoints: {
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
                {
                  Effect: 'Deny',
                  Principal: '*',
                  Action: '*',
                  Resource: '*',
                  Condition: { StringNotEqualsIfExists: { 'aws:ResourceOrgID': 'o-abc123def4' } },
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
        rule: 'vacuous-condition',
        says: ({ place, statement }, inForce, room) => {
          const vacuity = vacuityAt(inForce, place.pointer);
          if (vacuity === undefined) return 'has a condition that restricts nothing';
          const { operator, key, kind } = vacuity;
          const holds = ofPath(key) && kind === 'always-true' ? 'is true for all its requests' : SAYS[kind];
          const at = [where(statement ?? 0, inForce.policy), `statement ${statement}`];
          const ways = at.map((each) => `tests ${clip(key)} with ${clip(operator)}, which ${holds} (${each})`);
          return ways.find((way) => way.length <= room) ?? ways[1]!;
        },
        generic: 'has a condition that restricts nothing',
        evidence: ({ place, level }, inForce) => ({
          ...vacuityShown(inForce, place.pointer),
          ...(level === 'error' ? worstShown(inForce) : {}),
        }),
        hidden,
      },
      endpoint,
      net,
      run,
    ),
});

const SAYS: Readonly<Record<VacuityKind, string>> = table({
  'always-true': 'is always true',
  'never-true': 'is never true',
  'absent-key': 'is true without the key',
  'any-value': 'is true for any value',
});

/** Keys that have the same value for all requests through one endpoint. */
const ofPath = (key: string): boolean =>
  /^aws:(?:sourcevpc|sourcevpce|sourcevpcarn|vpce\w+|requestedregion)$/i.test(key);

function vacuityAt({ policy, analysis }: PolicyInForce, pointer: string): Vacuity | undefined {
  return analysis().vacuousConditions.find(
    ({ statement, condition }) => policy.statements[statement]?.conditions[condition]?.place.pointer === pointer,
  );
}

function vacuityShown(inForce: PolicyInForce, pointer: string): Readonly<Record<string, unknown>> {
  const vacuity = vacuityAt(inForce, pointer);
  return vacuity === undefined ? {} : { operator: vacuity.operator, key: vacuity.key, kind: vacuity.kind };
}

/** The request that is allowed because of the condition. */
function worstShown(inForce: PolicyInForce): Readonly<Record<string, unknown>> {
  const { overlyBroadWrite, overlyBroad, fullAccess } = inForce.analysis();
  for (const answer of [overlyBroadWrite, overlyBroad, fullAccess]) {
    if (answer.is === 'yes' && answer.witness !== null) return { witness: witnessShown(answer.witness, inForce) };
  }
  return {};
}

/** Keys that the path through the endpoint determines. With unknown values or IDs they may always be true. */
const PATH = /^aws:sourcevpce?$/i;

function hidden(inForce: PolicyInForce): string | null {
  const { policy, facts } = inForce;
  for (const { conditions } of policy.statements) {
    for (const { key, items, open } of conditions) {
      if (open !== null) return open.because;
      if (!PATH.test(key)) continue;
      for (const { value } of items) {
        if (typeof value === 'string') {
          const own = key.toLowerCase() === 'aws:sourcevpc' ? facts.vpcId : facts.id;
          if (own == null) return `whether ${key} names the endpoint's own is known once it is there`;
        } else return 'because' in value ? value.because : `a part of ${key} is not known`;
      }
    }
  }
  return unreadable(inForce);
}
