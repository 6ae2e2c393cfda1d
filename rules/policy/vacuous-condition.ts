import type { PolicyInForce } from '../../src/ask/policy.ts';
import { tell, unreadable, witnessShown } from '../../src/ask/policy-faults.ts';
import { clip } from '../../src/ask/policy-words.ts';
import { table } from '../../src/base/table.ts';
import { controlsOf, defineRule } from '../../src/engine/index.ts';
import type { Vacuity, VacuityKind } from '../../src/policy/index.ts';

export default defineRule({
  id: 'policy/vacuous-condition',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Condition of an endpoint policy restricts nothing.',
  why: 'It looks like a fence and is none: it holds for every request of this endpoint, or for all who lack the key, or for any value of it, so whoever it is meant to keep out walks through.',
  fix: 'Use the plain operator without IfExists or ForAllValues in an Allow, and a key that tells callers or owners apart: aws:PrincipalOrgID, aws:ResourceOrgID.',
  recipes: {
    cloudformation: `Condition:
  StringEquals: { aws:PrincipalOrgID: o-abc123def4, aws:ResourceOrgID: o-abc123def4 }`,
  },
  exceptions: [
    'It is an error where it is why the policy lets everything, or outside credentials to outside resources, through; then it is reported alone.',
    'Conditions on aws:SourceIp belong to policy/source-ip-unavailable.',
  ],
  sources: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
  ],
  controls: controlsOf('well-architected', 'SEC05-BP01', 'SEC05-BP02'),
  security: { cwe: [284, 732], severity: 7 },
  bad: {
    'IfExists: callers without an organization pass': {
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
      says: 'sqs tests aws:PrincipalOrgID with StringEqualsIfExists, which callers without the key pass (statement 0)',
      level: 'error',
    },
    'ForAllValues holds where there is no value': {
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
      says: 's3 tests aws:PrincipalOrgPaths with ForAllValues:StringLike, which callers without the key pass (statement 0)',
    },
    'any account is like a star': {
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
      says: 'kms tests aws:PrincipalAccount with StringLike, which every request passes (statement 0)',
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
      says: 's3 tests aws:SourceVpc with StringEquals, which every request through it passes (statement 0)',
      level: 'error',
    },
  },
  good: {
    'the plain operator': { scene: { endpoints: { sqs: {} } } },
    'IfExists in a Deny of what is outside': {
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
        says: ({ place, statement }, inForce) => {
          const vacuity = vacuityAt(inForce, place.pointer);
          if (vacuity === undefined) return 'has a condition that restricts nothing';
          const { operator, key, kind } = vacuity;
          return `tests ${clip(key)} with ${clip(operator)}, which ${ofPath(key) && kind === 'always-true' ? 'every request through it passes' : SAYS[kind]} (statement ${statement})`;
        },
        generic: 'has a policy (sensitive) with a condition that restricts nothing',
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
  'always-true': 'every request passes',
  'never-true': 'no request passes',
  'absent-key': 'callers without the key pass',
  'any-value': 'any value passes',
});

/** Keys with one value for all requests of an endpoint: other endpoints have another. */
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

/** The request that gets through because of it. */
function worstShown(inForce: PolicyInForce): Readonly<Record<string, unknown>> {
  const { overlyBroadWrite, overlyBroad, fullAccess } = inForce.analysis();
  for (const answer of [overlyBroadWrite, overlyBroad, fullAccess]) {
    if (answer.is === 'yes' && answer.witness !== null) return { witness: witnessShown(answer.witness, inForce) };
  }
  return {};
}

/** Keys that the path through the endpoint fixes: with a value not yet known, or ids not yet known, they may hold always. */
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
