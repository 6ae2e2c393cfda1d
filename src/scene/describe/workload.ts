import { digest } from '../names.ts';
import { idOf, inScene, type ResolvedScene, type Workload } from '../resolved.ts';
import { type Item, present } from './objects.ts';

interface File {
  readonly name: string;
  readonly answer: Item;
}

/** The answers of EKS, ECS, Lambda, MSK, SageMaker and IAM about what runs in subnets. */
export function workloadFiles(scene: ResolvedScene): File[] {
  const { workloads } = scene;
  const of = (...runs: readonly Workload['runs'][]) => workloads.filter((it) => runs.includes(it.runs));
  const list = (name: string, key: string, rows: readonly Item[]): File[] =>
    rows.length > 0 ? [{ name, answer: { [key]: rows } }] : [];
  const print = (printer: (it: Workload, scene: ResolvedScene) => File, them: readonly Workload[]) =>
    them.map((it) => printer(it, scene));
  return [
    ...print(eksCluster, of('node-group', 'fargate-profile')),
    ...print(nodeGroup, of('node-group')),
    ...print(fargateProfile, of('fargate-profile')),
    ...(of('node-group').length > 0 ? [oidcProviders(scene)] : []),
    ...print(taskDefinition, of('ecs-service')),
    ...list(
      'ecs-describe-services',
      'services',
      of('ecs-service').map((it) => ecsService(it, scene)),
    ),
    ...list(
      'lambda-list-functions',
      'Functions',
      of('function').map((it) => lambdaFunction(it, scene)),
    ),
    ...list(
      'lambda-list-event-source-mappings',
      'EventSourceMappings',
      of('event-source-mapping').map((it) => mapping(it, scene)),
    ),
    ...list(
      'kafka-list-clusters-v2',
      'ClusterInfoList',
      of('event-source-mapping').map((it) => kafkaCluster(it, scene)),
    ),
    ...print(domain, of('sagemaker-domain')),
    ...list(
      'iam-get-account-authorization-details',
      'RoleDetailList',
      workloads.filter(({ actions }) => actions.length > 0).map((it) => role(it, scene)),
    ),
  ];
}

const TIME = '2026-01-15T10:00:00+00:00';

function uuidOf({ id }: Workload): string {
  const hex = digest(id).slice(0, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function arn({ region, account }: ResolvedScene, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}

function vpcIdOf(it: Workload): string | undefined {
  const subnet = inScene(it.subnets[0]!);
  return subnet && idOf(subnet.vpc);
}

function issuerOf(it: Workload, { region }: ResolvedScene): string {
  return `oidc.eks.${region}.amazonaws.com/id/${digest(it.id).slice(0, 32).toUpperCase()}`;
}

function eksCluster(it: Workload, scene: ResolvedScene): File {
  return {
    name: `eks-describe-cluster.${it.name}`,
    answer: {
      cluster: {
        name: it.name,
        arn: arn(scene, 'eks', `cluster/${it.name}`),
        createdAt: TIME,
        version: '1.34',
        roleArn: roleArn(scene),
        resourcesVpcConfig: {
          subnetIds: it.subnets.map(idOf),
          securityGroupIds: [],
          vpcId: vpcIdOf(it),
          endpointPublicAccess: false,
          endpointPrivateAccess: true,
          publicAccessCidrs: [],
        },
        identity: { oidc: { issuer: `https://${issuerOf(it, scene)}` } },
        status: 'ACTIVE',
        platformVersion: 'eks.1',
        tags: {},
      },
    },
  };
}

function nodeGroup(it: Workload, scene: ResolvedScene): File {
  return {
    name: `eks-describe-nodegroup.${it.name}.${it.name}`,
    answer: {
      nodegroup: {
        nodegroupName: it.name,
        nodegroupArn: arn(scene, 'eks', `${it.id}/${uuidOf(it)}`),
        clusterName: it.name,
        version: '1.34',
        createdAt: TIME,
        modifiedAt: TIME,
        status: 'ACTIVE',
        capacityType: 'ON_DEMAND',
        scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 2 },
        instanceTypes: ['t3.medium'],
        subnets: it.subnets.map(idOf),
        amiType: 'AL2023_x86_64_STANDARD',
        nodeRole: roleArn(scene),
        tags: {},
      },
    },
  };
}

function fargateProfile(it: Workload, scene: ResolvedScene): File {
  return {
    name: `eks-describe-fargate-profile.${it.name}.${it.name}`,
    answer: {
      fargateProfile: {
        fargateProfileName: it.name,
        fargateProfileArn: arn(scene, 'eks', `${it.id}/${uuidOf(it)}`),
        clusterName: it.name,
        createdAt: TIME,
        podExecutionRoleArn: roleArn(scene),
        subnets: it.subnets.map(idOf),
        selectors: [{ namespace: 'default' }],
        status: 'ACTIVE',
        tags: {},
      },
    },
  };
}

function oidcProviders(scene: ResolvedScene): File {
  const OpenIDConnectProviderList = scene.workloads
    .filter(({ runs, withRoles }) => runs === 'node-group' && withRoles)
    .map((it) => ({ Arn: `arn:aws:iam::${scene.account}:oidc-provider/${issuerOf(it, scene)}` }));
  return { name: 'iam-list-open-id-connect-providers', answer: { OpenIDConnectProviderList } };
}

function taskDefinition(it: Workload, scene: ResolvedScene): File {
  return {
    name: `ecs-describe-task-definition.${it.name}.1`,
    answer: {
      taskDefinition: present({
        taskDefinitionArn: arn(scene, 'ecs', `task-definition/${it.name}:1`),
        containerDefinitions: it.containers,
        family: it.name,
        taskRoleArn: it.actions.length > 0 ? ownRoleArn(it, scene) : undefined,
        executionRoleArn: roleArn(scene),
        networkMode: 'awsvpc',
        revision: 1,
        volumes: [],
        status: 'ACTIVE',
        compatibilities: ['EC2', 'FARGATE'],
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
      }),
      tags: [],
    },
  };
}

function ecsService(it: Workload, scene: ResolvedScene): Item {
  return {
    serviceArn: arn(scene, 'ecs', it.id),
    serviceName: it.name,
    clusterArn: arn(scene, 'ecs', 'cluster/apps'),
    loadBalancers: [],
    serviceRegistries: [],
    status: 'ACTIVE',
    desiredCount: 1,
    runningCount: 1,
    pendingCount: 0,
    launchType: 'FARGATE',
    platformVersion: 'LATEST',
    platformFamily: 'Linux',
    taskDefinition: arn(scene, 'ecs', `task-definition/${it.name}:1`),
    networkConfiguration: {
      awsvpcConfiguration: { subnets: it.subnets.map(idOf), securityGroups: [], assignPublicIp: 'DISABLED' },
    },
    schedulingStrategy: 'REPLICA',
    deploymentController: { type: 'ECS' },
  };
}

function lambdaFunction(it: Workload, scene: ResolvedScene): Item {
  return {
    FunctionName: it.name,
    FunctionArn: arn(scene, 'lambda', it.id),
    Runtime: 'nodejs24.x',
    Role: it.actions.length > 0 ? ownRoleArn(it, scene) : roleArn(scene),
    Handler: 'index.handler',
    CodeSize: 262,
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    LastModified: '2026-01-15T10:00:00.000+0000',
    Version: '$LATEST',
    VpcConfig: { SubnetIds: it.subnets.map(idOf), SecurityGroupIds: [], VpcId: vpcIdOf(it) },
    PackageType: 'Zip',
    Architectures: ['arm64'],
  };
}

function clusterArn(it: Workload, scene: ResolvedScene): string {
  return arn(scene, 'kafka', `cluster/${it.name}/${uuidOf(it)}-1`);
}

function mapping(it: Workload, scene: ResolvedScene): Item {
  const uuid = `${it.id.split(':').at(-1)}-0000-4000-8000-${digest(it.id).slice(0, 12)}`;
  return present({
    UUID: uuid,
    StartingPosition: 'LATEST',
    BatchSize: 100,
    EventSourceArn: clusterArn(it, scene),
    FunctionArn: arn(scene, 'lambda', 'function:consumer'),
    LastModified: TIME,
    State: 'Enabled',
    Topics: ['orders'],
    SourceAccessConfigurations: it.withRoles
      ? [{ Type: 'SASL_SCRAM_512_AUTH', URI: arn(scene, 'secretsmanager', 'secret:kafka') }]
      : undefined,
    EventSourceMappingArn: arn(scene, 'lambda', `event-source-mapping:${uuid}`),
    ProvisionedPollerConfig: it.elsewhere ? { MinimumPollers: 1, MaximumPollers: 2 } : undefined,
  });
}

function kafkaCluster(it: Workload, scene: ResolvedScene): Item {
  return {
    ClusterType: 'PROVISIONED',
    ClusterArn: clusterArn(it, scene),
    ClusterName: it.name,
    CreationTime: TIME,
    CurrentVersion: 'K3AEGXETSR30VB',
    State: 'ACTIVE',
    Provisioned: {
      BrokerNodeGroupInfo: {
        BrokerAZDistribution: 'DEFAULT',
        ClientSubnets: it.subnets.map(idOf),
        InstanceType: 'kafka.m5.large',
        SecurityGroups: [],
      },
      NumberOfBrokerNodes: 2,
    },
  };
}

function domain(it: Workload, scene: ResolvedScene): File {
  const id = it.id.split('/').at(-1)!;
  return {
    name: `sagemaker-describe-domain.${id}`,
    answer: {
      DomainArn: arn(scene, 'sagemaker', it.id),
      DomainId: id,
      DomainName: it.name,
      Status: 'InService',
      CreationTime: TIME,
      LastModifiedTime: TIME,
      AuthMode: 'IAM',
      DefaultUserSettings: { ExecutionRole: roleArn(scene) },
      AppNetworkAccessType: it.elsewhere ? 'PublicInternetOnly' : 'VpcOnly',
      SubnetIds: it.subnets.map(idOf),
      VpcId: vpcIdOf(it),
    },
  };
}

function role(it: Workload, scene: ResolvedScene): Item {
  const Statement = [{ Effect: 'Allow', Action: it.actions, Resource: '*' }];
  return {
    Path: '/',
    RoleName: it.name,
    RoleId: `AROA${digest(it.id).slice(0, 17).toUpperCase()}`,
    Arn: ownRoleArn(it, scene),
    CreateDate: TIME,
    InstanceProfileList: [],
    RolePolicyList: [{ PolicyName: it.name, PolicyDocument: { Version: '2012-10-17', Statement } }],
    AttachedManagedPolicies: [],
    Tags: [],
  };
}

function roleArn({ account }: ResolvedScene): string {
  return `arn:aws:iam::${account}:role/app`;
}

function ownRoleArn({ name }: Workload, { account }: ResolvedScene): string {
  return `arn:aws:iam::${account}:role/${name}`;
}
