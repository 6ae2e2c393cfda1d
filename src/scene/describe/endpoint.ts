import {
  dnsEntries,
  FULL_ACCESS,
  groupsAttached,
  interfacesOf,
  notCarried,
  policyInForce,
  privateDnsInForce,
  recordIpType,
  subnetsAttached,
  tablesAttached,
} from '../attached.ts';
import { type Endpoint, idOf, type ResolvedScene } from '../resolved.ts';
import { configurationArn } from './naming.ts';
import { type Item, present, tagList } from './objects.ts';

/** `VpcEndpoints` of describe-vpc-endpoints. */
export function vpcEndpoints(scene: ResolvedScene): Item[] {
  return scene.endpoints.map((endpoint) => vpcEndpoint(scene, endpoint));
}

function vpcEndpoint(scene: ResolvedScene, endpoint: Endpoint): Item {
  if (endpoint.serviceName === 'unknown') throw notCarried(endpoint, 'an unknown service');
  if (endpoint.typeWritten === 'unknown') throw notCarried(endpoint, 'an unknown type');
  return present({
    VpcEndpointId: endpoint.id,
    VpcEndpointType: endpoint.type,
    VpcId: idOf(endpoint.vpc),
    ServiceName: endpoint.serviceName ?? undefined,
    State: endpoint.state,
    PolicyDocument: asAnswered(policyInForce(endpoint)),
    RouteTableIds: tablesAttached(endpoint),
    SubnetIds: subnetsAttached(endpoint),
    Groups: groupsAttached(endpoint).map((id) => ({ GroupId: id, GroupName: groupName(scene, id) })),
    IpAddressType: endpoint.ipAddressType ?? 'ipv4',
    DnsOptions: present({
      DnsRecordIpType: recordIpType(endpoint) ?? undefined,
      PrivateDnsOnlyForInboundResolverEndpoint: endpoint.onlyInboundResolver ?? false,
      PrivateDnsPreference: endpoint.dnsPreference ?? undefined,
      PrivateDnsSpecifiedDomains: endpoint.dnsDomains ?? undefined,
    }),
    PrivateDnsEnabled: privateDnsInForce(endpoint),
    RequesterManaged: endpoint.requesterManaged,
    NetworkInterfaceIds: interfacesOf(scene, endpoint).map((it) => it.id),
    DnsEntries: dnsEntries(scene, endpoint).map(({ name, zone }) => ({ DnsName: name, HostedZoneId: zone })),
    CreationTimestamp: endpoint.createdAt,
    Tags: tagList(endpoint.tags),
    OwnerId: scene.account,
    LastError: endpoint.lastError ? { Message: endpoint.lastError.message, Code: endpoint.lastError.code } : undefined,
    ServiceNetworkArn: endpoint.serviceNetworkArn ?? undefined,
    ResourceConfigurationArn: endpoint.resource
      ? configurationArn(endpoint, scene)
      : (endpoint.resourceConfigurationArn ?? undefined),
    ServiceRegion: endpoint.serviceRegion ?? scene.region,
  });
}

/** EC2 keeps a given policy as it was sent; its own default has spaces and another order. */
function asAnswered(policy: string): string {
  return policy === FULL_ACCESS
    ? '{"Version": "2008-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}'
    : policy;
}

export function groupName(scene: ResolvedScene, id: string): string {
  const group = scene.groups.find((it) => it.id === id);
  if (group === undefined) return 'elsewhere';
  return group.isDefault ? 'default' : group.name;
}
