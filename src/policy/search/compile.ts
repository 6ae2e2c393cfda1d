import { remembered } from '../../base/memo.ts';
import { widthOf } from '../document/arn.ts';
import { isTextual, takesWildcards } from '../document/operators.ts';
import { ANY, literal, many, matches, type Pattern } from '../document/pattern.ts';
import { arnSplit, type Bound, isEverything, plainText, type Text, toPattern } from '../document/policy-string.ts';
import type { PreparedCondition, PreparedStatement } from '../document/prepared.ts';
import { roleOf } from '../service/keys.ts';
import { type Budget, type Lang, lang, search } from './automaton.ts';
import type { Caller, Owner } from './classes.ts';
import { type Clause, type Literal, type Mode, passes, type Test } from './constraint.ts';
import type { Domain } from './domain.ts';
import { pinsDown, pinsResource, plainStart } from './exact-names.ts';
import { type PrincipalContext, principalClause } from './principal.ts';
import type { Domains } from './slots.ts';

export interface Compiler {
  /** Values given to free keys that stand in variables: requests of this compiler carry them. */
  readonly bound: ReadonlyMap<string, string>;
  /** What a statement asks of a pair of classes, by the numbers of all three: filled in by the search. */
  readonly known: Map<number, readonly Literal[] | null>;
  condition(condition: PreparedCondition, caller: Caller, owner: Owner, mode: Mode): Clause;
  principal(statement: PreparedStatement, caller: Caller, mode: Mode): Clause;
  resource(statement: PreparedStatement, caller: Caller, owner: Owner, mode: Mode): Clause;
}

export interface CompilerOptions {
  readonly domains: Domains;
  readonly gateway: boolean | null;
  /** With a configured boundary an unknown account may lie outside it. */
  readonly configured: boolean;
  /** Values given to free keys that stand in variables. */
  readonly bound: ReadonlyMap<string, string>;
  /** IAM prefixes of the service; null if they are not known. */
  readonly prefixes: readonly string[] | null;
}

const EVERYTHING = lang([{ tokens: [many(ANY)] }]);
const NOTHING = lang([]);
const all: Test = { kind: 'lang', language: EVERYTHING };
const nothing: Test = { kind: 'lang', language: NOTHING };
const SHAPE_BUDGET = 2_000;
/** More classes of callers than any policy of lawful size makes. */
const MOST_CALLERS = 1 << 16;

const flip = (mode: Mode): Mode => (mode === 'must' ? 'may' : 'must');

/** Makes a compiler; clauses are remembered by class, so that equal clauses are one object. */
export function compilerFor({ domains, gateway, configured, bound, prefixes }: CompilerOptions): Compiler {
  const clauses = new Map<string, Clause>();
  const remember = (key: string, make: () => Clause): Clause => remembered(clauses, key, make);

  const principals = new Map<number, Clause>();
  const rememberPrincipal = (key: number, make: () => Clause): Clause => {
    let clause = principals.get(key);
    if (clause === undefined) {
      clause = make();
      principals.set(key, clause);
    }
    return clause;
  };

  /** Compilers share what they remember of choices: literals of different bindings must differ in name. */
  const boundName = [...bound].join();

  /** What the variables of a text depend on, as a part of a memo key. */
  const context = (variables: readonly string[], caller: Caller, owner: Owner, key?: string): string => {
    const roles = new Set([...variables, ...(key === undefined ? [] : [key])].map(roleOf));
    return `${roles.has('caller') ? caller.id : ''}:${roles.has('owner') ? owner.id : ''}`;
  };

  const bindFor =
    (caller: Caller, owner: Owner) =>
    (key: string): Bound => {
      const domain = domains.of(key, caller, owner);
      if (domain.kind === 'value') return { value: domain.value };
      if (domain.kind === 'unknown' || domain.kind === 'doubtful') return 'open';
      if (domain.kind === 'absent') return 'absent';
      const value = bound.get(key);
      // A key with several values cannot stand in a variable.
      return domain.slot.multi ? 'absent' : value === undefined ? 'open' : { value };
    };

  // By condition and mode, then by what the class has for its key: many classes have the same.
  const conditions: Map<string, Clause>[] = [];
  const condition = (condition: PreparedCondition, caller: Caller, owner: Owner, mode: Mode): Clause => {
    const what =
      condition.variables.length === 0
        ? domainName(domains.of(condition.key, caller, owner))
        : context(condition.variables, caller, owner, condition.key);
    const index = condition.id * 2 + (mode === 'may' ? 1 : 0);
    conditions[index] ??= new Map();
    const known = conditions[index];
    let clause = known.get(what);
    if (clause === undefined) {
      clause = compileCondition(condition, caller, owner, mode);
      known.set(what, clause);
    }
    return clause;
  };

  const compileCondition = (condition: PreparedCondition, caller: Caller, owner: Owner, mode: Mode): Clause => {
    const { source } = condition;
    const { base, negated, set, ifExists } = source;
    if (base === 'unknown') return mode === 'may';
    const domain = domains.of(condition.key, caller, owner);
    if (domain.kind === 'doubtful') return mode === 'may';
    if (base === 'Null') return nullClause(condition, domain, mode);
    const absent = set === 'any' ? ifExists && mode === 'may' : set === 'all' || ifExists || negated;
    if (domain.kind === 'absent') return absent;
    const { test, exactId } = testOf(condition, domain, negated ? flip(mode) : mode, binderFor(domain, caller, owner));
    switch (domain.kind) {
      case 'value':
        return passes(test, domain.value) !== negated;
      case 'unknown': {
        const present = unknownPasses(test, domain, negated ? flip(mode) : mode) !== negated;
        if (domain.optional !== true || present === absent) return present;
        return mode === 'may';
      }
      case 'slot': {
        // Without a set operator AWS does not say how a key with several values is compared.
        if (domain.slot.multi && set === null) return mode === 'may';
        const id = `${exactId}:${set}:${negated}:${absent}`;
        return { id, key: condition.key, set, test, negated, absent };
      }
    }
  };

  /** The account of the endpoint may not be known, but it is not an external account. */
  const binderFor = (domain: Domain, caller: Caller, owner: Owner): ((key: string) => Bound) => {
    const bind = bindFor(caller, owner);
    const { ownAccount } = domains;
    if (domain.kind !== 'value' || !(domain.fresh || domain.value === ownAccount)) return bind;
    return (key) => (key === 'aws:vpceaccount' && bind(key) === 'open' ? { value: ownAccount } : bind(key));
  };

  const nullClause = (condition: PreparedCondition, domain: Domain, mode: Mode): Clause => {
    const wanted = (text: string): boolean | null => {
      const values = condition.texts.map((each) => plainText(each)?.toLowerCase() ?? null);
      if (values.includes(text)) return true;
      return condition.source.open !== null || values.includes(null) ? null : false;
    };
    const whenAbsent = wanted('true') ?? mode === 'may';
    const whenPresent = wanted('false') ?? mode === 'may';
    if (whenAbsent === whenPresent) return whenAbsent;
    if (domain.kind === 'absent') return whenAbsent;
    if (domain.kind === 'unknown' && domain.optional === true) return mode === 'may';
    if (domain.kind !== 'slot') return whenPresent;
    const id = `null:${condition.key}:${whenAbsent}`;
    const test = whenPresent ? all : nothing;
    return { id, key: condition.key, set: domain.slot.multi ? 'any' : null, test, negated: false, absent: whenAbsent };
  };

  const tests = new Map<string, Test>();
  const testOf = (
    condition: PreparedCondition,
    domain: Domain,
    mode: Mode,
    bind: (key: string) => Bound,
  ): { test: Test; exactId: string } => {
    const { source, texts } = condition;
    const variables = condition.variables.map((key) => {
      const value = bind(key);
      return typeof value === 'string' ? value : `=${value.value}`;
    });
    const fresh = !configured && (domain.kind === 'value' || domain.kind === 'slot') && domain.fresh;
    const exactId = `${condition.id}:${mode}:${variables.join()}:${fresh}`;
    const known = tests.get(exactId);
    if (known !== undefined) return { test: known, exactId };
    const usable = texts.filter((text) => !(fresh && pinsDown(text, condition.key)));
    const lost = source.negated && mode === 'may' && texts.some((text) => isLost(text, bind));
    let test: Test;
    if (mode === 'may' && (lost || (source.open !== null && !(fresh && exactOpen(condition))))) test = all;
    else if (isTextual(source.base))
      test = { kind: 'lang', language: lang(textPatterns(condition, usable, mode, bind)) };
    else if (mode === 'may' && usable.some(({ unknown }) => unknown !== null)) test = all;
    else test = { kind: 'typed', base: source.base, values: typedValues(usable, bind) };
    tests.set(exactId, test);
    return { test, exactId };
  };

  const principalContext: PrincipalContext = { partition: domains.partition, gateway, configured };
  const principal = (statement: PreparedStatement, caller: Caller, mode: Mode): Clause =>
    rememberPrincipal((statement.index * 2 + (mode === 'may' ? 1 : 0)) * MOST_CALLERS + caller.id, () =>
      principalClause(statement, caller, mode, principalContext),
    );

  const resource = (statement: PreparedStatement, caller: Caller, owner: Owner, mode: Mode): Clause => {
    const fresh = !configured && owner.outside.is !== 'no';
    const key = `r${statement.index}:${mode}:${fresh}:${owner.kind === 'none'}:${context(statement.resourceVariables, caller, owner)}:${boundName}`;
    return remember(key, () => compileResource(statement, caller, owner, mode, fresh, key));
  };

  const compileResource = (
    statement: PreparedStatement,
    caller: Caller,
    owner: Owner,
    mode: Mode,
    fresh: boolean,
    id: string,
  ): Clause => {
    const { resource: element, unknown } = statement.source;
    if (unknown !== null) return mode === 'may';
    if (element.missing) return false;
    const inner = element.not ? flip(mode) : mode;
    if (inner === 'may' && element.open !== null) return !element.not;
    const bind = bindFor(caller, owner);
    const patterns: Pattern[] = [];
    for (const text of statement.resources) {
      // What NotResource makes of a variable without a value is not certain.
      if (element.not && inner === 'may' && isLost(text, bind)) return false;
      if (isEverything(text)) {
        // No resource is the empty string, nor so short that `?` counts.
        return !element.not;
      }
      if (fresh && pinsResource(text)) continue;
      const sure = plainStart(text) && (arnSplit(text) !== null || text.pieces.at(-1)!.kind === 'many');
      const wide = owner.kind === 'none' ? widthOf(text, prefixes) : 'narrow';
      if (wide === 'service' || (wide === 'perhaps' && inner === 'may')) patterns.push({ tokens: literal('*') });
      if (inner === 'must' && !sure) continue;
      const pattern = toPattern(text, { mode: inner, arn: sure ? 'resource' : undefined, bind });
      if (pattern !== null) patterns.push(pattern);
      // An ARN with fewer than six parts: whether AWS fills it up is not certain.
      if (inner === 'may' && !sure) patterns.push({ tokens: [...(pattern?.tokens ?? []), ...literal(':'), many(ANY)] });
    }
    if (patterns.length === 0) return element.not;
    return {
      id,
      key: 'resource',
      set: null,
      test: { kind: 'lang', language: lang(patterns) },
      negated: element.not,
      absent: false,
    };
  };

  return { bound, known: new Map(), condition, principal, resource };
}

/** Equal names are equal domains: many classes share one. */
function domainName(domain: Domain): string {
  if (domain.kind === 'value') return domain.fresh ? `~${domain.value}` : domain.value;
  return domain.kind === 'slot' ? (domain.fresh ? `~:${domain.slot.id}` : `:${domain.slot.id}`) : `:${domain.kind}`;
}

/** Whether a text has a variable that has, or may have, neither value nor default. */
function isLost({ pieces }: Text, bind: (key: string) => Bound): boolean {
  return pieces.some(
    (piece) => piece.kind === 'variable' && piece.fallback === null && typeof bind(piece.key) === 'string',
  );
}

/** Whether a value that is not known yet passes: certainly in `must` mode, possibly in `may` mode. */
function unknownPasses(test: Test, domain: { readonly value: string; readonly shape: Lang }, mode: Mode): boolean {
  if (test.kind === 'typed') return mode === 'may';
  if (mode === 'must') return test.language.patterns.some((pattern) => matches(pattern, domain.value));
  const budget: Budget = { left: SHAPE_BUDGET };
  return passes(test, domain.value) || search([domain.shape, test.language], [], budget) !== null;
}

/** Patterns of a textual condition. ARNs with fewer than six parts match nothing for certain, and perhaps as globs. */
function textPatterns(
  condition: PreparedCondition,
  texts: readonly Text[],
  mode: Mode,
  bind: (key: string) => Bound,
): Pattern[] {
  const { base } = condition.source;
  const fold = base === 'StringEqualsIgnoreCase';
  const patterns: Pattern[] = [];
  for (const text of texts) {
    const arn = base === 'ArnLike' && arnSplit(text) !== null;
    if (base === 'ArnLike' && !arn && mode === 'must') continue;
    const pattern = toPattern(text, { mode, fold, arn: arn ? 'condition' : undefined, bind });
    if (pattern !== null) patterns.push(pattern);
  }
  return patterns;
}

function typedValues(texts: readonly Text[], bind: (key: string) => Bound): string[] {
  const values: string[] = [];
  for (const text of texts) {
    let value = '';
    let sure = true;
    for (const piece of text.pieces) {
      if (piece.kind === 'text') value += piece.text;
      else if (piece.kind === 'variable') {
        const bound = bind(piece.key);
        if (typeof bound === 'object') value += bound.value;
        else if (piece.fallback !== null && bound === 'absent') value += piece.fallback;
        else sure = false;
      } else sure = false;
    }
    if (sure) values.push(value);
  }
  return values;
}

/** An unknown list of values that are compared exactly: it names some, but none of them is external. */
function exactOpen(condition: PreparedCondition): boolean {
  return isTextual(condition.source.base) && !takesWildcards(condition.source.base);
}
