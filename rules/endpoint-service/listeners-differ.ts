import { balancersOf } from '../../src/ask/balancers.ts';
import { listed } from '../../src/base/words.ts';
import { defineRule, fail, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { type LoadBalancer, whyOpen } from '../../src/model/index.ts';

export default defineRule({
  id: 'endpoint-service/listeners-differ',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Load balancers of one endpoint service have different listeners.',
  why: 'Each network interface of an endpoint uses one of the load balancers. The service then answers on a port in some Availability Zones only.',
  fix: 'Add the missing listeners, so that all load balancers of the service listen on the same ports.',
  fixIn: {
    terraform:
      'Add an `aws_lb_listener` for each missing port, so that all load balancers of the service listen on the same ports.',
    cloudformation:
      'Add an `AWS::ElasticLoadBalancingV2::Listener` for each missing port, so that all load balancers of the service listen on the same ports.',
    cli: 'Run `aws elbv2 create-listener` for each missing port, so that all load balancers of the service listen on the same ports.',
  },
  recipes: {
    cloudformation: `SecondListener:
  Type: AWS::ElasticLoadBalancingV2::Listener
  Properties:
    LoadBalancerArn: !Ref SecondLoadBalancer
    Protocol: TCP
    Port: 443
    # ...`,
  },
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html'],
  subject: 'endpoint-service',
  bad: {
    'two ports': {
      scene: {
        loadBalancers: { one: { listeners: [{}] }, two: { listeners: [{ port: 8443 }] } },
        services: { orders: { loadBalancers: ['one', 'two'] } },
      },
      says: 'Not all load balancers of {orders} listen on TCP 443, TCP 8443',
    },
    'one protocol fewer': {
      scene: {
        loadBalancers: {
          one: { listeners: [{ port: 53 }, { port: 53, protocol: 'UDP' }] },
          two: { listeners: [{ port: 53 }] },
        },
        services: { dns: { loadBalancers: ['one', 'two'] } },
      },
      says: 'Not all load balancers of {dns} listen on UDP 53',
    },
  },
  good: {
    'the same on both': {
      scene: {
        loadBalancers: { one: { listeners: [{}] }, two: { listeners: [{}] } },
        services: { orders: { loadBalancers: ['one', 'two'] } },
      },
    },
    'one load balancer': { scene: { services: { orders: { balancer: { listeners: [{}] } } } } },
    'describe output without listeners': {
      scene: { loadBalancers: { one: {}, two: {} }, services: { orders: { loadBalancers: ['one', 'two'] } } },
      inputs: ['describe'],
      undecidedIn: ['describe'],
    },
  },

  check(service) {
    const { sure, open } = balancersOf(service);
    if (sure.length < 2) return open === null ? notApplicable : undecided(open);
    const told = sure.map(listenersOf);
    const unclear = told.find((it) => typeof it === 'string');
    const known = told.filter((it) => typeof it !== 'string');
    const everywhere = new Set(known.flatMap((it) => [...it]));
    const some = [...everywhere].filter((listener) => !known.every((it) => it.has(listener))).sort();
    if (some.length > 0) {
      return fail({
        message: `Not all load balancers of ${service.key} listen on ${listed(some.map(inWords), 2)}`,
        at: service.loadBalancers.at,
        related: sure.map((lb) => ({ message: 'one of its load balancers', at: lb.at })),
        evidence: { listeners: some, loadBalancers: sure.map((lb) => lb.key) },
      });
    }
    return unclear === undefined && open === null ? pass : undecided(open ?? undefined, unclear);
  },
});

/** `TCP 443`. */
function inWords(listener: string): string {
  return listener.replace('/', ' ');
}

/** `TCP/443` each, or a sentence on why they are not known. */
function listenersOf({ listeners, key }: LoadBalancer): ReadonlySet<string> | string {
  const unclear = whyOpen(listeners);
  if (unclear !== undefined) return unclear;
  const out = new Set<string>();
  for (const { protocol, port } of listeners.sure) {
    if (!protocol.known || !port.known) return `the listeners of ${key} are not all known`;
    out.add(`${protocol.value ?? 'any'}/${port.value ?? 'any'}`);
  }
  return out;
}
