/** REST APIs of API Gateway, and private domain names: which endpoints they name. */
import { oncePer, push } from '../../../base/memo.ts';
import {
  type Bag,
  bag,
  type Endpoint,
  type Fact,
  isEmpty,
  known,
  type Mention,
  openBag,
  type Ref,
  type RestApi,
  union,
  unknown,
  within,
} from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { literalMember } from '../values/member.ts';
import { isLeftOutOfBlock } from '../values/optional-computed.ts';
import { isNothing, lit, type Value } from '../values/value.ts';
import { ofAttribute, whyUnknown } from '../values/why-unknown.ts';
import { blockViews } from './blocks.ts';
import type { Registry } from './registry.ts';
import { View } from './view.ts';

export const REST_API = 'aws_api_gateway_rest_api';

export class RestApiView extends View implements RestApi {
  readonly kind = 'rest-api';

  get isPrivate(): Fact<boolean> {
    const at = within(this.at, 'endpoint_configuration');
    const value = this.registry.graph.read(this.instance, 'endpoint_configuration');
    const blocks = blockViews(value);
    if (!blocks) return unknown(whyUnknown(value), at);
    const types = blocks.map((block) => block.member('types'));
    const unclear = types.find((each) => each.k !== 'lit');
    if (unclear) return unknown(ofAttribute('types', this.key, whyUnknown(unclear)), at);
    return known(
      types.some((each) => each.k === 'lit' && Array.isArray(each.v) && each.v.includes('PRIVATE')),
      at,
    );
  }
  get endpoints(): Bag<Ref<Endpoint>> {
    return endpointsOf(this.instance, this.registry);
  }
}

/** Endpoints that an API names. Its configuration overrides its OpenAPI document. */
function endpointsOf(api: Instance, registry: Registry): Bag<Ref<Endpoint>> {
  const at = within(api.at, 'endpoint_configuration');
  const value = registry.graph.read(api, 'endpoint_configuration');
  const blocks = blockViews(value);
  if (!blocks) return openBag(whyUnknown(value), at);
  const own = union(
    blocks.map((block) => registry.refsOf<Endpoint>(block.member('vpc_endpoint_ids'), 'endpoint', at)),
    at,
  );
  const isLeftOut = isLeftOutOfBlock(api, 'endpoint_configuration', 'vpc_endpoint_ids');
  return isEmpty(own) || isLeftOut ? endpointsInBody(api, registry) : own;
}

const BODY_PATH = ['x-amazon-apigateway-endpoint-configuration', 'vpcEndpointIds'];

/** Endpoints in the OpenAPI document of an API. */
function endpointsInBody(api: Instance, registry: Registry): Bag<Ref<Endpoint>> {
  const at = within(api.at, 'body');
  const value = registry.graph.read(api, 'body');
  if (isNothing(value) || (value.k === 'lit' && value.v === '')) return bag([], at);
  let found = documentOf(value);
  if (!found) return openBag(ofAttribute('body', api.address, whyUnknown(value)), at);
  for (const name of BODY_PATH) {
    if (found.k === 'object') found = found.members.get(name) ?? lit(null);
    else if (found.k === 'lit') found = literalMember(found, name);
    else return openBag(whyUnknown(found), at);
    if (found.k === 'error') return bag([], at);
  }
  return registry.refsOf<Endpoint>(found, 'endpoint', at);
}

/** What a text of JSON says; undefined where it is none, or not known. */
function documentOf(value: Value): Value | undefined {
  if (value.k === 'json') return value.of;
  if (value.k !== 'lit' || typeof value.v !== 'string') return undefined;
  try {
    return lit(JSON.parse(value.v), value.sensitive);
  } catch {
    return undefined;
  }
}

/** Private APIs that surely name an endpoint. If an API names something else, it does not matter what. */
export function privateApisOf(endpoint: Endpoint, registry: Registry): Bag<Mention> {
  return bag(byEndpoint(registry).get(endpoint.key) ?? [], endpoint.at);
}

const byEndpoint = oncePer((registry: Registry): ReadonlyMap<string, readonly Mention[]> => {
  const found = new Map<string, Mention[]>();
  const add = ({ at, address }: Instance, refs: readonly Ref<Endpoint>[]) => {
    for (const ref of refs) if (ref.is === 'entity') push(found, ref.to.key, { at, name: address });
  };
  for (const api of registry.associations.instances(REST_API)) add(api, endpointsOf(api, registry).sure);
  for (const tie of registry.associations.instances('aws_api_gateway_domain_name_access_association'))
    add(tie, [registry.ref<Endpoint>(tie, 'access_association_source', 'endpoint')]);
  return found;
});
