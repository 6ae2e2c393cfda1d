import { advise, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { all, distinct, refName } from '../../src/model/index.ts';

export default defineRule({
  id: 'availability/gwlb-subnet-count',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Gateway Load Balancer endpoint has more than one subnet.',
  why: 'AWS rejects a Gateway Load Balancer endpoint with more than one subnet.',
  ...advise('Set `SubnetIds` to one subnet, and create a separate endpoint for each further Availability Zone.'),
  recipes: {
    cloudformation: `InspectionA:
  Type: AWS::EC2::VPCEndpoint
  Properties:
    VpcEndpointType: GatewayLoadBalancer
    SubnetIds: [!Ref InspectionSubnetA]`,
    terraform: 'for_each   = aws_subnet.inspection\nsubnet_ids = [each.value.id]',
    cli: 'aws ec2 create-vpc-endpoint --vpc-endpoint-type GatewayLoadBalancer --subnet-ids subnet-... ...',
  },
  exceptions: ['For an endpoint without subnets, availability/no-subnets reports instead.'],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-load-balancer-endpoints.html'],
  refusedByAws: true,
  bad: {
    'two subnets': {
      scene: {
        services: { inspection: { loadBalancer: 'gateway' } },
        endpoints: { inspect: { type: 'GatewayLoadBalancer', endpointService: 'inspection', subnets: ['a', 'b'] } },
      },
      says: '{inspect} has 2 subnets, but a Gateway Load Balancer endpoint can have only one',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
      also: ['routing/gwlb-unrouted'],
    },
  },
  good: {
    'one subnet': {
      scene: {
        services: { inspection: { loadBalancer: 'gateway' } },
        endpoints: { inspect: { type: 'GatewayLoadBalancer', endpointService: 'inspection', subnets: ['a'] } },
      },
    },
    'other endpoint types may have several subnets': { scene: { endpoints: { sqs: {} } } },
    'a list from a local value': {
      scene: {
        services: { inspection: { loadBalancer: 'gateway' } },
        endpoints: { inspect: { type: 'GatewayLoadBalancer', endpointService: 'inspection', subnets: 'unknown' } },
      },
      inputs: ['plan', 'template'],
      undecidedIn: ['plan', 'template'],
    },
  },

  check(endpoint) {
    if (!endpoint.type.known) return undecided(endpoint.type);
    if (endpoint.type.value !== 'GatewayLoadBalancer') return notApplicable;
    const { least, most } = distinct(endpoint.subnets);
    if (most === 0) return notApplicable; // availability/no-subnets reports it
    if (least === 1 && most === 1) return pass;
    if (least < 2) return undecided(endpoint.subnets);
    const isSecret = all(endpoint.subnets).some((ref) => ref.is !== 'unknown' && ref.sensitive);
    const n = isSecret ? 'several' : least === most ? `${least}` : `at least ${least}`;
    return fail({
      message: `${nameOf(endpoint)} has ${n} subnets, but a Gateway Load Balancer endpoint can have only one`,
      at: endpoint.subnets.at,
      evidence: { subnets: isSecret ? '(sensitive)' : all(endpoint.subnets).map(refName) },
      ...refused(endpoint),
    });
  },
});
