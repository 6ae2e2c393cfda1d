import { serviceFacts } from '../../src/aws/index.ts';
import { table } from '../../src/base/table.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { show } from '../../src/model/index.ts';

const FAMILIES: Readonly<Record<string, readonly string[]>> = table({
  ipv4: ['ipv4'],
  ipv6: ['ipv6'],
  dualstack: ['ipv4', 'ipv6'],
});

export default defineRule({
  id: 'transport/ip-type-service-unsupported',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'The service does not answer on the IP address type of the endpoint.',
  why: 'AWS refuses an address type that the service does not support.',
  fix: 'Use an address type the service supports; for most services that is IPv4.',
  recipes: {
    cloudformation: 'IpAddressType: ipv4',
    terraform: 'ip_address_type = "ipv4"',
  },
  exceptions: [
    'Services of which it is not known what they support: only describe-vpc-endpoint-services tells, or an endpoint service in the input.',
  ],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html'],
  refusedByAws: true,
  bad: {
    'IPv6 where the service has IPv4 alone': {
      scene: {
        endpoints: { sqs: { ipAddressType: 'ipv6' } },
        subnets: { a: { ipv6: 'native' }, b: { ipv6: 'native' } },
        serviceDetails: {
          'com.amazonaws.us-east-1.sqs': { ipAddressTypes: ['ipv4'], privateDnsNames: ['sqs.us-east-1.amazonaws.com'] },
        },
      },
      says: 'sqs has address type ipv6, but the service supports ipv4 only',
      inputs: ['describe'],
      level: 'note',
      also: ['reachability/service-port-not-allowed', 'reachability/ipv6-source-missing'],
    },
    'IPv4 where an endpoint service has IPv6 alone': {
      scene: {
        services: { orders: { ipAddressTypes: ['ipv6'], balancer: { ipAddressType: 'dualstack' } } },
        endpoints: { client: { endpointService: 'orders', ipAddressType: 'ipv4' } },
      },
      says: '{client} has address type ipv4, but the service supports ipv6 only',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
  },
  good: {
    'what the service supports': {
      scene: {
        endpoints: { sqs: { ipAddressType: 'ipv4' } },
        serviceDetails: {
          'com.amazonaws.us-east-1.sqs': {
            ipAddressTypes: ['ipv4', 'ipv6'],
            privateDnsNames: ['sqs.us-east-1.amazonaws.com'],
          },
        },
      },
    },
    'left to AWS': { scene: { endpoints: { sqs: {} } } },
    'an endpoint service of the account': {
      scene: {
        services: { orders: { ipAddressTypes: ['ipv4', 'ipv6'], balancer: { ipAddressType: 'dualstack' } } },
        endpoints: { client: { endpointService: 'orders', ipAddressType: 'ipv4' } },
      },
    },
    'an endpoint service of another owner': {
      scene: {
        endpoints: {
          partner: { serviceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0', ipAddressType: 'ipv4' },
        },
      },
      undecidedIn: ['plan', 'template'],
    },
  },

  check(endpoint, net) {
    const { ipAddressType: type, serviceName } = endpoint;
    if (!type.known) return undecided(type);
    if (type.value === null) return pass;
    const families = FAMILIES[type.value];
    if (!families) return notApplicable;
    const facts = serviceFacts(net, endpoint);
    if (!facts) return serviceName.known ? notApplicable : undecided(serviceName);
    const supported = facts.ipAddressTypes.value;
    if (supported === null) {
      // All services of AWS answer on IPv4; other owners may offer IPv6 alone.
      if (type.value === 'ipv4' && facts.owner === 'aws') return pass;
      return undecided(`which IP address types ${nameOf(endpoint)} supports: add describe-vpc-endpoint-services`);
    }
    const missing = families.filter((family) => !supported.includes(family));
    if (missing.length === 0) return pass;
    // The bundled table knows what a service supports, not what it came to support since.
    if (facts.ipAddressTypes.basis !== 'described')
      return undecided(
        `whether ${nameOf(endpoint)} supports ${missing.join(' and ')} by now: add describe-vpc-endpoint-services`,
      );
    return fail({
      message: `${nameOf(endpoint)} has address type ${show(type)}, but the service supports ${supported.join(', ')} only`,
      at: type.at,
      evidence: { ipAddressType: show(type), supported },
      ...refused(endpoint),
    });
  },
});
