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
import { zoneNamed } from '../names.ts';
import { type Endpoint, idOf, type ResolvedScene, type Service } from '../resolved.ts';
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
    ResourceConfigurationArn: endpoint.resourceConfigurationArn ?? undefined,
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

/** `ServiceConfigurations` of describe-vpc-endpoint-service-configurations. */
export function serviceConfigurations(scene: ResolvedScene): Item[] {
  return scene.services.map((service) =>
    present({
      ServiceType: [{ ServiceType: service.type === 'network' ? 'Interface' : 'GatewayLoadBalancer' }],
      ServiceId: service.id,
      ServiceName: service.serviceName,
      ServiceState: 'Available',
      AvailabilityZones: service.zones,
      AcceptanceRequired: service.acceptanceRequired,
      ManagesVpcEndpoints: false,
      NetworkLoadBalancerArns: service.type === 'network' ? [service.loadBalancerArn] : undefined,
      GatewayLoadBalancerArns: service.type === 'gateway' ? [service.loadBalancerArn] : undefined,
      SupportedIpAddressTypes: service.ipAddressTypes ?? ['ipv4'],
      BaseEndpointDnsNames: [`${service.id}.${scene.region}.vpce.amazonaws.com`],
      PrivateDnsName: service.privateDnsName ?? undefined,
      PrivateDnsNameConfiguration: service.privateDnsName === null ? {} : verification(service),
      Tags: tagList(service.tags),
      SupportedRegions: [],
    }),
  );
}

function verification(service: Service): Item {
  return {
    State: service.privateDnsState,
    Type: 'TXT',
    Value: `vpce:${service.id}`,
    Name: `_${service.id.slice(-8)}`,
  };
}

/** `AllowedPrincipals` of describe-vpc-endpoint-service-permissions. */
export function allowedPrincipals(scene: ResolvedScene, service: Service): Item[] {
  return service.principals.map((principal) => ({
    PrincipalType: principalType(principal),
    Principal: principal,
    ServicePermissionId: scene.id('vpce-svc-perm', service.name, principal),
    Tags: [],
    ServiceId: service.id,
  }));
}

function principalType(principal: string): string {
  if (principal === '*') return 'All';
  const what = principal.split(':')[5] ?? '';
  if (what.startsWith('role/')) return 'Role';
  if (what.startsWith('user/')) return 'User';
  return what === 'root' ? 'Account' : 'Service';
}

/** `ServiceDetails` of describe-vpc-endpoint-services. */
export function serviceDetails(scene: ResolvedScene): Item[] {
  return Object.entries(scene.serviceDetails).map(([serviceName, detail]) => {
    const zones = (detail.zones ?? ['a', 'b', 'c', 'd', 'e', 'f']).map((zone) => zoneNamed(zone, scene.region));
    const names = detail.privateDnsNames ?? [];
    return present({
      ServiceName: serviceName,
      ServiceId: scene.id('vpce-svc', serviceName),
      ServiceType: [{ ServiceType: detail.type ?? 'Interface' }],
      ServiceRegion: scene.region,
      AvailabilityZones: zones.map((zone) => zone.name),
      AvailabilityZoneIds: zones.map((zone) => zone.id),
      Owner: detail.owner ?? 'amazon',
      BaseEndpointDnsNames: [`${serviceName.split('.').slice(3).join('.')}.${scene.region}.vpce.amazonaws.com`],
      PrivateDnsName: names[0],
      PrivateDnsNames: names.map((PrivateDnsName) => ({ PrivateDnsName })),
      PrivateDnsNameVerificationState: detail.privateDnsVerified,
      VpcEndpointPolicySupported: detail.policySupported ?? true,
      AcceptanceRequired: false,
      ManagesVpcEndpoints: false,
      SupportedIpAddressTypes: detail.ipAddressTypes ?? ['ipv4'],
    });
  });
}

/** `LoadBalancers` of elbv2 describe-load-balancers. */
export function loadBalancers(scene: ResolvedScene): Item[] {
  return scene.services.map((service) => {
    const subnets = service.subnets.flatMap((subnet) => ('to' in subnet ? [subnet.to] : []));
    return present({
      LoadBalancerArn: service.loadBalancerArn,
      DNSName: `${service.name}-1.elb.${scene.region}.amazonaws.com`,
      CanonicalHostedZoneId: 'Z26RNL4JYFTOTI',
      CreatedTime: '2026-01-15T09:20:00.000000+00:00',
      LoadBalancerName: service.name,
      Scheme: service.type === 'network' ? 'internal' : undefined,
      VpcId: subnets[0] ? idOf(subnets[0].vpc) : undefined,
      State: { Code: 'active' },
      Type: service.type,
      AvailabilityZones: subnets.map((subnet) => ({ ZoneName: subnet.zone, SubnetId: subnet.id })),
      SecurityGroups: [],
      IpAddressType: 'ipv4',
    });
  });
}
