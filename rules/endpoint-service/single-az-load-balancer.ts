import { balancersOf, zonesOf } from '../../src/ask/balancers.ts';
import { defineRule, fail, pass, undecided } from '../../src/engine/index.ts';
import { type EndpointService, is, isExact } from '../../src/model/index.ts';

export default defineRule({
  id: 'endpoint-service/single-az-load-balancer',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint service is offered in one Availability Zone.',
  why: 'Consumers can have an endpoint in that zone alone: when it fails, all of them lose the service at once.',
  fix: 'Give the load balancer a subnet in a second zone, then modify the service so that it takes the zone up.',
  recipes: {
    cloudformation: 'Subnets: [!Ref PrivateA, !Ref PrivateB] # of AWS::ElasticLoadBalancingV2::LoadBalancer',
    terraform: 'subnets = [aws_subnet.a.id, aws_subnet.b.id]',
    cli: 'aws elbv2 set-subnets --load-balancer-arn ... --subnets subnet-... subnet-...',
  },
  exceptions: [
    'A note for a Gateway Load Balancer: its consumers have one endpoint a zone.',
    'The zones the service itself lists count before those of its load balancers.',
  ],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html'],
  subject: 'endpoint-service',
  bad: {
    'one subnet': {
      scene: { services: { payments: { subnets: ['a'] } } },
      says: '{payments} is offered in 1 zone',
    },
    'a Gateway Load Balancer in one zone': {
      scene: { services: { inspection: { loadBalancer: 'gateway', subnets: ['a'] } } },
      says: '{inspection} is offered in 1 zone',
      level: 'note',
    },
    'the service lists fewer zones than its load balancer has': {
      scene: { services: { payments: { zones: ['a'] } } },
      says: '{payments} is offered in 1 zone',
      inputs: ['state', 'tfstate', 'describe'],
    },
  },
  good: {
    'two zones': { scene: { services: { payments: {} } } },
    'two load balancers in a zone each': {
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
      message: `${key} is offered in 1 zone`,
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

/** Whether it is a service of Gateway Load Balancers: there is one for each zone. */
function isOfGateways(service: EndpointService): boolean {
  if (service.endpointType.known) return service.endpointType.value === 'GatewayLoadBalancer';
  return balancersOf(service).sure.some((lb) => is(lb.type, 'gateway'));
}
