import type { Budget } from './automaton.ts';
import { type Choice, choose, type Literal, type Slot, type Wanted } from './constraint.ts';

/** Choices for every slot that some literal speaks of. */
export type Assignment = ReadonlyMap<string, Choice>;

/** Remembers which choices are possible for a slot, across the questions of one analysis. */
export type ChoiceMemo = Map<string, { readonly choice: Choice } | null | 'budget'>;

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
    const ids = list.map(({ literal, is }) => `${is ? '+' : '-'}${literal.id}`).sort();
    const memoKey = `${slot.id}|${ids.join('|')}`;
    let found = memo.get(memoKey);
    if (found === undefined) {
      found = choose(slot, list, budget);
      memo.set(memoKey, found);
    }
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
      if (--budget.left < 0) {
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
