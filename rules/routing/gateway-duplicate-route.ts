import { liveIn } from '../../src/ask/services.ts';
import { advise, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { type Endpoint, type Network, type RouteTable, refKey, refName, same } from '../../src/model/index.ts';

export default defineRule({
  id: 'routing/gateway-duplicate-route',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Two gateway endpoints for the same service share a route table.',
  why: 'A route table can have only one route to a service, so AWS rejects the second endpoint.',
  ...advise('Keep each route table in the `RouteTableIds` of only one endpoint, or keep only one endpoint.'),
  recipes: { cloudformation: 'RouteTableIds: [!Ref PrivateTableB] # each route table in only one endpoint' },
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html'],
  refusedByAws: true,
  assumes: ['no gateway endpoint outside this input is associated with the route tables'],
  bad: {
    'both on one route table': {
      scene: { endpoints: { one: { service: 's3', type: 'Gateway' }, two: { service: 's3', type: 'Gateway' } } },
      subject: 'one',
      alsoOn: ['two'],
      says: 's3 and {two} share {private}, which can have only one route to the service',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
  },
  good: {
    'the other endpoint is deleted': {
      scene: {
        endpoints: {
          one: { service: 's3', type: 'Gateway' },
          two: { service: 's3', type: 'Gateway', state: 'deleted' },
        },
      },
      subject: 'one',
      inputs: ['describe'],
    },
    'two services': { scene: { endpoints: { s3: { type: 'Gateway' }, dynamodb: { type: 'Gateway' } } }, subject: 's3' },
    'separate route tables': {
      scene: {
        routeTables: { second: {} },
        endpoints: {
          one: { service: 's3', type: 'Gateway' },
          two: { service: 's3', type: 'Gateway', routeTables: ['second'] },
        },
      },
      subject: 'one',
    },
  },

  check(endpoint, net) {
    const { type, serviceName, routeTables } = endpoint;
    if (type.known && type.value !== 'Gateway') return notApplicable;
    const missing: string[] = [];
    for (const { other, sure } of rivals(endpoint, net)) {
      const shared = sharedTable(endpoint, other);
      if (shared === null) continue;
      if (typeof shared === 'string') {
        missing.push(shared);
        continue;
      }
      const certain = sure && type.known && serviceName.known && other.serviceName.known && other.type.known;
      if (!certain) {
        missing.push(`it is not known whether ${other.key} is a gateway endpoint to the same service in the same VPC`);
        continue;
      }
      return fail({
        message: `${nameOf(endpoint)} and ${other.key} share ${shared.key}, which can have only one route to the service`,
        at: routeTables.at,
        ...advise(`Remove ${shared.key} from the \`RouteTableIds\` of ${endpoint.key} or ${other.key}.`),
        related: [{ message: `${other.key} is associated with it too`, at: other.routeTables.at }],
        evidence: { routeTable: shared.key, endpoints: [endpoint.key, other.key] },
        ...refused(endpoint),
      });
    }
    return missing.length === 0 ? pass : undecided(type, serviceName, ...missing);
  },
});

/** Endpoints that are, or may be, gateway endpoints to the same service in the same VPC. */
function rivals(endpoint: Endpoint, net: Network): { other: Endpoint; sure: boolean }[] {
  const there = liveIn(endpoint.vpc, net);
  const may = (other: Endpoint) =>
    other !== endpoint &&
    (!other.type.known || other.type.value === 'Gateway') &&
    (!other.serviceName.known || !endpoint.serviceName.known || other.serviceName.value === endpoint.serviceName.value);
  return [
    ...there.sure.filter(may).map((other) => ({ other, sure: true })),
    ...there.maybe.filter(may).map((other) => ({ other, sure: false })),
  ];
}

/** A route table that both certainly share. Else why that is not known, or null if they share none. */
function sharedTable(a: Endpoint, b: Endpoint): RouteTable | string | null {
  for (const mine of a.routeTables.sure) {
    const theirs = b.routeTables.sure.find((ref) => same(ref, mine) === 'yes');
    if (theirs && mine.is === 'entity') return mine.to;
    if (theirs) return `both are on ${refName(mine) ?? 'one table'}, which is not in the input`;
  }
  const open = a.routeTables.open ?? b.routeTables.open;
  if (open !== null) return open;
  const keys = new Set([...b.routeTables.sure, ...b.routeTables.maybe].map(refKey));
  const doubtful = [...a.routeTables.sure, ...a.routeTables.maybe].some(
    (ref) => refKey(ref) === undefined || keys.has(refKey(ref)) || keys.has(undefined),
  );
  return doubtful && keys.size > 0 ? `it is not known whether ${a.key} and ${b.key} share a route table` : null;
}
