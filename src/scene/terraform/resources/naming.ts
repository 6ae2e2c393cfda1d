import { label } from '../../names.ts';
import { type Endpoint, idOf, type ResolvedScene, type RestApi } from '../../resolved.ts';
import { Call, type Expression, type Json, Reference } from '../expression.ts';
import type { Resource } from '../resource.ts';
import { managed, optionalArguments, referTo, vpcId } from './refer.ts';

/** Private APIs that name endpoints, and the resources of VPC Lattice that endpoints name. */
export function namingResources(scene: ResolvedScene): Resource[] {
  return [
    ...scene.restApis.map((api) => restApi(scene, api)),
    ...scene.endpoints.flatMap((endpoint) => [...apis(scene, endpoint), ...lattice(scene, endpoint)]),
  ];
}

function restApi(scene: ResolvedScene, { name, private: isPrivate, endpoints, inBody }: RestApi): Resource {
  const named = endpoints.length > 0;
  const document = {
    openapi: '3.0.1',
    paths: {},
    'x-amazon-apigateway-endpoint-configuration': { vpcEndpointIds: endpoints.map(idOf) },
  };
  return made(
    scene,
    'aws_api_gateway_rest_api',
    { name },
    optionalArguments({
      name,
      body: named && inBody ? new Call('jsonencode', document, JSON.stringify(document)) : undefined,
      endpoint_configuration: [
        optionalArguments({
          types: [isPrivate ? 'PRIVATE' : 'REGIONAL'],
          vpc_endpoint_ids: named && !inBody ? endpoints.map((each) => referTo('aws_vpc_endpoint', each)) : undefined,
        }),
      ],
    }),
  );
}

function apis(scene: ResolvedScene, endpoint: Endpoint): Resource[] {
  const id = referTo('aws_vpc_endpoint', { to: endpoint });
  if (endpoint.namedBy === 'private-api') {
    const types = { types: ['PRIVATE'], vpc_endpoint_ids: [id] };
    return [
      made(scene, 'aws_api_gateway_rest_api', endpoint, { name: endpoint.name, endpoint_configuration: [types] }),
    ];
  }
  if (endpoint.namedBy !== 'private-domain') return [];
  return [
    made(scene, 'aws_api_gateway_domain_name_access_association', endpoint, {
      access_association_source: id,
      access_association_source_type: 'VPCE',
      domain_name_arn: `arn:aws:apigateway:${scene.region}:${scene.account}:/domainnames/api.example.com+0a1b2c3d4e`,
    }),
  ];
}

/** Made by another stack, which also has its TXT record. */
const VERIFICATION = 'dv-0123456789abcdef0';

function lattice(scene: ResolvedScene, endpoint: Endpoint): Resource[] {
  const { resource } = endpoint;
  if (!resource) return [];
  const { target, customDomain } = resource;
  const definition: Expression = target
    ? { dns_resource: [{ domain_name: target, ip_address_type: 'IPV4' }] }
    : { ip_resource: [{ ip_address: '10.0.0.10' }] };
  return [
    made(scene, 'aws_vpclattice_resource_gateway', endpoint, {
      name: endpoint.name,
      vpc_id: vpcId(resource.vpc),
      ...(resource.inVpc ? { resource_config_dns_resolution: 'IN_VPC' } : {}),
    }),
    made(scene, 'aws_vpclattice_resource_configuration', endpoint, {
      name: endpoint.name,
      resource_gateway_identifier: new Reference(`aws_vpclattice_resource_gateway.${label(endpoint.name)}`, 'id'),
      resource_configuration_definition: [definition],
      ...(customDomain ? { custom_domain_name: customDomain } : {}),
      ...(resource.verification ? { domain_verification_id: VERIFICATION } : {}),
    }),
  ];
}

function made(
  scene: ResolvedScene,
  type: string,
  { name }: { readonly name: string },
  given: Readonly<Record<string, Expression>>,
): Resource {
  const id = `${type.split('_').at(-1)}-${name}`;
  const arn: Json = `arn:aws:vpc-lattice:${scene.region}:${scene.account}:${type}/${id}`;
  return managed(scene, type, { name, given: true }, { arguments: given, applied: { id, arn } });
}
