import { describe, expect, test } from 'vitest';
import { type DescribeFile, readDescribe } from '../../../src/loaders/describe/index.ts';
import type { Endpoint, Network } from '../../../src/model/index.ts';
import { files, network, only, row, told } from './support.ts';

const ENDPOINT = 'vpce-0aaaaaaaaaaaaaaa1';
const endpoints = { VpcEndpoints: [row()] };

function first({ endpoints: [found] }: Network): Endpoint {
  return found!;
}

function live(unread: Record<string, string>, ...documents: object[]): Network {
  const reading = { account: '111122223333', region: 'us-east-1', unread: new Map(Object.entries(unread)) };
  return only(readDescribe(files(...documents).map((file): DescribeFile => ({ ...file, reading }))));
}

describe('private APIs', () => {
  const api = (id: string, vpcEndpointIds?: string[]) => ({
    id,
    name: `api ${id}`,
    apiKeySource: 'HEADER',
    endpointConfiguration: { types: vpcEndpointIds ? ['PRIVATE'] : ['REGIONAL'], vpcEndpointIds },
  });

  test('and domain names are told by the endpoints they name', () => {
    const apis = { items: [api('a1'), api('a2', [ENDPOINT]), api('a3', ['vpce-0bbbbbbbbbbbbbbb2'])] };
    const ties = {
      items: [
        {
          domainNameAccessAssociationArn: 'arn:aws:apigateway:us-east-1:111122223333:/domainnameaccessassociations/x',
          domainNameArn: 'arn:aws:apigateway:us-east-1:111122223333:/domainnames/api.example.com+abc',
          accessAssociationSourceType: 'VPCE',
          accessAssociationSource: ENDPOINT,
        },
      ],
    };
    const { privateApis } = first(network(endpoints, apis, ties));
    expect(privateApis.open).toBe(null);
    expect(privateApis.sure).toEqual([
      { name: 'api a2', at: { input: 1, pointer: '/items/1', path: ['endpointConfiguration'] } },
      { name: ties.items[0]!.domainNameArn, at: { input: 2, pointer: '/items/0' } },
    ]);
  });

  test('may name any endpoint where a live read was refused them', () => {
    expect(first(live({ 'apigateway get-rest-apis': 'not allowed' }, endpoints)).privateApis.open).toBe(
      'apigateway get-rest-apis: not allowed',
    );
    expect(first(live({}, endpoints)).privateApis).toMatchObject({ sure: [], open: null });
  });
});

describe('a resource of VPC Lattice', () => {
  const arn = 'arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-0a1b2c3d4e5f60718';
  const resource = {
    VpcEndpoints: [row({ VpcEndpointType: 'Resource', ServiceName: undefined, ResourceConfigurationArn: arn })],
  };
  const configuration = (definition: object, more = {}) => ({
    id: 'rcfg-0a1b2c3d4e5f60718',
    arn,
    name: 'orders',
    resourceGatewayId: 'rgw-0a1b2c3d4e5f60718',
    resourceConfigurationDefinition: definition,
    ...more,
  });
  const gateway = {
    id: 'rgw-0a1b2c3d4e5f60718',
    arn: 'arn:aws:vpc-lattice:us-east-1:111122223333:resourcegateway/rgw-0a1b2c3d4e5f60718',
    subnetIds: [],
    resourceConfigDnsResolution: 'IN_VPC',
  };
  const dns = { dnsResource: { domainName: 'db.example.com', ipAddressType: 'IPV4' } };

  test.each<[string, object]>([
    ['by itself', { ...gateway, vpcId: 'vpc-0aaaaaaaaaaaaaaa1', securityGroupIds: [], ipAddressType: 'IPV4' }],
    ['in a list', { items: [{ ...gateway, vpcIdentifier: 'vpc-0aaaaaaaaaaaaaaa1' }] }],
  ])('with its gateway %s', (_, answer) => {
    const [found] = first(network(resource, configuration(dns, { customDomainName: 'example.com' }), answer)).resources
      .sure;
    expect(found).toMatchObject({ name: 'orders', gatewayVpc: { is: 'id', id: 'vpc-0aaaaaaaaaaaaaaa1' } });
    expect([found!.dnsResolution, found!.customDomain, found!.targetDomain].map(told)).toEqual([
      'IN_VPC',
      'example.com',
      'db.example.com',
    ]);
  });

  test('without a name, and without its gateway', () => {
    const [found] = first(network(resource, configuration({ ipResource: { ipAddress: '10.0.0.10' } }))).resources.sure;
    expect([found!.customDomain, found!.targetDomain].map(told)).toEqual([null, null]);
    expect(found!.gatewayVpc).toMatchObject({
      is: 'unknown',
      because: 'the gateway of the resource is not in the input: add the output of vpc-lattice get-resource-gateway',
    });
  });

  test("another account's is not in the input; one that was refused may be anything", () => {
    expect(first(network(resource)).resources).toMatchObject({ sure: [], open: null });
    const call = 'vpc-lattice get-resource-configuration';
    expect(first(live({ [call]: 'not allowed' }, resource)).resources.open).toBe(`${call}: not allowed`);
  });
});

describe('ways in', () => {
  const VPC = 'vpc-0aaaaaaaaaaaaaaa1';
  const ways = ({ gateways }: Network) =>
    gateways.map(({ key, type, vpc, state }) => ({
      key,
      type,
      vpc: vpc.is === 'id' ? vpc.id : vpc.is,
      state: told(state),
    }));
  const vpn = (code: string, VpcId?: string) => ({
    ClientVpnEndpointId: 'cvpn-endpoint-0a1b2c3d4e5f60718',
    Status: { Code: code },
    VpcId,
  });
  const target = (code: string) => ({
    AssociationId: 'cvpn-assoc-0a1b2c3d4e5f60718',
    VpcId: VPC,
    TargetNetworkId: 'subnet-0aaaaaaaaaaaaaaa1',
    ClientVpnEndpointId: 'cvpn-endpoint-0a1b2c3d4e5f60718',
    Status: { Code: code },
  });

  test('a Client VPN endpoint by its target networks, or by the VPC it names', () => {
    const key = 'cvpn-assoc-0a1b2c3d4e5f60718';
    const by = (code: string) =>
      ways(network({ ClientVpnEndpoints: [vpn('available', VPC)], ClientVpnTargetNetworks: [target(code)] }));
    expect(by('associated')).toEqual([{ key, type: 'client-vpn', vpc: VPC, state: 'associated' }]);
    expect(by('disassociating')).toEqual([{ key, type: 'client-vpn', vpc: VPC, state: 'deleted' }]);
    const alone = (code: string, vpc?: string) => ways(network({ ClientVpnEndpoints: [vpn(code, vpc)] }));
    expect(alone('available', VPC)).toEqual([
      { key: 'cvpn-endpoint-0a1b2c3d4e5f60718', type: 'client-vpn', vpc: VPC, state: 'available' },
    ]);
    expect(alone('pending-associate', VPC)).toEqual([]);
    expect(alone('available')).toEqual([]);
  });

  test('an attachment of Cloud WAN by the ARN of the VPC', () => {
    const attachment = (AttachmentType: string, ResourceArn: string) => ({
      CoreNetworkId: 'core-network-0a1b2c3d4e5f60718',
      AttachmentId: `attachment-${AttachmentType}`,
      OwnerAccountId: '111122223333',
      AttachmentType,
      State: 'AVAILABLE',
      EdgeLocation: 'us-east-1',
      ResourceArn,
    });
    const Attachments = [
      attachment('VPC', `arn:aws:ec2:us-east-1:111122223333:vpc/${VPC}`),
      attachment('SITE_TO_SITE_VPN', 'arn:aws:ec2:us-east-1:111122223333:vpn-connection/vpn-0a1b2c3d4e5f60718'),
    ];
    expect(ways(network({ Attachments }))).toEqual([
      { key: 'attachment-VPC', type: 'core-network', vpc: VPC, state: 'available' },
    ]);
  });

  test('where a live read was refused the attachments, any VPC may have one', () => {
    expect(ways(live({ 'networkmanager list-attachments': 'not allowed' }, endpoints))).toMatchObject([
      { type: 'core-network', vpc: 'unknown' },
    ]);
  });
});

describe('endpoints of the VPC resolver', () => {
  const VPC = 'vpc-0aaaaaaaaaaaaaaa1';
  const vpcs = { Vpcs: [{ VpcId: VPC, OwnerId: '111122223333', CidrBlock: '10.0.0.0/16' }] };
  const one = (Direction: string, Status = 'OPERATIONAL') => ({
    ResolverEndpoints: [{ Id: 'rslvr-in-0a1b2c3d4e5f60718', Direction, Status, HostVPCId: VPC }],
  });
  const inbound = (document: object) => told(network(vpcs, document).attachments[0]!.inboundResolver);

  test('answer other networks where they are inbound', () => {
    expect(inbound(one('INBOUND'))).toBe(true);
    expect(inbound(one('INBOUND', 'DELETING'))).toBe(false);
    expect(inbound(one('OUTBOUND'))).toBe(false);
    expect(inbound(one('INBOUND_DELEGATION'))).toMatch(/^unknown: /);
  });

  test('are all there are in their list, whatever else is missing', () => {
    const here = (net: Network) => {
      const [to] = net.vpcs;
      return net.complete('attachment', { is: 'entity', to: to!, at: to!.at });
    };
    expect(here(network(vpcs, one('INBOUND')))).toMatchObject({
      complete: false,
      resolvers: { assumed: 'the export holds every resolver endpoint of the account and region' },
    });
    expect(here(live({}, vpcs, one('INBOUND')))).toMatchObject({ complete: false, resolvers: { assumed: null } });
    expect(here(network(vpcs))).not.toHaveProperty('resolvers');
  });
});
