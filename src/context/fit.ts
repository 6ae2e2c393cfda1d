/** Which contexts belong to a judged input: of its account and Region, and with objects it names. */
import {
  type DnsProfile,
  emptyNetwork,
  type HostedZone,
  type Network,
  type Places,
  type ResolverRule,
} from '../model/index.ts';
import { byIdentity } from './identity.ts';
import { type Names, vpcsOf } from './named.ts';
import { KINDS, nounsOf, type Source } from './source.ts';

export interface Fit {
  /** The context as far as it counts; null if nothing of it does. */
  readonly source: Source | null;
  /** Why not all of it does; null if it does. */
  readonly because: string | null;
}

export function fitOf(judged: Source, names: Names, whole: Source): Fit {
  const context = { ...whole, network: whole.network.within?.(names.vpcs, names.ids) ?? whole.network };
  const differs = placesDiffer(judged.places, context.places) ?? ownersDiffer(judged.network, names, context.network);
  const shared = sharedNames(context.network, names);
  const zones = shared.hostedZones.length + shared.resolverRules.length + shared.dnsProfiles.length;
  if (differs !== null) {
    if (zones === 0) return { source: null, because: `${differs}, so vpce-lint does not use it` };
    const because = `${differs}, so vpce-lint uses only its hosted zones, resolver rules and Route 53 Profiles for the VPCs of the input`;
    return { source: { ...context, network: { ...emptyNetwork(differs), ...shared }, foreign: true }, because };
  }
  const hit =
    zones > 0 ||
    names.all.some(({ kind, id }) => byIdentity(context.network, kind).has(id)) ||
    hasObjectsIn(context.network, names);
  if (hit) return { source: context, because: null };
  return { source: null, because: 'it has no object that the input names, so vpce-lint does not use it' };
}

function placesDiffer(judged: Places, context: Places): string | null {
  for (const what of ['accounts', 'regions'] as const) {
    const [here, there] = [judged[what], context[what]];
    if (here.size === 0 || there.size === 0 || [...here].some((one) => there.has(one))) continue;
    const word = what === 'accounts' ? 'account' : 'Region';
    return `it is from ${word} ${named(there)} and the input from ${named(here)}`;
  }
  return null;
}

function named(names: ReadonlySet<string>): string {
  return [...names].sort().join(', ');
}

/** One id with two owners, or in two Regions, is not one object. */
function ownersDiffer(judged: Network, names: Names, context: Network): string | null {
  for (const { kind, id } of names.all) {
    const mine = byIdentity(judged, kind).get(id)?.[0]?.noun;
    const theirs = byIdentity(context, kind).get(id)?.[0]?.noun;
    if (!mine || !theirs) continue;
    for (const what of ['account', 'region'] as const) {
      const [here, there] = [mine[what], theirs[what]];
      if (!here.known || !there.known || here.value === there.value) continue;
      return `${mine.id.known && mine.id.sensitive ? 'an object' : id} is in ${there.value} there and in ${here.value} in the input`;
    }
  }
  return null;
}

/** Whether it has an object in one of the judged VPCs: another stack's state may not have the VPC itself. */
function hasObjectsIn(context: Network, { vpcs }: Names): boolean {
  return KINDS.some((kind) =>
    nounsOf(context, kind).own.some((noun) =>
      vpcsOf(noun as Parameters<typeof vpcsOf>[0]).some((vpc) => vpcs.has(vpc)),
    ),
  );
}

/** What answers names in the judged VPCs: other accounts share it by naming them. */
function sharedNames(context: Network, names: Names) {
  const here = (noun: HostedZone | ResolverRule | DnsProfile) =>
    (noun.id.known && names.has(noun.kind, noun.id.value)) || vpcsOf(noun).some((vpc) => names.vpcs.has(vpc));
  const hostedZones = context.hostedZones.filter(here);
  const ids = new Set<unknown>(hostedZones);
  return {
    hostedZones,
    zoneRecords: context.zoneRecords.filter(({ zone }) => zone.is === 'entity' && ids.has(zone.to)),
    resolverRules: context.resolverRules.filter(here),
    dnsProfiles: context.dnsProfiles.filter(here),
  };
}
