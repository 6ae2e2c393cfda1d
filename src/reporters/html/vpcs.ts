import { push } from '../../base/memo.ts';
import { byCodePoint, type EndpointSummary, type Report, type VpcSummary } from '../../findings/index.ts';
import type { AccountLabel } from '../accounts.ts';
import { ANSWERS, type VpcData } from './page-data.ts';
import type { Strings } from './strings.ts';

export function vpcsOf(report: Report, strings: Strings, accountLabel: AccountLabel): VpcData[] {
  const text = (value: string | null) => strings.number(value);
  return (report.vpcs ?? fromEndpoints(report.endpoints)).map((vpc) => ({
    name: text(vpc.vpc),
    id: text(vpc.id),
    region: text(vpc.region),
    account: text(accountLabel(vpc.account)),
    zones: vpc.zones.map(({ zone, subnets }) => [text(zone), subnets]),
    moreZones: text(vpc.moreZones),
    tables: vpc.routeTables.map(({ name, main, subnets }) => [text(name), main, subnets]),
    moreTables: text(vpc.moreRouteTables),
    names: vpc.names.map(({ name, by, who, because, of }) => [
      text(name),
      ANSWERS.indexOf(by),
      text(who),
      text(because),
      of,
    ]),
    endpoints: vpc.endpoints,
    interfaces: vpc.interfaces.map(({ endpoint, in: where, maybe, notOffered }) => [
      endpoint,
      where,
      maybe,
      notOffered,
    ]),
    gateways: vpc.gateways.map(({ endpoint, in: where, maybe }) => [endpoint, where, maybe]),
  }));
}

/** What the endpoints say of their VPCs, in a report that shows none. */
function fromEndpoints(endpoints: readonly EndpointSummary[]): VpcSummary[] {
  const byVpc = new Map<string, number[]>();
  for (const [index, { account, region, vpc }] of endpoints.entries())
    push(byVpc, JSON.stringify([account, region, vpc]), index);
  return [...byVpc.values()].map((numbers) => {
    const { account, region, vpc } = endpoints[numbers[0]!]!;
    const zones = [...new Set(numbers.flatMap((index) => endpoints[index]!.zones.known))].sort(byCodePoint);
    const rest = 'the report shows endpoints only';
    return {
      vpc,
      id: null,
      region,
      account,
      zones: zones.map((zone) => ({ zone, subnets: 0 })),
      moreZones: rest,
      routeTables: [],
      moreRouteTables: rest,
      names: [],
      endpoints: numbers,
      interfaces: numbers
        .filter((index) => endpoints[index]!.type !== 'Gateway')
        .map((endpoint) => {
          const { known, atMost } = endpoints[endpoint]!.zones;
          const which = (wanted: boolean) => zones.flatMap((zone, i) => (known.includes(zone) === wanted ? [i] : []));
          return { endpoint, in: which(true), maybe: atMost === known.length ? [] : which(false), notOffered: [] };
        }),
      gateways: [],
    };
  });
}
