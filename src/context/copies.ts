/** Endpoints that a plan or a template creates and an export shows already: one object each, though the plan has no id of it. */
import { push } from '../base/memo.ts';
import type { Bag, Endpoint, Entity, Fact, Ref } from '../model/index.ts';
import { idOf } from './identity.ts';
import type { AnyNoun, Source } from './source.ts';

export interface Twin {
  readonly noun: AnyNoun;
  readonly source: Source;
}

/**
 * Pairs each endpoint that the plan creates with its copy in an export, in both directions. A copy was created after the
 * plan and has the plan's tags with its `Name`. It also equals the planned endpoint in all facts that both show. An
 * endpoint from before the plan has another owner, or belongs to a lost state, and AWS rejects the second one.
 *
 * @param sources The checked source first.
 */
export function copiesIn([judged, ...contexts]: readonly Source[]): ReadonlyMap<AnyNoun, Twin> {
  const exports = contexts.filter((source) => source.is === 'export' && !source.foreign);
  if (!judged || exports.length === 0) return new Map();
  const twins = deployed(judged, exports);
  const since = Date.parse(judged.madeAt ?? '');
  if (Number.isNaN(since)) return twins;
  const created = new Map<string, Endpoint[]>();
  for (const endpoint of judged.network.endpoints) {
    const label = endpoint.planned === 'create' && !endpoint.id.known ? labelOf(endpoint) : undefined;
    if (label !== undefined) push(created, label, endpoint);
  }
  if (created.size === 0) return twins;
  for (const source of exports) {
    const found = new Map<Endpoint, Endpoint[]>();
    for (const there of source.network.endpoints) {
      const { createdAt } = there;
      if (!createdAt.known || createdAt.value === null || !(Date.parse(createdAt.value) >= since)) continue;
      const own = (created.get(labelOf(there) ?? '') ?? []).filter((each) => isLike(each, there));
      for (const each of own) push(found, each, there);
    }
    const claimed = [...found.values()].flat();
    for (const [own, copies] of found) {
      const [copy] = copies;
      // If two look the same, nobody knows which one the plan created.
      if (!copy || copies.length > 1 || claimed.filter((each) => each === copy).length > 1) continue;
      if (!twins.has(own)) twins.set(own, { noun: copy, source });
      twins.set(copy, { noun: own, source: judged });
    }
  }
  return twins;
}

/** Endpoints of templates whose stacks are there already: CloudFormation tags what it makes. */
function deployed(judged: Source, exports: readonly Source[]): Map<AnyNoun, Twin> {
  const twins = new Map<AnyNoun, Twin>();
  const own = judged.network.endpoints.filter(({ inStack }) => inStack);
  if (own.length === 0) return twins;
  for (const source of exports) {
    for (const there of source.network.endpoints) {
      const found = own.filter((each) => isDeployedAs(each, there));
      const [one] = found;
      // If the stack is not known, there may be other stacks of the same template.
      if (
        !one ||
        found.length > 1 ||
        source.network.endpoints.some((each) => each !== there && isDeployedAs(one, each))
      )
        continue;
      if (!twins.has(one)) twins.set(one, { noun: there, source });
      twins.set(there, { noun: one, source: judged });
    }
  }
  return twins;
}

function isDeployedAs({ inStack, type, serviceName, vpc }: Endpoint, there: Endpoint): boolean {
  if (!inStack || !there.tags.known) return false;
  const { 'aws:cloudformation:logical-id': id, 'aws:cloudformation:stack-name': stack } = there.tags.value;
  if (id !== inStack.logicalId || (inStack.name !== null && stack !== inStack.name)) return false;
  const [place, itsPlace] = [idOf(vpc), idOf(there.vpc)];
  const isPlace = place === undefined || itsPlace === undefined || place === itsPlace;
  return isPlace && agree(type, there.type) && agree(serviceName, there.serviceName);
}

/** Type, service, VPC and tags of an endpoint that has a `Name`; undefined if one of them is not known. */
function labelOf({ type, serviceName, vpc, tags }: Endpoint): string | undefined {
  const place = idOf(vpc);
  if (!type.known || !serviceName.known || serviceName.value === null || place === undefined) return undefined;
  if (!tags.known || !tags.value.Name) return undefined;
  // AWS's own tags are in no plan.
  const own = Object.entries(tags.value).filter(([key]) => !key.startsWith('aws:'));
  return JSON.stringify([type.value, serviceName.value, place, own.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function isLike(own: Endpoint, there: Endpoint): boolean {
  return (
    agree(own.privateDns, there.privateDns) &&
    fits(own.subnets, there.subnets) &&
    fits(own.groups, there.groups) &&
    fits(own.routeTables, there.routeTables)
  );
}

function agree<V>(a: Fact<V>, b: Fact<V>): boolean {
  return !a.known || !b.known || a.value === b.value;
}

/** Whether nothing that the plan names is missing there, and no more is there than the plan may have. */
function fits(own: Bag<Ref<Entity>>, there: Bag<Ref<Entity>>): boolean {
  const names = new Set(there.sure.map(idOf));
  const isThere = (ref: Ref<Entity>) => idOf(ref) === undefined || names.has(idOf(ref));
  if (there.open === null && !own.sure.every(isThere)) return false;
  const isWhole = own.open === null && own.maybe.length === 0 && there.open === null && there.maybe.length === 0;
  return !isWhole || own.sure.length === there.sure.length;
}
