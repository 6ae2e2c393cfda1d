import { routesTo, whyRoutesOpen } from '../../src/ask/gwlb-routes.ts';
import { inOneZone, subnetsOf, whyNoZone, zoneName } from '../../src/ask/zones.ts';
import { controlsOf, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { whyOpen } from '../../src/model/index.ts';

export default defineRule({
  id: 'availability/gwlb-cross-az-route',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Subnet routes its traffic to a Gateway Load Balancer endpoint of another Availability Zone.',
  why: 'When the endpoint’s zone fails, healthy zones lose their path as well; until then every byte crosses zones.',
  fix: 'Make an endpoint in each zone and route each subnet to that of its own zone.',
  recipes: {
    cloudformation: 'VpcEndpointId: !Ref InspectionA # in the AWS::EC2::Route of a table of zone a',
    terraform: 'vpc_endpoint_id = aws_vpc_endpoint.inspection[each.key].id # by zone',
  },
  exceptions: [
    'Route tables without subnets: the main table, and that of an internet gateway.',
    'Endpoints that AWS Network Firewall manages are checked as well: their routes are yours.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-load-balancer-endpoints.html',
    'https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-high-availability.html',
  ],
  controls: controlsOf('trusted-advisor', '528d6f5ee7'),
  judgesManaged: true,
  bad: {
    'zone b by way of zone a': {
      scene: {
        subnets: { 'app-a': { zone: 'a' }, 'app-b': { zone: 'b' } },
        services: { inspection: { loadBalancer: 'gateway' } },
        endpoints: { inspect: { type: 'GatewayLoadBalancer', endpointService: 'inspection', subnets: ['a'] } },
        routeTables: { app: { subnets: ['app-a', 'app-b'], routes: { '0.0.0.0/0': { endpoint: 'inspect' } } } },
      },
      says: '{inspect} in us-east-1a takes the traffic of {app-b} in us-east-1b',
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
      says: '{firewall} in us-east-1a takes the traffic of {app-b} in us-east-1b',
      inputs: ['describe'],
    },
  },
  good: {
    'its own zone': {
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
          unclear.push(ref.is === 'unknown' ? ref.because : `a subnet of ${table.key} is not in the input`);
          continue;
        }
        // With several subnets availability/gwlb-subnet-count speaks: any of them may be meant.
        const answers = sure.map((own) => inOneZone(ref.to, own));
        if (open === null && answers.every((answer) => answer === 'no')) {
          return fail({
            message: `${nameOf(endpoint)} in ${zoneName(home!)} takes the traffic of ${ref.to.key} in ${zoneName(ref.to)}`,
            at: route.at,
            related: [{ message: 'the subnet', at: ref.to.at }],
            evidence: { table: table.key, subnet: ref.to.key, zone: zoneName(ref.to), zoneOfEndpoint: zoneName(home!) },
          });
        }
        if (!answers.includes('yes'))
          unclear.push(whyNoZone(ref.to) ?? 'whether two subnets are in one zone is not known');
      }
    }
    unclear.push(whyRoutesOpen(endpoint, net) ?? undefined);
    const why = unclear.filter((reason) => reason !== undefined);
    return why.length === 0 ? pass : undecided(...why);
  },
});
