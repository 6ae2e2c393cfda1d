/**
 * Two calls each of two small APIs: rules of the VPC resolver, and Route 53 Profiles. A package of the SDK is its common
 * machinery (credentials, signing, retries, paths, JSON) and the shapes of one API; for four calls the shapes are here.
 * Source: https://docs.aws.amazon.com/Route53/latest/APIReference/API_Operations_Amazon_Route_53_Resolver.html and
 * API_Operations_Route_53_Profiles.html; how they are written on the wire is as in the service models of botocore.
 */

/** What a package of the SDK exports: a client and its commands. */
type Sdk = Readonly<Record<string, unknown>>;

/** A schema as the SDK writes it: a number for a plain type, an array for all else. */
type Schema = number | readonly unknown[];

const NAMESPACE = 'com.amazonaws.route53';
const TEXT = 0;
const NUMBER = 1;
const TIME = 4;

interface Operation {
  /** Method, path and status: REST alone has them. */
  readonly http?: readonly [method: string, path: string, status: number];
  readonly input: Readonly<Record<string, Schema>>;
  readonly output: Readonly<Record<string, Schema>>;
}

interface Api {
  readonly id: 'Route53Resolver' | 'Route53Profiles';
  /** First part of its hosts, and what requests are signed for. */
  readonly prefix: string;
  readonly protocol: 'AwsJson1_1Protocol' | 'AwsRestJsonProtocol';
  /** Regions where the FIPS endpoint is the usual one. */
  readonly fipsAlready: RegExp | null;
  readonly operations: Readonly<Record<string, Operation>>;
}

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

function structure(name: string, fields: Readonly<Record<string, Schema>>): Schema {
  return [3, NAMESPACE, name, 0, Object.keys(fields), Object.values(fields)];
}

function rows(name: string, fields: Readonly<Record<string, Schema>>): Schema {
  const row = structure(name, fields);
  return [1, NAMESPACE, `${name}s`, 0, () => row];
}

export function resolverSdk(): Promise<Sdk> {
  return sdkOf(RESOLVER);
}

export function profilesSdk(): Promise<Sdk> {
  return sdkOf(PROFILES);
}

const made = new Map<Api, Promise<Sdk>>();

function sdkOf(api: Api): Promise<Sdk> {
  const found = made.get(api);
  if (found) return found;
  const sdk = make(api);
  made.set(api, sdk);
  return sdk;
}

interface EndpointParameters {
  /** Where `--endpoint-url` sends all calls. */
  readonly Endpoint?: string;
  readonly Region?: string;
  readonly UseFIPS?: boolean;
  readonly UseDualStack?: boolean;
}

/** The client of another service that is signed for and asked alike, with what makes it that service's replaced. */
async function make(api: Api): Promise<Sdk> {
  const [{ ElasticLoadBalancingV2Client: Client }, protocols, { partition }, { makeBuilder }, { getEndpointPlugin }] =
    await Promise.all([
      import('@aws-sdk/client-elastic-load-balancing-v2'),
      import('@aws-sdk/core/protocols'),
      import('@aws-sdk/core/client'),
      import('@smithy/core/client'),
      import('@smithy/core/endpoints'),
    ]);
  const urlOf = ({ Endpoint, Region = '', UseFIPS, UseDualStack }: EndpointParameters): string => {
    if (Endpoint !== undefined) return Endpoint;
    const { dnsSuffix, dualStackDnsSuffix } = partition(Region);
    const fips = UseFIPS && !api.fipsAlready?.test(Region) ? '-fips' : '';
    return `https://${api.prefix}${fips}.${Region}.${UseDualStack ? dualStackDnsSuffix : dnsSuffix}`;
  };
  const own = {
    serviceId: api.id,
    protocol: protocols[api.protocol],
    protocolSettings: { defaultNamespace: NAMESPACE, serviceTarget: api.id, errorTypeRegistries: [] },
    endpointProvider: (parameters: EndpointParameters) => ({ url: new URL(urlOf(parameters)) }),
    signingName: api.prefix,
  };
  class ServiceClient extends Client {
    constructor(config: object) {
      super({ ...config, ...own } as unknown as ConstructorParameters<typeof Client>[0] & object);
    }
  }
  const parameters = {
    UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
    Endpoint: { type: 'builtInParams', name: 'endpoint' },
    Region: { type: 'builtInParams', name: 'region' },
    UseDualStack: { type: 'builtInParams', name: 'useDualstackEndpoint' },
  };
  const command = makeBuilder(parameters as never, api.id, `${api.id}Client`, getEndpointPlugin as never);
  const commands = Object.entries(api.operations).map(([name, { http, input, output }]) => {
    const [asked, answered] = [structure(`${name}Request`, input), structure(`${name}Response`, output)];
    const operation = [9, NAMESPACE, name, http ? { http } : 0, () => asked, () => answered];
    return [`${name}Command`, command({}, () => [], name, operation as never)] as const;
  });
  return { [`${api.id}Client`]: ServiceClient, ...Object.fromEntries(commands) };
}
