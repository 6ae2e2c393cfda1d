/** Hosted zones with a name in a VPC. A VPC can have only one zone per name, including the hidden zones of endpoints. */
import { oncePer } from '../base/memo.ts';
import { type Endpoint, type HostedZone, is, type Network, type Ref, type Vpc } from '../model/index.ts';
import { endpointBefore } from './before.ts';
import { isAssociated, zonesNamed } from './names.ts';

/** Zones of some names that are associated with a VPC. */
export interface Holders {
  /** Zones, new or old, that exist when the endpoint is created. */
  readonly sure: readonly HostedZone[];
  /** Zones that the plan removes, although nothing says that it removes them first. */
  readonly leaving: readonly HostedZone[];
  /** Zones that may be private, in the VPC, or have such a name. */
  readonly maybe: readonly HostedZone[];
}

/** Zones with names in the VPC of an endpoint when it gets private DNS. Zones of a Route 53 Profile do not count. */
export function holdersOf(endpoint: Endpoint, names: readonly string[], net: Network): Holders {
  const { sure, maybe } = zonesIn(endpoint.vpc, names, net);
  if (!asksAnew(endpoint, net)) return { sure, maybe, leaving: [] };
  const was = leavingOf(endpoint, names, net);
  return { sure: [...sure, ...was.forgotten], maybe: [...maybe, ...was.doubtful], leaving: was.taken };
}

/** Zones of these names in a VPC, and those that may be. */
function zonesIn(
  vpc: Ref<Vpc>,
  names: readonly string[],
  net: Network,
): { readonly sure: readonly HostedZone[]; readonly maybe: readonly HostedZone[] } {
  const { sure: named, nameless } = zonesNamed(names, net);
  const sure: HostedZone[] = [];
  const maybe: HostedZone[] = [];
  for (const zone of named) {
    const there = isAssociated(zone, vpc);
    if (there === 'yes' && zone.isPrivate.known) sure.push(zone);
    else if (there !== 'no') maybe.push(zone);
  }
  for (const zone of nameless) if (isAssociated(zone, vpc) !== 'no') maybe.push(zone);
  return { sure, maybe };
}

/** Whether the plan turns on private DNS, which AWS then checks. */
export function asksAnew(endpoint: Endpoint, net: Network): boolean {
  const { planned } = endpoint;
  if (planned === 'create' || planned === 'replace') return true;
  const was = planned === 'update' ? endpointBefore(endpoint, net) : undefined;
  return was !== undefined && is(was.privateDns, false);
}

/** Zones that are in the VPC before the plan but not after it. */
function leavingOf(endpoint: Endpoint, names: readonly string[], net: Network) {
  const found = { forgotten: [] as HostedZone[], taken: [] as HostedZone[], doubtful: [] as HostedZone[] };
  const { before } = net;
  const { vpc } = endpoint;
  if (!before || (vpc.is === 'entity' && before.destroyed.has(vpc.to.key))) return found;
  const was = zonesIn(vpc, names, before.network);
  if (was.sure.length === 0 && was.maybe.length === 0) return found;
  const after = zonesByKey(net);
  const look = (zone: HostedZone, certain: boolean) => {
    const now = after.get(zone.key);
    const isForgotten = !now && !before.destroyed.has(zone.key);
    // A zone that may have the name after the plan is reported as it is then.
    if (now && holds(now, vpc, names)) return;
    // A zone that is removed from the configuration cannot depend on anything.
    const ordered = now ? (net.isOrdered?.(now.key, endpoint.key) ?? 'unknown') : 'no';
    if (ordered === 'yes') return;
    if (!certain || ordered === 'unknown') found.doubtful.push(zone);
    else (isForgotten ? found.forgotten : found.taken).push(zone);
  };
  for (const zone of was.sure) look(zone, true);
  for (const zone of was.maybe) look(zone, false);
  return found;
}

const zonesByKey = oncePer(({ hostedZones }: Network) => new Map(hostedZones.map((zone) => [zone.key, zone])));

/** Whether the plan creates the zone. AWS then rejects the zone, even if it accepted the endpoint before. */
export function isNewZone(zone: HostedZone, { before }: Network): boolean {
  return before !== undefined && !zonesByKey(before.network).has(zone.key);
}

/** Whether the zone may still have one of these names in the VPC. */
function holds(zone: HostedZone, vpc: Ref<Vpc>, names: readonly string[]): boolean {
  return isAssociated(zone, vpc) !== 'no' && (!zone.name.known || names.includes(zone.name.value));
}
