import { balancersOf, zonesOf } from '../../src/ask/balancers.ts';
import { defineRule, fail, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { isEmpty, isExact, type Listener, type LoadBalancer, whyOpen } from '../../src/model/index.ts';

/** Seconds a load balancer waits by default. */
const DEFAULT = 350;

/** Listeners whose connections have an idle timeout that can be set. */
const WITH_TIMEOUT = new Set(['TCP', 'TLS', 'TCP_UDP']);

export default defineRule({
  id: 'endpoint-service/cross-region-timeout',
  level: 'error',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Endpoint service for other Regions has a load balancer that cannot serve them.',
  why: 'AWS does not let a service be used from other Regions while a load balancer of it has an idle timeout of its own.',
  fix: 'Leave the idle timeout of the listeners at 350 seconds, and give the load balancer a second zone.',
  recipes: {
    cloudformation: `ListenerAttributes:
  - { Key: tcp.idle_timeout.seconds, Value: "350" }`,
  },
  exceptions: ['A warning where the service is offered in one zone only: AWS asks for two.'],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html'],
  subject: 'endpoint-service',
  bad: {
    'a timeout of its own': {
      scene: {
        services: {
          orders: { supportedRegions: ['us-east-1', 'eu-west-1'], balancer: { listeners: [{ idleTimeout: 900 }] } },
        },
      },
      says: '{orders} is offered to eu-west-1, but a listener has an idle timeout of 900 s',
      inputs: ['plan', 'state', 'tfstate', 'template'],
    },
    'one zone': {
      scene: {
        services: {
          orders: {
            supportedRegions: ['us-east-1', 'eu-west-1'],
            subnets: ['a'],
            balancer: { listeners: [{}] },
          },
        },
      },
      says: '{orders} is offered to eu-west-1, but is in 1 zone',
      level: 'warning',
      also: ['endpoint-service/single-az-load-balancer'],
    },
    'one zone of two that its load balancer has': {
      scene: {
        services: {
          orders: {
            supportedRegions: ['us-east-1', 'eu-west-1'],
            subnets: ['a', 'b'],
            zones: ['a'],
            balancer: { listeners: [{}] },
          },
        },
      },
      says: '{orders} is offered to eu-west-1, but is in 1 zone',
      level: 'warning',
      inputs: ['state', 'tfstate', 'describe'],
      also: ['endpoint-service/single-az-load-balancer'],
    },
  },
  good: {
    'the default timeout': {
      scene: {
        services: { orders: { supportedRegions: ['us-east-1', 'eu-west-1'], balancer: { listeners: [{}] } } },
      },
      inputs: ['plan', 'state', 'tfstate', 'template'],
    },
    'timeouts are not in describe output': {
      scene: {
        services: {
          orders: { supportedRegions: ['us-east-1', 'eu-west-1'], balancer: { listeners: [{ port: 8443 }] } },
        },
      },
      inputs: ['describe'],
      undecidedIn: ['describe'],
    },
    'its own Region alone': {
      scene: { services: { orders: { balancer: { listeners: [{ idleTimeout: 900 }] } } } },
    },
    'UDP has no such timeout': {
      scene: {
        services: {
          orders: { supportedRegions: ['eu-west-1'], balancer: { listeners: [{ port: 53, protocol: 'UDP' }] } },
        },
      },
    },
  },

  check(service) {
    const { key, supportedRegions, region } = service;
    if (!region.known) return isEmpty(supportedRegions) ? notApplicable : undecided(region);
    const abroad = supportedRegions.sure.find((name) => name !== region.value);
    if (abroad === undefined) return isExact(supportedRegions) ? notApplicable : undecided(supportedRegions);

    const { sure, open } = balancersOf(service);
    for (const lb of sure) {
      const slow = lb.listeners.sure.find((it) => timeoutOf(it) === 'own');
      if (!slow?.idleTimeout.known) continue;
      return fail({
        message: `${key} is offered to ${abroad}, but a listener has an idle timeout of ${slow.idleTimeout.value} s`,
        at: supportedRegions.at,
        related: [{ message: 'the timeout', at: slow.idleTimeout.at }],
        evidence: { regions: supportedRegions.sure, loadBalancer: lb.key, idleTimeout: slow.idleTimeout.value },
      });
    }
    const { least, most, missing } = zonesOf(service);
    if (most === 1 && least === 1) {
      return fail({
        level: 'warning',
        message: `${key} is offered to ${abroad}, but is in 1 zone`,
        at: supportedRegions.at,
        related: sure.map((lb) => ({ message: 'the load balancer', at: lb.at })),
        evidence: { regions: supportedRegions.sure, loadBalancers: sure.map((lb) => lb.key), zones: 1 },
      });
    }
    const zones = least < 2 ? (missing[0] ?? 'the zones of a load balancer are not known') : undefined;
    const unclear = open ?? zones ?? sure.map(whyUnclear).find((why) => why !== undefined);
    return unclear === undefined ? pass : undecided(unclear);
  },
});

function timeoutOf({ protocol, idleTimeout }: Listener): 'own' | 'default' | 'unknown' {
  if (protocol.known && !WITH_TIMEOUT.has(protocol.value ?? '')) return 'default';
  if (!protocol.known || !idleTimeout.known) return 'unknown';
  return idleTimeout.value === DEFAULT ? 'default' : 'own';
}

function whyUnclear({ listeners }: LoadBalancer): string | undefined {
  const doubt = listeners.sure.find((it) => timeoutOf(it) === 'unknown');
  if (!doubt) return whyOpen(listeners);
  if (!doubt.protocol.known) return doubt.protocol.because;
  return doubt.idleTimeout.known ? undefined : doubt.idleTimeout.because;
}
