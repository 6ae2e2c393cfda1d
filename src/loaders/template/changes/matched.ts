/** Change sets and the stacks they change. */
import type { Root } from '../stack/program.ts';
import type { ChangeSet } from './change-set.ts';

/** Each root with the change set that is its own. */
export function withChanges(roots: readonly Root[], sets: readonly ChangeSet[], all: readonly Root[]): readonly Root[] {
  return roots.map((root) => {
    const own = sets.filter((set) => rootOf(set, all) === root);
    const [changes] = own;
    if (!changes) return root;
    const { account, region } = root.environment;
    return {
      ...root,
      name: changes.stackName ?? root.name,
      environment: { account: account ?? changes.environment.account, region: region ?? changes.environment.region },
      given: new Map([...changes.parameters, ...root.given]),
      changes,
    };
  });
}

/** The stack that a change set is of: by its name, else the one that has all that it changes. */
export function rootOf(set: ChangeSet, roots: readonly Root[]): Root | undefined {
  const named = roots.filter(({ name, label }) => name === set.stackName || (name === null && label === set.stackName));
  if (named.length > 0) return named.length === 1 ? named[0] : undefined;
  const ids = set.changes.filter(({ action }) => action !== 'remove').map(({ id }) => id);
  const fit = roots.filter(({ name, template: { resources } }) => {
    const loops = Object.keys(resources).some((id) => id.startsWith('Fn::'));
    return name === null && (loops || ids.every((id) => Object.hasOwn(resources, id)));
  });
  return fit.length === 1 ? fit[0] : undefined;
}
