/** Endpoints that services manage, in the answers of those services. */
import { expect, test } from 'vitest';
import { refName, show } from '../../../src/model/index.ts';
import { network, row } from './support.ts';

const VPC = 'vpc-0aaaaaaaaaaaaaaa1';

const domain = (id: string, Status = 'ACTIVE') => ({
  VpcEndpointId: id,
  VpcEndpointOwner: '111122223333',
  DomainArn: 'arn:aws:es:us-east-1:111122223333:domain/logs',
  VpcOptions: {
    VPCId: VPC,
    SubnetIds: ['subnet-0aaaaaaaaaaaaaaa1'],
    AvailabilityZones: ['us-east-1a'],
    SecurityGroupIds: ['sg-0aaaaaaaaaaaaaaa1'],
  },
  Status,
});

test('OpenSearch answers under the key of EC2, and its endpoints are none of EC2', () => {
  const net = network({ VpcEndpoints: [row()] }, { VpcEndpoints: [domain('aos-1')], VpcEndpointErrors: [] });
  expect(net.endpoints.map(({ at }) => at.pointer)).toEqual(['/VpcEndpoints/0']);
  const [managed, ...others] = net.managedEndpoints;
  expect(others).toEqual([]);
  expect(managed).toMatchObject({ key: 'aos-1', manager: 'opensearch' });
  expect([managed!.vpc, ...managed!.subnets.sure, ...managed!.groups.sure].map(refName)).toEqual([
    VPC,
    'subnet-0aaaaaaaaaaaaaaa1',
    'sg-0aaaaaaaaaaaaaaa1',
  ]);
  expect(managed!.isMultiZone.known).toBe(false);
});

test('one that is deleted, or failed, is not there', () => {
  const states = ['ACTIVE', 'CREATE_FAILED', 'DELETING', 'UPDATING'];
  const net = network({ VpcEndpoints: states.map((status, i) => domain(`aos-${i}`, status)) });
  expect(net.managedEndpoints.map(({ key }) => key)).toEqual(['aos-0', 'aos-3']);
});

test('Redshift tells the subnet that it chose, and the port', () => {
  const EndpointAccessList = [
    {
      ClusterIdentifier: 'main',
      EndpointName: 'reports',
      EndpointStatus: 'active',
      Port: 8192,
      VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-0aaaaaaaaaaaaaaa1', Status: 'active' }],
      VpcEndpoint: { VpcId: VPC, NetworkInterfaces: [{ SubnetId: 'subnet-0aaaaaaaaaaaaaaa1' }] },
    },
  ];
  const [managed] = network({ EndpointAccessList }).managedEndpoints;
  expect(show(managed!.port)).toBe(8192);
  expect(managed!.subnets.sure.map(refName)).toEqual(['subnet-0aaaaaaaaaaaaaaa1']);
});

test('a list of endpoints of something else is not read', () => {
  const net = network({ VpcEndpoints: [row()], endpoints: [{ name: 'web', url: 'https://example.com' }] });
  expect(net.managedEndpoints).toEqual([]);
});
