import { serviceFacts } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { is } from '../../src/model/index.ts';

const SERVICE = 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0';

export default defineRule({
  id: 'dns/unverified-service-name',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Private DNS is on for an endpoint service whose private name is not verified.',
  why: 'AWS lets nobody use a private name before its owner has proved the domain; connections by it are refused.',
  fix: 'Turn private DNS off until the owner of the service has verified its name.',
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
      says: '{partner} has private DNS on, but the private name of its service is not verified (failed)',
      level: 'note',
      inputs: ['describe'],
    },
    'verification pending': {
      scene: {
        endpoints: { partner: { serviceName: SERVICE, privateDns: true } },
        serviceDetails: { [SERVICE]: detail('pendingVerification') },
      },
      says: '{partner} has private DNS on, but the private name of its service is not verified (pendingverification)',
      level: 'note',
      inputs: ['describe'],
    },
    'no private name at all': {
      scene: {
        endpoints: { partner: { serviceName: SERVICE, privateDns: true } },
        serviceDetails: { [SERVICE]: { owner: '210987654321', privateDnsNames: [] } },
      },
      says: '{partner} has private DNS on, but its service has no private name',
      level: 'note',
      inputs: ['describe'],
    },
    'no private name in a service of the account': {
      scene: {
        services: { orders: {} },
        endpoints: { client: { endpointService: 'orders', privateDns: true } },
      },
      says: '{client} has private DNS on, but its service has no private name',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'a service of the account that waits for its proof': {
      scene: {
        services: { orders: { privateDnsName: 'orders.example.com', privateDnsState: 'pendingVerification' } },
        endpoints: { client: { endpointService: 'orders', privateDns: true } },
      },
      says: '{client} has private DNS on, but the private name of its service is not verified (pendingverification)',
      level: 'note',
      inputs: ['state', 'tfstate', 'describe'],
      also: ['endpoint-service/unverified-private-dns'],
    },
  },
  good: {
    'verified, a service of the account': {
      scene: {
        services: { orders: { privateDnsName: 'orders.example.com', privateDnsState: 'verified' } },
        endpoints: { client: { endpointService: 'orders', privateDns: true } },
      },
      undecidedIn: ['plan'],
    },
    verified: {
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
    'a service of AWS': { scene: { endpoints: { sqs: {} } } },
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
      return undecided(`what AWS says of ${nameOf(endpoint)}'s service is missing: add describe-vpc-endpoint-services`);
    if (state === 'verified') return pass;
    if (names?.length === 0)
      return fail({
        message: `${nameOf(endpoint)} has private DNS on, but its service has no private name`,
        at: privateDns.at,
        evidence: { privateDns: true, privateDnsNames: names },
        ...refused(endpoint),
      });
    if (state === null)
      return undecided(`whether the private name of ${nameOf(endpoint)}'s service is verified is not in the input`);
    return fail({
      message: `${nameOf(endpoint)} has private DNS on, but the private name of its service is not verified (${state})`,
      at: privateDns.at,
      evidence: { privateDns: true, privateDnsNames: names, verification: state },
      ...refused(endpoint),
    });
  },
});

function detail(privateDnsVerified: string) {
  return { owner: '210987654321', privateDnsNames: ['orders.example.com'], privateDnsVerified };
}
