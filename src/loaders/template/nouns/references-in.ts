import type { Resource } from '../stack/types.ts';
import type { Value } from '../values/value.ts';

/** The resources that a value refers to. */
export function referencesIn(value: Value): readonly Resource[] {
  switch (value.k) {
    case 'ref':
      return [value.to];
    case 'list':
      return value.items.flatMap(referencesIn);
    case 'mix':
      return value.parts.flatMap(referencesIn);
    case 'map':
      return [...value.members.values()].flatMap(referencesIn);
    default:
      return [];
  }
}
