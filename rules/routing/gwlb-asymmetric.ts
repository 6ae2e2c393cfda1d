import { routesTo, whyRoutesOpen } from '../../src/ask/gwlb-routes.ts';
import { tableOf, usersOf, waysOutOf } from '../../src/ask/paths.ts';
import { contains, parseCidr } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { type Endpoint, inVpc, is, type Network, type RouteTable, type Subnet } from '../../src/model/index.ts';

/** Ways out after which answers come back by themselves. */
const RETURNING = ['nat-gateway', 'transit-gateway'] as const;

export default defineRule({
  id: 'routing/gwlb-asymmetric',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Traffic goes out through a Gateway Load Balancer endpoint, but comes back past it.',
  why: 'The firewall sees one direction of each connection and drops it.',
  fix: 'Add a route for the subnet, through the same endpoint, to the route table of the internet gateway.',
  recipes: {
    cloudformation: `BackIn:
  Type: AWS::EC2::Route
  Properties:
    RouteTableId: !Ref GatewayTable
    DestinationCidrBlock: !GetAtt PublicSubnet.CidrBlock
    VpcEndpointId: !Ref Inspection`,
  },
  exceptions: ['The endpoint’s own subnet goes out by a NAT or transit gateway: answers come back the same way.'],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/vpce-gateway-load-balancer.html'],
  judgesManaged: true,
  bad: {
    'the endpoint’s subnet leads to itself': {
      scene: {
        services: { inspect: { loadBalancer: 'gateway' } },
        endpoints: { fw: { endpointService: 'inspect', type: 'GatewayLoadBalancer', subnets: ['a'] } },
        routeTables: {
          loop: { subnets: ['a'], routes: { '0.0.0.0/0': { endpoint: 'fw' } } },
          private: { subnets: ['b', 'c'] },
        },
      },
      says: '{fw} lies in {a}, whose default route leads back to it',
    },
  },
  good: {
    'out by NAT after inspection': {
      scene: {
        services: { inspect: { loadBalancer: 'gateway' } },
        endpoints: { fw: { endpointService: 'inspect', type: 'GatewayLoadBalancer', subnets: ['a'] } },
        routeTables: {
          private: { subnets: ['c'] },
          out: { subnets: ['a'], routes: { '0.0.0.0/0': 'nat-gateway' } },
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
      return undecided(type, subnets, own?.is === 'id' ? `subnet ${own.id} is not in the input` : undefined);
    const ownTable = tableOf(own.to, net);
    if ('because' in ownTable) return undecided(ownTable.because);
    const routes = routesTo(endpoint, net);
    const inspected = routes.filter(({ table, route }) => is(route.destination, '0.0.0.0/0') && !is(table.edge, true));
    if (inspected.some(({ table }) => table.key === ownTable.table.key)) {
      return fail({
        message: `${nameOf(endpoint)} lies in ${own.to.key}, whose default route leads back to it`,
        at: ownTable.table.routes.at,
        evidence: { subnet: own.to.key, routeTable: ownTable.table.key },
      });
    }
    const open =
      routes.find(({ route }) => !route.destination.known)?.route.destination ??
      whyRoutesOpen(endpoint, net) ??
      undefined;
    if (inspected.length === 0) return open === undefined ? notApplicable : undecided(open);
    const ways = waysOutOf(ownTable.table, net);
    if (RETURNING.some((way) => ways.sure.has(way))) return open === undefined ? pass : undecided(open);
    if (!ways.sure.has('internet-gateway'))
      return ways.open === null && open === undefined ? pass : undecided(ways.open ?? undefined, open);
    return wayBack(
      endpoint,
      inspected.map((i) => i.table),
      net,
    );
  },
});

/** Whether the internet gateway's table leads back through an endpoint for every inspected subnet. */
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
        message: `${nameOf(endpoint)} inspects what leaves ${ref.to.key}, but answers come back past it`,
        at: edges[0]!.routes.at,
        related: [{ message: `${table.key} leads out through the endpoint`, at: table.routes.at }],
        evidence: { subnet: ref.to.key, out: table.key, back: edges.map((e) => e.key) },
      });
    }
    if (open !== null) return undecided(open);
  }
  return pass;
}

function isCovered(subnet: Subnet, edges: readonly RouteTable[]): boolean | string {
  if (!subnet.cidr.known) return subnet.cidr.because;
  const range = subnet.cidr.value === null ? undefined : parseCidr(subnet.cidr.value);
  if (!range) return true;
  for (const edge of edges) {
    for (const route of edge.routes.sure) {
      if (!route.destination.known) return route.destination.because;
      const covered = parseCidr(route.destination.value);
      if (covered && contains(covered, range) && route.target.known && route.target.value.is === 'vpc-endpoint')
        return true;
    }
    if (edge.routes.open !== null) return edge.routes.open;
  }
  return false;
}
