import { literal } from '../document/pattern.ts';
import type { PreparedStatement } from '../document/prepared.ts';
import type { ServiceAction } from '../service/service.ts';
import { lang } from './automaton.ts';
import type { Caller, Owner } from './classes.ts';
import type { Compiler } from './compile.ts';
import type { Literal, Mode, Slot } from './constraint.ts';
import { fits, type Pair, pairsFor, type Query } from './pairs.ts';
import { type Assignment, solve } from './solve.ts';
import type { ActionClass, Space, Target } from './space.ts';

/** One request of the space, by class and choices. */
export interface Found {
  readonly caller: Caller;
  readonly owner: Owner;
  readonly action: ServiceAction;
  readonly resource: Slot;
  /** The Allow that allows it; null for a request that is not allowed. */
  readonly statement: number | null;
  readonly assignment: Assignment;
  /** Values of free keys that stand in variables. */
  readonly bound: ReadonlyMap<string, string>;
}

/** An answer of one search; `budget`: given up. */
export type Answer = Found | null | 'budget';

/**
 * A request that is allowed: by `must`, however what is not known turns out; by `may`, if it can turn out so.
 * Null in `may` mode proves that there is none.
 */
export function findAllowed(space: Space, query: Query, mode: Mode): Answer {
  let gaveUp = false;
  const compilers = mode === 'may' ? space.compilers.slice(0, 1) : space.compilers;
  for (const compiler of compilers) {
    for (const statement of space.statements) {
      if (!mayAllow(statement, mode) || (query.statement !== undefined && query.statement !== statement.index))
        continue;
      const actions = space.actions.filter(
        ({ actions: [first], match }) => holds(match[statement.index]!, mode) && (query.action?.(first!) ?? true),
      );
      if (actions.length === 0) continue;
      for (const pair of pairsFor(space, query, mode, { compiler, statement })) {
        if (spent(space, TRY)) return 'budget';
        const own = clausesOf(compiler, statement, pair, mode);
        if (own === null || !callable(space, compiler, own, pair)) continue;
        for (const actionClass of actions) {
          const found = findIn(space, compiler, query, statement.index, own, pair, actionClass, mode);
          if (found === 'budget') gaveUp = true;
          else if (found !== null) return found;
        }
      }
    }
  }
  return gaveUp ? 'budget' : null;
}

/** Whether the conditions of a statement can hold together for any resource. */
function callable(space: Space, compiler: Compiler, own: readonly Literal[], pair: Pair): boolean {
  const apart = own.filter(({ key }) => key !== 'resource');
  return (
    apart.length === 0 ||
    solve(apart, [], slotsOf(space, pair, null, compiler.bound), space.budget, space.memo) !== null
  );
}

function findIn(
  space: Space,
  compiler: Compiler,
  query: Query,
  statement: number,
  own: readonly Literal[],
  pair: Pair,
  actionClass: ActionClass,
  mode: Mode,
): Answer {
  const { actions, match } = actionClass;
  if (!fits(pair, actions[0]!)) return null;
  let gaveUp = false;
  let denies: (readonly Literal[])[] | null | undefined;
  for (const target of targetsOf(space, actionClass, pair.owner)) {
    if (!mayName(pair, target) || (query.changing === true && target.onlyRead)) continue;
    const { action, slot } = target;
    denies ??= denialsOf(space, compiler, pair, match, mode);
    if (denies === null) return null;
    const provided: Literal[] = [];
    if (query.outsideCaller === true) provided.push(...pair.caller.outside.provided);
    if (query.outsideOwner === true) provided.push(...pair.owner.outside.provided);
    const slots = slotsOf(space, pair, slot, compiler.bound);
    if (spent(space, TRY)) return 'budget';
    const solved = solve([...own, ...provided], denies, slots, space.budget, space.memo);
    if (solved === 'budget') gaveUp = true;
    else if (solved !== null) {
      return { ...pair, action, resource: slot, statement, assignment: solved, bound: compiler.bound };
    }
  }
  return gaveUp ? 'budget' : null;
}

/**
 * The cost of one try, in states, and how far a search may exceed its budget only for tries. Most tries cost nothing
 * else.
 */
const TRY = 0.1;
const MOST_DEBT = 1_000;
/** Statements read over for one pair that weigh as much as one state. */
const STATEMENTS = 50;

/** Counts one try; true if the search must give up. */
function spent({ budget }: Space, cost: number): boolean {
  budget.left -= cost;
  return budget.left < -MOST_DEBT;
}

/**
 * A request that is not allowed, although the service would accept it. Under `may`, one that certainly does not;
 * under `must`, one that may not: null proves that everything passes.
 */
export function findRefused(space: Space, mode: Mode): Answer {
  const deny: Mode = mode === 'may' ? 'must' : 'may';
  const allow: Mode = mode === 'may' ? 'may' : 'must';
  let gaveUp = false;
  for (const compiler of mode === 'may' ? space.compilers : space.compilers.slice(0, 1)) {
    const found = findRefusedBy(space, compiler, allow, deny);
    if (found === 'budget') gaveUp = true;
    else if (found !== null) return found;
  }
  return gaveUp ? 'budget' : null;
}

function findRefusedBy(space: Space, compiler: Compiler, allow: Mode, deny: Mode): Answer {
  let gaveUp = false;
  // Whether everything passes is asked for this moment. What ends next year is not a gap today.
  const bound = new Map([...compiler.bound, ...space.domains.now]);
  for (const actionClass of space.actions) {
    const { actions, match } = actionClass;
    for (const pair of pairsFor(space, {}, 'may')) {
      if (!fits(pair, actions[0]!)) continue;
      if (spent(space, space.statements.length / STATEMENTS)) return 'budget';
      const denies = conjunctions(space, compiler, pair, match, 'Deny', deny);
      const allows = conjunctions(space, compiler, pair, match, 'Allow', allow);
      const ways: { all: readonly Literal[]; none: readonly (readonly Literal[])[] }[] = denies.map((all) => ({
        all,
        none: [],
      }));
      if (allows.every((conjunction) => conjunction.length > 0)) ways.push({ all: [], none: allows });
      if (ways.length === 0) continue;
      for (const target of targetsOf(space, actionClass, pair.owner)) {
        if (!mayName(pair, target)) continue;
        const { action, slot } = target;
        const slots = slotsOf(space, pair, slot, bound);
        for (const { all, none } of ways) {
          if (spent(space, TRY)) return 'budget';
          const solved = solve(all, none, slots, space.budget, space.memo);
          if (solved === 'budget') gaveUp = true;
          else if (solved !== null) {
            return { ...pair, action, resource: slot, statement: null, assignment: solved, bound };
          }
        }
      }
    }
  }
  return gaveUp ? 'budget' : null;
}

/** Every form of resource the actions of a class may name in the owner's hands, each once. */
function targetsOf(space: Space, actionClass: ActionClass, owner: Owner): readonly Target[] {
  const { targets } = actionClass;
  let known = targets.get(owner.id);
  if (known === undefined) {
    const seen = new Set<string>();
    const made: Target[] = [];
    for (const action of actionClass.actions) {
      for (const shape of space.shapes(action, owner)) {
        const name = shape.callerOwned ? `${shape.slot.id} of the caller` : shape.slot.id;
        if (seen.has(name)) continue;
        seen.add(name);
        made.push({ action, ...shape });
      }
    }
    known = made;
    targets.set(owner.id, known);
  }
  return known;
}

/** Whether a pair can name a resource that only the caller's own account can own. */
function mayName({ caller, owner }: Pair, { callerOwned }: Target): boolean {
  return !callerOwned || caller.account === null || caller.account === owner.account;
}

/** Slots by key for one pair and resource shape. */
export function slotsOf(
  space: Space,
  { caller, owner }: Pair,
  resource: Slot | null,
  bound: ReadonlyMap<string, string>,
): (key: string) => Slot {
  return (key) => {
    if (key === 'resource' && resource !== null) return resource;
    const domain = space.domains.of(key, caller, owner);
    if (domain.kind === 'slot') {
      const value = bound.get(key);
      return value === undefined ? domain.slot : fixedSlot(domain.slot, value);
    }
    // A provision on a key that this class lacks: always absent.
    return { id: `none:${key}`, key, shape: null, never: null, optional: true, multi: false, samples: [] };
  };
}

function fixedSlot(slot: Slot, value: string): Slot {
  const shape = lang([{ tokens: literal(value) }]);
  return { ...slot, id: `${slot.id}=${value}`, shape, optional: false, samples: [value] };
}

/** A match is counted for an Allow in its own mode, for a Deny in the other. */
function holds(match: ActionClass['match'][number], mode: Mode): boolean {
  return match === 'yes' || (match === 'maybe' && mode === 'may');
}

function mayAllow({ source }: PreparedStatement, mode: Mode): boolean {
  if (source.unknown !== null) return mode === 'may';
  return source.effect === 'Allow';
}

function mayDeny({ source }: PreparedStatement, mode: Mode): boolean {
  if (source.unknown !== null) return mode === 'may';
  return source.effect === 'Deny';
}

/** The literals of a statement for a pair; null when it cannot match. */
function clausesOf(
  compiler: Compiler,
  statement: PreparedStatement,
  pair: Pair,
  mode: Mode,
): readonly Literal[] | null {
  const { known } = compiler;
  const key =
    ((statement.index * 2 + (mode === 'may' ? 1 : 0)) * MOST_CLASSES + pair.caller.id) * MOST_CLASSES + pair.owner.id;
  let literals = known.get(key);
  if (literals === undefined) {
    literals = makeClauses(compiler, statement, pair, mode);
    known.set(key, literals);
  }
  return literals;
}

/** Classes of callers, or owners, that any policy of lawful size can make: keys of the memo are numbers. */
const MOST_CLASSES = 1 << 16;

function makeClauses(
  compiler: Compiler,
  statement: PreparedStatement,
  { caller, owner }: Pair,
  mode: Mode,
): readonly Literal[] | null {
  const literals: Literal[] = [];
  const principal = compiler.principal(statement, caller, mode);
  if (principal === false) return null;
  if (principal !== true) literals.push(principal);
  if (statement.source.openConditions !== null && mode === 'must') return null;
  for (const condition of statement.conditions) {
    const clause = compiler.condition(condition, caller, owner, mode);
    if (clause === false) return null;
    if (clause !== true) literals.push(clause);
  }
  const resource = compiler.resource(statement, caller, owner, mode);
  if (resource === false) return null;
  if (resource !== true) literals.push(resource);
  return literals;
}

/** What each Deny of an action asks of a pair; null when one of them asks nothing: it always hits. */
function denialsOf(
  space: Space,
  compiler: Compiler,
  pair: Pair,
  match: ActionClass['match'],
  mode: Mode,
): (readonly Literal[])[] | null {
  const found = conjunctions(space, compiler, pair, match, 'Deny', mode === 'must' ? 'may' : 'must');
  if (space.policy.open !== null && mode === 'must') return null;
  return found.some((conjunction) => conjunction.length === 0) ? null : found;
}

function conjunctions(
  space: Space,
  compiler: Compiler,
  pair: Pair,
  match: ActionClass['match'],
  effect: 'Allow' | 'Deny',
  mode: Mode,
): (readonly Literal[])[] {
  const out: (readonly Literal[])[] = [];
  for (const statement of space.statements) {
    if (!(effect === 'Allow' ? mayAllow : mayDeny)(statement, mode) || !holds(match[statement.index]!, mode)) continue;
    const literals = clausesOf(compiler, statement, pair, mode);
    if (literals === null) continue;
    // One that asks nothing settles it: its Deny always hits, its Allow lets everything of the class pass.
    if (literals.length === 0) return [literals];
    out.push(literals);
  }
  return out;
}
