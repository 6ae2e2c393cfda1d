import { type Entity, type Fact, type Origin, unknown } from '../../../model/index.ts';
import type { Resource } from '../stack/types.ts';
import type { Registry } from './registry.ts';

/** What all nouns of templates share: nothing has an id before it is deployed. */
export function nounOf(
  resource: Resource,
  registry: Registry,
): Entity & {
  readonly address: string;
  readonly region: Fact<string>;
  readonly account: Fact<string>;
  readonly at: Origin;
  readonly path?: string;
  readonly aliases?: readonly string[];
} {
  const stackName = resource.stack.name;
  return {
    key: resource.address,
    address: resource.address,
    id: unknown(`the id of ${resource.address} is known only after deployment`, resource.at),
    region: registry.region(resource),
    account: registry.account(resource),
    at: resource.at,
    ...(resource.constructPath === null ? {} : { path: resource.constructPath }),
    ...(stackName === null || resource.address.startsWith(`${stackName}/`)
      ? {}
      : { aliases: [`${stackName}/${resource.id}`] }),
  };
}
