import { remembered } from '../../../base/memo.ts';
import { table } from '../../../base/table.ts';
import {
  type Bag,
  bag,
  type Entity,
  type Fact,
  type IngressRule,
  known,
  type NounKind,
  type Origin,
  oneOf,
  otherThan,
  type Ref,
  type RouteTable,
  refKey,
  type SecurityGroup,
  type Subnet,
  unknown,
  type Vpc,
  within,
} from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { anyMark, markAt, text } from '../document/shapes.ts';
import { toRefs } from '../values/collections.ts';
import type { Graph } from '../values/graph.ts';
import { regionOf } from '../values/regions.ts';
import { type EntityLookup, toRef } from '../values/targets.ts';
import type { Value } from '../values/value.ts';
import { ofAttribute, whyUnknown } from '../values/why-unknown.ts';
import { Associations } from './associations.ts';
import { type BlockView, blockViews } from './blocks.ts';

/** Kind of noun an instance of a type is. */
const KINDS: Readonly<Record<string, NounKind>> = table({
  aws_vpc: 'vpc',
  aws_default_vpc: 'vpc',
  aws_subnet: 'subnet',
  aws_default_subnet: 'subnet',
  aws_security_group: 'security-group',
  aws_default_security_group: 'security-group',
  aws_route_table: 'route-table',
  aws_default_route_table: 'route-table',
  aws_ec2_managed_prefix_list: 'prefix-list',
  aws_prefix_list: 'prefix-list',
  aws_vpc_endpoint: 'endpoint',
  aws_vpc_endpoint_service: 'endpoint-service',
  aws_lb: 'load-balancer',
  aws_alb: 'load-balancer',
  aws_route53_zone: 'hosted-zone',
  aws_route53_resolver_rule: 'resolver-rule',
  aws_route53profiles_profile: 'dns-profile',
  aws_network_acl: 'network-acl',
  aws_default_network_acl: 'network-acl',
  aws_vpc_dhcp_options: 'dhcp-options',
});

/** Attributes that name the object itself. */
const OWN_NAMES: Partial<Record<NounKind, readonly string[]>> = table({
  vpc: ['id', 'arn'],
  subnet: ['id', 'arn'],
  'endpoint-service': ['id', 'service_name'],
  'load-balancer': ['arn', 'id'],
  'hosted-zone': ['zone_id', 'id', 'arn'],
  endpoint: ['id', 'arn'],
});

export function kindOf(instance: Instance): NounKind | undefined {
  // Data sources of AWS-owned service details share a type name with the managed endpoint service.
  if (instance.mode === 'data' && instance.type === 'aws_vpc_endpoint_service') return undefined;
  return KINDS[instance.type];
}

/** What all nouns of one document share: the graph, the nouns by instance and id, and their ties. */
export class Registry implements EntityLookup {
  readonly graph: Graph;
  readonly associations: Associations;
  /** Rules of security groups that are resources of their own, made so far. */
  readonly rules = new Map<Instance, IngressRule>();
  /** The subnets of associations of route tables, read so far. Null for those of gateways. */
  readonly associated = new Map<Instance, Ref<Subnet> | null>();
  /** VPCs with the instances they were read from. */
  readonly vpcs: { readonly view: Vpc; readonly instance: Instance }[] = [];
  readonly #nouns = new Map<Instance, Entity>();
  readonly #nameless = new Map<Instance, Entity>();
  readonly #blocks = new Map<readonly Instance[], Map<NounKind, readonly Entity[]>>();
  readonly #byId = new Map<string, Entity>();
  readonly #named = new Map<string, SecurityGroup | RouteTable>();
  /** The kind an id was first given to. */
  readonly #kindOfId = new Map<string, NounKind>();

  constructor(graph: Graph) {
    this.graph = graph;
    this.associations = new Associations(graph, this);
  }

  register(instance: Instance, noun: Entity): void {
    this.#nouns.set(instance, noun);
    if (text(instance.values.id) === undefined && instance.action !== 'create' && instance.action !== 'replace')
      this.#nameless.set(instance, noun);
    for (const name of OWN_NAMES[kindOf(instance) ?? 'vpc'] ?? ['id']) {
      const id = text(instance.values[name]);
      if (id !== undefined) this.#name(id, kindOf(instance), noun);
    }
  }

  /** Another name for a noun: `aws_vpc.main.default_security_group_id`. */
  alias(instance: Instance, attribute: string, noun: SecurityGroup | RouteTable): void {
    this.#named.set(`${instance.address} ${attribute}`, noun);
    const id = text(instance.values[attribute]);
    if (id !== undefined) this.#name(id, noun.kind, noun);
  }

  ofInstance(instance: Instance, kind: NounKind): Entity | undefined {
    if (kindOf(instance) !== kind) return undefined;
    const id = text(instance.values.id);
    return (id === undefined ? undefined : this.byId(id, kind)) ?? this.#nouns.get(instance);
  }

  /** Asked for by everything that names a block: found once they are all registered, and kept. */
  ofBlock(instances: readonly Instance[], kind: NounKind): readonly Entity[] | undefined {
    const byKind = remembered(this.#blocks, instances, () => new Map());
    const known = byKind.get(kind);
    if (known) return known;
    const nouns = instances.flatMap((instance) => this.ofInstance(instance, kind) ?? []);
    if (nouns.length < instances.length) return undefined;
    byKind.set(kind, nouns);
    return nouns;
  }

  isOfKind(instance: Instance, kind: NounKind): boolean {
    return kindOf(instance) === kind;
  }

  ofAttribute(instance: Instance, path: readonly (string | number)[], kind: NounKind): Entity | undefined {
    if (path.length !== 1) return undefined;
    const name = String(path[0]);
    if ((OWN_NAMES[kind] ?? ['id']).includes(name)) return this.ofInstance(instance, kind);
    const named = this.#named.get(`${instance.address} ${name}`);
    return named?.kind === kind ? named : undefined;
  }

  /** Objects that exist and whose id is not known all the same. What is made by this plan has no id anyone could name. */
  withoutId(kind: NounKind): readonly Entity[] {
    const found: Entity[] = [];
    for (const [instance, noun] of this.#nameless) {
      if (kindOf(instance) === kind) found.push(noun);
    }
    return found;
  }

  /** The noun of this kind that has an id: it never returns a noun of another kind. */
  byId(id: string, kind: NounKind): Entity | undefined {
    return this.#byId.get(`${kind} ${id}`);
  }

  otherThan(id: string, kind: NounKind): string | undefined {
    const given = this.#kindOfId.get(id);
    return given === undefined || given === kind ? otherThan(kind, id) : oneOf(given);
  }

  otherInstance(instance: Instance, kind: NounKind): string | undefined {
    const other = kindOf(instance);
    return other === undefined || other === kind ? undefined : oneOf(other);
  }

  #name(id: string, kind: NounKind | undefined, noun: Entity): void {
    const key = `${kind} ${id}`;
    // A managed resource and a data source of the same object are one noun: the managed one.
    if (id === '' || kind === undefined || this.#byId.has(key)) return;
    this.#byId.set(key, noun);
    if (!this.#kindOfId.has(id)) this.#kindOfId.set(id, kind);
  }

  /** The default group of a VPC: the resource that adopts it, else a stand-in with only a known VPC. */
  defaultGroup(vpc: Vpc): SecurityGroup | undefined {
    const named = this.#named.get(`${vpc.key} default_security_group_id`);
    return this.adoptedGroup(vpc) ?? (named?.kind === 'security-group' ? named : undefined);
  }

  /** The default group of a VPC as a reference; unknown for the given reason if it is not in the document. */
  defaultGroupOf(vpc: Ref<Vpc>, because: string, at: Origin): Ref<SecurityGroup> {
    const to = vpc.is === 'entity' ? this.defaultGroup(vpc.to) : undefined;
    if (to) return { is: 'entity', to, at };
    const name = refKey(vpc);
    return { is: 'unknown', because, at, ...(name === undefined ? {} : { symbol: `default group of ${name}` }) };
  }

  /** The group resource that adopts the default group of a VPC into Terraform. */
  adoptedGroup(vpc: Vpc): SecurityGroup | undefined {
    const adopting = this.associations.of(vpc, 'aws_default_security_group', 'vpc_id', 'vpc').sure[0];
    return adopting && (this.#nouns.get(adopting) as SecurityGroup | undefined);
  }

  ref<T extends Entity>(instance: Instance, name: string, kind: NounKind): Ref<T> {
    const at = within(instance.at, name);
    const ref = toRef<T>(this.graph.read(instance, name), kind, at, this);
    if (!ref) return { is: 'unknown', because: `\`${name}\` of ${instance.address} is not given`, at };
    return ref.is === 'unknown' ? { ...ref, because: ofAttribute(name, instance.address, ref.because) } : ref;
  }

  refs<T extends Entity>(instance: Instance, name: string, kind: NounKind): Bag<Ref<T>> {
    return explain(toRefs<T>(this.graph.read(instance, name), kind, within(instance.at, name), this), (because) =>
      ofAttribute(name, instance.address, because),
    );
  }

  /** References in a value that is not an attribute itself. */
  refsOf<T extends Entity>(value: Value, kind: NounKind, at: Origin): Bag<Ref<T>> {
    return toRefs<T>(value, kind, at, this);
  }

  /** The elements of a nested block list, each as its members. Undefined if the list is not known. */
  blocks(instance: Instance, name: string): readonly BlockView[] | undefined {
    return blockViews(this.graph.read(instance, name));
  }

  regionOf(instance: Instance): Fact<string> {
    const found = regionOf(instance, this.graph);
    if (found) return known(found.region, within(instance.at, found.attribute), found.sensitive);
    const at = within(instance.at, 'region');
    const written = this.graph.document.kind === 'terraform-sources' ? this.graph.read(instance, 'region') : undefined;
    if (written && written.k !== 'lit') return unknown(whyUnknown(written), at);
    return unknown(
      `the Region of ${instance.address} is not in the input, because it may come from the environment`,
      at,
    );
  }

  /** The settings of a provider, as written. */
  providerOf(provider: string): Readonly<Record<string, unknown>> {
    return this.graph.document.configuration?.providers.get(provider) ?? {};
  }

  /** The one literal value of an expression in a provider block. */
  inProvider(provider: string, expression: unknown): unknown {
    return expression === undefined
      ? undefined
      : literalOf(this.graph.evaluate(expression, this.#providerScope(provider)));
  }

  #providerScope(provider: string) {
    const colon = provider.lastIndexOf(':');
    const module = this.graph.tree.at(colon < 0 ? '' : provider.slice(0, colon));
    return { module, key: undefined, forEach: undefined, owner: `provider.${provider}` };
  }

  accountOf(instance: Instance): Fact<string> {
    const at = within(instance.at, 'owner_id');
    const { owner_id: owner, arn } = instance.values;
    if (typeof owner === 'string' && /^\d{12}$/.test(owner)) return known(owner, at, isMarked(instance, 'owner_id'));
    const ofArn = typeof arn === 'string' ? arn.split(':')[4] : undefined;
    if (ofArn && /^\d{12}$/.test(ofArn)) return known(ofArn, within(instance.at, 'arn'), isMarked(instance, 'arn'));
    // A state leaves nothing to apply.
    const when = instance.action === null ? 'not in the input' : 'known only after apply';
    return unknown(`the account of ${instance.address} is ${when}`, at);
  }
}

/** Whether an attribute or any part of it is marked sensitive. */
function isMarked({ sensitive }: Instance, name: string): boolean {
  return anyMark(markAt(sensitive, name));
}

/** The one literal an expression evaluates to, for values that the plan has nowhere else. */
function literalOf(value: Value): unknown {
  if (value.k === 'lit') return value.v;
  return value.k === 'mix' && value.parts.length === 1 ? literalOf(value.parts[0]!) : undefined;
}

/** Says whose attribute it is that is not known. */
function explain<T extends Entity>(b: Bag<Ref<T>>, about: (because: string) => string): Bag<Ref<T>> {
  const isOpen = (r: Ref<T>) => r.is === 'unknown';
  if (b.open === null && b.doubt === undefined && !b.sure.some(isOpen) && !b.maybe.some(isOpen)) return b;
  const unknowns = (refs: readonly Ref<T>[]) =>
    refs.map((r) => (r.is === 'unknown' ? { ...r, because: about(r.because) } : r));
  return bag(unknowns(b.sure), b.at, {
    maybe: unknowns(b.maybe),
    open: b.open === null ? null : about(b.open),
    doubt: b.doubt === undefined ? null : about(b.doubt),
  });
}
