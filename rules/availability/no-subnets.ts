import { hasInterfaces, spansZones } from '../../src/aws/index.ts';
import { advise, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { isEmpty } from '../../src/model/index.ts';

export default defineRule({
  id: 'availability/no-subnets',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint has no subnets, so it has no network interface.',
  why: 'Clients cannot reach the service through an endpoint without a network interface.',
  ...advise('Set `SubnetIds` to subnets in at least two Availability Zones, ideally one in each zone with workloads.'),
  recipes: {
    cloudformation: 'SubnetIds: [!Ref PrivateA, !Ref PrivateB]',
    terraform: 'subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]',
    cli: 'aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-... --add-subnet-ids subnet-... subnet-...',
  },
  exceptions: ['Subnets of association resources in the same input count.'],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html'],
  bad: {
    'no subnets': {
      scene: { endpoints: { sqs: { subnets: 'omitted' } } },
      says: 'sqs has no subnets, so it has no network interface',
    },
    'an empty list': {
      scene: { endpoints: { kms: { subnets: [] } } },
      says: 'kms has no subnets, so it has no network interface',
    },
    'a Gateway Load Balancer endpoint': {
      scene: {
        services: { inspection: { loadBalancer: 'gateway' } },
        endpoints: { inspect: { type: 'GatewayLoadBalancer', endpointService: 'inspection', subnets: [] } },
      },
      says: '{inspect} has no subnets, so it has no network interface',
      also: ['routing/gwlb-unrouted'],
    },
  },
  good: {
    'two subnets': { scene: { endpoints: { sqs: { subnets: ['a', 'b'] } } } },
    'subnets of association resources': {
      scene: { endpoints: { sqs: { subnets: ['a', 'b'], associations: 'separate' } } },
      inputs: ['plan', 'state', 'tfstate', 'template'],
    },
    'a gateway endpoint needs none': { scene: { endpoints: { s3: { type: 'Gateway' } } } },
    'a list from a local value': {
      scene: { endpoints: { sqs: { subnets: 'unknown' } } },
      inputs: ['plan', 'template'],
      undecidedIn: ['plan', 'template'],
    },
  },

  check(endpoint) {
    if (!endpoint.type.known) return undecided(endpoint.type);
    if (!hasInterfaces(endpoint.type.value)) return notApplicable;
    if (endpoint.subnets.sure.length > 0) return pass;
    if (!isEmpty(endpoint.subnets)) return undecided(endpoint.subnets);
    return fail({
      message: `${nameOf(endpoint)} has no subnets, so it has no network interface`,
      at: endpoint.subnets.at,
      ...(spansZones(endpoint.type.value) ? {} : advise('Set `SubnetIds` to one subnet.')),
      evidence: { subnets: [] },
    });
  },
});
