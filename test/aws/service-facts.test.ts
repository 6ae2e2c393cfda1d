import { expect, test } from 'vitest';
import { serviceFacts, serviceFactsByName } from '../../src/aws/index.ts';
import {
  bag,
  type Endpoint,
  type EndpointService,
  emptyNetwork,
  known,
  type Network,
  type Origin,
  type ServiceDetail,
  unknown,
} from '../../src/model/index.ts';

const at: Origin = { input: 0 };
const type = (t: string) => known(t, at);

function network(...serviceDetails: ServiceDetail[]): Network {
  return { ...emptyNetwork('not here'), serviceDetails };
}

function row(serviceName: string, more: Partial<ServiceDetail> = {}): ServiceDetail {
  return {
    serviceName,
    region: known('us-east-1', at),
    types: ['Interface'],
    zones: null,
    zoneIds: null,
    seenBy: 'account 111122223333',
    owner: 'amazon',
    privateDnsNames: null,
    policySupported: null,
    ipAddressTypes: null,
    privateDnsVerified: null,
    ...more,
  };
}

const KMS = 'com.amazonaws.us-east-1.kms';

test('the table alone', () => {
  const facts = serviceFactsByName(network(), KMS, type('Interface'));
  expect(facts.owner).toBe('aws');
  expect(facts.ports).toEqual({ value: [[443, 443]], basis: 'derived' });
  expect(facts.zones).toBeNull();
  expect(facts.described).toBeUndefined();
});

test('a described row overrides value by value', () => {
  const net = network(row(KMS, { policySupported: false, zones: ['us-east-1a'], privateDnsNames: [] }));
  const facts = serviceFactsByName(net, KMS, type('Interface'));
  expect(facts.policy).toEqual({ value: false, basis: 'described' });
  expect(facts.privateDns).toEqual({ value: false, basis: 'described' });
  expect(facts.zones).toEqual(['us-east-1a']);
  expect(facts.ipAddressTypes.basis).not.toBe('described');
});

test('a row is meant by name and type together', () => {
  const s3 = 'com.amazonaws.us-east-1.s3';
  const net = network(row(s3, { types: ['Gateway'], privateDnsNames: [] }), row(s3, { privateDnsNames: ['*.s3'] }));
  expect(serviceFactsByName(net, s3, type('Interface')).privateDns).toEqual({ value: true, basis: 'described' });
  expect(serviceFactsByName(net, s3, type('Gateway')).privateDns).toEqual({ value: false, basis: 'described' });
  expect(serviceFactsByName(net, s3, type('Gateway')).types.value).toEqual(['Gateway', 'Interface']);
  expect(serviceFactsByName(net, s3, unknown('?', at)).described).toBeUndefined();
});

test('services of other owners have no policy and nothing of the table', () => {
  const facts = serviceFactsByName(network(), 'com.amazonaws.vpce.us-east-1.vpce-svc-0abc', type('Interface'));
  expect(facts).toMatchObject({ owner: 'other', policy: { value: false }, ports: { value: null } });
  expect(facts.table).toBeUndefined();
});

test('whose service a name of unknown form is, a row tells', () => {
  const odd = 'gov.ic.c2s.us-iso-east-1.s3';
  expect(serviceFactsByName(network(), odd, type('Interface')).owner).toBe('unknown');
  expect(serviceFactsByName(network(row(odd)), odd, type('Interface')).owner).toBe('aws');
  expect(serviceFactsByName(network(row(odd, { owner: '123456789012' })), odd, type('Interface')).owner).toBe('other');
});

test('endpoints without a known service name have no facts', () => {
  const endpoint = (serviceName: Endpoint['serviceName']) =>
    ({ serviceName, endpointServices: unknown('after apply', at), type: type('Resource') }) as unknown as Endpoint;
  expect(serviceFacts(network(), endpoint(known(null, at)))).toBeUndefined();
  expect(serviceFacts(network(), endpoint(unknown('after apply', at)))).toBeUndefined();
  expect(serviceFacts(network(), endpoint(known(KMS, at)))?.name?.key).toBe('kms');
});

function service(
  serviceName: EndpointService['serviceName'],
  more: Partial<Pick<EndpointService, 'endpointType' | 'privateDnsName' | 'privateDnsProof' | 'ipAddressTypes'>> = {},
): EndpointService {
  const unread = unknown('not read', at);
  const nothing = {
    endpointType: unread,
    privateDnsName: unread,
    privateDnsProof: unread,
    ipAddressTypes: bag([], at, { open: 'not read' }),
  };
  return { key: 'orders', serviceName, ...nothing, ...more } as EndpointService;
}

/** An endpoint whose service has no name yet. */
function to(...services: EndpointService[]): Endpoint {
  return {
    serviceName: unknown('after apply', at),
    endpointServices: known(services, at),
    type: type('Interface'),
  } as unknown as Endpoint;
}

test('an endpoint service of the network is no service of AWS before it has a name', () => {
  const unnamed = service(unknown('after apply', at));
  const named = service(known('com.amazonaws.vpce.us-east-1.vpce-svc-0a', at));
  const facts = serviceFacts(network(), to(unnamed));
  expect(facts).toMatchObject({ name: null, owner: 'other', policy: { value: false }, ports: { value: null } });
  expect(serviceFacts(network(), to(unnamed, named))).toEqual(facts);
  expect(serviceFacts(network(), to(named))?.name?.key).toBe('vpce-svc-0a');
  expect(serviceFacts(network(), to())).toBeUndefined();
});

test('an endpoint service of the network says what it has, with a name and without', () => {
  const name = 'com.amazonaws.vpce.us-east-1.vpce-svc-0a';
  const said = {
    endpointType: known('Interface', at),
    privateDnsName: known('orders.example.com', at),
    privateDnsProof: known({ state: known('verified', at), record: null }, at),
    ipAddressTypes: bag(['ipv6'], at),
  };
  const facts = {
    types: { value: ['Interface'], basis: 'described' },
    privateDns: { value: true, basis: 'described' },
    privateDnsNames: { value: ['orders.example.com'], basis: 'described' },
    privateDnsVerified: 'verified',
    ipAddressTypes: { value: ['ipv6'], basis: 'described' },
  };
  expect(serviceFacts(network(), to(service(unknown('after apply', at), said)))).toMatchObject(facts);
  const named = { ...network(), endpointServices: [service(known(name, at), said)] };
  expect(serviceFactsByName(named, name, type('Interface'))).toMatchObject(facts);
  const described = { ...named, serviceDetails: [row(name, { ipAddressTypes: ['ipv4'] })] };
  expect(serviceFactsByName(described, name, type('Interface')).ipAddressTypes.value).toEqual(['ipv4']);
});

test('a private name that may not be printed is no name', () => {
  const secret = service(unknown('after apply', at), { privateDnsName: known('x.example.com', at, true) });
  expect(serviceFacts(network(), to(secret))?.privateDnsNames.value).toBeNull();
});
