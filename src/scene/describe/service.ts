import { zoneNamed } from '../names.ts';
import { idOf, type ResolvedScene, type Service } from '../resolved.ts';
import { type Item, present, tagList } from './objects.ts';

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
      NetworkLoadBalancerArns: service.type === 'network' ? service.loadBalancers.map((it) => it.arn) : undefined,
      GatewayLoadBalancerArns: service.type === 'gateway' ? service.loadBalancers.map((it) => it.arn) : undefined,
      SupportedIpAddressTypes: service.ipAddressTypes ?? ['ipv4'],
      BaseEndpointDnsNames: [`${service.id}.${scene.region}.vpce.amazonaws.com`],
      PrivateDnsName: service.privateDnsName ?? undefined,
      PrivateDnsNameConfiguration: service.privateDnsName === null ? {} : verification(service),
      Tags: tagList(service.tags),
      SupportedRegions: service.supportedRegions.map((Region) => ({ Region, ServiceState: 'Available' })),
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
  return scene.loadBalancers.map((it) => {
    const subnets = it.subnets.flatMap((subnet) => ('to' in subnet ? [subnet.to] : []));
    return present({
      LoadBalancerArn: it.arn,
      DNSName: `${it.name}-1.elb.${scene.region}.amazonaws.com`,
      CanonicalHostedZoneId: 'Z26RNL4JYFTOTI',
      CreatedTime: '2026-01-15T09:20:00.000000+00:00',
      LoadBalancerName: it.name,
      Scheme: it.type === 'network' ? 'internal' : undefined,
      VpcId: subnets[0] ? idOf(subnets[0].vpc) : undefined,
      State: { Code: 'active' },
      Type: it.type,
      AvailabilityZones: subnets.map((subnet) => ({ ZoneName: subnet.zone, SubnetId: subnet.id })),
      SecurityGroups: it.groups.map(idOf),
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic:
        it.groups.length > 0 ? (it.enforced === false ? 'off' : 'on') : undefined,
      IpAddressType: it.ipAddressType ?? 'ipv4',
    });
  });
}

/** `Listeners` of elbv2 describe-listeners, all load balancers together. */
export function listeners(scene: ResolvedScene): Item[] {
  return scene.loadBalancers.flatMap((it) =>
    it.listeners.map((listener) => ({
      ListenerArn: listener.arn,
      LoadBalancerArn: it.arn,
      Port: listener.port,
      Protocol: listener.protocol,
      DefaultActions: [
        {
          Type: 'forward',
          TargetGroupArn: `${it.arn.split(':loadbalancer/')[0]}:targetgroup/${it.name}/0123456789abcdef`,
          Order: 1,
        },
      ],
      SslPolicy: 'ELBSecurityPolicy-2016-08',
      AlpnPolicy: [],
    })),
  );
}
