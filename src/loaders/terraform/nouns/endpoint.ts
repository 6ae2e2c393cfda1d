import {
  ANY_REGION,
  asAwsSpellsIt,
  parseServiceName,
  serviceInAnyRegion,
  takes,
  zonesOfNames,
} from '../../../aws/index.ts';
import {
  type Bag,
  bag,
  type DnsOptions,
  type Endpoint,
  type EndpointService,
  type Fact,
  is,
  isEmpty,
  isExact,
  known,
  type LatticeResource,
  type Mention,
  map,
  type Origin,
  openBag,
  PASS_SOURCES,
  type PlannedAction,
  type Ref,
  type Replacement,
  type RouteTable,
  reason,
  refKey,
  type SecurityGroup,
  type SplitList,
  type Subnet,
  type SubnetAddress,
  type Tree,
  union,
  unknown,
  type Vpc,
  within,
} from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { toFact } from '../values/convert.ts';
import { toRef, toSureCandidates } from '../values/targets.ts';
import type { Value } from '../values/value.ts';
import { ofAttribute, whyUnknown } from '../values/why-unknown.ts';
import type { Tied } from './associations.ts';
import { blockViews } from './blocks.ts';
import { resourcesOf } from './lattice.ts';
import { toTree } from './policy-document.ts';
import { privateApisOf } from './private-api.ts';
import type { Registry } from './registry.ts';
import { EndpointServiceView } from './service.ts';
import { View } from './view.ts';

/** A text with `ANY_REGION` for its one unknown part. Undefined if it has several, or if something in it is sensitive. */
function patternOf(parts: readonly Value[]): string | undefined {
  const texts = parts.map((part) => (part.k === 'lit' ? (part.sensitive ? undefined : String(part.v)) : ANY_REGION));
  return parts.filter(({ k }) => k !== 'lit').length === 1 && !texts.includes(undefined) ? texts.join('') : undefined;
}

const ADD_OUTPUT = 'add the output of `describe-vpc-endpoints`';

/** `aws_vpc_endpoint` with everything that separate resources tie to it. */
export class EndpointView extends View implements Endpoint {
  readonly kind = 'endpoint';
  readonly planned: PlannedAction | null;
  readonly replacement: Replacement | null;
  /** Looked up only: another stack's, which is judged there. */
  readonly context: true | undefined;

  constructor(instance: Instance, registry: Registry) {
    super(instance, registry);
    const action = instance.action;
    this.context = this.lookedUp;
    this.replacement = instance.replacement ?? null;
    this.planned =
      action === 'create' || action === 'update' || action === 'replace' || action === 'no-op' ? action : null;
  }

  get type(): Fact<string> {
    // The provider's default, known in every plan; AWS's own default is the same.
    const own = this.fact('vpc_endpoint_type', (v) =>
      typeof v === 'string' && v !== '' ? v : v === null ? 'Gateway' : undefined,
    );
    if (own.known) return asAwsSpellsIt(own, `\`vpc_endpoint_type\` of ${this.instance.address}`);
    return this.#serviceType(own.at) ?? own;
  }

  /** The type where it is written as `aws_vpc_endpoint_service.x.service_type` of a service without that attribute yet. */
  #serviceType(at: Origin): Fact<string> | undefined {
    const value = this.registry.graph.read(this.instance, 'vpc_endpoint_type');
    const only = value.k === 'mix' && value.parts.length === 1 ? value.parts[0]! : value;
    if (only.k !== 'attribute' || only.path.join('.') !== 'service_type') return undefined;
    const service = this.registry.ofInstance(only.of, 'endpoint-service');
    const type = service instanceof EndpointServiceView ? service.endpointType : undefined;
    return type?.known ? known(type.value, at) : undefined;
  }
  get serviceName(): Fact<string | null> {
    const own = this.optional('service_name');
    if (own.known) return own;
    // Handed on from a data source whose arguments tell what it will answer.
    const value = this.registry.graph.read(this.instance, 'service_name');
    const only = value.k === 'mix' && value.parts.length === 1 ? value.parts[0]! : value;
    return only.k === 'lit' && typeof only.v === 'string' ? known(only.v, own.at, only.sensitive) : own;
  }
  /** Told by the parts of a template: `com.amazonaws.${var.region}.sqs`. */
  get serviceInAnyRegion(): string | undefined {
    const value = this.registry.graph.read(this.instance, 'service_name');
    const pattern = value.k === 'text' && is(this.serviceRegion, null) ? patternOf(value.parts) : undefined;
    return pattern !== undefined && serviceInAnyRegion(pattern) ? pattern : undefined;
  }
  get endpointServices(): Fact<readonly EndpointService[]> {
    const at = within(this.at, 'service_name');
    const value = this.registry.graph.read(this.instance, 'service_name');
    const found = toSureCandidates<EndpointService>(value, 'endpoint-service', at, this.registry);
    if (found) return known(found, at);
    // A service that the plan makes has no name yet that anyone could write.
    if (this.serviceInAnyRegion !== undefined) return known([], at);
    const name = this.serviceName;
    const isElsewhere = this.registry.withoutId('endpoint-service').length === 0;
    if (name.known && (isElsewhere || name.value === null || parseServiceName(name.value).owner === 'aws'))
      return known([], at);
    return unknown(`it is not known which endpoint service of the input ${this.key} connects to`, at);
  }
  get serviceRegion(): Fact<string | null> {
    return this.optional('service_region');
  }
  get resourceConfigurationArn(): Fact<string | null> {
    return this.optional('resource_configuration_arn');
  }
  get serviceNetworkArn(): Fact<string | null> {
    return this.optional('service_network_arn');
  }
  get vpc(): Ref<Vpc> {
    return this.registry.ref<Vpc>(this.instance, 'vpc_id', 'vpc');
  }
  /** Its own, else that of its VPC: an endpoint is where its VPC is. */
  override get region(): Fact<string> {
    const own = super.region;
    const vpc = own.known ? undefined : this.vpc;
    return vpc?.is === 'entity' && vpc.to.region.known ? known(vpc.to.region.value, own.at) : own;
  }

  get subnets(): Bag<Ref<Subnet>> {
    const own = this.registry.refs<Subnet>(this.instance, 'subnet_ids', 'subnet');
    const tied = this.#tied('subnet_ids', own, 'aws_vpc_endpoint_subnet_association', 'subnet_id', 'subnet');
    // Addresses belong to subnets of the list: they name subnets only if there is no list.
    return isEmpty(own) ? union([tied, this.#configured()], tied.at) : tied;
  }

  /** The subnets of `subnet_configuration` blocks. */
  #configured(): Bag<Ref<Subnet>> {
    const at = within(this.at, 'subnet_configuration');
    // On an endpoint that exists the provider carries them along as they were: only what is written counts.
    const counts = this.#written('subnet_configuration') || this.planned === 'create' || this.planned === 'replace';
    if (!counts) return bag([], at);
    const members = this.registry.graph.blockMembers(this.instance, 'subnet_configuration', 'subnet_id');
    if (!members) {
      const value = this.registry.graph.read(this.instance, 'subnet_configuration');
      return openBag(ofAttribute('subnet_configuration', this.key, whyUnknown(value)), at);
    }
    const refs = members.map((member) => toRef<Subnet>(member, 'subnet', at, this.registry));
    return bag(dedupe(refs.filter((ref) => ref !== undefined)), at);
  }

  get addresses(): Bag<SubnetAddress> {
    const at = within(this.at, 'subnet_configuration');
    const value = this.registry.graph.read(this.instance, 'subnet_configuration');
    const blocks = blockViews(value);
    if (!blocks) return openBag(ofAttribute('subnet_configuration', this.key, whyUnknown(value)), at);
    const text = (v: unknown) => (typeof v === 'string' && v !== '' ? v : v === null || v === '' ? null : undefined);
    return bag(
      blocks.map((block, i) => {
        const here = within(at, i);
        return {
          at: here,
          subnet:
            toRef<Subnet>(block.member('subnet_id'), 'subnet', here, this.registry) ??
            ({ is: 'unknown', because: `the subnet of an address of ${this.key} is not given`, at: here } as const),
          ipv4: toFact(block.member('ipv4'), within(here, 'ipv4'), text),
          ipv6: toFact(block.member('ipv6'), within(here, 'ipv6'), text),
        };
      }),
      at,
    );
  }

  get routeTables(): Bag<Ref<RouteTable>> {
    return this.#tied(
      'route_table_ids',
      this.registry.refs<RouteTable>(this.instance, 'route_table_ids', 'route-table'),
      'aws_vpc_endpoint_route_table_association',
      'route_table_id',
      'route-table',
    );
  }

  get groups(): Bag<Ref<SecurityGroup>> {
    const type = 'aws_vpc_endpoint_security_group_association';
    const tied = this.#of(type);
    const inline = this.registry.refs<SecurityGroup>(this.instance, 'security_group_ids', 'security-group');
    const all = this.#tied('security_group_ids', inline, type, 'security_group_id', 'security-group');
    const replaced = tied.sure.some((i) => i.values.replace_default_association === true);
    if (replaced) return withoutDefault(all);
    // The plan may remove the only group: AWS then restores the default group.
    const emptied = isExact(inline) && tied.removed.length > 0 && all.sure.length <= tied.sure.length;
    if ((inline.sure.length > 0 && !emptied) || !this.#takesGroups()) return all;
    const fallback = this.#defaultGroup();
    const mayBeReplaced =
      !(isEmpty(inline) || emptied) ||
      tied.open !== null ||
      tied.maybe.some((i) => i.values.replace_default_association !== false);
    return mayBeReplaced ? { ...all, maybe: [...all.maybe, fallback] } : { ...all, sure: [fallback, ...all.sure] };
  }

  /** Where none is given AWS attaches the VPC's default group. */
  #defaultGroup(): Ref<SecurityGroup> {
    const because =
      'no security group is set, so the endpoint has the default security group of its VPC, which is not in the input';
    return this.registry.defaultGroupOf(this.vpc, because, within(this.at, 'security_group_ids'));
  }

  #takesGroups(): boolean {
    const type = this.type;
    return !type.known || takes(type.value, 'groups') !== false;
  }

  get privateDns(): Fact<boolean> {
    const own = this.flag('private_dns_enabled', false);
    return this.#overridden('aws_vpc_endpoint_private_dns', 'private_dns_enabled', own, (v) =>
      typeof v === 'boolean' ? v : undefined,
    );
  }

  get policy(): Fact<Tree | null> {
    const at = within(this.at, 'policy');
    const own = toTree(this.registry.graph.read(this.instance, 'policy'), at, this.registry);
    const tied = this.#of('aws_vpc_endpoint_policy');
    const one = tied.sure[0];
    if (one) return toTree(this.registry.graph.read(one, 'policy'), within(one.at, 'policy'), this.registry);
    if (tied.open !== null) return unknown(tied.open, at);
    if (tied.maybe.length > 0) return unknown(tied.doubt ?? `${tied.maybe[0]!.address} may be its policy`, at);
    if (tied.lost !== null) return unknown(tied.lost, at);
    // Removal of a policy resource restores AWS's default.
    if (tied.removed.some((i) => i.action === 'delete') && !this.#written('policy')) return known(null, at);
    return own;
  }

  get ipAddressType(): Fact<string | null> {
    return this.optional('ip_address_type');
  }

  get dnsOptions(): Fact<DnsOptions | null> {
    const at = within(this.at, 'dns_options');
    const value = this.registry.graph.read(this.instance, 'dns_options');
    const blocks = blockViews(value);
    if (!blocks) return unknown(ofAttribute('dns_options', this.key, whyUnknown(value)), at);
    const block = blocks[0];
    if (!block) return known(null, at);
    const member = <T>(name: string, read: (v: unknown) => T | undefined) =>
      toFact(block.member(name), within(at, 0, name), read);
    const nullable = (v: unknown) =>
      typeof v === 'string' && v !== '' ? v : v === null || v === '' ? null : undefined;
    const domains = block.member('private_dns_specified_domains');
    const isSecret = domains.k === 'lit' && domains.sensitive === true;
    const list =
      domains.k === 'lit' && Array.isArray(domains.v) && !isSecret
        ? domains.v.filter((d): d is string => typeof d === 'string')
        : [];
    const open = isSecret ? 'which domains it lists is sensitive' : domains.k === 'lit' ? null : whyUnknown(domains);
    return known(
      {
        recordIpType: member('dns_record_ip_type', nullable),
        onlyInboundResolver: member('private_dns_only_for_inbound_resolver_endpoint', (v) =>
          typeof v === 'boolean' ? v : v === null ? null : undefined,
        ),
        preference: member('private_dns_preference', nullable),
        specifiedDomains: bag(list, at, { open }),
      },
      at,
    );
  }

  get state(): Fact<string | null> {
    if (this.planned === 'create' || this.planned === 'replace') return known(null, this.at);
    return map(this.optional('state'), (s) => s?.toLowerCase() ?? null);
  }
  get requesterManaged(): Fact<boolean> {
    return this.planned === 'create' || this.planned === 'replace'
      ? known(false, this.at)
      : this.flag('requester_managed', false);
  }
  get tags(): Fact<Readonly<Record<string, string>>> {
    const read = (name: string) =>
      this.fact(name, (v) => {
        if (v === null) return {};
        if (typeof v !== 'object') return undefined;
        return Object.fromEntries(
          Object.entries(v as object).filter((e): e is [string, string] => typeof e[1] === 'string'),
        );
      });
    const all = read('tags_all');
    return all.known && Object.keys(all.value).length > 0 ? all : read('tags');
  }
  get failure(): Fact<string | null> {
    return unknown(`Terraform does not record why an endpoint failed: ${ADD_OUTPUT}`, this.at);
  }
  get createdAt(): Fact<string | null> {
    return unknown(`Terraform does not record when an endpoint was created: ${ADD_OUTPUT}`, this.at);
  }
  get namedZones(): Bag<string> {
    const at = within(this.at, 'dns_entry');
    const value = this.registry.graph.read(this.instance, 'dns_entry');
    const blocks = blockViews(value);
    if (!blocks) return bag([], at, { open: whyUnknown(value) });
    const names = blocks.map((b) => b.member('dns_name'));
    const known = names.flatMap((n) => (n.k === 'lit' && typeof n.v === 'string' && !n.sensitive ? [n.v] : []));
    return bag([...zonesOfNames(known)], at, { open: known.length < names.length ? 'not all names are shown' : null });
  }

  get acceptsItself(): Fact<boolean> {
    return this.flag('auto_accept', false);
  }
  get shares(): Bag<Mention> {
    const tied = this.registry.associations.of(this, 'aws_ram_resource_association', 'resource_arn', 'endpoint');
    const mention = ({ at, address }: Instance): Mention => ({ at, name: address });
    const { open, doubt } = tied;
    // Associations may name something else that nobody knows: only those of this endpoint count.
    return bag(tied.sure.map(mention), this.at, { maybe: tied.maybe.map(mention), open, doubt });
  }
  get privateApis(): Bag<Mention> {
    return privateApisOf(this, this.registry);
  }
  get resources(): Bag<LatticeResource> {
    return resourcesOf(this.instance, this.registry);
  }
  get splitLists(): Fact<readonly SplitList[]> {
    if (this.planned === null)
      return unknown('a state does not show which lists are set in the configuration', this.at);
    if (this.instance.block === undefined)
      return unknown(`the plan does not have the configuration of ${this.key}`, this.at);
    const split: SplitList[] = [];
    for (const [attribute, type] of LISTS) {
      const tied = this.#of(type);
      if (!this.#written(attribute) || isNone(this.registry.graph.read(this.instance, attribute))) continue;
      if (tied.sure.length === 0 && tied.maybe.length === 0 && tied.open === null) continue;
      const ignored = this.registry.graph.ignoresChanges(this.instance, attribute);
      if (ignored === true) continue;
      if (tied.sure.length === 0)
        return unknown(tied.open ?? tied.doubt ?? `${tied.maybe[0]!.address} may belong to it`, this.at);
      if (ignored === undefined)
        return unknown(
          reason(
            `the plan does not say whether \`ignore_changes\` keeps \`${attribute}\` and the association resources apart`,
            PASS_SOURCES,
          ),
          this.at,
        );
      split.push({ attribute, resources: tied.sure.map((i) => i.address).sort() });
    }
    return known(split, this.at);
  }

  #of(type: string): Tied {
    return this.registry.associations.of(this, type, 'vpc_endpoint_id', 'endpoint');
  }

  #written(name: string): boolean {
    return this.instance.block !== undefined && Object.hasOwn(this.instance.block.expressions, name);
  }

  /** An inline list and the separate association resources: AWS has the union. */
  #tied<T extends Subnet | RouteTable | SecurityGroup>(
    inline: string,
    own: Bag<Ref<T>>,
    type: string,
    attribute: string,
    kind: 'subnet' | 'route-table' | 'security-group',
  ): Bag<Ref<T>> {
    const tied = this.#of(type);
    const none = tied.sure.length + tied.maybe.length + tied.removed.length === 0;
    if (none && tied.open === null && tied.lost === null && own.sure.length < 2) return own;
    const refs = (list: readonly Instance[]) => list.map((i) => this.registry.ref<T>(i, attribute, kind));
    // The provider shows associations in the list as well, as they were when last read.
    const gone = this.#written(inline) ? new Set() : new Set(tied.removed.map((i) => i.before?.[attribute]));
    const kept = gone.size === 0 ? own.sure : own.sure.filter((r) => !gone.has(idOf(r)));
    const shaky = tied.lost !== null && !this.#written(inline);
    const sure = [...(shaky ? [] : kept), ...refs(tied.sure)];
    const maybe = [...(shaky ? kept : []), ...own.maybe, ...refs(tied.maybe)];
    return bag(dedupe(sure), own.at, { maybe, open: own.open ?? tied.open, doubt: own.doubt ?? tied.doubt });
  }

  /** An attribute that a separate resource sets: that resource wins. */
  #overridden<T>(type: string, attribute: string, own: Fact<T>, read: (v: unknown) => T | undefined): Fact<T> {
    const tied = this.#of(type);
    const one = tied.sure[0];
    if (one) {
      const value = this.registry.graph.read(one, attribute);
      return toFact(value, within(one.at, attribute), read);
    }
    if (tied.open !== null) return unknown(tied.open, own.at);
    if (tied.maybe.length > 0) return unknown(tied.doubt ?? `${tied.maybe[0]!.address} may set it`, own.at);
    return own;
  }
}

const LISTS = [
  ['subnet_ids', 'aws_vpc_endpoint_subnet_association'],
  ['route_table_ids', 'aws_vpc_endpoint_route_table_association'],
  ['security_group_ids', 'aws_vpc_endpoint_security_group_association'],
] as const;

function isNone(value: Value): boolean {
  return value.k === 'lit' && (value.v === null || (Array.isArray(value.v) && value.v.length === 0));
}

function idOf(ref: Ref<Subnet | RouteTable | SecurityGroup>): string | undefined {
  if (ref.is === 'id') return ref.id;
  return ref.is === 'entity' && ref.to.id.known ? ref.to.id.value : undefined;
}

function dedupe<T extends Subnet | RouteTable | SecurityGroup>(refs: readonly Ref<T>[]): Ref<T>[] {
  const seen = new Set<string>();
  return refs.filter((ref) => {
    const key = refKey(ref);
    if (key === undefined) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** After an association that replaced the default group; a list read before that may still show it. */
function withoutDefault(all: Bag<Ref<SecurityGroup>>): Bag<Ref<SecurityGroup>> {
  return { ...all, sure: all.sure.filter((r) => r.is !== 'entity' || !(r.to.isDefault.known && r.to.isDefault.value)) };
}
