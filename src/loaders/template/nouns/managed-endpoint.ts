/** Endpoints that a service creates and manages: resources of that service, with subnets and security groups of the VPC. */
import { MANAGED, REDSHIFT_PORT } from '../../../aws/index.ts';
import { table } from '../../../base/table.ts';
import {
  type Bag,
  bag,
  type EndpointManager,
  type Fact,
  isEmpty,
  known,
  type ManagedEndpoint,
  openBag,
  type Ref,
  type SecurityGroup,
  type Subnet,
  union,
  type Vpc,
} from '../../../model/index.ts';
import type { Resource } from '../stack/types.ts';
import { numberOf } from '../values/value.ts';
import { nounOf } from './base.ts';
import { planOf, withDefaultGroup } from './endpoint.ts';
import { referencesIn } from './references-in.ts';
import type { Registry } from './registry.ts';
import { fact, mapView, type View, views } from './view.ts';

interface Type {
  readonly manager: EndpointManager;
  /** Undefined where the endpoint has no security group. */
  readonly groups?: string;
  readonly vpc?: string;
  subnets(view: View, registry: Registry): Bag<Ref<Subnet>>;
}

const TYPES: Readonly<Record<string, Type>> = table({
  'AWS::EC2::InstanceConnectEndpoint': {
    manager: 'instance-connect',
    groups: 'SecurityGroupIds',
    subnets: (view, registry) => registry.refs<Subnet>(view, 'SubnetId', 'subnet'),
  },
  'AWS::OpenSearchServerless::VpcEndpoint': {
    manager: 'opensearch-serverless',
    groups: 'SecurityGroupIds',
    vpc: 'VpcId',
    subnets: (view, registry) => registry.refs<Subnet>(view, 'SubnetIds', 'subnet'),
  },
  'AWS::Redshift::EndpointAccess': { manager: 'redshift', groups: 'VpcSecurityGroupIds', subnets: ofSubnetGroup },
  'AWS::NetworkFirewall::VpcEndpointAssociation': {
    manager: 'network-firewall',
    vpc: 'VpcId',
    subnets: (view, registry) => {
      const mapping = mapView(view.get('SubnetMapping'), view.place('SubnetMapping'), view.address);
      return registry.refs<Subnet>(mapping, 'SubnetId', 'subnet');
    },
  },
});

export const MANAGED_TYPES = Object.keys(TYPES);

export function managedEndpointOf(resource: Resource, registry: Registry): ManagedEndpoint {
  const { manager, vpc, subnets: subnetsOf } = TYPES[resource.type]!;
  const view = registry.view(resource);
  const subnets = subnetsOf(view, registry);
  const first = subnets.sure.find((ref) => ref.is === 'entity');
  const home: Ref<Vpc> =
    vpc !== undefined
      ? registry.refIn<Vpc>(view, vpc, 'vpc')
      : first?.is === 'entity'
        ? first.to.vpc
        : { is: 'unknown', because: `the VPC of ${resource.address} is that of its subnets`, at: resource.at };
  return {
    ...nounOf(resource, registry),
    kind: 'managed-endpoint',
    manager,
    vpc: home,
    subnets,
    groups: groupsOf(view, TYPES[resource.type]!, home, registry),
    port: manager === 'redshift' ? portOf(view, registry) : known(null, resource.at),
    isMultiZone: known(true, resource.at),
    firewallSubnets: manager === 'network-firewall' ? firewallSubnets(view, registry) : bag([], resource.at),
    planned: planOf(resource, registry).planned,
  };
}

function groupsOf(view: View, { groups, manager }: Type, vpc: Ref<Vpc>, registry: Registry): Bag<Ref<SecurityGroup>> {
  if (groups === undefined) return bag([], view.at);
  const own = registry.refs<SecurityGroup>(view, groups, 'security-group');
  if (MANAGED[manager].hasDefaultGroup) return withDefaultGroup(own, vpc, registry);
  // What these have without a group is not documented.
  return isEmpty(own) ? openBag(`\`${groups}\` of ${view.address} is not given`, own.at) : own;
}

function ofSubnetGroup(view: View, registry: Registry): Bag<Ref<Subnet>> {
  const group = referredTo(view, 'SubnetGroupName', 'AWS::Redshift::ClusterSubnetGroup');
  if (!group) return openBag(`the subnet group of ${view.address} is not in the template`, view.at);
  return registry.refs<Subnet>(registry.view(group), 'SubnetIds', 'subnet');
}

function portOf(view: View, registry: Registry): Fact<number> {
  const cluster = referredTo(view, 'ClusterIdentifier', 'AWS::Redshift::Cluster');
  if (!cluster) return { known: false, because: `the cluster of ${view.address} is not in the template`, at: view.at };
  return fact(registry.view(cluster), 'Port', (value) => (value.k === 'none' ? REDSHIFT_PORT : numberOf(value)));
}

function firewallSubnets(view: View, registry: Registry): Bag<Ref<Subnet>> {
  const firewall = referredTo(view, 'FirewallArn', 'AWS::NetworkFirewall::Firewall');
  if (!firewall) return openBag(`the firewall of ${view.address} is not in the template`, view.at);
  const own = registry.view(firewall);
  const at = own.place('SubnetMappings');
  const { items, open } = views(own.get('SubnetMappings'), at, firewall.address);
  const all = union(
    items.map((each) => registry.refs<Subnet>(each, 'SubnetId', 'subnet')),
    at,
  );
  return open === null ? all : { ...all, open };
}

function referredTo(view: View, name: string, type: string): Resource | undefined {
  return referencesIn(view.get(name)).find((to) => to.type === type);
}
