import { balancersOf, holds } from '../../src/ask/balancers.ts';
import { defineRule, fail, pass, undecided } from '../../src/engine/index.ts';
import { show } from '../../src/model/index.ts';

export default defineRule({
  id: 'endpoint-service/ipv6-without-dualstack',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint service offers IPv6, but its load balancer has IPv4 only.',
  why: 'All load balancers of a service that offers IPv6 must be dualstack: AWS refuses it otherwise.',
  fix: 'Make every load balancer of the service dualstack, or offer IPv4 alone.',
  recipes: {
    cloudformation: 'IpAddressType: dualstack # of AWS::ElasticLoadBalancingV2::LoadBalancer',
    terraform: 'ip_address_type = "dualstack" # in the aws_lb',
    cli: 'aws elbv2 set-ip-address-type --load-balancer-arn ... --ip-address-type dualstack',
  },
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html'],
  subject: 'endpoint-service',
  bad: {
    'a load balancer left at its default': {
      scene: { services: { payments: { ipAddressTypes: ['ipv4', 'ipv6'] } } },
      says: '{payments} offers IPv6, but its load balancer is ipv4',
    },
  },
  good: {
    dualstack: {
      scene: {
        services: { payments: { ipAddressTypes: ['ipv4', 'ipv6'], balancer: { ipAddressType: 'dualstack' } } },
      },
    },
    'IPv4 alone': { scene: { services: { payments: { ipAddressTypes: ['ipv4'] } } } },
    'left out': { scene: { services: { payments: {} } } },
  },

  check(service) {
    const { key, ipAddressTypes } = service;
    const offers = holds(ipAddressTypes, 'ipv6');
    if (offers === 'no') return pass;
    const { sure, open } = balancersOf(service);
    const types = sure.map(({ ipAddressType }) => ipAddressType);
    const four = sure.find(({ ipAddressType }) => ipAddressType.known && ipAddressType.value !== 'dualstack');
    if (offers === 'yes' && four) {
      return fail({
        message: `${key} offers IPv6, but its load balancer is ${show(four.ipAddressType)}`,
        at: ipAddressTypes.at,
        related: [{ message: 'the load balancer', at: four.ipAddressType.at }],
        evidence: { ipAddressTypes: ipAddressTypes.sure, loadBalancer: four.key },
      });
    }
    if (!four && open === null && types.length > 0 && types.every((t) => t.known)) return pass;
    return undecided(...(offers === 'unknown' ? [ipAddressTypes] : []), open ?? undefined, ...types);
  },
});
