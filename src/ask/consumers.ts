import { oncePer, push } from '../base/memo.ts';
import type { Endpoint, EndpointService, Network } from '../model/index.ts';

/** Endpoints of the network to one of its own endpoint services. */
export interface Consumers {
  readonly sure: readonly Endpoint[];
  /** Endpoints that may connect to it. */
  readonly maybe: readonly Endpoint[];
  /** Why this is not known; null if it is known of all. */
  readonly open: string | null;
}

const NONE: readonly Endpoint[] = [];

const indexOf = oncePer((net: Network) => {
  const byService = new Map<string, Endpoint[]>();
  const maybe: Endpoint[] = [];
  for (const endpoint of net.endpoints) {
    const { endpointServices: services } = endpoint;
    if (!services.known) maybe.push(endpoint);
    // An endpoint that connects to one of several services surely connects to none of them.
    else if (services.value.length === 1) push(byService, services.value[0]!.key, endpoint);
    else if (services.value.length > 1) maybe.push(endpoint);
  }
  return { byService, maybe };
});

export function consumersOf(service: EndpointService, net: Network): Consumers {
  const { byService, maybe } = indexOf(net);
  const [first] = maybe;
  const open = first ? `the endpoint service of ${first.key} is not known` : null;
  return { sure: byService.get(service.key) ?? NONE, maybe, open };
}
