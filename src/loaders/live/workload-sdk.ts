/**
 * What runs in subnets: a few calls each of EKS, ECS, Lambda, MSK, SageMaker and IAM. Members that no rule needs are left out, above all
 * environment variables and options of log drivers, which may hold secrets.
 * Source of the format of the requests and answers: the service models of botocore 1.44.8.
 */
import { type Api, BOOLEAN, jsonName, NUMBER, rows, type Schema, structure, TEXT, texts } from './small-sdk.ts';

const inPath: Schema = [TEXT, { httpLabel: 1 }];
const inQuery = (name: string, type: number): Schema => [type, { httpQuery: name }];
const PAGES = { maxResults: inQuery('maxResults', NUMBER), nextToken: inQuery('nextToken', TEXT) };

const EKS: Api = {
  id: 'EKS',
  prefix: 'eks',
  host: (region, isFips) => (isFips ? `fips.eks.${region}.amazonaws.com` : undefined),
  protocol: 'AwsRestJsonProtocol',
  fipsAlready: /^us-gov-/,
  operations: {
    ListClusters: {
      http: ['GET', '/clusters', 200],
      input: PAGES,
      output: { clusters: texts('StringList'), nextToken: TEXT },
    },
    DescribeCluster: {
      http: ['GET', '/clusters/{name}', 200],
      input: { name: inPath },
      output: {
        cluster: structure('Cluster', {
          name: TEXT,
          arn: TEXT,
          version: TEXT,
          resourcesVpcConfig: structure('VpcConfigResponse', {
            subnetIds: texts('SubnetIds'),
            securityGroupIds: texts('SecurityGroupIds'),
            clusterSecurityGroupId: TEXT,
            vpcId: TEXT,
          }),
          identity: structure('Identity', { oidc: structure('OIDC', { issuer: TEXT }) }),
          status: TEXT,
        }),
      },
    },
    ListNodegroups: {
      http: ['GET', '/clusters/{clusterName}/node-groups', 200],
      input: { clusterName: inPath, ...PAGES },
      output: { nodegroups: texts('StringList'), nextToken: TEXT },
    },
    DescribeNodegroup: {
      http: ['GET', '/clusters/{clusterName}/node-groups/{nodegroupName}', 200],
      input: { clusterName: inPath, nodegroupName: inPath },
      output: {
        nodegroup: structure('Nodegroup', {
          nodegroupName: TEXT,
          nodegroupArn: TEXT,
          clusterName: TEXT,
          status: TEXT,
          capacityType: TEXT,
          subnets: texts('Subnets'),
          amiType: TEXT,
        }),
      },
    },
    ListFargateProfiles: {
      http: ['GET', '/clusters/{clusterName}/fargate-profiles', 200],
      input: { clusterName: inPath, ...PAGES },
      output: { fargateProfileNames: texts('StringList'), nextToken: TEXT },
    },
    DescribeFargateProfile: {
      http: ['GET', '/clusters/{clusterName}/fargate-profiles/{fargateProfileName}', 200],
      input: { clusterName: inPath, fargateProfileName: inPath },
      output: {
        fargateProfile: structure('FargateProfile', {
          fargateProfileName: TEXT,
          fargateProfileArn: TEXT,
          clusterName: TEXT,
          subnets: texts('Subnets'),
          status: TEXT,
        }),
      },
    },
    ListPodIdentityAssociations: {
      http: ['GET', '/clusters/{clusterName}/pod-identity-associations', 200],
      input: { clusterName: inPath, ...PAGES },
      output: {
        associations: rows('PodIdentityAssociationSummary', {
          clusterName: TEXT,
          namespace: TEXT,
          serviceAccount: TEXT,
          associationArn: TEXT,
          associationId: TEXT,
        }),
        nextToken: TEXT,
      },
    },
  },
};

const CONTAINERS = rows('ContainerDefinition', {
  name: TEXT,
  image: TEXT,
  environmentFiles: rows('EnvironmentFile', { value: TEXT, type: TEXT }),
  secrets: rows('Secret', { name: TEXT, valueFrom: TEXT }),
  logConfiguration: structure('LogConfiguration', {
    logDriver: TEXT,
    options: structure('LogConfigurationOptions', { 'awslogs-region': TEXT, 'awslogs-group': TEXT }),
    secretOptions: rows('Secret', { name: TEXT, valueFrom: TEXT }),
  }),
});

const ECS: Api = {
  id: 'ECS',
  target: 'AmazonEC2ContainerServiceV20141113',
  prefix: 'ecs',
  protocol: 'AwsJson1_1Protocol',
  fipsAlready: null,
  operations: {
    ListClusters: {
      input: { maxResults: NUMBER, nextToken: TEXT },
      output: { clusterArns: texts('StringList'), nextToken: TEXT },
    },
    ListServices: {
      input: { cluster: TEXT, maxResults: NUMBER, nextToken: TEXT },
      output: { serviceArns: texts('StringList'), nextToken: TEXT },
    },
    DescribeServices: {
      input: { cluster: TEXT, services: texts('StringList') },
      output: {
        services: rows('Service', {
          serviceArn: TEXT,
          serviceName: TEXT,
          clusterArn: TEXT,
          status: TEXT,
          launchType: TEXT,
          capacityProviderStrategy: rows('CapacityProviderStrategyItem', {
            capacityProvider: TEXT,
            weight: NUMBER,
            base: NUMBER,
          }),
          taskDefinition: TEXT,
          networkConfiguration: structure('NetworkConfiguration', {
            awsvpcConfiguration: structure('AwsVpcConfiguration', {
              subnets: texts('StringList'),
              securityGroups: texts('StringList'),
              assignPublicIp: TEXT,
            }),
          }),
        }),
      },
    },
    DescribeTaskDefinition: {
      input: { taskDefinition: TEXT },
      output: {
        taskDefinition: structure('TaskDefinition', {
          taskDefinitionArn: TEXT,
          containerDefinitions: CONTAINERS,
          family: TEXT,
          taskRoleArn: TEXT,
          executionRoleArn: TEXT,
          networkMode: TEXT,
          revision: NUMBER,
          status: TEXT,
          requiresCompatibilities: texts('StringList'),
        }),
      },
    },
  },
};

const LAMBDA: Api = {
  id: 'Lambda',
  prefix: 'lambda',
  protocol: 'AwsRestJsonProtocol',
  fipsAlready: null,
  operations: {
    ListEventSourceMappings: {
      http: ['GET', '/2015-03-31/event-source-mappings', 200],
      input: { Marker: inQuery('Marker', TEXT), MaxItems: inQuery('MaxItems', NUMBER) },
      output: {
        NextMarker: TEXT,
        EventSourceMappings: rows('EventSourceMappingConfiguration', {
          UUID: TEXT,
          EventSourceArn: TEXT,
          FunctionArn: TEXT,
          State: TEXT,
          Topics: texts('Topics'),
          SourceAccessConfigurations: rows('SourceAccessConfiguration', { Type: TEXT, URI: TEXT }),
          EventSourceMappingArn: TEXT,
          ProvisionedPollerConfig: structure('ProvisionedPollerConfig', {
            MinimumPollers: NUMBER,
            MaximumPollers: NUMBER,
          }),
        }),
      },
    },
  },
};

/** Its members are written in lower case on the wire. */
function wired(fields: Readonly<Record<string, Schema>>): Readonly<Record<string, Schema>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, schema]) => [name, jsonName(schema, name[0]!.toLowerCase() + name.slice(1))]),
  );
}

const KAFKA: Api = {
  id: 'Kafka',
  prefix: 'kafka',
  protocol: 'AwsRestJsonProtocol',
  fipsAlready: /^us-gov-/,
  operations: {
    DescribeClusterV2: {
      http: ['GET', '/api/v2/clusters/{ClusterArn}', 200],
      input: { ClusterArn: inPath },
      output: wired({
        ClusterInfo: structure(
          'Cluster',
          wired({
            ClusterType: TEXT,
            ClusterArn: TEXT,
            ClusterName: TEXT,
            State: TEXT,
            Provisioned: structure(
              'Provisioned',
              wired({
                BrokerNodeGroupInfo: structure(
                  'BrokerNodeGroupInfo',
                  wired({ ClientSubnets: texts('Strings'), InstanceType: TEXT, SecurityGroups: texts('Strings') }),
                ),
              }),
            ),
            Serverless: structure(
              'Serverless',
              wired({
                VpcConfigs: rows(
                  'VpcConfig',
                  wired({ SubnetIds: texts('Strings'), SecurityGroupIds: texts('Strings') }),
                ),
              }),
            ),
          }),
        ),
      }),
    },
  },
};

const SAGEMAKER: Api = {
  id: 'SageMaker',
  prefix: 'api.sagemaker',
  signing: 'sagemaker',
  host: (region, isFips) => (isFips ? `api-fips.sagemaker.${region}.amazonaws.com` : undefined),
  protocol: 'AwsJson1_1Protocol',
  fipsAlready: null,
  operations: {
    ListDomains: {
      input: { MaxResults: NUMBER, NextToken: TEXT },
      output: {
        Domains: rows('DomainDetails', { DomainArn: TEXT, DomainId: TEXT, DomainName: TEXT, Status: TEXT }),
        NextToken: TEXT,
      },
    },
    DescribeDomain: {
      input: { DomainId: TEXT },
      output: {
        DomainArn: TEXT,
        DomainId: TEXT,
        DomainName: TEXT,
        Status: TEXT,
        AuthMode: TEXT,
        AppNetworkAccessType: TEXT,
        SubnetIds: texts('Subnets'),
        VpcId: TEXT,
      },
    },
  },
};

/** IAM is one for all Regions of a partition. */
export function regionOfIam(region: string): string {
  if (region.startsWith('cn-')) return 'cn-north-1';
  return region.startsWith('us-gov-') ? 'us-gov-west-1' : 'us-east-1';
}

const IAM: Api = {
  id: 'IAM',
  prefix: 'iam',
  host: (region, isFips) => {
    if (region === 'cn-north-1') return 'iam.cn-north-1.amazonaws.com.cn';
    if (region === 'us-gov-west-1') return 'iam.us-gov.amazonaws.com';
    return isFips ? 'iam-fips.amazonaws.com' : 'iam.amazonaws.com';
  },
  protocol: 'AwsQueryProtocol',
  version: '2010-05-08',
  fipsAlready: null,
  operations: {
    ListOpenIDConnectProviders: {
      input: {},
      output: {
        OpenIDConnectProviderList: rows('OpenIDConnectProviderListEntry', {
          Arn: TEXT,
          IsTrustedIdentityPropagationEnabled: BOOLEAN,
        }),
      },
    },
  },
};

export const WORKLOAD_APIS = {
  eks: EKS,
  ecs: ECS,
  lambda: LAMBDA,
  kafka: KAFKA,
  sagemaker: SAGEMAKER,
  iam: IAM,
} as const satisfies Readonly<Record<string, Api>>;
