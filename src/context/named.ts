/** Which objects the judged input names by id: what context can say something of. */
import { oncePer } from '../base/memo.ts';
import type { Bag, Entity, Network, NounKind, Ref, Vpc } from '../model/index.ts';
import { idOf } from './identity.ts';
import { KINDS, nounsOf } from './source.ts';

export interface Name {
  readonly kind: NounKind;
  readonly id: string;
  /** Id of the VPC it is in, as far as the judged input tells. */
  readonly vpc: string | undefined;
}

export interface Names {
  readonly all: readonly Name[];
  /** VPCs it is about. */
  readonly vpcs: ReadonlySet<string>;
  /** Ids of all kinds. */
  readonly ids: ReadonlySet<string>;
  has(kind: NounKind, id: string): boolean;
}

/** The VPCs an object is in, or is associated with. */
interface Placed {
  readonly vpc?: Ref<Vpc>;
  readonly peer?: Ref<Vpc> | null;
  readonly vpcs?: Bag<Ref<Vpc>>;
}

export function vpcsOf({ vpc, peer, vpcs }: Placed): readonly string[] {
  const refs = [...(vpc ? [vpc] : []), ...(peer ? [peer] : []), ...(vpcs ? [...vpcs.sure, ...vpcs.maybe] : [])];
  return refs.flatMap((ref) => idOf(ref) ?? []);
}

export const namesIn = oncePer((network: Network): Names => {
  const all = new Map<string, Name>();
  const vpcs = new Set<string>();
  const add = (kind: NounKind, id: string, vpc: string | undefined) => {
    const key = `${kind} ${id}`;
    if (all.get(key)?.vpc === undefined) all.set(key, { kind, id, vpc });
  };
  const inVpc = (id: string) => {
    vpcs.add(id);
    add('vpc', id, id);
  };
  for (const kind of KINDS) {
    const { own, extended } = nounsOf(network, kind);
    // Associations tell where names answer, whether or not the object is there already.
    const isAssociated = kind === 'hosted-zone' || kind === 'resolver-rule' || kind === 'dns-profile';
    for (const noun of own) {
      if (isAssociated) for (const vpc of vpcsOf(noun as Placed)) inVpc(vpc);
      if (!noun.id.known) continue;
      const vpc = kind === 'vpc' ? noun.id.value : 'vpc' in noun ? idOf(noun.vpc) : undefined;
      if (vpc !== undefined) inVpc(vpc);
      add(kind, noun.id.value, vpc);
    }
    for (const noun of extended) {
      if (isAssociated) for (const vpc of vpcsOf(noun as Placed)) inVpc(vpc);
      if (noun.id.known) add(kind, noun.id.value, undefined);
    }
  }
  const list = (kind: NounKind, bag: Bag<Ref<Entity>>, vpc: string | undefined) => {
    for (const ref of [...bag.sure, ...bag.maybe]) {
      const id = idOf(ref);
      if (id !== undefined) add(kind, id, vpc);
    }
  };
  for (const endpoint of [...network.endpoints, ...network.managedEndpoints]) {
    const vpc = idOf(endpoint.vpc);
    if (vpc !== undefined) inVpc(vpc);
    list('subnet', endpoint.subnets, vpc);
    list('security-group', endpoint.groups, vpc);
    if (endpoint.kind !== 'endpoint') continue;
    list('route-table', endpoint.routeTables, vpc);
    const { serviceName } = endpoint;
    if (serviceName.known && serviceName.value !== null) add('endpoint-service', serviceName.value, undefined);
  }
  for (const { loadBalancers } of network.endpointServices) list('load-balancer', loadBalancers, undefined);
  const every = [...all.values()];
  return { all: every, ids: new Set(every.map(({ id }) => id)), vpcs, has: (kind, id) => all.has(`${kind} ${id}`) };
});
