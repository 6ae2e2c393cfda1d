import { literal, NAME, type Pattern, some } from '../document/pattern.ts';
import type { PreparedStatement } from '../document/prepared.ts';
import { lang } from './automaton.ts';
import type { Caller } from './classes.ts';
import type { Clause, Mode } from './constraint.ts';

/** What principals are read by. */
export interface PrincipalContext {
  readonly partition: string;
  /** On a gateway endpoint an account stands for its root user only; null: the type is not known. */
  readonly gateway: boolean | null;
  /** With a configured boundary an unknown account may lie outside it. */
  readonly configured: boolean;
}

/** Principal or NotPrincipal of a statement over a class of callers. */
export function principalClause(
  statement: PreparedStatement,
  caller: Caller,
  mode: Mode,
  context: PrincipalContext,
): Clause {
  const element = statement.source.principal;
  if (statement.source.unknown !== null) return mode === 'may';
  if (element.missing) return false;
  if (!element.not) {
    if (element.open !== null && mode === 'may') return true;
    return listedClause(statement, caller, mode, context, context.gateway ?? mode === 'must');
  }
  // NotPrincipal excepts those it lists. AWS wants account and principal listed; whether one of them is enough is not certain.
  const spared = (): Clause => listedClause(statement, caller, mode === 'must' ? 'may' : 'must', context, false);
  const byAccount = statement.principals.some(
    ({ whole, account }) => whole && caller.account !== null && account === caller.account,
  );
  const open = element.open !== null;
  if (caller.kind === 'service' || statement.principals.some(({ plain }) => plain === '*')) return negate(spared());
  if (mode === 'must') return byAccount || open ? false : negate(spared());
  return byAccount && caller.form === 'root' ? negate(spared()) : true;
}

function listedClause(
  statement: PreparedStatement,
  caller: Caller,
  mode: Mode,
  { partition, configured }: PrincipalContext,
  rootOnly: boolean,
): Clause {
  const patterns: Pattern[] = [];
  for (const { entry, text, plain, account, whole } of statement.principals) {
    if (entry.type === 'AWS') {
      if (plain === '*') return true;
      if (caller.kind !== 'iam') {
        if (
          text.unknown !== null &&
          mode === 'may' &&
          text.pieces.length === 1 &&
          !text.unknown.symbol?.endsWith('.arn')
        )
          return true;
        continue;
      }
      if (text.unknown !== null) {
        if (mode === 'must') continue;
        const wild = text.pieces.length === 1 && !text.unknown.symbol?.endsWith('.arn');
        if (wild || !caller.freshAccount || configured) return true;
        continue;
      }
      if (account !== caller.account || plain === null) continue;
      if (!whole) patterns.push(...principalPatterns(plain, statement, mode));
      else if (!rootOnly) return true;
      else patterns.push({ tokens: literal(`arn:${partition}:iam::${account}:root`) });
    } else if (entry.type === 'Service') {
      if (caller.kind !== 'service') continue;
      if (plain !== null) patterns.push({ tokens: literal(plain) });
      else if (mode === 'may') return true;
    } else if (mode === 'may') {
      if (entry.type === 'Federated' ? caller.kind === 'federated' : caller.kind === 'iam' && !caller.freshAccount)
        return true;
    }
  }
  if (patterns.length === 0) return false;
  const key = caller.kind === 'service' ? 'aws:principalservicename' : 'aws:principalarn';
  const id = `p${statement.index}:${mode}:${caller.account}:${rootOnly}`;
  return { id, key, set: null, test: { kind: 'lang', language: lang(patterns) }, negated: false, absent: false };
}

function negate(clause: Clause): Clause {
  if (typeof clause === 'boolean') return !clause;
  return { ...clause, id: `not:${clause.id}`, negated: !clause.negated, absent: !clause.absent };
}

/** The aws:PrincipalArn of a named principal; a session is one of its role's, which an Allow can count on and a Deny cannot. */
function principalPatterns(arn: string, statement: PreparedStatement, mode: Mode): Pattern[] {
  const session = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/.exec(arn);
  if (session === null) return [{ tokens: literal(arn) }];
  if (statement.source.effect === 'Deny' && mode === 'must') return [];
  const prefix = `arn:${session[1]}:iam::${session[2]}:role/`;
  return [
    { tokens: literal(`${prefix}${session[3]}`) },
    { tokens: [...literal(prefix), ...some(NAME), ...literal(`/${session[3]}`)] },
  ];
}
