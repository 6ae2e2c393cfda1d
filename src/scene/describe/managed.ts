import { idOf, inScene, type ManagedEndpoint, type ResolvedScene } from '../resolved.ts';
import type { Item } from './objects.ts';

interface Answer {
  readonly name: string;
  readonly answer: Item;
}

/** What each service lists of the endpoints that it manages, where the scene has some. */
export function managedFiles(scene: ResolvedScene): Answer[] {
  const of = (manager: ManagedEndpoint['manager']) => scene.managedEndpoints.filter((it) => it.manager === manager);
  const file = (
    manager: ManagedEndpoint['manager'],
    name: string,
    key: string,
    row: (it: ManagedEndpoint) => Item,
  ): Answer[] => (of(manager).length > 0 ? [{ name, answer: { [key]: of(manager).map(row) } }] : []);
  return [
    ...file('instance-connect', 'describe-instance-connect-endpoints', 'InstanceConnectEndpoints', (it) => ({
      OwnerId: scene.account,
      InstanceConnectEndpointId: it.id,
      InstanceConnectEndpointArn: `arn:aws:ec2:${scene.region}:${scene.account}:instance-connect-endpoint/${it.id}`,
      State: 'create-complete',
      VpcId: idOf(it.vpc),
      AvailabilityZone: inScene(it.subnets[0]!)?.zone,
      SubnetId: idOf(it.subnets[0]!),
      PreserveClientIp: false,
      SecurityGroupIds: groups(it),
      Tags: [],
    })),
    ...file('opensearch', 'opensearch-describe-vpc-endpoints', 'VpcEndpoints', (it) => ({
      VpcEndpointId: it.id,
      VpcEndpointOwner: scene.account,
      DomainArn: `arn:aws:es:${scene.region}:${scene.account}:domain/${it.name}`,
      VpcOptions: {
        VPCId: idOf(it.vpc),
        SubnetIds: it.subnets.map(idOf),
        AvailabilityZones: it.subnets.flatMap((each) => inScene(each)?.zone ?? []),
        SecurityGroupIds: groups(it),
      },
      Status: 'ACTIVE',
    })),
    ...file('opensearch-serverless', 'opensearchserverless-batch-get-vpc-endpoint', 'vpcEndpointDetails', (it) => ({
      id: it.id,
      name: it.name,
      vpcId: idOf(it.vpc),
      subnetIds: it.subnets.map(idOf),
      securityGroupIds: groups(it),
      status: 'ACTIVE',
    })),
    ...file('redshift', 'redshift-describe-endpoint-access', 'EndpointAccessList', (it) => ({
      ClusterIdentifier: it.name,
      ResourceOwner: scene.account,
      SubnetGroupName: it.name,
      EndpointStatus: 'active',
      EndpointName: it.name,
      Port: it.port ?? 5439,
      VpcSecurityGroups: groups(it).map((VpcSecurityGroupId) => ({ VpcSecurityGroupId, Status: 'active' })),
      VpcEndpoint: {
        VpcEndpointId: scene.id('vpce', it.name),
        VpcId: idOf(it.vpc),
        NetworkInterfaces: [{ SubnetId: idOf(it.subnets[0]!) }],
      },
    })),
    ...file('redshift-serverless', 'redshift-serverless-list-endpoint-access', 'endpoints', (it) => ({
      endpointName: it.name,
      endpointStatus: 'ACTIVE',
      workgroupName: it.name,
      port: it.port ?? 5439,
      subnetIds: it.subnets.map(idOf),
      vpcSecurityGroups: groups(it).map((vpcSecurityGroupId) => ({ vpcSecurityGroupId, status: 'active' })),
      vpcEndpoint: {
        vpcEndpointId: scene.id('vpce', it.name),
        vpcId: idOf(it.vpc),
        networkInterfaces: [{ subnetId: idOf(it.subnets[0]!) }],
      },
    })),
  ];
}

function groups(it: ManagedEndpoint): string[] {
  if (it.groups !== 'omitted') return it.groups.map(idOf);
  const vpc = inScene(it.vpc);
  return vpc ? [vpc.defaultGroup] : [];
}
