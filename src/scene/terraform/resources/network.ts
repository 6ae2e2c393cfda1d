import { label } from '../../names.ts';
import { lengthOf, POOL } from '../../pool.ts';
import type { Gateway, NetworkAclEntry, ResolvedScene, Route, RouteTable, Subnet, Target } from '../../resolved.ts';
import { idOf } from '../../resolved.ts';
import { type Expression, type Json, Reference } from '../expression.ts';
import type { Resource } from '../resource.ts';
import { managed, optionalArguments, referTo, vpcId } from './refer.ts';

/** VPCs, subnets, route tables and what they lead to, network ACLs, DHCP options, prefix lists, interfaces. */
export function networkResources(scene: ResolvedScene): Resource[] {
  return [
    ...vpcs(scene),
    ...subnets(scene),
    ...scene.routeTables.flatMap((table) => routeTable(scene, table)),
    ...scene.gateways.map((gateway) => gatewayResource(scene, gateway)),
    ...networkAcls(scene),
    ...dhcpOptions(scene),
    ...prefixLists(scene),
    ...interfaces(scene),
  ];
}

function vpcs(scene: ResolvedScene): Resource[] {
  return scene.vpcs.map((vpc) =>
    managed(scene, 'aws_vpc', vpc, {
      arguments: optionalArguments({
        cidr_block: vpc.pooled ? undefined : vpc.cidr,
        ipv4_ipam_pool_id: vpc.pooled ? POOL : undefined,
        ipv4_netmask_length: vpc.pooled ? lengthOf(vpc.cidr) : undefined,
        enable_dns_support: vpc.dnsSupport === 'omitted' ? undefined : vpc.dnsSupport,
        enable_dns_hostnames: vpc.dnsHostnames === 'omitted' ? undefined : vpc.dnsHostnames,
        assign_generated_ipv6_cidr_block: vpc.ipv6Cidr === null ? undefined : true,
        tags: vpc.tags ?? undefined,
      }),
      applied: {
        ...(vpc.pooled ? { cidr_block: vpc.cidr } : {}),
        id: vpc.id,
        arn: `arn:aws:ec2:${scene.region}:${scene.account}:vpc/${vpc.id}`,
        owner_id: scene.account,
        default_network_acl_id: vpc.defaultAcl,
        default_route_table_id: vpc.mainTable,
        default_security_group_id: vpc.defaultGroup,
        dhcp_options_id: 'default',
        main_route_table_id: vpc.mainTable,
        ...(vpc.ipv6Cidr === null
          ? {}
          : {
              ipv6_association_id: scene.id('vpc-cidr-assoc', vpc.name, 'ipv6'),
              ipv6_cidr_block: vpc.ipv6Cidr,
            }),
      },
    }),
  );
}

function subnets(scene: ResolvedScene): Resource[] {
  // Subnets of another account are not made here.
  return scene.subnets
    .filter((subnet) => subnet.owner === scene.account)
    .map((subnet) => {
      if (subnet.free !== null) return subnetData(scene, subnet, subnet.free);
      return managed(scene, 'aws_subnet', subnet, {
        arguments: optionalArguments({
          vpc_id: vpcId(subnet.vpc),
          availability_zone: subnet.zoneById ? undefined : subnet.zone,
          availability_zone_id: subnet.zoneById ? subnet.zoneId : undefined,
          cidr_block: subnet.cidr ?? undefined,
          ipv6_cidr_block: subnet.ipv6Cidr ?? undefined,
          ipv6_native: subnet.cidr === null ? true : undefined,
        }),
        applied: {
          id: subnet.id,
          arn: `arn:aws:ec2:${scene.region}:${scene.account}:subnet/${subnet.id}`,
          owner_id: scene.account,
          availability_zone: subnet.zone,
          availability_zone_id: subnet.zoneId,
          ...(subnet.ipv6Cidr === null
            ? {}
            : { ipv6_cidr_block_association_id: scene.id('subnet-cidr-assoc', subnet.name) }),
        },
      });
    });
}

/** A subnet that is there already. */
function subnetData(scene: ResolvedScene, subnet: Subnet, free: number): Resource {
  const { id } = subnet;
  return {
    mode: 'data',
    type: 'aws_subnet',
    name: label(subnet.name),
    arguments: { id },
    planned: {},
    applied: {
      arn: `arn:aws:ec2:${scene.region}:${scene.account}:subnet/${id}`,
      availability_zone: subnet.zone,
      availability_zone_id: subnet.zoneId,
      available_ip_address_count: free,
      cidr_block: subnet.cidr ?? '',
      ipv6_cidr_block: subnet.ipv6Cidr ?? '',
      ipv6_native: subnet.cidr === null,
      owner_id: scene.account,
      region: scene.region,
      state: 'available',
      vpc_id: idOf(subnet.vpc),
    },
    usual: new Set(),
  };
}

function routeTable(scene: ResolvedScene, table: RouteTable): Resource[] {
  const routes = table.routes.map((route) => routeBlock(route));
  const out = [
    managed(scene, 'aws_route_table', table, {
      arguments: optionalArguments({
        vpc_id: vpcId(table.vpc),
        route: routes.length > 0 ? routes : undefined,
      }),
      applied: {
        id: table.id,
        arn: `arn:aws:ec2:${scene.region}:${scene.account}:route-table/${table.id}`,
        owner_id: scene.account,
      },
    }),
  ];
  const tableId = referTo('aws_route_table', { to: table });
  for (const subnet of table.subnets) {
    const name = 'to' in subnet ? subnet.to.name : subnet.outside;
    out.push(
      managed(
        scene,
        'aws_route_table_association',
        { name, given: table.given },
        {
          arguments: { route_table_id: tableId, subnet_id: referTo('aws_subnet', subnet) },
          applied: { id: scene.id('rtbassoc', table.name, name) },
        },
      ),
    );
  }
  if (table.main) {
    out.push(
      managed(scene, 'aws_main_route_table_association', table, {
        arguments: { route_table_id: tableId, vpc_id: vpcId(table.vpc) },
        applied: { id: scene.id('rtbassoc', table.name, 'main'), original_route_table_id: table.id },
      }),
    );
  }
  return out;
}

const ROUTE_KEYS = [
  'carrier_gateway_id',
  'cidr_block',
  'core_network_arn',
  'destination_prefix_list_id',
  'egress_only_gateway_id',
  'gateway_id',
  'ipv6_cidr_block',
  'local_gateway_id',
  'nat_gateway_id',
  'network_interface_id',
  'transit_gateway_id',
  'vpc_endpoint_id',
  'vpc_peering_connection_id',
];

/** One route; Terraform shows all keys of such an object, null if they are not given. */
function routeBlock({ destination, target }: Route): { [key: string]: Expression } {
  const block: { [key: string]: Expression } = Object.fromEntries(ROUTE_KEYS.map((key) => [key, null]));
  if (typeof destination !== 'string') {
    block.destination_prefix_list_id = referTo('aws_ec2_managed_prefix_list', destination);
  } else block[destination.includes(':') ? 'ipv6_cidr_block' : 'cidr_block'] = destination;
  if ('endpoint' in target) {
    block.vpc_endpoint_id = new Reference(`aws_vpc_endpoint.${label(target.endpoint)}`, 'id');
    return block;
  }
  const { gateway } = target;
  const [type, key] = GATEWAYS[gateway.type];
  block[key] = type === null ? gateway.id : referTo(type, { to: gateway });
  return block;
}

/** Resource type and the route's key for a way out. A transit gateway is created elsewhere. */
const GATEWAYS: Readonly<Record<Gateway['type'], readonly [type: string | null, key: string]>> = {
  'nat-gateway': ['aws_nat_gateway', 'nat_gateway_id'],
  'internet-gateway': ['aws_internet_gateway', 'gateway_id'],
  'egress-only-internet-gateway': ['aws_egress_only_internet_gateway', 'egress_only_gateway_id'],
  'vpn-gateway': ['aws_vpn_gateway', 'gateway_id'],
  'transit-gateway': [null, 'transit_gateway_id'],
  peering: ['aws_vpc_peering_connection', 'vpc_peering_connection_id'],
};

function gatewayResource(scene: ResolvedScene, gateway: Gateway): Resource {
  const vpc_id = vpcId(gateway.vpc);
  const { id } = gateway;
  switch (gateway.type) {
    case 'nat-gateway':
      return managed(scene, 'aws_nat_gateway', gateway, {
        arguments: optionalArguments({
          allocation_id: scene.id('eipalloc', gateway.name),
          subnet_id: gateway.subnet ? referTo('aws_subnet', gateway.subnet) : undefined,
        }),
        applied: { id, network_interface_id: scene.id('eni', gateway.name), public_ip: '198.51.100.10' },
      });
    case 'transit-gateway': {
      const inVpc = scene.subnets.filter((subnet) => idOf(subnet.vpc) === idOf(gateway.vpc)).slice(0, 1);
      return managed(scene, 'aws_ec2_transit_gateway_vpc_attachment', gateway, {
        arguments: { transit_gateway_id: id, vpc_id, subnet_ids: inVpc.map((to) => referTo('aws_subnet', { to })) },
        applied: { id: scene.id('tgw-attach', gateway.name), vpc_owner_id: scene.account },
      });
    }
    case 'peering':
      return managed(scene, 'aws_vpc_peering_connection', gateway, {
        arguments: { vpc_id, peer_vpc_id: vpcId(gateway.peer!), auto_accept: true },
        applied: { id, accept_status: 'active', peer_owner_id: scene.account, peer_region: scene.region },
      });
    default: {
      const type = GATEWAYS[gateway.type][0]!;
      const more: Record<string, Json> =
        type === 'aws_internet_gateway'
          ? { arn: `arn:aws:ec2:${scene.region}:${scene.account}:internet-gateway/${id}`, owner_id: scene.account }
          : {};
      return managed(scene, type, gateway, { arguments: { vpc_id }, applied: { id, ...more } });
    }
  }
}

function networkAcls(scene: ResolvedScene): Resource[] {
  return scene.networkAcls.map((acl) =>
    managed(scene, 'aws_network_acl', acl, {
      arguments: optionalArguments({
        vpc_id: vpcId(acl.vpc),
        subnet_ids: acl.subnets.map((subnet) => referTo('aws_subnet', subnet)),
        ingress: acl.ingress.length > 0 ? acl.ingress.map((entry) => aclEntry(entry, acl.vpc)) : undefined,
        egress: acl.egress.length > 0 ? acl.egress.map((entry) => aclEntry(entry, acl.vpc)) : undefined,
      }),
      applied: {
        id: acl.id,
        arn: `arn:aws:ec2:${scene.region}:${scene.account}:network-acl/${acl.id}`,
        owner_id: scene.account,
      },
    }),
  );
}

function aclEntry(entry: NetworkAclEntry, vpc: Target<{ readonly name: string }>): { [key: string]: Expression } {
  const cidr = entry.ofVpc && 'to' in vpc ? new Reference(`aws_vpc.${label(vpc.to.name)}`, 'cidr_block') : entry.cidr;
  const v6 = entry.cidr.includes(':');
  return {
    action: entry.action,
    cidr_block: v6 ? null : cidr,
    from_port: entry.ports?.[0] ?? 0,
    icmp_code: null,
    icmp_type: null,
    ipv6_cidr_block: v6 ? cidr : null,
    protocol: entry.protocol,
    rule_no: entry.number,
    to_port: entry.ports?.[1] ?? 0,
  };
}

function dhcpOptions(scene: ResolvedScene): Resource[] {
  return scene.dhcpOptions.flatMap((options) => [
    managed(scene, 'aws_vpc_dhcp_options', options, {
      arguments: { domain_name_servers: options.servers },
      applied: {
        id: options.id,
        arn: `arn:aws:ec2:${scene.region}:${scene.account}:dhcp-options/${options.id}`,
        owner_id: scene.account,
      },
    }),
    managed(scene, 'aws_vpc_dhcp_options_association', options, {
      arguments: { dhcp_options_id: referTo('aws_vpc_dhcp_options', { to: options }), vpc_id: vpcId(options.vpc) },
      applied: { id: `${options.id}-${idOf(options.vpc)}` },
    }),
  ]);
}

function prefixLists(scene: ResolvedScene): Resource[] {
  return scene.prefixLists.map((list) =>
    managed(scene, 'aws_ec2_managed_prefix_list', list, {
      arguments: {
        name: list.name,
        address_family: list.cidrs.some((cidr) => cidr.includes(':')) ? 'IPv6' : 'IPv4',
        max_entries: Math.max(list.cidrs.length, 1),
        entry: list.cidrs.map((cidr) => ({ cidr })),
      },
      applied: {
        id: list.id,
        arn: `arn:aws:ec2:${scene.region}:${scene.account}:prefix-list/${list.id}`,
        owner_id: scene.account,
        version: 1,
      },
    }),
  );
}

function interfaces(scene: ResolvedScene): Resource[] {
  return scene.interfaces.map((it) =>
    managed(scene, 'aws_network_interface', it, {
      arguments: {
        subnet_id: referTo('aws_subnet', it.subnet),
        security_groups: it.groups.map((group) => referTo('aws_security_group', group)),
      },
      applied: {
        id: it.id,
        arn: `arn:aws:ec2:${scene.region}:${scene.account}:network-interface/${it.id}`,
        owner_id: scene.account,
        interface_type: 'interface',
      },
    }),
  );
}
