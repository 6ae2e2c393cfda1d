import { describe, expect, test } from 'vitest';
import { readDescribe } from '../../../src/loaders/describe/index.ts';
import { distinct } from '../../../src/model/index.ts';
import { endpoint, folder, network, only, row, told } from './support.ts';

const one = (changes: object, ...others: object[]) =>
  network({ VpcEndpoints: [row(changes)] }, ...others).endpoints[0]!;
const missing = (name: string) => `unknown: \`${name}\` is not in this describe-vpc-endpoints output`;

test('what the row states is known', () => {
  const e = one({});
  expect(told(e.id)).toBe('vpce-0aaaaaaaaaaaaaaa1');
  expect(told(e.type)).toBe('Interface');
  expect(told(e.serviceName)).toBe('com.amazonaws.us-east-1.sqs');
  expect(told(e.account)).toBe('111122223333');
  expect(told(e.region)).toBe('us-east-1');
  expect(told(e.privateDns)).toBe(true);
  expect(told(e.policy)).toBe('{"Statement":[]}');
  expect(told(e.tags)).toEqual({ Name: 'sqs' });
  expect(told(e.createdAt)).toBe('2026-01-02T03:04:05+00:00');
  expect(told(e.requesterManaged)).toBe(false);
  expect(e.vpc).toMatchObject({ is: 'id', id: 'vpc-0aaaaaaaaaaaaaaa1' });
  expect(e.routeTables).toMatchObject({ sure: [], open: null });
  expect(distinct(e.subnets)).toEqual({ least: 2, most: 2 });
  expect([e.address, e.planned, told(e.resourceConfigurationArn), told(e.serviceNetworkArn)]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test('what it leaves out is unknown, with the reason', () => {
  const e = network({ VpcEndpoints: [{ VpcEndpointId: 'vpce-1', VpcEndpointType: 'Interface' }] }).endpoints[0]!;
  expect(told(e.privateDns)).toBe(missing('PrivateDnsEnabled'));
  expect(told(e.serviceName)).toBe(missing('ServiceName'));
  expect(told(e.policy)).toBe(missing('PolicyDocument'));
  expect(told(e.ipAddressType)).toBe(missing('IpAddressType'));
  expect(told(e.dnsOptions)).toBe(missing('DnsOptions'));
  expect(told(e.requesterManaged)).toBe(missing('RequesterManaged'));
  expect(told(e.tags)).toBe(missing('Tags'));
  expect(told(e.account)).toBe('unknown: no file of the input names its account');
  expect(told(e.region)).toMatch(/^unknown: no file of the input names its Region/);
  expect(e.vpc.is).toBe('unknown');
  for (const bag of [e.subnets, e.groups, e.namedZones]) expect(bag.open).not.toBeNull();
});

test('null is as good as left out, and a wrong type is unknown', () => {
  expect(told(one({ PrivateDnsEnabled: null }).privateDns)).toBe(missing('PrivateDnsEnabled'));
  const wrong = one({ PrivateDnsEnabled: 'yes', SubnetIds: 'subnet-1', Tags: {}, CreationTimestamp: true });
  expect(told(wrong.privateDns)).toBe(
    'unknown: `PrivateDnsEnabled` is not a boolean in this describe-vpc-endpoints output',
  );
  expect(wrong.subnets.open).toBe('`SubnetIds` is not a list in this describe-vpc-endpoints output');
  expect(told(wrong.tags)).toMatch(/^unknown/);
  expect(told(wrong.createdAt)).toMatch(/^unknown/);
  expect(one({ SubnetIds: ['subnet-1', 7] }).subnets).toMatchObject({
    sure: [{ id: 'subnet-1' }],
    open: '`SubnetIds` holds something that cannot be read in this describe-vpc-endpoints output',
  });
});

test('states are in lower case', () => {
  expect(told(one({ State: 'pendingAcceptance' }).state)).toBe('pendingacceptance');
  expect(told(one({ State: 'Available' }).state)).toBe('available');
});

test('times as text, as seconds and as a recording has them', () => {
  expect(told(one({ CreationTimestamp: 1_700_000_000.5 }).createdAt)).toBe('2023-11-14T22:13:20.500Z');
  const parts = { __class__: 'datetime', year: 2018, month: 2, day: 12, hour: 14, minute: 20, second: 37 };
  expect(told(one({ CreationTimestamp: parts }).createdAt)).toBe('2018-02-12T14:20:37.000Z');
});

describe('the type', () => {
  const bare = { VpcEndpointType: undefined, SubnetIds: [], NetworkInterfaceIds: [], Groups: [] };
  const cut = (fields: object) =>
    told(network({ VpcEndpoints: [{ VpcEndpointId: 'vpce-1', ...fields }] }).endpoints[0]!.type);
  const s3 = 'com.amazonaws.us-east-1.s3';
  const service = 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0';
  test('is Gateway where a whole answer has none', () => {
    expect(told(one({ ...bare, ServiceName: s3 }).type)).toBe('Gateway');
  });
  test('is Gateway where the row has route tables', () => {
    expect(cut({ ServiceName: s3, RouteTableIds: ['rtb-1'] })).toBe('Gateway');
  });
  test('is Interface for a service of AWS with no other type, however short the row', () => {
    expect(cut({ ServiceName: 'com.amazonaws.us-east-1.sqs', VpcId: 'vpc-1' })).toBe('Interface');
  });
  test('is Interface for interfaces to a service of AWS', () => {
    expect(cut({ ServiceName: s3, SubnetIds: ['subnet-1'] })).toBe('Interface');
  });
  test('is Interface for groups in front of a service, which other types with a service lack', () => {
    expect(cut({ ServiceName: service, Groups: [{ GroupId: 'sg-1' }] })).toBe('Interface');
  });
  test('is unknown where the row was cut short', () => {
    expect(cut({ ServiceName: s3, VpcId: 'vpc-1' })).toBe(missing('VpcEndpointType'));
    expect(cut({ SubnetIds: ['subnet-1'] })).toBe(missing('VpcEndpointType'));
    expect(cut({ ServiceName: service, SubnetIds: ['subnet-1'] })).toBe(missing('VpcEndpointType'));
  });
  test('is spelled as AWS does, because AWS has the endpoint', () => {
    expect(told(one({ VpcEndpointType: 'interface' }).type)).toBe('Interface');
    expect(told(one({ VpcEndpointType: 'Portal' }).type)).toBe('Portal');
  });
});

describe('a policy', () => {
  const document = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}';
  const policy = (PolicyDocument: unknown) => told(one({ PolicyDocument }).policy);
  test('is read through the codings that tools add', () => {
    expect(policy(encodeURIComponent(document))).toBe(document);
    expect(policy(JSON.stringify(document))).toBe(document);
  });
  test('that a tool has rewritten is unknown: AWS prints JSON', () => {
    for (const text of ["{'Statement': []}", '{...}', 'map[Statement:[]]', '%7Bbroken%', '"text"'])
      expect(policy(text)).toBe(
        'unknown: `PolicyDocument` is not JSON in this describe-vpc-endpoints output. Run `aws ec2 describe-vpc-endpoints` and pass its output unchanged',
      );
  });
  test('that breaks off is read, so that its rule shows where', () => {
    expect(policy('{"Statement": [')).toBe('{"Statement": [');
  });
});

test('an empty text is as good as left out', () => {
  const e = one({ ServiceRegion: '', IpAddressType: '', State: '', DnsOptions: { DnsRecordIpType: '' } });
  expect(told(e.serviceRegion)).toBeNull();
  expect(told(e.ipAddressType)).toBe(missing('IpAddressType'));
  expect(told(e.state)).toBe(missing('State'));
  expect(e.dnsOptions).toMatchObject({ value: { recordIpType: { value: null } } });
});

describe('gateway endpoints', () => {
  test('have no private DNS, whatever is answered', () => {
    expect(told(one({ VpcEndpointType: 'Gateway', PrivateDnsEnabled: true }).privateDns)).toBe(false);
  });
  test('need not name what they cannot have', () => {
    const e = network({ VpcEndpoint: { VpcEndpointId: 'vpce-1', RouteTableIds: ['rtb-1'] } }).endpoints[0]!;
    expect(e.routeTables.sure).toMatchObject([{ id: 'rtb-1' }]);
    for (const bag of [e.subnets, e.groups]) expect(bag).toMatchObject({ sure: [], open: null });
  });
});

test('Gateway Load Balancer endpoints have neither private DNS nor policy nor groups', () => {
  const e = endpoint(
    only(readDescribe(folder('real').filter((f) => f.path!.includes('d499269')))),
    'vpce-aabbaabbaabbaabba',
  );
  expect([told(e.privateDns), told(e.policy)]).toEqual([false, null]);
  expect(e.groups).toMatchObject({ sure: [], open: null });
  expect(e.subnets.sure).toHaveLength(1);
});

test('VPC Lattice endpoints have no service name, and their ARN', () => {
  const net = only(readDescribe(folder('cross-region')));
  const of = (type: string) => net.endpoints.find((e) => told(e.type) === type)!;
  expect(told(of('Resource').serviceName)).toBeNull();
  expect(told(of('Resource').resourceConfigurationArn)).toMatch(/resourceconfiguration\/rcfg-/);
  expect(told(of('Resource').serviceNetworkArn)).toBeNull();
  expect(told(of('ServiceNetwork').serviceNetworkArn)).toMatch(/servicenetwork\/sn-/);
});

describe('Regions', () => {
  test('the service Region is set apart only where it is not the endpoint’s own', () => {
    const net = only(readDescribe(folder('cross-region')));
    const regions = Object.fromEntries(
      net.endpoints.map((e) => [told(e.serviceName) ?? told(e.type), [told(e.region), told(e.serviceRegion)]]),
    );
    expect(regions['com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0']).toEqual(['eu-central-1', 'us-east-1']);
    expect(regions['com.amazonaws.us-east-1.ssm']).toEqual(['eu-central-1', null]);
    expect(regions['com.amazonaws.s3-global.accesspoint']).toEqual(['eu-central-1', null]);
  });
  test('an endpoint to a service of another Region is where its neighbours are', () => {
    const live = folder('real').filter((f) => f.path!.includes('service_details_live'));
    const e = endpoint(only(readDescribe(live)), 'vpce-0ed5e77b9c6578e6a');
    expect([told(e.region), told(e.serviceRegion)]).toEqual(['us-east-1', 'us-west-2']);
  });
  test('names without a zonal one are those of an endpoint to another Region, and tell nothing', () => {
    const e = one({ DnsEntries: [{ DnsName: 'vpce-1a-bcd.sqs.us-east-1.vpce.amazonaws.com' }] });
    expect([e.region.known, e.serviceRegion.known]).toEqual([false, false]);
    expect(told(one({ DnsEntries: undefined }).region)).toBe('us-east-1');
  });
  test('zones of its subnets tell it', () => {
    const subnets = { Subnets: [{ SubnetId: 'subnet-1', AvailabilityZone: 'eu-west-1a', VpcId: 'vpc-1' }] };
    const e = one({ ServiceRegion: undefined, DnsEntries: [] }, subnets);
    expect([told(e.region), told(e.serviceRegion)]).toEqual(['eu-west-1', missing('ServiceRegion')]);
  });
  test('an older answer has no service Region: its services are of its own', () => {
    const subnets = { Subnets: [{ SubnetId: 'subnet-1', AvailabilityZone: 'us-east-1a', VpcId: 'vpc-1' }] };
    const e = one({ ServiceRegion: undefined }, subnets);
    expect([told(e.region), told(e.serviceRegion)]).toEqual(['us-east-1', null]);
  });
});

describe('zones where describe-subnets is not in the input', () => {
  const zonal = (zone: string) => ({ DnsName: `vpce-1a-bcd-${zone}.sqs.us-east-1.vpce.amazonaws.com` });
  test('are told by the one zonal name of an endpoint with one subnet', () => {
    const e = one({
      SubnetIds: ['subnet-1'],
      DnsEntries: [zonal('us-east-1f'), { DnsName: 'sqs.us-east-1.amazonaws.com' }],
    });
    expect(e.subnets.sure[0]).toMatchObject({ is: 'entity', to: { key: 'subnet-1', zone: { value: 'us-east-1f' } } });
  });
  test('are not shared out among several subnets', () => {
    const e = one({ DnsEntries: [zonal('us-east-1a'), zonal('us-east-1b')] });
    expect(e.subnets.sure.map((s) => s.is)).toEqual(['id', 'id']);
    expect(distinct(e.subnets)).toEqual({ least: 2, most: 2 });
  });
  test('are told by what several endpoints have in common, and by what the others leave over', () => {
    const at = (id: string, zones: Readonly<Record<string, string>>) =>
      row({
        VpcEndpointId: id,
        SubnetIds: Object.keys(zones),
        DnsEntries: ['', ...Object.values(zones).map((zone) => `-us-east-1${zone}`)].map((zone) => ({
          DnsName: `${id}-abcdefgh${zone}.sqs.us-east-1.vpce.amazonaws.com`,
        })),
      });
    const zoneOf = (rows: object[]) =>
      Object.fromEntries(
        network({ VpcEndpoints: rows })
          .endpoints.flatMap((e) => e.subnets.sure)
          .flatMap((ref) => (ref.is === 'entity' ? [[ref.to.key, told(ref.to.zone)]] : [])),
      );
    const three = at('vpce-1', { 'subnet-1': 'a', 'subnet-2': 'b', 'subnet-3': 'c' });
    expect(zoneOf([three])).toEqual({});
    expect(zoneOf([three, at('vpce-2', { 'subnet-1': 'a', 'subnet-2': 'b' })])).toEqual({ 'subnet-3': 'us-east-1c' });
    const [one, other] = [at('vpce-2', { 'subnet-1': 'a', 'subnet-2': 'b' }), at('vpce-3', { 'subnet-2': 'b' })];
    expect(zoneOf([three, one, other])).toEqual({
      'subnet-1': 'us-east-1a',
      'subnet-2': 'us-east-1b',
      'subnet-3': 'us-east-1c',
    });
    // Fewer names than subnets: one of them is not up yet.
    expect(zoneOf([{ ...three, SubnetIds: ['subnet-1', 'subnet-2', 'subnet-3', 'subnet-4'] }, other])).toEqual({
      'subnet-2': 'us-east-1b',
    });
    // What contradicts itself tells nothing.
    expect(zoneOf([at('vpce-2', { 'subnet-1': 'a' }), at('vpce-3', { 'subnet-1': 'b' })])).toEqual({});
  });
  test('are told by network interfaces', () => {
    const interfaces = {
      NetworkInterfaces: [
        { NetworkInterfaceId: 'eni-1', SubnetId: 'subnet-1', AvailabilityZone: 'us-east-1a', VpcId: 'vpc-1' },
      ],
    };
    const net = network({ VpcEndpoints: [row()] }, interfaces);
    expect(net.endpoints[0]!.subnets.sure[0]).toMatchObject({ to: { zone: { value: 'us-east-1a' } } });
    expect(net.subnets).toEqual([]);
  });
});

describe('DNS options', () => {
  test('as stated', () => {
    const { dnsOptions } = one({
      DnsOptions: { DnsRecordIpType: 'dualstack', PrivateDnsOnlyForInboundResolverEndpoint: true },
    });
    const options = dnsOptions.known ? dnsOptions.value! : undefined;
    expect(told(options!.recordIpType)).toBe('dualstack');
    expect(told(options!.onlyInboundResolver)).toBe(true);
    expect(told(options!.preference)).toBe(missing('PrivateDnsPreference'));
  });
});
