import { inScene, type ManagedEndpoint, type ResolvedScene } from '../resolved.ts';
import { groupRef } from './network.ts';
import { type Json, logicalId, type Resource, refer, resource } from './refer.ts';

/** Endpoints that a service manages, with what they lead to. */
export function managedResources(scene: ResolvedScene): Resource[] {
  return scene.managedEndpoints.flatMap((it) => PRINTERS[it.manager]?.(it, scene) ?? []);
}

/** Whether CloudFormation has a type for the endpoints of a service. */
export function isInTemplates({ manager }: ManagedEndpoint): boolean {
  return PRINTERS[manager] !== undefined;
}

type Printer = (it: ManagedEndpoint, scene: ResolvedScene) => Resource[];

const PRINTERS: Partial<Readonly<Record<ManagedEndpoint['manager'], Printer>>> = {
  'instance-connect': (it) => [
    resource(idOf(it), 'AWS::EC2::InstanceConnectEndpoint', {
      SubnetId: subnets(it)[0]!,
      SecurityGroupIds: groups(it),
    }),
  ],
  'opensearch-serverless': (it) => [
    resource(idOf(it), 'AWS::OpenSearchServerless::VpcEndpoint', {
      Name: it.name,
      VpcId: refer(it.vpc, 'Vpc'),
      SubnetIds: subnets(it),
      SecurityGroupIds: groups(it),
    }),
  ],
  redshift: (it) => [
    resource(`${idOf(it)}Cluster`, 'AWS::Redshift::Cluster', {
      ClusterType: 'single-node',
      DBName: 'main',
      MasterUsername: 'main',
      NodeType: 'ra3.xlplus',
      Port: it.port ?? undefined,
    }),
    resource(`${idOf(it)}Subnets`, 'AWS::Redshift::ClusterSubnetGroup', {
      Description: it.name,
      SubnetIds: subnets(it),
    }),
    resource(idOf(it), 'AWS::Redshift::EndpointAccess', {
      EndpointName: it.name,
      ClusterIdentifier: { Ref: `${idOf(it)}Cluster` },
      SubnetGroupName: { Ref: `${idOf(it)}Subnets` },
      VpcSecurityGroupIds: groups(it),
    }),
  ],
  'network-firewall': (it, { region, account }) => [
    resource(`${idOf(it)}Firewall`, 'AWS::NetworkFirewall::Firewall', {
      FirewallName: it.name,
      FirewallPolicyArn: `arn:aws:network-firewall:${region}:${account}:firewall-policy/${it.name}`,
      VpcId: refer(inScene(it.firewallSubnets[0]!)!.vpc, 'Vpc'),
      SubnetMappings: it.firewallSubnets.map((each) => ({ SubnetId: refer(each, 'Subnet') })),
    }),
    resource(idOf(it), 'AWS::NetworkFirewall::VpcEndpointAssociation', {
      FirewallArn: { 'Fn::GetAtt': [`${idOf(it)}Firewall`, 'FirewallArn'] },
      VpcId: refer(it.vpc, 'Vpc'),
      SubnetMapping: { SubnetId: subnets(it)[0]! },
    }),
  ],
};

function idOf(it: ManagedEndpoint): string {
  return logicalId(it.name, 'Managed');
}

function subnets(it: ManagedEndpoint): Json[] {
  return it.subnets.map((each) => refer(each, 'Subnet'));
}

function groups(it: ManagedEndpoint): Json | undefined {
  return it.groups === 'omitted' ? undefined : it.groups.map(groupRef);
}
