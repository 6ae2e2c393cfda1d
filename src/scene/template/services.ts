import { entryFor } from '../attached.ts';
import type { ResolvedScene } from '../resolved.ts';
import { groupRef } from './network.ts';
import { type Json, logicalId, type Resource, refer, resource, tagList } from './refer.ts';

/** Endpoint services, load balancers, hosted zones, resolver rules and profiles. */
export function serviceResources(scene: ResolvedScene): Resource[] {
  return [...balancers(scene), ...services(scene), ...zones(scene), ...resolver(scene)];
}

function balancers(scene: ResolvedScene): Resource[] {
  return scene.loadBalancers.flatMap((it) => {
    const id = logicalId(it.name, 'Balancer');
    // The target group is created elsewhere: rules do not ask for it.
    const targetGroup = `${it.arn.split(':loadbalancer/')[0]}:targetgroup/${it.name}/0123456789abcdef`;
    return [
      resource(id, 'AWS::ElasticLoadBalancingV2::LoadBalancer', {
        Name: it.name,
        Type: it.type,
        Scheme: it.type === 'network' ? 'internal' : undefined,
        IpAddressType: it.ipAddressType ?? undefined,
        Subnets: it.subnets.map((subnet) => refer(subnet, 'Subnet')),
        SecurityGroups: it.groups.length > 0 ? it.groups.map(groupRef) : undefined,
        EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic:
          it.enforced === null ? undefined : it.enforced ? 'on' : 'off',
      }),
      ...it.listeners.map((listener, i) =>
        resource(`${id}Listener${i + 1}`, 'AWS::ElasticLoadBalancingV2::Listener', {
          LoadBalancerArn: { Ref: id },
          Protocol: listener.protocol,
          Port: listener.port,
          DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroup }],
          ListenerAttributes:
            listener.idleTimeout === null
              ? undefined
              : [{ Key: 'tcp.idle_timeout.seconds', Value: String(listener.idleTimeout) }],
        }),
      ),
    ];
  });
}

function services(scene: ResolvedScene): Resource[] {
  return scene.services.flatMap((service) => {
    const id = logicalId(service.name, 'Service');
    const arns = service.loadBalancers.map((it) => ({ Ref: logicalId(it.name, 'Balancer') }));
    return [
      resource(id, 'AWS::EC2::VPCEndpointService', {
        [service.type === 'network' ? 'NetworkLoadBalancerArns' : 'GatewayLoadBalancerArns']: arns,
        AcceptanceRequired: service.acceptanceRequired,
        SupportedIpAddressTypes: service.ipAddressTypes ?? undefined,
        SupportedRegions: service.supportedRegions.length > 0 ? service.supportedRegions : undefined,
        PrivateDnsName: service.privateDnsName ?? undefined,
        Tags: tagList(service.tags),
      }),
      ...(service.principals.length === 0
        ? []
        : [
            resource(`${id}Permissions`, 'AWS::EC2::VPCEndpointServicePermissions', {
              ServiceId: { Ref: id },
              AllowedPrincipals: service.principals,
            }),
          ]),
    ];
  });
}

function zones(scene: ResolvedScene): Resource[] {
  return scene.hostedZones.flatMap((zone) => {
    const id = logicalId(zone.name, 'Zone');
    return [
      resource(id, 'AWS::Route53::HostedZone', {
        Name: zone.domain,
        VPCs:
          zone.vpcs.length > 0
            ? zone.vpcs.map((vpc) => ({ VPCId: refer(vpc, 'Vpc'), VPCRegion: { Ref: 'AWS::Region' } }))
            : undefined,
      }),
      ...zone.records.map(({ name, to, zone: of }, i) => {
        const alias = 'id' in to ? entryOf(to.name, entryFor(scene, to, of)) : undefined;
        return resource(`${id}Record${i + 1}`, 'AWS::Route53::RecordSet', {
          HostedZoneId: { Ref: id },
          Name: name,
          Type: alias ? 'A' : 'CNAME',
          TTL: alias ? undefined : '300',
          ResourceRecords: alias ? undefined : (to as readonly string[]),
          AliasTarget: alias,
        });
      }),
    ];
  });
}

/** `zone:name` of an endpoint, taken apart. */
function entryOf(endpoint: string, index: number): Json {
  const entry = { 'Fn::Select': [index, { 'Fn::GetAtt': [logicalId(endpoint, 'Endpoint'), 'DnsEntries'] }] };
  const part = (i: number) => ({ 'Fn::Select': [i, { 'Fn::Split': [':', entry] }] });
  return { HostedZoneId: part(0), DNSName: part(1) };
}

function resolver(scene: ResolvedScene): Resource[] {
  return [
    ...scene.resolverRules.flatMap((rule) => {
      const id = logicalId(rule.name, 'Rule');
      return [
        resource(id, 'AWS::Route53Resolver::ResolverRule', { DomainName: rule.domain, RuleType: rule.type }),
        ...rule.vpcs.map((vpc, i) =>
          resource(`${id}Use${i + 1}`, 'AWS::Route53Resolver::ResolverRuleAssociation', {
            ResolverRuleId: { Ref: id },
            VPCId: refer(vpc, 'Vpc'),
          }),
        ),
      ];
    }),
    ...scene.resolverEndpoints.map(({ name, direction, subnets, group }) =>
      resource(logicalId(name, 'Resolver'), 'AWS::Route53Resolver::ResolverEndpoint', {
        Direction: direction,
        SecurityGroupIds: [groupRef(group)],
        IpAddresses: subnets.map((subnet) => ({ SubnetId: refer(subnet, 'Subnet') })),
      }),
    ),
    ...scene.dnsProfiles.flatMap((profile) => {
      const id = logicalId(profile.name, 'Profile');
      const ProfileId: Json = profile.zones === null ? profile.id : { Ref: id };
      return [
        ...(profile.zones === null ? [] : [resource(id, 'AWS::Route53Profiles::Profile', { Name: profile.name })]),
        ...profile.vpcs.map((vpc, i) =>
          resource(`${id}Use${i + 1}`, 'AWS::Route53Profiles::ProfileAssociation', {
            Name: profile.name,
            ProfileId,
            ResourceId: refer(vpc, 'Vpc'),
          }),
        ),
        ...(profile.zones ?? []).map((zone, i) =>
          resource(`${id}Holds${i + 1}`, 'AWS::Route53Profiles::ProfileResourceAssociation', {
            Name: logicalId(zone.name, 'Zone'),
            ProfileId,
            ResourceArn: {
              'Fn::Sub': `arn:\${AWS::Partition}:route53:::hostedzone/\${${logicalId(zone.name, 'Zone')}}`,
            },
          }),
        ),
      ];
    }),
  ];
}
