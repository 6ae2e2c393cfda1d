import { neighbours } from '../../src/ask/neighbours.ts';
import { policyOf } from '../../src/ask/policy.ts';
import { mayBeTo } from '../../src/ask/services.ts';
import { oncePer } from '../../src/base/memo.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { type ParsedPolicy, webIdentity } from '../../src/policy/index.ts';

const EKS = new Set(['eks', 'eks-auth']);

export default defineRule({
  id: 'policy/web-identity-blocked',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Policy of the STS endpoint blocks web identity and SAML logins.',
  why: 'These logins have no AWS identity yet, so they have no principal keys. EKS service accounts and SAML users get no credentials.',
  fix: 'Add a statement for sts:AssumeRoleWithWebIdentity and sts:AssumeRoleWithSAML without principal keys. Restrict it by the role, with aws:ResourceOrgID or the ARN.',
  recipes: {
    cloudformation: `- Effect: Allow
  Principal: "*"
  Action: [sts:AssumeRoleWithWebIdentity, sts:AssumeRoleWithSAML]
  Resource: !GetAtt Role.Arn`,
  },
  exceptions: ['The policy does not name these actions, and the VPC has no endpoint for EKS.'],
  sources: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sts_vpc_endpoint_policies.html'],
  bad: {
    'EKS with a policy for your own organization': {
      scene: { endpoints: { sts: {}, eks: {} } },
      subject: 'sts',
      says: 'The policy of sts blocks web identity and SAML logins, because every Allow requires principal keys that they lack',
    },
    'the actions with a key that they lack': {
      scene: {
        endpoints: {
          sts: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity'],
                  Resource: '*',
                  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4' } },
                },
              ],
            },
          },
        },
      },
      says: 'The policy of sts blocks web identity and SAML logins, because every Allow requires principal keys that they lack',
    },
  },
  good: {
    'a statement for them': {
      scene: {
        endpoints: {
          eks: {},
          sts: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: '*',
                  Resource: '*',
                  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4' } },
                },
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: ['sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML'],
                  Resource: 'arn:aws:iam::111122223333:role/*',
                },
              ],
            },
          },
        },
      },
      subject: 'sts',
    },
    'no EKS in the VPC': {
      scene: { endpoints: { sts: {}, kms: {} } },
      subject: 'sts',
      undecidedIn: ['state', 'tfstate'],
    },
  },

  check(endpoint, net, _, run) {
    if (!mayBeTo(endpoint, 'sts')) return notApplicable;
    const answer = policyOf(endpoint, net, run);
    if (answer.is === 'unanswered') return answer.verdict;
    if (answer.isDefault) return pass;
    if (answer.is === 'hanging') return answer.verdict;
    const logins = loginsBy(answer.analysis());
    if (logins === 'passes') return pass;
    const named = namesLogins(answer.policy);
    const { sure, open } = named ? { sure: [], open: null } : neighbours(endpoint, net, EKS);
    if (!named && sure.length === 0) return open === null ? pass : undecided(open);
    if (logins === 'unknown')
      return undecided(answer.policy.unknowns[0]?.because ?? 'parts of the policy are not known');
    return fail({
      message: `The policy of ${nameOf(endpoint)} blocks web identity and SAML logins, because every Allow requires principal keys that they lack`,
      at: endpoint.policy.at,
      evidence: {
        blocked: ['sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML'],
        for: sure.map(({ key }) => key),
      },
      related: sure.slice(0, 1).map(({ at }) => ({ message: 'the endpoint for EKS', at })),
    });
  },
});

/** Endpoints share analyses, and therefore their answers. */
const loginsBy = oncePer(webIdentity);

function namesLogins({ statements }: ParsedPolicy): boolean {
  return statements.some(({ effect, action }) =>
    action.items.some(
      ({ value }) => effect === 'Allow' && typeof value === 'string' && /assumerolewith(webidentity|saml)/i.test(value),
    ),
  );
}
