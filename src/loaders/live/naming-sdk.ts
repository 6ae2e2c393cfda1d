/**
 * Objects that name endpoints, and ways into VPCs: a few calls each of API Gateway, VPC Lattice and Network Manager.
 * Source of the format of the requests and answers: the service models of botocore 1.44.8.
 */
import { type Api, BOOLEAN, jsonName, NUMBER, rows, type Schema, structure, TEXT, texts } from './small-sdk.ts';

const inPath: Schema = [TEXT, { httpLabel: 1 }];
const inQuery = (name: string, type: number): Schema => [type, { httpQuery: name }];
const POSITION = { position: inQuery('position', TEXT), limit: inQuery('limit', NUMBER) };

const API_GATEWAY: Api = {
  id: 'API Gateway',
  prefix: 'apigateway',
  // Else it answers hypertext (HAL).
  accept: 'application/json',
  protocol: 'AwsRestJsonProtocol',
  fipsAlready: null,
  operations: {
    GetRestApis: {
      http: ['GET', '/restapis', 200],
      input: POSITION,
      output: {
        position: TEXT,
        items: jsonName(
          rows('RestApi', {
            id: TEXT,
            name: TEXT,
            apiKeySource: TEXT,
            endpointConfiguration: structure('EndpointConfiguration', {
              types: texts('ListOfEndpointType'),
              ipAddressType: TEXT,
              vpcEndpointIds: texts('ListOfString'),
            }),
            disableExecuteApiEndpoint: BOOLEAN,
          }),
          'item',
        ),
      },
    },
    GetDomainNameAccessAssociations: {
      http: ['GET', '/domainnameaccessassociations', 200],
      input: POSITION,
      output: {
        position: TEXT,
        items: jsonName(
          rows('DomainNameAccessAssociation', {
            domainNameAccessAssociationArn: TEXT,
            domainNameArn: TEXT,
            accessAssociationSourceType: TEXT,
            accessAssociationSource: TEXT,
          }),
          'item',
        ),
      },
    },
  },
};

const LATTICE: Api = {
  id: 'VPC Lattice',
  prefix: 'vpc-lattice',
  protocol: 'AwsRestJsonProtocol',
  fipsAlready: null,
  operations: {
    GetResourceConfiguration: {
      http: ['GET', '/resourceconfigurations/{resourceConfigurationIdentifier}', 200],
      input: { resourceConfigurationIdentifier: inPath },
      output: {
        id: TEXT,
        name: TEXT,
        arn: TEXT,
        resourceGatewayId: TEXT,
        resourceConfigurationGroupId: TEXT,
        type: TEXT,
        customDomainName: TEXT,
        status: TEXT,
        resourceConfigurationDefinition: structure('ResourceConfigurationDefinition', {
          dnsResource: structure('DnsResource', { domainName: TEXT, ipAddressType: TEXT }),
          ipResource: structure('IpResource', { ipAddress: TEXT }),
          arnResource: structure('ArnResource', { arn: TEXT }),
        }),
        domainVerificationId: TEXT,
        domainVerificationStatus: TEXT,
      },
    },
    GetResourceGateway: {
      http: ['GET', '/resourcegateways/{resourceGatewayIdentifier}', 200],
      input: { resourceGatewayIdentifier: inPath },
      output: {
        name: TEXT,
        id: TEXT,
        arn: TEXT,
        status: TEXT,
        vpcId: TEXT,
        subnetIds: texts('SubnetList'),
        securityGroupIds: texts('SecurityGroupList'),
        ipAddressType: TEXT,
        resourceConfigDnsResolution: TEXT,
      },
    },
  },
};

/** Network Manager is one for all Regions of a partition that has it. */
export function regionOfNetworkManager(region: string): string {
  if (region.startsWith('cn-')) return region;
  return region.startsWith('us-gov-') ? 'us-gov-west-1' : 'us-west-2';
}

const NETWORK_MANAGER: Api = {
  id: 'NetworkManager',
  prefix: 'networkmanager',
  protocol: 'AwsRestJsonProtocol',
  fipsAlready: /^us-gov-/,
  operations: {
    ListAttachments: {
      http: ['GET', '/attachments', 200],
      input: {
        AttachmentType: inQuery('attachmentType', TEXT),
        MaxResults: inQuery('maxResults', NUMBER),
        NextToken: inQuery('nextToken', TEXT),
      },
      output: {
        Attachments: rows('Attachment', {
          CoreNetworkId: TEXT,
          CoreNetworkArn: TEXT,
          AttachmentId: TEXT,
          OwnerAccountId: TEXT,
          AttachmentType: TEXT,
          State: TEXT,
          EdgeLocation: TEXT,
          ResourceArn: TEXT,
          SegmentName: TEXT,
        }),
        NextToken: TEXT,
      },
    },
  },
};

export const NAMING_APIS = {
  apigateway: API_GATEWAY,
  'vpc-lattice': LATTICE,
  networkmanager: NETWORK_MANAGER,
} as const satisfies Readonly<Record<string, Api>>;
