import type { Peek, Select, SelectItems } from '../../../text/json/index.ts';
import { isRecord } from './shapes.ts';
import { hasPoliciesOfRoles, isPolicyOfRole, isWanted } from './types.ts';

/** Resources of the types asked for; what does not say its type is read as well, to be told. */
export function resourceSelect(wanted: (type: string, mode: string | undefined) => boolean): SelectItems {
  return {
    items: (peek: Peek) => {
      const type = peek.string('type');
      return type === undefined || wanted(type, peek.string('mode')) ? 'all' : 'none';
    },
  };
}

/** What to read of a module tree: the instances `wanted` asks for, at any depth. */
export function moduleSelect(wanted: (type: string, mode: string | undefined) => boolean): Select {
  const members: Record<string, Select> = {
    address: 'all',
    resources: resourceSelect(wanted),
  };
  const module = { members };
  members.child_modules = { items: module };
  return module;
}

/**
 * All resources of a document in one list. The policies of roles are read only if something in the list has a role that
 * a rule asks about: in many plans they are most of the text.
 */
export const LISTED_RESOURCES: SelectItems = {
  items: (peek) => {
    const type = peek.string('type');
    if (type === undefined) return 'all';
    const mode = peek.string('mode');
    if (!isWanted(type, mode)) return 'none';
    return isPolicyOfRole(type, mode) ? 'later' : 'all';
  },
  later: (kept) => kept.some((each) => isRecord(each) && hasPoliciesOfRoles(each.type)),
};
