import {
  type Bag,
  bag,
  type DnsProfile,
  type DnsRecord,
  type Endpoint,
  type HostedZone,
  known,
  map,
  type NounKind,
  openBag,
  type Ref,
  type ResolverRule,
  unknown,
  type Vpc,
  type ZoneRecords,
} from '../../../model/index.ts';
import type { Resource } from '../stack/types.ts';
import { because, nameOf, text, type Value } from '../values/value.ts';
import { nounOf } from './base.ts';
import type { Registry } from './registry.ts';
import { textFact, type View, views, whose } from './view.ts';

/** `AWS::Route53::HostedZone`: private where it names VPCs. */
export function hostedZoneOf(resource: Resource, registry: Registry): HostedZone {
  const view = registry.view(resource);
  const at = view.place('VPCs');
  const { items, open } = views(view.get('VPCs'), at, resource.address);
  const vpcs = items.map((item) => registry.refIn<Vpc>(item, 'VPCId', 'vpc'));
  const why = open === null ? null : `${whose(view, 'VPCs')}: ${open}`;
  return {
    ...nounOf(resource, registry),
    kind: 'hosted-zone',
    region: unknown('hosted zones have no Region', resource.at),
    name: map(textFact(view, 'Name'), plainName),
    isPrivate: vpcs.length > 0 || why === null ? known(vpcs.length > 0, at) : unknown(why, at),
    vpcs: bag(vpcs, at, { open: why }),
  };
}

function plainName(name: string): string {
  return name.replace(/\.$/, '').replaceAll('\\052', '*').toLowerCase();
}

/** The records of every zone of the run: resources of their own, and groups of them. */
export function recordsOf(zones: readonly HostedZone[], registry: Registry): ZoneRecords[] {
  const sure = new Map<string, DnsRecord[]>();
  const maybe = new Map<string, DnsRecord[]>();
  const put = (map: Map<string, DnsRecord[]>, zone: HostedZone, record: DnsRecord) => {
    const list = map.get(zone.key);
    if (list) list.push(record);
    else map.set(zone.key, [record]);
  };
  const add = (view: View, resource: Resource, holder: View) => {
    const record = recordOf(view);
    const certain = registry.made(resource) === 'yes';
    const found = zonesOf(
      holder.get('HostedZoneId').k === 'none' && holder.get('HostedZoneName').k === 'none' ? view : holder,
      zones,
      registry,
    );
    const one = found.length === 1 && found[0]!.certain;
    for (const { zone } of found) put(certain && one ? sure : maybe, zone, record);
  };
  for (const resource of registry.ofType('AWS::Route53::RecordSet')) {
    const view = registry.view(resource);
    add(view, resource, view);
  }
  const open = new Map<string, string>();
  for (const resource of registry.ofType('AWS::Route53::RecordSetGroup')) {
    const view = registry.view(resource);
    const sets = views(view.get('RecordSets'), view.place('RecordSets'), resource.address);
    for (const item of sets.items) add(item, resource, view);
    if (sets.open === null) continue;
    for (const { zone } of zonesOf(view, zones, registry))
      open.set(zone.key, `${whose(view, 'RecordSets')}: ${sets.open}`);
  }
  return zones.map((zone) => ({
    zone: { is: 'entity', to: zone, at: zone.at },
    records: bag(sure.get(zone.key) ?? [], zone.at, {
      maybe: maybe.get(zone.key) ?? [],
      open: open.get(zone.key) ?? registry.unseenOf(zone.key),
    }),
  }));
}

/** Zones a record may be in: by reference, or by name. */
function zonesOf(
  view: View,
  zones: readonly HostedZone[],
  registry: Registry,
): { zone: HostedZone; certain: boolean }[] {
  const id = view.get('HostedZoneId');
  if (id.k !== 'none') {
    const ref = registry.ref<HostedZone>(id, 'hosted-zone', view.at, 'HostedZoneId');
    if (ref.is === 'entity') return [{ zone: ref.to, certain: true }];
    return ref.is === 'id' || (id.k === 'unknown' && /^(?:parameter|import) /.test(id.symbol ?? ''))
      ? []
      : zones.map((zone) => ({ zone, certain: false }));
  }
  const name = view.get('HostedZoneName');
  if (name.k === 'none') return [];
  if (name.k !== 'lit') return zones.map((zone) => ({ zone, certain: false }));
  const wanted = plainName(text(name));
  const named = zones.filter((zone) => zone.name.known && zone.name.value === wanted);
  return named.map((zone) => ({ zone, certain: named.length === 1 }));
}

function recordOf(view: View): DnsRecord {
  return {
    at: view.at,
    name: map(textFact(view, 'Name'), plainName),
    type: textFact(view, 'Type'),
    targets: targetsOf(view),
  };
}

function targetsOf(view: View): Bag<string> {
  const alias = view.get('AliasTarget');
  if (alias.k !== 'none') {
    const at = view.place('AliasTarget');
    if (alias.k !== 'map') return openBag(`${whose(view, 'AliasTarget')}: ${because(alias)}`, at);
    const name = alias.members.get('DNSName');
    const target = name && targetOf(name);
    return target === undefined ? openBag(name ? because(name) : 'the alias names no target', at) : bag([target], at);
  }
  const at = view.place('ResourceRecords');
  const values = view.get('ResourceRecords');
  if (values.k === 'none') return bag([], at);
  const items = values.k === 'list' ? values.items : [values];
  const targets = items.map(targetOf);
  const unclear = items.find((_, i) => targets[i] === undefined);
  return bag(
    targets.filter((target) => target !== undefined),
    at,
    { open: unclear ? `${whose(view, 'ResourceRecords')}: ${because(unclear)}` : null },
  );
}

/** `Select 1 of Split ":" Select 0 of Kms.DnsEntries`: the first name of an endpoint, after the zone's id. */
const ENTRY = /^Select 1 of Split ":" Select (\d+) of (.+)\.DnsEntries$/;

/** A name, or what it will be the name of. */
function targetOf(value: Value): string | undefined {
  if (value.k === 'lit') return plainName(text(value));
  if (value.k === 'unknown') {
    const entry = ENTRY.exec(value.symbol ?? '');
    return entry ? `${entry[2]}.DnsEntries[${entry[1]}]` : undefined;
  }
  return value.k === 'ref' ? nameOf(value) : undefined;
}

/** `AWS::Route53Resolver::ResolverRule` with the VPCs it is associated with. */
export function resolverRuleOf(resource: Resource, registry: Registry): ResolverRule {
  const view = registry.view(resource);
  return {
    ...nounOf(resource, registry),
    kind: 'resolver-rule',
    domain: map(textFact(view, 'DomainName'), plainName),
    type: textFact(view, 'RuleType'),
    get vpcs() {
      return associated(this, RULE, registry);
    },
  };
}

/** `AWS::Route53Profiles::Profile` with what it holds and the VPCs it is associated with. */
export function dnsProfileOf(resource: Resource, registry: Registry): DnsProfile {
  return {
    ...nounOf(resource, registry),
    kind: 'dns-profile',
    get vpcs() {
      return associated(this, PROFILE, registry);
    },
    get zones() {
      return heldBy<HostedZone>(this, 'hosted-zone', registry);
    },
    get endpoints() {
      return heldBy<Endpoint>(this, 'endpoint', registry);
    },
  };
}

/** What a profile holds of a kind. Open if it holds something and nobody knows what that answers. */
function heldBy<T extends HostedZone | Endpoint>(of: DnsProfile, kind: T['kind'], registry: Registry): Bag<Ref<T>> {
  const tied = registry.tied(of, 'AWS::Route53Profiles::ProfileResourceAssociation', 'ProfileId', 'dns-profile');
  const refs = (list: readonly Resource[]) =>
    list.flatMap((each) => {
      const ref = held<T>(each, kind, registry);
      return ref ? [ref] : [];
    });
  const isTold = (each: Resource) => held(each, 'hosted-zone', registry) ?? held(each, 'endpoint', registry);
  const strange = [...tied.sure, ...tied.maybe].find((each) => !isTold(each));
  const other = strange && `what ${strange.address} adds to ${of.key} is not in the template`;
  return bag(refs(tied.sure), of.at, { maybe: refs(tied.maybe), open: tied.open ?? other ?? null });
}

/** The object in `arn:aws:route53:::hostedzone/${Zone}`, if it is of a kind. */
function held<T extends HostedZone | Endpoint>(
  resource: Resource,
  kind: T['kind'],
  registry: Registry,
): Ref<T> | undefined {
  const value = registry.world.read(resource, 'ResourceArn');
  const parts = value.k === 'mix' ? value.parts : [value];
  for (const part of parts) {
    const noun = part.k === 'ref' ? registry.noun(part.to, kind) : undefined;
    if (noun) return { is: 'entity', to: noun as T, at: resource.at };
  }
  return undefined;
}

interface Association {
  readonly type: string;
  readonly own: string;
  readonly vpc: string;
  readonly kind: NounKind;
}
const RULE: Association = {
  type: 'AWS::Route53Resolver::ResolverRuleAssociation',
  own: 'ResolverRuleId',
  vpc: 'VPCId',
  kind: 'resolver-rule',
};
const PROFILE: Association = {
  type: 'AWS::Route53Profiles::ProfileAssociation',
  own: 'ProfileId',
  vpc: 'ResourceId',
  kind: 'dns-profile',
};

function associated(
  of: ResolverRule | DnsProfile,
  { type, own, vpc, kind }: Association,
  registry: Registry,
): Bag<Ref<Vpc>> {
  const tied = registry.tied(of, type, own, kind);
  const refs = (list: readonly Resource[]) => list.map((each) => registry.refIn<Vpc>(registry.view(each), vpc, 'vpc'));
  return bag(refs(tied.sure), of.at, { maybe: refs(tied.maybe), open: tied.open });
}

/** Associations with a rule that is not of this run: shared by another account, say. */
export function strangeRules(registry: Registry): ResolverRule[] {
  return strange(RULE, registry).map((noun) => ({
    ...noun,
    kind: 'resolver-rule',
    domain: unknown(`the rule of ${noun.key} is not in the template`, noun.at),
    type: unknown(`the rule of ${noun.key} is not in the template`, noun.at),
  }));
}

/** The same with a profile. */
export function strangeProfiles(registry: Registry): DnsProfile[] {
  return strange(PROFILE, registry).map((noun) => ({
    ...noun,
    kind: 'dns-profile',
    zones: openBag(`what the profile of ${noun.key} holds is not in the template`, noun.at),
    endpoints: openBag(`what the profile of ${noun.key} holds is not in the template`, noun.at),
  }));
}

function strange({ type, own, vpc, kind }: Association, registry: Registry) {
  const resources = registry
    .ofType(type)
    .filter((each) => registry.refIn(registry.view(each), own, kind).is !== 'entity');
  return resources.map((each) => ({
    ...nounOf(each, registry),
    vpcs: bag([registry.refIn<Vpc>(registry.view(each), vpc, 'vpc')], each.at),
  }));
}
