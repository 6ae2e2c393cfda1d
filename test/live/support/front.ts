/** What stands in front of moto for all tests: moto has no Route 53 Profiles, so these are answered here. */
import { type LoopbackProxy, proxyTo } from './proxy.ts';

/** Profiles of a Region, in the API's shapes. */
export interface Profiles {
  readonly region: string;
  readonly associations: readonly object[];
  /** By profile. */
  readonly resources: Readonly<Record<string, readonly object[]>>;
}

const SET = '/test/profiles';

export async function frontOf(moto: string): Promise<LoopbackProxy> {
  const byRegion = new Map<string, Profiles>();
  return proxyTo(moto, {
    answer: ({ action, region, service, parameters }, body) => {
      if (action === `PUT ${SET}`) {
        const profiles = JSON.parse(body) as Profiles;
        byRegion.set(profiles.region, profiles);
        return {};
      }
      if (service !== 'route53profiles') return undefined;
      const profiles = byRegion.get(region);
      if (action === 'GET /profileassociations')
        return paged('ProfileAssociations', profiles?.associations, parameters);
      const [, id = ''] = /^GET \/profileresourceassociations\/profileid\/(.+)$/.exec(action) ?? [];
      return paged('ProfileResourceAssociations', profiles?.resources[id], parameters);
    },
  });
}

/** A page of one row at a time. */
function paged(key: string, rows: readonly object[] = [], parameters: URLSearchParams): object {
  const at = Number(parameters.get('nextToken') ?? 0);
  return { [key]: rows.slice(at, at + 1), ...(at + 1 < rows.length ? { NextToken: String(at + 1) } : {}) };
}

export async function setProfiles(front: string, profiles: Profiles): Promise<void> {
  await fetch(`${front}${SET}`, { method: 'PUT', body: JSON.stringify(profiles) });
}
