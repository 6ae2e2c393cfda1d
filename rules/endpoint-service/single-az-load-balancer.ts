import { balancersOf } from '../../src/engine/ask/balancers.ts';
import { defineRule, fail, pass, undecided } from '../../src/engine/index.ts';
import { distinct, type EndpointService, is, isExact, type LoadBalancer } from '../../src/model/index.ts';

export default defineRule({
  id: 'endpoint-service/single-az-load-balancer',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint service is offered in one Availability Zone.',
  why: 'Consumers can have an endpoint in that zone alone: when it fails, all of them lose the service at once.',
  fix: 'Give the load balancer a subnet in a second zone, then modify the service so that it takes the zone up.',
  recipes: {
    terraform: 'subnets = [aws_subnet.a.id, aws_subnet.b.id]',
    cli: 'aws elbv2 set-subnets --load-balancer-arn ... --subnets subnet-... subnet-...',
  },
  exceptions: [
    'A note for a Gateway Load Balancer: its consumers have one endpoint a zone.',
    'The zones the service itself lists count before those of its load balancers.',
  ],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html'],
  needs: ['zones', 'loadBalancers'],
  subject: 'endpoint-service',
  bad: {
    'one subnet': {
      scene: { services: { payments: { subnets: ['a'] } } },
      says: '{payments} is offered in 1 zone',
    },
    'a Gateway Load Balancer in one zone': {
      scene: { services: { inspection: { loadBalancer: 'gateway', subnets: ['a'] } } },
      says: '{inspection} is offered in 1 zone',
      level: 'note',
    },
    'the service lists fewer zones than its load balancer has': {
      scene: { services: { payments: { zones: ['a'] } } },
      says: '{payments} is offered in 1 zone',
      inputs: ['state', 'tfstate', 'describe'],
    },
  },
  good: {
    'two zones': { scene: { services: { payments: {} } } },
    'two load balancers in a zone each': {
      scene: {
        loadBalancers: { one: { subnets: ['a'] }, two: { subnets: ['b'] } },
        services: { payments: { loadBalancers: ['one', 'two'] } },
      },
    },
  },

  check(service) {
    const { key, zones } = service;
    const { least, most, missing } = zonesOf(service);
    if (least >= 2) return pass;
    if (most === null || most > 1 || least === 0) return undecided(...missing);
    return fail({
      message: `${key} is offered in 1 zone`,
      ...(balancersOf(service).sure.some((lb) => is(lb.type, 'gateway')) ? { level: 'note' } : {}),
      at: isExact(zones) ? zones.at : service.loadBalancers.at,
      related: balancersOf(service).sure.map((lb) => ({ message: 'its load balancer', at: lb.at })),
      evidence: {
        zones: isExact(zones) ? zones.sure : null,
        loadBalancers: balancersOf(service).sure.map((lb) => lb.key),
      },
    });
  },
});

interface Zones {
  readonly least: number;
  /** Null: no bound known. */
  readonly most: number | null;
  readonly missing: readonly string[];
}

/** In how many zones it is offered: those it lists, else those its load balancers have subnets in. */
function zonesOf(service: EndpointService): Zones {
  const { zones } = service;
  if (isExact(zones)) {
    const n = new Set(zones.sure).size;
    return { least: n, most: n, missing: ['the service lists no zones'] };
  }
  const { sure, open } = balancersOf(service);
  // A service takes up zones when it is made or modified: one that exists may offer fewer than its load balancer has.
  const { least, most, missing } = zonesOfBalancers(sure, open);
  if (service.id.known) return { least: Math.min(least, 1), most, missing: [zones.open ?? 'its zones', ...missing] };
  return { least, most, missing };
}

function zonesOfBalancers(sure: readonly LoadBalancer[], open: string | null): Zones {
  const missing = [open, ...sure.map((lb) => lb.subnets.open)].filter((why) => why !== null);
  if (open !== null || sure.length === 0) {
    // More load balancers can only add zones, and those that the service takes up are a matter of its own list.
    return { least: Math.max(0, ...sure.map(subnetsOf)), most: null, missing };
  }
  if (sure.length === 1) return { ...distinct(sure[0]!.subnets), missing };
  const named = new Set(sure.flatMap((lb) => lb.zones.sure));
  const known = sure.every((lb) => isExact(lb.zones));
  return { least: Math.max(named.size, ...sure.map(subnetsOf)), most: known ? named.size : null, missing };
}

/** A load balancer has one subnet a zone. */
function subnetsOf(lb: LoadBalancer): number {
  return distinct(lb.subnets).least;
}
