import { table } from '../../../base/table.ts';
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
  type Vpc,
  within,
} from '../../../model/index.ts';
import type { Resource } from '../stack/types.ts';
import { because, NONE, numberOf, text } from '../values/value.ts';
import { nounOf } from './base.ts';
import { rangeOf } from './range-of.ts';
import { givenToOthers } from './reached.ts';
import type { Registry } from './registry.ts';
import { fact, factOf, type View, views, whose } from './view.ts';

type Side = 'ingress' | 'egress';

/** Groups whose rules are put in once all groups are there: rules name groups. */
export type GroupDraft = { -readonly [K in keyof SecurityGroup]: SecurityGroup[K] };

/** `AWS::EC2::SecurityGroup`, still without rules. */
export function groupOf(resource: Resource, registry: Registry): GroupDraft {
  const view = registry.view(resource);
  const none: Bag<IngressRule> = bag([], resource.at);
  return {
    ...nounOf(resource, registry),
    kind: 'security-group',
    name: fact(view, 'GroupName', (value) => (value.k === 'lit' ? text(value) : undefined)),
    vpc: registry.refIn<Vpc>(view, 'VpcId', 'vpc'),
    associatedVpcs: bag([], resource.at),
    isDefault: known(false, resource.at),
    ingress: none,
    egress: none,
  };
}

const SIDES = table({
  ingress: { inline: 'SecurityGroupIngress', type: 'AWS::EC2::SecurityGroupIngress', prefix: 'Source' },
  egress: { inline: 'SecurityGroupEgress', type: 'AWS::EC2::SecurityGroupEgress', prefix: 'Destination' },
});

/** The rules of a group: written in it and beside it. */
export function fillGroup(group: GroupDraft, resource: Resource | null, registry: Registry): void {
  group.ingress = rulesOf(group, resource, registry, 'ingress');
  group.egress = rulesOf(group, resource, registry, 'egress');
  if (resource) group.associatedVpcs = associatedVpcs(group, registry);
}

/** VPCs that resources of their own associate a group with. */
function associatedVpcs(group: GroupDraft, registry: Registry): Bag<Ref<Vpc>> {
  const tied = registry.tied(group, 'AWS::EC2::SecurityGroupVpcAssociation', 'GroupId', 'security-group');
  const refs = (list: readonly Resource[]) =>
    list.map((each) => registry.refIn<Vpc>(registry.view(each), 'VpcId', 'vpc'));
  return bag(refs(tied.sure), group.at, { maybe: refs(tied.maybe), open: tied.open });
}

function rulesOf(group: GroupDraft, resource: Resource | null, registry: Registry, side: Side): Bag<IngressRule> {
  const { inline, type } = SIDES[side];
  const tied = registry.tied(group, type, 'GroupId', 'security-group');
  const apart = (list: readonly Resource[]) => list.map((each) => ruleOf(registry.view(each), each.at, side, registry));
  const sure = apart(tied.sure);
  const maybe = apart(tied.maybe);
  // The default group of a VPC has rules that AWS makes along with it.
  if (!resource) {
    const implied = impliedRules(group, registry, side);
    return bag([...implied.sure, ...sure], group.at, { maybe: [...implied.maybe, ...maybe], open: tied.open });
  }
  const view = registry.view(resource);
  const at = view.place(inline);
  const value = view.get(inline);
  const own = views(value, at, resource.address);
  const open = own.open === null ? tied.open : `${whose(view, inline)}: ${own.open}`;
  const written = own.items.map((item) => ruleOf(item, item.at, side, registry));
  // A group without rules that is given to other stacks has its rules there.
  if (side === 'ingress' && open === null && written.length + sure.length + maybe.length === 0)
    return bag([], at, { open: givenToOthers(resource, registry) });
  if (side === 'egress') {
    // EC2's rule for everything stays until the group has one of its own; whether one beside it counts is not documented.
    const implied = allowAll(resource.at);
    if (value.k === 'none' && sure.length === 0 && maybe.length === 0 && open === null) return bag([implied], at);
    if (value.k === 'none') return bag(sure, at, { maybe: [...maybe, implied], open });
  }
  return bag([...written, ...sure], at, { maybe, open });
}

/**
 * The rules of a default group, without those that the custom resource of the CDK (`restrictDefaultSecurityGroup`) revokes:
 * of the outbound rules only the one for IPv4.
 */
function impliedRules(group: GroupDraft, registry: Registry, side: Side): Pick<Bag<IngressRule>, 'sure' | 'maybe'> {
  const { sure: all } = group[side];
  const { sure, maybe } = registry.tied(
    group,
    'Custom::VpcRestrictDefaultSG',
    'DefaultSecurityGroupId',
    'security-group',
  );
  if (sure.length + maybe.length === 0) return { sure: all, maybe: [] };
  const left = side === 'egress' ? all.map(onlyIpv6) : [];
  return { sure: left, maybe: sure.length > 0 ? [] : all };
}

function onlyIpv6(rule: IngressRule): IngressRule {
  const isIpv6 = (source: Source) => source.is === 'cidr' && source.family === 6;
  return { ...rule, sources: bag(rule.sources.sure.filter(isIpv6), rule.at) };
}

function allowAll(at: Origin): IngressRule {
  const everywhere = (family: 4 | 6, cidr: string): Source => ({ is: 'cidr', family, cidr: known(cidr, at) });
  return {
    at,
    protocol: known('-1', at),
    fromPort: known(null, at),
    toPort: known(null, at),
    sources: bag([everywhere(4, '0.0.0.0/0'), everywhere(6, '::/0')], at),
  };
}

function ruleOf(view: View, at: Origin, side: Side, registry: Registry): IngressRule {
  return {
    at,
    protocol: fact(view, 'IpProtocol', (value) => (value.k === 'lit' ? text(value).toLowerCase() : undefined)),
    fromPort: port(view, 'FromPort'),
    toPort: port(view, 'ToPort'),
    sources: sourcesOf(view, at, SIDES[side].prefix, registry),
  };
}

function port(view: View, name: string): Fact<number | null> {
  return fact(view, name, (value) => (value.k === 'none' ? null : numberOf(value)));
}

function sourcesOf(view: View, at: Origin, prefix: string, registry: Registry): Bag<Source> {
  const sources: Source[] = [];
  for (const [name, family] of [
    ['CidrIp', 4],
    ['CidrIpv6', 6],
  ] as const) {
    const value = view.get(name);
    if (value.k === 'none') continue;
    const cidr = factOf(value, view.place(name), whose(view, name), (v) => (v.k === 'lit' ? text(v) : undefined));
    sources.push({ is: 'cidr', family, cidr, of: cidr.known ? undefined : rangeOf(value, cidr.at, registry) });
  }
  const list = `${prefix}PrefixListId`;
  if (view.get(list).k !== 'none')
    sources.push({ is: 'prefix-list', list: registry.refIn<PrefixList>(view, list, 'prefix-list') });
  const group = `${prefix}SecurityGroupId`;
  if (view.get(group).k !== 'none')
    sources.push({ is: 'group', group: registry.refIn<SecurityGroup>(view, group, 'security-group') });
  const named = prefix === 'Source' ? view.get('SourceSecurityGroupName') : NONE;
  if (named.k !== 'none') {
    const because_ = 'a group is named by its name, which counts in the default VPC only';
    sources.push({ is: 'group', group: { is: 'unknown', because: because_, at } });
  }
  // Members of a map that is not known.
  const unclear = view.get('CidrIp');
  const open = sources.length > 0 || unclear.k !== 'unknown' ? null : because(unclear);
  return bag(sources, within(at), { open });
}
