import { type Endpoint, inVpc, type Network, type Ref, refKey, type Tri, type Vpc } from '../../model/index.ts';
import { isDead } from '../check.ts';
import { serviceKeyOf } from './neighbours.ts';

/** Live endpoints of a VPC to some services. */
export interface EndpointsTo {
  readonly sure: readonly Endpoint[];
  /** Those that may be in the VPC, or to the service. */
  readonly maybe: readonly Endpoint[];
  /** Why there may be more, which the input does not show; null where these are all. */
  readonly open: string | null;
}

interface OfVpc {
  readonly byService: ReadonlyMap<string, EndpointsTo>;
  /** Endpoints to services nobody knows. */
  readonly unknown: readonly Endpoint[];
  readonly open: string | null;
}

const indexes = new WeakMap<Network, Map<string, OfVpc>>();

/** Live endpoints of a VPC to services of AWS by their keys (`s3`, `ecr.api`), FIPS ones included. */
export function endpointsTo(net: Network, vpc: Ref<Vpc>, ...services: readonly string[]): EndpointsTo {
  const { byService, unknown, open } = ofVpc(net, vpc);
  const found = services.flatMap((service) => byService.get(service) ?? []);
  return {
    sure: found.flatMap((f) => f.sure),
    maybe: [...found.flatMap((f) => f.maybe), ...unknown],
    open,
  };
}

function ofVpc(net: Network, vpc: Ref<Vpc>): OfVpc {
  // Nothing is surely in an unknown VPC, whichever it is.
  const key = refKey(vpc) ?? '';
  let memo = indexes.get(net);
  if (!memo) {
    memo = new Map();
    indexes.set(net, memo);
  }
  const known = memo.get(key);
  if (known) return known;
  const index = build(net, vpc);
  memo.set(key, index);
  return index;
}

function build(net: Network, vpc: Ref<Vpc>): OfVpc {
  const byService = new Map<string, { sure: Endpoint[]; maybe: Endpoint[]; open: null }>();
  const unknown: Endpoint[] = [];
  const there = inVpc(net.endpoints, vpc);
  for (const [list, which] of [
    [there.sure, 'sure'],
    [there.maybe, 'maybe'],
  ] as const) {
    for (const endpoint of list) {
      if (isDead(endpoint)) continue;
      if (!endpoint.serviceName.known) unknown.push(endpoint);
      const service = serviceKeyOf(endpoint);
      if (service === null) continue;
      let found = byService.get(service);
      if (!found) {
        found = { sure: [], maybe: [], open: null };
        byService.set(service, found);
      }
      found[which].push(endpoint);
    }
  }
  const complete = net.complete('endpoint', vpc);
  return { byService, unknown, open: complete.complete ? null : complete.because };
}

/** Whether an endpoint's service has a key, as far as is known: false where it surely is another. */
export function mayBeTo(endpoint: Endpoint, ...services: readonly string[]): boolean {
  const key = serviceKeyOf(endpoint);
  return endpoint.serviceName.known ? key !== null && services.includes(key) : true;
}

/** Whether two endpoints are to one service, of one Region. */
export function sameServiceAs(a: Endpoint, b: Endpoint): Tri {
  if (!a.serviceName.known || !b.serviceName.known) return 'unknown';
  return a.serviceName.value === b.serviceName.value ? 'yes' : 'no';
}
