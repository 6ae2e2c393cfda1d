import { normalizeProtocol } from '../../../aws/index.ts';
import { push } from '../../../base/memo.ts';
import { type Bag, bag } from '../../../model/bag.ts';
import { type Fact, is, known, map, unknown } from '../../../model/fact.ts';
import type { IngressRule, SecurityGroup, Source, Vpc } from '../../../model/nouns/index.ts';
import type { Origin } from '../../../model/origin.ts';
import type { Ref } from '../../../model/ref.ts';
import { nounOf, type Registry, refIn, refTo, regionFact } from '../registry.ts';
import {
  asText,
  elementAt,
  fact,
  field,
  inside,
  isObject,
  lazy,
  list,
  means,
  missing,
  placeOf,
  type Row,
  rowsIn,
  text,
} from '../row.ts';

/** What a registry must provide before its groups exist. */
type Ground = Pick<Registry, 'store' | 'vpcs' | 'groups' | 'prefixLists'>;

/** Groups by id: those described, those of which rules are, and those an endpoint or interface names in passing. */
export function groupsOf(ground: Ground): Map<string, SecurityGroup> {
  const { store } = ground;
  const rules: Rules = { ingress: new Map(), egress: new Map() };
  for (const row of store.rows('SecurityGroupRules')) {
    const group = text(row, 'GroupId');
    if (group === undefined) continue;
    const side = rules[field(row, 'IsEgress') === true ? 'egress' : 'ingress'];
    push(side, group, row);
  }
  const groups = new Map<string, SecurityGroup>();
  for (const row of store.rows('SecurityGroups')) {
    const group = describedGroup(ground, row, rules);
    groups.set(group.key, group);
  }
  const names = lazy(() => namedInPassing(ground));
  for (const id of new Set([...rules.ingress.keys(), ...rules.egress.keys()])) {
    if (!groups.has(id)) groups.set(id, groupOfRules(ground, id, names().get(id), rules));
  }
  return groups;
}

/** Rows of describe-security-group-rules by group. */
type Rules = Readonly<Record<'ingress' | 'egress', Map<string, Row[]>>>;

function describedGroup(ground: Ground, row: Row, rules: Rules): SecurityGroup {
  const { key, id, region, account } = nounOf(ground, row, 'GroupId');
  const name = fact(row, 'GroupName', 'string');
  const ingress = lazy(() => rulesOf(ground, row, 'IpPermissions', rules.ingress.get(key) ?? []));
  const egress = lazy(() => rulesOf(ground, row, 'IpPermissionsEgress', rules.egress.get(key) ?? []));
  return {
    kind: 'security-group',
    key,
    address: null,
    id,
    region,
    account,
    at: row.at,
    name,
    vpc: refIn(ground.vpcs, row, 'VpcId'),
    associatedVpcs: associatedVpcs(ground, key, row.at),
    isDefault: isDefault(name),
    // Groups refer to one another and to themselves.
    get ingress() {
      return ingress();
    },
    get egress() {
      return egress();
    },
  };
}

/** Associations that are in force or soon will be. An association that ends no longer lets anyone attach the group. */
function associatedVpcs({ store, vpcs }: Ground, id: string, at: Origin): Bag<Ref<Vpc>> {
  const rows = store.rows('SecurityGroupVpcAssociations').filter((row) => text(row, 'GroupId') === id);
  const inState = (state: string) => rows.filter((row) => (text(row, 'State') ?? 'associated') === state);
  const refs = (list: readonly Row[]) => list.map((row) => refIn(vpcs, row, 'VpcId'));
  const told = store.complete('SecurityGroupVpcAssociations');
  return bag(refs(inState('associated')), at, {
    maybe: refs(inState('associating')),
    open: told.complete ? null : told.because,
  });
}

/** AWS reserves the name: only a VPC's own default group has it. */
function isDefault(name: Fact<string>): Fact<boolean> {
  return map(name, (text) => text === 'default');
}

function rulesOf(ground: Ground, row: Row, name: string, rules: readonly Row[]): Bag<IngressRule> {
  const at = placeOf(row, name);
  const separate = rules.map((rule) => ruleOf(ground, rule));
  if (!Array.isArray(field(row, name))) {
    const complete = ground.store.complete('SecurityGroupRules');
    return bag(separate, at, { open: complete.complete ? null : missing(row, name) });
  }
  const ids = new Map(separate.flatMap((rule) => signatures(rule).map((s, i) => [s, rule.sources.sure[i]?.rule])));
  const inline = rowsIn(row, name).map((permission) => withIds(permissionOf(ground, permission), ids));
  const seen = new Set(inline.flatMap(signatures));
  return bag([...inline, ...separate.filter((rule) => !signatures(rule).every((s) => seen.has(s)))], at);
}

/** A permission with the ids of its rules, which only describe-security-group-rules returns. */
function withIds(rule: IngressRule, ids: ReadonlyMap<string, string | undefined>): IngressRule {
  if (ids.size === 0) return rule;
  const names = signatures(rule);
  const sure = rule.sources.sure.map((source, i) => {
    const id = ids.get(names[i]!);
    return id === undefined ? source : { ...source, rule: id };
  });
  return { ...rule, sources: { ...rule.sources, sure } };
}

/** A permission of describe-security-groups: one protocol and port range, many sources. */
function permissionOf(ground: Ground, row: Row): IngressRule {
  const cidrs = (name: string, field: string, family: 4 | 6) =>
    rowsIn(row, name).map((r): Source => ({ is: 'cidr', family, cidr: fact(r, field, 'string') }));
  const sources = [
    ...cidrs('IpRanges', 'CidrIp', 4),
    ...cidrs('Ipv6Ranges', 'CidrIpv6', 6),
    ...rowsIn(row, 'PrefixListIds').map(
      (r): Source => ({ is: 'prefix-list', list: refIn(ground.prefixLists, r, 'PrefixListId') }),
    ),
    ...rowsIn(row, 'UserIdGroupPairs').map((r): Source => ({ is: 'group', group: refIn(ground.groups, r, 'GroupId') })),
  ];
  return { ...portsOf(row), sources: bag(sources, row.at) };
}

/** A row of describe-security-group-rules: one source. */
function ruleOf(ground: Ground, row: Row): IngressRule {
  const sources: Source[] = [];
  if (text(row, 'CidrIpv4')) sources.push({ is: 'cidr', family: 4, cidr: fact(row, 'CidrIpv4', 'string') });
  if (text(row, 'CidrIpv6')) sources.push({ is: 'cidr', family: 6, cidr: fact(row, 'CidrIpv6', 'string') });
  if (text(row, 'PrefixListId')) {
    sources.push({ is: 'prefix-list', list: refIn(ground.prefixLists, row, 'PrefixListId') });
  }
  const referenced = field(row, 'ReferencedGroupInfo');
  if (isObject(referenced)) {
    const info = inside(row, referenced, placeOf(row, 'ReferencedGroupInfo'));
    sources.push({ is: 'group', group: refIn(ground.groups, info, 'GroupId') });
  }
  const open = sources.length === 0 ? 'the rule names no source that is known here' : null;
  const id = text(row, 'SecurityGroupRuleId');
  const named = id === undefined ? sources : sources.map((source) => ({ ...source, rule: id }));
  return { ...portsOf(row), sources: bag(named, row.at, { open }) };
}

function portsOf(row: Row) {
  const protocol = map(fact(row, 'IpProtocol', 'string'), normalizeProtocol);
  // Without ports a rule is about all of them; -1 says the same for ICMP, and 0 where all protocols are meant.
  const all = is(protocol, '-1');
  const port = (name: string) => map(fact(row, name, 'number', means(null)), (p) => (all || p === -1 ? null : p));
  return { at: row.at, protocol, fromPort: port('FromPort'), toPort: port('ToPort') };
}

/** One text for each source of a rule, which shows duplicates. */
function signatures(rule: IngressRule): string[] {
  const value = (f: Fact<unknown>) => (f.known ? String(f.value) : '?');
  const ports = [rule.protocol, rule.fromPort, rule.toPort].map(value).join(' ');
  return rule.sources.sure.map((source) => {
    if (source.is === 'cidr') return `${ports} ${value(source.cidr)}`;
    const ref = source.is === 'group' ? source.group : source.list;
    return `${ports} ${ref.is === 'entity' ? ref.to.key : ref.is === 'id' ? ref.id : '?'}`;
  });
}

/** A group that only describe-security-group-rules mentions. */
function groupOfRules(ground: Ground, id: string, name: Fact<string> | undefined, rules: Rules): SecurityGroup {
  const at = (rules.ingress.get(id) ?? rules.egress.get(id))![0]!.at;
  const side = (rows: readonly Row[] = []) =>
    bag(
      rows.map((row) => ruleOf(ground, row)),
      at,
      { open: whyRulesOpen(ground) },
    );
  const ingress = lazy(() => side(rules.ingress.get(id)));
  const egress = lazy(() => side(rules.egress.get(id)));
  return {
    ...glimpse(ground, id, name, at),
    get ingress() {
      return ingress();
    },
    get egress() {
      return egress();
    },
  };
}

/** Groups the input names but does not describe: an endpoint's reference carries the group's name. */
export function glimpsedGroups(ground: Ground, described: ReadonlyMap<string, SecurityGroup>): SecurityGroup[] {
  const groups: SecurityGroup[] = [];
  const complete = ground.store.complete('SecurityGroups').complete;
  for (const [id, name] of namedInPassing(ground)) {
    if (described.has(id)) continue;
    // With every rule of the account here, a group without one has none.
    const open = complete ? `${id} is not in the describe-security-groups output` : whyRulesOpen(ground);
    const none = bag<IngressRule>([], name.at, { open });
    groups.push({ ...glimpse(ground, id, name, name.at), ingress: none, egress: none });
  }
  return groups;
}

function whyRulesOpen({ store }: Ground): string | null {
  if (store.complete('SecurityGroupRules').complete) return null;
  const groups = store.complete('SecurityGroups');
  return groups.complete ? 'a page of describe-security-group-rules is missing' : groups.because;
}

function namedInPassing(ground: Ground): Map<string, Fact<string>> {
  const names = new Map<string, Fact<string>>();
  for (const key of ['VpcEndpoints', 'VpcEndpoint', 'NetworkInterfaces'] as const) {
    for (const row of ground.store.rows(key)) {
      for (const group of rowsIn(row, 'Groups')) {
        const id = text(group, 'GroupId');
        if (id !== undefined && !names.has(id)) names.set(id, fact(group, 'GroupName', 'string'));
      }
    }
  }
  return names;
}

function glimpse(ground: Ground, id: string, name: Fact<string> | undefined, at: Origin) {
  const because = 'the input has no `describe-security-groups` output';
  return {
    kind: 'security-group' as const,
    key: id,
    address: null,
    id: known(id, at),
    region: regionFact(ground.store, at),
    account: unknown(because, at),
    at,
    name: name ?? unknown(because, at),
    vpc: { is: 'unknown' as const, because, at },
    associatedVpcs: associatedVpcs(ground, id, at),
    isDefault: name ? isDefault(name) : unknown(because, at),
  };
}

/** The groups a row lists, with or without names beside their ids. */
export function groupRefs(
  registry: Pick<Registry, 'groups'>,
  row: Row,
  name: string,
  absent?: (at: Origin) => Bag<never>,
): Bag<Ref<SecurityGroup>> {
  return list(
    row,
    name,
    (group, at, i) => {
      const id = isObject(group) ? asText(group.GroupId) : asText(group);
      return id === undefined ? undefined : refTo(registry.groups, id, elementAt(at, i));
    },
    absent,
  );
}
