/** Objects that no context can say anything of: they stay as the judged input has them. */
import { oncePer } from '../base/memo.ts';
import type { Bag, Endpoint, Entity, Ref, SecurityGroup, Source, Vpc } from '../model/index.ts';
import type { AnyNoun } from './source.ts';

/** Whether an object is new, in a VPC that is new, and refers to nothing but such objects. */
export const standsAlone: (noun: AnyNoun) => boolean = oncePer((noun) => {
  if (noun.id.known) return false;
  switch (noun.kind) {
    case 'vpc':
      return noun.created;
    case 'subnet':
    case 'route-table':
    case 'network-acl':
      return isNew(noun.vpc);
    case 'security-group':
      return isNew(noun.vpc) && hasNewSources(noun);
    case 'endpoint':
      return isNew(noun.vpc) && refersToNew(noun);
    default:
      return false;
  }
});

function isNew(vpc: Ref<Vpc>): boolean {
  return vpc.is === 'entity' && vpc.to.created && !vpc.to.id.known;
}

function refersToNew({ subnets, groups, routeTables, endpointServices }: Endpoint): boolean {
  const isService = endpointServices.known && endpointServices.value.length > 0;
  return !isService && areAlone(subnets) && areAlone(groups) && areAlone(routeTables);
}

function areAlone({ sure, maybe }: Bag<Ref<Entity>>): boolean {
  const isAlone = (ref: Ref<Entity>) => ref.is === 'entity' && standsAlone(ref.to as AnyNoun);
  return sure.every(isAlone) && maybe.every(isAlone);
}

function hasNewSources({ ingress, egress }: SecurityGroup): boolean {
  const isFree = (source: Source) =>
    (source.is === 'cidr' && (source.of === undefined || isNew(source.of.vpc))) ||
    (source.is === 'group' && source.group.is === 'entity' && isNew(source.group.to.vpc) && !source.group.to.id.known);
  const areFree = ({ sources }: { readonly sources: Bag<Source> }) =>
    sources.sure.every(isFree) && sources.maybe.every(isFree);
  return [ingress, egress].every(({ sure, maybe }) => sure.every(areFree) && maybe.every(areFree));
}
