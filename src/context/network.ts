/** The joined network: the judged objects, and of the contexts what is in their VPCs. */
import type { Entity, Network, NetworkBefore, NounKind, Nouns, Ref, Vpc, ZoneRecords } from '../model/index.ts';
import { completeness } from './complete.ts';
import { records } from './elements.ts';
import { byIdentity, idOf } from './identity.ts';
import { Join } from './join.ts';
import { bagOf, type Part } from './merge.ts';
import { type Names, namesIn, vpcsOf } from './named.ts';
import { type AnyNoun, LISTS, nounsOf, type Source } from './source.ts';

export type FileOf = (input: number) => string | null;

/** @param sources The judged one first. */
export function joinedNetwork(sources: readonly Source[], fileOf: FileOf): Network {
  const [judged, ...contexts] = sources as [Source, ...Source[]];
  const join = new Join(sources);
  const names = namesIn(judged.network);
  const scope = lazily(() => scopeOf(names, judged, contexts));
  const lists: Partial<Record<keyof Nouns, () => unknown>> = {
    zoneRecords: () => joinedRecords(join, network.hostedZones),
    zones: () => unique(sources, 'zones', ({ name }) => name),
    serviceDetails: () => unique(sources, 'serviceDetails', ({ serviceName, types }) => `${serviceName} ${types}`),
  };
  for (const [kind, name] of Object.entries(LISTS) as [NounKind, keyof Nouns][])
    lists[name] = () => joinedList(kind, join, names, scope());
  const network = {
    complete: completeness(join, names, fileOf),
    gone: judged.network.gone,
    isOrdered: judged.network.isOrdered,
  } as Network;
  // Each is created on first use, and only once.
  const makers = { ...lists, before: () => joinedBefore(judged, contexts, fileOf) };
  for (const [name, make] of Object.entries(makers))
    Object.defineProperty(network, name, { enumerable: true, get: lazily(make) });
  return network;
}

/** What existed before the plan, with the same contexts. */
function joinedBefore(judged: Source, contexts: readonly Source[], fileOf: FileOf): NetworkBefore | undefined {
  const { before } = judged.network;
  if (!before) return undefined;
  return { ...before, network: joinedNetwork([{ ...judged, network: before.network }, ...contexts], fileOf) };
}

/** The VPCs whose objects count. */
type Scope = ReadonlySet<string>;

/** The VPCs of the judged input, those of the objects it names, and those that share names or a peering with these. */
function scopeOf(names: Names, judged: Source, contexts: readonly Source[]): Scope {
  const scope = new Set(names.vpcs);
  const own = contexts.filter(({ foreign }) => !foreign);
  for (const { kind, id } of names.all) {
    if (kind === 'vpc') continue;
    for (const { network } of own) {
      for (const { noun } of byIdentity(network, kind).get(id) ?? [])
        if ('vpc' in noun) for (const vpc of vpcsOf(noun)) scope.add(vpc);
    }
  }
  const near = new Set<string>();
  for (const { network } of [judged, ...contexts]) {
    for (const noun of [...network.hostedZones, ...network.dnsProfiles, ...network.gateways]) {
      const places = vpcsOf(noun);
      if (places.length > 1 && places.some((vpc) => scope.has(vpc))) for (const vpc of places) near.add(vpc);
    }
  }
  for (const vpc of near) scope.add(vpc);
  return scope;
}

function joinedList(kind: NounKind, join: Join, names: Names, scope: Scope): readonly AnyNoun[] {
  const [judged, ...contexts] = join.sources as [Source, ...Source[]];
  const found = new Set<Entity>();
  for (const noun of nounsOf(judged.network, kind).own) found.add(join.of(noun as Entity, judged));
  for (const source of contexts) {
    for (const noun of nounsOf(source.network, kind).own) {
      const id = noun.id.known ? noun.id.value : undefined;
      if (id !== undefined && join.gone.has(id)) continue;
      if (!(id !== undefined && names.has(kind, id)) && !counts(noun, scope, source)) continue;
      found.add(join.of(noun as Entity, source));
    }
  }
  return [...found] as unknown as AnyNoun[];
}

/** Kinds that are nowhere: what names them decides. */
const NOWHERE: ReadonlySet<NounKind> = new Set(['prefix-list', 'endpoint-service', 'load-balancer']);

function counts(noun: AnyNoun, scope: Scope, { network }: Source): boolean {
  if (NOWHERE.has(noun.kind)) return true;
  if (noun.kind === 'vpc') return noun.id.known && scope.has(noun.id.value);
  if (vpcsOf(noun as never).some((vpc) => scope.has(vpc))) return true;
  if ('vpc' in noun) return noun.vpc.is === 'unknown';
  // It may be associated with any, unless a list of those of each VPC is here.
  if (!('vpcs' in noun) || noun.vpcs.open === null) return false;
  return [...scope].some((vpc) => !network.complete(noun.kind, refTo(network, vpc)).complete);
}

function refTo(network: Network, vpc: string): Ref<Vpc> {
  const found = byIdentity(network, 'vpc').get(vpc)?.[0]?.noun as Vpc | undefined;
  return found ? { is: 'entity', to: found, at: found.at } : { is: 'id', id: vpc, at: { input: 0 } };
}

/** The records of each zone, from all that have some. */
function joinedRecords(join: Join, zones: readonly (Entity & { readonly at: Vpc['at'] })[]): readonly ZoneRecords[] {
  const parts = new Map<Entity, Part<ZoneRecords>[]>();
  for (const [rank, source] of join.sources.entries()) {
    const { network } = source;
    for (const [extended, list] of [
      [true, network.extended?.zoneRecords ?? []] as const,
      [false, network.zoneRecords] as const,
    ]) {
      for (const noun of list) {
        const zone = join.ref(noun.zone, 'hosted-zone', source);
        if (zone.is !== 'entity') continue;
        const part = { noun, source, rank, extended, former: () => formerRecords(zone.to, source) };
        const known = parts.get(zone.to);
        if (known) known.push(part);
        else parts.set(zone.to, [part]);
      }
    }
  }
  return zones.flatMap((zone) => {
    const found = parts.get(zone);
    if (!found || found.every(({ extended }) => extended)) return [];
    let memo: ZoneRecords['records'] | undefined;
    return {
      zone: { is: 'entity', to: zone as never, at: zone.at },
      get records() {
        memo ??= bagOf(records)({ parts: found, join }, (noun) => noun.records);
        return memo;
      },
    } as ZoneRecords;
  });
}

/** The records of a zone that a plan made before. */
function formerRecords(zone: Entity, { network }: Source): ZoneRecords | undefined {
  const before = network.before?.network;
  if (!before || !zone.id.known) return undefined;
  const { value } = zone.id;
  const all = [...(before.extended?.zoneRecords ?? []), ...before.zoneRecords];
  return all.find((each) => idOf(each.zone) === value);
}

/** What all but foreign sources have in a list, once for each name. */
function unique<L extends 'zones' | 'serviceDetails'>(
  sources: readonly Source[],
  list: L,
  nameOf: (each: Nouns[L][number]) => string,
): readonly Nouns[L][number][] {
  const found = new Map<string, Nouns[L][number]>();
  for (const { network, foreign } of sources) {
    for (const each of foreign ? [] : network[list]) {
      const name = nameOf(each);
      if (!found.has(name)) found.set(name, each);
    }
  }
  return [...found.values()];
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
