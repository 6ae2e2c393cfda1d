import { routesTo, whyRoutesOpen } from '../../src/ask/gwlb-routes.ts';
import { controlsOf, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';

const EXPORT = 'the export holds every route table of the account and Region';

export default defineRule({
  id: 'routing/gwlb-unrouted',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'No route leads to the Gateway Load Balancer endpoint.',
  why: 'Without a route, this endpoint inspects no traffic but still costs money.',
  fix: 'Choose the subnets whose traffic the endpoint should inspect. Add a route to the endpoint to their route tables.',
  recipes: {
    cloudformation: `Through:
  Type: AWS::EC2::Route
  Properties:
    RouteTableId: !Ref WorkloadTable
    DestinationCidrBlock: 0.0.0.0/0
    VpcEndpointId: !Ref Inspection`,
    cli: 'aws ec2 create-route --route-table-id rtb-... --destination-cidr-block 0.0.0.0/0 --vpc-endpoint-id vpce-...',
  },
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-load-balancer-endpoints.html'],
  controls: controlsOf('trusted-advisor', 'c2vlfg0k35'),
  assumes: [EXPORT],
  bad: {
    'no route': {
      scene: {
        services: { inspect: { loadBalancer: 'gateway' } },
        endpoints: { fw: { endpointService: 'inspect', type: 'GatewayLoadBalancer' } },
      },
      says: 'No route leads to {fw}, so it inspects no traffic',
      inputs: ['plan', 'describe', 'template'],
    },
  },
  good: {
    'a default route': {
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
    if (routesTo(endpoint, net).length > 0) return pass;
    const open = whyRoutesOpen(endpoint, net);
    if (!type.known || open !== null) return undecided(type, open ?? undefined);
    const complete = net.complete('route-table', endpoint.vpc);
    return fail({
      message: `No route leads to ${nameOf(endpoint)}, so it inspects no traffic`,
      evidence: { routes: [] },
      assumed: complete.complete && complete.assumed !== null ? [complete.assumed] : [],
    });
  },
});
