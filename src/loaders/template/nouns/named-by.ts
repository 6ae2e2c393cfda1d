/** Objects that name an endpoint, and the resource of VPC Lattice that an endpoint names. */
import {
  type Bag,
  bag,
  type Endpoint,
  type Fact,
  isEmpty,
  known,
  type LatticeResource,
  type Mention,
  map,
  type Ref,
  type RestApi,
  unknown,
  type Vpc,
} from '../../../model/index.ts';
import type { Resource } from '../stack/types.ts';
import { nounOf } from './base.ts';
import { referencesIn } from './references-in.ts';
import type { Registry } from './registry.ts';
import { mapView, optional, texts, type View } from './view.ts';

const REST_API = 'AWS::ApiGateway::RestApi';
const SAM_API = 'AWS::Serverless::Api';

export const REST_API_TYPES: readonly string[] = [REST_API, SAM_API];

export function restApiOf(resource: Resource, registry: Registry): RestApi {
  return {
    ...nounOf(resource, registry),
    kind: 'rest-api',
    isPrivate: isPrivate(resource, registry),
    get endpoints() {
      return endpointsOf(resource, registry);
    },
  };
}

function configurationOf(resource: Resource, registry: Registry): View {
  const view = registry.view(resource);
  const name = 'EndpointConfiguration';
  return mapView(view.get(name), view.place(name), resource.address);
}

/** SAM has one type where CloudFormation has a list of them. */
function isPrivate(resource: Resource, registry: Registry): Fact<boolean> {
  const configuration = configurationOf(resource, registry);
  if (resource.type === SAM_API) return map(optional(configuration, 'Type'), (type) => type === 'PRIVATE');
  const types = texts(configuration, 'Types');
  const isThere = types.sure.includes('PRIVATE');
  return isThere || types.open === null ? known(isThere, types.at) : unknown(types.open, types.at);
}

/** Endpoints that an API names. Its configuration overrides its OpenAPI document. */
function endpointsOf(resource: Resource, registry: Registry): Bag<Ref<Endpoint>> {
  const isSam = resource.type === SAM_API;
  const own = registry.refs<Endpoint>(
    configurationOf(resource, registry),
    isSam ? 'VPCEndpointIds' : 'VpcEndpointIds',
    'endpoint',
  );
  if (!isEmpty(own)) return own;
  let view = registry.view(resource);
  for (const name of [isSam ? 'DefinitionBody' : 'Body', 'x-amazon-apigateway-endpoint-configuration'])
    view = mapView(view.get(name), view.place(name), resource.address);
  return registry.refs<Endpoint>(view, 'vpcEndpointIds', 'endpoint');
}

/** Private REST APIs, and associations with private domain names, that name the endpoint. */
export function privateApisOf({ key, at }: Endpoint, registry: Registry): Bag<Mention> {
  const isMeant = (ref: Ref<Endpoint>) => ref.is === 'entity' && ref.to.key === key;
  const apis = REST_API_TYPES.flatMap((type) => registry.ofType(type)).filter((api) =>
    endpointsOf(api, registry).sure.some(isMeant),
  );
  const ties = registry
    .ofType('AWS::ApiGateway::DomainNameAccessAssociation')
    .filter((tie) => isMeant(registry.refIn<Endpoint>(registry.view(tie), 'AccessAssociationSource', 'endpoint')));
  const [sure, maybe] = [true, false].map((certain) =>
    [...apis, ...ties]
      .filter((resource) => (registry.made(resource) === 'yes') === certain)
      .map((resource): Mention => ({ at: resource.at, name: resource.address })),
  );
  return bag(sure!, at, { maybe: maybe! });
}

/** The resource that an endpoint names, where it is of this template. */
export function resourcesOf(endpoint: Resource, registry: Registry): Bag<LatticeResource> {
  const configuration = referred(
    endpoint,
    'ResourceConfigurationArn',
    'AWS::VpcLattice::ResourceConfiguration',
    registry,
  );
  const gateway =
    configuration && referred(configuration, 'ResourceGatewayId', 'AWS::VpcLattice::ResourceGateway', registry);
  if (!gateway) return bag([], endpoint.at);
  const view = registry.view(configuration);
  const definition = mapView(view.get('ResourceConfigurationDefinition'), view.at, configuration.address);
  const dns = definition.get('DnsResource');
  const resolution = optional(registry.view(gateway), 'ResourceConfigDnsResolution');
  return bag(
    [
      {
        at: configuration.at,
        name: configuration.address,
        gatewayVpc: registry.refIn<Vpc>(registry.view(gateway), 'VpcIdentifier', 'vpc'),
        dnsResolution: resolution.known ? { ...resolution, value: resolution.value ?? 'PUBLIC' } : resolution,
        customDomain: optional(view, 'CustomDomainName'),
        isVerified:
          view.get('DomainVerificationId').k === 'none'
            ? known(false, configuration.at)
            : unknown(
                `whether the domain verification of ${configuration.address} is complete is not in the template`,
                configuration.at,
              ),
        targetDomain: optional(mapView(dns, definition.place('DnsResource'), configuration.address), 'DomainName'),
      },
    ],
    endpoint.at,
  );
}

function referred(resource: Resource, name: string, type: string, registry: Registry): Resource | undefined {
  return referencesIn(registry.view(resource).get(name)).find((to) => to.type === type);
}
