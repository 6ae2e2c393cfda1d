import { prefixListOf } from '../attached.ts';
import { idOf, inScene, type NetworkAclEntry, type ResolvedScene, type RouteTable, type Vpc } from '../resolved.ts';
import { type Item, present, tagList } from './objects.ts';

export function vpcs(scene: ResolvedScene): Item[] {
  return scene.vpcs.map((vpc) => ({
    OwnerId: scene.account,
    InstanceTenancy: 'default',
    Ipv6CidrBlockAssociationSet:
      vpc.ipv6Cidr === null
        ? []
        : [{ ...ipv6Association(scene.id('vpc-cidr-assoc', vpc.name, 'ipv6'), vpc.ipv6Cidr), Ipv6Pool: 'Amazon' }],
    CidrBlockAssociationSet: [
      {
        AssociationId: scene.id('vpc-cidr-assoc', vpc.name),
        CidrBlock: vpc.cidr,
        CidrBlockState: { State: 'associated' },
      },
    ],
    IsDefault: false,
    Tags: tagList(vpc.tags),
    VpcId: vpc.id,
    State: 'available',
    CidrBlock: vpc.cidr,
    DhcpOptionsId: scene.dhcpOptions.find((options) => inScene(options.vpc) === vpc)?.id ?? 'default',
  }));
}

function ipv6Association(id: string, cidr: string): Item {
  return { AssociationId: id, Ipv6CidrBlock: cidr, Ipv6CidrBlockState: { State: 'associated' } };
}

/** One call for each attribute of each VPC: the answer names the VPC. */
export function vpcAttributes(vpc: Vpc): { readonly name: string; readonly answer: Item }[] {
  return [
    {
      name: `describe-vpc-attribute.${vpc.id}.enableDnsSupport`,
      answer: { EnableDnsSupport: { Value: vpc.dnsSupport !== false }, VpcId: vpc.id },
    },
    {
      name: `describe-vpc-attribute.${vpc.id}.enableDnsHostnames`,
      answer: { EnableDnsHostnames: { Value: vpc.dnsHostnames === true }, VpcId: vpc.id },
    },
  ];
}

export function subnets(scene: ResolvedScene): Item[] {
  return scene.subnets.map((subnet) =>
    present({
      AvailabilityZoneId: subnet.zoneId,
      OwnerId: subnet.owner,
      AssignIpv6AddressOnCreation: false,
      Ipv6CidrBlockAssociationSet:
        subnet.ipv6Cidr === null ? [] : [ipv6Association(scene.id('subnet-cidr-assoc', subnet.name), subnet.ipv6Cidr)],
      Tags: [],
      SubnetArn: `arn:aws:ec2:${scene.region}:${subnet.owner}:subnet/${subnet.id}`,
      Ipv6Native: subnet.cidr === null,
      PrivateDnsNameOptionsOnLaunch: {
        HostnameType: 'ip-name',
        EnableResourceNameDnsARecord: false,
        EnableResourceNameDnsAAAARecord: false,
      },
      SubnetId: subnet.id,
      State: 'available',
      VpcId: idOf(subnet.vpc),
      CidrBlock: subnet.cidr ?? undefined,
      AvailableIpAddressCount: subnet.free ?? (subnet.cidr === null ? 0 : 246),
      AvailabilityZone: subnet.zone,
      DefaultForAz: false,
      MapPublicIpOnLaunch: false,
    }),
  );
}

export function routeTables(scene: ResolvedScene): Item[] {
  const withMain = new Set(scene.routeTables.filter((table) => table.main).map((table) => table.id));
  return [
    ...scene.vpcs
      .filter((vpc) => !withMain.has(vpc.mainTable))
      .map((vpc): RouteTable => {
        const name = `${vpc.name}-main`;
        return { name, id: vpc.mainTable, given: false, vpc: { to: vpc }, main: true, subnets: [], routes: [] };
      }),
    ...scene.routeTables,
  ].map((table) => ({
    Associations: associations(scene, table),
    RouteTableId: table.id,
    Routes: [...localRoutes(table), ...ownRoutes(scene, table), ...gatewayRoutes(scene, table)],
    Tags: [],
    VpcId: idOf(table.vpc),
    OwnerId: scene.account,
  }));
}

function associations(scene: ResolvedScene, table: RouteTable): Item[] {
  const associated = (id: string, more: Item): Item => ({
    RouteTableAssociationId: scene.id('rtbassoc', table.name, id),
    RouteTableId: table.id,
    AssociationState: { State: 'associated' },
    ...more,
  });
  return [
    ...(table.main ? [associated('main', { Main: true })] : []),
    ...table.subnets.map((subnet) => associated(idOf(subnet), { Main: false, SubnetId: idOf(subnet) })),
  ];
}

function localRoutes(table: RouteTable): Item[] {
  const vpc = inScene(table.vpc);
  const local = { GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' };
  if (!vpc) return [];
  return [
    { DestinationCidrBlock: vpc.cidr, ...local },
    ...(vpc.ipv6Cidr === null ? [] : [{ DestinationIpv6CidrBlock: vpc.ipv6Cidr, ...local }]),
  ];
}

const ROUTE_KEYS = {
  'nat-gateway': 'NatGatewayId',
  'internet-gateway': 'GatewayId',
  'egress-only-internet-gateway': 'EgressOnlyInternetGatewayId',
  'transit-gateway': 'TransitGatewayId',
  'vpn-gateway': 'GatewayId',
  peering: 'VpcPeeringConnectionId',
} as const;

function ownRoutes(scene: ResolvedScene, table: RouteTable): Item[] {
  return table.routes.map(({ destination, target }) => {
    const where =
      typeof destination !== 'string'
        ? { DestinationPrefixListId: idOf(destination) }
        : { [destination.includes(':') ? 'DestinationIpv6CidrBlock' : 'DestinationCidrBlock']: destination };
    const leads =
      'gateway' in target
        ? { [ROUTE_KEYS[target.gateway.type]]: target.gateway.id }
        : { GatewayId: scene.endpoints.find((endpoint) => endpoint.name === target.endpoint)!.id };
    const state = 'gateway' in target && target.gone ? 'blackhole' : 'active';
    return { ...where, ...leads, Origin: 'CreateRoute', State: state };
  });
}

/** AWS adds a route for each gateway endpoint of a table. */
function gatewayRoutes(scene: ResolvedScene, table: RouteTable): Item[] {
  return scene.endpoints
    .filter((endpoint) => typeof endpoint.routeTables !== 'string')
    .filter((endpoint) => (endpoint.routeTables as { to?: unknown }[]).some((target) => target.to === table))
    .filter((endpoint) => prefixListOf(scene, endpoint) !== null)
    .map((endpoint) => ({
      DestinationPrefixListId: prefixListOf(scene, endpoint),
      GatewayId: endpoint.id,
      Origin: 'CreateRoute',
      State: 'active',
    }));
}

export function networkAcls(scene: ResolvedScene): Item[] {
  const taken = new Set(scene.networkAcls.flatMap((acl) => acl.subnets.map(idOf)));
  const acl = (id: string, vpc: string, subnets: readonly string[], entries: readonly Item[], IsDefault: boolean) => ({
    Associations: subnets.map((subnet) => ({
      NetworkAclAssociationId: scene.id('aclassoc', id, subnet),
      NetworkAclId: id,
      SubnetId: subnet,
    })),
    Entries: [...entries, ...lastEntries()],
    IsDefault,
    NetworkAclId: id,
    Tags: [],
    VpcId: vpc,
    OwnerId: scene.account,
  });
  return [
    ...scene.vpcs.map((vpc) => {
      const inIt = scene.subnets.filter((subnet) => inScene(subnet.vpc) === vpc && !taken.has(subnet.id));
      const allowAll = [true, false].map((Egress) => entry(ALLOW_ALL, Egress));
      return acl(
        vpc.defaultAcl,
        vpc.id,
        inIt.map((subnet) => subnet.id),
        allowAll,
        true,
      );
    }),
    ...scene.networkAcls.map((it) => {
      const entries = [...it.egress.map((e) => entry(e, true)), ...it.ingress.map((e) => entry(e, false))];
      return acl(it.id, idOf(it.vpc), it.subnets.map(idOf), entries, false);
    }),
  ];
}

const ALLOW_ALL: NetworkAclEntry = {
  number: 100,
  action: 'allow',
  protocol: '-1',
  ports: null,
  cidr: '0.0.0.0/0',
  ofVpc: false,
};

function lastEntries(): Item[] {
  return [true, false].map((Egress) => entry({ ...ALLOW_ALL, number: 32767, action: 'deny' }, Egress));
}

const PROTOCOL_NUMBERS: Readonly<Record<string, string>> = { tcp: '6', udp: '17', icmp: '1', icmpv6: '58' };

function entry(e: NetworkAclEntry, Egress: boolean): Item {
  return present({
    [e.cidr.includes(':') ? 'Ipv6CidrBlock' : 'CidrBlock']: e.cidr,
    Egress,
    PortRange: e.ports ? { From: e.ports[0], To: e.ports[1] } : undefined,
    Protocol: PROTOCOL_NUMBERS[e.protocol] ?? e.protocol,
    RuleAction: e.action,
    RuleNumber: e.number,
  });
}

export function dhcpOptions(scene: ResolvedScene): Item[] {
  return scene.dhcpOptions.map((options) => ({
    Tags: [],
    DhcpOptionsId: options.id,
    DhcpConfigurations: [{ Key: 'domain-name-servers', Values: options.servers.map((Value) => ({ Value })) }],
  }));
}
