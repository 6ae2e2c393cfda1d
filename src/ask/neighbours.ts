import { isOnlyRegionUnknown, isServiceUnknown, parseServiceName } from '../aws/index.ts';
import { remembered } from '../base/memo.ts';
import { isDead } from '../engine/check.ts';
import { type Endpoint, inVpc, type Network } from '../model/index.ts';

/** Endpoints beside another one, in its VPC. */
export interface Neighbours {
  /** Those that surely are there. */
  readonly sure: readonly Endpoint[];
  /** Why there may be more; null where these are all. */
  readonly open: string | null;
}

const keys = new Map<string, string | null>();

/**
 * The key of an endpoint's service in the table, without `-fips`. Null if the service is unknown or does not belong to
 * AWS.
 */
export function serviceKeyOf(endpoint: Endpoint): string | null {
  const { serviceName } = endpoint;
  if (isOnlyRegionUnknown(endpoint)) return withoutFips(parseServiceName(endpoint.serviceInAnyRegion).key);
  if (!serviceName.known || serviceName.value === null) return null;
  return remembered(keys, serviceName.value, () => {
    const { owner, key } = parseServiceName(serviceName.value!);
    return owner === 'aws' ? withoutFips(key) : null;
  });
}

function withoutFips(key: string): string {
  return key.replace(/-fips(?=$|\.)/, '');
}

/** Live endpoints to some services in the VPC of an endpoint, itself left out. */
export function neighbours(endpoint: Endpoint, net: Network, services: ReadonlySet<string>): Neighbours {
  const there = inVpc(net.endpoints, endpoint.vpc);
  const sure: Endpoint[] = [];
  let open: string | null = null;
  for (const [list, certain] of [[there.sure, true] as const, [there.maybe, false] as const]) {
    for (const other of list) {
      if (other.key === endpoint.key || isDead(other)) continue;
      const service = serviceKeyOf(other);
      if (service !== null && !services.has(service)) continue;
      if (service !== null && certain) sure.push(other);
      else if (!other.serviceName.known && isServiceUnknown(other)) open ??= other.serviceName.because;
      else if (service !== null) open ??= `it is not known whether ${other.key} is in the same VPC`;
    }
  }
  const complete = net.complete('endpoint', endpoint.vpc);
  return { sure, open: open ?? (complete.complete ? null : complete.because) };
}
