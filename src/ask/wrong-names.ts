/**
 * Names that look like names of an AWS service but are not. Either clients call another name than that of the endpoint
 * service, or the name is in another Region.
 */
import {
  isOnlyRegionUnknown,
  isServiceUnknown,
  parseServiceName,
  partitionOf,
  partitionsOfDomain,
  regionInDomain,
  serviceDomains,
  serviceFacts,
  serviceNameOf,
  withoutWildcard,
} from '../aws/index.ts';
import { oncePer, push, remembered } from '../base/memo.ts';
import { type DnsRecord, type Endpoint, type HostedZone, is, type Network } from '../model/index.ts';
import { isAddress, recordsOfZone, zonesNamed } from './names.ts';
import { zoneNames } from './private-names.ts';
import { endpointNamed, endpointOf, recordsTo } from './records.ts';

/** A record that leads to an endpoint by such a name. */
export interface Misnamed {
  readonly record: DnsRecord;
  readonly endpoint: Endpoint;
  readonly name: string;
}

export interface MisnamedIn {
  readonly sure: readonly Misnamed[];
  /** Why there may be more; undefined if there are none. */
  readonly open: string | undefined;
}

/** Records of a zone that lead to endpoints by names that no client calls. */
export const misnamedIn = (zone: HostedZone, net: Network): MisnamedIn =>
  remembered(foundIn(net), zone.key, () => lookFor(zone, net));

const foundIn = oncePer((_: Network) => new Map<string, MisnamedIn>());

/** Zones with only a wrong name for an endpoint. */
export const misnamers = oncePer((net: Network) => {
  const byEndpoint = new Map<string, HostedZone[]>();
  let open: string | undefined;
  for (const zone of net.hostedZones) {
    const found = misnamedIn(zone, net);
    for (const { endpoint } of found.sure) push(byEndpoint, endpoint.key, zone);
    open ??= found.open;
  }
  return { byEndpoint, open };
});

function lookFor(zone: HostedZone, net: Network): MisnamedIn {
  const wrong = wrongNames(net);
  if (is(zone.isPrivate, false)) return { sure: [], open: undefined };
  const records = recordsOfZone(zone, net);
  let open: string | undefined;
  if ((!records || records.open !== null) && mayHold(zone, wrong))
    open = records?.open ?? `the records of the hosted zone ${zone.key} are not in the input`;
  const sure: Misnamed[] = [];
  const look = (record: DnsRecord, certain: boolean) => {
    if (record.type.known && !isAddress(record)) return;
    const name = record.name.known ? withoutWildcard(record.name.value) : undefined;
    const candidates = name === undefined ? undefined : candidatesFor(name, wrong);
    const { targets } = record;
    for (const target of [...targets.sure, ...targets.maybe]) {
      const to = endpointOf(target, net);
      if (to && candidates?.includes(to)) {
        const isSure = certain && isAddress(record) && zone.isPrivate.known && targets.sure.includes(target);
        if (isSure) sure.push({ record, endpoint: to, name: name! });
        else open ??= why(zone, record);
      } else if (endpointNamed(target) && (name === undefined || (candidates && !to))) open ??= why(zone, record);
      else if (to && (isServiceUnknown(to) || isOnlyRegionUnknown(to)) && partitionsOfDomain(name ?? '').length > 0)
        open ??= `the service of ${to.key}, to which ${name} leads, is not known`;
    }
    if (targets.open !== null && candidates) open ??= targets.open;
  };
  for (const record of records?.sure ?? []) look(record, true);
  for (const record of records?.maybe ?? []) look(record, false);
  return { sure, open };
}

function why(zone: HostedZone, { name, type }: DnsRecord): string {
  if (!name.known) return name.because;
  if (!type.known) return type.because;
  return zone.isPrivate.known
    ? `it is not known whether a record of the hosted zone ${zone.key} leads to an endpoint`
    : zone.isPrivate.because;
}

/** Whether the domain of a zone is a parent of such a name. */
function mayHold({ name }: HostedZone, { own, regional }: WrongNames): boolean {
  if (!name.known) return true;
  const isBelow = (each: string, domain: string) => each === domain || each.endsWith(`.${domain}`);
  const { pattern } = inAnyRegion(name.value);
  return (
    [...own.keys()].some((each) => isBelow(each, name.value)) ||
    (pattern !== name.value && [...regional.keys()].some((each) => isBelow(each, pattern)))
  );
}

interface WrongNames {
  /** Endpoints by the names that people might take for theirs. */
  readonly own: ReadonlyMap<string, readonly Endpoint[]>;
  /** Endpoints by their right names, with any Region. */
  readonly regional: ReadonlyMap<string, readonly Endpoint[]>;
}

/** Wrong names of endpoints without private DNS and without a right name. */
const wrongNames = oncePer((net: Network): WrongNames => {
  const own = new Map<string, Endpoint[]>();
  const regional = new Map<string, Endpoint[]>();
  for (const endpoint of net.hostedZones.length === 0 ? [] : net.endpoints) {
    if (is(endpoint.privateDns, true) || (endpoint.type.known && endpoint.type.value !== 'Interface')) continue;
    const called = zoneNames(endpoint, net);
    if (called.length === 0 || serviceFacts(net, endpoint)?.owner !== 'aws') continue;
    if (hasRightName(endpoint, called, net)) continue;
    for (const name of takenForIts(endpoint, called)) push(own, name, endpoint);
    for (const name of called) {
      const { region, pattern } = inAnyRegion(name);
      if (region !== undefined) push(regional, pattern, endpoint);
    }
  }
  return { own, regional };
});

/** The endpoints for which a name would be wrong. */
function candidatesFor(name: string, { own, regional }: WrongNames): readonly Endpoint[] | undefined {
  const found = own.get(name);
  if (found) return found;
  const { region, pattern } = inAnyRegion(name);
  const elsewhere = regional.get(pattern)?.filter((endpoint) => regionOfService(endpoint) !== region);
  return elsewhere && elsewhere.length > 0 ? elsewhere : undefined;
}

function inAnyRegion(name: string): { readonly region: string | undefined; readonly pattern: string } {
  const region = regionInDomain(name);
  return {
    region,
    pattern: name
      .split('.')
      .map((label) => (label === region ? '{region}' : label))
      .join('.'),
  };
}

function regionOfService(endpoint: Endpoint): string | null {
  return parseServiceName(serviceNameOf(endpoint) ?? '').region;
}

/** Whether a zone for a right name exists, or a record with a right name leads to the endpoint. */
function hasRightName(endpoint: Endpoint, called: readonly string[], net: Network): boolean {
  if (zonesNamed(called, net).sure.length > 0) return true;
  return recordsTo(endpoint, net).sure.some(({ record: { name } }) => {
    const domain = name.known ? withoutWildcard(name.value) : '';
    return called.some((right) => domain === right || domain.endsWith(`.${right}`));
  });
}

/** Names made from the endpoint service name, such as `kinesis-streams.us-east-1.amazonaws.com`, which nobody calls. */
function takenForIts(endpoint: Endpoint, called: readonly string[]): readonly string[] {
  const { key, region } = parseServiceName(serviceNameOf(endpoint) ?? '');
  const partition = region === null ? undefined : partitionOf(region);
  if (region === null || !partition || key.includes('/')) return [];
  const suffixes = [partition.dnsSuffix, partition.dualStackDnsSuffix];
  const others = serviceDomains(region);
  const names = [key, key.replaceAll('.', '-')].flatMap((each) => suffixes.map((s) => `${each}.${region}.${s}`));
  return [...new Set(names)].filter((name) => !called.includes(name) && !others.has(name));
}
