import type { PrefixList, ResolvedScene } from '../resolved.ts';
import { zoneFiles } from './dns.ts';
import { vpcEndpoints } from './endpoint.ts';
import { gatewayFiles } from './gateways.ts';
import { networkInterfaces, securityGroups } from './groups.ts';
import { managedFiles } from './managed.ts';
import { namingFiles } from './naming.ts';
import { dhcpOptions, networkAcls, routeTables, subnets, vpcAttributes, vpcs } from './network.ts';
import type { Item } from './objects.ts';
import { resolverFiles } from './resolver.ts';
import { allowedPrincipals, listeners, loadBalancers, serviceConfigurations, serviceDetails } from './service.ts';
import { workloadFiles } from './workload.ts';

/** One answer of the AWS CLI, to be saved as `<name>.json`. */
export interface DescribeAnswer {
  readonly name: string;
  readonly answer: Item;
}

/** What an export of the scene's account and Region holds. Route 53 and load balancers are there only where the scene has some. */
export function describeAnswers(scene: ResolvedScene): DescribeAnswer[] {
  const file = (name: string, answer: Item): DescribeAnswer => ({ name, answer });
  const details = serviceDetails(scene);
  return [
    file('describe-availability-zones', { AvailabilityZones: availabilityZones(scene) }),
    file('describe-dhcp-options', { DhcpOptions: dhcpOptions(scene) }),
    file('describe-managed-prefix-lists', { PrefixLists: scene.prefixLists.map((list) => prefixList(scene, list)) }),
    ...scene.prefixLists.map((list) =>
      file(`get-managed-prefix-list-entries.${list.id}`, { Entries: list.cidrs.map((Cidr) => ({ Cidr })) }),
    ),
    file('describe-network-acls', { NetworkAcls: networkAcls(scene) }),
    file('describe-network-interfaces', { NetworkInterfaces: networkInterfaces(scene) }),
    file('describe-route-tables', { RouteTables: routeTables(scene) }),
    file('describe-security-groups', { SecurityGroups: securityGroups(scene) }),
    file('describe-subnets', { Subnets: subnets(scene) }),
    ...scene.vpcs.flatMap(vpcAttributes),
    file('describe-vpc-endpoint-service-configurations', { ServiceConfigurations: serviceConfigurations(scene) }),
    ...scene.services.map((service) =>
      file(`describe-vpc-endpoint-service-permissions.${service.id}`, {
        AllowedPrincipals: allowedPrincipals(scene, service),
      }),
    ),
    ...(details.length === 0
      ? []
      : [
          file('describe-vpc-endpoint-services', {
            ServiceNames: details.map((detail) => detail.ServiceName),
            ServiceDetails: details,
          }),
        ]),
    file('describe-vpc-endpoints', { VpcEndpoints: vpcEndpoints(scene) }),
    file('describe-vpcs', { Vpcs: vpcs(scene) }),
    ...gatewayFiles(scene),
    ...(scene.loadBalancers.length === 0
      ? []
      : [file('elbv2-describe-load-balancers', { LoadBalancers: loadBalancers(scene) })]),
    ...(scene.loadBalancers.some((it) => it.listeners.length > 0)
      ? [file('elbv2-describe-listeners', { Listeners: listeners(scene) })]
      : []),
    ...zoneFiles(scene),
    ...resolverFiles(scene),
    ...namingFiles(scene),
    ...workloadFiles(scene),
    ...managedFiles(scene),
  ];
}

function availabilityZones(scene: ResolvedScene): Item[] {
  const zones = new Map(scene.subnets.map((subnet) => [subnet.zone, subnet.zoneId]));
  return [...zones].sort().map(([ZoneName, ZoneId]) => ({
    Messages: [],
    RegionName: scene.region,
    ZoneName,
    ZoneId,
    ZoneType: ZoneName.length > scene.region.length + 1 ? zoneType(ZoneName) : 'availability-zone',
    State: 'available',
  }));
}

function zoneType(name: string): string {
  return name.includes('-wl') ? 'wavelength-zone' : 'local-zone';
}

function prefixList(scene: ResolvedScene, list: PrefixList): Item {
  return {
    PrefixListId: list.id,
    AddressFamily: list.cidrs.some((cidr) => cidr.includes(':')) ? 'IPv6' : 'IPv4',
    State: 'create-complete',
    PrefixListArn: `arn:aws:ec2:${scene.region}:${scene.account}:prefix-list/${list.id}`,
    PrefixListName: list.name,
    MaxEntries: Math.max(list.cidrs.length, 1),
    Version: 1,
    Tags: [],
    OwnerId: scene.account,
  };
}
