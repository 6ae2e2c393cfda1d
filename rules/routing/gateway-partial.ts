import { hasGatewayRoute, usersOf, waysOutOf } from '../../src/ask/paths.ts';
import { liveIn } from '../../src/ask/services.ts';
import { count } from '../../src/base/words.ts';
import { controlsOf, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { type Endpoint, inVpc, type Network, type RouteTable } from '../../src/model/index.ts';

/** Ways by which traffic to the service leaves where the gateway's route is missing. */
const PAST = new Set(['nat-gateway', 'transit-gateway', 'core-network', 'network-interface', 'vpc-endpoint']);

export default defineRule({
  id: 'routing/gateway-partial',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Gateway endpoint is missing from route tables whose subnets go out by NAT.',
  why: 'Traffic of those subnets to the service leaves by the NAT or transit gateway: it is billed there and passes the endpoint policy by.',
  fix: 'Associate the endpoint with the route tables of all subnets that use the service.',
  recipes: {
    cloudformation: 'RouteTableIds: [!Ref PrivateTableA, !Ref PrivateTableB]',
    terraform: 'route_table_ids = [for t in aws_route_table.private : t.id]',
    cli: 'aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-... --add-route-table-ids rtb-...',
  },
  exceptions: [
    'Tables that another gateway endpoint of the service covers.',
    'Directory buckets (s3express), which are used from chosen zones.',
    'A note where the input may not show all tables of the VPC.',
    'A note, from `strict` on, for tables whose subnets have no way out at all: they may need no service of AWS.',
  ],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html'],
  controls: controlsOf('cis', '6.8'),
  assumes: ['the export holds every route-table of the account and region'],
  bad: {
    'one of two tables': {
      scene: {
        routeTables: {
          nat: { subnets: ['c'], routes: { '0.0.0.0/0': 'nat-gateway' } },
          private: { subnets: ['a', 'b'] },
        },
        endpoints: { s3: { type: 'Gateway', routeTables: ['private'] } },
      },
      says: 's3 is missing from 1 route table whose subnets go out by nat-gateway: {nat}',
      levelIn: { state: 'note', tfstate: 'note' },
    },
    'the main table, which subnets without an association use': {
      scene: {
        subnets: { d: { zone: 'd' } },
        routeTables: {
          rest: { main: true, routes: { '0.0.0.0/0': 'nat-gateway' } },
          private: { subnets: ['a', 'b', 'c'] },
        },
        endpoints: { s3: { type: 'Gateway', routeTables: ['private'] } },
      },
      says: 's3 is missing from 1 route table whose subnets go out by nat-gateway: {rest}',
      inputs: ['plan', 'describe'],
    },
    'an endpoint that is gone covers nothing': {
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
      says: 's3 is missing from 1 route table whose subnets go out by nat-gateway: {nat}',
      inputs: ['describe'],
    },
    'an isolated table': {
      scene: {
        routeTables: { closed: { subnets: ['c'] }, private: { subnets: ['a', 'b'] } },
        endpoints: { s3: { type: 'Gateway', routeTables: ['private'] } },
      },
      preset: 'strict',
      level: 'note',
      says: 's3 is missing from 1 route table whose subnets have no way out: {closed}',
    },
  },
  good: {
    'a main table that no subnet uses': {
      scene: {
        routeTables: {
          rest: { main: true, routes: { '0.0.0.0/0': 'nat-gateway' } },
          private: { subnets: ['a', 'b', 'c'] },
        },
        endpoints: { s3: { type: 'Gateway', routeTables: ['private'] } },
      },
      undecidedIn: ['state', 'tfstate'],
    },
    'all tables': {
      scene: {
        routeTables: {
          nat: { subnets: ['c'], routes: { '0.0.0.0/0': 'nat-gateway' } },
          private: { subnets: ['a', 'b'] },
        },
        endpoints: { s3: { type: 'Gateway', routeTables: ['private', 'nat'] } },
      },
      undecidedIn: ['state', 'tfstate'],
    },
    'a table without a way out': {
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
    // With no table at all routing/gateway-no-route-tables says it.
    const hasNone = routeTables.sure.length === 0;
    if (hasNone && routeTables.open === null && routeTables.maybe.length === 0) return notApplicable;
    const there = inVpc(net.routeTables, endpoint.vpc);
    const missing: string[] = [];
    const uncovered: { table: RouteTable; by: string }[] = [];
    const isolated: RouteTable[] = [];
    for (const table of there.sure) {
      const answer = misses(table, endpoint, net, preset !== 'recommended');
      if (answer === null) continue;
      if ('because' in answer) missing.push(answer.because);
      else if (answer.by === null) isolated.push(table);
      else uncovered.push({ table, by: answer.by });
    }
    const complete = net.complete('route-table', endpoint.vpc);
    // Where nothing goes out past it, it does not matter which tables it is in.
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
        there.maybe[0] && `whether ${there.maybe[0].key} is in the VPC is not known`,
      );
    }
    if (!type.known || !serviceName.known) return undecided(type, serviceName);
    const names = uncovered.map((u) => u.table.key);
    const shown = names.length === 1 ? names[0] : `${names[0]} and ${names.length - 1} more`;
    return fail({
      message: `${nameOf(endpoint)} is missing from ${count(uncovered.length, 'route table')} whose subnets go out by ${uncovered[0]!.by}: ${shown}`,
      at: routeTables.at,
      ...(complete.complete ? {} : { level: 'note' }),
      related: uncovered.map(({ table }) => ({ message: `${table.key} has no route to the endpoint`, at: table.at })),
      evidence: { missing: names, by: [...new Set(uncovered.map((u) => u.by))] },
      assumed: complete.complete && complete.assumed !== null ? [complete.assumed] : [],
    });
  },
});

/** Tables whose subnets have neither the endpoint nor any other way to the service. */
function leftOut(endpoint: Endpoint, tables: readonly RouteTable[]) {
  const names = tables.map(({ key }) => key);
  const shown = names.length === 1 ? names[0] : `${names[0]} and ${names.length - 1} more`;
  return fail({
    message: `${nameOf(endpoint)} is missing from ${count(tables.length, 'route table')} whose subnets have no way out: ${shown}`,
    at: endpoint.routeTables.at,
    level: 'note',
    why: 'These subnets cannot reach the service at all. Calls from there time out.',
    fix: 'Associate the endpoint with these route tables, if anything in their subnets uses the service.',
    related: tables.map((table) => ({ message: `${table.key} has no route to the endpoint`, at: table.at })),
    evidence: { missing: names, by: [] },
    detail: 'isolated',
  });
}

/**
 * Whether a table that subnets use lacks the endpoint: what goes out past it, null where nothing does and that counts; why
 * that is not known; null where it does not lack it.
 */
function misses(
  table: RouteTable,
  endpoint: Endpoint,
  net: Network,
  isolatedToo: boolean,
): { by: string | null } | { because: string } | null {
  const unknowns: string[] = [];
  const { sure, open } = usersOf(table, net);
  if (sure.length === 0) {
    if (open === null) return null;
    unknowns.push(open);
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
    if (has !== 'no') unknowns.push(`whether ${covering.endpoint.key} is on ${table.key} is not known`);
  }
  return unknowns.length > 0 ? { because: unknowns[0]! } : { by };
}

/** The endpoint itself and the other gateways to its service in the VPC. */
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
