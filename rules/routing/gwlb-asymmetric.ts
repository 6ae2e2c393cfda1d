import { routesTo, whyRoutesOpen } from '../../src/ask/gwlb-routes.ts';
import { whyOutside } from '../../src/ask/in-input.ts';
import { tableOf, usersOf, waysOutOf } from '../../src/ask/paths.ts';
import { contains, parseCidr } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided, type Verdict } from '../../src/engine/index.ts';
import {
  type Endpoint,
  inVpc,
  is,
  type Network,
  type RouteTable,
  reason,
  type Subnet,
  show,
  target,
} from '../../src/model/index.ts';

/** A Gateway Load Balancer endpoint in subnet a. */
const INSPECTION = {
  services: { inspect: { loadBalancer: 'gateway' } },
  endpoints: { fw: { endpointService: 'inspect', type: 'GatewayLoadBalancer', subnets: ['a'] } },
} as const;

/** Inspected traffic leaves by a NAT gateway in subnet c. */
const TO_NAT = {
  private: { subnets: [] },
  out: { subnets: ['a'], routes: { '0.0.0.0/0': { nat: 'c' } } },
} as const;

export default defineRule({
  id: 'routing/gwlb-asymmetric',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Outbound traffic uses a Gateway Load Balancer endpoint, but replies bypass it.',
  why: 'The firewall sees only one direction of each connection and drops it.',
  fix: 'Route replies to the subnet through the same endpoint, in the route table of the internet gateway or NAT gateway.',
  recipes: {
    cloudformation: `BackIn:
  Type: AWS::EC2::Route
  Properties:
    RouteTableId: !Ref GatewayTable
    DestinationCidrBlock: !GetAtt PublicSubnet.CidrBlock
    VpcEndpointId: !Ref Inspection`,
  },
  exceptions: [
    'The subnet of the endpoint uses a transit gateway, whose route tables decide where replies go.',
    'A subnet may have only attachments of a transit gateway that the input does not show. The check is undecided if replies to ranges outside the VPC are inspected.',
    'Endpoints that AWS Network Firewall manages are checked too, because you create their routes.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpce-gateway-load-balancer.html',
    'https://docs.aws.amazon.com/reference-architecture-diagrams/latest/distributed-inspection-gwlb/distributed-inspection-route-tables.html',
  ],
  judgesManaged: true,
  bad: {
    'the subnet of the endpoint leads back to the endpoint': {
      scene: {
        ...INSPECTION,
        routeTables: {
          loop: { subnets: ['a'], routes: { '0.0.0.0/0': { endpoint: 'fw' } } },
          private: { subnets: ['b', 'c'] },
        },
      },
      says: '{fw} is in {a}, whose default route leads back to {fw}',
    },
    'no route back from the NAT gateway': {
      scene: {
        ...INSPECTION,
        routeTables: {
          ...TO_NAT,
          app: { subnets: ['b'], routes: { '0.0.0.0/0': { endpoint: 'fw' } } },
          public: { subnets: ['c'], routes: { '0.0.0.0/0': 'internet-gateway' } },
        },
      },
      says: '{fw} inspects traffic from {b}, but replies from the NAT gateway bypass it',
      also: ['coverage/nat-without-gateway-endpoint'],
    },
    'a route back to another subnet': {
      scene: {
        ...INSPECTION,
        routeTables: {
          ...TO_NAT,
          app: { subnets: ['b'], routes: { '0.0.0.0/0': { endpoint: 'fw' } } },
          public: { subnets: ['c'], routes: { '0.0.0.0/0': 'internet-gateway', '10.0.9.0/24': { endpoint: 'fw' } } },
        },
      },
      inputs: ['describe', 'sources', 'template'],
      says: '{fw} inspects traffic from {b}, but replies from the NAT gateway bypass it',
      also: ['coverage/nat-without-gateway-endpoint'],
    },
    'a route back only for IPv6': {
      scene: {
        ...INSPECTION,
        routeTables: {
          ...TO_NAT,
          app: { subnets: ['b'], routes: { '0.0.0.0/0': { endpoint: 'fw' } } },
          public: {
            subnets: ['c'],
            routes: { '0.0.0.0/0': 'internet-gateway', '2001:db8:1:1a00::/64': { endpoint: 'fw' } },
          },
        },
      },
      inputs: ['describe', 'sources', 'template'],
      says: '{fw} inspects traffic from {b}, but replies from the NAT gateway bypass it',
      also: ['coverage/nat-without-gateway-endpoint'],
    },
  },
  good: {
    'a NAT gateway after inspection, with a route back': {
      scene: {
        ...INSPECTION,
        routeTables: {
          ...TO_NAT,
          app: { subnets: ['b'], routes: { '0.0.0.0/0': { endpoint: 'fw' } } },
          public: { subnets: ['c'], routes: { '0.0.0.0/0': 'internet-gateway', '10.0.1.0/24': { endpoint: 'fw' } } },
        },
      },
      inputs: ['describe', 'sources', 'template'],
    },
    'traffic from outside the VPC, of a transit gateway that is not in the input': {
      scene: {
        ...INSPECTION,
        routeTables: {
          ...TO_NAT,
          entry: { subnets: ['b'], routes: { '0.0.0.0/0': { endpoint: 'fw' } } },
          public: { subnets: ['c'], routes: { '0.0.0.0/0': 'internet-gateway', '10.8.0.0/16': { endpoint: 'fw' } } },
        },
      },
      inputs: ['plan', 'describe', 'sources', 'template'],
      undecidedIn: ['plan', 'describe', 'sources', 'template'],
    },
    'a transit gateway after inspection': {
      scene: {
        ...INSPECTION,
        routeTables: {
          private: { subnets: ['c'] },
          out: { subnets: ['a'], routes: { '0.0.0.0/0': 'transit-gateway' } },
          app: { subnets: ['b'], routes: { '0.0.0.0/0': { endpoint: 'fw' } } },
        },
      },
      undecidedIn: ['state', 'tfstate'],
    },
  },

  check(endpoint, net) {
    const { type, subnets } = endpoint;
    if (type.known && type.value !== 'GatewayLoadBalancer') return notApplicable;
    const [own] = subnets.sure;
    if (own?.is !== 'entity' || subnets.open !== null || !type.known)
      return undecided(type, subnets, own?.is === 'id' ? whyOutside(own, 'subnet') : undefined);
    const ownTable = tableOf(own.to, net);
    if ('because' in ownTable) return undecided(ownTable.because);
    const routes = routesTo(endpoint, net);
    const inspected = routes.filter(({ table, route }) => is(route.destination, '0.0.0.0/0') && !is(table.edge, true));
    if (inspected.some(({ table }) => table.key === ownTable.table.key)) {
      return fail({
        message: `${nameOf(endpoint)} is in ${own.to.key}, whose default route leads back to ${nameOf(endpoint)}`,
        at: ownTable.table.routes.at,
        why: 'Inspected traffic returns to the endpoint and never leaves the subnet.',
        fix: `Change the default route of ${ownTable.table.key} to an internet gateway, NAT gateway or transit gateway.`,
        evidence: { subnet: own.to.key, routeTable: ownTable.table.key },
      });
    }
    const open =
      routes.find(({ route }) => !route.destination.known)?.route.destination ??
      whyRoutesOpen(endpoint, net) ??
      undefined;
    if (inspected.length === 0) return open === undefined ? notApplicable : undecided(open);
    const ways = waysOutOf(ownTable.table, net);
    const tables = inspected.map(({ table }) => table);
    if (ways.sure.has('nat-gateway')) {
      const verdict = backFromNat(endpoint, ownTable.table, tables, net);
      return verdict === pass && open !== undefined ? undecided(open) : verdict;
    }
    if (ways.sure.has('transit-gateway') || ways.sure.has('core-network'))
      return open === undefined ? pass : undecided(open);
    if (!ways.sure.has('internet-gateway'))
      return ways.open === null && open === undefined ? pass : undecided(ways.open ?? undefined, open);
    return wayBack(endpoint, tables, net);
  },
});

/** Whether the subnets of the NAT gateways for the inspected traffic lead back through an endpoint. */
function backFromNat(endpoint: Endpoint, own: RouteTable, tables: readonly RouteTable[], net: Network): Verdict {
  const missing: string[] = [];
  for (const route of own.routes.sure) {
    const to = route.target.known ? route.target.value : undefined;
    if (to?.is !== 'nat-gateway' || !is(route.destination, '0.0.0.0/0') || route.blackhole) continue;
    const home = homeOf(to.name, net);
    if (typeof home === 'string') {
      missing.push(home);
      continue;
    }
    const answer = lacksWayBack(tables, home.table, net);
    if (answer === null) continue;
    if ('because' in answer) missing.push(answer.because);
    else {
      return fail({
        message: `${nameOf(endpoint)} inspects traffic from ${answer.subnet.key}, but replies from the NAT gateway bypass it`,
        at: home.table.routes.at,
        related: [
          { message: `${answer.table.key} leads through the endpoint`, at: answer.table.routes.at },
          { message: 'the subnet of the NAT gateway', at: home.subnet.at },
        ],
        evidence: { subnet: answer.subnet.key, out: answer.table.key, back: [home.table.key] },
        fix: routeBack(answer.subnet, endpoint, home.table),
      });
    }
  }
  return missing.length === 0 ? pass : undecided(...missing);
}

function routeBack({ key, cidr }: Subnet, endpoint: Endpoint, table: RouteTable): string {
  return `Add a route to ${show(cidr) ?? `the range of ${key}`} through ${nameOf(endpoint)} to ${table.key}.`;
}

/** The subnet of a NAT gateway and its route table; else why they are not known. */
function homeOf(name: string | null, net: Network): { readonly subnet: Subnet; readonly table: RouteTable } | string {
  const gateway = net.gateways.find(({ key, id }) => name !== null && (key === name || is(id, name)));
  if (!gateway) return 'the NAT gateway is not in the input';
  const [subnet] = gateway.subnets.sure;
  if (subnet?.is !== 'entity')
    return subnet ? whyOutside(subnet, 'subnet') : `the subnet of ${gateway.key} is not in the input`;
  const found = tableOf(subnet.to, net);
  return 'because' in found ? found.because : { subnet: subnet.to, table: found.table };
}

/** An inspected subnet to which a route table does not lead back through an endpoint; why that is not known; null if none. */
function lacksWayBack(
  tables: readonly RouteTable[],
  back: RouteTable,
  net: Network,
): { readonly subnet: Subnet; readonly table: RouteTable } | { readonly because: string } | null {
  let because: string | undefined;
  for (const table of tables) {
    const { sure, open } = usersOf(table, net);
    because ??= open ?? undefined;
    for (const ref of sure) {
      if (ref.is !== 'entity') because ??= whyOutside(ref, 'subnet');
      else {
        // Traffic of a transit gateway has other ranges, and any route back may be for these.
        const found = hasTransit(ref.to, net) ? leadsToAny(back) : isCovered(ref.to, [back]);
        if (found === false && !mayLeadOutside(back)) return { subnet: ref.to, table };
        if (found === false) because ??= mayBeTransit(ref.to);
        else if (found !== true) because ??= found;
      }
    }
  }
  return because === undefined ? null : { because };
}

/** Whether a transit gateway is attached in a subnet. */
function hasTransit(subnet: Subnet, { gateways }: Network): boolean {
  return gateways.some(
    ({ type, subnets }) =>
      (type === 'transit-gateway' || type === 'core-network') &&
      [...subnets.sure, ...subnets.maybe].some((ref) => ref.is === 'entity' && ref.to.key === subnet.key),
  );
}

/**
 * Whether a route table may lead IPv4 ranges that its VPC does not have to an endpoint: somebody sends traffic from there.
 * Replies of a NAT gateway are IPv4.
 */
function mayLeadOutside({ vpc, routes }: RouteTable): boolean {
  const own = (target(vpc)?.cidrs.sure ?? []).flatMap((cidr) => parseCidr(cidr) ?? []);
  return [...routes.sure, ...routes.maybe].some(({ destination, target: to }) => {
    if (to.known && to.value.is !== 'vpc-endpoint') return false;
    const range = destination.known ? parseCidr(destination.value) : undefined;
    if (range?.family === 6) return false;
    return !range || !own.some((each) => contains(each, range) || contains(range, each));
  });
}

function mayBeTransit({ key }: Subnet): string {
  return reason(
    `${key} may have only attachments of a transit gateway, because replies to ranges outside the VPC are inspected`,
    'Add the output of `aws ec2 describe-transit-gateway-vpc-attachments` with --context',
  );
}

function leadsToAny({ routes }: RouteTable): boolean | string {
  if (routes.sure.some(({ target }) => target.known && target.value.is === 'vpc-endpoint')) return true;
  const unclear = [...routes.sure, ...routes.maybe].find(
    ({ target }) => !target.known || target.value.is === 'vpc-endpoint',
  );
  return routes.open ?? (unclear ? 'the routes of the subnet of the NAT gateway are not all known' : false);
}

/** Whether the route table of the internet gateway leads back through an endpoint for every inspected subnet. */
function wayBack(endpoint: Endpoint, tables: readonly RouteTable[], net: Network) {
  const there = inVpc(net.routeTables, endpoint.vpc).sure;
  const edges = there.filter((t) => is(t.edge, true));
  if (edges.length === 0) return undecided('the route table of the internet gateway is not in the input');
  for (const table of tables) {
    const { sure, open } = usersOf(table, net);
    for (const ref of sure) {
      if (ref.is !== 'entity') continue;
      const back = isCovered(ref.to, edges);
      if (typeof back === 'string') return undecided(back);
      if (back) continue;
      return fail({
        message: `${nameOf(endpoint)} inspects traffic from ${ref.to.key}, but replies from the internet gateway bypass it`,
        at: edges[0]!.routes.at,
        fix: routeBack(ref.to, endpoint, edges[0]!),
        related: [{ message: `${table.key} leads through the endpoint`, at: table.routes.at }],
        evidence: { subnet: ref.to.key, out: table.key, back: edges.map((e) => e.key) },
      });
    }
    if (open !== null) return undecided(open);
  }
  return pass;
}

/** Whether one of these route tables leads a subnet's range to an endpoint; else why that is not known. */
function isCovered(subnet: Subnet, tables: readonly RouteTable[]): boolean | string {
  if (!subnet.cidr.known) return subnet.cidr.because;
  const range = subnet.cidr.value === null ? undefined : parseCidr(subnet.cidr.value);
  if (!range) return true;
  let open: string | undefined;
  for (const { key, routes } of tables) {
    open ??= routes.open ?? undefined;
    for (const route of [...routes.sure, ...routes.maybe]) {
      const { destination, target } = route;
      const covered = destination.known ? parseCidr(destination.value) : undefined;
      if (destination.known && !(covered && contains(covered, range))) continue;
      if (target.known && target.value.is !== 'vpc-endpoint') continue;
      if (destination.known && target.known && routes.sure.includes(route)) return true;
      const why = !target.known ? target.because : !destination.known ? destination.because : undefined;
      open ??= why ?? `it is not known whether ${key} has a route to an endpoint`;
    }
  }
  return open ?? false;
}
