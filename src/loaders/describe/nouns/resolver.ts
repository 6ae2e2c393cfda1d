import { push } from '../../../base/memo.ts';
import { type Bag, bag, openBag } from '../../../model/bag.ts';
import { known, map, unknown } from '../../../model/fact.ts';
import { reason } from '../../../model/index.ts';
import type { DnsProfile, Endpoint, HostedZone, ResolverRule, Vpc } from '../../../model/nouns/index.ts';
import type { Origin } from '../../../model/origin.ts';
import type { Ref } from '../../../model/ref.ts';
import type { Key } from '../calls.ts';
import { nounOf, type Registry, refTo, regionFact } from '../registry.ts';
import { fact, placeOf, type Row, text } from '../row.ts';
import type { Store } from '../store.ts';

/** Rules of list-resolver-rules, and those that only an association names: shared by another account. */
export function resolverRulesOf(registry: Registry): ResolverRule[] {
  const { store } = registry;
  const associations = byId(store.rows('ResolverRuleAssociations'), 'ResolverRuleId');
  const rows = store.rows('ResolverRules');
  const told = new Set(rows.map((row) => text(row, 'Id')));
  const complete = store.complete('ResolverRuleAssociations');
  const open = complete.complete ? null : complete.because;
  const rules = rows.map((row): ResolverRule => {
    const noun = nounOf(registry, row, 'Id');
    return {
      ...noun,
      kind: 'resolver-rule',
      domain: map(fact(row, 'DomainName', 'string'), (name) => name.replace(/\.$/, '').toLowerCase()),
      type: fact(row, 'RuleType', 'string'),
      vpcs: vpcsOf(associations.get(noun.key) ?? [], 'VPCId', registry, row.at, open),
    };
  });
  const because = reason('the rule is not in the input', 'Add the output of `aws route53resolver list-resolver-rules`');
  const strange = [...associations]
    .filter(([id]) => !told.has(id))
    .map(([id, of]): ResolverRule => {
      const { at } = of[0]!;
      const vpcs = vpcsOf(of, 'VPCId', registry, at, open);
      return {
        ...namedBy(id, at, registry),
        kind: 'resolver-rule',
        domain: unknown(because, at),
        type: unknown(because, at),
        vpcs,
      };
    });
  const refused = refusalOf(store, ['ResolverRules', 'ResolverRuleAssociations']);
  if (refused === null) return [...rules, ...strange];
  // The account may have any number of them, so their absence from the output proves nothing.
  const vpcs = openBag(refused, NOWHERE);
  const domain = unknown(refused, NOWHERE);
  const any: ResolverRule = {
    ...namedBy('of the resolver', NOWHERE, registry),
    kind: 'resolver-rule',
    domain,
    type: domain,
    vpcs,
  };
  return [...rules, ...strange, any];
}

/** Profiles by the associations that name them. */
export function dnsProfilesOf(registry: Registry): DnsProfile[] {
  const { store } = registry;
  const resources = byId(store.rows('ProfileResourceAssociations'), 'ProfileId');
  const told = store.complete('ProfileResourceAssociations');
  const profiles = [...byId(store.rows('ProfileAssociations'), 'ProfileId')].map(([id, of]): DnsProfile => {
    const { at } = of[0]!;
    const held = resources.get(id) ?? [];
    return {
      ...namedBy(id, at, registry),
      kind: 'dns-profile',
      vpcs: vpcsOf(of, 'ResourceId', registry, at, null),
      // A profile of another account lists nothing here.
      ...(held.length === 0 || !told.complete
        ? unseen(`what profile ${id} holds is not in the input${told.complete ? '' : ` (${told.because})`}`, at)
        : { zones: zonesIn(id, held, registry), endpoints: endpointsIn(held, registry) }),
    };
  });
  const refused = refusalOf(store, ['ProfileAssociations']);
  if (refused === null) return profiles;
  const open = openBag(refused, NOWHERE);
  return [
    ...profiles,
    { ...namedBy('of Route 53', NOWHERE, registry), kind: 'dns-profile', vpcs: open, ...unseen(refused, NOWHERE) },
  ];
}

const NOWHERE: Origin = { input: 0 };

/** Why a live read lacks these lists. Null if it has them, and for exports, because many of them lack these lists. */
function refusalOf(store: Store, keys: readonly Key[]): string | null {
  if (!store.live) return null;
  for (const key of keys) {
    const complete = store.complete(key);
    if (!complete.complete) return complete.because;
  }
  return null;
}

function unseen(because: string, at: Origin): Pick<DnsProfile, 'zones' | 'endpoints'> {
  return { zones: openBag(because, at), endpoints: openBag(because, at) };
}

const ENDPOINT = /:vpc-endpoint\/(vpce-\w+)$/;

/** Endpoints it holds. Nobody knows which names an endpoint answers that is not in the input. */
function endpointsIn(rows: readonly Row[], registry: Registry): Bag<Ref<Endpoint>> {
  const refs = rows.flatMap((row) => {
    const id = ENDPOINT.exec(text(row, 'ResourceArn') ?? '')?.[1];
    return id === undefined ? [] : [refTo(registry.endpoints, id, placeOf(row, 'ResourceArn'))];
  });
  const strange = refs.find((ref) => ref.is === 'id');
  return bag(refs, rows[0]!.at, {
    open: strange?.is === 'id' ? `${strange.id}, which a profile holds, is not in the input` : null,
  });
}

function zonesIn(id: string, rows: readonly Row[], registry: Registry): Bag<Ref<HostedZone>> {
  const zones: Ref<HostedZone>[] = [];
  let open: string | null = null;
  for (const row of rows) {
    if (ENDPOINT.test(text(row, 'ResourceArn') ?? '')) continue;
    const zone = /:hostedzone\/(\w+)$/.exec(text(row, 'ResourceArn') ?? '')?.[1];
    if (zone === undefined) open = `profile ${id} holds something other than hosted zones and endpoints`;
    else {
      zones.push(refTo(registry.hostedZones, zone, placeOf(row, 'ResourceArn')));
      // Nobody knows which names it answers.
      if (!registry.hostedZones.has(zone))
        open ??= reason(
          `hosted zone ${zone}, which profile ${id} holds, is not in the input`,
          `Add the output of \`aws route53 get-hosted-zone --id ${zone}\``,
        );
    }
  }
  return bag(zones, rows[0]!.at, { open });
}

/** Associations that are in force, and those about to be. */
function vpcsOf(
  rows: readonly Row[],
  name: string,
  registry: Registry,
  at: Origin,
  open: string | null,
): Bag<Ref<Vpc>> {
  const refs = (list: readonly Row[]) =>
    list.flatMap((row) => {
      const vpc = text(row, name);
      return vpc === undefined ? [] : [refTo(registry.vpcs, vpc, placeOf(row, name))];
    });
  const soon = (row: Row) => text(row, 'Status') === 'CREATING';
  return bag(refs(rows.filter((row) => !soon(row))), at, { maybe: refs(rows.filter(soon)), open });
}

/** `OVERRIDDEN`: another account's rule for the domain is in force instead. */
const NOT_IN_FORCE = /^(DELET|FAILED$|OVERRIDDEN$)/;

function byId(rows: readonly Row[], name: string): Map<string, Row[]> {
  const map = new Map<string, Row[]>();
  for (const row of rows) {
    const id = text(row, name);
    if (id === undefined || NOT_IN_FORCE.test(text(row, 'Status') ?? '')) continue;
    push(map, id, row);
  }
  return map;
}

function namedBy(id: string, at: Origin, registry: Registry) {
  return {
    key: id,
    address: null,
    id: known(id, at),
    region: regionFact(registry.store, at),
    account: unknown('no file of this input names its owner', at),
    at,
  };
}
