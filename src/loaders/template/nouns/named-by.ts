/** What names an endpoint, and the resource of VPC Lattice that it names. */
import { type Bag, bag, type Endpoint, type LatticeResource, type Mention, type Vpc } from '../../../model/index.ts';
import type { Resource } from '../stack/types.ts';
import { referencesIn } from './references-in.ts';
import type { Registry } from './registry.ts';
import { mapView, optional } from './view.ts';

/** Private REST APIs, and associations with private domain names, that name the endpoint. */
export function privateApisOf({ key, at }: Endpoint, registry: Registry): Bag<Mention> {
  const naming = (type: string, ...path: readonly string[]) =>
    registry.ofType(type).filter((resource) => {
      let view = registry.view(resource);
      for (const name of path.slice(0, -1)) view = mapView(view.get(name), view.place(name), resource.address);
      return referencesIn(view.get(path.at(-1)!)).some(({ address }) => address === key);
    });
  const found = [
    ...naming('AWS::ApiGateway::RestApi', 'EndpointConfiguration', 'VpcEndpointIds'),
    ...naming('AWS::ApiGateway::DomainNameAccessAssociation', 'AccessAssociationSource'),
  ];
  const [sure, maybe] = [true, false].map((certain) =>
    found
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
        targetDomain: optional(mapView(dns, definition.place('DnsResource'), configuration.address), 'DomainName'),
      },
    ],
    endpoint.at,
  );
}

function referred(resource: Resource, name: string, type: string, registry: Registry): Resource | undefined {
  return referencesIn(registry.view(resource).get(name)).find((to) => to.type === type);
}
