import { describe, expect, test } from 'vitest';
import { readDescribe } from '../../../src/loaders/describe/index.ts';
import { files, row, told } from './support.ts';

const endpoint = (id: string, OwnerId: string | undefined, region: string, vpc: string) =>
  row({
    VpcEndpointId: id,
    OwnerId,
    VpcId: vpc,
    ServiceName: `com.amazonaws.${region}.sqs`,
    ServiceRegion: undefined,
    DnsEntries: [{ DnsName: `vpce-1a-bc-${region}a.sqs.${region}.vpce.amazonaws.com` }],
  });
const A = '111122223333';
const B = '444455556666';
const VPC_A = 'vpc-0aaaaaaaaaaaaaaa1';
const VPC_B = 'vpc-0bbbbbbbbbbbbbbb2';

/** Pictures as lists of the inputs they were read from. */
const joined = (...documents: Parameters<typeof files>) =>
  readDescribe(files(...documents))
    .pictures.map((p) => [...p.inputs].sort())
    .sort();

test('accounts and Regions are pictures of their own', () => {
  expect(
    joined(
      { VpcEndpoints: [endpoint('vpce-1', A, 'us-east-1', VPC_A)] },
      { VpcEndpoints: [endpoint('vpce-2', B, 'us-east-1', VPC_B)] },
      { VpcEndpoints: [endpoint('vpce-3', A, 'eu-west-1', 'vpc-0cccccccccccccccc')] },
      { VpcEndpoints: [endpoint('vpce-4', A, 'us-east-1', VPC_A)] },
    ),
  ).toEqual([[0, 3], [1], [2]]);
});

test('what names no owner goes where its ids point', () => {
  expect(
    joined(
      { VpcEndpoints: [endpoint('vpce-1', A, 'us-east-1', VPC_A)] },
      { VpcEndpoints: [endpoint('vpce-2', B, 'us-east-1', VPC_B)] },
      { VpcId: VPC_B, EnableDnsSupport: { Value: true } },
      { Vpcs: [{ VpcId: VPC_A }] },
      ['elsewhere/routes.json', { RouteTables: [{ RouteTableId: 'rtb-1', VpcId: VPC_B }] }],
    ),
  ).toEqual([
    [0, 3],
    [1, 2, 4],
  ]);
});

test('else where its folder does', () => {
  const nothing = { AllowedPrincipals: [] };
  expect(
    joined(
      ['a/e.json', { VpcEndpoints: [endpoint('vpce-1', A, 'us-east-1', VPC_A)] }],
      ['b/e.json', { VpcEndpoints: [endpoint('vpce-2', B, 'us-east-1', VPC_B)] }],
      ['b/x.json', nothing],
      ['a/deeper/x.json', nothing],
      ['c/x.json', nothing],
    ),
  ).toEqual([[0, 3], [1, 2], [4]]);
});

test('and stays alone where two places are as good', () => {
  expect(
    joined(
      { VpcEndpoints: [endpoint('vpce-1', A, 'us-east-1', VPC_A)] },
      { VpcEndpoints: [endpoint('vpce-2', B, 'us-east-1', VPC_B)] },
      { AllowedPrincipals: [] },
    ),
  ).toEqual([[0], [1], [2]]);
});

test('Route 53 answers for every Region of an account', () => {
  expect(
    joined(
      { VpcEndpoints: [endpoint('vpce-1', A, 'us-east-1', VPC_A)] },
      { VpcEndpoints: [endpoint('vpce-2', A, 'eu-west-1', VPC_B)] },
      { HostedZones: [{ Id: '/hostedzone/Z1', Name: 'a.' }] },
    ),
  ).toEqual([
    [0, 2],
    [1, 2],
  ]);
});

test('service names of two Regions are two Regions, unless a VPC says otherwise', () => {
  const of = (region: string, VpcId: string) => {
    const ServiceName = `com.amazonaws.${region}.sqs`;
    const bare = { SubnetIds: [], Groups: [], DnsEntries: [], ServiceRegion: undefined };
    return { VpcEndpoints: [row({ ...bare, VpcEndpointId: `vpce-${region}`, VpcId, ServiceName })] };
  };
  expect(joined(of('us-east-1', VPC_A), of('eu-west-1', VPC_B))).toEqual([[0], [1]]);
  expect(joined(of('us-east-1', VPC_A), of('eu-west-1', VPC_A))).toEqual([[0, 1]]);
  const { pictures } = readDescribe(files(of('us-east-1', VPC_A), of('eu-west-1', VPC_A)));
  expect(pictures[0]!.network.endpoints.map((e) => e.region.known)).toEqual([false, false]);
});

test('the order of the files changes nothing', () => {
  const documents = [
    { VpcEndpoints: [endpoint('vpce-1', undefined, 'us-east-1', VPC_A)] },
    { Vpcs: [{ VpcId: VPC_A, IsDefault: true, OwnerId: A }] },
    { Subnets: [{ SubnetId: 'subnet-1', VpcId: VPC_A, OwnerId: A, AvailabilityZone: 'us-east-1a' }] },
    { SecurityGroups: [{ GroupId: 'sg-1', GroupName: 'x', VpcId: VPC_A, OwnerId: A }] },
  ];
  for (const order of [documents, [...documents].reverse()]) {
    const { pictures } = readDescribe(files(...order));
    expect(pictures).toHaveLength(1);
    const [e] = pictures[0]!.network.endpoints;
    expect([told(e!.account), told(e!.region)]).toEqual([A, 'us-east-1']);
  }
});

describe('what is complete', () => {
  const endpoints = { VpcEndpoints: [endpoint('vpce-1', A, 'us-east-1', VPC_A)] };
  const net = (...documents: object[]) => readDescribe(files(endpoints, ...documents)).pictures[0]!.network;
  test('kinds whose export is here', () => {
    expect(net().complete('route-table')).toEqual({
      complete: false,
      because: 'the input has no `describe-route-tables` output',
      unlisted: true,
    });
    expect(net({ RouteTables: [] }).complete('route-table')).toMatchObject({
      complete: true,
      assumed: 'the export holds every route table of the account and region',
    });
    expect(net().complete('endpoint').complete).toBe(true);
  });
  test('not an endpoint that was just made', () => {
    const { pictures } = readDescribe(files({ VpcEndpoint: row() }));
    expect(pictures[0]!.network.complete('endpoint').complete).toBe(false);
  });
  test('not in a VPC of another account', () => {
    const subnets = ['subnet-1', 'subnet-2'].map((SubnetId) => ({ SubnetId, VpcId: VPC_A, OwnerId: B }));
    const shared = net({ Vpcs: [{ VpcId: VPC_A, OwnerId: B }] }, { Subnets: subnets });
    expect(shared.complete('subnet').complete).toBe(true);
    expect(shared.complete('subnet', shared.endpoints[0]!.vpc)).toEqual({
      complete: false,
      because: `${VPC_A} belongs to account ${B}, and this is what account ${A} sees of it`,
    });
  });
  test('not in a VPC that describe-vpcs does not have', () => {
    const without = net({ Vpcs: [{ VpcId: VPC_B, OwnerId: A }] });
    expect(without.complete('endpoint', without.endpoints[0]!.vpc)).toEqual({
      complete: false,
      because: `${VPC_A} is not in the describe-vpcs output`,
    });
  });
  describe('not what lacks an object that other calls name', () => {
    const complete = (kind: 'endpoint' | 'subnet' | 'route-table', ...documents: object[]) => {
      const found = net(...documents);
      return found.complete(kind, found.endpoints[0]!.vpc);
    };
    const routes = (...list: object[]) => ({
      RouteTables: [{ RouteTableId: 'rtb-1', VpcId: VPC_A, OwnerId: A, Routes: list, Associations: [] }],
    });
    const missing = (id: string, by: string, from: string) => ({
      complete: false,
      because: `${id}, which ${by} names, is not in the ${from} output`,
    });

    test('endpoints that routes lead to, or that have interfaces', () => {
      expect(complete('endpoint', routes({ GatewayId: 'vpce-9', State: 'active' }))).toEqual(
        missing('vpce-9', 'describe-route-tables', 'describe-vpc-endpoints'),
      );
      const eni = { NetworkInterfaceId: 'eni-1', VpcId: VPC_A, Description: 'VPC Endpoint Interface vpce-8' };
      expect(complete('endpoint', { NetworkInterfaces: [eni] })).toEqual(
        missing('vpce-8', 'describe-network-interfaces', 'describe-vpc-endpoints'),
      );
      expect(complete('endpoint', routes({ GatewayId: 'vpce-1' }, { GatewayId: 'igw-1' })).complete).toBe(true);
    });
    test('but for routes to what is gone, and in other VPCs', () => {
      expect(complete('endpoint', routes({ GatewayId: 'vpce-9', State: 'blackhole' })).complete).toBe(true);
      const elsewhere = { RouteTables: [{ RouteTableId: 'rtb-2', VpcId: VPC_B, Routes: [{ GatewayId: 'vpce-9' }] }] };
      expect(complete('endpoint', elsewhere).complete).toBe(true);
    });
    test('subnets and route tables of endpoints', () => {
      const one = { SubnetId: 'subnet-1', VpcId: VPC_A, OwnerId: A };
      expect(complete('subnet', { Subnets: [one] })).toEqual(
        missing('subnet-2', 'describe-vpc-endpoints', 'describe-subnets'),
      );
      expect(complete('subnet', { Subnets: [one, { ...one, SubnetId: 'subnet-2' }] }).complete).toBe(true);
      const gateway = { ...endpoint('vpce-2', A, 'us-east-1', VPC_A), RouteTableIds: ['rtb-9'] };
      expect(complete('route-table', { VpcEndpoints: [gateway] }, routes())).toEqual(
        missing('rtb-9', 'describe-vpc-endpoints', 'describe-route-tables'),
      );
      const gone = { ...gateway, State: 'deleted' };
      expect(complete('route-table', { VpcEndpoints: [gone] }, routes()).complete).toBe(true);
    });
  });
  test('of gateways, where every call that tells of them is here', () => {
    expect(net({ NatGateways: [] }).complete('gateway')).toMatchObject({
      complete: false,
      because: /internet-gateways/,
    });
  });
});
