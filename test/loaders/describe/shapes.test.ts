import { describe, expect, test } from 'vitest';
import { isDescribe, readDescribe } from '../../../src/loaders/describe/index.ts';
import { files, folder, network, only, row } from './support.ts';

const named = (id: string, more = {}) => row({ VpcEndpointId: id, ...more });

describe('what is describe output', () => {
  test.each([
    ['a list', { VpcEndpoints: [] }],
    ['several keys', { Vpcs: [], Subnets: [] }],
    ['a malformed list', { VpcEndpoints: 5 }],
    ['a recording', { status_code: 200, data: { VpcEndpoints: [] } }],
    ['a made endpoint', { VpcEndpoint: row() }],
    ['a bare array', [row()]],
    ['pages in an array', [{ VpcEndpoints: [] }, { VpcEndpoints: [] }]],
    ['an attribute', { VpcId: 'vpc-1', EnableDnsSupport: { Value: true } }],
    ['names of services', { ServiceNames: ['com.amazonaws.us-east-1.sqs'] }],
    ['a node group', { nodegroup: { nodegroupArn: 'arn:x', subnets: [] } }],
    ['services of ECS', { services: [{ serviceArn: 'arn:x', clusterArn: 'arn:y' }], failures: [] }],
    ['a SageMaker domain', { DomainId: 'd-1', DomainArn: 'arn:x', SubnetIds: [] }],
    ['REST APIs', { items: [{ id: 'a1', endpointConfiguration: {} }] }],
    ['a bare array of load balancers', [{ LoadBalancerArn: 'arn:x', Type: 'network', AvailabilityZones: [] }]],
  ])('%s is', (_, value) => {
    expect(isDescribe(value, 'x.json')).toBe(true);
  });
  test.each([
    ['a plan', { format_version: '1.2', planned_values: {}, resource_changes: [] }],
    ['a state', { version: 4, terraform_version: '1.11.4', resources: [] }],
    ['a template', { AWSTemplateFormatVersion: '2010-09-09', Resources: { Vpcs: {} } }],
    ['other output', { Volumes: [{ VolumeId: 'vol-1' }] }],
    ['entries of anything', { Entries: [{ Name: 'x' }] }],
    ['zones of anything', { AvailabilityZones: [{ ZoneName: 'us-east-1a', SubnetId: 'subnet-1' }] }],
    ['services of Docker Compose', { services: { web: { image: 'nginx' } } }],
    ['a list of Kubernetes', { kind: 'List', items: [{ kind: 'Pod' }] }],
    ['a task definition to be registered', { family: 'web', containerDefinitions: [] }],
    ['no items', { items: [] }],
    ['an empty array', []],
    ['an array of numbers', [1, 2]],
    ['a number', 5],
    ['null', null],
    ['text', 'VpcEndpoints'],
  ])('%s is not', (_, value) => {
    expect(isDescribe(value, 'x.json')).toBe(false);
  });
  test('the name of a file tells where the body does not', () => {
    expect(isDescribe({ Entries: [] }, 'get-managed-prefix-list-entries.pl-0123456789abcdef0.json')).toBe(true);
    expect(isDescribe({ Entries: [] }, 'guestbook.json')).toBe(false);
  });
});

test('every recorded file holds as many endpoints as it was counted to', () => {
  const expected: Record<string, number> = {
    'aws__aws-cli__create-vpc-endpoint-0b597e6-0.json': 1,
    'aws__aws-cli__describe-vpc-endpoints-0b597e6-0.json': 2,
    'aws__aws-cli__describe-vpc-endpoints-d499269-0.json': 3,
    'cloud-custodian__cloud-custodian__test_endpoint_policy_filter__ec2.DescribeVpcEndpoints_1.json': 2,
    'cloud-custodian__cloud-custodian__test_subnet_endpoint_filter__ec2.DescribeVpcEndpoints_1.json': 3,
    'cloud-custodian__cloud-custodian__test_vpc_endpoint_service_details_live__ec2.DescribeVpcEndpoints_1.json': 4,
    'cloud-custodian__cloud-custodian__test_vpce_sg_filter__ec2.DescribeVpcEndpoints_1.json': 1,
  };
  const recorded = folder('real');
  expect(recorded).toHaveLength(Object.keys(expected).length);
  for (const file of recorded) {
    expect(isDescribe(file.value, file.path), file.path!).toBe(true);
    const result = readDescribe([{ ...file, input: 7 }]);
    expect(result.errors).toEqual([]);
    expect(only(result).endpoints.length, file.path!).toBe(expected[file.path!.slice('real/'.length)]);
    expect(result.endpointsByInput.get(7)).toBe(only(result).endpoints.length);
  }
});

test.each([
  ['security-groups', 14],
  ['endpoint-services', 4],
  ['defaults', 3],
  ['cross-region', 8],
])('the exports in %s join into one picture', (name, count) => {
  const exported = folder(name);
  for (const file of exported) expect(isDescribe(file.value, file.path), file.path!).toBe(true);
  const result = readDescribe(exported);
  expect(result.errors).toEqual([]);
  expect(result.pictures).toHaveLength(1);
  expect(result.pictures[0]!.notes).toEqual([]);
  expect(result.pictures[0]!.inputs).toEqual(exported.map((file) => file.input));
  const net = only(result);
  expect(net.endpoints).toHaveLength(count);
  for (const e of net.endpoints) {
    expect(e.vpc.is).toBe('entity');
    for (const ref of [...e.subnets.sure, ...e.groups.sure, ...e.routeTables.sure]) expect(ref.is).toBe('entity');
  }
});

test('one file with several keys, several files, a recording and a bare array say the same', () => {
  const subnet = {
    SubnetId: 'subnet-1',
    VpcId: 'vpc-0aaaaaaaaaaaaaaa1',
    AvailabilityZone: 'us-east-1a',
    CidrBlock: '10.0.0.0/24',
  };
  const shapes = [
    network({ VpcEndpoints: [row()], Subnets: [subnet] }),
    network({ VpcEndpoints: [row()] }, { Subnets: [subnet] }),
    network({ status_code: 200, data: { VpcEndpoints: [row()], ResponseMetadata: {} } }, { Subnets: [subnet] }),
    network(['e.json', [row()]], ['s.json', [subnet]]),
    network(['e.json', [{ VpcEndpoints: [row()] }, { Subnets: [subnet] }]]),
  ];
  for (const net of shapes) {
    expect(net.endpoints).toHaveLength(1);
    const [first, second] = net.endpoints[0]!.subnets.sure;
    expect(first).toMatchObject({ is: 'entity', to: { zone: { value: 'us-east-1a' } } });
    // The other one of the two zones it has names for.
    expect(second).toMatchObject({ is: 'entity', to: { key: 'subnet-2', zone: { value: 'us-east-1b' } } });
  }
});

test('places lead to the object in its file', () => {
  const at = (document: object) => network(['x.json', document]).endpoints[0]!;
  expect(at({ VpcEndpoints: [row()] }).at).toEqual({ input: 0, pointer: '/VpcEndpoints/0' });
  expect(at([row()]).at.pointer).toBe('/0');
  expect(at([{ VpcEndpoints: [row()] }]).at.pointer).toBe('/0/VpcEndpoints/0');
  expect(at({ status_code: 200, data: { VpcEndpoints: [row()] } }).at.pointer).toBe('/data/VpcEndpoints/0');
  expect(at({ VpcEndpoint: row() }).at.pointer).toBe('/VpcEndpoint');
  expect(at({ VpcEndpoints: [row()] }).privateDns.at).toEqual({
    input: 0,
    pointer: '/VpcEndpoints/0',
    path: ['PrivateDnsEnabled'],
  });
  expect(at({ VpcEndpoints: [row()] }).subnets.sure[1]!.at.path).toEqual(['SubnetIds', 1]);
});

describe('pages', () => {
  const page1 = { VpcEndpoints: [named('vpce-1')], NextToken: 'eyJ' };
  const page2 = { VpcEndpoints: [named('vpce-2')], NextToken: '' };
  test('side by side are one list', () => {
    const result = readDescribe(files(page1, page2));
    const net = only(result);
    expect(net.endpoints.map((e) => e.key)).toEqual(['vpce-1', 'vpce-2']);
    expect(net.complete('endpoint')).toMatchObject({
      complete: true,
      assumed: 'the export holds every endpoint of the account and region',
    });
    expect(result.pagesLeft.size).toBe(0);
  });
  test('with a token left over are not all', () => {
    const result = readDescribe(files(page1));
    expect(only(result).complete('endpoint')).toEqual({
      complete: false,
      because: 'a page of describe-vpc-endpoints is missing',
    });
    expect(result.pagesLeft).toEqual(new Map([[0, ['describe-vpc-endpoints']]]));
    expect(result.pictures[0]!.notes).toHaveLength(1);
  });
  test('of Route 53 say it otherwise', () => {
    const zones = { HostedZones: [{ Id: '/hostedzone/Z1', Name: 'a.' }], IsTruncated: true, NextMarker: 'Z2' };
    expect(network({ VpcEndpoints: [row()] }, zones).complete('hosted-zone').complete).toBe(false);
  });
});

test('an endpoint that is in the input twice is one', () => {
  const result = readDescribe(
    files(
      { VpcEndpoint: row({ State: 'pending' }) },
      { VpcEndpoints: [row()] },
      { VpcEndpoints: [row(), named('vpce-2')] },
    ),
  );
  const net = only(result);
  expect(net.endpoints.map((e) => e.key)).toEqual(['vpce-0aaaaaaaaaaaaaaa1', 'vpce-2']);
  expect(net.endpoints[0]!.state).toMatchObject({ value: 'available' });
  expect(result.pictures[0]!.notes).toEqual([]);
  expect([...result.endpointsByInput]).toEqual([
    [0, 1],
    [1, 1],
    [2, 2],
  ]);
  const unlike = readDescribe(files({ VpcEndpoints: [row()] }, { VpcEndpoints: [row({ State: 'deleting' })] }));
  expect(unlike.pictures[0]!.notes).toEqual([
    'two answers describe endpoint vpce-0aaaaaaaaaaaaaaa1 differently, so vpce-lint uses the first',
  ]);
});

test('files without endpoints are counted as such', () => {
  const result = readDescribe(files({ VpcEndpoints: [] }, { Vpcs: [] }));
  expect([...result.endpointsByInput.values()]).toEqual([0, 0]);
});

describe('malformed content', () => {
  test('is told with file and place, and the rest is read', () => {
    const result = readDescribe(files({ VpcEndpoints: [row(), 5, null, [row()]], Subnets: 'none' }));
    expect(result.errors.map((e) => [e.file, e.place, e.message])).toEqual([
      [
        'export/describe-0.json',
        '/VpcEndpoints/1',
        'an endpoint must be an object (2 more have this problem), as describe-vpc-endpoints prints it',
      ],
      ['export/describe-0.json', '/Subnets', '`Subnets` must be a list, as describe-subnets prints it'],
    ]);
    expect(only(result).endpoints).toHaveLength(1);
  });
  test('in a recording is placed in the recording', () => {
    const { errors } = readDescribe(files({ status_code: 200, data: { VpcEndpoints: {} } }));
    expect(errors.map((e) => e.place)).toEqual(['/data/VpcEndpoints']);
  });
  test('never stops the reading, whatever stands in a field', () => {
    const odd: unknown[] = [5, true, 'x', [], [5], [null], [[]], {}, { a: 1 }, null, [{ GroupId: 5 }]];
    for (const value of odd) {
      for (const name of Object.keys(row())) {
        const net = readDescribe(files({ VpcEndpoints: [row({ [name]: value })] })).pictures[0]!.network;
        expect(() => JSON.stringify(net.endpoints)).not.toThrow();
      }
    }
  });
  test('keys of the prototype are keys', () => {
    const text =
      '{"VpcEndpoints":[{"VpcEndpointId":"__proto__","VpcId":"constructor","__proto__":{"State":"x"},"Tags":[{"Key":"__proto__","Value":"v"}]}]}';
    const net = network(JSON.parse(text) as object);
    const [e] = net.endpoints;
    expect(e!.key).toBe('__proto__');
    expect(e!.state.known).toBe(false);
    expect(e!.vpc).toMatchObject({ is: 'id', id: 'constructor' });
    expect(e!.tags.known && Object.keys(e!.tags.value)).toEqual(['__proto__']);
  });
});
