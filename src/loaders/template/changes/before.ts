/** A template as its stack was before a change set. */
import { isList, isMap, isScalar, mapAt, member, type Raw, type RawMap } from '../document/raw.ts';
import type { Template } from '../document/template.ts';
import type { ChangeSet, ResourceChange } from './change-set.ts';

/** A resource that loads no matter how the template uses it, and that no rule judges. */
const NOTHING: RawMap = { Type: 'AWS::CloudFormation::WaitConditionHandle' };

/**
 * The template with changed properties as they were. The rest stays as it is written, including references.
 */
export function templateBefore(template: Template, { changes, nested }: ChangeSet): Template {
  const ids = idsOf(template, changes);
  const resources: Record<string, Raw> = { ...template.resources };
  for (const { id, action, type, before, after } of changes) {
    const written = member(template.resources, id);
    // Its own change set tells what was in it.
    if (nested.has(id) && written !== undefined) continue;
    // The former content of a changed nested stack is in its own change set.
    const wasThere = action !== 'add' && action !== 'import' && type !== 'AWS::CloudFormation::Stack';
    if (!wasThere) {
      if (written === undefined) resources[id] = NOTHING;
      else delete resources[id];
    } else if (before !== null) {
      const own = action === 'remove' ? undefined : member(written, 'Properties');
      const Properties = mixed(before, after ?? {}, own, ids);
      resources[id] = action === 'remove' || !isMap(written) ? { Type: type, Properties } : { ...written, Properties };
    }
  }
  return { ...template, resources };
}

/** Logical ids by the resources' ids in AWS, as far as the change set shows them. */
export function idsOf(template: Template, changes: readonly ResourceChange[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const { id, physicalId, after } of changes) {
    if (physicalId !== null) ids.set(physicalId, id);
    if (after !== null) learn(after, mapAt(member(template.resources, id), 'Properties'), template, ids);
  }
  return ids;
}

/** Learns the values of references. */
function learn(after: Raw, written: Raw | undefined, template: Template, ids: Map<string, string>): void {
  if (isList(after)) {
    if (!isList(written) || written.length !== after.length) return;
    for (const [i, each] of after.entries()) learn(each, written[i], template, ids);
  } else if (isMap(after)) {
    if (isMap(written))
      for (const [key, each] of Object.entries(after)) learn(each, member(written, key), template, ids);
  } else if (typeof after === 'string' && /^[a-z]+-[0-9a-f]+$/.test(after)) {
    const id = referred(written);
    if (id !== undefined && Object.hasOwn(template.resources, id)) ids.set(after, id);
  }
}

/** The resource whose identity an expression is. */
export function referred(written: Raw | undefined): string | undefined {
  const ref = member(written, 'Ref');
  if (isScalar(ref)) return String(ref);
  const attribute = member(written, 'Fn::GetAtt');
  if (!isList(attribute)) return undefined;
  const [id, name] = attribute;
  return isScalar(id) && isScalar(name) && /Id$/.test(String(name)) && !/^Vpc|^VPC/.test(String(name))
    ? String(id)
    : undefined;
}

/** What was: as it is written where it stays, with references where it is an id that the template makes. */
function mixed(before: Raw, after: Raw | undefined, written: Raw | undefined, ids: ReadonlyMap<string, string>): Raw {
  if (written !== undefined && isSame(before, after)) return written;
  if (isMap(before)) {
    const [then, now] = [isMap(after) ? after : {}, isMap(written) ? written : {}];
    return Object.fromEntries(
      Object.entries(before).map(([key, each]) => [key, mixed(each, member(then, key), member(now, key), ids)]),
    );
  }
  if (isList(before)) {
    const aligned = isList(after) && isList(written) && after.length === written.length;
    return before.map((each) => {
      const at = aligned ? after.findIndex((other) => isSame(each, other)) : -1;
      return mixed(each, at < 0 ? undefined : each, at < 0 ? undefined : (written as readonly Raw[])[at], ids);
    });
  }
  const id = typeof before === 'string' ? ids.get(before) : undefined;
  return id === undefined ? before : { Ref: id };
}

function isSame(one: Raw | undefined, other: Raw | undefined): boolean {
  if (one === other) return true;
  if (isList(one) && isList(other))
    return one.length === other.length && one.every((each, i) => isSame(each, other[i]));
  if (!isMap(one) || !isMap(other)) return isScalar(one) && isScalar(other) && String(one) === String(other);
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => isSame(one[key], member(other, key)));
}
