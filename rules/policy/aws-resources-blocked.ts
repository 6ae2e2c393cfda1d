import { type PolicyInForce, policyOf } from '../../src/ask/policy.ts';
import { mayBeTo } from '../../src/ask/services.ts';
import { partitionName } from '../../src/aws/index.ts';
import { table } from '../../src/base/table.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { type Holder, type Reach, reachesAws } from '../../src/policy/index.ts';

/** What AWS publishes for everyone: its ARN after the Region, and the actions on it. */
interface Published {
  readonly what: string;
  readonly name: string;
  readonly actions: readonly string[];
}

/** By service. Source: the list of service-owned resources of AWS's data perimeter policies. */
const PUBLISHED: Readonly<Record<string, readonly Published[]>> = table({
  ec2: [{ what: 'Amazon images', name: ':image/*', actions: ['ec2:RunInstances'] }],
  ssm: [
    {
      what: 'AWS documents',
      name: ':document/*',
      actions: ['ssm:SendCommand', 'ssm:GetDocument', 'ssm:CreateAssociation', 'ssm:StartSession'],
    },
    { what: 'public parameters', name: ':parameter/aws/*', actions: ['ssm:GetParameter', 'ssm:GetParameters'] },
  ],
});

export default defineRule({
  id: 'policy/aws-resources-blocked',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Endpoint policy requires an owner and so blocks images, documents or parameters that AWS publishes.',
  why: 'Amazon images, public documents and public parameters belong to AWS, not to your organization. Calls that use them return AccessDenied.',
  fix: 'Add a statement for these resources that restricts only the caller, such as ec2:RunInstances on arn:aws:ec2:*::image/* with aws:PrincipalOrgID.',
  recipes: {
    cloudformation: `- Effect: Allow
  Principal: "*"
  Action: ec2:RunInstances
  Resource: !Sub arn:\${AWS::Partition}:ec2:*::image/*
  Condition: { StringEquals: { aws:PrincipalOrgID: o-abc123def4 } }`,
    terraform: `statement {
  actions   = ["ssm:SendCommand", "ssm:GetDocument", "ssm:GetParameter*"]
  resources = ["arn:aws:ssm:*::document/*", "arn:aws:ssm:*::parameter/aws/*"]
  condition {
    test     = "StringEquals"
    variable = "aws:PrincipalOrgID"
    values   = ["o-abc123def4"]
  }
  principals {
    type        = "*"
    identifiers = ["*"]
  }
}`,
  },
  exceptions: [
    'The policy allows no such action, or names only your own resources.',
    'For AWS-owned buckets, policy/ecr-layers-blocked and policy/aws-buckets-blocked report instead.',
  ],
  sources: [
    'https://github.com/aws-samples/data-perimeter-policy-examples/blob/main/service_owned_resources.md',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/data-perimeters.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
  ],
  bad: {
    'your own organization on both sides': {
      scene: { endpoints: { ec2: {} } },
      says: 'The policy of ec2 blocks Amazon images (ec2:RunInstances on arn:aws:ec2:us-east-1::image/*)',
    },
    'documents and parameters': {
      scene: {
        region: 'eu-west-1',
        endpoints: {
          ssm: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 'ssm:Get*',
                  Resource: '*',
                  Condition: { StringEquals: { 'aws:ResourceAccount': '111122223333' } },
                },
              ],
            },
          },
        },
      },
      says: 'The policy of ssm blocks AWS documents and public parameters (ssm:GetDocument on arn:aws:ssm:eu-west-1::document/*)',
      also: ['coverage/missing-companion'],
    },
  },
  good: {
    'a statement for images': {
      scene: {
        endpoints: {
          ec2: {
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
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 'ec2:RunInstances',
                  Resource: '*',
                  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4', 'ec2:Owner': 'amazon' } },
                },
              ],
            },
          },
        },
      },
    },
    'no condition on the owner': {
      scene: {
        endpoints: {
          ec2: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 'ec2:*',
                  Resource: '*',
                  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4' } },
                },
              ],
            },
          },
        },
      },
    },
    'actions that use none of them': {
      scene: {
        endpoints: {
          ec2: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 'ec2:DescribeInstances',
                  Resource: '*',
                  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4' } },
                },
              ],
            },
          },
        },
      },
    },
    'the default policy': { scene: { endpoints: { ec2: { policy: 'omitted' } } } },
    'another service': { scene: { endpoints: { kms: {} } } },
  },

  check(endpoint, net, _, run) {
    const services = Object.keys(PUBLISHED).filter((service) => mayBeTo(endpoint, service));
    if (services.length === 0) return notApplicable;
    const answer = policyOf(endpoint, net, run);
    if (answer.is === 'unanswered') return answer.verdict;
    if (answer.isDefault) return pass;
    if (answer.is === 'hanging') return answer.verdict;
    const { region, service } = answer.facts;
    const published = PUBLISHED[service ?? ''];
    if (!published) return notApplicable;
    if (region == null) return undecided('the Region of the endpoint is not known');
    const arnOf = ({ name }: Published) => `arn:${partitionName(region)}:${service}:${region}:${name}`;
    const found = published.map((each) => ({ each, ...blockedOf(answer, arnOf(each), each.actions) }));
    const blocked = found.filter(({ reach }) => reach === 'blocked');
    const [first] = blocked;
    if (first) {
      const what = blocked.map(({ each }) => each.what).join(' and ');
      return fail({
        message: `The policy of ${nameOf(endpoint)} blocks ${what} (${first.action} on ${arnOf(first.each)})`,
        at: endpoint.policy.at,
        evidence: { blocked: blocked.map(({ each, action }) => ({ action, resource: arnOf(each) })) },
      });
    }
    if (found.every(({ reach }) => reach === 'passes')) return pass;
    return undecided(answer.policy.unknowns[0]?.because ?? 'whether the policy allows resources of AWS is not certain');
  },
});

/** Whether the policy blocks all actions on AWS's resource that it allows on such a resource of your own. */
function blockedOf(inForce: PolicyInForce, arn: string, actions: readonly string[]): { reach: Reach; action: string } {
  let blocked: string | undefined;
  let unclear: string | undefined;
  for (const action of actions) {
    const ask = (holder: Holder) => reachesAws(inForce.analysis(), action, [arn], ['own'], holder);
    const ofAws = ask('aws');
    if (ofAws === 'passes') return { reach: 'passes', action };
    const own = ask('own');
    if (own === 'blocked') continue;
    if (own === 'passes' && ofAws === 'blocked') blocked ??= action;
    else unclear ??= action;
  }
  if (unclear !== undefined) return { reach: 'unknown', action: unclear };
  return blocked === undefined ? { reach: 'passes', action: actions[0]! } : { reach: 'blocked', action: blocked };
}
