/** What was there before a plan. */

import { oncePer } from '../base/memo.ts';
import { isDead } from '../engine/check.ts';
import { type NotApplicable, notApplicable, type Undecided, undecided } from '../engine/verdict.ts';
import type { Endpoint, Entity, Network, NetworkBefore, Ref, Tri } from '../model/index.ts';

const endpointsByKey = oncePer(({ endpoints }: Network) => new Map(endpoints.map((each) => [each.key, each])));

/** The endpoint as it was; undefined if it did not exist, or the input does not show it. */
export function endpointBefore(endpoint: Endpoint, { before }: Network): Endpoint | undefined {
  return before && endpointsByKey(before.network).get(endpoint.key);
}

/** Why a plan that changes an endpoint does not show what it changes. */
export function notShown({ key, inStack }: Endpoint): string {
  return inStack
    ? `the change set does not show ${key} as it was: describe it with --include-property-values`
    : `the plan does not show ${key} as it was: use the JSON as Terraform wrote it`;
}

const WAITING = new Set(['pendingacceptance', 'pending']);

/** Whether the endpoint may carry traffic, because it exists and was accepted. */
function isInUse(endpoint: Endpoint): Tri {
  const { state } = endpoint;
  if (!state.known) return 'unknown';
  return isDead(endpoint) || state.value === null || WAITING.has(state.value) ? 'no' : 'yes';
}

/** Whether the plan destroys the VPC of an endpoint, so that no client is left. */
function losesVpc({ vpc }: Endpoint, before: NetworkBefore): Tri {
  if (vpc.is === 'unknown') return 'unknown';
  return vpc.is === 'entity' && before.destroyed.has(vpc.to.key) ? 'yes' : 'no';
}

/** Null if the endpoint may have had clients before the plan removes or changes it; otherwise the verdict. */
export function missed(was: Endpoint, before: NetworkBefore): NotApplicable | Undecided | null {
  const [inUse, gone] = [isInUse(was), losesVpc(was, before)];
  if (inUse === 'no' || gone === 'yes') return notApplicable;
  return inUse === 'yes' && gone === 'no' ? null : undecided(was.state, was.vpc);
}

/** Whether two endpoints, one of them before the plan, are for the same service or resource. */
export function sameTarget(a: Endpoint, b: Endpoint): Tri {
  const pairs = [
    [a.serviceName, b.serviceName],
    [a.resourceConfigurationArn, b.resourceConfigurationArn],
    [a.serviceNetworkArn, b.serviceNetworkArn],
  ] as const;
  let unclear = false;
  for (const [one, two] of pairs) {
    if (!one.known || !two.known) unclear = true;
    else if (one.value !== two.value) return 'no';
  }
  return unclear ? 'unknown' : 'yes';
}

/** Whether a reference before the plan and one after it mean one object. A replacement has only its address in common. */
export function stays<T extends Entity>(was: Ref<T>, is: Ref<T>, before: NetworkBefore): Tri {
  if (was.is === 'entity' && is.is === 'entity') {
    if (was.to.key === is.to.key) return before.destroyed.has(was.to.key) ? 'no' : 'yes';
    const [old, now] = [was.to.id, is.to.id];
    // A move that the plan does not mention: one ID at two addresses.
    return old.known && now.known && old.value === now.value ? 'yes' : 'no';
  }
  if (was.is === 'unknown' || is.is === 'unknown') return 'unknown';
  const [a, b] = [idOf(was), idOf(is)];
  // An object without an ID is new.
  return a !== undefined && a === b ? 'yes' : 'no';
}

function idOf(ref: Ref<Entity>): string | undefined {
  if (ref.is === 'id') return ref.id;
  return ref.is === 'entity' && ref.to.id.known ? ref.to.id.value : undefined;
}
