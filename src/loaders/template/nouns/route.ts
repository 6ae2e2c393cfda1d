import { table } from '../../../base/table.ts';
import {
  type Bag,
  bag,
  type Fact,
  known,
  type Route,
  type RouteTable,
  type RouteTarget,
  unknown,
} from '../../../model/index.ts';
import type { Resource } from '../stack/types.ts';
import { because, nameOf, text, type Value } from '../values/value.ts';
import { routedByCustom } from './reached.ts';
import type { Registry } from './registry.ts';
import { factOf, type View, whose } from './view.ts';

/** `AWS::EC2::Route` of a table, and the routes that attachments of VPN gateways make known. */
export function routesOf(table: RouteTable, registry: Registry): Bag<Route> {
  const tied = registry.tied(table, 'AWS::EC2::Route', 'RouteTableId', 'route-table');
  const routes = (list: readonly Resource[]) => list.map((each) => routeOf(registry.view(each), each));
  const propagation = registry.ofType('AWS::EC2::VPNGatewayRoutePropagation').find((each) => {
    const refs = registry.refs(registry.view(each), 'RouteTableIds', 'route-table');
    return refs.open !== null || refs.sure.some((ref) => ref.is === 'entity' && ref.to.key === table.key);
  });
  const open =
    tied.open ??
    (propagation ? `${propagation.address} brings routes that a VPN tells` : null) ??
    routedByCustom(table.key, registry);
  return bag(routes(tied.sure), table.at, { maybe: routes(tied.maybe), open });
}

const DESTINATIONS = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId'];

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

const GATEWAYS: Readonly<Record<string, RouteTarget['is']>> = table({
  'AWS::EC2::InternetGateway': 'internet-gateway',
  'AWS::EC2::VPNGateway': 'vpn-gateway',
  'AWS::EC2::VPCEndpoint': 'vpc-endpoint',
  'AWS::EC2::EgressOnlyInternetGateway': 'egress-only-internet-gateway',
});

function routeOf(view: View, resource: Resource): Route {
  const name = DESTINATIONS.find((each) => view.get(each).k !== 'none') ?? DESTINATIONS[0]!;
  const value = view.get(name);
  // A prefix list of this run has no id yet.
  const destination =
    value.k === 'ref'
      ? known(nameOf(value), view.place(name))
      : factOf(value, view.place(name), whose(view, name), (v) => (v.k === 'lit' && v.v !== '' ? text(v) : undefined));
  return { at: resource.at, destination, target: targetOf(view) };
}

function targetOf(view: View): Fact<RouteTarget> {
  const gateway = view.get('GatewayId');
  if (gateway.k !== 'none') {
    const at = view.place('GatewayId');
    const is = gatewayKind(gateway);
    return is
      ? known({ is, name: named(gateway) }, at)
      : unknown(`${whose(view, 'GatewayId')}: ${because(gateway)}`, at);
  }
  for (const [name, is] of TARGETS) {
    const value = view.get(name);
    if (value.k !== 'none') return known({ is, name: named(value) }, view.place(name));
  }
  return unknown('the route names no target that is known here', view.at);
}

function gatewayKind(value: Value): RouteTarget['is'] | undefined {
  if (value.k === 'ref') return GATEWAYS[value.to.type] ?? 'other';
  if (value.k !== 'lit') return undefined;
  const id = text(value);
  if (id === 'local') return 'local';
  if (id.startsWith('igw-')) return 'internet-gateway';
  if (id.startsWith('vgw-')) return 'vpn-gateway';
  return id.startsWith('vpce-') ? 'vpc-endpoint' : 'other';
}

function named(value: Value): string | null {
  if (value.k === 'ref') return value.attribute === null ? value.to.address : nameOf(value);
  return value.k === 'lit' && !value.secret ? text(value) : null;
}
