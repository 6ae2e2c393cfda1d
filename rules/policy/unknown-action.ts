import type { PolicyInForce } from '../../src/ask/policy.ts';
import { tell, unreadable } from '../../src/ask/policy-faults.ts';
import { clip, where } from '../../src/ask/policy-words.ts';
import { defineRule } from '../../src/engine/index.ts';
import { type Fault, type NamedAction, prefixesOf, unknownActions } from '../../src/policy/index.ts';

export default defineRule({
  id: 'policy/unknown-action',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Endpoint policy names an action that its service does not have.',
  why: 'A misspelled action matches nothing, so the Allow grants less, or the Deny blocks less, than it appears to.',
  fix: 'Write the action as in the Service Authorization Reference.',
  recipes: { cloudformation: 'Action: sqs:SendMessage' },
  exceptions: ['Actions are compared with data of this version of vpce-lint, which may not include newer actions.'],
  sources: [
    'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
  ],
  bad: {
    'a missing letter': {
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
                  Action: ['s3:GetObjet', 's3:PutObject'],
                  Resource: 'arn:aws:s3:::corp-data/*',
                },
              ],
            },
          },
        },
      },
      says: 'The policy of s3 names s3:GetObjet in statement 0, which is not an action (did you mean GetObject?)',
    },
    'a pattern that matches nothing': {
      scene: {
        endpoints: {
          sqs: {
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
                { Effect: 'Deny', Principal: '*', Action: 'sqs:Destroy*', Resource: '*' },
              ],
            },
          },
        },
      },
      says: 'The policy of sqs names sqs:Destroy* in statement 1, which matches no action',
    },
  },
  good: {
    'case does not matter': {
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
                  Action: ['s3:getobject', 's3:Put*'],
                  Resource: 'arn:aws:s3:::corp-data/*',
                },
              ],
            },
          },
        },
      },
    },
    'every action': { scene: { endpoints: { sqs: {} } } },
  },

  check: (endpoint, net, _, run) =>
    tell(
      {
        rule: 'unknown-action',
        says: (fault, inForce) => {
          const { action, near } = namedBy(fault, inForce);
          const hint = near === null ? '' : ` (did you mean ${clip(near)}?)`;
          const is = /[*?]/.test(action) ? 'matches no action' : 'is not an action';
          return `names ${clip(action)} in ${where(fault.statement ?? 0, inForce.policy)}, which ${is}${hint}`;
        },
        generic: 'names an action that does not exist',
        detail: (fault) => fault.place.pointer.replace(/^\/Statement(?:\/\d+)?/, ''),
        evidence: (fault, inForce) => ({ ...namedBy(fault, inForce) }),
        hidden,
      },
      endpoint,
      net,
      run,
    ),
});

function namedBy({ place }: Fault, { analysis }: PolicyInForce): Pick<NamedAction, 'action'> & { near: string | null } {
  const found = unknownActions(analysis()).find((each) => each.place.pointer === place.pointer);
  return { action: found?.action ?? '', near: found?.near ?? null };
}

function hidden(inForce: PolicyInForce): string | null {
  const { policy, facts } = inForce;
  let names = false;
  for (const { action } of policy.statements) {
    if (action.open !== null) return action.open.because;
    for (const { value } of action.items) {
      if (typeof value !== 'string') return 'because' in value ? value.because : 'a part of an action is not known';
      names ||= value !== '*';
    }
  }
  if (names && (facts.service === null || prefixesOf(facts.service) === null)) {
    return 'the actions of this service are not known';
  }
  return unreadable(inForce);
}
