/** What stands in front of moto for all tests, and answers what moto does not have. */
import { type LoopbackProxy, proxyTo } from './proxy.ts';

/** Profiles of a Region, in the API's shapes. */
export interface Profiles {
  readonly region: string;
  readonly associations: readonly object[];
  /** By profile. */
  readonly resources: Readonly<Record<string, readonly object[]>>;
}

const SET = '/test/profiles';

/** No security group of moto's is associated with another VPC. */
const NO_ASSOCIATIONS =
  '<DescribeSecurityGroupVpcAssociationsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>none</requestId><securityGroupVpcAssociationSet/></DescribeSecurityGroupVpcAssociationsResponse>';

export async function frontOf(moto: string): Promise<LoopbackProxy> {
  const byRegion = new Map<string, Profiles>();
  return proxyTo(moto, {
    answer: ({ action, region, service, parameters }, body) => {
      if (action === `PUT ${SET}`) {
        const profiles = JSON.parse(body) as Profiles;
        byRegion.set(profiles.region, profiles);
        return {};
      }
      if (action === 'DescribeSecurityGroupVpcAssociations') return NO_ASSOCIATIONS;
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
