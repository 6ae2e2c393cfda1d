import { balancersOf, zonesOf } from '../../src/ask/balancers.ts';
import { defineRule, fail, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { isEmpty, isExact, type Listener, type LoadBalancer, whyOpen } from '../../src/model/index.ts';

/** Seconds a load balancer waits by default. */
const DEFAULT = 350;

const TOO_FEW_ZONES = {
  why: 'AWS asks for at least two zones. If the only zone fails, consumers in all Regions lose the service.',
  fix: 'Add a subnet in a second Availability Zone to the load balancer, then modify the service so that it offers the zone.',
};

/** Listeners whose connections have an idle timeout that can be set. */
const WITH_TIMEOUT = new Set(['TCP', 'TLS', 'TCP_UDP']);

export default defineRule({
  id: 'endpoint-service/cross-region-timeout',
  level: 'error',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Load balancer does not meet the requirements for an endpoint service that is offered in other Regions.',
  why: 'AWS does not offer a service in other Regions while a listener of its load balancer has a custom idle timeout.',
  fix: 'Set the idle timeout of every listener to 350 seconds.',
  fixIn: {
    terraform: 'Set `tcp_idle_timeout_seconds = 350` on every listener of the load balancer.',
    cloudformation: 'Set `tcp.idle_timeout.seconds` to 350 in `ListenerAttributes` of every listener.',
    cli: 'Run `aws elbv2 modify-listener-attributes --attributes Key=tcp.idle_timeout.seconds,Value=350` for every listener.',
  },
  recipes: {
    cloudformation: `ListenerAttributes:
  - { Key: tcp.idle_timeout.seconds, Value: "350" }`,
  },
  exceptions: ['A warning if the service is offered in one Availability Zone. AWS asks for two.'],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html'],
  subject: 'endpoint-service',
  bad: {
    'a custom idle timeout': {
      scene: {
        services: {
          orders: { supportedRegions: ['us-east-1', 'eu-west-1'], balancer: { listeners: [{ idleTimeout: 900 }] } },
        },
      },
      says: '{orders} is offered in eu-west-1, but a listener has an idle timeout of 900 seconds',
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
      says: '{orders} is offered in eu-west-1, but has only one Availability Zone',
      level: 'warning',
      also: ['endpoint-service/single-az-load-balancer'],
    },
    'one of the two zones of its load balancer': {
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
      says: '{orders} is offered in eu-west-1, but has only one Availability Zone',
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
    'describe output has no timeouts': {
      scene: {
        services: {
          orders: { supportedRegions: ['us-east-1', 'eu-west-1'], balancer: { listeners: [{ port: 8443 }] } },
        },
      },
      inputs: ['describe'],
      undecidedIn: ['describe'],
    },
    'only its own Region': {
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
        message: `${key} is offered in ${abroad}, but a listener has an idle timeout of ${slow.idleTimeout.value} seconds`,
        at: supportedRegions.at,
        related: [{ message: 'the timeout', at: slow.idleTimeout.at }],
        evidence: { regions: supportedRegions.sure, loadBalancer: lb.key, idleTimeout: slow.idleTimeout.value },
      });
    }
    const { least, most, missing } = zonesOf(service);
    if (most === 1 && least === 1) {
      return fail({
        level: 'warning',
        message: `${key} is offered in ${abroad}, but has only one Availability Zone`,
        ...TOO_FEW_ZONES,
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
