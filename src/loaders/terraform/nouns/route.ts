import { table } from '../../../base/table.ts';
import {
  type Bag,
  bag,
  type Fact,
  known,
  type Origin,
  type Ref,
  type Route,
  type RouteTable,
  type RouteTarget,
  type Subnet,
  unknown,
  type Vpc,
  within,
} from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { toFact } from '../values/convert.ts';
import { toCandidates } from '../values/targets.ts';
import { attributeName, type Value } from '../values/value.ts';
import { ofAttribute, whyUnknown } from '../values/why-unknown.ts';
import { blockViews } from './blocks.ts';
import type { Registry } from './registry.ts';

/** Routes of a table: written in it, and made by `aws_route`. */
export function routesOf(table: RouteTable, instance: Instance, registry: Registry): Bag<Route> {
  // A data source lists them under another name.
  const name = instance.mode === 'data' ? 'routes' : 'route';
  const at = within(table.at, name);
  const value = registry.graph.read(instance, name);
  const blocks = blockViews(value);
  const tied = registry.associations.of(table, 'aws_route', 'route_table_id', 'route-table');
  const inline = (blocks ?? []).map((block, i) => routeOf((name) => block.member(name), within(at, i), 'inline'));
  const single = (i: Instance) => routeOf((name) => registry.graph.read(i, name), i.at, 'resource');
  const told = blocks ? tied.open : ofAttribute(name, instance.address, whyUnknown(value));
  const open = told ?? propagatedTo(table, instance, registry);
  return bag([...inline, ...tied.sure.map(single)], at, { maybe: tied.maybe.map(single), open, doubt: tied.doubt });
}

/** Why a table may have routes that a VPN gateway propagates. Null if none does. */
function propagatedTo(table: RouteTable, instance: Instance, registry: Registry): string | null {
  if (instance.mode === 'data') return null;
  const by = registry.graph.read(instance, 'propagating_vgws');
  const isNone = by.k === 'lit' ? by.v === null || (Array.isArray(by.v) && by.v.length === 0) : false;
  const tied = registry.associations.of(table, 'aws_vpn_gateway_route_propagation', 'route_table_id', 'route-table');
  if (isNone && tied.sure.length === 0 && tied.maybe.length === 0) return tied.open;
  return `the routes that a VPN gateway propagates to ${instance.address} are not in the input`;
}

type Read = (name: string) => Value;

const DESTINATIONS = table({
  inline: ['cidr_block', 'ipv6_cidr_block', 'destination_prefix_list_id'],
  resource: ['destination_cidr_block', 'destination_ipv6_cidr_block', 'destination_prefix_list_id'],
});

const TARGETS: readonly (readonly [name: string, is: RouteTarget['is']])[] = [
  ['nat_gateway_id', 'nat-gateway'],
  ['transit_gateway_id', 'transit-gateway'],
  ['vpc_peering_connection_id', 'peering'],
  ['egress_only_gateway_id', 'egress-only-internet-gateway'],
  ['vpc_endpoint_id', 'vpc-endpoint'],
  ['network_interface_id', 'network-interface'],
  ['local_gateway_id', 'other'],
  ['carrier_gateway_id', 'other'],
  ['core_network_arn', 'core-network'],
  ['odb_network_arn', 'other'],
];

/** Holds gateways of several kinds. */
const GATEWAY = 'gateway_id';

function routeOf(read: Read, at: Origin, form: 'inline' | 'resource'): Route {
  const string = (v: unknown) => (typeof v === 'string' && v !== '' ? v : undefined);
  const names = DESTINATIONS[form].filter((name) => isGiven(read(name)));
  // A route has one destination: if one is known, the unknown ones will be empty.
  const destination = names.find((name) => read(name).k === 'lit') ?? names[0] ?? DESTINATIONS[form][0]!;
  return { at, destination: toFact(read(destination), within(at, destination), string), target: targetOf(read, at) };
}

/** Unknown counts as given: an attribute left out is null. */
function isGiven(value: Value): boolean {
  return value.k !== 'lit' || (value.v !== null && value.v !== '');
}

function targetOf(read: Read, at: Origin): Fact<RouteTarget> {
  const given = [...TARGETS, [GATEWAY, undefined] as const]
    .map(([name, is]) => ({ name, is, value: read(name) }))
    .filter(({ value }) => isGiven(value));
  // A route has one target: if one is known, the unknown ones will be empty.
  const only = given.find(({ value }) => value.k === 'lit') ?? given[0];
  if (!only) return unknown('the route names no target that is known here', at);
  const { name, value } = only;
  if (given.length > 1 && value.k !== 'lit')
    return unknown(`which of ${given.map((each) => each.name).join(', ')} the route has is known only after apply`, at);
  const is = only.is ?? gatewayKind(value);
  return is ? known({ is, name: nameOf(value) }, within(at, name)) : unknown(whyUnknown(value), within(at, name));
}

const BY_TYPE: Readonly<Record<string, RouteTarget['is']>> = table({
  aws_internet_gateway: 'internet-gateway',
  aws_vpn_gateway: 'vpn-gateway',
  aws_vpc_endpoint: 'vpc-endpoint',
  aws_egress_only_internet_gateway: 'egress-only-internet-gateway',
});

/** The kind of gateway that `gateway_id` names. */
function gatewayKind(value: Value): RouteTarget['is'] | undefined {
  if (value.k === 'lit' && typeof value.v === 'string') {
    if (value.v === 'local') return 'local';
    if (value.v.startsWith('igw-')) return 'internet-gateway';
    if (value.v.startsWith('vgw-')) return 'vpn-gateway';
    return value.v.startsWith('vpce-') ? 'vpc-endpoint' : 'other';
  }
  if (value.k === 'attribute') return BY_TYPE[value.of.type] ?? 'other';
  return value.k === 'mix' && value.parts.length === 1 ? gatewayKind(value.parts[0]!) : undefined;
}

/** The id, or the address of the resource it will be the id of. */
function nameOf(value: Value): string | null {
  if (value.k === 'lit') return typeof value.v === 'string' && !value.sensitive ? value.v : null;
  if (value.k === 'attribute')
    return value.path.length === 1 && value.path[0] === 'id' ? value.of.address : attributeName(value);
  return value.k === 'mix' && value.parts.length === 1 ? nameOf(value.parts[0]!) : null;
}

/**
 * The main route table of a VPC that this plan creates. AWS creates it with the VPC, with only the local route. Every
 * subnet without its own association uses it. Undefined if a resource adopts or replaces it.
 */
export function mainTableOf(vpc: Vpc, id: Fact<string>, registry: Registry): RouteTable | undefined {
  if (!vpc.created || adoptersOf(vpc, registry).length > 0 || isMainReplaced(vpc, registry)) return undefined;
  const { at } = vpc;
  const ref: Ref<Vpc> = { is: 'entity', to: vpc, at };
  return {
    kind: 'route-table',
    key: `main route table of ${vpc.key}`,
    address: null,
    id,
    region: vpc.region,
    account: vpc.account,
    at,
    vpc: ref,
    main: known(true, at),
    subnets: bag<Ref<Subnet>>([], at),
    routes: bag<Route>([], at),
    edge: known(false, at),
  };
}

/** The resource that adopts the route table AWS creates with a VPC. Undefined if none surely does. */
export function adoptedTable(vpc: Vpc, registry: Registry): Instance | undefined {
  const adopters = adoptersOf(vpc, registry);
  return adopters.length === 1 && vpcOfDefault(adopters[0]!, 'default_route_table_id', registry).is === 'entity'
    ? adopters[0]
    : undefined;
}

/** Resources that adopt, or may adopt, the table of a VPC. */
function adoptersOf(vpc: Vpc, registry: Registry): readonly Instance[] {
  return registry.associations.instances('aws_default_route_table').filter((i) => adopts(i, vpc, registry));
}

/** Whether another table is, or may be, made the main one. */
export function isMainReplaced(vpc: Vpc, registry: Registry): boolean {
  const { sure, maybe, open } = registry.associations.of(vpc, 'aws_main_route_table_association', 'vpc_id', 'vpc');
  return sure.length > 0 || maybe.length > 0 || open !== null;
}

/** The VPC of what AWS made along with it, by the attribute that names it: `aws_vpc.main.default_route_table_id`. */
export function vpcOfDefault(instance: Instance, attribute: string, registry: Registry): Ref<Vpc> {
  const told = registry.ref<Vpc>(instance, 'vpc_id', 'vpc');
  if (told.is !== 'unknown') return told;
  const at = within(instance.at, attribute);
  const whose = toCandidates<Vpc>(ofVpc(registry.graph.read(instance, attribute)), 'vpc', at, registry);
  return whose?.of.length === 1 && !whose.elsewhere ? { is: 'entity', to: whose.of[0]!, at } : told;
}

function adopts(table: Instance, vpc: Vpc, registry: Registry): boolean {
  const value = registry.graph.read(table, 'default_route_table_id');
  // An adoption that we cannot follow may be of this VPC.
  const whose = toCandidates<Vpc>(ofVpc(value), 'vpc', table.at, registry);
  return !whose || whose.of.length === 0 || whose.of.some((v) => v.key === vpc.key);
}

/** `aws_vpc.main.default_route_table_id` as the VPC itself. */
function ofVpc(value: Value): Value {
  if (value.k === 'attribute' && value.path.length === 1) return { k: 'instance', of: value.of };
  return value.k === 'mix' ? { k: 'mix', parts: value.parts.map(ofVpc) } : value;
}
