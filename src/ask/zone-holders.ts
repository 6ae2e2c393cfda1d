/** Hosted zones that hold a name in a VPC: there may be one zone of a name there, hidden ones of endpoints included. */
import { oncePer } from '../base/memo.ts';
import { type Endpoint, type HostedZone, is, type Network, type Ref, type Vpc } from '../model/index.ts';
import { endpointBefore } from './before.ts';
import { isAssociated, zonesNamed } from './names.ts';

/** Zones of some names that are associated with a VPC. */
export interface Holders {
  /** New or old, they are there when the endpoint is made. */
  readonly sure: readonly HostedZone[];
  /** The plan takes them away, and nothing says that it does so first. */
  readonly leaving: readonly HostedZone[];
  /** Those of which it is not known whether they are private, in the VPC, or of such a name. */
  readonly maybe: readonly HostedZone[];
}

/** Zones that hold names in the VPC of an endpoint when it gets private DNS. A Route 53 Profile holds none: the VPC's own zones win. */
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

/** Whether the plan turns private DNS on: AWS looks then whether it can be. */
export function asksAnew(endpoint: Endpoint, net: Network): boolean {
  const { planned } = endpoint;
  if (planned === 'create' || planned === 'replace') return true;
  const was = planned === 'update' ? endpointBefore(endpoint, net) : undefined;
  return was !== undefined && is(was.privateDns, false);
}

/** Zones that were in the VPC before the plan and are not after it. */
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
    // One that may hold the name after the plan is told of as it is then.
    if (now && holds(now, vpc, names)) return;
    // What is gone from the configuration has nothing to depend on.
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

/** Whether the plan makes the zone: then AWS rejects the zone, whatever it has accepted before. */
export function isNewZone(zone: HostedZone, { before }: Network): boolean {
  return before !== undefined && !zonesByKey(before.network).has(zone.key);
}

/** Whether it may still hold one of these names in the VPC. */
function holds(zone: HostedZone, vpc: Ref<Vpc>, names: readonly string[]): boolean {
  return isAssociated(zone, vpc) !== 'no' && (!zone.name.known || names.includes(zone.name.value));
}
