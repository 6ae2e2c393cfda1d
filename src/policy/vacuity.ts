import type { PreparedCondition } from './document/prepared.ts';
import type { Caller, Owner } from './search/classes.ts';
import type { Clause, Mode } from './search/constraint.ts';
import { choose, type Literal, type Slot } from './search/constraint.ts';
import type { Space } from './search/space.ts';
import { roleOf, TIME_KEYS } from './service/keys.ts';

/**
 * How a condition restricts nothing. It may hold for every request, or for none. It may allow external callers who lack
 * the key and stop callers who have it. It may hold for every value, so that only presence counts.
 */
export type VacuityKind = 'always-true' | 'never-true' | 'absent-key' | 'any-value';

export interface Vacuity {
  readonly statement: number;
  /** Index among the statement's conditions. */
  readonly condition: number;
  /** As written. */
  readonly operator: string;
  readonly key: string;
  readonly kind: VacuityKind;
}

/** The conditions that certainly restrict nothing. */
export function vacuousConditions(space: Space): Vacuity[] {
  const out: Vacuity[] = [];
  for (const statement of space.statements) {
    if (statement.source.effect === null) continue;
    statement.conditions.forEach((condition, index) => {
      const kind = kindOf(space, condition, statement.source.effect === 'Allow');
      const { operator, key } = condition.source;
      if (kind !== null) out.push({ statement: statement.index, condition: index, operator, key, kind });
    });
  }
  return out;
}

/** How a condition can come out over some class, with the key present or absent. */
interface Outcomes {
  readonly who: Caller;
  readonly whose: Owner;
  readonly canLack: boolean;
  readonly canHave: boolean;
  whenAbsent(mode: Mode): boolean;
  /** Whether some value makes it come out so; sure in `must`, possible in `may` mode. */
  present(is: boolean, mode: Mode): boolean;
}

/** Pairs of classes beyond which a condition that compares both sides is not looked through: it surely restricts something. */
const MOST_PAIRS = 2_000;

function kindOf(space: Space, condition: PreparedCondition, allow: boolean): VacuityKind | null {
  const outcomes = [...outcomesOf(space, condition)];
  if (outcomes.length === 0) return null;
  // `some(x)`: in some class the condition comes out x, at least possibly.
  const some = (is: boolean): boolean =>
    outcomes.some(
      (each) =>
        (each.canLack && each.whenAbsent(is ? 'may' : 'must') === is) || (each.canHave && each.present(is, 'may')),
    );
  if (!some(true)) return 'never-true';
  // A time limit restricts, if not now: what has begun can have an end, what has not yet ended will.
  if (TIME_KEYS.has(condition.key)) return null;
  if (!some(false)) return 'always-true';
  const role = roleOf(condition.key);
  const helps = allow;
  const outside = outcomes.filter(({ who, whose }) =>
    role === 'owner' ? whose.outside.is === 'yes' : who.outside.is === 'yes',
  );
  const lacking = outside.filter(({ canLack }) => canLack);
  const helped = lacking.some((each) => each.whenAbsent(helps ? 'must' : 'may') === helps);
  const having = outside.filter(({ canHave }) => canHave);
  if (helped && having.length > 0 && !having.some((each) => each.present(helps, 'may'))) return 'absent-key';
  const anyValue =
    outcomes.some(({ canHave }) => canHave) && !outcomes.some((each) => each.canHave && each.present(false, 'may'));
  return anyValue ? 'any-value' : null;
}

function* outcomesOf(space: Space, condition: PreparedCondition): Generator<Outcomes> {
  const roles = new Set([condition.key, ...condition.variables].map(roleOf));
  const owners = roles.has('owner') ? space.owners : space.owners.slice(0, 1);
  const someCallers = roles.has('caller') ? space.callers : oneOfEach(space.callers);
  const compiler = space.compilers[0]!;
  if (someCallers.length * owners.length > MOST_PAIRS) return;
  const clause = (who: Caller, whose: Owner, mode: Mode): Clause => compiler.condition(condition, who, whose, mode);
  for (const { members: whoms } of someCallers) {
    for (const { members } of owners) {
      const who = whoms[0]!;
      const whose = members[0]!;
      if (who.account === whose.account && who.organization !== whose.organization && roles.size > 1) continue;
      const domain = space.domains.of(condition.key, who, whose);
      if (domain.kind === 'absent') {
        yield {
          who,
          whose,
          canLack: true,
          canHave: false,
          whenAbsent: (mode) => clause(who, whose, mode) === true,
          present: () => false,
        };
      } else if (domain.kind !== 'slot') {
        const truth = (mode: Mode): boolean => clause(who, whose, mode) === true;
        yield {
          who,
          whose,
          canLack: false,
          canHave: true,
          whenAbsent: () => false,
          present: (is, mode) => (is ? truth(mode) : !truth(mode === 'may' ? 'must' : 'may')),
        };
      } else yield slotOutcomes(who, whose, domain.slot, (mode) => clause(who, whose, mode), space);
    }
  }
}

/** Where the caller does not matter, one inside and one outside stand for all. */
function oneOfEach(callers: Space['callers']): Space['callers'] {
  const inside = callers.find(({ members: [first] }) => first!.outside.is !== 'yes');
  const outside = callers.find(({ members: [first] }) => first!.outside.is === 'yes');
  return [inside, outside].filter((each) => each !== undefined);
}

function slotOutcomes(who: Caller, whose: Owner, slot: Slot, clause: (mode: Mode) => Clause, space: Space): Outcomes {
  const present: Slot = { ...slot, optional: false };
  const canBe = (literal: Literal, is: boolean): boolean => choose(present, [{ literal, is }], space.budget) !== null;
  return {
    who,
    whose,
    canLack: slot.optional,
    canHave: true,
    whenAbsent(mode) {
      const found = clause(mode);
      return typeof found === 'boolean' ? found : found.absent;
    },
    present(is, mode) {
      // It can come out false if what is certain of it can.
      const found = clause(is ? mode : mode === 'may' ? 'must' : 'may');
      return typeof found === 'boolean' ? found === is : canBe(found, is);
    },
  };
}
