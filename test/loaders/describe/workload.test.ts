import { describe, expect, test } from 'vitest';
import { unservedIn } from '../../../src/ask/workloads.ts';
import { type DescribeFile, readDescribe } from '../../../src/loaders/describe/index.ts';
import type { Network, Workload } from '../../../src/model/index.ts';
import { files, network, only } from './support.ts';

const VPC = 'vpc-0aaaaaaaaaaaaaaa1';
const ACCOUNT = '111122223333';
const SUBNETS = ['subnet-0aaaaaaaaaaaaaaa1', 'subnet-0aaaaaaaaaaaaaaa2'];

/** A VPC without a way out. */
const there = {
  Vpcs: [{ VpcId: VPC, OwnerId: ACCOUNT, CidrBlock: '10.0.0.0/16' }],
  Subnets: SUBNETS.map((SubnetId, i) => ({
    SubnetId,
    VpcId: VPC,
    CidrBlock: `10.0.${i}.0/24`,
    AvailabilityZone: 'eu-west-1a',
    OwnerId: ACCOUNT,
  })),
  RouteTables: [
    {
      RouteTableId: 'rtb-0aaaaaaaaaaaaaaa1',
      VpcId: VPC,
      Associations: [{ Main: true, RouteTableId: 'rtb-0aaaaaaaaaaaaaaa1' }],
      Routes: [{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' }],
    },
  ],
  VpcEndpoints: [],
};

function arn(service: string, resource: string): string {
  return `arn:aws:${service}:eu-west-1:${ACCOUNT}:${resource}`;
}

const UUID = '9cc2a5ea-1b2c-4d5e-8f90-0a1b2c3d4e5f';

function nodegroup(more: object = {}): object {
  const nodegroupArn = arn('eks', `nodegroup/prod/workers/${UUID}`);
  return {
    nodegroup: {
      nodegroupName: 'workers',
      nodegroupArn,
      clusterName: 'prod',
      status: 'ACTIVE',
      subnets: SUBNETS,
      ...more,
    },
  };
}

const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF';
const cluster = {
  cluster: {
    name: 'prod',
    arn: arn('eks', 'cluster/prod'),
    resourcesVpcConfig: { vpcId: VPC, subnetIds: SUBNETS },
    identity: { oidc: { issuer: `https://${ISSUER}` } },
  },
};

function workload(...documents: object[]): Workload {
  const { workloads } = network(there, ...documents);
  expect(workloads).toHaveLength(1);
  return workloads[0]!;
}

function lists({ needs, mayCall }: Workload) {
  return { needs: needs.sure, maybe: needs.maybe, open: needs.open, mayCall: mayCall.sure };
}

describe('a node group of EKS', () => {
  test('is in the VPC of its subnets, and called as its ARN does', () => {
    const found = workload(nodegroup());
    expect(found.key).toBe('nodegroup/prod/workers');
    expect(found.vpc).toMatchObject({ is: 'entity', to: { key: VPC } });
    expect(found.subnets.sure.map((ref) => (ref.is === 'entity' ? ref.to.key : '?'))).toEqual(SUBNETS);
  });

  test.each<[string, object[], object]>([
    ['no cluster, no providers', [], { sure: false, maybe: ['sts'] }],
    ['no providers', [cluster], { sure: false, maybe: ['sts'] }],
    [
      'a provider of the cluster',
      [cluster, { OpenIDConnectProviderList: [{ Arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}` }] }],
      { sure: true, maybe: [] },
    ],
    [
      'a provider of another',
      [cluster, { OpenIDConnectProviderList: [{ Arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}0` }] }],
      { sure: false, maybe: [] },
    ],
  ])('whose pods get roles by OIDC: %s', (_, documents, expected) => {
    const { needs, maybe } = lists(workload(nodegroup(), ...documents));
    expect(needs.slice(0, 4)).toEqual(['ec2', 'ecr.api', 'ecr.dkr', 's3']);
    expect({ sure: needs.includes('sts'), maybe }).toEqual(expected);
  });

  test('whose pods get roles by EKS may call eks-auth', () => {
    const associations = [
      { clusterName: 'prod', namespace: 'apps', associationArn: arn('eks', 'podidentityassociation/prod/a-1') },
    ];
    expect(lists(workload(nodegroup(), { associations })).mayCall).toEqual(['eks', 'eks-auth']);
  });

  test('that is being deleted runs no longer', () => {
    expect(network(there, nodegroup({ status: 'DELETING' })).workloads).toEqual([]);
  });
});

test('a Fargate profile needs images', () => {
  const found = workload({
    fargateProfile: {
      fargateProfileArn: arn('eks', `fargateprofile/prod/system/${UUID}`),
      status: 'ACTIVE',
      subnets: SUBNETS,
    },
  });
  expect(found.key).toBe('fargateprofile/prod/system');
  expect(lists(found).needs).toEqual(['ecr.api', 'ecr.dkr', 's3']);
});

describe('a service of ECS', () => {
  const service = (more: object = {}) => ({
    services: [
      {
        serviceArn: arn('ecs', 'service/apps/web'),
        serviceName: 'web',
        clusterArn: arn('ecs', 'cluster/apps'),
        status: 'ACTIVE',
        launchType: 'FARGATE',
        taskDefinition: arn('ecs', 'task-definition/web:3'),
        networkConfiguration: { awsvpcConfiguration: { subnets: SUBNETS, assignPublicIp: 'DISABLED' } },
        ...more,
      },
    ],
    failures: [],
  });
  const task = (containerDefinitions: object[], more: object = {}) => ({
    taskDefinition: { taskDefinitionArn: arn('ecs', 'task-definition/web:3'), containerDefinitions, ...more },
  });
  const image = `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/web:1`;

  test('needs what its containers do', () => {
    const containers = [
      { image, logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-region': 'eu-west-1' } } },
      { image: 'public.ecr.aws/nginx', secrets: [{ name: 'KEY', valueFrom: arn('ssm', 'parameter/key') }] },
    ];
    const found = workload(service(), task(containers));
    expect(found.key).toBe('service/apps/web');
    expect(lists(found)).toEqual({
      needs: ['ecr.api', 'ecr.dkr', 'logs', 's3', 'ssm'],
      maybe: [],
      open: null,
      mayCall: [],
    });
  });

  test('may call the AI services that its role lets it', () => {
    const role = (PolicyDocument: unknown) => ({ RoleName: 'web', PolicyName: 'ask', PolicyDocument });
    const document = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: '*' },
    };
    const of = (PolicyDocument: unknown) =>
      lists(
        workload(service(), task([], { taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/apps/web` }), role(PolicyDocument)),
      ).mayCall;
    expect(of(document)).toEqual(['bedrock-runtime']);
    expect(of(encodeURIComponent(JSON.stringify(document)))).toEqual(['bedrock-runtime']);
    expect(of('%')).toEqual([]);
  });

  test('whose task definition is missing may need anything', () => {
    expect(lists(workload(service())).open).toBe(
      'the task definition of web is not in the input: add the output of ecs describe-task-definition',
    );
  });

  test('on Fargate by its capacity provider, and on instances', () => {
    const providers = (capacityProvider: string) =>
      workload(
        service({ launchType: undefined, capacityProviderStrategy: [{ capacityProvider, weight: 1 }] }),
        task([{ image }]),
      );
    expect(lists(providers('FARGATE_SPOT')).needs).toContain('ecr.api');
    expect(lists(providers('instances'))).toEqual({ needs: [], maybe: [], open: null, mayCall: [] });
  });
});

describe('Lambda', () => {
  test('a function in a VPC may call what attached policies let its role; others are left out', () => {
    const Role = `arn:aws:iam::${ACCOUNT}:role/ask`;
    const policy = `arn:aws:iam::${ACCOUNT}:policy/ask`;
    const version = (Action: string, IsDefaultVersion: boolean) => ({
      Document: { Statement: [{ Effect: 'Allow', Action, Resource: '*' }] },
      VersionId: IsDefaultVersion ? 'v2' : 'v1',
      IsDefaultVersion,
    });
    const found = workload(
      {
        Functions: [
          {
            FunctionName: 'ask',
            FunctionArn: arn('lambda', 'function:ask'),
            Role,
            VpcConfig: { SubnetIds: SUBNETS, VpcId: VPC },
          },
          {
            FunctionName: 'free',
            FunctionArn: arn('lambda', 'function:free'),
            Role,
            VpcConfig: { SubnetIds: [], VpcId: '' },
          },
          { FunctionName: 'plain', FunctionArn: arn('lambda', 'function:plain'), Role },
        ],
      },
      {
        RoleDetailList: [
          { Arn: Role, RoleName: 'ask', RolePolicyList: [], AttachedManagedPolicies: [{ PolicyArn: policy }] },
        ],
        Policies: [{ Arn: policy, PolicyVersionList: [version('textract:*', true), version('kendra:Query', false)] }],
      },
    );
    expect(found.key).toBe('function:ask');
    expect(found.vpc).toMatchObject({ is: 'entity', to: { key: VPC } });
    expect(lists(found)).toEqual({ needs: [], maybe: [], open: null, mayCall: ['textract'] });
  });

  const kafka = arn('kafka', `cluster/orders/${UUID}-2`);
  const mapping = (more: object = {}) => ({
    EventSourceMappings: [
      { UUID, EventSourceArn: kafka, FunctionArn: arn('lambda', 'function:f'), State: 'Enabled', ...more },
    ],
  });

  test.each<[string, object]>([
    [
      'a provisioned cluster',
      { ClusterInfoList: [{ ClusterArn: kafka, Provisioned: { BrokerNodeGroupInfo: { ClientSubnets: SUBNETS } } }] },
    ],
    [
      'a cluster by itself',
      { ClusterInfo: { ClusterArn: kafka, Provisioned: { BrokerNodeGroupInfo: { ClientSubnets: SUBNETS } } } },
    ],
    ['the older call', { ClusterInfoList: [{ ClusterArn: kafka, BrokerNodeGroupInfo: { ClientSubnets: SUBNETS } }] }],
    [
      'a serverless cluster',
      { ClusterInfo: { ClusterArn: kafka, Serverless: { VpcConfigs: [{ SubnetIds: SUBNETS }] } } },
    ],
  ])('polls MSK from the subnets of the cluster: %s', (_, clusters) => {
    const found = workload(mapping(), clusters);
    expect(found.key).toBe('event-source-mapping:9cc2a5ea');
    expect(found.vpc).toMatchObject({ is: 'entity', to: { key: VPC } });
    expect(lists(found).needs).toEqual(['lambda', 'sts']);
  });

  test('reads a secret where the cluster wants one', () => {
    const SourceAccessConfigurations = [{ Type: 'SASL_SCRAM_512_AUTH', URI: arn('secretsmanager', 'secret:k') }];
    expect(lists(workload(mapping({ SourceAccessConfigurations }))).needs).toEqual(['lambda', 'sts', 'secretsmanager']);
  });

  test.each<[string, object]>([
    ['pollers of their own', { ProvisionedPollerConfig: { MinimumPollers: 1 } }],
    ['a queue', { EventSourceArn: arn('sqs', 'orders') }],
    ['a disabled mapping', { State: 'Disabled' }],
  ])('polls nothing from a VPC: %s', (_, more) => {
    expect(network(there, mapping(more)).workloads).toEqual([]);
  });

  test('where the cluster is missing, so are its subnets', () => {
    expect(workload(mapping()).subnets.open).toMatch(/is not in the input: add the output of kafka list-clusters-v2$/);
  });
});

test.each([
  ['VpcOnly', ['sagemaker.api', 'sagemaker.runtime', 's3']],
  ['PublicInternetOnly', []],
])('a SageMaker domain: %s', (AppNetworkAccessType, needs) => {
  const found = workload({
    DomainArn: arn('sagemaker', 'domain/d-abc123'),
    DomainId: 'd-abc123',
    Status: 'InService',
    AppNetworkAccessType,
    SubnetIds: SUBNETS,
    VpcId: VPC,
  });
  expect({ key: found.key, ...lists(found) }).toEqual({
    key: 'domain/d-abc123',
    needs,
    maybe: [],
    open: null,
    mayCall: [],
  });
});

describe('where a live read was refused a list', () => {
  const live = (unread: Record<string, string>, ...documents: object[]): Network => {
    const reading = { account: ACCOUNT, region: 'eu-west-1', unread: new Map(Object.entries(unread)) };
    return only(readDescribe(files(...documents).map((file): DescribeFile => ({ ...file, reading }))));
  };
  const open = (net: Network) => {
    const [to] = net.vpcs;
    return unservedIn({ is: 'entity', to: to!, at: to!.at }, net).map((each) => each.open);
  };

  test('something may run in any VPC without a way out', () => {
    expect(open(live({}, there))).toEqual([]);
    expect(open(live({ 'eks list-clusters': 'not allowed' }, there))).toEqual(['eks list-clusters: not allowed']);
  });

  test('a VPC all of whose tables lead out is none of these', () => {
    const [table] = there.RouteTables;
    const Routes = [
      ...table!.Routes,
      { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-0a1b2c3d4e5f60718', State: 'active' },
    ];
    const out = { ...there, RouteTables: [{ ...table, Routes }] };
    expect(open(live({ 'eks list-clusters': 'not allowed' }, out))).toEqual([]);
  });

  test('a task definition that was refused says so', () => {
    const services = [
      {
        serviceArn: arn('ecs', 'service/apps/web'),
        serviceName: 'web',
        clusterArn: 'x',
        launchType: 'FARGATE',
        status: 'ACTIVE',
        taskDefinition: 't',
      },
    ];
    const net = live({ 'ecs describe-task-definition': 'not allowed' }, there, { services });
    expect(net.workloads[0]!.needs.open).toBe('the task definition of web is not in the input: not allowed');
  });
});
