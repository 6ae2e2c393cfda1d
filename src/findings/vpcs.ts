import { byCodePoint } from './order.ts';
import type { EndpointSummary, NameSummary, VpcSummary } from './report.ts';

type Gateway = VpcSummary['gateways'][number];
type Interface = VpcSummary['interfaces'][number];

/** What is drawn of a VPC, with its endpoints as something else than numbers of the report. */
interface VpcOf<E> extends Omit<VpcSummary, 'names' | 'endpoints' | 'interfaces' | 'gateways'> {
  readonly names: readonly (Omit<NameSummary, 'of'> & { readonly of: readonly E[] })[];
  readonly endpoints: readonly E[];
  readonly interfaces: readonly (Omit<Interface, 'endpoint'> & { readonly endpoint: E })[];
  readonly gateways: readonly (Omit<Gateway, 'endpoint'> & { readonly endpoint: E })[];
}

/** What is drawn of a VPC before the endpoints of the report have their numbers. */
export type VpcOfEndpoints = VpcOf<EndpointSummary>;

/** The VPCs in the order of the report, with their endpoints as numbers. */
export function numberedVpcs(
  vpcs: readonly VpcOfEndpoints[],
  endpoints: readonly EndpointSummary[],
): readonly VpcSummary[] {
  const numbers = new Map(endpoints.map((endpoint, index) => [endpoint, index]));
  return vpcs.map((vpc) => numbered(vpc, (endpoint) => numbers.get(endpoint)!)).sort(byVpc);
}

/** The VPC with its endpoints as numbers. */
export function numbered<E>(vpc: VpcOf<E>, number: (endpoint: E) => number): VpcSummary {
  const inOrder = (list: readonly E[]) => list.map(number).sort((a, b) => a - b);
  const byEndpoint = (a: { endpoint: number }, b: { endpoint: number }) => a.endpoint - b.endpoint;
  return {
    vpc: vpc.vpc,
    id: vpc.id,
    region: vpc.region,
    account: vpc.account,
    zones: vpc.zones,
    moreZones: vpc.moreZones,
    routeTables: vpc.routeTables,
    moreRouteTables: vpc.moreRouteTables,
    names: vpc.names.map(({ of, ...name }) => ({ ...name, of: inOrder(of) })),
    endpoints: inOrder(vpc.endpoints),
    interfaces: vpc.interfaces.map((each) => ({ ...each, endpoint: number(each.endpoint) })).sort(byEndpoint),
    gateways: vpc.gateways.map((each) => ({ ...each, endpoint: number(each.endpoint) })).sort(byEndpoint),
  };
}

export function byVpc(a: VpcSummary, b: VpcSummary): number {
  return (
    byCodePoint(a.account, b.account) ||
    byCodePoint(a.region, b.region) ||
    byCodePoint(a.vpc, b.vpc) ||
    (a.endpoints[0] ?? 0) - (b.endpoints[0] ?? 0)
  );
}
