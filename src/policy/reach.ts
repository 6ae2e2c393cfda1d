import type { Analysis } from './analyze.ts';
import { parseText, toPattern } from './document/policy-string.ts';
import { lang } from './search/automaton.ts';
import type { Slot } from './search/constraint.ts';
import { findAllowed } from './search/find.ts';
import { type Space, spaceOf } from './search/space.ts';
import { actionMatcher } from './service/service.ts';

/** Whether a request can get through: surely, surely not, or not known. */
export type Reach = 'passes' | 'blocked' | 'unknown';

/**
 * Whether anybody gets an action through on something of AWS's own, such as a bucket that a service keeps for its users.
 * `arns` may hold wildcards: one ARN that gets through is enough.
 */
export function reachesAws({ policy, facts }: Analysis, action: string, arns: readonly string[]): Reach {
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
  const query = { owner: ({ kind }: { readonly kind: string }) => kind === 'aws' };
  const sure = findAllowed(space, query, 'must');
  if (sure !== null && sure !== 'budget') return 'passes';
  return findAllowed(space, query, 'may') === null ? 'blocked' : 'unknown';
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
