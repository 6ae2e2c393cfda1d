import {
  type Bag,
  bag,
  type Fact,
  map,
  type Ref,
  type RouteTable,
  type SecurityGroup,
  type Subnet,
  unknown,
  type Vpc,
  within,
} from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { toRef } from '../values/targets.ts';
import { attributeName, type Value } from '../values/value.ts';
import { type BlockView, blockViews } from './blocks.ts';
import type { Registry } from './registry.ts';
import { routesOf, vpcOfDefault } from './route.ts';
import { View } from './view.ts';

/** `aws_vpc`, `aws_default_vpc` and `data.aws_vpc`. */
export class VpcView extends View implements Vpc {
  readonly kind = 'vpc';
  readonly created: boolean;

  constructor(instance: Instance, registry: Registry) {
    super(instance, registry);
    // A replaced VPC is a new one. A default VPC is only adopted: it is there already, and so may be much in it.
    this.created = instance.type === 'aws_vpc' && (instance.action === 'create' || instance.action === 'replace');
  }

  get enableDnsSupport(): Fact<boolean> {
    return this.flag('enable_dns_support', true);
  }
  /** Left out it is false in a VPC the API makes, true in a default VPC. */
  get enableDnsHostnames(): Fact<boolean> {
    return this.flag('enable_dns_hostnames', this.instance.type === 'aws_default_vpc');
  }
  get cidrs(): Bag<string> {
    const own = this.string('cidr_block');
    const more = this.registry.associations.of(this, 'aws_vpc_ipv4_cidr_block_association', 'vpc_id', 'vpc');
    const at = within(this.instance.at, 'cidr_block');
    const secondary = more.sure.map((i) => i.values.cidr_block).filter((c): c is string => typeof c === 'string');
    const open = own.known
      ? more.sure.length > secondary.length
        ? 'a secondary range is known after apply'
        : more.open
      : own.because;
    return bag([...(own.known ? [own.value] : []), ...secondary], at, { open });
  }
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
  get cidr(): Fact<string | null> {
    return this.optional('cidr_block');
  }
  get ipv6Cidr(): Fact<string | null> {
    return this.optional('ipv6_cidr_block');
  }
  get ipv6Native(): Fact<boolean> {
    return this.flag('ipv6_native', false);
  }
  get freeAddresses(): Fact<number> {
    if (this.instance.mode === 'data')
      return this.fact('available_ip_address_count', (v) => (typeof v === 'number' ? v : undefined));
    const fresh = this.instance.action === 'create' || this.instance.action === 'replace';
    if (!fresh || this.instance.type !== 'aws_subnet')
      return unknown(`how many addresses are left in ${this.key} is not in the document`, this.at);
    return map(this.optional('cidr_block'), (cidr) => (cidr === null ? 0 : addressesIn(cidr)));
  }

  /** A zone that is not known may have a name all the same, as `data.aws_availability_zones.all.names[0]`. */
  #named(name: string): Fact<string> {
    const fact = this.string(name);
    if (fact.known) return fact;
    const value = this.registry.graph.read(this.instance, name);
    const symbol = value.k === 'attribute' ? attributeName(value) : value.k === 'unknown' ? value.symbol : undefined;
    return symbol === undefined ? fact : { ...fact, symbol };
  }
}

/** AWS keeps five addresses of each subnet for itself. */
const RESERVED = 5;

/** Addresses for use in a new subnet of a range. */
function addressesIn(cidr: string): number {
  return 2 ** (32 - Number(cidr.split('/')[1] ?? 32)) - RESERVED;
}

/** `aws_route_table` and `aws_default_route_table`. */
export class RouteTableView extends View implements RouteTable {
  readonly kind = 'route-table';

  get vpc(): Ref<Vpc> {
    return vpcOfDefault(this.instance, 'default_route_table_id', this.registry);
  }
  get main(): Fact<boolean> {
    if (this.lookedUp) return this.#looked((association) => isTrue(association.member('main')));
    const tied = this.registry.associations.of(
      this,
      'aws_main_route_table_association',
      'route_table_id',
      'route-table',
    );
    const value = this.instance.type === 'aws_default_route_table' || tied.sure.length > 0;
    return { known: true, value, at: this.at };
  }
  get subnets(): Bag<Ref<Subnet>> {
    const tied = this.registry.associations.of(this, 'aws_route_table_association', 'route_table_id', 'route-table');
    const subnets = (list: readonly Instance[]) =>
      list
        .filter((i) => isNone(this.registry.graph.read(i, 'gateway_id')))
        .map((i) => this.registry.ref<Subnet>(i, 'subnet_id', 'subnet'));
    const read = this.lookedUp ? this.#associated() : [];
    return bag([...read, ...subnets(tied.sure)], this.at, { maybe: subnets(tied.maybe), open: tied.open });
  }
  get edge(): Fact<boolean> {
    if (this.lookedUp) return this.#looked((association) => !isNone(association.member('gateway_id')));
    const tied = this.registry.associations.of(this, 'aws_route_table_association', 'route_table_id', 'route-table');
    const edge = tied.sure.some((i) => !isNone(this.registry.graph.read(i, 'gateway_id')));
    if (edge) return { known: true, value: true, at: this.at };
    return tied.open === null && tied.maybe.length === 0
      ? { known: true, value: false, at: this.at }
      : unknown(tied.open ?? 'which gateway uses it is not known', this.at);
  }
  get routes(): RouteTable['routes'] {
    return routesOf(this, this.instance, this.registry);
  }

  /** The associations that a data source shows; undefined where they are not known. */
  #associations(): readonly BlockView[] | undefined {
    return blockViews(this.registry.graph.read(this.instance, 'associations'));
  }

  #associated(): Ref<Subnet>[] {
    const at = within(this.instance.at, 'associations');
    const ids = (this.#associations() ?? []).map((association) => association.member('subnet_id'));
    return ids.filter((id) => !isNone(id)).flatMap((id) => toRef<Subnet>(id, 'subnet', at, this.registry) ?? []);
  }

  /** Whether one of the associations that a data source shows is such. */
  #looked(is: (association: BlockView) => boolean): Fact<boolean> {
    const at = within(this.instance.at, 'associations');
    const found = this.#associations();
    return found
      ? { known: true, value: found.some(is), at }
      : unknown(`the associations of ${this.key} are not in the document`, at);
  }
}

function isTrue(value: Value): boolean {
  return value.k === 'lit' && value.v === true;
}

function isNone(value: Value): boolean {
  return value.k === 'lit' && (value.v === null || value.v === '');
}

/** The `default` group every VPC has, where no resource of the document adopts it. */
export class DefaultGroupView implements SecurityGroup {
  readonly kind = 'security-group';
  readonly key: string;
  readonly address = null;
  readonly at: SecurityGroup['at'];
  readonly isDefault: Fact<boolean>;
  readonly name: Fact<string>;
  readonly vpc: Ref<Vpc>;
  readonly #vpc: Vpc;
  readonly #id: Fact<string>;

  constructor(vpc: Vpc, id: Fact<string>) {
    this.key = `default group of ${vpc.key}`;
    this.at = vpc.at;
    this.isDefault = { known: true, value: true, at: vpc.at };
    this.name = { known: true, value: 'default', at: vpc.at };
    this.vpc = { is: 'entity', to: vpc, at: vpc.at };
    this.#vpc = vpc;
    this.#id = id;
  }

  get id(): Fact<string> {
    return this.#id;
  }
  get region(): Fact<string> {
    return this.#vpc.region;
  }
  get account(): Fact<string> {
    return this.#vpc.account;
  }
  get ingress(): SecurityGroup['ingress'] {
    return this.#rules();
  }
  get egress(): SecurityGroup['egress'] {
    return this.#rules();
  }
  #rules(): SecurityGroup['ingress'] {
    return {
      sure: [],
      maybe: [],
      open: `the rules of the default group of ${this.#vpc.key} are not in the document`,
      at: this.at,
    };
  }
}
