import { bag } from '../../../model/bag.ts';
import { type Fact, known, unknown } from '../../../model/fact.ts';
import type { Route, RouteTable, RouteTarget } from '../../../model/nouns/index.ts';
import { nounOf, type Registry, refIn, refTo } from '../registry.ts';
import { elementAt, fact, field, inside, isObject, list, missing, placeOf, type Row, rowsIn, text } from '../row.ts';

type Ground = Pick<Registry, 'store' | 'vpcs' | 'subnets'>;

export function routeTableOf(ground: Ground, row: Row): RouteTable {
  const associations = rowsIn(row, 'Associations').filter(isInForce);
  const told = Array.isArray(field(row, 'Associations'));
  const at = placeOf(row, 'Associations');
  const because = missing(row, 'Associations');
  return {
    ...nounOf(ground, row, 'RouteTableId'),
    kind: 'route-table',
    vpc: refIn(ground.vpcs, row, 'VpcId'),
    main: told
      ? known(
          associations.some((a) => field(a, 'Main') === true),
          at,
        )
      : unknown(because, at),
    edge: told
      ? known(
          associations.some((a) => text(a, 'GatewayId') !== undefined),
          at,
        )
      : unknown(because, at),
    subnets: bag(
      associations.flatMap((a) => {
        const subnet = text(a, 'SubnetId');
        return subnet === undefined ? [] : [refTo(ground.subnets, subnet, placeOf(a, 'SubnetId'))];
      }),
      at,
      { open: told ? null : because },
    ),
    routes: list(row, 'Routes', (fields, at, i) =>
      isObject(fields) ? routeOf(inside(row, fields, elementAt(at, i))) : undefined,
    ),
  };
}

function isInForce(association: Row): boolean {
  const state = field(association, 'AssociationState');
  return !isObject(state) || typeof state.State !== 'string' || state.State.startsWith('associat');
}

const DESTINATIONS = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId'];

function routeOf(row: Row): Route {
  const name = DESTINATIONS.find((destination) => text(row, destination) !== undefined);
  return {
    at: row.at,
    destination: fact(row, name ?? 'DestinationCidrBlock', 'string'),
    target: targetOf(row),
    ...(text(row, 'State') === 'blackhole' ? { blackhole: true } : {}),
  };
}

/** Fields of a route that name its target, and what that is. */
const TARGETS: readonly (readonly [name: string, is: RouteTarget['is']])[] = [
  ['NatGatewayId', 'nat-gateway'],
  ['TransitGatewayId', 'transit-gateway'],
  ['VpcPeeringConnectionId', 'peering'],
  ['EgressOnlyInternetGatewayId', 'egress-only-internet-gateway'],
  ['NetworkInterfaceId', 'network-interface'],
  ['InstanceId', 'network-interface'],
  ['VpcEndpointId', 'vpc-endpoint'],
  ['LocalGatewayId', 'other'],
  ['CarrierGatewayId', 'other'],
  ['CoreNetworkArn', 'core-network'],
  ['OdbNetworkArn', 'other'],
];

/** `GatewayId` holds gateways of several kinds, which the id's prefix shows. */
const GATEWAYS: readonly (readonly [prefix: string, is: RouteTarget['is']])[] = [
  ['local', 'local'],
  ['igw-', 'internet-gateway'],
  ['vgw-', 'vpn-gateway'],
  ['vpce-', 'vpc-endpoint'],
  ['eigw-', 'egress-only-internet-gateway'],
  ['nat-', 'nat-gateway'],
];

function targetOf(row: Row): Fact<RouteTarget> {
  const gateway = text(row, 'GatewayId');
  if (gateway !== undefined) {
    const is = GATEWAYS.find(([prefix]) => gateway.startsWith(prefix))?.[1] ?? 'other';
    return known({ is, name: gateway }, placeOf(row, 'GatewayId'));
  }
  for (const [name, is] of TARGETS) {
    const id = text(row, name);
    if (id !== undefined) return known({ is, name: id }, placeOf(row, name));
  }
  return unknown('the route names no target that is known here', row.at);
}
