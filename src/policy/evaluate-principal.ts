import { UnknownLeaf } from '../model/tree.ts';
import type { PrincipalElement, Statement } from './document/document.ts';
import { doubt, firstLeaf, not, or, type Reading, type Truth, unknown } from './reading.ts';

/** Whether Principal or NotPrincipal of a statement takes the caller. */
export function principalHolds(statement: Statement, seen: Reading): Truth {
  const { principal } = statement;
  if (principal.missing) return false;
  const { listed, byAccount } = listedIn(principal, statement, seen);
  if (!principal.not) return principal.open === null ? listed : or(listed, unknown(seen, principal.open));
  if (principal.open !== null && listed !== true) return unknown(seen, principal.open);
  // To spare somebody, AWS wants his account and himself listed.
  const half = listed === true && byAccount !== 'both' && byAccount !== 'beyond accounts';
  return half
    ? doubt(seen, 'it is not certain whether NotPrincipal spares a caller without both his account and himself listed')
    : not(listed);
}

interface Listed {
  readonly listed: Truth;
  readonly byAccount: 'both' | 'one' | 'beyond accounts';
}

function listedIn(principal: PrincipalElement, statement: Statement, seen: Reading): Listed {
  const who = seen.request.principal;
  const account = /^arn:[^:]+:(?:iam|sts)::(\d{12}):/.exec(who)?.[1] ?? null;
  let truth: Truth = false;
  let account1 = false;
  let self = false;
  let anyone = false;
  for (const { type, value } of principal.entries) {
    if (typeof value !== 'string') {
      truth = or(truth, unknown(seen, value instanceof UnknownLeaf ? value : firstLeaf(value)));
    } else if (type === 'AWS') {
      if (value === '*') anyone = true;
      else if (account !== null) {
        const whole = /^(\d{12})$/.exec(value)?.[1] ?? /^arn:[^:]+:iam::(\d{12}):root$/.exec(value)?.[1];
        if (whole !== undefined) {
          const rootOnly = !principal.not && seen.facts?.type === 'Gateway';
          const unsure = !principal.not && seen.facts?.type === null && !who.endsWith(':root');
          if (whole === account && unsure) {
            truth = or(
              truth,
              doubt(seen, 'whether the endpoint is a gateway, where an account means its root user only'),
            );
          } else if (whole === account && (!rootOnly || who.endsWith(':root'))) {
            account1 = true;
            if (who.endsWith(':root')) self = true;
          }
        } else if (value === who) self = true;
        else if (isSessionOf(value, who)) {
          if (statement.effect === 'Allow') self = true;
          else truth = or(truth, doubt(seen, `it is not known whether the session "${value}" of a Deny is this one`));
        }
      }
    } else if (type === 'Service') {
      if (value === who) anyone = true;
    } else if (type === 'CanonicalUser' ? account !== null : who === 'federated') {
      truth = or(truth, doubt(seen, `it is not known whether the ${type} principal is this caller`));
    }
  }
  if (anyone || account1 || self) truth = true;
  return { listed: truth, byAccount: anyone ? 'beyond accounts' : account1 && self ? 'both' : 'one' };
}

/** Whether a session ARN is one of a role's. */
export function isSessionOf(session: string, role: string): boolean {
  const found = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(session);
  if (found === null) return false;
  const prefix = `arn:${found[1]}:iam::${found[2]}:role/`;
  return role === `${prefix}${found[3]}` || (role.startsWith(prefix) && role.endsWith(`/${found[3]}`));
}
