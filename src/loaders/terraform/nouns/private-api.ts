/** Private REST APIs and private domain names: which endpoints they name. */
import { oncePer, push } from '../../../base/memo.ts';
import { type Bag, bag, type Endpoint, type Mention, within } from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { blockViews } from './blocks.ts';
import type { Registry } from './registry.ts';

/** Those that surely name an endpoint. Of what names something else nobody asks which. */
export function privateApisOf(endpoint: Endpoint, registry: Registry): Bag<Mention> {
  return bag(byEndpoint(registry).get(endpoint.key) ?? [], endpoint.at);
}

const byEndpoint = oncePer((registry: Registry): ReadonlyMap<string, readonly Mention[]> => {
  const found = new Map<string, Mention[]>();
  const mention = ({ at, address }: Instance): Mention => ({ at, name: address });
  for (const api of registry.associations.instances('aws_api_gateway_rest_api')) {
    const at = within(api.at, 'endpoint_configuration');
    for (const block of blockViews(registry.graph.read(api, 'endpoint_configuration')) ?? []) {
      for (const ref of registry.refsOf<Endpoint>(block.member('vpc_endpoint_ids'), 'endpoint', at).sure)
        if (ref.is === 'entity') push(found, ref.to.key, mention(api));
    }
  }
  for (const tie of registry.associations.instances('aws_api_gateway_domain_name_access_association')) {
    const ref = registry.ref<Endpoint>(tie, 'access_association_source', 'endpoint');
    if (ref.is === 'entity') push(found, ref.to.key, mention(tie));
  }
  return found;
});
