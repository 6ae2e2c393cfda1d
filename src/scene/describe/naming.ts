import { type Endpoint, idOf, type ResolvedScene } from '../resolved.ts';
import { type Item, present } from './objects.ts';

interface File {
  readonly name: string;
  readonly answer: Item;
}

/** The answers about private APIs that name endpoints, and about the resources of VPC Lattice that endpoints name. */
export function namingFiles(scene: ResolvedScene): File[] {
  const named = (by: Endpoint['namedBy']) => scene.endpoints.filter(({ namedBy }) => namedBy === by);
  const list = (name: string, rows: readonly Item[]): File[] =>
    rows.length > 0 ? [{ name, answer: { items: rows } }] : [];
  return [
    ...list('apigateway-get-rest-apis', [
      ...named('private-api').map((endpoint) =>
        restApi(
          { name: endpoint.name, id: scene.id('api', endpoint.name).slice(4, 14), endpoints: [endpoint.id] },
          scene,
        ),
      ),
      ...scene.restApis.map((api) => restApi({ ...api, endpoints: api.endpoints.map(idOf) }, scene)),
    ]),
    ...list(
      'apigateway-get-domain-name-access-associations',
      named('private-domain').map((endpoint) => association(endpoint, scene)),
    ),
    ...scene.endpoints.flatMap((endpoint) => lattice(endpoint, scene)),
  ];
}

interface Api {
  readonly name: string;
  readonly id: string;
  readonly private?: boolean;
  /** Ids. */
  readonly endpoints: readonly string[];
}

function restApi({ name, id, private: isPrivate = true, endpoints }: Api, scene: ResolvedScene): Item {
  return {
    id,
    name,
    createdDate: '2026-01-15T10:00:00+00:00',
    apiKeySource: 'HEADER',
    endpointConfiguration: {
      types: [isPrivate ? 'PRIVATE' : 'REGIONAL'],
      ipAddressType: 'dualstack',
      ...(endpoints.length > 0 ? { vpcEndpointIds: endpoints } : {}),
    },
    tags: {},
    disableExecuteApiEndpoint: false,
    rootResourceId: scene.id('root', name).slice(5, 15),
  };
}

function association({ id }: Endpoint, { region, account }: ResolvedScene): Item {
  const arn = `arn:aws:apigateway:${region}:${account}:/domainnames/api.example.com+0a1b2c3d4e`;
  return {
    domainNameAccessAssociationArn: `arn:aws:apigateway:${region}:${account}:/domainnameaccessassociations/domainname/api.example.com+0a1b2c3d4e/vpcesource/${id}`,
    domainNameArn: arn,
    accessAssociationSourceType: 'VPCE',
    accessAssociationSource: id,
    tags: {},
  };
}

/** The ARN of the resource configuration that a scene makes for an endpoint. */
export function configurationArn({ name }: Endpoint, scene: ResolvedScene): string {
  return `arn:aws:vpc-lattice:${scene.region}:${scene.account}:resourceconfiguration/${scene.id('rcfg', name)}`;
}

function lattice(endpoint: Endpoint, scene: ResolvedScene): File[] {
  const { name, resource } = endpoint;
  if (!resource) return [];
  const [configuration, gateway] = [scene.id('rcfg', name), scene.id('rgw', name)];
  const arn = `arn:aws:vpc-lattice:${scene.region}:${scene.account}:resourcegateway/${gateway}`;
  return [
    {
      name: `vpc-lattice-get-resource-configuration.${configuration}`,
      answer: present({
        id: configuration,
        name,
        arn: configurationArn(endpoint, scene),
        resourceGatewayId: gateway,
        type: 'SINGLE',
        allowAssociationToShareableServiceNetwork: true,
        portRanges: ['443'],
        protocol: 'TCP',
        customDomainName: resource.customDomain ?? undefined,
        domainVerificationStatus: resource.verification ? 'VERIFIED' : 'PENDING',
        status: 'ACTIVE',
        resourceConfigurationDefinition: resource.target
          ? { dnsResource: { domainName: resource.target, ipAddressType: 'IPV4' } }
          : { ipResource: { ipAddress: '10.0.0.10' } },
        createdAt: '2026-01-15T10:00:00+00:00',
        amazonManaged: false,
      }),
    },
    {
      name: `vpc-lattice-get-resource-gateway.${gateway}`,
      answer: {
        name,
        id: gateway,
        arn,
        status: 'ACTIVE',
        vpcId: idOf(resource.vpc),
        subnetIds: [],
        securityGroupIds: [],
        ipAddressType: 'IPV4',
        resourceConfigDnsResolution: resource.inVpc ? 'IN_VPC' : 'PUBLIC',
        createdAt: '2026-01-15T10:00:00+00:00',
      },
    },
  ];
}
