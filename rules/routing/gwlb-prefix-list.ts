import { routesTo, whyRoutesOpen } from '../../src/ask/gwlb-routes.ts';
import { parseCidr } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { show } from '../../src/model/index.ts';

export default defineRule({
  id: 'routing/gwlb-prefix-list',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Route to a Gateway Load Balancer endpoint has a prefix list as its destination.',
  why: 'AWS rejects prefix lists as destinations of these routes, so the endpoint does not inspect the traffic.',
  fix: 'Replace the route with routes to address ranges.',
  recipes: { cloudformation: 'DestinationCidrBlock: 10.0.0.0/8 # instead of DestinationPrefixListId' },
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/vpce-gateway-load-balancer.html'],
  refusedByAws: true,
  assumes: ['the export holds every route table of the account and Region'],
  bad: {
    'a prefix list': {
      scene: {
        prefixLists: { corp: { cidrs: ['10.9.0.0/16'] } },
        services: { inspect: { loadBalancer: 'gateway' } },
        endpoints: { fw: { endpointService: 'inspect', type: 'GatewayLoadBalancer' } },
        routeTables: { app: { subnets: ['b'], routes: { corp: { endpoint: 'fw' } } } },
      },
      says: 'A route to {fw} in {app} has a prefix list as its destination',
      inputs: ['state', 'tfstate'],
      level: 'note',
    },
  },
  good: {
    'an address range': {
      scene: {
        services: { inspect: { loadBalancer: 'gateway' } },
        endpoints: { fw: { endpointService: 'inspect', type: 'GatewayLoadBalancer' } },
        routeTables: { app: { subnets: ['b'], routes: { '0.0.0.0/0': { endpoint: 'fw' } } } },
      },
    },
  },

  check(endpoint, net) {
    const { type } = endpoint;
    if (type.known && type.value !== 'GatewayLoadBalancer') return notApplicable;
    const routes = routesTo(endpoint, net);
    const wrong = routes.find(
      ({ route }) => route.destination.known && parseCidr(route.destination.value) === undefined,
    );
    if (wrong && type.known) {
      return fail({
        message: `A route to ${nameOf(endpoint)} in ${wrong.table.key} has a prefix list as its destination`,
        fix: `Replace the route in ${wrong.table.key} with routes to address ranges.`,
        at: wrong.route.at,
        evidence: { routeTable: wrong.table.key, destination: show(wrong.route.destination) },
        ...refused(endpoint),
      });
    }
    const unknown = routes.find(({ route }) => !route.destination.known);
    const open = whyRoutesOpen(endpoint, net);
    if (wrong || unknown || open !== null) return undecided(type, unknown?.route.destination, open ?? undefined);
    return type.known ? pass : undecided(type);
  },
});
