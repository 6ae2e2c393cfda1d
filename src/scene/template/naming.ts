import type { Endpoint, ResolvedScene } from '../resolved.ts';
import { type Json, logicalId, type Resource, refer, resource } from './refer.ts';

/** REST APIs of API Gateway. */
export function restApiResources(scene: ResolvedScene): Resource[] {
  return scene.restApis.map(({ name, private: isPrivate, endpoints, inBody }) => {
    const named = endpoints.length > 0 ? endpoints.map((each) => refer(each, 'Endpoint')) : undefined;
    const body: Json = {
      openapi: '3.0.1',
      paths: {},
      'x-amazon-apigateway-endpoint-configuration': { vpcEndpointIds: named ?? [] },
    };
    return resource(logicalId(name, 'Api'), 'AWS::ApiGateway::RestApi', {
      Name: name,
      Body: named && inBody ? body : undefined,
      EndpointConfiguration: {
        Types: [isPrivate ? 'PRIVATE' : 'REGIONAL'],
        ...(named && !inBody ? { VpcEndpointIds: named } : {}),
      },
    });
  });
}

/** Private APIs that name an endpoint, and the resource of VPC Lattice that it names. */
export function namingResources({ name, namedBy, resource: lattice }: Endpoint): Resource[] {
  const own: Json = { Ref: logicalId(name, 'Endpoint') };
  const out: Resource[] = [];
  if (namedBy === 'private-api') {
    out.push(
      resource(logicalId(name, 'Api'), 'AWS::ApiGateway::RestApi', {
        Name: name,
        EndpointConfiguration: { Types: ['PRIVATE'], VpcEndpointIds: [own] },
      }),
    );
  }
  if (namedBy === 'private-domain') {
    out.push(
      resource(logicalId(name, 'Access'), 'AWS::ApiGateway::DomainNameAccessAssociation', {
        AccessAssociationSource: own,
        AccessAssociationSourceType: 'VPCE',
        DomainNameArn: 'arn:aws:apigateway:us-east-1:123456789012:/domainnames/api.example.com+0a1b2c3d4e',
      }),
    );
  }
  if (!lattice) return out;
  const gateway = logicalId(name, 'Gateway');
  out.push(
    resource(gateway, 'AWS::VpcLattice::ResourceGateway', {
      Name: name,
      VpcIdentifier: refer(lattice.vpc, 'Vpc'),
      SubnetIds: [],
      ResourceConfigDnsResolution: lattice.inVpc ? 'IN_VPC' : undefined,
    }),
    resource(logicalId(name, 'Configuration'), 'AWS::VpcLattice::ResourceConfiguration', {
      Name: name,
      ResourceConfigurationType: 'SINGLE',
      ResourceGatewayId: { Ref: gateway },
      CustomDomainName: lattice.customDomain ?? undefined,
      DomainVerificationId: lattice.verification ? 'dv-0123456789abcdef0' : undefined,
      ResourceConfigurationDefinition: lattice.target
        ? { DnsResource: { DomainName: lattice.target, IpAddressType: 'IPV4' } }
        : { IpResource: '10.0.0.10' },
    }),
  );
  return out;
}
