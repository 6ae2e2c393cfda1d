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
  summary: 'Endpoint lets everything through that the service offers.',
  why: "Whoever reaches the endpoint can use it with any credentials to any resource: data leaves for a stranger's account by the private path, past every firewall.",
  fix: 'Attach a policy that asks for your organization on both sides: aws:PrincipalOrgID and aws:ResourceOrgID, with statements beside it for AWS services and the AWS buckets you use.',
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
    'No policy, or the default document of AWS, is a note, for it is how every endpoint begins; it is a warning once `trust` is configured and under the presets `strict` and `pedantic`.',
    'A condition that restricts nothing and is the cause is reported by policy/vacuous-condition alone.',
    'The service takes no policies, or is not one of AWS.',
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
      says: 'kms has the default policy of AWS: everything the service offers gets through',
      level: 'note',
    },
    'the default document written out': {
      scene: {
        endpoints: {
          sqs: { policy: { Statement: [{ Action: '*', Effect: 'Allow', Principal: { AWS: '*' }, Resource: '*' }] } },
        },
      },
      says: 'sqs has the default policy of AWS: everything the service offers gets through',
      level: 'note',
    },
    'no policy, though it is known who is inside': {
      scene: { endpoints: { s3: { type: 'Gateway', policy: 'omitted' } } },
      trust: { organizations: ['o-abc123def4'] },
      says: 's3 has the default policy of AWS: everything the service offers gets through',
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
      says: 'sqs has a policy that restricts nothing: everything the service offers gets through',
    },
    'two halves that make the whole': {
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
      says: 's3 has a policy that restricts nothing: everything the service offers gets through',
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
      says: 's3 has a policy that restricts nothing until 2099-01-01: everything the service offers gets through',
    },
  },
  good: {
    'the own organization on both sides': { scene: { endpoints: { kms: {} } } },
    'an endpoint of another type takes no policy': {
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
    // What lets everything through for any service is written out: only that can be said of an unknown endpoint.
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
  const what = isDefault
    ? 'the default policy of AWS'
    : `a policy that restricts nothing${sensitive ? '' : limit(inForce)}`;
  return fail({
    message: `${nameOf(endpoint)} has ${what}: everything the service offers gets through`,
    at: endpoint.policy.at,
    level: chosen ? 'warning' : 'note',
    evidence: sensitive ? { policy: '(sensitive)' } : { policy: written ? 'written' : 'none', ...proof(inForce) },
  });
}

/** ` until 2030-01-01`, where the statement that lets everything through has an end. */
function limit({ policy, analysis }: PolicyInForce): string {
  const through = analysis().fullAccess;
  const statement = through.is === 'yes' ? through.witness?.statement : null;
  const until = statement == null ? null : untilOf(policy, statement);
  return until === null ? '' : ` until ${until}`;
}

/** Of the default document any request is proof; of another the analysis shows one, and the statement it passes by. */
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
