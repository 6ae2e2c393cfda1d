import {
  type Accepter,
  type Bag,
  bag,
  type Endpoint,
  type EndpointService,
  type Fact,
  known,
  type Listener,
  type LoadBalancer,
  openBag,
  type PrivateDnsProof,
  type Ref,
  type SecurityGroup,
  type Subnet,
  unknown,
  whyOpen,
  within,
} from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { toFact } from '../values/convert.ts';
import { toRef } from '../values/targets.ts';
import type { Value } from '../values/value.ts';
import { whyUnknown } from '../values/why-unknown.ts';
import { listenersOf, proofOf } from './service-parts.ts';
import { View } from './view.ts';

/** `aws_vpc_endpoint_service` with its allowed principals. */
export class EndpointServiceView extends View implements EndpointService {
  readonly kind = 'endpoint-service';

  get serviceName(): Fact<string> {
    return this.string('service_name');
  }
  get acceptanceRequired(): Fact<boolean> {
    return this.flag('acceptance_required', false);
  }

  get principals(): Bag<Fact<string>> {
    const at = within(this.at, 'allowed_principals');
    const inline = stringsOf(this.registry.graph.read(this.instance, 'allowed_principals'), at);
    const tied = this.registry.associations.of(
      this,
      'aws_vpc_endpoint_service_allowed_principal',
      'vpc_endpoint_service_id',
      'endpoint-service',
    );
    const principal = (i: Instance) =>
      toFact(this.registry.graph.read(i, 'principal_arn'), within(i.at, 'principal_arn'), (v) =>
        typeof v === 'string' ? v : undefined,
      );
    const written =
      this.instance.block !== undefined && Object.hasOwn(this.instance.block.expressions, 'allowed_principals');
    const gone = written ? new Set() : new Set(tied.removed.map((i) => i.before?.principal_arn));
    return bag([...inline.sure.filter((p) => !p.known || !gone.has(p.value)), ...tied.sure.map(principal)], at, {
      maybe: tied.maybe.map(principal),
      open: inline.open ?? tied.open,
      doubt: tied.doubt,
    });
  }

  /** Its load balancers, which are of one kind, tell before `service_type` is there. */
  get endpointType(): Fact<string> {
    const own = this.string('service_type');
    if (own.known) return own;
    const [network, gateway] = this.#balancers().map(({ sure }) => sure.length > 0);
    return network === gateway ? own : known(gateway ? 'GatewayLoadBalancer' : 'Interface', own.at);
  }

  #balancers(): readonly Bag<Ref<LoadBalancer>>[] {
    return ['network_load_balancer_arns', 'gateway_load_balancer_arns'].map((name) =>
      this.registry.refs<LoadBalancer>(this.instance, name, 'load-balancer'),
    );
  }

  get loadBalancers(): Bag<Ref<LoadBalancer>> {
    const lists = this.#balancers();
    return {
      sure: lists.flatMap((b) => b.sure),
      maybe: lists.flatMap((b) => b.maybe),
      open: lists.find((b) => b.open !== null)?.open ?? null,
      at: this.at,
    };
  }

  get accepters(): Bag<Accepter> {
    const tied = this.registry.associations.of(
      this,
      'aws_vpc_endpoint_connection_accepter',
      'vpc_endpoint_service_id',
      'endpoint-service',
    );
    const accepter = (i: Instance): Accepter => ({
      at: i.at,
      name: i.address,
      endpoint: this.registry.ref<Endpoint>(i, 'vpc_endpoint_id', 'endpoint'),
      planned: i.action === 'create' || i.action === 'replace',
    });
    const { open, doubt } = tied;
    return bag(tied.sure.map(accepter), this.at, { maybe: tied.maybe.map(accepter), open, doubt });
  }

  get zones(): Bag<string> {
    const at = within(this.at, 'availability_zones');
    // What it answers as yet is of the load balancer as it was.
    const changes = this.loadBalancers.sure.some(
      (ref) => ref.is === 'entity' && ref.to instanceof LoadBalancerView && ref.to.changesSubnets,
    );
    if (changes) return openBag(`the subnets of the load balancer of ${this.key} change`, at);
    const value = this.registry.graph.read(this.instance, 'availability_zones');
    const zones = stringsOf(value, at);
    // A service always has zones: an empty list is one that was not read yet.
    const open = zones.sure.length === 0 ? (zones.open ?? 'its zones are known only after apply') : zones.open;
    return bag(
      zones.sure.flatMap((z) => (z.known ? [z.value] : [])),
      at,
      { open },
    );
  }

  /** Left out it is IPv4. */
  get ipAddressTypes(): Bag<string> {
    return this.#texts('supported_ip_address_types', ['ipv4']);
  }
  get supportedRegions(): Bag<string> {
    return this.#texts('supported_regions', []);
  }
  get privateDnsName(): Fact<string | null> {
    return this.optional('private_dns_name');
  }
  get privateDnsProof(): Fact<PrivateDnsProof | null> {
    const moving = this.#whyProofMoves();
    if (moving !== null) return unknown(moving, this.at);
    return proofOf(this, this.registry.graph.read(this.instance, 'private_dns_name_configuration'));
  }

  /** Why what a plan has of the proof may be of before: the provider shows it as it was when last read. */
  #whyProofMoves(): string | null {
    const { action, before } = this.instance;
    if (action === null || before === undefined) return null;
    const name = this.privateDnsName;
    if (!name.known || name.value !== (before.private_dns_name || null))
      return `the private name of ${this.key} changes: AWS verifies it after apply`;
    const tied = this.registry.associations.of(
      this,
      'aws_vpc_endpoint_service_private_dns_verification',
      'service_id',
      'endpoint-service',
    );
    const made = [...tied.sure, ...tied.maybe].find((i) => i.action !== 'no-op');
    if (made) return `${made.address} has the private name of ${this.key} verified`;
    return tied.open;
  }

  /** A list of plain texts. One that is empty in a state was left out, or not answered. */
  #texts(name: string, leftOut: readonly string[]): Bag<string> {
    const at = within(this.at, name);
    const value = this.registry.graph.read(this.instance, name);
    if (value.k === 'lit' && value.v === null) return bag(leftOut, at);
    const texts = stringsOf(value, at);
    if (texts.sure.some((t) => t.known && t.sensitive)) return openBag(`\`${name}\` of ${this.key} is sensitive`, at);
    const told = texts.sure.flatMap((t) => (t.known ? [t.value] : []));
    const hidden = texts.sure.find((t) => !t.known);
    const empty = told.length === 0 && leftOut.length > 0 ? `\`${name}\` of ${this.key} is empty` : null;
    return bag(told, at, { open: texts.open ?? (hidden && !hidden.known ? hidden.because : empty) });
  }
}

const ENFORCES = 'enforce_security_group_inbound_rules_on_private_link_traffic';

/** `aws_lb`. */
export class LoadBalancerView extends View implements LoadBalancer {
  readonly kind = 'load-balancer';

  /** Whether the plan gives it other subnets. */
  get changesSubnets(): boolean {
    const { before, values } = this.instance;
    return before !== undefined && JSON.stringify(before.subnets) !== JSON.stringify(values.subnets);
  }
  get type(): Fact<string> {
    return this.fact('load_balancer_type', (v) => (typeof v === 'string' ? v : v === null ? 'application' : undefined));
  }
  get subnets(): Bag<Ref<Subnet>> {
    const plain = this.registry.refs<Subnet>(this.instance, 'subnets', 'subnet');
    const at = within(this.at, 'subnet_mapping');
    const members = this.registry.graph.blockMembers(this.instance, 'subnet_mapping', 'subnet_id');
    if (!members) {
      const value = this.registry.graph.read(this.instance, 'subnet_mapping');
      return { ...plain, open: plain.open ?? whyUnknown(value) };
    }
    const mapped = members.map((m) => toRef<Subnet>(m, 'subnet', at, this.registry)).filter((r) => r !== undefined);
    // Both lists show the same subnets once the load balancer exists.
    return mapped.length > 0 && plain.sure.length === 0 ? bag(mapped, at) : plain;
  }
  /** Left out it is IPv4. */
  get ipAddressType(): Fact<string> {
    return this.fact('ip_address_type', (v) =>
      typeof v === 'string' && v !== '' ? v : v === null ? 'ipv4' : undefined,
    );
  }
  get groups(): Bag<Ref<SecurityGroup>> {
    return this.registry.refs<SecurityGroup>(this.instance, 'security_groups', 'security-group');
  }
  /** Left out AWS turns it on. */
  get enforcesInbound(): Fact<boolean> {
    return this.fact(ENFORCES, (v) => (v === null || v === '' ? true : typeof v === 'string' ? v === 'on' : undefined));
  }
  get listeners(): Bag<Listener> {
    return listenersOf(this, this.registry, this.instance.mode === 'data');
  }
  get zones(): Bag<string> {
    const zones = this.subnets.sure.map((s) => (s.is === 'entity' && s.to.zone.known ? s.to.zone.value : undefined));
    const known = [...new Set(zones.filter((z) => z !== undefined))];
    return bag(known, this.at, {
      open:
        whyOpen(this.subnets) ?? (zones.includes(undefined) ? 'the Availability Zone of a subnet is not known' : null),
    });
  }
}

function stringsOf(value: Value, at: Bag<unknown>['at']): Bag<Fact<string>> {
  const read = (v: unknown) => (typeof v === 'string' ? v : undefined);
  if (value.k === 'lit') {
    const list = Array.isArray(value.v) ? value.v : value.v === null ? [] : [value.v];
    return bag(
      list.map((v) => toFact({ k: 'lit', v, ...(value.sensitive ? { sensitive: true as const } : {}) }, at, read)),
      at,
    );
  }
  if (value.k === 'list')
    return bag(
      value.items.map((item) => toFact(item, at, read)),
      at,
    );
  return bag([], at, { open: whyUnknown(value) });
}
