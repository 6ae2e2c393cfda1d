/** What runs in a VPC without a way out, and what names its endpoints: built in moto where moto has it, else recorded. */
import * as ec2 from '@aws-sdk/client-ec2';
import { MAIN } from './account.ts';
import { setAnswers } from './front.ts';
import { SECRETS } from './program.ts';

export const WORK_REGION = 'eu-north-1';

const credentials = {
  accessKeyId: SECRETS.AWS_ACCESS_KEY_ID,
  secretAccessKey: SECRETS.AWS_SECRET_ACCESS_KEY,
  sessionToken: SECRETS.AWS_SESSION_TOKEN,
};

export interface Work {
  readonly vpc: string;
  readonly subnets: readonly string[];
  readonly sqs: string;
}

/** @param out Whether subnets have a default route to a NAT gateway. */
export async function buildWork(url: string, { out = false } = {}): Promise<Work> {
  await fetch(`${url}/moto-api/reset`, { method: 'POST' });
  const api = new ec2.EC2Client({ endpoint: url, region: WORK_REGION, credentials });
  const { Vpc } = await api.send(new ec2.CreateVpcCommand({ CidrBlock: '10.8.0.0/16' }));
  const vpc = Vpc!.VpcId!;
  await api.send(new ec2.ModifyVpcAttributeCommand({ VpcId: vpc, EnableDnsHostnames: { Value: true } }));
  const subnets = await Promise.all(
    ['a', 'b'].map(async (zone, i) => {
      const CidrBlock = `10.8.${i}.0/24`;
      const { Subnet } = await api.send(
        new ec2.CreateSubnetCommand({ VpcId: vpc, CidrBlock, AvailabilityZone: `${WORK_REGION}${zone}` }),
      );
      return Subnet!.SubnetId!;
    }),
  );
  await forgetDefaultVpc(api);
  if (out) await leadOut(api, vpc, subnets[0]!);
  const { VpcEndpoint } = await api.send(
    new ec2.CreateVpcEndpointCommand({
      VpcId: vpc,
      VpcEndpointType: 'Interface',
      ServiceName: `com.amazonaws.${WORK_REGION}.sqs`,
      SubnetIds: subnets,
      PrivateDnsEnabled: true,
    }),
  );
  const work = { vpc, subnets, sqs: VpcEndpoint!.VpcEndpointId! };
  await buildEks(url, work);
  await buildEcs(url, work);
  await buildOthers(url, work);
  return work;
}

/** Its subnets lead out, and what runs there is nobody's business here. */
async function forgetDefaultVpc(api: ec2.EC2Client): Promise<void> {
  const filters = [{ Name: 'is-default', Values: ['true'] }];
  const { Vpcs = [] } = await api.send(new ec2.DescribeVpcsCommand({ Filters: filters }));
  for (const { VpcId } of Vpcs) {
    const { Subnets = [] } = await api.send(
      new ec2.DescribeSubnetsCommand({ Filters: [{ Name: 'vpc-id', Values: [VpcId!] }] }),
    );
    for (const { SubnetId } of Subnets) await api.send(new ec2.DeleteSubnetCommand({ SubnetId: SubnetId! }));
    await api.send(new ec2.DeleteVpcCommand({ VpcId: VpcId! }));
  }
}

async function leadOut(api: ec2.EC2Client, vpc: string, subnet: string): Promise<void> {
  const { NatGateway } = await api.send(
    new ec2.CreateNatGatewayCommand({ SubnetId: subnet, ConnectivityType: 'public', AllocationId: await address(api) }),
  );
  const { RouteTables = [] } = await api.send(
    new ec2.DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [vpc] }] }),
  );
  for (const { RouteTableId } of RouteTables) {
    await api.send(
      new ec2.CreateRouteCommand({
        RouteTableId: RouteTableId!,
        DestinationCidrBlock: '0.0.0.0/0',
        NatGatewayId: NatGateway!.NatGatewayId!,
      }),
    );
  }
}

async function address(api: ec2.EC2Client): Promise<string> {
  const { AllocationId } = await api.send(new ec2.AllocateAddressCommand({ Domain: 'vpc' }));
  return AllocationId!;
}

const role = `arn:aws:iam::${MAIN}:role/app`;

async function buildEks(url: string, { subnets }: Work): Promise<void> {
  const { cluster } = await rest(url, 'eks', 'POST /clusters', {
    name: 'prod',
    roleArn: role,
    resourcesVpcConfig: { subnetIds: subnets },
  });
  await rest(url, 'eks', 'POST /clusters/prod/node-groups', { nodegroupName: 'workers', subnets, nodeRole: role });
  await rest(url, 'eks', 'POST /clusters/prod/fargate-profiles', {
    fargateProfileName: 'system',
    podExecutionRoleArn: role,
    selectors: [{ namespace: 'kube-system' }],
    subnets,
  });
  const { issuer } = (cluster as { identity: { oidc: { issuer: string } } }).identity.oidc;
  await query(url, 'iam', { Action: 'CreateOpenIDConnectProvider', Version: '2010-05-08', Url: issuer });
}

async function buildEcs(url: string, { subnets }: Work): Promise<void> {
  const ecs = (operation: string, input: object) =>
    json(url, 'ecs', `AmazonEC2ContainerServiceV20141113.${operation}`, input);
  await ecs('CreateCluster', { clusterName: 'apps' });
  await ecs('RegisterTaskDefinition', {
    family: 'web',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [
      {
        name: 'app',
        image: 'registry.corp.example.com/web:1',
        environment: [{ name: 'PASSWORD', value: 'nobody may see this' }],
        logConfiguration: {
          logDriver: 'awslogs',
          options: { 'awslogs-region': WORK_REGION, 'awslogs-group': 'web', token: 'nobody may see this' },
        },
        secrets: [{ name: 'KEY', valueFrom: `arn:aws:secretsmanager:${WORK_REGION}:${MAIN}:secret:key` }],
      },
    ],
  });
  await ecs('CreateService', {
    cluster: 'apps',
    serviceName: 'web',
    taskDefinition: 'web:1',
    desiredCount: 1,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets, securityGroups: [] } },
  });
}

async function buildOthers(url: string, { vpc, subnets, sqs }: Work): Promise<void> {
  const { clusterArn } = await rest(url, 'kafka', 'POST /api/v2/clusters', {
    clusterName: 'orders',
    provisioned: {
      brokerNodeGroupInfo: { clientSubnets: subnets, instanceType: 'kafka.m5.large' },
      kafkaVersion: '3.6.0',
      numberOfBrokerNodes: 2,
    },
  });
  await json(url, 'sagemaker', 'SageMaker.CreateDomain', {
    DomainName: 'studio',
    AuthMode: 'IAM',
    DefaultUserSettings: { ExecutionRole: role },
    SubnetIds: subnets,
    VpcId: vpc,
    AppNetworkAccessType: 'VpcOnly',
  });
  await rest(url, 'apigateway', 'POST /restapis', {
    name: 'internal',
    endpointConfiguration: { types: ['PRIVATE'], vpcEndpointIds: [sqs] },
  });
  await setAnswers(url, WORK_REGION, {
    // moto knows no mappings of MSK.
    'GET /2015-03-31/event-source-mappings': {
      EventSourceMappings: [
        {
          UUID: '0a1b2c3d-0000-4000-8000-0123456789ab',
          StartingPosition: 'LATEST',
          BatchSize: 100,
          EventSourceArn: clusterArn,
          FunctionArn: `arn:aws:lambda:${WORK_REGION}:${MAIN}:function:consumer`,
          LastModified: 1767225600,
          State: 'Enabled',
          Topics: ['orders'],
          EventSourceMappingArn: `arn:aws:lambda:${WORK_REGION}:${MAIN}:event-source-mapping:0a1b2c3d-0000-4000-8000-0123456789ab`,
        },
      ],
    },
    'GET /clusters/prod/pod-identity-associations': {
      associations: [
        {
          clusterName: 'prod',
          namespace: 'apps',
          serviceAccount: 'web',
          associationArn: `arn:aws:eks:${WORK_REGION}:${MAIN}:podidentityassociation/prod/a-0123456789abcdef0`,
          associationId: 'a-0123456789abcdef0',
        },
      ],
    },
  });
}

interface Answer {
  readonly [name: string]: unknown;
}

async function send(
  url: string,
  service: string,
  init: RequestInit & { headers?: Record<string, string> },
  path = '/',
) {
  const region = service === 'iam' ? 'us-east-1' : WORK_REGION;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20260101/${region}/${service}/aws4_request`;
  const answer = await fetch(`${url}${path}`, {
    ...init,
    headers: { authorization, host: `${service}.${region}.amazonaws.com`, ...init.headers },
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${service} ${path}: ${text}`);
  return text;
}

async function rest(url: string, service: string, what: string, body: object): Promise<Answer> {
  const [method, path] = what.split(' ') as [string, string];
  const headers = { 'content-type': 'application/json' };
  return JSON.parse(await send(url, service, { method, headers, body: JSON.stringify(body) }, path)) as Answer;
}

async function json(url: string, service: string, target: string, body: object): Promise<Answer> {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
  return JSON.parse(await send(url, service, { method: 'POST', headers, body: JSON.stringify(body) })) as Answer;
}

async function query(url: string, service: string, parameters: Record<string, string>): Promise<void> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  await send(url, service, { method: 'POST', headers, body: new URLSearchParams(parameters).toString() });
}
