import { lengthOf, POOL } from '../pool.ts';
import type { Gateway, Group, ResolvedScene, Route, RouteTable, Rule, Target } from '../resolved.ts';
import { idOf, inScene } from '../resolved.ts';
import { type Json, logicalId, type Resource, refer, resource, tagList } from './refer.ts';

/** VPCs and what lies in them. */
export function networkResources(scene: ResolvedScene): Resource[] {
  return [
    ...vpcs(scene),
    ...scene.subnets.map((subnet) =>
      resource(logicalId(subnet.name, 'Subnet'), 'AWS::EC2::Subnet', {
        VpcId: refer(subnet.vpc, 'Vpc'),
        AvailabilityZone: subnet.zoneById ? undefined : subnet.zone,
        AvailabilityZoneId: subnet.zoneById ? subnet.zoneId : undefined,
        CidrBlock: subnet.cidr ?? undefined,
        Ipv6CidrBlock: subnet.ipv6Cidr ?? undefined,
        Ipv6Native: subnet.cidr === null ? true : undefined,
      }),
    ),
    ...scene.groups.filter((group) => !group.isDefault).flatMap((group) => groupResources(group)),
    ...scene.routeTables.flatMap((table) => tableResources(table)),
    ...scene.gateways.flatMap((gateway) => gatewayResources(scene, gateway)),
    ...acls(scene),
    ...others(scene),
  ];
}

function vpcs(scene: ResolvedScene): Resource[] {
  return scene.vpcs.flatMap((vpc) => [
    resource(logicalId(vpc.name, 'Vpc'), 'AWS::EC2::VPC', {
      CidrBlock: vpc.pooled ? undefined : vpc.cidr,
      Ipv4IpamPoolId: vpc.pooled ? POOL : undefined,
      Ipv4NetmaskLength: vpc.pooled ? lengthOf(vpc.cidr) : undefined,
      EnableDnsSupport: vpc.dnsSupport === 'omitted' ? undefined : vpc.dnsSupport,
      EnableDnsHostnames: vpc.dnsHostnames === 'omitted' ? undefined : vpc.dnsHostnames,
      Tags: tagList(vpc.tags),
    }),
    ...(vpc.ipv6Cidr === null
      ? []
      : [
          resource(logicalId(vpc.name, 'VpcIpv6'), 'AWS::EC2::VPCCidrBlock', {
            VpcId: { Ref: logicalId(vpc.name, 'Vpc') },
            AmazonProvidedIpv6CidrBlock: true,
          }),
        ]),
  ]);
}

/** What a template writes to let nothing out: a rule that matches nothing. The CDK does the same. */
const NOTHING = { IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' };

function groupResources(group: Group): Resource[] {
  const id = logicalId(group.name, 'Group');
  const ingress =
    group.ingress === 'unknown'
      ? { Ref: 'IngressRules' }
      : group.ingress.flatMap((rule) => rules(rule, group, 'Source'));
  const egress = group.egress.flatMap((rule) => rules(rule, group, 'Destination'));
  // A group cannot name itself in its own rules.
  const isOwn = (rule: Json) => JSON.stringify(rule).includes(JSON.stringify({ Ref: id }));
  const own = Array.isArray(ingress) ? (ingress as Json[]).filter((rule) => group.separate || isOwn(rule)) : [];
  const inline = Array.isArray(ingress) ? (ingress as Json[]).filter((rule) => !own.includes(rule)) : ingress;
  return [
    resource(id, 'AWS::EC2::SecurityGroup', {
      GroupDescription: group.name,
      VpcId: refer(group.vpc, 'Vpc'),
      SecurityGroupIngress: Array.isArray(inline) && inline.length === 0 ? undefined : inline,
      SecurityGroupEgress: egress.length > 0 ? egress : [NOTHING],
    }),
    ...own.map((rule, i) =>
      resource(`${id}Rule${i + 1}`, 'AWS::EC2::SecurityGroupIngress', {
        GroupId: { Ref: id },
        ...(rule as Record<string, Json>),
      }),
    ),
  ];
}

/** A rule for each source. */
function rules(rule: Rule, group: Group, side: 'Source' | 'Destination'): Json[] {
  const vpc = inScene(group.vpc);
  const ports: Record<string, Json> =
    rule.protocol === '-1' ? {} : { FromPort: rule.ports?.[0] ?? -1, ToPort: rule.ports?.[1] ?? -1 };
  const range = (cidr: string): Json =>
    rule.ofVpc && vpc?.cidr === cidr ? { 'Fn::GetAtt': [logicalId(vpc.name, 'Vpc'), 'CidrBlock'] } : cidr;
  const sources: Record<string, Json>[] = [
    ...rule.cidrs.map((cidr) => ({ [cidr.includes(':') ? 'CidrIpv6' : 'CidrIp']: range(cidr) })),
    ...rule.prefixLists.map((list) => ({ [`${side}PrefixListId`]: refer(list, 'PrefixList') })),
    ...rule.groups.map((other) => ({ [`${side}SecurityGroupId`]: groupRef(other) })),
    ...(rule.self ? [{ [`${side}SecurityGroupId`]: { Ref: logicalId(group.name, 'Group') } }] : []),
  ];
  return sources.map((source) => ({ IpProtocol: rule.protocol, ...ports, ...source }));
}

/** A group; the default group of a VPC by that VPC. */
export function groupRef(target: Target<Group>): Json {
  const group = inScene(target);
  const vpc = group?.isDefault ? inScene(group.vpc) : undefined;
  return vpc ? { 'Fn::GetAtt': [logicalId(vpc.name, 'Vpc'), 'DefaultSecurityGroup'] } : refer(target, 'Group');
}

function tableResources(table: RouteTable): Resource[] {
  const id = logicalId(table.name, 'Table');
  return [
    resource(id, 'AWS::EC2::RouteTable', { VpcId: refer(table.vpc, 'Vpc') }),
    ...table.routes.map((route, i) =>
      resource(`${id}Route${i + 1}`, 'AWS::EC2::Route', { RouteTableId: { Ref: id }, ...routeOf(route) }),
    ),
    ...table.subnets.map((subnet, i) =>
      resource(`${id}Use${i + 1}`, 'AWS::EC2::SubnetRouteTableAssociation', {
        RouteTableId: { Ref: id },
        SubnetId: refer(subnet, 'Subnet'),
      }),
    ),
  ];
}

const TARGETS: Readonly<Record<Gateway['type'], string>> = {
  'nat-gateway': 'NatGatewayId',
  'internet-gateway': 'GatewayId',
  'egress-only-internet-gateway': 'EgressOnlyInternetGatewayId',
  'vpn-gateway': 'GatewayId',
  'transit-gateway': 'TransitGatewayId',
  peering: 'VpcPeeringConnectionId',
};

function routeOf({ destination, target }: Route): Record<string, Json> {
  const to: Record<string, Json> =
    typeof destination === 'string'
      ? { [destination.includes(':') ? 'DestinationIpv6CidrBlock' : 'DestinationCidrBlock']: destination }
      : { DestinationPrefixListId: refer(destination, 'PrefixList') };
  if ('endpoint' in target) return { ...to, VpcEndpointId: { Ref: logicalId(target.endpoint, 'Endpoint') } };
  const { gateway } = target;
  const value: Json = gateway.type === 'transit-gateway' ? gateway.id : { Ref: logicalId(gateway.name, 'Gateway') };
  return { ...to, [TARGETS[gateway.type]]: value };
}

function gatewayResources(scene: ResolvedScene, gateway: Gateway): Resource[] {
  const id = logicalId(gateway.name, 'Gateway');
  const VpcId = refer(gateway.vpc, 'Vpc');
  switch (gateway.type) {
    case 'nat-gateway':
      return [
        resource(id, 'AWS::EC2::NatGateway', {
          SubnetId: gateway.subnet ? refer(gateway.subnet, 'Subnet') : undefined,
          AllocationId: scene.id('eipalloc', gateway.name),
        }),
      ];
    case 'transit-gateway': {
      const inVpc = scene.subnets.filter((subnet) => idOf(subnet.vpc) === idOf(gateway.vpc)).slice(0, 1);
      return [
        resource(id, 'AWS::EC2::TransitGatewayAttachment', {
          TransitGatewayId: gateway.id,
          VpcId,
          SubnetIds: inVpc.map((to) => refer({ to }, 'Subnet')),
        }),
      ];
    }
    case 'peering':
      return [resource(id, 'AWS::EC2::VPCPeeringConnection', { VpcId, PeerVpcId: refer(gateway.peer!, 'Vpc') })];
    case 'egress-only-internet-gateway':
      return [resource(id, 'AWS::EC2::EgressOnlyInternetGateway', { VpcId })];
    default: {
      const isVpn = gateway.type === 'vpn-gateway';
      return [
        resource(id, isVpn ? 'AWS::EC2::VPNGateway' : 'AWS::EC2::InternetGateway', isVpn ? { Type: 'ipsec.1' } : {}),
        resource(`${id}Attached`, 'AWS::EC2::VPCGatewayAttachment', {
          VpcId,
          [isVpn ? 'VpnGatewayId' : 'InternetGatewayId']: { Ref: id },
        }),
      ];
    }
  }
}

/** Protocols of network ACLs are numbers. */
const NUMBERS: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58, '-1': -1 };

function acls(scene: ResolvedScene): Resource[] {
  return scene.networkAcls.flatMap((acl) => {
    const id = logicalId(acl.name, 'Acl');
    const vpc = inScene(acl.vpc);
    const entries = [
      ...acl.ingress.map((entry) => ({ entry, egress: false })),
      ...acl.egress.map((entry) => ({ entry, egress: true })),
    ];
    return [
      resource(id, 'AWS::EC2::NetworkAcl', { VpcId: refer(acl.vpc, 'Vpc') }),
      ...entries.map(({ entry, egress }, i) => {
        const cidr: Json =
          entry.ofVpc && vpc ? { 'Fn::GetAtt': [logicalId(vpc.name, 'Vpc'), 'CidrBlock'] } : entry.cidr;
        return resource(`${id}Entry${i + 1}`, 'AWS::EC2::NetworkAclEntry', {
          NetworkAclId: { Ref: id },
          RuleNumber: entry.number,
          RuleAction: entry.action,
          Protocol: NUMBERS[entry.protocol] ?? Number(entry.protocol),
          Egress: egress || undefined,
          PortRange: entry.ports === null ? undefined : { From: entry.ports[0], To: entry.ports[1] },
          [entry.cidr.includes(':') ? 'Ipv6CidrBlock' : 'CidrBlock']: cidr,
        });
      }),
      ...acl.subnets.map((subnet, i) =>
        resource(`${id}Use${i + 1}`, 'AWS::EC2::SubnetNetworkAclAssociation', {
          NetworkAclId: { Ref: id },
          SubnetId: refer(subnet, 'Subnet'),
        }),
      ),
    ];
  });
}

function others(scene: ResolvedScene): Resource[] {
  return [
    ...scene.dhcpOptions.flatMap((options) => {
      const id = logicalId(options.name, 'Dhcp');
      return [
        resource(id, 'AWS::EC2::DHCPOptions', { DomainNameServers: options.servers }),
        resource(`${id}Used`, 'AWS::EC2::VPCDHCPOptionsAssociation', {
          DhcpOptionsId: { Ref: id },
          VpcId: refer(options.vpc, 'Vpc'),
        }),
      ];
    }),
    ...scene.prefixLists.map((list) =>
      resource(logicalId(list.name, 'PrefixList'), 'AWS::EC2::PrefixList', {
        PrefixListName: list.name,
        AddressFamily: list.cidrs.some((cidr) => cidr.includes(':')) ? 'IPv6' : 'IPv4',
        MaxEntries: Math.max(list.cidrs.length, 1),
        Entries: list.cidrs.map((Cidr) => ({ Cidr })),
      }),
    ),
    ...scene.interfaces.map((it) =>
      resource(logicalId(it.name, 'Interface'), 'AWS::EC2::NetworkInterface', {
        SubnetId: refer(it.subnet, 'Subnet'),
        GroupSet: it.groups.map(groupRef),
      }),
    ),
  ];
}
