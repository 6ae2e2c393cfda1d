import { serviceFacts, takes } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { is } from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/private-dns-unsupported',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Private DNS is on for a service or endpoint type that has none.',
  why: 'AWS refuses private DNS where a service has no private name, and for types that have no names at all.',
  fix: 'Turn private DNS off. For DynamoDB let clients use the endpoint URL, or take a gateway endpoint.',
  recipes: {
    cloudformation: 'PrivateDnsEnabled: false',
    terraform: 'private_dns_enabled = false',
  },
  exceptions: [
    'What AWS says of the service in the input (describe-vpc-endpoint-services) wins over the bundled table.',
    'Endpoint services of other owners: dns/unverified-service-name judges them.',
  ],
  sources: [
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/privatelink-interface-endpoints.html',
    'https://docs.aws.amazon.com/iot/latest/developerguide/IoTCore-VPC.html',
  ],
  refusedByAws: true,
  bad: {
    'a service without private names': {
      scene: { endpoints: { 'iot.data': { privateDns: true } } },
      says: 'iot.data has private DNS on, but the service has no private DNS name',
      inputs: ['plan', 'template'],
    },
    'one that exists': {
      scene: { endpoints: { 'iot.data': { privateDns: true } } },
      says: 'iot.data has private DNS on, but the service has no private DNS name',
      level: 'note',
      inputs: ['state', 'tfstate', 'describe'],
    },
  },
  good: {
    'a service with private names': { scene: { endpoints: { sqs: { privateDns: true } } } },
    'off where there is none': { scene: { endpoints: { 'iot.data': { privateDns: false } } } },
  },

  check(endpoint, net) {
    const { privateDns, type, serviceName } = endpoint;
    if (is(privateDns, false)) return notApplicable;
    const byType = type.known && takes(type.value, 'privateDns') === false;
    const facts = serviceFacts(net, endpoint);
    if (type.known && !byType && facts?.owner === 'other') return notApplicable; // dns/unverified-service-name
    const byService = facts?.privateDns.value === false;
    if (byType || byService) {
      if (!privateDns.known) return undecided(privateDns);
      return fail({
        message: `${nameOf(endpoint)} has private DNS on, but ${byType ? `${type.value} endpoints have no private DNS` : 'the service has no private DNS name'}`,
        at: privateDns.at,
        evidence: { privateDns: true, type: type.known ? type.value : null },
        ...refused(endpoint),
      });
    }
    const supported = facts && (facts.privateDns.value === true || (facts.privateDnsNames.value?.length ?? 0) > 0);
    if (type.known && (supported || (serviceName.known && serviceName.value === null))) return pass;
    return undecided(
      type,
      serviceName,
      `whether ${nameOf(endpoint)} has a private DNS name is not in the service table: add describe-vpc-endpoint-services`,
    );
  },
});
