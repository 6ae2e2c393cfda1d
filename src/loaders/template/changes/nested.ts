/** Change sets of nested stacks, inside those of the stacks that nest them. */
import type { Resource } from '../stack/types.ts';
import type { ChangeSet, ResourceChange } from './change-set.ts';

/** Those of stacks of their own, each with what it nests; and those whose parent is not among them. */
export function nestSets(sets: readonly ChangeSet[]): {
  readonly roots: readonly ChangeSet[];
  readonly orphans: readonly ChangeSet[];
} {
  const nestedIn = (parent: ChangeSet, above: readonly ChangeSet[]): ChangeSet => {
    const nested = new Map<string, ChangeSet>();
    for (const { id, changeSetId } of parent.changes) {
      const own = changeSetId === null ? undefined : sets.find((set) => set.id === changeSetId);
      if (own && !above.includes(own)) nested.set(id, nestedIn(own, [...above, own]));
    }
    const lacks = parent.lacks ?? [...nested.values()].find((each) => each.lacks !== null)?.lacks ?? null;
    return { ...parent, nested, lacks };
  };
  const isRoot = ({ parentId }: ChangeSet) => parentId === null;
  return {
    roots: sets.filter(isRoot).map((set) => nestedIn(set, [set])),
    orphans: sets.filter((set) => !isRoot(set) && !sets.some(({ id }) => id !== null && id === set.parentId)),
  };
}

/**
 * What a root's change set says about a resource's nested stack: its own change set, or whether the stack is
 * new or stays the same. Null if nothing says it.
 */
export function toldOf(set: ChangeSet, parent: Resource | null): ChangeSet | 'new' | 'same' | null {
  if (parent === null) return set;
  const above = toldOf(set, parent.stack.parent);
  if (above === null || typeof above === 'string') return above;
  const change = above.changes.find(({ id }) => id === parent.id);
  if (!change) return 'same';
  return change.action === 'add' ? 'new' : (above.nested.get(parent.id) ?? null);
}

/** All changes, those of nested stacks too, with what addresses of their stack begin with. */
export function* changesIn(
  set: ChangeSet,
  prefix: string,
): Generator<{ readonly set: ChangeSet; readonly prefix: string; readonly change: ResourceChange }> {
  for (const change of set.changes) {
    yield { set, prefix, change };
    const nested = set.nested.get(change.id);
    if (nested) yield* changesIn(nested, `${prefix}${change.id}.`);
  }
}
