/** Which objects of several networks are one: those with one AWS id. */
import { oncePer, push, remembered } from '../base/memo.ts';
import type { Entity, Network, NounKind, Ref, Vpc } from '../model/index.ts';
import { type AnyNoun, nounsOf } from './source.ts';

/**
 * The id of the object that a reference leads to. Undefined if the object has no id, or if it is not known which object
 * it is.
 */
export function idOf(ref: Ref<Entity>): string | undefined {
  if (ref.is === 'id') return ref.id;
  return ref.is === 'entity' && ref.to.id.known ? ref.to.id.value : undefined;
}

/** One name for each object a reference may lead to. */
export function nameOf(ref: Ref<Entity>): string | undefined {
  return idOf(ref) ?? (ref.is === 'entity' ? ref.to.key : undefined);
}

/** What names an object in every network: its AWS id, and of a default group its VPC's. */
export function identitiesOf(noun: AnyNoun): readonly string[] {
  const id = noun.id.known ? noun.id.value : undefined;
  switch (noun.kind) {
    case 'gateway': {
      // A peering connection is there once for each of its VPCs.
      const vpc = idOf(noun.vpc);
      return id === undefined || vpc === undefined ? [] : [`${id} ${vpc}`];
    }
    case 'security-group': {
      const vpc = noun.isDefault.known && noun.isDefault.value ? idOf(noun.vpc) : undefined;
      const byVpc = vpc === undefined ? [] : [defaultGroupOf(vpc)];
      return id === undefined ? byVpc : [id, ...byVpc];
    }
    case 'endpoint-service': {
      const name = noun.serviceName.known ? [noun.serviceName.value] : [];
      return id === undefined ? name : [id, ...name];
    }
    default:
      return id === undefined ? [] : [id];
  }
}

/** The identity of a VPC's default group. */
export function defaultGroupOf(vpc: string): string {
  return `default group of ${vpc}`;
}

/** An object of a network, and whether that only adds to it. */
export interface Found {
  readonly noun: AnyNoun;
  readonly extended: boolean;
}

const indexes = oncePer((_: Network) => new Map<NounKind, ReadonlyMap<string, readonly Found[]>>());

/** The objects of a kind by their identities. Made once for each network and kind. */
export function byIdentity(network: Network, kind: NounKind): ReadonlyMap<string, readonly Found[]> {
  return remembered(indexes(network), kind, () => {
    const index = new Map<string, Found[]>();
    const { own, extended } = nounsOf(network, kind);
    const add = (noun: AnyNoun, found: Found) => {
      for (const identity of identitiesOf(noun)) push(index, identity, found);
    };
    for (const noun of own) add(noun, { noun, extended: false });
    for (const noun of extended) add(noun, { noun, extended: true });
    return index;
  });
}

/** A VPC as a network has it: its own object, else its id. */
export function vpcIn(network: Network, id: string, at: Vpc['at']): Ref<Vpc> {
  const found = byIdentity(network, 'vpc').get(id)?.[0];
  return found ? { is: 'entity', to: found.noun as Vpc, at } : { is: 'id', id, at };
}
