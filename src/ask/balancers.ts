import { series } from '../base/words.ts';
import { type Bag, distinct, type EndpointService, isExact, type LoadBalancer, whyOpen } from '../model/index.ts';
import { type InInput, inInput } from './in-input.ts';

/** The load balancers that surely serve an endpoint service. */
export function balancersOf({ loadBalancers }: EndpointService): InInput<LoadBalancer> {
  return inInput(loadBalancers, 'load balancer');
}

/** Whether a bag surely contains a value: yes, no or unknown. */
export function holds<T>(values: Bag<T>, value: T): 'yes' | 'no' | 'unknown' {
  if (values.sure.includes(value)) return 'yes';
  return values.open !== null || values.maybe.includes(value) ? 'unknown' : 'no';
}

/** The number of Availability Zones of an endpoint service. */
export interface Zones {
  readonly least: number;
  /** Null: no bound known. */
  readonly most: number | null;
  readonly missing: readonly string[];
}

/** The zones that the service lists, or else those in which its load balancers have subnets. */
export function zonesOf(service: EndpointService): Zones {
  const { zones } = service;
  if (isExact(zones)) {
    const n = new Set(zones.sure).size;
    return { least: n, most: n, missing: ['the service lists no zones'] };
  }
  const { sure, open } = balancersOf(service);
  // A service gets the zones of its load balancer when it is created or modified, so it may offer fewer zones.
  const { least, most, missing } = zonesOfBalancers(sure, open);
  if (service.id.known) return { least: Math.min(least, 1), most, missing: [zones.open ?? 'its zones', ...missing] };
  return { least, most, missing };
}

function zonesOfBalancers(sure: readonly LoadBalancer[], open: string | null): Zones {
  const missing = [open ?? undefined, ...sure.map(({ subnets }) => whyOpen(subnets))].filter(
    (why) => why !== undefined,
  );
  if (missing.length === 0)
    missing.push(
      sure.length === 0
        ? 'the service names no load balancer'
        : `it is not known in how many Availability Zones the subnets of ${series(sure.map(({ key }) => key))} are`,
    );
  if (open !== null || sure.length === 0) {
    // Further load balancers can only add zones. The list of the service says which of them it offers.
    return { least: Math.max(0, ...sure.map(subnetsOf)), most: null, missing };
  }
  if (sure.length === 1) return { ...distinct(sure[0]!.subnets), missing };
  const named = new Set(sure.flatMap((lb) => lb.zones.sure));
  const known = sure.every((lb) => isExact(lb.zones));
  return { least: Math.max(named.size, ...sure.map(subnetsOf)), most: known ? named.size : null, missing };
}

/** A load balancer has one subnet in each zone. */
function subnetsOf(lb: LoadBalancer): number {
  return distinct(lb.subnets).least;
}
