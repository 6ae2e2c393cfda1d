import { oncePer, push } from '../../src/base/memo.ts';
import { defineRule, fail, pass, undecided } from '../../src/engine/index.ts';
import {
  all,
  type EndpointService,
  type LoadBalancer,
  type Network,
  type Ref,
  refKey,
  refName,
  whyOpen,
} from '../../src/model/index.ts';

export default defineRule({
  id: 'endpoint-service/nlb-reused',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Two endpoint services use the same load balancer.',
  why: 'A load balancer can belong to only one endpoint service. AWS rejects the second service.',
  fix: 'Create a separate load balancer for each endpoint service.',
  recipes: { cloudformation: 'NetworkLoadBalancerArns: [!Ref SecondLoadBalancer] # of its own' },
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html'],
  subject: 'endpoint-service',
  bad: {
    'one load balancer for both': {
      scene: { services: { orders: {}, returns: { loadBalancers: ['orders'] } } },
      subject: 'returns',
      alsoOn: ['orders'],
      says: '{returns} uses the same load balancer as {orders}',
    },
  },
  good: {
    'one load balancer each': {
      scene: { services: { orders: {}, returns: {} } },
      subject: 'orders',
      inputs: ['describe'],
    },
    'Terraform cannot show other services of the account': {
      scene: { services: { orders: {} } },
      inputs: ['plan', 'state', 'tfstate', 'template'],
      undecidedIn: ['plan', 'state', 'tfstate', 'template'],
    },
  },

  check(service, net) {
    const { loadBalancers } = service;
    const index = servicesByBalancer(net);
    for (const ref of loadBalancers.sure) {
      const other = index.of(ref).find((it) => it.key !== service.key);
      if (!other) continue;
      return fail({
        message: `${service.key} uses the same load balancer as ${other.key}`,
        at: loadBalancers.at,
        related: [{ message: `${other.key} uses it here`, at: other.loadBalancers.at }],
        evidence: { loadBalancer: refName(ref), services: [service.key, other.key].sort() },
      });
    }
    const complete = net.complete('endpoint-service');
    if (complete.complete && net.endpointServices.every(({ key }) => key === service.key)) return pass;
    const unclear = whyOpen(loadBalancers) ?? index.open ?? (complete.complete ? undefined : complete.because);
    return unclear === undefined ? pass : undecided(unclear);
  },
});

interface Index {
  of(ref: Ref<LoadBalancer>): readonly EndpointService[];
  /** Why a service may have load balancers that are not known. */
  readonly open: string | undefined;
}

const servicesByBalancer = oncePer((net: Network): Index => {
  const services = new Map<string, EndpointService[]>();
  let open: string | undefined;
  for (const service of net.endpointServices) {
    open ??= whyOpen(service.loadBalancers);
    for (const ref of all(service.loadBalancers)) if (ref.is === 'unknown') open ??= ref.because;
    for (const key of new Set(service.loadBalancers.sure.map(refKey))) {
      if (key !== undefined) push(services, key, service);
    }
  }
  return { of: (ref: Ref<LoadBalancer>) => services.get(refKey(ref) ?? '') ?? [], open };
});
