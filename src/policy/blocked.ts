import type { Analysis } from './analyze.ts';
import type { ParsedPolicy } from './document/document.ts';
import type { Fault } from './fault.ts';
import { findAllowed } from './search/find.ts';
import { spaceOf } from './search/space.ts';
import { roleOf } from './service/keys.ts';

const WHOLE = { pointer: '' } as const;

/** Callers without principal keys that the policy leaves out. */
export function blockedFaults(analysis: Analysis): Fault[] {
  const { policy, facts } = analysis;
  if (facts.service === 'sts') {
    const named = policy.statements.some(({ action }) =>
      action.items.some(({ value }) => typeof value === 'string' && /assumerolewith(webidentity|saml)/i.test(value)),
    );
    if (named && webIdentity(analysis) === 'blocked') {
      return [{ rule: 'web-identity-blocked', level: 'warning', statement: null, place: WHOLE, witness: null }];
    }
  }
  if ((facts.service === 'ssm' || facts.service === 'ssmmessages') && keylessBlocked(policy)) {
    return [{ rule: 'keyless-caller-blocked', level: 'note', statement: null, place: WHOLE, witness: null }];
  }
  return [];
}

/** Whether the policy of an sts endpoint allows web identity and SAML logins, while it allows something. */
export function webIdentity(analysis: Analysis): 'passes' | 'blocked' | 'unknown' {
  const { policy, facts } = analysis;
  if (policy.open !== null || analysis.grantsNothing.is === 'unknown') return 'unknown';
  if (analysis.grantsNothing.is === 'yes') return 'passes';
  const space = spaceOf(policy, facts, undefined);
  const action = ({ text }: { readonly text: string }): boolean => /:AssumeRoleWith(WebIdentity|SAML)$/.test(text);
  const sure = findAllowed(space, { action }, 'must');
  if (sure !== null && sure !== 'budget') return 'passes';
  return findAllowed(space, { action }, 'may') === null ? 'blocked' : 'unknown';
}

/** Whether every Allow asks for keys of the caller, and none for those hybrid nodes have instead. */
function keylessBlocked({ statements, open }: ParsedPolicy): boolean {
  const allows = statements.filter(({ effect, unknown }) => effect === 'Allow' || unknown !== null);
  if (open !== null || allows.length === 0) return false;
  return allows.every(({ conditions, principal, unknown, openConditions }) => {
    if (unknown !== null || openConditions !== null) return false;
    if (conditions.some(({ key }) => /^ssm:node(orgid|accountid)$/i.test(key))) return false;
    const identity = conditions.some(
      ({ key, negated, ifExists, set, base }) =>
        !negated &&
        !ifExists &&
        set !== 'all' &&
        base !== 'Null' &&
        roleOf(key.toLowerCase()) === 'caller' &&
        /^aws:principal/i.test(key),
    );
    return identity || principal.entries.every(({ value }) => typeof value === 'string' && value !== '*');
  });
}
