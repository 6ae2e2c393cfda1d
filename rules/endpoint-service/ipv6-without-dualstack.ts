import { balancersOf, holds } from '../../src/ask/balancers.ts';
import { defineRule, fail, pass, undecided } from '../../src/engine/index.ts';
import { show } from '../../src/model/index.ts';

export default defineRule({
  id: 'endpoint-service/ipv6-without-dualstack',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint service offers IPv6, but its load balancer supports only IPv4.',
  why: 'AWS rejects an endpoint service that offers IPv6 unless all its load balancers are dualstack.',
  fix: 'Make every load balancer of the service dualstack, or offer only IPv4.',
  fixIn: {
    terraform:
      'Set `ip_address_type = "dualstack"` on every load balancer of the service, or offer only IPv4 in `supported_ip_address_types`.',
    cloudformation:
      'Set `IpAddressType: dualstack` on every load balancer of the service, or offer only IPv4 in `SupportedIpAddressTypes`.',
    cli: 'Run `aws elbv2 set-ip-address-type --ip-address-type dualstack` for every load balancer of the service, or offer only IPv4.',
  },
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
      says: '{payments} offers IPv6, but the IP address type of its load balancer is ipv4',
    },
  },
  good: {
    dualstack: {
      scene: {
        services: { payments: { ipAddressTypes: ['ipv4', 'ipv6'], balancer: { ipAddressType: 'dualstack' } } },
      },
    },
    'only IPv4': { scene: { services: { payments: { ipAddressTypes: ['ipv4'] } } } },
    'the default': { scene: { services: { payments: {} } } },
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
        message: `${key} offers IPv6, but the IP address type of its load balancer is ${show(four.ipAddressType)}`,
        at: ipAddressTypes.at,
        related: [{ message: 'the load balancer', at: four.ipAddressType.at }],
        evidence: { ipAddressTypes: ipAddressTypes.sure, loadBalancer: four.key },
      });
    }
    if (!four && open === null && types.length > 0 && types.every((t) => t.known)) return pass;
    return undecided(...(offers === 'unknown' ? [ipAddressTypes] : []), open ?? undefined, ...types);
  },
});
