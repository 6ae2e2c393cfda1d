import { type PolicyInForce, policyOf } from '../../src/ask/policy.ts';
import { witnessShown } from '../../src/ask/policy-faults.ts';
import {
  controlsOf,
  defineRule,
  type Fail,
  fail,
  nameOf,
  type Pass,
  pass,
  type RunContext,
  type Undecided,
  undecided,
} from '../../src/engine/index.ts';
import type { Endpoint } from '../../src/model/index.ts';
import { isConfigured } from '../../src/model/index.ts';
import { untilOf } from '../../src/policy/index.ts';

export default defineRule({
  id: 'policy/full-access',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint policy allows every caller, action and resource.',
  why: 'Anyone who can reach the endpoint can use any credentials on any resource, so data can be copied to an external account over your network.',
  fix: 'Attach an endpoint policy that requires aws:PrincipalOrgID and aws:ResourceOrgID. Add separate Allow statements for AWS services and for AWS-owned buckets you use.',
  fixIn: {
    terraform:
      'Set `policy` to a document that requires aws:PrincipalOrgID and aws:ResourceOrgID. Add separate Allow statements for AWS services and for AWS-owned buckets you use.',
    cloudformation:
      'Set `PolicyDocument` to a document that requires aws:PrincipalOrgID and aws:ResourceOrgID. Add separate Allow statements for AWS services and for AWS-owned buckets you use.',
    cli: 'Run `aws ec2 modify-vpc-endpoint --policy-document` with a document that requires aws:PrincipalOrgID and aws:ResourceOrgID. Add separate Allow statements for AWS services and for AWS-owned buckets you use.',
  },
  recipes: {
    cloudformation: `PolicyDocument:
  Version: "2012-10-17"
  Statement:
    - Effect: Allow
      Principal: "*"
      Action: "*"
      Resource: "*"
      Condition:
        StringEquals:
          aws:PrincipalOrgID: o-abc123def4
          aws:ResourceOrgID: o-abc123def4`,
    terraform: `policy = jsonencode({
  Version = "2012-10-17"
  Statement = [{
    Effect    = "Allow"
    Principal = "*"
    Action    = "*"
    Resource  = "*"
    Condition = {
      StringEquals = {
        "aws:PrincipalOrgID" = "o-abc123def4"
        "aws:ResourceOrgID"  = "o-abc123def4"
      }
    }
  }]
})`,
    cli: 'aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-... --policy-document file://policy.json',
  },
  exceptions: [
    'A note for an endpoint without a policy or with the default policy of AWS, because every endpoint begins with it. A warning if `trust` is configured, and in the presets `strict` and `pedantic`.',
    'If a condition that restricts nothing is the cause, only policy/vacuous-condition reports it.',
    'Services without endpoint policies, and services of other owners than AWS.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
    'https://docs.aws.amazon.com/whitepapers/latest/building-a-data-perimeter-on-aws/building-a-data-perimeter-on-aws.html',
  ],
  controls: [
    ...controlsOf('config', 'VPC_ENDPOINT_DEFAULT_POLICY'),
    ...controlsOf('cis', '6.8'),
    ...controlsOf('well-architected', 'SEC05-BP01', 'SEC05-BP02'),
  ],
  security: { cwe: [284, 732], severity: 5.5 },
  bad: {
    'no policy': {
      scene: { endpoints: { kms: { policy: 'omitted' } } },
      says: 'kms uses the default endpoint policy, which allows every caller, action and resource',
      level: 'note',
    },
    'the default document written out': {
      scene: {
        endpoints: {
          sqs: { policy: { Statement: [{ Action: '*', Effect: 'Allow', Principal: { AWS: '*' }, Resource: '*' }] } },
        },
      },
      says: 'sqs uses the default endpoint policy, which allows every caller, action and resource',
      level: 'note',
    },
    'no policy, with `trust` configured': {
      scene: { endpoints: { s3: { type: 'Gateway', policy: 'omitted' } } },
      trust: { organizations: ['o-abc123def4'] },
      says: 's3 uses the default endpoint policy, which allows every caller, action and resource',
    },
    'every action of the service': {
      scene: {
        endpoints: {
          sqs: {
            policy: {
              Version: '2012-10-17',
              Statement: [{ Sid: 'Queues', Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: '*' }],
            },
          },
        },
      },
      says: 'The policy of sqs allows every caller, action and resource',
    },
    'two statements that together allow everything': {
      scene: {
        endpoints: {
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Allow', Principal: '*', Action: 's3:Get*', Resource: '*' },
                { Effect: 'Allow', Principal: '*', NotAction: 's3:Get*', Resource: '*' },
              ],
            },
          },
        },
      },
      says: 'The policy of s3 allows every caller, action and resource',
    },
    'everything until a date': {
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
                  Condition: { DateLessThan: { 'aws:CurrentTime': '2099-01-01T00:00:00Z' } },
                },
              ],
            },
          },
        },
      },
      says: 'The policy of s3 allows every caller, action and resource until 2099-01-01',
    },
  },
  good: {
    'your own organization on both sides': { scene: { endpoints: { kms: {} } } },
    'a Gateway Load Balancer endpoint, which has no policy': {
      scene: {
        endpoints: { inspection: { type: 'GatewayLoadBalancer', endpointService: 'firewall' } },
        services: { firewall: { loadBalancer: 'gateway' } },
      },
    },
    'one bucket only': {
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
                  Resource: ['arn:aws:s3:::corp-data', 'arn:aws:s3:::corp-data/*'],
                },
              ],
            },
          },
        },
      },
    },
  },

  check(endpoint, net, _, run) {
    const answer = policyOf(endpoint, net, run);
    if (answer.is === 'unanswered') return answer.verdict;
    if (answer.is === 'judged') return breadthOf(answer, endpoint, run);
    // Only a document that allows everything for any service can be reported for an unknown endpoint.
    const certain = answer.lacks === 'endpoint' && answer.written;
    const found = certain ? breadthOf(answer, endpoint, run) : answer.verdict;
    return found.verdict === 'fail' ? found : answer.verdict;
  },
});

function breadthOf(inForce: PolicyInForce, endpoint: Endpoint, run: RunContext): Fail | Pass | Undecided {
  if (inForce.isDefault) return fullAccess(inForce, endpoint, run);
  const { faults, undecided: open } = inForce.judgement();
  if (faults.some(({ rule }) => rule === 'full-access')) return fullAccess(inForce, endpoint, run);
  const [unclear] = open.filter(({ rule }) => rule === 'full-access');
  if (unclear === undefined) return pass;
  return undecided(inForce.sensitive ? 'parts of the policy, which is sensitive, are not known' : unclear.because);
}

function fullAccess(inForce: PolicyInForce, endpoint: Endpoint, run: RunContext): Fail {
  const { isDefault, written, sensitive } = inForce;
  const chosen = !isDefault || run.preset !== 'recommended' || isConfigured(run.trust);
  const name = nameOf(endpoint);
  const what = 'every caller, action and resource';
  return fail({
    message: isDefault
      ? `${name} uses the default endpoint policy, which allows ${what}`
      : `The policy of ${name} allows ${what}${sensitive ? '' : limit(inForce)}`,
    at: endpoint.policy.at,
    level: chosen ? 'warning' : 'note',
    evidence: sensitive ? { policy: '(sensitive)' } : { policy: written ? 'written' : 'none', ...proof(inForce) },
  });
}

/** ` until 2030-01-01`, if the statement that allows everything has an end. */
function limit({ policy, analysis }: PolicyInForce): string {
  const through = analysis().fullAccess;
  const statement = through.is === 'yes' ? through.witness?.statement : null;
  const until = statement == null ? null : untilOf(policy, statement);
  return until === null ? '' : ` until ${until}`;
}

/** For the default document any request is proof. For another the analysis shows one, and the statement that allows it. */
function proof(inForce: PolicyInForce): Readonly<Record<string, unknown>> {
  if (inForce.isDefault) return { passes: { principal: '*', action: '*', resource: '*' } };
  const through = inForce.analysis().fullAccess;
  if (through.is !== 'yes' || through.witness === null) return {};
  const { statement } = through.witness;
  const place = statement === null ? undefined : inForce.policy.statements[statement];
  return {
    ...(place === undefined ? {} : { statement, sid: place.sid, pointer: place.place.pointer }),
    witness: witnessShown(through.witness, inForce),
  };
}
