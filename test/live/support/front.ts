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
const SET_ANSWERS = '/test/answers';

/** No security group of moto's is associated with another VPC. */
const NO_ASSOCIATIONS =
  '<DescribeSecurityGroupVpcAssociationsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>none</requestId><securityGroupVpcAssociationSet/></DescribeSecurityGroupVpcAssociationsResponse>';

const NO_CLIENT_VPNS =
  '<DescribeClientVpnEndpointsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>none</requestId><clientVpnEndpoint/></DescribeClientVpnEndpointsResponse>';

/** What an account has none of, unless a test says otherwise. */
const NONE: readonly (readonly [action: RegExp, answer: object | string])[] = [
  [/^DescribeSecurityGroupVpcAssociations$/, NO_ASSOCIATIONS],
  [/^DescribeClientVpnEndpoints$/, NO_CLIENT_VPNS],
  [/^GET \/domainnameaccessassociations$/, { item: [] }],
  [/^GET \/attachments$/, { Attachments: [] }],
  [/^GET \/clusters\/[^/]+\/pod-identity-associations$/, { associations: [] }],
];

export async function frontOf(moto: string): Promise<LoopbackProxy> {
  const byRegion = new Map<string, Profiles>();
  const answers = new Map<string, object | string>();
  return proxyTo(moto, {
    answer: ({ action, region, service, parameters }, body) => {
      if (action === `PUT ${SET}`) {
        const profiles = JSON.parse(body) as Profiles;
        byRegion.set(profiles.region, profiles);
        return {};
      }
      if (action === `PUT ${SET_ANSWERS}`) {
        const set = JSON.parse(body) as { region: string; answers: Record<string, object | string> };
        for (const [name, answer] of Object.entries(set.answers)) answers.set(`${set.region} ${name}`, answer);
        return {};
      }
      const own = answers.get(`${region} ${action}`) ?? NONE.find(([none]) => none.test(action))?.[1];
      if (own !== undefined) return own;
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

/** Answers of one Region by what they are answers to: JSON as an object, XML as text. */
export async function setAnswers(
  front: string,
  region: string,
  answers: Readonly<Record<string, object | string>>,
): Promise<void> {
  await fetch(`${front}${SET_ANSWERS}`, { method: 'PUT', body: JSON.stringify({ region, answers }) });
}

export async function setProfiles(front: string, profiles: Profiles): Promise<void> {
  await fetch(`${front}${SET}`, { method: 'PUT', body: JSON.stringify(profiles) });
}
