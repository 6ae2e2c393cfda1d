import { tell, unreadable } from '../../src/ask/policy-faults.ts';
import { mayBeTo } from '../../src/ask/services.ts';
import { defineRule } from '../../src/engine/index.ts';

const SYSTEMS_MANAGER = new Set(['ssm', 'ssmmessages']);

export default defineRule({
  id: 'policy/keyless-caller-blocked',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Policy of a Systems Manager endpoint shuts out nodes that are no EC2 instances.',
  why: 'Machines registered by a hybrid activation call without principal keys: a policy that asks for an organization or account in every Allow locks them out.',
  fix: 'Add a statement for them with ssm:NodeOrgId or ssm:NodeAccountId.',
  recipes: {
    cloudformation: `Condition:
  StringEquals: { ssm:NodeOrgId: o-abc123def4 }`,
  },
  exceptions: ['Without hybrid nodes it does not matter: switch the rule off for the endpoint in the config.'],
  sources: ['https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html'],
  bad: {
    'the own organization only': {
      scene: { endpoints: { ssm: {} } },
      says: 'ssm shuts out hybrid nodes: their calls carry no principal keys, and every Allow asks for some',
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
      says: 'ssmmessages shuts out hybrid nodes: their calls carry no principal keys, and every Allow asks for some',
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
        says: () => 'shuts out hybrid nodes: their calls carry no principal keys, and every Allow asks for some',
        generic: 'shuts out hybrid nodes: their calls carry no principal keys, and every Allow asks for some',
        hidden: unreadable,
      },
      endpoint,
      net,
      run,
    ),
});
