/** In which Availability Zones things are. */
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

/** The subnets that an endpoint has interfaces in. */
export function subnetsOf({ subnets }: Pick<Endpoint, 'subnets'>): InInput<Subnet> {
  return inInput(subnets, 'subnet');
}

/** Whether two subnets are in one zone: by the zones' ids, or by their names as one account sees them. */
export function inOneZone(one: Subnet, two: Subnet): Tri {
  return sameIfKnown(one.zoneId, two.zoneId) ?? sameIfKnown(one.zone, two.zone) ?? 'unknown';
}

function sameIfKnown(a: Fact<string>, b: Fact<string>): Tri | undefined {
  if (a.known && b.known) return a.value === b.value ? 'yes' : 'no';
  if (a.known || b.known || a.symbol === undefined || b.symbol === undefined) return undefined;
  if (a.symbol === b.symbol) return 'yes';
  const [one, two] = [ELEMENT.exec(a.symbol), ELEMENT.exec(b.symbol)];
  return one && two && one[1] === two[1] ? 'no' : undefined;
}

/** No zone is twice in Terraform's list of them. */
const ELEMENT = /^((?:.*\.)?data\.aws_availability_zones\..+\.(?:names|zone_ids))\[\d+\]$/;

/** What to call a subnet's zone, where that may be printed. */
export function zoneName(subnet: Subnet): string | null {
  return show(subnet.zone) ?? show(subnet.zoneId);
}

/** Why a subnet's zone is not known; undefined where it is. */
export function whyNoZone({ zone, zoneId }: Subnet): string | undefined {
  return zone.known || zoneId.known ? undefined : zone.because;
}

/** Whether the names of a subnet's zone and of the zones of a service are those of one account: each has its own. */
export function seesAlike(subnet: Subnet, { described }: ServiceFacts): boolean {
  const viewer = described?.seenBy ?? null;
  if (viewer === null || subnet.seenBy === viewer) return viewer !== null;
  // What an input makes in a VPC is of the account of the VPC.
  const { vpc, address, lookedUp } = subnet;
  if (address === null || lookedUp || vpc.is !== 'entity' || !vpc.to.account.known) return false;
  return viewer === `account ${vpc.to.account.value}`;
}

/** Whether a service is offered in a subnet's zone; null where the input does not say where it is offered. */
export function isOfferedIn(subnet: Subnet, service: ServiceFacts | undefined): Tri | null {
  if (!service || (service.zones === null && service.zoneIds === null)) return null;
  const { zone, zoneId } = subnet;
  const { zones, zoneIds } = service;
  if (zoneIds && zoneId.known) return zoneIds.includes(zoneId.value) ? 'yes' : 'no';
  if (zones && zone.known && seesAlike(subnet, service)) return zones.includes(zone.value) ? 'yes' : 'no';
  return 'unknown';
}

/** Whether a subnet is in no full Availability Zone; unknown zones are taken for full ones. */
export function isLocal({ zone, zoneId }: Subnet): boolean {
  const told = (fact: Fact<string>) => fact.known && isLocalZone(fact.value);
  return told(zone) || told(zoneId);
}

/** The subnets of a VPC from which clients may use an endpoint. */
export interface ClientSubnets {
  readonly sure: readonly Subnet[];
  /** Those of which it is not known whether they are public, with why. */
  readonly doubtful: readonly { readonly subnet: Subnet; readonly because: string }[];
  /** Why there may be others; null where these are all. */
  readonly open: string | null;
}

/** All but public ones, which have a way of their own to AWS, and those in Local Zones. */
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
  const stray = there.maybe[0] ? `whether ${there.maybe[0].key} is in the VPC is not known` : null;
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
