/** Which Availability Zones things are in. */
import { isLocalZone, type ServiceFacts } from '../aws/index.ts';
import {
  type Endpoint,
  type Fact,
  inVpc,
  type Network,
  oncePerVpc,
  type Subnet,
  show,
  type Tri,
} from '../model/index.ts';
import { type InInput, inInput } from './in-input.ts';
import { tableOf, waysOutOf } from './paths.ts';

/** The subnets in which an endpoint has network interfaces. */
export function subnetsOf({ subnets }: Pick<Endpoint, 'subnets'>): InInput<Subnet> {
  return inInput(subnets, 'subnet');
}

/** Whether two subnets are in one Availability Zone, by its ID or by its name as one account sees it. */
export function inOneZone(one: Subnet, two: Subnet): Tri {
  return sameIfKnown(one.zoneId, two.zoneId) ?? sameIfKnown(one.zone, two.zone) ?? 'unknown';
}

function sameIfKnown(a: Fact<string>, b: Fact<string>): Tri | undefined {
  if (a.known && b.known) return a.value === b.value ? 'yes' : 'no';
  if (a.known || b.known || a.symbol === undefined || b.symbol === undefined) return undefined;
  if (a.symbol === b.symbol) return 'yes';
  const list = listOf(a.symbol);
  return list !== undefined && list === listOf(b.symbol) && LIST.test(list) ? 'no' : undefined;
}

/** Terraform lists each Availability Zone once. */
const LIST = /(?:^|\.)data\.aws_availability_zones\..+\.(?:names|zone_ids)$/;

/** The list that a symbol is an element of: `data.x.y.names` of `data.x.y.names[0]`. */
function listOf(symbol: string): string | undefined {
  if (!symbol.endsWith(']')) return undefined;
  const end = symbol.lastIndexOf('[');
  return end > 0 && /^\d+\]$/.test(symbol.slice(end + 1)) ? symbol.slice(0, end) : undefined;
}

/** What to call a subnet's Availability Zone, if that may be printed. */
export function zoneName(subnet: Subnet): string | null {
  return show(subnet.zone) ?? show(subnet.zoneId);
}

/** What to call the Availability Zones of subnets, each once. */
export function zonesOf(subnets: readonly Subnet[]): readonly string[] {
  return [...new Set(subnets.map((subnet) => zoneName(subnet) ?? 'another Availability Zone'))].sort();
}

/** Why a subnet's Availability Zone is not known; undefined if it is. */
export function whyNoZone({ zone, zoneId }: Subnet): string | undefined {
  return zone.known || zoneId.known ? undefined : zone.because;
}

/** Whether the zone names of a subnet and of a service come from one account. Each account has its own. */
export function seesAlike(subnet: Subnet, { described }: ServiceFacts): boolean {
  const viewer = described?.seenBy ?? null;
  if (viewer === null || subnet.seenBy === viewer) return viewer !== null;
  // What an input creates in a VPC is in the account of the VPC.
  const { vpc, address, lookedUp } = subnet;
  if (address === null || lookedUp || vpc.is !== 'entity' || !vpc.to.account.known) return false;
  return viewer === `account ${vpc.to.account.value}`;
}

/** Whether a service is offered in a subnet's Availability Zone; null if the input does not list its zones. */
export function isOfferedIn(subnet: Subnet, service: ServiceFacts | undefined): Tri | null {
  if (!service || (service.zones === null && service.zoneIds === null)) return null;
  const { zone, zoneId } = subnet;
  const { zones, zoneIds } = service;
  if (zoneIds && zoneId.known) return zoneIds.includes(zoneId.value) ? 'yes' : 'no';
  if (zones && zone.known && seesAlike(subnet, service)) return zones.includes(zone.value) ? 'yes' : 'no';
  return 'unknown';
}

/** Whether a subnet is in a Local Zone. Unknown zones count as Availability Zones. */
export function isLocal({ zone, zoneId }: Subnet): boolean {
  const told = (fact: Fact<string>) => fact.known && isLocalZone(fact.value);
  return told(zone) || told(zoneId);
}

/** The subnets of a VPC from which clients may use an endpoint. */
export interface ClientSubnets {
  readonly sure: readonly Subnet[];
  /** Subnets that may be public, with why that is not known. */
  readonly doubtful: readonly { readonly subnet: Subnet; readonly because: string }[];
  /** Why there may be others; null if these are all. */
  readonly open: string | null;
}

/** All except public subnets, which have their own path to AWS, and subnets in Local Zones. */
export const clientSubnetsOf = oncePerVpc((vpc, net): ClientSubnets => {
  const sure: Subnet[] = [];
  const doubtful: { subnet: Subnet; because: string }[] = [];
  const there = inVpc(net.subnets, vpc);
  for (const subnet of there.sure) {
    if (isLocal(subnet)) continue;
    const way = isPublic(subnet, net);
    if (way === false) sure.push(subnet);
    else if (way !== true) doubtful.push({ subnet, because: way });
  }
  const complete = net.complete('subnet', vpc);
  const stray = there.maybe[0] ? `it is not known whether ${there.maybe[0].key} is in the VPC` : null;
  return { sure, doubtful, open: complete.complete ? stray : complete.because };
});

/** Whether a subnet's default route leads to an internet gateway; else why that is not known. */
function isPublic(subnet: Subnet, net: Network): boolean | string {
  const found = tableOf(subnet, net);
  if ('because' in found) return found.because;
  const ways = waysOutOf(found.table, net);
  if (ways.sure.has('internet-gateway')) return true;
  return ways.open ?? false;
}
