import { type Bag, bag, openBag } from '../../../model/bag.ts';
import { known, map, unknown } from '../../../model/fact.ts';
import type { DnsProfile, HostedZone, ResolverRule, Vpc } from '../../../model/nouns.ts';
import type { Ref } from '../../../model/ref.ts';
import { fact, placeOf, type Row, text } from '../row.ts';
import { nounOf, refTo, regionFact, type World } from '../world.ts';

/** Rules of list-resolver-rules, and those that only an association names: shared by another account. */
export function resolverRulesOf(world: World): ResolverRule[] {
  const { store } = world;
  const associations = byId(store.rows('ResolverRuleAssociations'), 'ResolverRuleId');
  const rows = store.rows('ResolverRules');
  const told = new Set(rows.map((row) => text(row, 'Id')));
  const complete = store.complete('ResolverRuleAssociations');
  const open = complete.complete ? null : complete.because;
  const rules = rows.map((row): ResolverRule => {
    const noun = nounOf(world, row, 'Id');
    return {
      ...noun,
      kind: 'resolver-rule',
      domain: map(fact(row, 'DomainName', 'string'), (name) => name.replace(/\.$/, '').toLowerCase()),
      type: fact(row, 'RuleType', 'string'),
      vpcs: bag(vpcsIn(associations.get(noun.key) ?? [], 'VPCId', world), row.at, { open }),
    };
  });
  const because = 'the rule is not in the input: add the output of route53resolver list-resolver-rules';
  const strange = [...associations].filter(([id]) => !told.has(id));
  return [
    ...rules,
    ...strange.map(
      ([id, of]): ResolverRule => ({
        ...namedBy(id, of[0]!, world),
        kind: 'resolver-rule',
        domain: unknown(because, of[0]!.at),
        type: unknown(because, of[0]!.at),
        vpcs: bag(vpcsIn(of, 'VPCId', world), of[0]!.at, { open }),
      }),
    ),
  ];
}

/** Profiles by the associations that name them. */
export function dnsProfilesOf(world: World): DnsProfile[] {
  const { store } = world;
  const resources = byId(store.rows('ProfileResourceAssociations'), 'ProfileId');
  const told = store.complete('ProfileResourceAssociations');
  return [...byId(store.rows('ProfileAssociations'), 'ProfileId')].map(([id, of]) => {
    const { at } = of[0]!;
    const held = resources.get(id) ?? [];
    return {
      ...namedBy(id, of[0]!, world),
      kind: 'dns-profile',
      vpcs: bag(vpcsIn(of, 'ResourceId', world), at),
      // A profile of another account lists nothing here.
      zones:
        held.length === 0 || !told.complete
          ? openBag(`what profile ${id} holds is not in the input`, at)
          : zonesIn(id, held, world),
    };
  });
}

function zonesIn(id: string, rows: readonly Row[], world: World): Bag<Ref<HostedZone>> {
  const zones: Ref<HostedZone>[] = [];
  let open: string | null = null;
  for (const row of rows) {
    const zone = /:hostedzone\/(\w+)$/.exec(text(row, 'ResourceArn') ?? '')?.[1];
    if (zone !== undefined) zones.push(refTo(world.hostedZones, zone, placeOf(row, 'ResourceArn')));
    else open = `profile ${id} holds something that is no hosted zone`;
  }
  return bag(zones, rows[0]!.at, { open });
}

function vpcsIn(rows: readonly Row[], name: string, world: World): Ref<Vpc>[] {
  return rows.flatMap((row) => {
    const vpc = text(row, name);
    return vpc === undefined ? [] : [refTo(world.vpcs, vpc, placeOf(row, name))];
  });
}

function byId(rows: readonly Row[], name: string): Map<string, Row[]> {
  const map = new Map<string, Row[]>();
  for (const row of rows) {
    const id = text(row, name);
    if (id === undefined || /^delet/i.test(text(row, 'Status') ?? '')) continue;
    const list = map.get(id);
    if (list) list.push(row);
    else map.set(id, [row]);
  }
  return map;
}

function namedBy(id: string, { at }: Row, world: World) {
  return {
    key: id,
    address: null,
    id: known(id, at),
    region: regionFact(world.store, at),
    account: unknown('no file of this input names its owner', at),
    at,
  };
}
