/**
 * What a report shows of each VPC besides its findings. These are the Availability Zones of its subnets, the route
 * tables of its gateway endpoints, and what answers its private names. Nothing here is a verdict, and unknown facts stay
 * unknown.
 */

import { push } from '../base/memo.ts';
import type { EndpointSummary, Redact, VpcOfEndpoints } from '../findings/index.ts';
import { type Endpoint, type Network, type Ref, refKey, refName, show, type Vpc } from '../model/index.ts';
import { gatewaysOf } from './gateways.ts';
import { namesOf } from './names.ts';
import { inAllWays } from './ways.ts';
import { zonesOf } from './zones.ts';

export interface OverviewOptions {
  /** What the report calls the judged endpoints, by their keys. */
  readonly endpoints: ReadonlyMap<string, EndpointSummary>;
  readonly redact: Redact;
}

/** The VPCs with checked endpoints. If an input allows several networks, this shows what is the same in all. */
export function overviewOf(networks: readonly Network[], options: OverviewOptions): readonly VpcOfEndpoints[] {
  const [first, ...others] = networks.map((net) => overviewIn(net, options));
  if (first === undefined) return [];
  return [...(others.length === 0 ? first : inAllWays([first, ...others])).values()];
}

function overviewIn(net: Network, { endpoints, redact }: OverviewOptions): ReadonlyMap<string, VpcOfEndpoints> {
  const byVpc = new Map<string, Endpoint[]>();
  for (const endpoint of net.endpoints)
    if (endpoints.has(endpoint.key)) push(byVpc, refKey(endpoint.vpc) ?? '', endpoint);
  const summaryOf = (endpoint: Endpoint) => endpoints.get(endpoint.key)!;
  return new Map(
    [...byVpc].map(([key, list]) => {
      const { vpc } = list[0]!;
      const summaries = list.map(summaryOf);
      const { interfaces, ...zones } = zonesOf(vpc, list, net);
      const { gateways, ...tables } = gatewaysOf(vpc, list, net);
      const overview = {
        ...redact({ vpc: refName(vpc), id: idOf(vpc), ...zones, ...tables }),
        region: common(summaries.map(({ region }) => region)),
        account: common(summaries.map(({ account }) => account)),
        names: namesOf(vpc, list, net).map(({ of, ...name }) => ({ ...redact(name), of: of.map(summaryOf) })),
        endpoints: summaries,
        interfaces: interfaces.map((each) => ({ ...each, endpoint: summaryOf(each.endpoint) })),
        gateways: gateways.map((each) => ({ ...each, endpoint: summaryOf(each.endpoint) })),
      };
      return [key, overview];
    }),
  );
}

function idOf(vpc: Ref<Vpc>): string | null {
  if (vpc.is === 'entity') return vpc.sensitive ? '(sensitive)' : show(vpc.to.id);
  return vpc.is === 'id' ? refName(vpc) : null;
}

function common(values: readonly (string | null)[]): string | null {
  return new Set(values).size === 1 ? values[0]! : null;
}
