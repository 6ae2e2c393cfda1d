import { widthOf } from './document/arn.ts';
import type { Condition, ParsedPolicy, Statement, Value, Values } from './document/document.ts';
import type { EndpointFacts } from './document/endpoint-facts.ts';
import { isTextual, takesWildcards, typedMatch } from './document/operators.ts';
import { parseText, reachOf, type Text } from './document/policy-string.ts';
import { OWN_ID, OWN_VPC, ownValue } from './document/prepared.ts';
import { principalHolds } from './evaluate-principal.ts';
import { type Glob, globTakes, WILD } from './glob.ts';
import { and, doubt, firstLeaf, not, or, type Reading, type Truth, unknown } from './reading.ts';
import type { Request } from './request.ts';
import { MULTI_KEYS } from './service/keys.ts';
import { carried } from './service/known-keys.ts';
import { serviceData } from './service/service.ts';

/** The answer of a policy to one request; `implicit`: no Allow matches the request. */
export type Decision = 'allow' | 'deny' | 'implicit' | 'unknown';

/** A decision, the statements behind it, and why it is unknown. */
export interface Evaluation {
  readonly decision: Decision;
  /** The Denies that match, else the Allows that allow it. */
  readonly statements: readonly number[];
  readonly because: string | null;
}

/**
 * Evaluates one concrete request by IAM's rules, straight from the statements: it shares neither automata nor classes with
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

/** Whether a request is allowed: true, false, or null if that is not known. */
export function allows(policy: ParsedPolicy, request: Request, facts?: EndpointFacts): Truth {
  const { decision } = evaluate(policy, request, facts);
  return decision === 'unknown' ? null : decision === 'allow';
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
    return maybe ? doubt(seen, `it is not certain whether AWS completes the ARN "${shown(value)}"`) : false;
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

function conditionHolds(condition: Condition, seen: Reading): Truth {
  const { base, negated, ifExists, set } = condition;
  if (base === 'unknown') return doubt(seen, `"${condition.operator}" is no condition operator`);
  const key = condition.key.toLowerCase();
  if (seen.facts !== null && carried(key, serviceData(seen.facts.service)) === 'unknown')
    return doubt(seen, `it is not known whether requests to the service carry ${condition.key}`);
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
      return ifExists
        ? doubt(seen, 'it is not certain whether ForAnyValue with IfExists holds on a missing key')
        : false;
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
        return maybe ? doubt(seen, `it is not certain whether "${policy}" matches an ARN`) : false;
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
