import { remembered } from '../../../base/memo.ts';
import {
  type Bag,
  bag,
  type Fact,
  is,
  known,
  map,
  type Ref,
  type RouteTable,
  refKey,
  type Subnet,
  type Unknown,
  unknown,
  type Vpc,
  within,
} from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import type { Graph } from '../values/graph.ts';
import { toRef } from '../values/targets.ts';
import { symbolOf, type Value } from '../values/value.ts';
import { blockModeOf } from './block-public-access.ts';
import type { BlockView } from './blocks.ts';
import { seenBy } from './callers.ts';
import type { Registry } from './registry.ts';
import { routesOf, vpcOfDefault } from './route.ts';
import { View } from './view.ts';

/** `aws_vpc`, `aws_default_vpc` and `data.aws_vpc`. */
export class VpcView extends View implements Vpc {
  readonly kind = 'vpc';
  readonly created: boolean;

  constructor(instance: Instance, registry: Registry) {
    super(instance, registry);
    // A replaced VPC is a new one. Terraform only adopts a default VPC: it exists already, and may contain much.
    this.created = instance.type === 'aws_vpc' && (instance.action === 'create' || instance.action === 'replace');
  }

  get enableDnsSupport(): Fact<boolean> {
    return this.flag('enable_dns_support', true);
  }
  /** Left out it is false in a VPC the API makes, true in a default VPC. */
  get enableDnsHostnames(): Fact<boolean> {
    return this.flag('enable_dns_hostnames', this.instance.type === 'aws_default_vpc');
  }
  get isDefault(): Fact<boolean> {
    if (this.instance.type === 'aws_default_vpc') return known(true, this.at);
    return this.created ? known(false, this.at) : this.flag('default', false);
  }
  get blockPublicAccess(): Fact<string | null> {
    return blockModeOf(this, 'vpc_id', 'vpc', this.registry);
  }
  get cidr(): Fact<string> {
    return this.string('cidr_block');
  }
  get secondaryCidrs(): Bag<string> {
    if (this.instance.mode === 'data') return this.#listed;
    const more = this.registry.associations.of(this, 'aws_vpc_ipv4_cidr_block_association', 'vpc_id', 'vpc');
    const ranges = (list: readonly Instance[]) =>
      list.map((i) => i.values.cidr_block).filter((c): c is string => typeof c === 'string');
    const [secondary, maybe] = [ranges(more.sure), ranges(more.maybe)];
    const isHidden = more.sure.length > secondary.length || more.maybe.length > maybe.length;
    const open = isHidden ? 'a secondary range is known only after apply' : more.open;
    return bag(secondary, within(this.at, 'cidr_block'), { maybe, open, doubt: more.doubt });
  }
  get cidrs(): Bag<string> {
    const { cidr, secondaryCidrs: more } = this;
    const own = cidr.known ? [cidr.value] : [];
    const open = cidr.known || this.instance.mode === 'data' ? more.open : cidr.because;
    return { ...more, sure: [...own, ...more.sure], open };
  }

  get hasIpv6(): Fact<boolean> {
    const { instance, registry } = this;
    const added = registry.associations.of(this, 'aws_vpc_ipv6_cidr_block_association', 'vpc_id', 'vpc');
    if (givesIpv6(instance, registry.graph) || added.sure.length > 0) return known(true, this.at);
    const doubt = added.open ?? (added.maybe[0] ? `${added.maybe[0].address} may add an IPv6 range` : null);
    if (doubt !== null) return unknown(doubt, this.at);
    // An existing VPC may have one that the input does not give it: only what was read counts.
    const untold = () => unknown(`whether ${this.key} has an IPv6 range is not in the input`, this.at);
    if (!this.created) return Object.hasOwn(instance.values, 'ipv6_cidr_block') ? known(false, this.at) : untold();
    const asks = [
      this.flag('assign_generated_ipv6_cidr_block', false),
      this.optional('ipv6_cidr_block'),
      this.optional('ipv6_ipam_pool_id'),
    ];
    return asks.find((fact): fact is Unknown => !fact.known) ?? known(false, this.at);
  }

  /** A data source lists all ranges. */
  get #listed(): Bag<string> {
    const at = within(this.instance.at, 'cidr_block_associations');
    const { cidr: own } = this;
    const blocks = this.registry.blocks(this.instance, 'cidr_block_associations') ?? [];
    const ranges = blocks.flatMap((block) => {
      const cidr = block.member('cidr_block');
      const state = block.member('state');
      return cidr.k === 'lit' && typeof cidr.v === 'string' && !(state.k === 'lit' && isGone(state.v)) ? [cidr.v] : [];
    });
    const open = blocks.length === 0 ? `the secondary ranges of ${this.key} are not in the input` : null;
    return bag(
      [...new Set(ranges)].filter((range) => !is(own, range)),
      at,
      { open },
    );
  }
}

function isGone(state: unknown): boolean {
  return typeof state === 'string' && !state.startsWith('associat');
}

/** `aws_subnet`, `aws_default_subnet` and `data.aws_subnet`. */
export class SubnetView extends View implements Subnet {
  readonly kind = 'subnet';

  get vpc(): Ref<Vpc> {
    return this.registry.ref<Vpc>(this.instance, 'vpc_id', 'vpc');
  }
  get zone(): Fact<string> {
    return this.#named('availability_zone');
  }
  get zoneId(): Fact<string> {
    return this.#named('availability_zone_id');
  }
  get seenBy(): string {
    return seenBy(this.instance, this.registry);
  }
  get cidr(): Fact<string | null> {
    return this.optional('cidr_block');
  }
  get ipv6Cidr(): Fact<string | null> {
    return this.optional('ipv6_cidr_block');
  }
  get hasIpv6(): Fact<boolean> {
    const { ipv6Cidr, ipv6Native } = this;
    if (ipv6Cidr.known) return map(ipv6Cidr, (cidr) => cidr !== null);
    const isAsked = is(ipv6Native, true) || is(this.flag('assign_ipv6_address_on_creation', false), true);
    const value = this.registry.graph.read(this.instance, 'ipv6_cidr_block');
    return isAsked || isOfIpv6(value, this.registry.graph)
      ? known(true, ipv6Cidr.at)
      : unknown(ipv6Cidr.because, ipv6Cidr.at);
  }
  get ipv6Native(): Fact<boolean> {
    return this.flag('ipv6_native', false);
  }
  get blockPublicAccess(): Fact<string | null> {
    const own = blockModeOf(this, 'subnet_id', 'subnet', this.registry);
    const vpc = this.vpc;
    // An exclusion of the VPC is one of its subnets.
    const isBlocked = !own.known || (own.value !== null && own.value !== 'off');
    return isBlocked && vpc.is === 'entity' ? vpc.to.blockPublicAccess : own;
  }
  get freeAddresses(): Fact<number> {
    if (this.instance.mode === 'data')
      return this.fact('available_ip_address_count', (v) => (typeof v === 'number' ? v : undefined));
    const fresh = this.instance.action === 'create' || this.instance.action === 'replace';
    if (!fresh || this.instance.type !== 'aws_subnet')
      return unknown(`the number of free IP addresses in ${this.key} is not in the input`, this.at);
    return map(this.optional('cidr_block'), (cidr) => (cidr === null ? 0 : addressesIn(cidr)));
  }

  /** A zone that is not known may have a name all the same, as `data.aws_availability_zones.all.names[0]`. */
  #named(name: string): Fact<string> {
    const fact = this.string(name);
    if (fact.known) return fact;
    const value = this.registry.graph.read(this.instance, name);
    const symbol = symbolOf(value);
    return symbol === undefined ? fact : { ...fact, symbol };
  }
}

/** Functions that return ranges or fail, for any values of their arguments. */
const OF_RANGES: ReadonlySet<string> = new Set(['cidrsubnet()', 'cidrsubnets()']);

/**
 * Whether a value is a range that only apply will name. A function of ranges makes it, or it comes from the range of a
 * VPC that surely has one.
 */
function isOfIpv6(value: Value, graph: Graph): boolean {
  switch (value.k) {
    case 'attribute':
      return value.path[0] === 'ipv6_cidr_block' && givesIpv6(value.of, graph);
    case 'mix':
    case 'text':
      return value.parts.some((part) => isOfIpv6(part, graph));
    case 'one':
      return value.options.length > 0 && value.options.every((option) => isOfIpv6(option, graph));
    case 'unknown':
      return OF_RANGES.has(value.source) || (value.from?.some((part) => isOfIpv6(part, graph)) ?? false);
    default:
      return false;
  }
}

function givesIpv6(instance: Instance, graph: Graph): boolean {
  if (instance.type === 'aws_vpc_ipv6_cidr_block_association') return true;
  const isThere = (name: string) => {
    const value = graph.read(instance, name);
    return value.k === 'lit' && typeof value.v === 'string' && value.v !== '';
  };
  return (
    isTrue(graph.read(instance, 'assign_generated_ipv6_cidr_block')) ||
    ['ipv6_cidr_block', 'ipv6_ipam_pool_id'].some(isThere)
  );
}

/** AWS keeps five addresses of each subnet for itself. */
const RESERVED = 5;

/** Addresses for use in a new subnet of a range. */
function addressesIn(cidr: string): number {
  return 2 ** (32 - Number(cidr.split('/')[1] ?? 32)) - RESERVED;
}

/** `aws_route_table`, `aws_default_route_table` and `data.aws_route_table`. */
export class RouteTableView extends View implements RouteTable {
  readonly kind = 'route-table';

  get vpc(): Ref<Vpc> {
    return vpcOfDefault(this.instance, 'default_route_table_id', this.registry);
  }
  get main(): Fact<boolean> {
    const { sure, maybe, open, doubt } = this.registry.associations.of(
      this,
      'aws_main_route_table_association',
      'route_table_id',
      'route-table',
    );
    if (this.instance.type === 'aws_default_route_table' || sure.length > 0) return known(true, this.at);
    const listed = this.#listed?.some((block) => isTrue(block.member('main')));
    if (listed !== undefined) return known(listed, this.at);
    return open === null && maybe.length === 0
      ? known(false, this.at)
      : unknown(open ?? doubt ?? 'it is not known whether it is made a main table', this.at);
  }
  get subnets(): Bag<Ref<Subnet>> {
    const tied = this.#associations;
    const refs = (list: readonly Instance[]) => list.flatMap((i) => this.#subnetOf(i) ?? []);
    const listed = (this.#listed ?? []).flatMap((block) => {
      const ref = toRef<Subnet>(block.member('subnet_id'), 'subnet', this.at, this.registry);
      return ref ? [ref] : [];
    });
    const shown = new Set(listed.map(refKey));
    const own = refs(tied.sure).filter((ref) => !shown.has(refKey(ref)));
    return bag([...listed, ...own], this.at, { maybe: refs(tied.maybe), open: tied.open, doubt: tied.doubt });
  }
  get edge(): Fact<boolean> {
    const { sure, maybe, open, doubt } = this.#associations;
    const listed = this.#listed?.some((block) => !isNone(block.member('gateway_id')));
    if (sure.some((i) => this.#isEdge(i)) || listed === true) return known(true, this.at);
    const isClear = sure.every((i) => !isNone(this.registry.graph.read(i, 'subnet_id')) || this.#isEdge(i));
    return open === null && maybe.length === 0 && isClear
      ? known(false, this.at)
      : unknown(open ?? doubt ?? 'it is not known which gateway uses it', this.at);
  }
  get routes(): RouteTable['routes'] {
    return routesOf(this, this.instance, this.registry);
  }

  get #associations() {
    return this.registry.associations.of(this, 'aws_route_table_association', 'route_table_id', 'route-table');
  }

  /** Null for an association of a gateway. If its table is not known, many tables may have it: so it is read once. */
  #subnetOf(association: Instance): Ref<Subnet> | null {
    return remembered(this.registry.associated, association, () =>
      this.#isEdge(association) ? null : this.registry.ref<Subnet>(association, 'subnet_id', 'subnet'),
    );
  }

  /** An association is of a subnet or of a gateway. */
  #isEdge(association: Instance): boolean {
    const gateway = this.registry.graph.read(association, 'gateway_id');
    return !isNone(gateway) && isNone(this.registry.graph.read(association, 'subnet_id'));
  }

  /** What a data source lists after it was read. Undefined for what Terraform manages. */
  get #listed(): readonly BlockView[] | undefined {
    return this.instance.mode === 'data' ? this.registry.blocks(this.instance, 'associations') : undefined;
  }
}

function isTrue(value: Value): boolean {
  return value.k === 'lit' && value.v === true;
}

function isNone(value: Value): boolean {
  return value.k === 'lit' && (value.v === null || value.v === '');
}
