import { onlyPasses } from '../../src/ask/passing.ts';
import { hasGatewayRoute, usersOf, waysOutOf } from '../../src/ask/paths.ts';
import { liveIn } from '../../src/ask/services.ts';
import { wayInWords } from '../../src/ask/way-words.ts';
import { listed, series } from '../../src/base/words.ts';
import {
  advise,
  controlsOf,
  defineRule,
  fail,
  nameOf,
  notApplicable,
  pass,
  undecided,
} from '../../src/engine/index.ts';
import { type Endpoint, inVpc, type Network, type RouteTable, type RouteTarget } from '../../src/model/index.ts';

/** Ways by which traffic to the service leaves if the route of the gateway endpoint is missing. */
const PAST: ReadonlySet<RouteTarget['is']> = new Set([
  'nat-gateway',
  'transit-gateway',
  'core-network',
  'network-interface',
  'vpc-endpoint',
]);

export default defineRule({
  id: 'routing/gateway-partial',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Gateway endpoint is not associated with route tables whose subnets use a NAT gateway or transit gateway.',
  why: 'These subnets reach the service through a NAT gateway or transit gateway, which costs money and bypasses the endpoint policy.',
  ...advise('Add the route tables of all subnets that use the service to `RouteTableIds`.'),
  recipes: {
    cloudformation: 'RouteTableIds: [!Ref PrivateTableA, !Ref PrivateTableB]',
    terraform: 'route_table_ids = [for t in aws_route_table.private : t.id]',
    cli: 'aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-... --add-route-table-ids rtb-...',
  },
  exceptions: [
    'Another gateway endpoint for the same service is associated with the route table.',
    'The subnets of a route table have only attachments of a transit gateway or Gateway Load Balancer endpoints. Gateway endpoints do not serve traffic from outside the VPC.',
    'Directory buckets (s3express) are not checked, because clients use them from selected Availability Zones.',
    'The finding is a note if the input may not show all route tables of the VPC.',
    'The preset `strict` also reports route tables without any path out of the VPC, as a note.',
  ],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html'],
  controls: controlsOf('cis', '6.8'),
  assumes: ['the export holds every route table of the account and Region'],
  bad: {
    'one of two route tables': {
      scene: {
        routeTables: {
          nat: { subnets: ['c'], routes: { '0.0.0.0/0': 'nat-gateway' } },
          private: { subnets: ['a', 'b'] },
        },
        endpoints: { s3: { type: 'Gateway', routeTables: ['private'] } },
      },
      says: 's3 is not associated with {nat}, whose subnets use a NAT gateway',
      levelIn: { state: 'note', tfstate: 'note' },
    },
    'the main route table, which subnets without an association use': {
      scene: {
        subnets: { d: { zone: 'd' } },
        routeTables: {
          rest: { main: true, routes: { '0.0.0.0/0': 'nat-gateway' } },
          private: { subnets: ['a', 'b', 'c'] },
        },
        endpoints: { s3: { type: 'Gateway', routeTables: ['private'] } },
      },
      says: 's3 is not associated with {rest}, whose subnets use a NAT gateway',
      inputs: ['plan', 'describe'],
    },
    'a deleted endpoint does not count': {
      scene: {
        routeTables: {
          nat: { subnets: ['c'], routes: { '0.0.0.0/0': 'nat-gateway' } },
          private: { subnets: ['a', 'b'] },
        },
        endpoints: {
          s3: { type: 'Gateway', routeTables: ['private'] },
          gone: { service: 's3', type: 'Gateway', routeTables: ['nat'], state: 'deleted' },
        },
      },
      subject: 's3',
      says: 's3 is not associated with {nat}, whose subnets use a NAT gateway',
      inputs: ['describe'],
    },
    'a client beside a Gateway Load Balancer endpoint': {
      scene: {
        services: { inspect: { loadBalancer: 'gateway' } },
        routeTables: {
          nat: { subnets: ['c'], routes: { '0.0.0.0/0': 'nat-gateway' } },
          private: { subnets: ['a', 'b'] },
        },
        interfaces: { app: { subnet: 'c' } },
        endpoints: {
          s3: { type: 'Gateway', routeTables: ['private'] },
          fw: { endpointService: 'inspect', type: 'GatewayLoadBalancer', subnets: ['c'] },
        },
      },
      subject: 's3',
      says: 's3 is not associated with {nat}, whose subnets use a NAT gateway',
      inputs: ['plan', 'describe'],
      also: ['routing/gwlb-unrouted'],
    },
    'an isolated route table': {
      scene: {
        routeTables: { closed: { subnets: ['c'] }, private: { subnets: ['a', 'b'] } },
        endpoints: { s3: { type: 'Gateway', routeTables: ['private'] } },
      },
      preset: 'strict',
      level: 'note',
      says: 's3 is not associated with {closed}, whose subnets have no other path to the service',
    },
  },
  good: {
    'a main route table that no subnet uses': {
      scene: {
        routeTables: {
          rest: { main: true, routes: { '0.0.0.0/0': 'nat-gateway' } },
          private: { subnets: ['a', 'b', 'c'] },
        },
        endpoints: { s3: { type: 'Gateway', routeTables: ['private'] } },
      },
      undecidedIn: ['state', 'tfstate'],
    },
    'all route tables': {
      scene: {
        routeTables: {
          nat: { subnets: ['c'], routes: { '0.0.0.0/0': 'nat-gateway' } },
          private: { subnets: ['a', 'b'] },
        },
        endpoints: { s3: { type: 'Gateway', routeTables: ['private', 'nat'] } },
      },
      undecidedIn: ['state', 'tfstate'],
    },
    'a subnet that has only a Gateway Load Balancer endpoint': {
      scene: {
        services: { inspect: { loadBalancer: 'gateway' } },
        routeTables: {
          nat: { subnets: ['c'], routes: { '0.0.0.0/0': 'nat-gateway' } },
          private: { subnets: ['a', 'b'] },
        },
        endpoints: {
          s3: { type: 'Gateway', routeTables: ['private'] },
          fw: { endpointService: 'inspect', type: 'GatewayLoadBalancer', subnets: ['c'] },
        },
      },
      subject: 's3',
      undecidedIn: ['state', 'tfstate'],
    },
    'a route table without a path out of the VPC': {
      scene: {
        routeTables: { closed: { subnets: ['b', 'c'] }, private: { subnets: ['a'] } },
        endpoints: { s3: { type: 'Gateway', routeTables: ['private'] } },
      },
      undecidedIn: ['state', 'tfstate'],
    },
  },

  check(endpoint, net, _, { preset }) {
    const { type, serviceName, routeTables } = endpoint;
    if (type.known && type.value !== 'Gateway') return notApplicable;
    if (serviceName.known && serviceName.value?.endsWith('.s3express')) return notApplicable;
    // Without any route table routing/gateway-no-route-tables reports it.
    const hasNone = routeTables.sure.length === 0;
    if (hasNone && routeTables.open === null && routeTables.maybe.length === 0) return notApplicable;
    const there = inVpc(net.routeTables, endpoint.vpc);
    const missing: string[] = [];
    const uncovered: { table: RouteTable; by: RouteTarget['is'] }[] = [];
    const isolated: RouteTable[] = [];
    for (const table of there.sure) {
      const answer = misses(table, endpoint, net, preset !== 'recommended');
      if (answer === null) continue;
      if ('because' in answer) missing.push(answer.because);
      else if (answer.by === null) isolated.push(table);
      else uncovered.push({ table, by: answer.by });
    }
    const complete = net.complete('route-table', endpoint.vpc);
    // If no traffic bypasses the endpoint, its route tables do not matter.
    if (hasNone && (uncovered.length > 0 || isolated.length > 0 || missing.length > 0))
      return undecided(type, routeTables);
    if (uncovered.length === 0 && isolated.length > 0 && type.known && serviceName.known)
      return leftOut(endpoint, isolated);
    if (uncovered.length === 0) {
      if (missing.length === 0 && complete.complete && there.maybe.length === 0)
        return type.known && serviceName.known ? pass : undecided(type, serviceName);
      return undecided(
        type,
        ...missing,
        complete.complete ? undefined : complete.because,
        there.maybe[0] && `it is not known whether ${there.maybe[0].key} is in the VPC`,
      );
    }
    if (!type.known || !serviceName.known) return undecided(type, serviceName);
    const names = uncovered.map((u) => u.table.key);
    return fail({
      message: `${nameOf(endpoint)} is not associated with ${listed(names, 1)}, whose subnets use ${wayInWords(uncovered[0]!.by)}`,
      at: routeTables.at,
      ...advise(`Add ${few(names)} to \`RouteTableIds\`.`),
      ...(complete.complete ? {} : { level: 'note' }),
      related: uncovered.map(({ table }) => ({ message: `${table.key} has no route to the endpoint`, at: table.at })),
      evidence: { missing: names, by: [...new Set(uncovered.map((u) => u.by))] },
      assumed: complete.complete && complete.assumed !== null ? [complete.assumed] : [],
    });
  },
});

function few(names: readonly string[]): string {
  return names.length < 4 ? series(names) : listed(names, 2);
}

/** Route tables whose subnets have neither the endpoint nor another path to the service. */
function leftOut(endpoint: Endpoint, tables: readonly RouteTable[]) {
  const names = tables.map(({ key }) => key);
  return fail({
    message: `${nameOf(endpoint)} is not associated with ${listed(names, 1)}, whose subnets have no other path to the service`,
    at: endpoint.routeTables.at,
    level: 'note',
    why: 'These subnets cannot reach the service, so calls from them time out.',
    ...advise(`Add ${few(names)} to \`RouteTableIds\` if anything in those subnets uses the service.`),
    related: tables.map((table) => ({ message: `${table.key} has no route to the endpoint`, at: table.at })),
    evidence: { missing: names, by: [] },
    detail: 'isolated',
  });
}

/**
 * Whether a route table with subnets lacks the endpoint: by what traffic bypasses it, or null if nothing does; why that is
 * not known; null if it does not lack the endpoint.
 */
function misses(
  table: RouteTable,
  endpoint: Endpoint,
  net: Network,
  isolatedToo: boolean,
): { by: RouteTarget['is'] | null } | { because: string } | null {
  const unknowns: string[] = [];
  const { sure, open } = usersOf(table, net);
  const answers = sure.map((ref) => onlyPasses(ref, table.vpc, net));
  if (!answers.includes(false)) {
    const why = answers.find((answer) => typeof answer === 'string') ?? open;
    if (why === null) return null;
    unknowns.push(why);
  }
  const ways = waysOutOf(table, net);
  const by = [...ways.sure].find((way) => PAST.has(way)) ?? null;
  if (by === null) {
    if (ways.open !== null) unknowns.push(ways.open);
    else if (!isolatedToo || ways.sure.size > 0) return null;
  }
  for (const covering of covers(endpoint, net)) {
    const has = hasGatewayRoute(covering.endpoint, table);
    if (has === 'yes' && covering.sure) return null;
    if (has !== 'no') unknowns.push(`it is not known whether ${covering.endpoint.key} is associated with ${table.key}`);
  }
  return unknowns.length > 0 ? { because: unknowns[0]! } : { by };
}

/** The endpoint itself and the other gateway endpoints to its service in the VPC. */
function covers(endpoint: Endpoint, net: Network): { endpoint: Endpoint; sure: boolean }[] {
  const there = liveIn(endpoint.vpc, net);
  const others = (list: readonly Endpoint[], sure: boolean) =>
    list
      .filter((e) => e !== endpoint && (!e.type.known || e.type.value === 'Gateway'))
      .filter(
        (e) =>
          !e.serviceName.known || !endpoint.serviceName.known || e.serviceName.value === endpoint.serviceName.value,
      )
      .map((e) => ({ endpoint: e, sure: sure && e.type.known && e.serviceName.known && endpoint.serviceName.known }));
  return [{ endpoint, sure: true }, ...others(there.sure, true), ...others(there.maybe, false)];
}
