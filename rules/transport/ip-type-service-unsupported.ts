import { serviceFacts } from '../../src/aws/index.ts';
import { table } from '../../src/base/table.ts';
import { series } from '../../src/base/words.ts';
import { defineRule, fail, nameOf, notApplicable, ofService, pass, undecided } from '../../src/engine/index.ts';
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
  summary: 'Service does not support the IP address type of the endpoint.',
  why: 'AWS rejects an IP address type that the service does not support.',
  fix: 'Use an IP address type that the service supports. For most services this is ipv4.',
  fixIn: {
    terraform: 'Set `ip_address_type` to a type that the service supports. For most services this is ipv4.',
    cloudformation: 'Set `IpAddressType` to a type that the service supports. For most services this is ipv4.',
    cli: 'Create the endpoint with an `--ip-address-type` that the service supports. For most services this is ipv4.',
  },
  recipes: {
    cloudformation: 'IpAddressType: ipv4',
    terraform: 'ip_address_type = "ipv4"',
  },
  exceptions: [
    'The input does not show which types the service supports. Output of `describe-vpc-endpoint-services` shows them, and so does an endpoint service in the input.',
  ],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html'],
  refusedByAws: true,
  bad: {
    'IPv6 for a service with only IPv4': {
      scene: {
        endpoints: { sqs: { ipAddressType: 'ipv6' } },
        subnets: { a: { ipv6: 'native' }, b: { ipv6: 'native' } },
        serviceDetails: {
          'com.amazonaws.us-east-1.sqs': { ipAddressTypes: ['ipv4'], privateDnsNames: ['sqs.us-east-1.amazonaws.com'] },
        },
      },
      says: 'sqs has IP address type ipv6, but the service supports only ipv4',
      inputs: ['describe'],
      level: 'note',
      also: ['reachability/service-port-not-allowed', 'reachability/ipv6-source-missing'],
    },
    'IPv4 for an endpoint service with only IPv6': {
      scene: {
        services: { orders: { ipAddressTypes: ['ipv6'], balancer: { ipAddressType: 'dualstack' } } },
        endpoints: { client: { endpointService: 'orders', ipAddressType: 'ipv4' } },
      },
      says: '{client} has IP address type ipv4, but the service supports only ipv6',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
  },
  good: {
    'a type that the service supports': {
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
    'the default': { scene: { endpoints: { sqs: {} } } },
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
      // All services of AWS support IPv4. Services of other owners may support only IPv6.
      if (type.value === 'ipv4' && facts.owner === 'aws') return pass;
      return undecided(
        `the IP address types that ${nameOf(endpoint)} supports are not known: add describe-vpc-endpoint-services`,
      );
    }
    const missing = families.filter((family) => !supported.includes(family));
    if (missing.length === 0) return pass;
    // The bundled table may be older than the support of a service for another type.
    if (facts.ipAddressTypes.basis !== 'described')
      return undecided(
        `${nameOf(endpoint)} may support ${missing.join(' and ')} by now: add describe-vpc-endpoint-services`,
      );
    return fail({
      message: `${nameOf(endpoint)} has IP address type ${show(type)}, but the service ${ofService(endpoint, `supports only ${series(supported)}`, 'does not support it')}`,
      at: type.at,
      evidence: { ipAddressType: show(type), supported: ofService(endpoint, supported) },
      ...refused(endpoint),
    });
  },
});
