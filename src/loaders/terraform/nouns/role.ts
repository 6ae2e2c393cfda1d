/** Roles, with what the policies of the document say that they allow. */
import { allowedActions } from '../../../aws/index.ts';
import { oncePer, push } from '../../../base/memo.ts';
import type { Instance } from '../document/document.ts';
import { leaves } from '../values/leaves.ts';
import type { Value } from '../values/value.ts';
import { blockViews } from './blocks.ts';
import { toTree } from './policy-document.ts';
import type { Registry } from './registry.ts';

/** What policies of the document allow a role. `open` if one of them cannot be read. */
interface Actions {
  readonly sure: readonly string[];
  readonly open: string | null;
}

/** What the role that an attribute names may do. */
export function actionsOf(instance: Instance, name: string, registry: Registry): Actions {
  const role = roleOf(registry.graph.read(instance, name), registry);
  if (!role) return { sure: [], open: null };
  const read = registry.graph.read(role, 'inline_policy');
  const inline = (blockViews(read) ?? []).map((block) => block.member('policy'));
  const all = [...inline, ...(policiesByRole(registry).get(role) ?? [])].map((value) =>
    actionsIn(value, role, registry),
  );
  return { sure: all.flatMap(({ sure }) => sure), open: all.find(({ open }) => open !== null)?.open ?? null };
}

/** Texts of the policies of each role that are resources of their own. */
const policiesByRole = oncePer((registry: Registry): ReadonlyMap<Instance, readonly Value[]> => {
  const policies = new Map<Instance, Value[]>();
  const { associations, graph } = registry;
  for (const each of associations.instances('aws_iam_role_policy')) {
    const role = roleOf(graph.read(each, 'role'), registry);
    if (role) push(policies, role, graph.read(each, 'policy'));
  }
  for (const each of associations.instances('aws_iam_role_policy_attachment')) {
    const role = roleOf(graph.read(each, 'role'), registry);
    const policy = leaves(graph.read(each, 'policy_arn')).find(({ type }) => type === 'aws_iam_policy')?.of;
    if (role && policy) push(policies, role, graph.read(policy, 'policy'));
  }
  return policies;
});

const rolesByName = oncePer((registry: Registry): ReadonlyMap<unknown, Instance> => {
  const roles = new Map<unknown, Instance>();
  for (const role of registry.associations.instances('aws_iam_role')) {
    for (const name of ['name', 'arn', 'id']) {
      const value = role.values[name];
      if (typeof value === 'string' && value !== '') roles.set(value, role);
    }
  }
  return roles;
});

function roleOf(value: Value, registry: Registry): Instance | undefined {
  if (value.k === 'lit') return rolesByName(registry).get(value.v);
  const found = new Set(leaves(value).flatMap(({ type, of }) => (type === 'aws_iam_role' && of ? [of] : [])));
  return found.size === 1 ? [...found][0] : undefined;
}

function actionsIn(value: Value, role: Instance, registry: Registry): Actions {
  const tree = toTree(value, role.at, registry);
  if (!tree.known) return { sure: [], open: tree.because };
  return { sure: allowedActions(typeof tree.value === 'string' ? parsed(tree.value) : tree.value), open: null };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
