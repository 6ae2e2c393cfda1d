import { familyCounts, ingressOf } from '../../src/ask/groups.ts';
import { whyOutside } from '../../src/ask/in-input.ts';
import { tableOf } from '../../src/ask/paths.ts';
import { isRangeOf } from '../../src/ask/ranges.ts';
import { entriesOf, interfacePorts, isWhole, type ServicePorts } from '../../src/ask/reachability.ts';
import { subnetsOf } from '../../src/ask/zones.ts';
import { type IpRange, isAnywhere, overlaps, parseCidr, portsOpened, remainder } from '../../src/aws/index.ts';
import { listed, series } from '../../src/base/words.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import {
  type Endpoint,
  inVpc,
  type Network,
  type Route,
  type RouteTable,
  type RouteTarget,
  show,
  type Tri,
  whyOpen,
} from '../../src/model/index.ts';

/** Ranges of networks that a VPC may be linked with. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'].map(
  (cidr) => parseCidr(cidr)!,
);

const LINKS: ReadonlySet<string> = new Set(['peering', 'transit-gateway', 'core-network', 'vpn-gateway']);

/** States of a connection that has ended or never existed. */
const GONE = /^(deleted|deleting|rejected|rejecting|failed|failing|expired)$/;

/** Targets of routes by which no reply reaches another private network. */
const ASIDE: ReadonlySet<RouteTarget['is']> = new Set([
  'nat-gateway',
  'internet-gateway',
  'egress-only-internet-gateway',
  'local',
]);

export default defineRule({
  id: 'reachability/no-return-route',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Endpoint allows other networks, but its subnets have no route back to them.',
  why: 'Requests arrive from the other networks, but replies have no route back, so those clients time out.',
  fix: 'Add a route to the ranges of the other networks to the route tables of the endpoint’s subnets.',
  recipes: {
    cloudformation: `Back:
  Type: AWS::EC2::Route
  Properties: { RouteTableId: !Ref EndpointTable, DestinationCidrBlock: 10.0.0.0/8, TransitGatewayId: !Ref Hub }`,
    terraform:
      'resource "aws_route" "back" {\n  route_table_id         = aws_route_table.endpoints.id\n  destination_cidr_block = "10.0.0.0/8"\n  transit_gateway_id     = aws_ec2_transit_gateway.hub.id\n}',
    cli: 'aws ec2 create-route --route-table-id rtb-... --destination-cidr-block 10.0.0.0/8 --transit-gateway-id tgw-...',
  },
  exceptions: [
    'The VPC has no connection to another network.',
    'Rules for every address (0.0.0.0/0) or for public ranges do not count, because they do not name other networks.',
    'A route to a part of the allowed ranges is enough.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-isolated-shared.html',
    'https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/centralized-access-to-vpc-private-endpoints.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html',
  ],
  bad: {
    'a hub whose subnets have no route to the spokes': {
      scene: {
        groups: { spokes: { ingress: [{ cidrs: ['10.0.0.0/8'] }] } },
        routeTables: { away: { subnets: ['c'], routes: { '10.0.0.0/8': 'transit-gateway' } } },
        endpoints: { sts: { groups: ['spokes'] } },
      },
      says: 'sts allows 10.0.0.0/8, but 2 of its subnets have no route back to it outside the VPC',
      inputs: ['plan', 'describe', 'template'],
    },
    'a subnet with only a route to the internet': {
      scene: {
        prefixLists: { offices: { cidrs: ['192.168.0.0/16'] } },
        groups: { offices: { ingress: [{ prefixLists: ['offices'] }] } },
        routeTables: {
          away: { subnets: ['c'], routes: { '192.168.0.0/16': 'vpn-gateway' } },
          out: { subnets: ['a'], routes: { '0.0.0.0/0': 'internet-gateway' } },
          back: { subnets: ['b'], routes: { '192.168.0.0/16': 'vpn-gateway' } },
        },
        endpoints: { sts: { groups: ['offices'] } },
      },
      says: 'sts allows 192.168.0.0/16, but {a} has no route back to it outside the VPC',
      inputs: ['plan', 'describe', 'template'],
    },
  },
  good: {
    'a route back': {
      scene: {
        groups: { spokes: { ingress: [{ cidrs: ['10.0.0.0/8'] }] } },
        routeTables: { back: { subnets: ['a', 'b'], routes: { '10.4.0.0/16': 'transit-gateway' } } },
        endpoints: { sts: { groups: ['spokes'] } },
      },
    },
    'a default route to the transit gateway': {
      scene: {
        groups: { spokes: { ingress: [{ cidrs: ['172.16.0.0/12'] }] } },
        routeTables: { back: { subnets: ['a', 'b'], routes: { '0.0.0.0/0': 'transit-gateway' } } },
        endpoints: { sts: { groups: ['spokes'] } },
      },
    },
    'only the VPC itself': {
      scene: {
        routeTables: { away: { subnets: ['c'], routes: { '10.9.0.0/16': 'transit-gateway' } } },
        endpoints: { sts: {} },
      },
    },
    'only the VPC itself, whose range a pool gives': {
      scene: {
        vpcs: { main: { pooled: true } },
        groups: { own: { separate: true, ingress: [{}] } },
        routeTables: { away: { subnets: ['c'], routes: { '10.9.0.0/16': 'transit-gateway' } } },
        endpoints: { sts: { groups: ['own'] } },
      },
    },
    'every address': {
      scene: {
        groups: { open: { ingress: [{ cidrs: ['0.0.0.0/0'] }] } },
        routeTables: { away: { subnets: ['c'], routes: { '10.9.0.0/16': 'transit-gateway' } } },
        endpoints: { sts: { groups: ['open'] } },
      },
    },
    'no other network': {
      scene: { groups: { wide: { ingress: [{ cidrs: ['10.0.0.0/8'] }] } }, endpoints: { sts: { groups: ['wide'] } } },
      inputs: ['plan', 'template'],
    },
    'an input that does not show all connections': {
      scene: { groups: { wide: { ingress: [{ cidrs: ['10.0.0.0/8'] }] } }, endpoints: { sts: { groups: ['wide'] } } },
      inputs: ['state', 'tfstate', 'describe'],
      undecidedIn: ['state', 'tfstate', 'describe'],
    },
  },

  check(endpoint, net) {
    const ports = interfacePorts(endpoint, net);
    if ('verdict' in ports) return ports;
    const link = linkTo(endpoint, net);
    if (link === 'none') return notApplicable;
    const { admitted, unclear } = beyond(endpoint, net, ports);
    if (admitted.length === 0) return unclear === undefined ? notApplicable : undecided(unclear);
    if (typeof link === 'string') return undecided(link);

    const { sure: subnets, open } = subnetsOf(endpoint);
    const ranges = admitted.flatMap((each) => each.ranges);
    const lost: { readonly subnet: string; readonly table: RouteTable }[] = [];
    let doubt: string | undefined = open ?? undefined;
    for (const subnet of subnets) {
      const found = tableOf(subnet, net);
      const back = 'because' in found ? 'unknown' : wayBack(found.table, ranges, net);
      if (back === 'no' && 'table' in found) lost.push({ subnet: subnet.key, table: found.table });
      if (back === 'unknown') doubt ??= 'because' in found ? found.because : whyUnclear(found.table);
    }
    // Another rule may allow a range to which a subnet does have a route.
    if (lost.length > 0 && unclear === undefined) {
      lost.sort((a, b) => (a.subnet < b.subnet ? -1 : 1));
      const cidrs = [...new Set(admitted.map(({ cidr }) => cidr))].sort();
      const names = lost.map(({ subnet }) => subnet);
      const tables = [...new Set(lost.map(({ table }) => table.key))].sort();
      return fail({
        message: `${nameOf(endpoint)} allows ${listed(cidrs, 1)}, but ${some(names)} no route back to ${cidrs.length === 1 ? 'it' : 'them'} outside the VPC`,
        fix: `Add a route to ${listed(cidrs, 3)} to ${series(tables, 'and')}.`,
        at: lost[0]!.table.at,
        related: [{ message: 'the connection to other networks', at: link.at }],
        evidence: {
          admits: cidrs,
          subnets: names,
          routeTables: tables,
        },
      });
    }
    if (doubt !== undefined || lost.length > 0) return undecided(doubt ?? unclear);
    return pass;
  },
});

function some(names: readonly string[]): string {
  if (names.length === 1) return `${names[0]} has`;
  return `${names.length} of its subnets have`;
}

interface Admitted {
  /** As the rule says. */
  readonly cidr: string;
  /** The part that is private and outside the VPC. */
  readonly ranges: readonly IpRange[];
}

/** Private ranges outside the VPC that the security groups allow on the service's ports. */
function beyond(
  endpoint: Endpoint,
  net: Network,
  { ranges: ports }: ServicePorts,
): { readonly admitted: readonly Admitted[]; readonly unclear: string | undefined } {
  const rules = ingressOf(endpoint);
  const counts = familyCounts(endpoint, net);
  const { vpc } = endpoint;
  const own = vpc.is === 'entity' ? vpc.to.cidrs.sure.flatMap((cidr) => parseCidr(cidr) ?? []) : [];
  const hidden = vpc.is === 'entity' ? whyOpen(vpc.to.cidrs) : whyOutside(vpc, 'VPC');
  const admitted: Admitted[] = [];
  let unclear = whyOpen(rules);
  const take = (cidr: string, shown: string) => {
    const range = parseCidr(cidr);
    if (!range || isAnywhere(cidr) || !PRIVATE.some((each) => overlaps(each, range))) return;
    const left = remainder(own, range);
    if (left.length === 0) return;
    if (hidden !== undefined) unclear ??= hidden;
    else admitted.push({ cidr: shown, ranges: left });
  };
  for (const rule of rules.sure) {
    const opened = portsOpened(rule, 'tcp');
    if (opened === null) continue;
    if (opened === 'unknown') {
      unclear ??= 'the ports of a security group rule are not known';
      continue;
    }
    if (!ports.some((range) => opened[0] <= range[1] && range[0] <= opened[1])) continue;
    unclear ??= whyOpen(rule.sources);
    for (const source of rule.sources.sure) {
      if (source.is === 'group') continue;
      if (source.is === 'cidr') {
        if (counts(source) === 'no' || isRangeOf(source, vpc)) continue;
        if (!source.cidr.known) unclear ??= source.cidr.because;
        else if (counts(source) === 'yes') take(source.cidr.value, show(source.cidr) ?? '(sensitive)');
        else unclear ??= 'it is not known whether the endpoint has IPv4 and IPv6 addresses';
        continue;
      }
      for (const cidr of entriesOf(source.list)) take(cidr, cidr);
      if (!isWhole(source.list)) unclear ??= 'the input does not have all ranges of a prefix list';
    }
  }
  return { admitted, unclear };
}

/** A connection of the VPC to another network. Else `none` if the VPC has none, or why that is not known. */
function linkTo({ vpc }: Endpoint, net: Network): { readonly at: Route['at'] } | 'none' | string {
  const { sure, maybe } = inVpc(net.gateways, vpc);
  const alive = sure.filter(({ type }) => LINKS.has(type));
  const found = alive.find(({ state }) => state.known && !(state.value !== null && GONE.test(state.value)));
  if (found) return found;
  const unclear = alive.find(({ state }) => !state.known);
  if (unclear && !unclear.state.known) return unclear.state.because;
  const stray = maybe.find(({ type }) => LINKS.has(type));
  if (stray) return stray.vpc.is === 'unknown' ? stray.vpc.because : `it is not known which VPC ${stray.key} connects`;
  const complete = net.complete('gateway', vpc);
  return complete.complete ? 'none' : complete.because;
}

/** Whether a route table leads replies to some address of these ranges. */
function wayBack({ routes }: RouteTable, ranges: readonly IpRange[], net: Network): Tri {
  let answer: Tri = routes.open === null && routes.maybe.length === 0 ? 'no' : 'unknown';
  for (const { destination, target, blackhole } of routes.sure) {
    if (blackhole) continue;
    if (target.known && ASIDE.has(target.value.is)) continue;
    const reached = leadsTo(destination, ranges, net);
    if (reached === 'yes' && target.known) return 'yes';
    if (reached !== 'no') answer = 'unknown';
  }
  return answer;
}

function leadsTo(destination: Route['destination'], ranges: readonly IpRange[], net: Network): Tri {
  if (!destination.known) return 'unknown';
  const cidrs = destination.value.startsWith('pl-') ? entriesById(destination.value, net) : [destination.value];
  if (!cidrs) return 'unknown';
  const reached = cidrs.some((cidr) => {
    const range = parseCidr(cidr);
    return range !== undefined && ranges.some((each) => overlaps(each, range));
  });
  return reached ? 'yes' : 'no';
}

/** Ranges of a prefix list; none if the list is AWS's own and not in the input, because it leads to a service. */
function entriesById(id: string, net: Network): readonly string[] | undefined {
  const list = net.prefixLists.find((each) => each.id.known && each.id.value === id);
  if (!list) return undefined;
  return whyOpen(list.entries) === undefined ? list.entries.sure : undefined;
}

function whyUnclear({ key, routes }: RouteTable): string {
  const unknown = routes.sure.find(({ destination, target }) => !destination.known || !target.known);
  const facts = unknown ? [unknown.destination, unknown.target] : [];
  const because = facts.map((fact) => (fact.known ? undefined : fact.because)).find((why) => why !== undefined);
  return whyOpen(routes) ?? because ?? `the routes of ${key} are not all known`;
}
