import type { Peek, Select, SelectItems } from '../../../text/json/index.ts';
import { anyMark, isRecord, type JsonRecord } from './shapes.ts';
import { hasPoliciesOfRoles, isPolicyOfRole, isWanted } from './types.ts';

type Wanted = (type: string, mode: string | undefined) => boolean;

/** Resources of the types asked for; what does not say its type is read as well, to be told. */
function ofTypes(wanted: Wanted, isPutOff: Wanted = () => false): (peek: Peek) => Select | 'later' {
  return (peek) => {
    const type = peek.string('type');
    if (type === undefined) return 'all';
    const mode = peek.string('mode');
    if (!wanted(type, mode)) return 'none';
    return isPutOff(type, mode) ? 'later' : 'all';
  };
}

function resourceSelect(wanted: Wanted): SelectItems {
  return {
    items: ofTypes(wanted),
    thin: (resource) => {
      if (isRecord(resource)) withoutUnread(resource, resource, ['sensitive_values']);
    },
  };
}

/** What to read of a module tree: the instances `wanted` asks for, at any depth. */
export function moduleSelect(wanted: Wanted): Select {
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
  items: ofTypes(isWanted, isPolicyOfRole),
  thin: (resource) => {
    if (!isRecord(resource) || !isRecord(resource.change)) return;
    withoutUnread(resource, resource.change, ['before_sensitive', 'after_sensitive']);
    const { after_unknown: unknown } = resource.change;
    // The same is true of attributes: `tags_all: {}`.
    if (isRecord(unknown)) withoutEmptyMarks(unknown, Object.keys(unknown));
  },
  later: (kept) => kept.some((each) => isRecord(each) && hasPoliciesOfRoles(each.type)),
};

/** Removes what nobody reads of a resource: the name of its provider, and marks without meaning. */
function withoutUnread(resource: JsonRecord, marked: JsonRecord, marks: readonly string[]): void {
  if ('provider_name' in resource) resource.provider_name = undefined;
  withoutEmptyMarks(marked, marks);
}

/** Removes marks of nothing: objects and lists without `true` say the same as no mark. */
function withoutEmptyMarks(record: JsonRecord, names: readonly string[]): void {
  for (const name of names) if (name in record && !anyMark(record[name])) record[name] = undefined;
}
