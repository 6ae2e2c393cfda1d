import { serviceFacts, takes, typeInWords } from '../../src/aws/index.ts';
import { advise, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { is } from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/private-dns-unsupported',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Private DNS is on for a service or endpoint type that does not support it.',
  why: 'AWS rejects private DNS if the service has no private DNS name, or if the endpoint type does not support it.',
  ...advise('Set `PrivateDnsEnabled: false`.'),
  recipes: {
    cloudformation: 'PrivateDnsEnabled: false',
    terraform: 'private_dns_enabled = false',
  },
  exceptions: [
    'The output of `describe-vpc-endpoint-services` has priority over the service table of vpce-lint.',
    'For endpoint services of other owners, dns/unverified-service-name reports instead.',
  ],
  sources: [
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/privatelink-interface-endpoints.html',
    'https://docs.aws.amazon.com/iot/latest/developerguide/IoTCore-VPC.html',
  ],
  refusedByAws: true,
  bad: {
    'a service without private names': {
      scene: { endpoints: { 'iot.data': { privateDns: true } } },
      says: 'Private DNS is on for iot.data, but the service has no private DNS name',
      inputs: ['plan', 'template'],
    },
    'an endpoint that exists': {
      scene: { endpoints: { 'iot.data': { privateDns: true } } },
      says: 'Private DNS is on for iot.data, but the service has no private DNS name',
      level: 'note',
      inputs: ['state', 'tfstate', 'describe'],
    },
  },
  good: {
    'a service with private names': { scene: { endpoints: { sqs: { privateDns: true } } } },
    'private DNS off for a service without private names': {
      scene: { endpoints: { 'iot.data': { privateDns: false } } },
    },
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
        message: `Private DNS is on for ${nameOf(endpoint)}, but ${byType ? `${typeInWords(type.value)} endpoints do not support it` : 'the service has no private DNS name'}`,
        at: privateDns.at,
        evidence: { privateDns: true, type: type.known ? type.value : null },
        ...refused(endpoint),
      });
    }
    const supported = facts && (facts.privateDns.value === true || (facts.privateDnsNames.value?.length ?? 0) > 0);
    if (type.known && (supported || (serviceName.known && serviceName.value === null))) return pass;
    const notInTable = `the service table does not say whether ${nameOf(endpoint)} has a private DNS name`;
    return undecided(type, serviceName, ...(serviceName.known && !supported ? [notInTable] : []));
  },
});
