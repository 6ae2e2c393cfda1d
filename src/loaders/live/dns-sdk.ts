/**
 * A few calls each of two small APIs: the VPC resolver, and Route 53 Profiles.
 * Source: https://docs.aws.amazon.com/Route53/latest/APIReference/API_Operations_Amazon_Route_53_Resolver.html and
 * API_Operations_Route_53_Profiles.html; how they are written on the wire is as in the service models of botocore.
 */

import { type Api, NUMBER, rows, type Schema, TEXT, TIME, texts } from './small-sdk.ts';

const inQuery = (name: string, type: number): Schema => [type, { httpQuery: name }];

const RESOLVER: Api = {
  id: 'Route53Resolver',
  prefix: 'route53resolver',
  protocol: 'AwsJson1_1Protocol',
  fipsAlready: /^us-gov-(east|west)-1$/,
  operations: {
    ListResolverRules: {
      input: { MaxResults: NUMBER, NextToken: TEXT },
      output: {
        NextToken: TEXT,
        MaxResults: NUMBER,
        ResolverRules: rows('ResolverRule', {
          Id: TEXT,
          CreatorRequestId: TEXT,
          Arn: TEXT,
          DomainName: TEXT,
          Status: TEXT,
          StatusMessage: TEXT,
          RuleType: TEXT,
          Name: TEXT,
          TargetIps: rows('TargetAddress', {
            Ip: TEXT,
            Port: NUMBER,
            Ipv6: TEXT,
            Protocol: TEXT,
            ServerNameIndication: TEXT,
          }),
          ResolverEndpointId: TEXT,
          OwnerId: TEXT,
          ShareStatus: TEXT,
          CreationTime: TEXT,
          ModificationTime: TEXT,
          DelegationRecord: TEXT,
        }),
      },
    },
    ListResolverEndpoints: {
      input: { MaxResults: NUMBER, NextToken: TEXT },
      output: {
        NextToken: TEXT,
        MaxResults: NUMBER,
        ResolverEndpoints: rows('ResolverEndpoint', {
          Id: TEXT,
          CreatorRequestId: TEXT,
          Arn: TEXT,
          Name: TEXT,
          SecurityGroupIds: texts('SecurityGroupIds'),
          Direction: TEXT,
          IpAddressCount: NUMBER,
          HostVPCId: TEXT,
          Status: TEXT,
          StatusMessage: TEXT,
          CreationTime: TEXT,
          ModificationTime: TEXT,
          ResolverEndpointType: TEXT,
        }),
      },
    },
    ListResolverRuleAssociations: {
      input: { MaxResults: NUMBER, NextToken: TEXT },
      output: {
        NextToken: TEXT,
        MaxResults: NUMBER,
        ResolverRuleAssociations: rows('ResolverRuleAssociation', {
          Id: TEXT,
          ResolverRuleId: TEXT,
          Name: TEXT,
          VPCId: TEXT,
          Status: TEXT,
          StatusMessage: TEXT,
        }),
      },
    },
  },
};

const PROFILES: Api = {
  id: 'Route53Profiles',
  prefix: 'route53profiles',
  protocol: 'AwsRestJsonProtocol',
  fipsAlready: null,
  operations: {
    ListProfileAssociations: {
      http: ['GET', '/profileassociations', 200],
      input: { MaxResults: inQuery('maxResults', NUMBER), NextToken: inQuery('nextToken', TEXT) },
      output: {
        ProfileAssociations: rows('ProfileAssociation', {
          Id: TEXT,
          Name: TEXT,
          OwnerId: TEXT,
          ProfileId: TEXT,
          ResourceId: TEXT,
          Status: TEXT,
          StatusMessage: TEXT,
          CreationTime: TIME,
          ModificationTime: TIME,
          Priority: NUMBER,
        }),
        NextToken: TEXT,
      },
    },
    ListProfileResourceAssociations: {
      http: ['GET', '/profileresourceassociations/profileid/{ProfileId}', 200],
      input: {
        ProfileId: [TEXT, { httpLabel: 1 }],
        MaxResults: inQuery('maxResults', NUMBER),
        NextToken: inQuery('nextToken', TEXT),
      },
      output: {
        ProfileResourceAssociations: rows('ProfileResourceAssociation', {
          Id: TEXT,
          Name: TEXT,
          OwnerId: TEXT,
          ProfileId: TEXT,
          ResourceArn: TEXT,
          ResourceType: TEXT,
          ResourceProperties: TEXT,
          Status: TEXT,
          StatusMessage: TEXT,
          CreationTime: TIME,
          ModificationTime: TIME,
        }),
        NextToken: TEXT,
      },
    },
  },
};

export const DNS_APIS = {
  route53resolver: RESOLVER,
  route53profiles: PROFILES,
} as const satisfies Readonly<Record<string, Api>>;
