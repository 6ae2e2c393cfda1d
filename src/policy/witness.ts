import type { AccessLevel } from '../aws/actions/load.ts';
import { table } from '../base/table.ts';
import { plainText } from './document/policy-string.ts';
import { evaluate } from './evaluate.ts';
import { isSessionOf } from './evaluate-principal.ts';
import type { Request } from './request.ts';
import type { Caller, Owner } from './search/classes.ts';
import { type Choice, choose } from './search/constraint.ts';
import { type Found, slotsOf } from './search/find.ts';
import type { Space } from './search/space.ts';
import { roleOf, spell } from './service/keys.ts';

/** A request that proves an answer, with who and whose in words of the trust boundary. */
export interface Witness extends Request {
  readonly level: AccessLevel;
  /** The Allow that allows it; null if it proves that something is not allowed. */
  readonly statement: number | null;
  readonly caller: Pick<Caller, 'kind' | 'account' | 'organization'> & { readonly outside: boolean };
  readonly owner: Pick<Owner, 'kind' | 'account' | 'organization'> & { readonly outside: boolean };
}

/** Keys every witness shows, where the request has them. */
const SHOWN = [
  'aws:sourcevpce',
  'aws:sourcevpc',
  'aws:viaawsservice',
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principaltype',
  'aws:userid',
  'aws:principalisawsservice',
  'aws:principalservicename',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:resourceaccount',
  's3:resourceaccount',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
];

/** What the owner's keys say if an action has no resource. */
const CALLERS_OWN: Readonly<Record<string, string>> = table({
  'aws:resourceaccount': 'aws:principalaccount',
  's3:resourceaccount': 'aws:principalaccount',
  'aws:resourceorgid': 'aws:principalorgid',
  'aws:resourceorgpaths': 'aws:principalorgpaths',
});

/** Stands for any action no list names. */
const UNNAMED_ACTION = 'NotYetKnownAction';

/** Writes a found class of requests out as one concrete request. */
export function witnessOf(space: Space, found: Found): Witness {
  const { caller, owner, assignment } = found;
  const slots = slotsOf(space, found, found.resource, found.bound);
  const value = (given: string): Choice => {
    // Without a resource the call is to the caller's own account.
    const key = owner.kind === 'none' ? (CALLERS_OWN[given] ?? given) : given;
    if (assignment.has(key)) return assignment.get(key)!;
    const domain = key === 'resource' ? null : space.domains.of(key, caller, owner);
    if (domain !== null && (domain.kind === 'value' || domain.kind === 'unknown')) return domain.value;
    if (domain !== null && domain.kind === 'absent') return null;
    const bound = found.bound.get(key);
    if (bound !== undefined) return bound;
    const slot = slots(key);
    const chosen = slot.optional ? null : choose({ ...slot, optional: false }, [], { left: 1_000 });
    return chosen === null || chosen === 'budget' ? null : chosen.choice;
  };
  const context: Record<string, string | readonly string[]> = {};
  for (const key of new Set([...SHOWN, ...space.mentions.keys, ...assignment.keys(), ...found.bound.keys()])) {
    if (owner.kind === 'none' && roleOf(key) === 'owner' && !space.mentions.keys.has(key)) continue;
    const chosen = key === 'resource' ? null : value(key);
    if (chosen !== null) context[spell(key)] = chosen;
  }
  const { action } = found;
  return {
    principal: sessionOf(space, found, value) ?? principalOf(caller, value),
    action: action.name === null ? `${action.prefix}:${UNNAMED_ACTION}` : action.text,
    resource: String(value('resource')),
    context,
    level: action.level,
    statement: found.statement,
    caller: {
      kind: caller.kind,
      account: caller.account,
      organization: caller.organization,
      outside: caller.outside.is !== 'no',
    },
    owner: {
      kind: owner.kind,
      account: owner.account,
      organization: owner.organization,
      outside: owner.outside.is !== 'no',
    },
  };
}

/** Where the Allow names a session of the caller's role and not the role, the caller is that session. */
function sessionOf({ statements }: Space, { caller, statement }: Found, value: (key: string) => Choice): string | null {
  if (caller.kind !== 'iam' || statement === null) return null;
  const role = String(value('aws:principalarn'));
  const named = statements[statement]!.principals.map(({ text }) => plainText(text)).filter((name) => name !== null);
  if (
    named.some(
      (name) => name === '*' || name === role || name.includes(`${caller.account}:root`) || name === caller.account,
    )
  ) {
    return null;
  }
  return named.find((name) => name.includes(':assumed-role/') && isSessionOf(name, role)) ?? null;
}

function principalOf(caller: Caller, value: (key: string) => Choice): string {
  if (caller.kind === 'iam') return String(value('aws:principalarn'));
  if (caller.kind === 'service') return String(value('aws:principalservicename'));
  return caller.kind;
}

/** A witness, once the evaluator agrees that it is allowed; disagreement is a bug of ours and never a finding. */
export function confirmed(space: Space, found: Found): Witness | null {
  const witness = witnessOf(space, found);
  const { decision, statements } = evaluate(space.policy, witness, space.facts);
  if (decision !== 'allow') return null;
  // Found by a statement that may allow it. Another statement may be the one that surely does.
  const sure = witness.statement !== null && statements.includes(witness.statement);
  return sure ? witness : { ...witness, statement: statements[0] ?? null };
}
