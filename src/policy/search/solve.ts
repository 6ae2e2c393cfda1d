import { remembered } from '../../base/memo.ts';
import type { Budget } from './automaton.ts';
import { type Choice, choose, type Literal, type Slot, type Wanted } from './constraint.ts';

/** Tries one search makes to avoid all Denies, most of them known from before. */
const MAX_STEPS = 20_000;

/** Choices for every slot that some literal names. */
export type Assignment = ReadonlyMap<string, Choice>;

/** What a slot can be set to under some wishes. */
type Outcome = { readonly choice: Choice } | null | 'budget';

/** Remembers which choices are possible for a slot, across the questions of one analysis. */
export interface ChoiceMemo {
  readonly bySlot: Map<string, Map<string, Outcome>>;
  /** Short names of literals, by id. */
  readonly numbers: Map<string, number>;
}

export const choiceMemo = (): ChoiceMemo => ({ bySlot: new Map(), numbers: new Map() });

function nameOf({ literal, is }: Wanted, { numbers }: ChoiceMemo): number {
  let number = numbers.get(literal.id);
  if (number === undefined) {
    number = numbers.size + 1;
    numbers.set(literal.id, number);
  }
  return is ? number : -number;
}

/**
 * Finds choices that make every literal of `all` true and, of each conjunction in `none`, at least one literal false.
 * Null when there are none; `budget` when the search gave up.
 */
export function solve(
  all: readonly Literal[],
  none: readonly (readonly Literal[])[],
  slotOf: (key: string) => Slot,
  budget: Budget,
  memo: ChoiceMemo,
): Assignment | null | 'budget' {
  const wanted = new Map<string, Wanted[]>();
  const chosen = new Map<string, Choice>();

  const settle = (key: string, list: readonly Wanted[]): boolean | 'budget' => {
    const slot = slotOf(key);
    const known = remembered(memo.bySlot, slot.id, () => new Map());
    const [only] = list;
    const memoKey =
      list.length === 1
        ? String(nameOf(only!, memo))
        : list
            .map((each) => nameOf(each, memo))
            .sort((a, b) => a - b)
            .join();
    const found = remembered(known, memoKey, () => choose(slot, list, budget));
    if (found === null || found === 'budget') return found ?? false;
    chosen.set(key, found.choice);
    return true;
  };

  for (const literal of all) {
    const list = wanted.get(literal.key) ?? [];
    if (!list.some((each) => each.literal.id === literal.id)) list.push({ literal, is: true });
    wanted.set(literal.key, list);
  }
  for (const [key, list] of wanted) {
    const settled = settle(key, list);
    if (settled !== true) return settled === false ? null : settled;
  }

  // The shortest conjunctions first: those of one literal leave no choice.
  const open = [...none].sort((a, b) => a.length - b.length);
  let gaveUp = false;
  let steps = MAX_STEPS;
  const branch = (index: number): boolean => {
    const conjunction = open[index];
    if (conjunction === undefined) return true;
    for (const literal of conjunction) {
      const before = wanted.get(literal.key) ?? [];
      const same = before.find((each) => each.literal.id === literal.id);
      if (same !== undefined) {
        if (!same.is && branch(index + 1)) return true;
        continue;
      }
      if (--steps < 0) {
        gaveUp = true;
        return false;
      }
      const choice = chosen.get(literal.key);
      wanted.set(literal.key, [...before, { literal, is: false }]);
      const settled = settle(literal.key, wanted.get(literal.key)!);
      if (settled === 'budget') gaveUp = true;
      if (settled === true && branch(index + 1)) return true;
      wanted.set(literal.key, before);
      if (choice === undefined) chosen.delete(literal.key);
      else chosen.set(literal.key, choice);
    }
    return false;
  };
  if (branch(0)) return chosen;
  return gaveUp ? 'budget' : null;
}
