import { parseServiceName } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { show } from '../../src/model/index.ts';

export default defineRule({
  id: 'transport/dynamodb-gateway-ipv6',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'DynamoDB gateway endpoint asks for IPv6.',
  why: 'The gateway endpoint of DynamoDB has IPv4 alone; AWS refuses any other address type for it.',
  fix: 'Use the address type ipv4 for it, or leave the type out.',
  recipes: {
    cloudformation: 'IpAddressType: ipv4',
    terraform: 'ip_address_type = "ipv4"',
  },
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-ddb.html'],
  refusedByAws: true,
  bad: {
    'dual stack': {
      scene: { endpoints: { dynamodb: { type: 'Gateway', ipAddressType: 'dualstack' } } },
      says: 'dynamodb is a gateway endpoint of address type dualstack, but has IPv4 only',
      inputs: ['plan', 'template'],
    },
    'dual stack on one that exists': {
      scene: { endpoints: { dynamodb: { type: 'Gateway', ipAddressType: 'dualstack' } } },
      says: 'dynamodb is a gateway endpoint of address type dualstack, but has IPv4 only',
      level: 'note',
      inputs: ['state', 'tfstate', 'describe'],
    },
  },
  good: { IPv4: { scene: { endpoints: { dynamodb: { type: 'Gateway' } } } } },

  check(endpoint) {
    const { type, serviceName, ipAddressType } = endpoint;
    if (type.known && type.value !== 'Gateway') return notApplicable;
    if (serviceName.known && (serviceName.value === null || parseServiceName(serviceName.value).key !== 'dynamodb'))
      return notApplicable;
    if (ipAddressType.known && (ipAddressType.value === null || ipAddressType.value === 'ipv4')) return pass;
    if (!type.known || !serviceName.known || !ipAddressType.known) return undecided(type, serviceName, ipAddressType);
    return fail({
      message: `${nameOf(endpoint)} is a gateway endpoint of address type ${show(ipAddressType)}, but has IPv4 only`,
      at: ipAddressType.at,
      evidence: { ipAddressType: show(ipAddressType) },
      ...refused(endpoint),
    });
  },
});
