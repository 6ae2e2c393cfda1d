import { inScene, type ResolvedScene, type Workload } from '../resolved.ts';
import { type Json, logicalId, type Resource, refer, resource } from './refer.ts';

/** What runs in subnets, with what it belongs to. */
export function workloadResources(scene: ResolvedScene): Resource[] {
  return scene.workloads.flatMap((it) => PRINTERS[it.runs](it, scene));
}

type Printer = (it: Workload, scene: ResolvedScene) => Resource[];

const PRINTERS: Readonly<Record<Workload['runs'], Printer>> = {
  'node-group': (it, scene) => [
    ...cluster(it, scene),
    resource(idOf(it), 'AWS::EKS::Nodegroup', {
      ClusterName: { Ref: `${idOf(it)}Cluster` },
      NodeRole: roleArn(scene),
      Subnets: subnets(it),
    }),
  ],
  'fargate-profile': (it, scene) => [
    ...cluster(it, scene),
    resource(idOf(it), 'AWS::EKS::FargateProfile', {
      ClusterName: { Ref: `${idOf(it)}Cluster` },
      PodExecutionRoleArn: roleArn(scene),
      Selectors: [{ Namespace: 'default' }],
      Subnets: subnets(it),
    }),
  ],
  'ecs-service': (it) => [
    resource(`${idOf(it)}Task`, 'AWS::ECS::TaskDefinition', {
      Family: it.name,
      ContainerDefinitions: capitalized(it.containers as unknown as Json),
      TaskRoleArn: it.actions.length > 0 ? { 'Fn::GetAtt': [`${idOf(it)}Role`, 'Arn'] } : undefined,
    }),
    ...role(it),
    resource(idOf(it), 'AWS::ECS::Service', {
      LaunchType: 'FARGATE',
      TaskDefinition: { Ref: `${idOf(it)}Task` },
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: subnets(it) } },
    }),
  ],
  function: (it, scene) => [
    ...role(it),
    resource(idOf(it), 'AWS::Lambda::Function', {
      Code: { ZipFile: 'exports.handler = () => {}' },
      Role: it.actions.length > 0 ? { 'Fn::GetAtt': [`${idOf(it)}Role`, 'Arn'] } : roleArn(scene),
      VpcConfig: { SubnetIds: subnets(it), SecurityGroupIds: [] },
    }),
    ...(it.answersCloudFormation
      ? [resource(`${idOf(it)}Use`, 'Custom::Use', { ServiceToken: { 'Fn::GetAtt': [idOf(it), 'Arn'] } })]
      : []),
  ],
  'event-source-mapping': (it, scene) => [
    resource(`${idOf(it)}Cluster`, 'AWS::MSK::Cluster', {
      ClusterName: it.name,
      BrokerNodeGroupInfo: { ClientSubnets: subnets(it), InstanceType: 'kafka.m5.large' },
    }),
    resource(idOf(it), 'AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { Ref: `${idOf(it)}Cluster` },
      FunctionName: 'consumer',
      ProvisionedPollerConfig: it.elsewhere ? { MinimumPollers: 1 } : undefined,
      SourceAccessConfigurations: it.withRoles
        ? [
            {
              Type: 'SASL_SCRAM_512_AUTH',
              URI: `arn:aws:secretsmanager:${scene.region}:${scene.account}:secret:kafka`,
            },
          ]
        : undefined,
    }),
  ],
  'sagemaker-domain': (it) => [
    resource(idOf(it), 'AWS::SageMaker::Domain', {
      DomainName: it.name,
      VpcId: refer(inScene(it.subnets[0]!)!.vpc, 'Vpc'),
      SubnetIds: subnets(it),
      AppNetworkAccessType: it.elsewhere ? 'PublicInternetOnly' : 'VpcOnly',
    }),
  ],
};

function idOf(it: Workload): string {
  return logicalId(it.name, 'Workload');
}

function cluster(it: Workload, scene: ResolvedScene): Resource[] {
  const id = `${idOf(it)}Cluster`;
  return [
    resource(id, 'AWS::EKS::Cluster', { RoleArn: roleArn(scene), ResourcesVpcConfig: { SubnetIds: subnets(it) } }),
    ...(it.withRoles
      ? [
          resource(`${idOf(it)}Issuer`, 'AWS::IAM::OIDCProvider', {
            ClientIdList: ['sts.amazonaws.com'],
            Url: { 'Fn::GetAtt': [id, 'OpenIdConnectIssuerUrl'] },
          }),
        ]
      : []),
  ];
}

function role(it: Workload): Resource[] {
  if (it.actions.length === 0) return [];
  const statement = { Effect: 'Allow', Action: it.actions, Resource: '*' };
  const PolicyDocument = { Version: '2012-10-17', Statement: [statement] };
  return [resource(`${idOf(it)}Role`, 'AWS::IAM::Role', { Policies: [{ PolicyName: it.name, PolicyDocument }] })];
}

function subnets(it: Workload): Json {
  return it.subnets.map((subnet) => refer(subnet, 'Subnet'));
}

function roleArn({ account }: ResolvedScene): string {
  return `arn:aws:iam::${account}:role/app`;
}

/** Names as CloudFormation writes them: `logConfiguration` is `LogConfiguration`; `awslogs-group` stays. */
function capitalized(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(capitalized);
  const name = (key: string) => (key.includes('-') ? key : key[0]!.toUpperCase() + key.slice(1));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [name(key), capitalized(each as Json)]));
}
