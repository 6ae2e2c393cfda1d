import type { ParsedPolicy } from './document/document.ts';
import type { EndpointFacts } from './document/endpoint-facts.ts';
import { carried, nearestKey } from './service/known-keys.ts';
import { serviceData } from './service/service.ts';

/** A condition key that no request through the endpoint carries. */
export interface StrayKey {
  readonly statement: number;
  /** As written. */
  readonly key: string;
  /** The key that is meant, as AWS writes it; null where none is near, or where requests to other services carry this one. */
  readonly near: string | null;
}

/** The condition keys of a policy that no request through the endpoint carries, in their order. */
export function strayKeys({ statements }: ParsedPolicy, { service }: EndpointFacts): readonly StrayKey[] {
  const data = serviceData(service);
  return statements.flatMap(({ index, conditions }) =>
    conditions.flatMap(({ key }): StrayKey[] => {
      if (carried(key.toLowerCase(), data) !== 'no') return [];
      const near = nearestKey(key, data);
      return [{ statement: index, key, near: near?.toLowerCase() === key.toLowerCase() ? null : near }];
    }),
  );
}
