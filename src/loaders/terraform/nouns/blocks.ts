import { isRecord, records } from '../document/shapes.ts';
import type { Value } from '../values/value.ts';

/** A nested block: its members by name. */
export interface BlockView {
  member(name: string): Value;
}

/** Blocks out of a value that may be a plain list or one known in part. */
export function blockViews(value: Value): readonly BlockView[] | undefined {
  if (value.k === 'lit') {
    if (value.v === null || value.v === undefined) return [];
    if (!Array.isArray(value.v)) return isRecord(value.v) ? [literalBlock(value.v, value.sensitive)] : undefined;
    return records(value.v).map((v) => literalBlock(v, value.sensitive));
  }
  if (value.k === 'object') return [{ member: (name) => value.members.get(name) ?? { k: 'lit', v: null } }];
  if (value.k !== 'list') return undefined;
  const out: BlockView[] = [];
  for (const item of value.items) {
    const nested = blockViews(item);
    if (!nested) return undefined;
    out.push(...nested);
  }
  return out;
}

function literalBlock(members: Record<string, unknown>, sensitive: true | undefined): BlockView {
  return {
    member: (name) => ({
      k: 'lit',
      v: Object.hasOwn(members, name) ? members[name] : null,
      ...(sensitive ? { sensitive } : {}),
    }),
  };
}
