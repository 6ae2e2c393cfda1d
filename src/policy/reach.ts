import { table } from '../base/table.ts';
import type { Analysis } from './analyze.ts';
import { parseText, toPattern } from './document/policy-string.ts';
import { lang } from './search/automaton.ts';
import type { Caller, Owner } from './search/classes.ts';
import type { Slot } from './search/constraint.ts';
import { findAllowed } from './search/find.ts';
import { type Space, spaceOf } from './search/space.ts';
import { actionMatcher } from './service/service.ts';

/** Whether a request can be allowed: surely, surely not, or not known. */
export type Reach = 'passes' | 'blocked' | 'unknown';

/**
 * Who signs a request for a resource that AWS owns. `own`: the caller. `service-account`: an account of the service,
 * which signs URLs in advance. `service`: a service by its principal. `nobody`: the request is not signed.
 */
export type Signer = 'own' | 'service-account' | 'service' | 'nobody';

/** Whose the resource is: of AWS itself, or of an account that the policy may know. */
export type Holder = 'aws' | 'own';

/**
 * Whether one of these signers gets an action through on something of AWS's own, such as a bucket that a service keeps for
 * its users. `arns` may hold wildcards: one ARN that is allowed is enough.
 */
export function reachesAws(
  { policy, facts }: Analysis,
  action: string,
  arns: readonly string[],
  signers: readonly Signer[],
  holder: Holder = 'aws',
): Reach {
  if (policy.open !== null) return 'unknown';
  const whole = spaceOf(policy, facts, undefined);
  const known = whole.service.actions.find(({ lower }) => lower === action.toLowerCase());
  if (known === undefined) return 'unknown';
  const match = whole.statements.map((statement) => actionMatcher(statement, whole.service)(known));
  const resource = slotFor(arns);
  const space: Space = {
    ...whole,
    actions: [{ actions: [known], match, targets: new Map() }],
    shapes: () => [{ slot: resource, callerOwned: false }],
  };
  const ask = (caller: (caller: Caller) => boolean): Reach => {
    const query = { owner: HOLDERS[holder], caller };
    const sure = findAllowed(space, query, 'must');
    if (sure !== null && sure !== 'budget') return 'passes';
    return findAllowed(space, query, 'may') === null ? 'blocked' : 'unknown';
  };
  const answers = signers.map((signer) => together(CALLERS[signer].map(ask)));
  if (answers.includes('passes')) return 'passes';
  return answers.every((answer) => answer === 'blocked') ? 'blocked' : 'unknown';
}

/** What stands for a signer. Whether an account of AWS is in an organization is not documented: both are tried. */
const CALLERS: Readonly<Record<Signer, readonly ((caller: Caller) => boolean)[]>> = table({
  own: [({ kind }) => kind === 'iam'],
  'service-account': [
    ({ kind, freshAccount, organization }) => kind === 'iam' && freshAccount && organization === null,
    ({ kind, freshAccount, freshOrganization }) => kind === 'iam' && freshAccount && freshOrganization,
  ],
  service: [({ kind }) => kind === 'service'],
  nobody: [({ kind }) => kind === 'anonymous'],
});

const HOLDERS: Readonly<Record<Holder, (owner: Owner) => boolean>> = table({
  aws: ({ kind }) => kind === 'aws',
  own: ({ kind, freshAccount }) => kind === 'account' && !freshAccount,
});

/** The answer where any of these may be who it is. */
function together(answers: readonly Reach[]): Reach {
  const [first] = answers;
  return answers.every((answer) => answer === first) ? first! : 'unknown';
}

function slotFor(arns: readonly string[]): Slot {
  const patterns = arns.flatMap((arn) => {
    const text = parseText(arn, { wildcards: true, variables: false });
    return toPattern(text, { mode: 'may', bind: () => 'absent' }) ?? [];
  });
  const shape = lang(patterns);
  return {
    id: `resource:${arns.join(' ')}`,
    key: 'resource',
    shape,
    never: null,
    optional: false,
    multi: false,
    samples: [],
  };
}
