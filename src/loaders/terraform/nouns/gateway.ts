import { table } from '../../../base/table.ts';
import {
  type Bag,
  bag,
  type DhcpOptions,
  type Fact,
  type Gateway,
  is,
  known,
  type Ref,
  type Subnet,
  type Vpc,
  within,
} from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { isNothing, type Value } from '../values/value.ts';
import { whyUnknown } from '../values/why-unknown.ts';
import type { Registry } from './registry.ts';
import { View } from './view.ts';

/** Types that lead out of a VPC, and the attribute that names the VPC. */
const TYPES: Readonly<Record<string, readonly [type: Gateway['type'], vpc: string]>> = table({
  aws_internet_gateway: ['internet-gateway', 'vpc_id'],
  aws_internet_gateway_attachment: ['internet-gateway', 'vpc_id'],
  aws_egress_only_internet_gateway: ['egress-only-internet-gateway', 'vpc_id'],
  aws_vpn_gateway: ['vpn-gateway', 'vpc_id'],
  aws_vpn_gateway_attachment: ['vpn-gateway', 'vpc_id'],
  aws_ec2_transit_gateway_vpc_attachment: ['transit-gateway', 'vpc_id'],
  aws_networkmanager_vpc_attachment: ['core-network', 'vpc_arn'],
  aws_nat_gateway: ['nat-gateway', 'subnet_id'],
  aws_ec2_client_vpn_network_association: ['client-vpn', 'subnet_id'],
  aws_vpc_peering_connection: ['peering', 'vpc_id'],
});

/** Gateways that a resource of its own may attach to a VPC, with its attribute that names the gateway. */
const ATTACHED: Readonly<Record<string, readonly [by: string, gateway: string]>> = table({
  aws_internet_gateway: ['aws_internet_gateway_attachment', 'internet_gateway_id'],
  aws_vpn_gateway: ['aws_vpn_gateway_attachment', 'vpn_gateway_id'],
});

/** The gateways an instance is; a peering connection is one for each of its VPCs. */
export function gatewaysOf(instance: Instance, registry: Registry): Gateway[] {
  if (!Object.hasOwn(TYPES, instance.type) || instance.mode === 'data') return [];
  const here = new GatewayView(instance, registry, 'vpc_id', 'peer_vpc_id', '');
  return instance.type === 'aws_vpc_peering_connection'
    ? [here, new GatewayView(instance, registry, 'peer_vpc_id', 'vpc_id', ' (accepter)')]
    : [here];
}

class GatewayView extends View implements Gateway {
  readonly kind = 'gateway';
  readonly type: Gateway['type'];
  override readonly key: string;
  readonly #here: string;
  readonly #there: string;

  constructor(instance: Instance, registry: Registry, here: string, there: string, suffix: string) {
    super(instance, registry);
    this.key = `${instance.address}${suffix}`;
    const [type, attribute] = TYPES[instance.type]!;
    this.type = type;
    this.#here = type === 'peering' ? here : attribute;
    this.#there = there;
  }

  get vpc(): Ref<Vpc> {
    if (this.type !== 'nat-gateway' && this.type !== 'client-vpn') {
      const told = this.registry.ref<Vpc>(this.instance, this.#here, 'vpc');
      const attachment = told.is === 'unknown' ? this.#attachment() : undefined;
      return attachment ? this.registry.ref<Vpc>(attachment, 'vpc_id', 'vpc') : told;
    }
    // A regional one is in no subnet and names its VPC.
    const own = this.registry.ref<Vpc>(this.instance, 'vpc_id', 'vpc');
    if (own.is !== 'unknown') return own;
    const subnet = this.registry.ref(this.instance, 'subnet_id', 'subnet');
    if (subnet.is === 'entity' && 'vpc' in subnet.to) return subnet.to.vpc as Ref<Vpc>;
    return {
      is: 'unknown',
      because: subnet.is === 'unknown' ? subnet.because : `the subnet of ${this.key} is not in the input`,
      at: this.at,
    };
  }
  #attachment(): Instance | undefined {
    if (!Object.hasOwn(ATTACHED, this.instance.type)) return undefined;
    const [type, attribute] = ATTACHED[this.instance.type]!;
    return this.registry.associations
      .instances(type)
      .find((each) => this.#isNamedBy(this.registry.graph.read(each, attribute)));
  }
  #isNamedBy(value: Value): boolean {
    if (value.k === 'attribute') return value.of === this.instance && value.path.join() === 'id';
    if (value.k === 'mix') return value.parts.length === 1 && this.#isNamedBy(value.parts[0]!);
    return value.k === 'lit' && typeof value.v === 'string' && is(this.id, value.v);
  }
  get peer(): Ref<Vpc> | null {
    return this.type === 'peering' ? this.registry.ref<Vpc>(this.instance, this.#there, 'vpc') : null;
  }
  get subnets(): Bag<Ref<Subnet>> {
    if (this.type === 'transit-gateway') return this.registry.refs<Subnet>(this.instance, 'subnet_ids', 'subnet');
    if (this.type === 'core-network') return this.registry.refs<Subnet>(this.instance, 'subnet_arns', 'subnet');
    if (this.type !== 'nat-gateway' || isNothing(this.registry.graph.read(this.instance, 'subnet_id')))
      return bag([], this.at);
    return bag([this.registry.ref<Subnet>(this.instance, 'subnet_id', 'subnet')], within(this.at, 'subnet_id'));
  }
  get connectivity(): Fact<string | null> {
    if (this.type !== 'nat-gateway') return known(null, this.at);
    return this.fact('connectivity_type', (v) =>
      typeof v === 'string' && v !== '' ? v : v === null ? 'public' : undefined,
    );
  }
  get state(): Fact<string | null> {
    return this.instance.action === 'create' || this.instance.action === 'replace'
      ? known(null, this.at)
      : this.optional('state');
  }
}

/** `aws_vpc_dhcp_options` with the VPCs associated to it. */
export class DhcpOptionsView extends View implements DhcpOptions {
  readonly kind = 'dhcp-options';

  get vpcs(): Bag<Ref<Vpc>> {
    const tied = this.registry.associations.of(
      this,
      'aws_vpc_dhcp_options_association',
      'dhcp_options_id',
      'dhcp-options',
    );
    const refs = (list: readonly Instance[]) => list.map((i) => this.registry.ref<Vpc>(i, 'vpc_id', 'vpc'));
    return bag(refs(tied.sure), this.at, { maybe: refs(tied.maybe), open: tied.open, doubt: tied.doubt });
  }
  get domainNameServers(): Bag<string> {
    const at = within(this.at, 'domain_name_servers');
    const value = this.registry.graph.read(this.instance, 'domain_name_servers');
    if (value.k !== 'lit') return bag([], at, { open: whyUnknown(value) });
    if (value.sensitive) return bag([], at, { open: `\`domain_name_servers\` of ${this.key} is sensitive` });
    return bag(Array.isArray(value.v) ? value.v.filter((v): v is string => typeof v === 'string') : [], at);
  }
}
