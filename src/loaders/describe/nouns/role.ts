/** Roles, with what IAM's answers in the input say that they allow. */
import { aiServicesOf, allowedActions } from '../../../aws/index.ts';
import { type Bag, bag } from '../../../model/bag.ts';
import { field, isObject, placeOf, type Row, rowsIn, text } from '../row.ts';
import type { Store } from '../store.ts';

/** The AI services that policies in the input let the role call that a field names. */
export function aiServicesOfRole(row: Row, name: string, store: Store): Bag<string> {
  const arn = text(row, name);
  const at = placeOf(row, name);
  if (arn === undefined) return bag([], at);
  const roleName = arn.split('/').at(-1);
  const own = store.rows('RolePolicy').filter((policy) => text(policy, 'RoleName') === roleName);
  const roles = store.rows('RoleDetailList').filter((role) => text(role, 'Arn') === arn);
  const inline = [...own, ...roles.flatMap((role) => rowsIn(role, 'RolePolicyList'))];
  const attached = new Set(
    roles.flatMap((role) => rowsIn(role, 'AttachedManagedPolicies')).map((each) => text(each, 'PolicyArn')),
  );
  const managed = store
    .rows('ManagedPolicies')
    .filter((policy) => attached.has(text(policy, 'Arn')))
    .flatMap((policy) => rowsIn(policy, 'PolicyVersionList'))
    .filter((version) => field(version, 'IsDefaultVersion') === true);
  const documents = [
    ...inline.map((policy) => field(policy, 'PolicyDocument')),
    ...managed.map((version) => field(version, 'Document')),
  ];
  return bag(aiServicesOf(documents.flatMap((document) => allowedActions(parsed(document)))), at);
}

/** The AWS CLI prints documents as objects; the API answers them as percent-encoded texts. */
function parsed(document: unknown): unknown {
  if (isObject(document)) return document;
  try {
    return typeof document === 'string' ? JSON.parse(decodeURIComponent(document)) : undefined;
  } catch {
    return undefined;
  }
}
