import { serviceFacts } from '../../src/aws/index.ts';
import { advise, defineRule, fail, nameOf, notApplicable, ofService, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { is } from '../../src/model/index.ts';

const SERVICE = 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0';

export default defineRule({
  id: 'dns/unverified-service-name',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Private DNS is on for an endpoint service without a verified private DNS name.',
  why: 'Nobody can use a private DNS name until its owner has verified the domain, so AWS rejects connections by that name.',
  ...advise('Set `PrivateDnsEnabled: false` until the owner of the service has verified its private DNS name.'),
  recipes: {
    cloudformation: 'PrivateDnsEnabled: false',
    terraform: 'private_dns_enabled = false',
  },
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html'],
  bad: {
    'verification failed': {
      scene: {
        endpoints: { partner: { serviceName: SERVICE, privateDns: true } },
        serviceDetails: { [SERVICE]: detail('failed') },
      },
      says: 'Private DNS is on for {partner}, but the private name of its service is not verified (failed)',
      level: 'note',
      inputs: ['describe'],
    },
    'verification pending': {
      scene: {
        endpoints: { partner: { serviceName: SERVICE, privateDns: true } },
        serviceDetails: { [SERVICE]: detail('pendingVerification') },
      },
      says: 'Private DNS is on for {partner}, but the private name of its service is not verified (pendingverification)',
      level: 'note',
      inputs: ['describe'],
    },
    'no private name': {
      scene: {
        endpoints: { partner: { serviceName: SERVICE, privateDns: true } },
        serviceDetails: { [SERVICE]: { owner: '210987654321', privateDnsNames: [] } },
      },
      says: 'Private DNS is on for {partner}, but its service has no private name',
      level: 'note',
      inputs: ['describe'],
    },
    'an endpoint service in this account without a private name': {
      scene: {
        services: { orders: {} },
        endpoints: { client: { endpointService: 'orders', privateDns: true } },
      },
      says: 'Private DNS is on for {client}, but its service has no private name',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'an endpoint service in this account with a pending verification': {
      scene: {
        services: { orders: { privateDnsName: 'orders.example.com', privateDnsState: 'pendingVerification' } },
        endpoints: { client: { endpointService: 'orders', privateDns: true } },
      },
      says: 'Private DNS is on for {client}, but the private name of its service is not verified (pendingverification)',
      level: 'note',
      inputs: ['state', 'tfstate', 'describe'],
      also: ['endpoint-service/unverified-private-dns'],
    },
  },
  good: {
    'a verified name of an endpoint service in this account': {
      scene: {
        services: { orders: { privateDnsName: 'orders.example.com', privateDnsState: 'verified' } },
        endpoints: { client: { endpointService: 'orders', privateDns: true } },
      },
      undecidedIn: ['plan'],
    },
    'a verified name': {
      scene: {
        endpoints: { partner: { serviceName: SERVICE, privateDns: true } },
        serviceDetails: { [SERVICE]: detail('verified') },
      },
      inputs: ['describe'],
    },
    'private DNS off': {
      scene: {
        endpoints: { partner: { serviceName: SERVICE, privateDns: false } },
        serviceDetails: { [SERVICE]: detail('failed') },
      },
    },
    'an AWS service': { scene: { endpoints: { sqs: {} } } },
    'the service is not described': {
      scene: { endpoints: { partner: { serviceName: SERVICE, privateDns: true } } },
      undecidedIn: ['plan', 'state', 'tfstate', 'describe', 'template'],
    },
  },

  check(endpoint, net) {
    const { type, serviceName, privateDns } = endpoint;
    if (is(privateDns, false) || (type.known && type.value !== 'Interface')) return notApplicable;
    const facts = serviceFacts(net, endpoint);
    if (!facts) return serviceName.known ? notApplicable : undecided(serviceName, type);
    if (facts.owner === 'aws') return notApplicable;
    if (!type.known || !privateDns.known) return undecided(type, privateDns);
    const state = facts.privateDnsVerified;
    const names = facts.privateDnsNames.value;
    if (facts.owner === 'unknown' || (names === null && state === null))
      return undecided(
        `the input does not describe the service of ${nameOf(endpoint)}. Add the output of \`aws ec2 describe-vpc-endpoint-services\``,
      );
    if (state === 'verified') return pass;
    if (names?.length === 0)
      return fail({
        message: `Private DNS is on for ${nameOf(endpoint)}, but its service has no private name`,
        at: privateDns.at,
        ...advise('Set `PrivateDnsEnabled: false`.'),
        evidence: { privateDns: true, privateDnsNames: names },
        ...refused(endpoint),
      });
    if (state === null)
      return undecided(
        `the input does not say whether the private name of the service of ${nameOf(endpoint)} is verified`,
      );
    return fail({
      message: `Private DNS is on for ${nameOf(endpoint)}, but the private name of its service is not verified${ofService(endpoint, ` (${state})`, '')}`,
      at: privateDns.at,
      evidence: {
        privateDns: true,
        privateDnsNames: ofService(endpoint, names),
        verification: ofService(endpoint, state),
      },
      ...refused(endpoint),
    });
  },
});

function detail(privateDnsVerified: string) {
  return { owner: '210987654321', privateDnsNames: ['orders.example.com'], privateDnsVerified };
}
