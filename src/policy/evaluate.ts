import { UnknownLeaf } from '../model/tree.ts';
import { widthOf } from './document/arn.ts';
import type { Condition, ParsedPolicy, PrincipalElement, Statement, Value, Values } from './document/document.ts';
import type { EndpointFacts } from './document/endpoint-facts.ts';
import { isTextual, takesWildcards, typedMatch } from './document/operators.ts';
import { parseText, reachOf, type Text } from './document/policy-string.ts';
import { OWN_ID, OWN_VPC, ownValue } from './document/prepared.ts';
import { type Glob, globTakes, WILD } from './glob.ts';
import type { Request } from './request.ts';
import { MULTI_KEYS } from './service/keys.ts';
import { carried } from './service/known-keys.ts';
import { serviceData } from './service/service.ts';

/** True, false, or not known (Kleene's logic). */
export type Truth = boolean | null;

/** What a policy says of one request; `implicit`: no Allow speaks of it. */
export type Decision = 'allow' | 'deny' | 'implicit' | 'unknown';

/** A decision, the statements behind it, and why it is unknown. */
export interface Evaluation {
  readonly decision: Decision;
  /** The Denies that hit, else the Allows that let it through. */
  readonly statements: readonly number[];
  readonly because: string | null;
}

/**
 * Judges one concrete request by IAM's rules, straight from the statements: it shares neither automata nor classes with
 * the analysis, whose every witness it confirms.
 */
export function evaluate(policy: ParsedPolicy, request: Request, facts?: EndpointFacts): Evaluation {
  const context = new Map(Object.entries(request.context).map(([key, value]) => [key.toLowerCase(), value]));
  const seen: Reading = { policy, request, context, facts: facts ?? null, because: null };
  if (policy.open !== null) return { decision: 'unknown', statements: [], because: policy.open.because };
  const denies: number[] = [];
  const allows: number[] = [];
  let maybeDenied = false;
  let maybeAllowed = false;
  for (const statement of policy.statements) {
    if (statement.unknown !== null) {
      seen.because ??= statement.unknown.because;
      maybeDenied = true;
      maybeAllowed = true;
      continue;
    }
    if (statement.effect === null) continue;
    const truth = statementHolds(statement, seen);
    if (statement.effect === 'Deny') {
      if (truth === true) denies.push(statement.index);
      if (truth === null) maybeDenied = true;
    } else {
      if (truth === true) allows.push(statement.index);
      if (truth === null) maybeAllowed = true;
    }
  }
  if (denies.length > 0) return { decision: 'deny', statements: denies, because: null };
  const unknown: Evaluation = { decision: 'unknown', statements: allows, because: seen.because };
  if (allows.length > 0) return maybeDenied ? unknown : { decision: 'allow', statements: allows, because: null };
  return maybeAllowed ? unknown : { decision: 'implicit', statements: [], because: null };
}

/** Whether a request gets through: true, false, or null when that is not known. */
export function allows(policy: ParsedPolicy, request: Request, facts?: EndpointFacts): Truth {
  const { decision } = evaluate(policy, request, facts);
  return decision === 'unknown' ? null : decision === 'allow';
}

interface Reading {
  readonly policy: ParsedPolicy;
  readonly request: Request;
  readonly context: ReadonlyMap<string, string | readonly string[]>;
  readonly facts: EndpointFacts | null;
  because: string | null;
}

function statementHolds(statement: Statement, seen: Reading): Truth {
  let truth = actionHolds(statement, seen);
  if (truth !== false) truth = and(principalHolds(statement, seen), truth);
  if (truth !== false) truth = and(truth, resourceHolds(statement, seen));
  for (const condition of statement.conditions) {
    if (truth === false) return false;
    truth = and(truth, conditionHolds(condition, seen));
  }
  return statement.openConditions === null ? truth : and(truth, unknown(seen, statement.openConditions));
}

function unknown(seen: Reading, leaf: UnknownLeaf): null {
  seen.because ??= leaf.because;
  return null;
}

function doubt(seen: Reading, because: string): null {
  seen.because ??= because;
  return null;
}

const and = (a: Truth, b: Truth): Truth =>
  a === false || b === false ? false : a === null || b === null ? null : true;
const or = (a: Truth, b: Truth): Truth => (a === true || b === true ? true : a === null || b === null ? null : false);
const not = (a: Truth): Truth => (a === null ? null : !a);

function actionHolds({ action }: Statement, seen: Reading): Truth {
  if (action.missing) return false;
  const text = seen.request.action.toLowerCase();
  const found = anyOf(action, seen, (value) =>
    globHolds(parseText(value, { wildcards: true, variables: false }), text, seen, { fold: true }),
  );
  return action.not ? not(found) : found;
}

function resourceHolds({ resource }: Statement, seen: Reading): Truth {
  if (resource.missing) return false;
  const target = seen.request.resource;
  const { variables } = seen.policy;
  const found = anyOf(resource, seen, (value) => {
    const text = parseText(value, { wildcards: true, variables });
    if (resource.not && isLost(text, seen)) return doubt(seen, LOST);
    if (typeof value === 'string' && /^[*?]*\*[*?]*$/.test(value)) return true;
    return target === '*' ? namesNothing(text, seen) : arnHolds(text, value, target, seen);
  });
  return resource.not ? not(found) : found;
}

function anyOf(values: Values, seen: Reading, holds: (value: Value) => Truth): Truth {
  let truth: Truth = values.open === null ? false : unknown(seen, values.open);
  for (const { value } of values.items) {
    truth = or(truth, holds(seen.facts === null ? value : ownValue(value, seen.facts)));
    if (truth === true) return true;
  }
  return truth;
}

/** Whether a resource text takes a request that names no resource. */
function namesNothing(text: Text, seen: Reading): Truth {
  const prefixes = seen.facts === null ? null : serviceData(seen.facts.service).prefixes;
  const width = widthOf(text, prefixes);
  if (width === 'narrow') return text.unknown === null ? false : unknown(seen, text.unknown);
  return width === 'service' || doubt(seen, UNNAMED_RESOURCE);
}

/** Whether a resource text takes an ARN: a `*` that ends a part may reach beyond it, and early variables may not count. */
function arnHolds(text: Text, value: Value, target: string, seen: Reading): Truth {
  const { pieces } = text;
  const whole = typeof value !== 'string' || value.split(':').length > ARN_COLONS || value.endsWith('*');
  if (!whole) {
    const completed = { ...text, pieces: [...pieces, { kind: 'text', text: ':' } as const, { kind: 'many' } as const] };
    const maybe = [text, completed].some((each) => globHolds(each, target, seen, {}) !== false);
    return maybe ? doubt(seen, `whether AWS completes the ARN "${shown(value)}" is not certain`) : false;
  }
  const narrow = globHolds(text, target, seen, { arn: 'resource' });
  if (narrow !== false) return narrow === true && hasEarlyVariable(text) ? doubt(seen, EARLY_VARIABLE) : narrow;
  const wide = globHolds(text, target, seen, { arn: 'beyond' });
  return wide === false ? false : doubt(seen, BEYOND_COLON);
}

function hasEarlyVariable({ pieces }: Text): boolean {
  let colons = 0;
  for (const piece of pieces) {
    if (piece.kind === 'text') colons += piece.text.split(':').length - 1;
    else if (piece.kind === 'variable' && colons < ARN_COLONS) return true;
  }
  return false;
}

const shown = (value: Value): string => (typeof value === 'string' ? value : '');

const ARN_COLONS = 5;
const UNNAMED_RESOURCE =
  'the Service Authorization Reference gives this action the resource "*" only, while service guides (Amazon S3, on ' +
  's3:ListAllMyBuckets) publish such actions with an ARN that ends in "*"';
const BEYOND_COLON =
  'the IAM guide (Resource element) says that a * at the end of a part of an ARN can reach beyond the colon, the Amazon ' +
  'S3 guide that wildcards do not span parts';
const EARLY_VARIABLE =
  'the IAM guide documents policy variables only behind the fifth colon of a Resource, service guides use them before it';

interface GlobOptions {
  readonly fold?: boolean;
  /** `beyond`: a `*` that ends a part may run on. */
  readonly arn?: 'condition' | 'resource' | 'beyond';
}

/** Whether a policy text takes a value. */
function globHolds(text: Text, value: string, seen: Reading, { fold = false, arn }: GlobOptions): Truth {
  const glob: Glob = [];
  let colons = 0;
  const wanted = fold ? value.toLowerCase() : value;
  const plain = (chars: string): void => {
    glob.push(...(fold ? chars.toLowerCase() : chars));
  };
  for (const [index, piece] of text.pieces.entries()) {
    const reach =
      arn === undefined || arn === 'condition' || piece.kind !== 'many' ? 'part' : reachOf(text.pieces, index);
    const free =
      arn === undefined || colons >= ARN_COLONS || reach === 'rest' || (reach === 'perhaps' && arn === 'beyond');
    if (piece.kind === 'text') {
      plain(piece.text);
      colons += piece.text.split(':').length - 1;
    } else if (piece.kind === 'many') glob.push(free ? WILD.many : WILD.manyInPart);
    else if (piece.kind === 'one') glob.push(free ? WILD.one : WILD.oneInPart);
    else if (piece.kind === 'unknown') {
      return text.pieces[0] === piece || globTakes([...glob, WILD.many], wanted) ? unknown(seen, piece.leaf) : false;
    } else if (piece.kind === 'variable') {
      const found = seen.context.get(piece.key);
      const put = typeof found === 'string' ? found : piece.fallback;
      if (put === null) return false;
      plain(put);
    }
  }
  return globTakes(glob, wanted);
}

function principalHolds(statement: Statement, seen: Reading): Truth {
  const { principal } = statement;
  if (principal.missing) return false;
  const { listed, byAccount } = listedIn(principal, statement, seen);
  if (!principal.not) return principal.open === null ? listed : or(listed, unknown(seen, principal.open));
  if (principal.open !== null && listed !== true) return unknown(seen, principal.open);
  // To spare somebody, AWS wants his account and himself listed.
  const half = listed === true && byAccount !== 'both' && byAccount !== 'beyond accounts';
  return half
    ? doubt(seen, 'whether NotPrincipal spares a caller without both his account and himself listed is not certain')
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
          else
            truth = or(truth, doubt(seen, `a Deny names the session "${value}": whether it is this one is not known`));
        }
      }
    } else if (type === 'Service') {
      if (value === who) anyone = true;
    } else if (type === 'CanonicalUser' ? account !== null : who === 'federated') {
      truth = or(truth, doubt(seen, `whether the ${type} principal is this caller is not known`));
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

function firstLeaf(value: Value): UnknownLeaf {
  const leaf =
    typeof value === 'string' || value instanceof UnknownLeaf
      ? value
      : value.parts.find((part) => part instanceof UnknownLeaf);
  return leaf instanceof UnknownLeaf ? leaf : new UnknownLeaf('a part of it is not known');
}

function conditionHolds(condition: Condition, seen: Reading): Truth {
  const { base, negated, ifExists, set } = condition;
  if (base === 'unknown') return doubt(seen, `"${condition.operator}" is no condition operator`);
  const key = condition.key.toLowerCase();
  if (seen.facts !== null && carried(key, serviceData(seen.facts.service)) === 'unknown')
    return doubt(seen, `whether requests to the service carry ${condition.key} is not known`);
  const present = seen.context.get(key);
  if (base === 'Null') {
    return anyOf(condition, seen, (value) =>
      typeof value === 'string'
        ? value.toLowerCase() === (present === undefined ? 'true' : 'false')
        : unknown(seen, firstLeaf(value)),
    );
  }
  if (present === undefined) {
    if (set === 'all') return true;
    if (set === 'any')
      return ifExists ? doubt(seen, 'whether ForAnyValue with IfExists holds on a missing key is not certain') : false;
    return ifExists || negated;
  }
  const values = typeof present === 'string' ? [present] : present;
  if (set === null && (typeof present !== 'string' || isMulti(key, seen))) {
    const because = `${condition.key} can have several values: how ${condition.operator} compares them without ForAnyValue or ForAllValues AWS does not say`;
    return doubt(seen, because);
  }
  let truth: Truth = set !== 'any';
  for (const value of values) {
    const one = valueHolds(condition, value, seen);
    truth = set === 'any' ? or(truth, one) : and(truth, one);
  }
  return truth;
}

function isMulti(key: string, { facts }: Reading): boolean {
  return MULTI_KEYS.has(key) || (facts !== null && serviceData(facts.service).multi.has(key));
}

function valueHolds(condition: Condition, value: string, seen: Reading): Truth {
  const { base, negated } = condition;
  const wildcards = takesWildcards(base);
  const hidden = value === OWN_ID || value === OWN_VPC;
  const found = anyOf(condition, seen, (policy) => {
    const holds = oneHolds(policy);
    // The endpoint's own id is not known yet: only what holds for any id is certain.
    return hidden && holds === false ? doubt(seen, 'the id of the endpoint is not known') : holds;
  });
  return negated ? not(found) : found;

  function oneHolds(policy: Value): Truth {
    const text = parseText(policy, { wildcards, variables: seen.policy.variables });
    if (isLost(text, seen)) return negated ? doubt(seen, LOST) : false;
    if (base === 'ArnLike') {
      if (typeof policy === 'string' && policy.split(':').length < 6) {
        const maybe = globHolds(text, value, seen, {}) !== false;
        return maybe ? doubt(seen, `whether "${policy}" matches an ARN is not certain`) : false;
      }
      return globHolds(text, value, seen, { arn: 'condition' });
    }
    if (isTextual(base)) return globHolds(text, value, seen, { fold: base === 'StringEqualsIgnoreCase' });
    const plain = filled(text, seen);
    return typeof plain === 'string' ? typedMatch(base, plain, value) : plain;
  }
}

const LOST = 'a variable has no value, and what a negated element makes of that is not certain';

function isLost({ pieces }: Text, seen: Reading): boolean {
  return pieces.some(
    (piece) => piece.kind === 'variable' && piece.fallback === null && typeof seen.context.get(piece.key) !== 'string',
  );
}

function filled(text: Text, seen: Reading): string | null {
  let out = '';
  for (const piece of text.pieces) {
    if (piece.kind === 'text') out += piece.text;
    else if (piece.kind === 'unknown') return unknown(seen, piece.leaf);
    else if (piece.kind === 'variable') {
      const found = seen.context.get(piece.key);
      out += typeof found === 'string' ? found : (piece.fallback ?? '');
    }
  }
  return out;
}
