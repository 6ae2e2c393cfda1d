import { remembered } from '../../../base/memo.ts';
import {
  type Bag,
  bag,
  type Fact,
  type IngressRule,
  known,
  type Origin,
  type PrefixList,
  type Ref,
  type SecurityGroup,
  type Source,
  unknown,
  type Vpc,
  within,
} from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { toRefs } from '../values/collections.ts';
import { toFact } from '../values/convert.ts';
import type { Value } from '../values/value.ts';
import { ofAttribute, whyUnknown } from '../values/why-unknown.ts';
import { type BlockView, blockViews } from './blocks.ts';
import { rangeOf } from './range-of.ts';
import type { Registry } from './registry.ts';
import { View } from './view.ts';

/** `aws_security_group` and `aws_default_security_group`, with the rule resources that name it. */
export class SecurityGroupView extends View implements SecurityGroup {
  readonly kind = 'security-group';
  readonly isDefault: Fact<boolean>;

  constructor(instance: Instance, registry: Registry) {
    super(instance, registry);
    const name = instance.values.name;
    this.isDefault = known(instance.type === 'aws_default_security_group' || name === 'default', instance.at);
  }

  get name(): Fact<string> {
    return this.string('name');
  }
  get vpc(): Ref<Vpc> {
    return this.registry.ref<Vpc>(this.instance, 'vpc_id', 'vpc');
  }
  get associatedVpcs(): Bag<Ref<Vpc>> {
    return associatedVpcs(this, this.instance, this.registry);
  }
  get ingress(): Bag<IngressRule> {
    return rulesOf(this, this.instance, this.registry, 'ingress');
  }
  get egress(): Bag<IngressRule> {
    return rulesOf(this, this.instance, this.registry, 'egress');
  }
}

/** VPCs that resources of their own associate a group with. */
function associatedVpcs(group: SecurityGroup, instance: Instance, registry: Registry): Bag<Ref<Vpc>> {
  const type = 'aws_vpc_security_group_vpc_association';
  const tied = registry.associations.of(group, type, 'security_group_id', 'security-group');
  const refs = (list: readonly Instance[]) => list.map((i) => registry.ref<Vpc>(i, 'vpc_id', 'vpc'));
  const elsewhere =
    instance.mode === 'data' ? `the VPCs that ${group.key} is associated with are not in the input` : null;
  return bag(refs(tied.sure), group.at, {
    maybe: refs(tied.maybe),
    open: tied.open ?? elsewhere,
    doubt: tied.doubt,
  });
}

export type Side = 'ingress' | 'egress';

function rulesOf(group: SecurityGroup, instance: Instance, registry: Registry, side: Side): Bag<IngressRule> {
  const at = within(group.at, side);
  const added = addedRules(group, registry, side);
  if (instance.mode === 'data') {
    const open = `the rules of ${instance.address} are not all in the input: add describe-security-groups`;
    return bag(added.sure, at, { maybe: added.maybe, open, doubt: added.doubt ?? null });
  }
  const value = registry.graph.read(instance, side);
  const blocks = blockViews(value);
  const inline = (blocks ?? []).map((block, i) => inlineRule(block, within(at, i), group, registry));
  // Rules Terraform manages apart are shown by the provider in the group as well, as they were when last read.
  const managedInline = instance.block !== undefined && Object.hasOwn(instance.block.expressions, side);
  const gone = managedInline ? [] : added.removed.map((i) => removedRule(i));
  const open = blocks ? added.open : ofAttribute(side, instance.address, whyUnknown(value));
  return bag([...inline.flatMap((rule) => without(rule, gone)), ...added.sure], at, {
    maybe: added.maybe,
    open,
    doubt: added.doubt ?? null,
  });
}

/** The rules that resources of their own add to a group. */
export function addedRules(
  group: SecurityGroup,
  registry: Registry,
  side: Side,
): Bag<IngressRule> & { readonly removed: readonly Instance[] } {
  const of = (type: string) => registry.associations.of(group, type, 'security_group_id', 'security-group');
  const modern = of(`aws_vpc_security_group_${side}_rule`);
  const classic = of('aws_security_group_rule');
  const sideOf = (rule: Instance) => (typeof rule.values.type === 'string' ? rule.values.type : undefined);
  const sure = classic.sure.filter((i) => sideOf(i) === side);
  const unclear = classic.sure.filter((i) => sideOf(i) === undefined);
  const maybe = [...unclear, ...classic.maybe.filter((i) => (sideOf(i) ?? side) === side)];
  const rules = bag(
    [...modern.sure.map((i) => modernRule(i, registry)), ...sure.map((i) => classicRule(i, group, registry))],
    within(group.at, side),
    {
      maybe: [
        ...modern.maybe.map((i) => modernRule(i, registry)),
        ...maybe.map((i) => classicRule(i, group, registry)),
      ],
      open: modern.open ?? classic.open,
      doubt: modern.doubt ?? classic.doubt,
    },
  );
  return { ...rules, removed: [...modern.removed, ...classic.removed] };
}

function inlineRule(block: BlockView, at: Origin, group: SecurityGroup, registry: Registry): IngressRule {
  const member = (name: string) => block.member(name);
  const sources = [
    cidrs(member('cidr_blocks'), 4, within(at, 'cidr_blocks'), registry),
    cidrs(member('ipv6_cidr_blocks'), 6, within(at, 'ipv6_cidr_blocks'), registry),
    prefixLists(member('prefix_list_ids'), within(at, 'prefix_list_ids'), registry),
    groups(member('security_groups'), within(at, 'security_groups'), registry),
    self(member('self'), group, at),
  ];
  return rule(at, member('protocol'), member('from_port'), member('to_port'), sources);
}

function classicRule(instance: Instance, group: SecurityGroup, registry: Registry): IngressRule {
  const read = (name: string) => registry.graph.read(instance, name);
  const made = ruleOfLists(read, 'source_security_group_id', instance.at, group, registry);
  return withId(made, instance.values.security_group_rule_id);
}

/** A rule that has lists of sources, `groupsIn` the attribute for groups. */
function ruleOfLists(
  read: (name: string) => Value,
  groupsIn: string,
  at: Origin,
  group: SecurityGroup,
  registry: Registry,
): IngressRule {
  const sources = [
    cidrs(read('cidr_blocks'), 4, within(at, 'cidr_blocks'), registry),
    cidrs(read('ipv6_cidr_blocks'), 6, within(at, 'ipv6_cidr_blocks'), registry),
    prefixLists(read('prefix_list_ids'), within(at, 'prefix_list_ids'), registry),
    groups(read(groupsIn), within(at, groupsIn), registry),
    self(read('self'), group, at),
  ];
  return rule(at, read('protocol'), read('from_port'), read('to_port'), sources);
}

/** A separate rule resource. If its group is not known, many groups may own it: so it is built once. */
function modernRule(instance: Instance, registry: Registry): IngressRule {
  return remembered(registry.rules, instance, () => makeModernRule(instance, registry));
}

function makeModernRule(instance: Instance, registry: Registry): IngressRule {
  const read = (name: string) => registry.graph.read(instance, name);
  const at = instance.at;
  const sources = [
    cidr(read('cidr_ipv4'), 4, within(at, 'cidr_ipv4'), registry),
    cidr(read('cidr_ipv6'), 6, within(at, 'cidr_ipv6'), registry),
    prefixLists(read('prefix_list_id'), within(at, 'prefix_list_id'), registry),
    groups(read('referenced_security_group_id'), within(at, 'referenced_security_group_id'), registry),
  ];
  const made = rule(at, read('ip_protocol'), read('from_port'), read('to_port'), exactlyOne(sources));
  const { security_group_rule_id: name, id } = instance.values;
  return withId(made, typeof name === 'string' ? name : id);
}

function withId(made: IngressRule, id: unknown): IngressRule {
  if (typeof id !== 'string' || !id.startsWith('sgr-')) return made;
  return { ...made, sources: { ...made.sources, sure: made.sources.sure.map((source) => ({ ...source, rule: id })) } };
}

/** The provider requires exactly one source in such a rule: if only one may be set, it is set, with any value. */
function exactlyOne(sources: readonly Bag<Source>[]): readonly Bag<Source>[] {
  const given = sources.filter((b) => b.sure.length + b.maybe.length > 0 || b.open !== null);
  const [only] = given;
  if (given.length !== 1 || !only || only.sure.length > 0 || only.maybe.length !== 1 || only.open !== null)
    return sources;
  return [bag(only.maybe, only.at)];
}

function rule(at: Origin, protocol: Value, from: Value, to: Value, sources: readonly Bag<Source>[]): IngressRule {
  const port = (value: Value, name: string) =>
    toFact(value, within(at, name), (v) => (typeof v === 'number' ? v : v === null ? null : undefined));
  return {
    at,
    protocol: toFact(protocol, within(at, 'protocol'), (v) => (typeof v === 'string' ? v.toLowerCase() : undefined)),
    fromPort: port(from, 'from_port'),
    toPort: port(to, 'to_port'),
    sources: {
      sure: sources.flatMap((b) => b.sure),
      maybe: sources.flatMap((b) => b.maybe),
      open: sources.find((b) => b.open !== null)?.open ?? null,
      at,
    },
  };
}

/** Ranges of one family. An unknown list may hold any range of that family, or none. */
function cidrs(value: Value, family: 4 | 6, at: Origin, registry: Registry): Bag<Source> {
  const source = (v: Value): Source => {
    const cidr = toFact(v, at, (x) => (typeof x === 'string' ? x : undefined));
    return { is: 'cidr', family, cidr, of: cidr.known ? undefined : rangeOf(v, at, registry) };
  };
  if (value.k === 'lit') {
    const list = Array.isArray(value.v) ? value.v : [value.v];
    return bag(
      list
        .filter((v) => typeof v === 'string' && v !== '')
        .map((v): Source => ({ is: 'cidr', family, cidr: known(v as string, at, value.sensitive) })),
      at,
    );
  }
  if (value.k === 'list') return bag(value.items.map(source), at);
  return bag([], at, { maybe: [{ is: 'cidr', family, cidr: unknown(whyUnknown(value), at) }] });
}

/** The one range of an attribute. */
function cidr(value: Value, family: 4 | 6, at: Origin, registry: Registry): Bag<Source> {
  if (value.k === 'lit' || value.k === 'list') return cidrs(value, family, at, registry);
  const of = rangeOf(value, at, registry);
  return bag([], at, { maybe: [{ is: 'cidr', family, cidr: unknown(whyUnknown(value), at), of }] });
}

function prefixLists(value: Value, at: Origin, registry: Registry): Bag<Source> {
  return sources(
    value,
    at,
    (v) => toRefs<PrefixList>(v, 'prefix-list', at, registry),
    (list) => ({ is: 'prefix-list', list }),
  );
}

function groups(value: Value, at: Origin, registry: Registry): Bag<Source> {
  return sources(
    value,
    at,
    (v) => toRefs<SecurityGroup>(v, 'security-group', at, registry),
    (group) => ({ is: 'group', group }),
  );
}

function sources<T>(
  value: Value,
  at: Origin,
  read: (value: Value) => Bag<T>,
  make: (item: T | UnknownSource) => Source,
): Bag<Source> {
  if (value.k === 'lit' && value.v === null) return bag([], at);
  const refs = read(value);
  const maybe = refs.maybe.map(make);
  // An unknown list of groups or prefix lists may hold one: a source that may be there, not a rule open to anything.
  if (refs.open !== null) maybe.push(make({ is: 'unknown', because: refs.open, at }));
  return bag(refs.sure.map(make), at, { maybe });
}

type UnknownSource = { readonly is: 'unknown'; readonly because: string; readonly at: Origin };

function self(value: Value, group: SecurityGroup, at: Origin): Bag<Source> {
  const source: Source = { is: 'group', group: { is: 'entity', to: group, at } };
  if (value.k === 'lit') return bag(value.v === true ? [source] : [], at);
  return bag([], at, { maybe: [source] });
}

/** A rule as it was before a plan that removes it, in plain values. */
interface PlainRule {
  readonly protocol: string;
  readonly from: unknown;
  readonly to: unknown;
  readonly sources: ReadonlySet<string>;
}

function removedRule(instance: Instance): PlainRule {
  const b = instance.before ?? {};
  const strings = (v: unknown) =>
    (Array.isArray(v) ? v : [v]).filter((s): s is string => typeof s === 'string' && s !== '');
  return {
    protocol: String(b.ip_protocol ?? b.protocol ?? '').toLowerCase(),
    from: b.from_port ?? null,
    to: b.to_port ?? null,
    sources: new Set(
      [
        'cidr_ipv4',
        'cidr_ipv6',
        'cidr_blocks',
        'ipv6_cidr_blocks',
        'prefix_list_id',
        'prefix_list_ids',
        'referenced_security_group_id',
        'source_security_group_id',
      ].flatMap((name) => strings(b[name])),
    ),
  };
}

/** A rule that the provider shows in the group, minus the sources of removed rule resources. No source, no rule. */
function without(rule: IngressRule, gone: readonly PlainRule[]): IngressRule[] {
  const same = gone.filter((g) => isSamePort(g, rule));
  if (same.length === 0) return [rule];
  const sure = rule.sources.sure.filter((s) => !same.some((g) => g.sources.has(sourceId(s) ?? '')));
  if (sure.length === 0 && rule.sources.sure.length > 0) return [];
  return [{ ...rule, sources: { ...rule.sources, sure } }];
}

function isSamePort(gone: PlainRule, rule: IngressRule): boolean {
  if (!rule.protocol.known || rule.protocol.value !== gone.protocol) return false;
  const port = (fact: Fact<number | null>) => (fact.known ? fact.value : undefined);
  return gone.protocol === '-1' || (port(rule.fromPort) === gone.from && port(rule.toPort) === gone.to);
}

function sourceId(source: Source): string | undefined {
  if (source.is === 'cidr') return source.cidr.known ? source.cidr.value : undefined;
  const ref = source.is === 'group' ? source.group : source.list;
  if (ref.is === 'id') return ref.id;
  return ref.is === 'entity' && ref.to.id.known ? ref.to.id.value : undefined;
}
