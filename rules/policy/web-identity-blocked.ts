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
  summary: 'Policy of the STS endpoint shuts out web identity and SAML logins.',
  why: 'AssumeRoleWithWebIdentity and AssumeRoleWithSAML come without an AWS identity, so no principal key is there to match: service accounts of EKS and SAML users get no credentials.',
  fix: 'Add a statement for these two actions without principal keys; bind it by the role they may take: aws:ResourceOrgID or the ARN.',
  recipes: {
    cloudformation: `- Effect: Allow
  Principal: "*"
  Action: [sts:AssumeRoleWithWebIdentity, sts:AssumeRoleWithSAML]
  Resource: !GetAtt Role.Arn`,
  },
  exceptions: ['Only where the policy names these actions, or the VPC has an endpoint to EKS.'],
  sources: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sts_vpc_endpoint_policies.html'],
  bad: {
    'EKS beside a policy for the own organization': {
      scene: { endpoints: { sts: {}, eks: {} } },
      subject: 'sts',
      says: 'sts shuts out web identity and SAML logins: they carry no principal keys, and every Allow asks for some',
    },
    'named, but with a key they lack': {
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
      says: 'sts shuts out web identity and SAML logins: they carry no principal keys, and every Allow asks for some',
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
      message: `${nameOf(endpoint)} shuts out web identity and SAML logins: they carry no principal keys, and every Allow asks for some`,
      at: endpoint.policy.at,
      evidence: {
        blocked: ['sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML'],
        for: sure.map(({ key }) => key),
      },
      related: sure.slice(0, 1).map(({ at }) => ({ message: 'the endpoint to EKS', at })),
    });
  },
});

/** Endpoints share analyses, and so what is asked of them. */
const loginsBy = oncePer(webIdentity);

function namesLogins({ statements }: ParsedPolicy): boolean {
  return statements.some(({ effect, action }) =>
    action.items.some(
      ({ value }) => effect === 'Allow' && typeof value === 'string' && /assumerolewith(webidentity|saml)/i.test(value),
    ),
  );
}
