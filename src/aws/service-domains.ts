import { push } from '../base/memo.ts';
import { isRegion, partitionOf } from './partitions.ts';
import { PARTITIONS, SERVICES } from './services.generated.ts';
import { type Service, serviceByName } from './services.ts';

const byRegion = new Map<string, ReadonlyMap<string, readonly Service[]>>();

/** The services of the table by the domains of their private names in a Region: the names without a leading `*.`. */
export function serviceDomains(region: string): ReadonlyMap<string, readonly Service[]> {
  let domains = byRegion.get(region);
  if (!domains) {
    domains = collect(region);
    byRegion.set(region, domains);
  }
  return domains;
}

function collect(region: string): Map<string, Service[]> {
  const domains = new Map<string, Service[]>();
  for (const [key, row] of Object.entries(SERVICES)) {
    if (key.includes('{')) continue;
    const service = serviceByName((row().name ?? `com.amazonaws.{region}.${key}`).replace('{region}', region));
    for (const domain of new Set(service?.privateDnsNames?.map(withoutWildcard))) {
      push(domains, domain, service!);
    }
  }
  return domains;
}

export function withoutWildcard(name: string): string {
  return name.replace(/^\*\./, '');
}

/** The Region a domain name has as one of its labels. */
export function regionInDomain(domain: string): string | undefined {
  return domain.split('.').find(isRegion);
}

/**
 * Whether a domain is the parent of all services of a Region, or of all Regions: `us-east-1.amazonaws.com`, `api.aws`,
 * `amazonaws.com`, `com`.
 */
export function isParentOfServices(domain: string): boolean {
  const region = regionInDomain(domain);
  const suffixes = Object.values(PARTITIONS).flatMap((row) => [row.dnsSuffix, row.dualStackDnsSuffix]);
  if (region === undefined) return suffixes.some((suffix) => suffix === domain || suffix.endsWith(`.${domain}`));
  const partition = partitionOf(region);
  return (
    partition !== undefined &&
    [partition.dnsSuffix, partition.dualStackDnsSuffix].some((suffix) => domain === `${region}.${suffix}`)
  );
}
