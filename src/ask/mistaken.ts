import {
  type Endpoint,
  type Entity,
  type Mistaken,
  type NounKind,
  type Origin,
  oneOf,
  type Ref,
} from '../model/index.ts';

/** A reference of an endpoint that names an object of another kind. */
export interface Mistake extends Mistaken {
  /** What it should name, in words: "a subnet". */
  readonly wanted: string;
  readonly at: Origin;
}

/** What an endpoint surely names although AWS expects an object of another kind there. */
export function mistakesOf({ vpc, subnets, groups, routeTables }: Endpoint): readonly Mistake[] {
  const found: Mistake[] = [];
  const look = (kind: NounKind, refs: readonly Ref<Entity>[]) => {
    for (const ref of refs) {
      if (ref.is === 'unknown' && ref.mistaken) found.push({ ...ref.mistaken, wanted: oneOf(kind), at: ref.at });
    }
  };
  look('vpc', [vpc]);
  look('subnet', subnets.sure);
  look('security-group', groups.sure);
  look('route-table', routeTables.sure);
  return found;
}
