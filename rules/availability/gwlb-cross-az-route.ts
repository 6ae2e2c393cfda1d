import { routesTo, whyRoutesOpen } from '../../src/ask/gwlb-routes.ts';
import { whyOutside } from '../../src/ask/in-input.ts';
import { inOneZone, subnetsOf, whyNoZone, zoneName } from '../../src/ask/zones.ts';
import { controlsOf, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { whyOpen } from '../../src/model/index.ts';

export default defineRule({
  id: 'availability/gwlb-cross-az-route',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Subnet routes its traffic to a Gateway Load Balancer endpoint in another Availability Zone.',
  why: 'If the Availability Zone of the endpoint fails, subnets in healthy zones lose their path too.',
  fix: 'Create an endpoint in each Availability Zone, and route each subnet to the endpoint in its own zone.',
  recipes: {
    cloudformation: 'VpcEndpointId: !Ref InspectionA # in the AWS::EC2::Route for subnets in Availability Zone A',
    terraform: 'vpc_endpoint_id = aws_vpc_endpoint.inspection[each.key].id # by Availability Zone',
  },
  exceptions: [
    'Route tables without subnets, such as the main route table and the route table of an internet gateway.',
    'Endpoints that AWS Network Firewall manages are checked too, because you create their routes.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-load-balancer-endpoints.html',
    'https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-high-availability.html',
  ],
  controls: controlsOf('trusted-advisor', '528d6f5ee7'),
  judgesManaged: true,
  bad: {
    'a subnet in us-east-1b uses an endpoint in us-east-1a': {
      scene: {
        subnets: { 'app-a': { zone: 'a' }, 'app-b': { zone: 'b' } },
        services: { inspection: { loadBalancer: 'gateway' } },
        endpoints: { inspect: { type: 'GatewayLoadBalancer', endpointService: 'inspection', subnets: ['a'] } },
        routeTables: { app: { subnets: ['app-a', 'app-b'], routes: { '0.0.0.0/0': { endpoint: 'inspect' } } } },
      },
      says: '{app-b} in us-east-1b routes its traffic to {inspect} in us-east-1a',
    },
    'an endpoint that Network Firewall manages': {
      scene: {
        subnets: { 'app-a': { zone: 'a' }, 'app-b': { zone: 'b' } },
        endpoints: {
          firewall: {
            type: 'GatewayLoadBalancer',
            serviceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0',
            subnets: ['a'],
            requesterManaged: true,
            tags: { AWSNetworkFirewallManaged: 'true' },
          },
        },
        routeTables: { app: { subnets: ['app-a', 'app-b'], routes: { '0.0.0.0/0': { endpoint: 'firewall' } } } },
      },
      says: '{app-b} in us-east-1b routes its traffic to {firewall} in us-east-1a',
      inputs: ['describe'],
    },
  },
  good: {
    'the same Availability Zone': {
      scene: {
        subnets: { app: { zone: 'a' } },
        services: { inspection: { loadBalancer: 'gateway' } },
        endpoints: { inspect: { type: 'GatewayLoadBalancer', endpointService: 'inspection', subnets: ['a'] } },
        routeTables: { 'app-routes': { subnets: ['app'], routes: { '0.0.0.0/0': { endpoint: 'inspect' } } } },
      },
      inputs: ['describe'],
    },
    'other types have no routes': { scene: { endpoints: { sqs: {} } } },
  },

  check(endpoint, net) {
    const { type } = endpoint;
    if (!type.known) return undecided(type);
    if (type.value !== 'GatewayLoadBalancer') return notApplicable;
    const { sure, open } = subnetsOf(endpoint);
    const unclear: (string | undefined)[] = [open ?? undefined];
    const home = sure[0];
    if (home) unclear.push(whyNoZone(home));
    for (const { table, route } of home ? routesTo(endpoint, net) : []) {
      unclear.push(whyOpen(table.subnets));
      for (const ref of table.subnets.sure) {
        if (ref.is !== 'entity') {
          unclear.push(whyOutside(ref, 'subnet'));
          continue;
        }
        // Of several subnets any may be meant; availability/gwlb-subnet-count reports them.
        const answers = sure.map((own) => inOneZone(ref.to, own));
        if (open === null && answers.every((answer) => answer === 'no')) {
          return fail({
            message: `${ref.to.key} in ${zoneName(ref.to)} routes its traffic to ${nameOf(endpoint)} in ${zoneName(home!)}`,
            at: route.at,
            fix: `Route ${ref.to.key} to a Gateway Load Balancer endpoint in ${zoneName(ref.to)}.`,
            related: [{ message: 'the subnet', at: ref.to.at }],
            evidence: { table: table.key, subnet: ref.to.key, zone: zoneName(ref.to), zoneOfEndpoint: zoneName(home!) },
          });
        }
        if (!answers.includes('yes'))
          unclear.push(whyNoZone(ref.to) ?? 'it is not known whether two subnets are in one Availability Zone');
      }
    }
    unclear.push(whyRoutesOpen(endpoint, net) ?? undefined);
    const why = unclear.filter((reason) => reason !== undefined);
    return why.length === 0 ? pass : undecided(...why);
  },
});
