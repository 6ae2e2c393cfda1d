import { balancersOf, zonesOf } from '../../src/ask/balancers.ts';
import { defineRule, fail, pass, undecided } from '../../src/engine/index.ts';
import { type EndpointService, is, isExact } from '../../src/model/index.ts';

export default defineRule({
  id: 'endpoint-service/single-az-load-balancer',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint service is offered in one Availability Zone.',
  why: 'Consumers can have endpoints only in that zone. If the zone fails, all of them lose the service.',
  fix: 'Add a subnet in a second Availability Zone to the load balancer, then modify the service so that it offers the zone.',
  fixIn: {
    terraform:
      'Add a subnet in a second Availability Zone to `subnets` of the load balancer, then modify the service so that it offers the zone.',
    cloudformation:
      'Add a subnet in a second Availability Zone to `Subnets` of the load balancer, then modify the service so that it offers the zone.',
    cli: 'Run `aws elbv2 set-subnets` with a subnet in a second Availability Zone, then `aws ec2 modify-vpc-endpoint-service-configuration`, so that the service offers the zone.',
  },
  recipes: {
    cloudformation: 'Subnets: [!Ref PrivateA, !Ref PrivateB] # of AWS::ElasticLoadBalancingV2::LoadBalancer',
    terraform: 'subnets = [aws_subnet.a.id, aws_subnet.b.id]',
    cli: 'aws elbv2 set-subnets --load-balancer-arn ... --subnets subnet-... subnet-...',
  },
  exceptions: [
    'A note for a Gateway Load Balancer, because its consumers have one endpoint in each zone.',
    'If the service lists its zones, the zones of its load balancers do not count.',
  ],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html'],
  subject: 'endpoint-service',
  bad: {
    'one subnet': {
      scene: { services: { payments: { subnets: ['a'] } } },
      says: '{payments} is offered in one Availability Zone',
    },
    'a Gateway Load Balancer in one zone': {
      scene: { services: { inspection: { loadBalancer: 'gateway', subnets: ['a'] } } },
      says: '{inspection} is offered in one Availability Zone',
      level: 'note',
    },
    'the service lists fewer zones than its load balancer has': {
      scene: { services: { payments: { zones: ['a'] } } },
      says: '{payments} is offered in one Availability Zone',
      inputs: ['state', 'tfstate', 'describe'],
    },
  },
  good: {
    'two zones': { scene: { services: { payments: {} } } },
    'two load balancers in different zones': {
      scene: {
        loadBalancers: { one: { subnets: ['a'] }, two: { subnets: ['b'] } },
        services: { payments: { loadBalancers: ['one', 'two'] } },
      },
    },
  },

  check(service) {
    const { key, zones } = service;
    const { least, most, missing } = zonesOf(service);
    if (least >= 2) return pass;
    if (most === null || most > 1 || least === 0) return undecided(...missing);
    return fail({
      message: `${key} is offered in one Availability Zone`,
      ...(isOfGateways(service) ? { level: 'note' } : {}),
      at: isExact(zones) ? zones.at : service.loadBalancers.at,
      related: balancersOf(service).sure.map((lb) => ({ message: 'its load balancer', at: lb.at })),
      evidence: {
        zones: isExact(zones) ? zones.sure : null,
        loadBalancers: balancersOf(service).sure.map((lb) => lb.key),
      },
    });
  },
});

/** Whether its load balancers are Gateway Load Balancers, of which there is one in each zone. */
function isOfGateways(service: EndpointService): boolean {
  if (service.endpointType.known) return service.endpointType.value === 'GatewayLoadBalancer';
  return balancersOf(service).sure.some((lb) => is(lb.type, 'gateway'));
}
