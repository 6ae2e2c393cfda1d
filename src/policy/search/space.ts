import { isConfigured, type Trust } from '../../model/trust.ts';
import type { ParsedPolicy } from '../document/document.ts';
import type { EndpointFacts } from '../document/endpoint-facts.ts';
import { matches } from '../document/pattern.ts';
import { type PreparedStatement, prepare } from '../document/prepared.ts';
import { roleOf } from '../service/keys.ts';
import { actionMatcher, type Match, type ServiceAction, type ServiceData, serviceData } from '../service/service.ts';
import { nobodiesOf } from '../service/unsigned.ts';
import type { Budget } from './automaton.ts';
import { type Caller, type Classes, classesOf, type Names, namesFor, type Outside, type Owner } from './classes.ts';
import { type Compiler, compilerFor } from './compile.ts';
import type { Clause, Mode, Slot } from './constraint.ts';
import type { Domain } from './domain.ts';
import { type Mentions, mentionsOf } from './mentions.ts';
import { type Shapes, shapesFor } from './shapes.ts';
import { type Domains, domainsFor } from './slots.ts';
import { type ChoiceMemo, choiceMemo } from './solve.ts';

/** Everything one analysis asks its questions of: the statements, and the classes of requests they can tell apart. */
export interface Space {
  readonly policy: ParsedPolicy;
  readonly facts: EndpointFacts;
  readonly configured: boolean;
  readonly statements: readonly PreparedStatement[];
  readonly mentions: Mentions;
  readonly names: Names;
  readonly service: ServiceData;
  readonly domains: Domains;
  readonly shapes: Shapes;
  readonly classes: Classes;
  /** Classes that no statement tells apart, one of each; the members stand in for one another. */
  readonly callers: readonly Alike<Caller>[];
  readonly owners: readonly Alike<Owner>[];
  readonly actions: readonly ActionClass[];
  /** One compiler for each way of setting free keys that stand in variables; the first leaves them open. */
  readonly compilers: readonly Compiler[];
  readonly budget: Budget;
  readonly memo: ChoiceMemo;
}

/** Classes the policy cannot tell apart. */
export interface Alike<T> {
  readonly members: readonly T[];
}

/** Actions the policy cannot tell apart, most telling first: one for each type of resource they may name. */
export interface ActionClass {
  readonly actions: readonly ServiceAction[];
  /** By statement index. */
  readonly match: readonly Match[];
  /** What they may name, by owner: filled in by the search. */
  readonly targets: Map<number, readonly Target[]>;
}

/** A form of resource that some action of a class may name in an owner's hands, with the first action that does. */
export interface Target {
  readonly action: ServiceAction;
  readonly slot: Slot;
  readonly callerOwned: boolean;
  readonly onlyRead?: true;
}

/** States all searches for one answer may make together. */
export const STATE_BUDGET = 10_000;

/** A value for keys the caller chooses: fit for a name of any kind, buckets included. */
const FREE_VALUE = 'xk7';

const FORM_KEYS = new Set(['aws:principaltype', 'aws:principalarn', 'aws:userid', 'aws:username']);
const FORWARDED_KEYS = new Set([
  'aws:viaawsservice',
  'aws:calledvia',
  'aws:calledviafirst',
  'aws:calledvialast',
  'kms:viaservice',
]);

/** Lays the space out. */
export function spaceOf(policy: ParsedPolicy, facts: EndpointFacts, trust: Trust | undefined): Space {
  const statements = prepare(policy, facts);
  const mentions = mentionsOf(statements);
  const names = namesFor(mentions, facts, trust);
  const service = serviceData(facts.service);
  const domains = domainsFor(facts, mentions, names, service);
  const has = (keys: ReadonlySet<string>): boolean => [...keys].some((key) => mentions.keys.has(key));
  const prefixes = service.prefixes ?? [];
  const configured = isConfigured(trust);
  const classes = classesOf(mentions, facts, trust, names, {
    nobodies: nobodiesOf(prefixes),
    forwarded: has(FORWARDED_KEYS),
    forms:
      mentions.forms === 'always' ||
      (mentions.forms === 'accounts' && facts.type !== 'Interface') ||
      has(FORM_KEYS) ||
      (trust?.principals ?? []).length > 0,
  });
  const gateway = facts.type === null ? null : facts.type === 'Gateway';
  const shared = { domains, gateway, configured, prefixes: service.prefixes };
  const compilers = bindings(statements, domains, classes).map((bound) => compilerFor({ ...shared, bound }));
  const space = {
    policy,
    facts,
    configured,
    statements,
    mentions,
    names,
    service,
    domains,
    shapes: shapesFor(facts, mentions, names, trust, domains.partition),
    classes,
    compilers,
    actions: actionClasses(statements, service),
    budget: { left: STATE_BUDGET },
    memo: choiceMemo(),
  };
  return { ...space, ...alike(space) };
}

/** For keys the caller chooses that also stand in variables: ways to set them, besides leaving them open. */
function bindings(
  statements: readonly PreparedStatement[],
  domains: Domains,
  classes: Classes,
): ReadonlyMap<string, string>[] {
  const variables = new Set(
    statements.flatMap((each) => [...each.resourceVariables, ...each.conditions.flatMap((c) => c.variables)]),
  );
  const whose = classes.owners[0]!;
  const slotOf = (key: string): Domain | undefined =>
    classes.callers.map((who) => domains.of(key, who, whose)).find(({ kind }) => kind === 'slot');
  const free = [...variables].filter((key) => roleOf(key) !== 'path' && slotOf(key) !== undefined);
  const out: ReadonlyMap<string, string>[] = [new Map()];
  if (free.length === 0) return out;
  let ways: Map<string, string>[] = [new Map()];
  for (const key of free) {
    const values = new Set([FREE_VALUE]);
    for (const statement of statements) {
      for (const condition of statement.conditions) {
        if (condition.key !== key) continue;
        for (const { pieces } of condition.texts) {
          const [first] = pieces;
          if (first?.kind === 'text') values.add(pieces.length === 1 ? first.text : `${first.text}${FREE_VALUE}`);
        }
      }
    }
    const domain = slotOf(key);
    if (domain?.kind === 'slot') for (const sample of domain.slot.samples) values.add(sample);
    ways = ways.flatMap((way) => [...values].slice(0, 4).map((value) => new Map([...way, [key, value]]))).slice(0, 16);
  }
  return [...out, ...ways];
}

function actionClasses(statements: readonly PreparedStatement[], service: ServiceData): ActionClass[] {
  const matchers = statements.map((statement) => actionMatcher(statement, service));
  const classes = new Map<string, ActionClass & { actions: ServiceAction[]; types: Set<string> }>();
  // One action for each set of resource types is enough: it may name the same resources.
  for (const action of service.actions) {
    let key = `${action.prefix}${action.writes}${action.only}${action.name === null}`;
    const match: Match[] = [];
    for (const matcher of matchers) {
      const found = matcher(action);
      match.push(found);
      key += found;
    }
    let group = classes.get(key);
    if (group === undefined) {
      group = { actions: [], match, types: new Set(), targets: new Map() };
      classes.set(key, group);
    }
    if (group.types.has(action.types)) continue;
    group.types.add(action.types);
    group.actions.push(action);
  }
  return [...classes.values()];
}

/** Merges classes that give the same result in every principal and condition, under both modes. */
function alike(space: Omit<Space, 'callers' | 'owners'>): Pick<Space, 'callers' | 'owners'> {
  const { statements, compilers, classes } = space;
  const compiler = compilers[0]!;
  const modes: readonly Mode[] = ['must', 'may'];
  const conditions = statements.flatMap((statement) => statement.conditions);
  const variables = new Set(
    statements.flatMap((each) => [...each.resourceVariables, ...each.conditions.flatMap((one) => one.variables)]),
  );
  const coupled = new Set([...variables].map(roleOf));
  const identities = new Map<string, number>();
  const nameOf = (clause: Clause): string | number => {
    if (typeof clause === 'boolean') return clause ? 't' : 'f';
    const known = identities.get(clause.id) ?? identities.size;
    identities.set(clause.id, known);
    return known;
  };
  const someOwner = classes.owners[0]!;
  const someCaller = classes.callers[0]!;
  const slotOf = (key: string, caller: Caller, owner: Owner): string => {
    const domain = space.domains.of(key, caller, owner);
    return domain.kind === 'slot' ? domain.slot.id : '';
  };
  const { resourceAccounts, looseResources } = space.mentions;
  const standing = (account: string): string =>
    looseResources || account === space.names.owner
      ? account
      : resourceAccounts.map((pattern) => (matches(pattern, account) ? '1' : '0')).join('');
  const callers = fold(classes.callers, (caller) => {
    const parts: (string | number)[] = [caller.kind, caller.outside.is, provisions(caller.outside)];
    // A variable of the owner compares as well as one of the caller: whose account it is matters.
    if (coupled.has('caller') || coupled.has('owner')) parts.push(caller.account ?? '', caller.organization ?? '');
    for (const key of variables) parts.push(slotOf(key, caller, someOwner));
    // Who can be chosen matters only where something is asked of it.
    let asksArn = caller.outside.provided.length > 0;
    if (asksArn) parts.push(slotOf('aws:principalorgpaths', caller, someOwner));
    for (const statement of statements) {
      for (const mode of modes) {
        const clause = compiler.principal(statement, caller, mode);
        parts.push(nameOf(clause));
        asksArn ||= typeof clause !== 'boolean';
      }
    }
    if (asksArn) parts.push(slotOf('aws:principalarn', caller, someOwner));
    for (const condition of conditions) {
      if (roleOf(condition.key) !== 'caller') continue;
      const clauses = modes.map((mode) => compiler.condition(condition, caller, someOwner, mode));
      parts.push(...clauses.map(nameOf));
      if (clauses.some((clause) => typeof clause !== 'boolean')) parts.push(slotOf(condition.key, caller, someOwner));
    }
    return parts.join('|');
  });
  const owners = fold(classes.owners, (owner) => {
    const parts: (string | number)[] = [owner.kind, owner.outside.is, provisions(owner.outside)];
    // The account stands in the resource ARN: accounts that the policy tells apart there must stay apart.
    parts.push(owner.freshAccount ? 'stranger' : standing(owner.account ?? ''));
    if (coupled.has('owner') || coupled.has('caller')) parts.push(owner.account ?? '', owner.organization ?? '');
    if (owner.outside.provided.length > 0) parts.push(slotOf('aws:resourceorgpaths', someCaller, owner));
    for (const condition of conditions) {
      if (roleOf(condition.key) !== 'owner') continue;
      const clauses = modes.map((mode) => compiler.condition(condition, someCaller, owner, mode));
      parts.push(...clauses.map(nameOf));
      if (clauses.some((clause) => typeof clause !== 'boolean')) parts.push(slotOf(condition.key, someCaller, owner));
    }
    return parts.join('|');
  });
  return { callers, owners };
}

function provisions({ provided }: Outside): string {
  return provided.map(({ id }) => id).join();
}

/** Members of a class that are tried for one account's place in one organization. */
const MEMBERS = 8;

function fold<T extends Caller | Owner>(items: readonly T[], signature: (item: T) => string): Alike<T>[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = signature(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else if (
      group.length < MEMBERS &&
      !group.some(({ account, organization }) => account === item.account && organization === item.organization)
    ) {
      group.push(item);
    }
  }
  return [...groups.values()].map((members) => ({ members }));
}
