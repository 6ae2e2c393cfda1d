import { hasOwnDocument, takesPolicies, unknownSupport } from '../../src/ask/policy.ts';
import { serviceFacts } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { is } from '../../src/model/index.ts';

/** Services that refuse a policy of one’s own, where others ignore it. */
const REFUSING: ReadonlySet<string> = new Set(['neptune-graph', 'neptune-graph-fips']);

export default defineRule({
  id: 'policy/ignored-by-service',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint has a policy of its own, but the service ignores or refuses it.',
  why: 'The service does not support endpoint policies: whatever the document says, full access stays, and readers of the code believe otherwise.',
  fix: 'Take the policy out; control who reaches the service by security groups, and what may be done by its resource policies.',
  recipes: { cloudformation: 'PolicyDocument: !Ref AWS::NoValue' },
  exceptions: [
    'Services of other owners than AWS: their endpoints take no policies.',
    'Some services refuse a policy instead of ignoring it (neptune-graph): the message says so.',
  ],
  sources: [
    'https://docs.aws.amazon.com/neptune-analytics/latest/userguide/gettingStarted-connecting-private-link-considerations.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html',
  ],
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
    'a service that refuses policies': {
      scene: {
        endpoints: {
          'neptune-graph': {
            policy: {
              Version: '2012-10-17',
              Statement: [{ Effect: 'Deny', Principal: '*', Action: 'neptune-graph:DeleteGraph', Resource: '*' }],
            },
          },
        },
      },
      says: 'neptune-graph has a policy, which the service refuses: it supports full access only',
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
    const refuses = REFUSING.has(facts.name?.key ?? '');
    return fail({
      message: refuses
        ? `${nameOf(endpoint)} has a policy, which the service refuses: it supports full access only`
        : `${nameOf(endpoint)} has a policy that the service ignores: everything still gets through`,
      ...(refuses
        ? { why: 'The service does not support endpoint policies: AWS may refuse the endpoint, or its change.' }
        : {}),
      at: policy.at,
      evidence: { policySupported: false, basis: facts.policy.basis },
    });
  },
});
