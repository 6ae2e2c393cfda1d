import { hasOwnDocument, takesPolicies, unknownSupport } from '../../src/ask/policy.ts';
import { serviceFacts } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, ofService, pass, undecided } from '../../src/engine/index.ts';
import { is } from '../../src/model/index.ts';

/** Services that reject a custom policy; others ignore it. */
const REJECTING: ReadonlySet<string> = new Set(['neptune-graph', 'neptune-graph-fips']);

export default defineRule({
  id: 'policy/ignored-by-service',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint has a policy, but the service ignores or rejects it.',
  why: 'The service does not support endpoint policies, so the endpoint still allows everything. The code suggests otherwise.',
  fix: 'Remove the policy. Restrict access with security groups and with resource policies of the service.',
  fixIn: {
    terraform:
      'Remove the `policy` argument. Restrict access with security groups and with resource policies of the service.',
    cloudformation:
      'Remove the `PolicyDocument` property. Restrict access with security groups and with resource policies of the service.',
    cli: 'Run `aws ec2 modify-vpc-endpoint --reset-policy`. Restrict access with security groups and with resource policies of the service.',
  },
  recipes: { cloudformation: 'PolicyDocument: !Ref AWS::NoValue' },
  exceptions: [
    'Services of other owners than AWS, whose endpoints have no policies.',
    'Some services, such as neptune-graph, reject a policy instead of ignoring it. The message says so.',
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
      says: 'The policy of appstream.api has no effect, because the service does not support endpoint policies',
    },
    'a service that rejects policies': {
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
      says: 'The policy of neptune-graph is rejected, because the service does not support endpoint policies',
    },
    'IoT data': {
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
      says: 'The policy of iot.data has no effect, because the service does not support endpoint policies',
    },
  },
  good: {
    'no policy': { scene: { endpoints: { 'appstream.api': { policy: 'omitted' } } } },
    'a service that supports policies': { scene: { endpoints: { sqs: {} } } },
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
    const isUntold = ofService(endpoint, false, true);
    const rejects = REJECTING.has(facts.name?.key ?? '');
    return fail({
      message: isUntold
        ? `The policy of ${nameOf(endpoint)} is rejected or has no effect, because the service does not support endpoint policies`
        : rejects
          ? `The policy of ${nameOf(endpoint)} is rejected, because the service does not support endpoint policies`
          : `The policy of ${nameOf(endpoint)} has no effect, because the service does not support endpoint policies`,
      ...(rejects || isUntold
        ? { why: 'The service does not support endpoint policies, so AWS may reject the endpoint or its change.' }
        : {}),
      at: policy.at,
      evidence: { policySupported: false, basis: ofService(endpoint, facts.policy.basis) },
    });
  },
});
