import {
  endpointServiceOf,
  isOnlyRegionUnknown,
  isServiceUnknown,
  serviceNameOf,
  withoutRegion,
} from '../aws/index.ts';
import { remembered } from '../base/memo.ts';
import { isDead } from '../engine/check.ts';
import {
  type Endpoint,
  type InVpc,
  inVpc,
  type Network,
  oncePerVpc,
  type Ref,
  type Tri,
  type Vpc,
} from '../model/index.ts';
import { serviceKeyOf } from './neighbours.ts';

/** Live endpoints of a VPC to some services. */
export interface EndpointsTo {
  readonly sure: readonly Endpoint[];
  /** Endpoints that may be in the VPC, for the service, or alive. */
  readonly maybe: readonly Endpoint[];
  /** Why there may be more that the input does not show; null if these are all. */
  readonly open: string | null;
}

interface OfVpc {
  readonly byService: ReadonlyMap<string, EndpointsTo>;
  /** By the full name, including services of other owners. */
  readonly byName: ReadonlyMap<string, EndpointsTo>;
  /** Endpoints for unknown services. */
  readonly unknown: readonly Endpoint[];
  /** Endpoints for unknown services that surely are not AWS services. */
  readonly unnamed: readonly Endpoint[];
  readonly open: string | null;
}

/** Live endpoints of a VPC, and endpoints that may be in it or alive. */
export const liveIn = oncePerVpc((vpc, net): InVpc<Endpoint> => {
  const { sure, maybe } = inVpc(net.endpoints, vpc);
  const alive = sure.filter((endpoint) => !isDead(endpoint));
  return {
    sure: alive.filter(({ state }) => state.known),
    maybe: [...alive.filter(({ state }) => !state.known), ...maybe.filter((endpoint) => !isDead(endpoint))],
  };
});

/** Live endpoints of a VPC for AWS services by their keys (`s3`, `ecr.api`), including FIPS endpoints. */
export function endpointsTo(net: Network, vpc: Ref<Vpc>, ...services: readonly string[]): EndpointsTo {
  const { byService, unknown, open } = ofVpc(vpc, net);
  const found = services.flatMap((service) => byService.get(service) ?? []);
  return {
    sure: found.flatMap((f) => f.sure),
    maybe: [...found.flatMap((f) => f.maybe), ...unknown],
    open,
  };
}

/** Other live endpoints for the same service in the VPC of an endpoint. */
export function siblingsOf(endpoint: Endpoint, net: Network): EndpointsTo {
  const { byName, byService, unknown, unnamed, open } = ofVpc(endpoint.vpc, net);
  const service = targetOf(endpoint);
  const found = byName.get(service ?? '');
  const key = serviceKeyOf(endpoint);
  const ofKey = key === null ? undefined : byService.get(key);
  const rest = ofKey ? [...ofKey.sure, ...ofKey.maybe].filter((other) => mayBeInOneRegion(endpoint, other)) : unnamed;
  const others = (list: readonly Endpoint[] = []) => list.filter((other) => other.key !== endpoint.key);
  return { sure: others(found?.sure), maybe: others([...(found?.maybe ?? []), ...rest, ...unknown]), open };
}

/**
 * Whether the input shows no other live endpoint in the VPC of an endpoint. The endpoint then has no partner, even if its
 * own service is unknown.
 */
export function isAlone({ key, vpc }: Endpoint, net: Network): boolean {
  const { sure, maybe } = liveIn(vpc, net);
  return net.complete('endpoint', vpc).complete && [...sure, ...maybe].every((other) => other.key === key);
}

/**
 * Equal for endpoints of one service: the service name, or before apply the endpoint service of this network. Null if the
 * endpoint has no service, undefined if it is not known which.
 */
export function targetOf(endpoint: Endpoint): string | null | undefined {
  const name = serviceNameOf(endpoint);
  if (name !== undefined) return name;
  // The endpoint is in the Region that its service name has, or AWS rejects it.
  if (isOnlyRegionUnknown(endpoint)) return endpoint.serviceInAnyRegion;
  const service = endpointServiceOf(endpoint);
  return service && `${UNNAMED} ${service.key}`;
}

/** No service name has a space. */
const UNNAMED = 'endpoint service';

interface Lists {
  readonly sure: Endpoint[];
  readonly maybe: Endpoint[];
  readonly open: null;
}

const ofVpc = oncePerVpc((vpc, net): OfVpc => {
  const byService = new Map<string, Lists>();
  const byName = new Map<string, Lists>();
  const unknown: Endpoint[] = [];
  const unnamed: Endpoint[] = [];
  const there = inVpc(net.endpoints, vpc);
  for (const [list, certain] of [
    [there.sure, true],
    [there.maybe, false],
  ] as const) {
    for (const endpoint of list) {
      if (isDead(endpoint)) continue;
      // Without a known state the endpoint may be dead.
      const which = certain && endpoint.state.known ? 'sure' : 'maybe';
      const target = targetOf(endpoint);
      if (target === undefined) (isServiceUnknown(endpoint) ? unknown : unnamed).push(endpoint);
      else if (target !== null) listsOf(byName, target)[which].push(endpoint);
      const service = serviceKeyOf(endpoint);
      if (service !== null) listsOf(byService, service)[which].push(endpoint);
    }
  }
  const complete = net.complete('endpoint', vpc);
  return { byService, byName, unknown, unnamed, open: complete.complete ? null : complete.because };
});

function listsOf(map: Map<string, Lists>, key: string): Lists {
  return remembered(map, key, () => ({ sure: [], maybe: [], open: null }));
}

/** Whether the service of an endpoint may have one of these keys: false if it surely is another service. */
export function mayBeTo(endpoint: Endpoint, ...services: readonly string[]): boolean {
  if (isServiceUnknown(endpoint)) return true;
  const key = serviceKeyOf(endpoint);
  return key !== null && services.includes(key);
}

/** Whether two endpoints are for the same service in the same Region. */
export function sameServiceAs(a: Endpoint, b: Endpoint): Tri {
  const [one, two] = [targetOf(a), targetOf(b)];
  if (one !== undefined && one === two) return 'yes';
  if (isServiceUnknown(a) || isServiceUnknown(b) || mayBeInOneRegion(a, b)) return 'unknown';
  // Of two services that are not AWS services, one without a name may be the other.
  const mayMeet = serviceKeyOf(a) === null && serviceKeyOf(b) === null;
  return mayMeet && (serviceNameOf(a) === undefined || serviceNameOf(b) === undefined) && !areApart(a, b)
    ? 'unknown'
    : 'no';
}

/** Whether two names differ only because the Region in one of them is not known. */
function mayBeInOneRegion(a: Endpoint, b: Endpoint): boolean {
  if (isOnlyRegionUnknown(a) === isOnlyRegionUnknown(b)) return false;
  return inAnyRegion(a) === inAnyRegion(b);
}

function inAnyRegion(endpoint: Endpoint): string | undefined {
  if (isOnlyRegionUnknown(endpoint)) return endpoint.serviceInAnyRegion;
  return withoutRegion(serviceNameOf(endpoint) ?? '');
}

/** Whether two endpoints surely connect to different endpoint services of this network. */
function areApart(a: Endpoint, b: Endpoint): boolean {
  const [one, two] = [a.endpointServices, b.endpointServices];
  return one.known && two.known && !one.value.some((service) => two.value.some(({ key }) => key === service.key));
}
