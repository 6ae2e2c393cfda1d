import { tell, unreadable } from '../../src/ask/policy-faults.ts';
import { mayBeTo } from '../../src/ask/services.ts';
import { defineRule } from '../../src/engine/index.ts';

const SYSTEMS_MANAGER = new Set(['ssm', 'ssmmessages']);

export default defineRule({
  id: 'policy/keyless-caller-blocked',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Policy of a Systems Manager endpoint blocks hybrid (non-EC2) managed nodes.',
  why: 'Hybrid nodes call without principal keys. A policy that requires an organization or account in every Allow blocks them, so they go offline.',
  fix: 'Add a statement for hybrid nodes with a condition on ssm:NodeOrgId or ssm:NodeAccountId.',
  recipes: {
    cloudformation: `Condition:
  StringEquals: { ssm:NodeOrgId: o-abc123def4 }`,
  },
  exceptions: ['Without hybrid nodes the policy is fine. Turn the rule off for the endpoint in the config.'],
  sources: ['https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html'],
  bad: {
    'only your own organization': {
      scene: { endpoints: { ssm: {} } },
      says: 'The policy of ssm blocks hybrid nodes, because every Allow requires principal keys that they lack',
      also: ['coverage/missing-companion'],
    },
    'the session channel too': {
      scene: {
        endpoints: {
          ssmmessages: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 'ssmmessages:*',
                  Resource: '*',
                  Condition: { StringEquals: { 'aws:PrincipalAccount': '111122223333' } },
                },
              ],
            },
          },
        },
      },
      says: 'The policy of ssmmessages blocks hybrid nodes, because every Allow requires principal keys that they lack',
      also: ['coverage/missing-companion'],
    },
  },
  good: {
    'a statement for nodes': {
      scene: {
        endpoints: {
          ssm: {
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
                  Action: ['ssm:RegisterManagedInstance', 'ssm:UpdateInstanceInformation'],
                  Resource: '*',
                  Condition: { StringEquals: { 'ssm:NodeOrgId': 'o-abc123def4' } },
                },
              ],
            },
          },
        },
      },
    },
    'another service': { scene: { endpoints: { kms: {} } } },
  },

  check: (endpoint, net, _, run) =>
    tell(
      {
        rule: 'keyless-caller-blocked',
        concerns: (one) => mayBeTo(one, ...SYSTEMS_MANAGER),
        says: () => 'blocks hybrid nodes, because every Allow requires principal keys that they lack',
        generic: 'blocks hybrid nodes, because every Allow requires principal keys that they lack',
        hidden: unreadable,
      },
      endpoint,
      net,
      run,
    ),
});
