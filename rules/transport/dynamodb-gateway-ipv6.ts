import { parseServiceName } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { show } from '../../src/model/index.ts';

export default defineRule({
  id: 'transport/dynamodb-gateway-ipv6',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'DynamoDB gateway endpoint has an IP address type other than ipv4.',
  why: 'The DynamoDB gateway endpoint supports only IPv4. AWS rejects any other IP address type.',
  fix: 'Set the IP address type to ipv4, or omit it.',
  fixIn: {
    terraform: 'Set `ip_address_type = "ipv4"`, or omit the argument.',
    cloudformation: 'Set `IpAddressType: ipv4`, or omit the property.',
    cli: 'Create the endpoint without `--ip-address-type`.',
  },
  recipes: {
    cloudformation: 'IpAddressType: ipv4',
    terraform: 'ip_address_type = "ipv4"',
  },
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-ddb.html'],
  refusedByAws: true,
  bad: {
    dualstack: {
      scene: { endpoints: { dynamodb: { type: 'Gateway', ipAddressType: 'dualstack' } } },
      says: 'dynamodb is a gateway endpoint with IP address type dualstack, but supports only ipv4',
      inputs: ['plan', 'template'],
    },
    'dualstack on an existing endpoint': {
      scene: { endpoints: { dynamodb: { type: 'Gateway', ipAddressType: 'dualstack' } } },
      says: 'dynamodb is a gateway endpoint with IP address type dualstack, but supports only ipv4',
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
      message: `${nameOf(endpoint)} is a gateway endpoint with IP address type ${show(ipAddressType)}, but supports only ipv4`,
      at: ipAddressType.at,
      evidence: { ipAddressType: show(ipAddressType) },
      ...refused(endpoint),
    });
  },
});
