import { hasOwnDocument, takesPolicies, unknownSupport } from '../../src/ask/policy.ts';
import { serviceFacts } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { is } from '../../src/model/index.ts';

export default defineRule({
  id: 'policy/ignored-by-service',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint has a policy of its own, but the service takes none.',
  why: 'The service does not support endpoint policies: whatever the document says, full access stays, and readers of the code believe otherwise.',
  fix: 'Take the policy out; control who reaches the service by security groups, and what may be done by its resource policies.',
  recipes: { cloudformation: 'PolicyDocument: !Ref AWS::NoValue' },
  exceptions: ['Services of other owners than AWS: their endpoints take no policies.'],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html'],
  security: { cwe: [732], severity: 4 },
  bad: {
    'a policy for AppStream': {
      scene: {
        endpoints: {
          'appstream.api': {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 'appstream:*',
                  Resource: '*',
                  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4' } },
                },
              ],
            },
          },
        },
      },
      says: 'appstream.api has a policy that the service ignores: everything still gets through',
    },
    'AWS says so of the service': {
      scene: {
        endpoints: {
          'iot.data': {
            privateDns: false,
            policy: {
              Version: '2012-10-17',
              Statement: [{ Effect: 'Deny', Principal: '*', Action: 'iot:Publish', Resource: '*' }],
            },
          },
        },
      },
      says: 'iot.data has a policy that the service ignores: everything still gets through',
    },
  },
  good: {
    'none given': { scene: { endpoints: { 'appstream.api': { policy: 'omitted' } } } },
    'a service that takes policies': { scene: { endpoints: { sqs: {} } } },
  },

  check(endpoint, net, _, run) {
    const { type, serviceName, policy } = endpoint;
    if (type.known && type.value !== 'Interface' && type.value !== 'Gateway') return notApplicable;
    if (is(serviceName, null)) return notApplicable;
    const facts = serviceFacts(net, endpoint);
    if (facts?.owner === 'other') return notApplicable;
    const takes = facts === undefined ? null : takesPolicies(facts);
    if (takes === true) return pass;
    const own = hasOwnDocument(endpoint, run);
    if (own === false) return pass;
    if (facts === undefined) return run.policiesAlone ? notApplicable : undecided(serviceName);
    if (takes === null) return run.policiesAlone ? notApplicable : unknownSupport(endpoint);
    if (!type.known) return undecided(type);
    if (own === null) return policy.known ? undecided('parts of the policy are not known') : undecided(policy);
    return fail({
      message: `${nameOf(endpoint)} has a policy that the service ignores: everything still gets through`,
      at: policy.at,
      evidence: { policySupported: false, basis: facts.policy.basis },
    });
  },
});
