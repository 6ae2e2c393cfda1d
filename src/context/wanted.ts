/** What judged inputs name and do not hold: what is worth reading from an account. */
import type { Picture } from '../model/index.ts';
import { namesIn } from './named.ts';

export interface Wanted {
  readonly vpcs: readonly string[];
  readonly ids: ReadonlyMap<string, readonly string[]>;
  /** Regions the inputs are of, as far as they tell. */
  readonly regions: readonly string[];
}

export function wantedBy(pictures: readonly Picture[]): Wanted {
  const vpcs = new Set<string>();
  const ids = new Map<string, Set<string>>();
  const regions = new Set<string>();
  for (const { network, places } of pictures) {
    for (const region of places?.().regions ?? []) regions.add(region);
    const names = namesIn(network);
    for (const vpc of names.vpcs) vpcs.add(vpc);
    for (const { kind, id } of names.all) ids.set(kind, (ids.get(kind) ?? new Set()).add(id));
  }
  return {
    vpcs: [...vpcs].sort(),
    ids: new Map([...ids].map(([kind, each]) => [kind, [...each].sort()])),
    regions: [...regions].sort(),
  };
}
