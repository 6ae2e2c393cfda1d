/** Ways in and out of a VPC: Cloud WAN, Client VPN, and gateways that a resource of its own attaches. */
import { describe, expect, it } from 'vitest';
import { linksOf } from '../../../src/ask/links.ts';
import { loadFiles } from '../../../src/loaders/index.ts';
import { refName } from '../../../src/model/index.ts';

function networkOf(path: string, text: string) {
  return loadFiles([{ path, bytes: new TextEncoder().encode(text) }]).pictures[0]!.network;
}

const gateways = (path: string, text: string) =>
  networkOf(path, text).gateways.map(({ type, vpc, subnets }) => [type, refName(vpc), subnets.sure.map(refName)]);

const NETWORK = `resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.0.0/24"
}
`;

describe('in Terraform', () => {
  it('an attachment to a core network names the VPC by its ARN', () => {
    const code = `${NETWORK}resource "aws_networkmanager_vpc_attachment" "wan" {
  core_network_id = "core-network-0fab1c1e1e1e1e1e1"
  vpc_arn         = aws_vpc.main.arn
  subnet_arns     = [aws_subnet.a.arn]
}
`;
    expect(gateways('main.tf', code)).toEqual([['core-network', 'aws_vpc.main', ['aws_subnet.a']]]);
  });

  it('a Client VPN endpoint lets clients in by a subnet', () => {
    const code = `${NETWORK}resource "aws_ec2_client_vpn_network_association" "staff" {
  client_vpn_endpoint_id = "cvpn-endpoint-0123456789abcdef0"
  subnet_id              = aws_subnet.a.id
}
`;
    expect(gateways('main.tf', code)).toEqual([['client-vpn', 'aws_vpc.main', []]]);
  });

  const VPN = `${NETWORK}resource "aws_vpn_gateway" "office" {
}
resource "aws_vpn_gateway_attachment" "office" {
  vpc_id         = aws_vpc.main.id
  vpn_gateway_id = aws_vpn_gateway.office.id
}
`;

  it('an attachment tells the VPC of a VPN gateway', () => {
    const links = gateways('main.tf', VPN);
    expect(links).toContainEqual(['vpn-gateway', 'aws_vpc.main', []]);
    expect(new Set(links.map(([, vpc]) => vpc))).toEqual(new Set(['aws_vpc.main']));
  });

  it('an attachment of a gateway that is created elsewhere', () => {
    const code = `${NETWORK}resource "aws_vpn_gateway_attachment" "office" {
  vpc_id         = aws_vpc.main.id
  vpn_gateway_id = "vgw-0123456789abcdef0"
}
`;
    expect(gateways('main.tf', code)).toEqual([['vpn-gateway', 'aws_vpc.main', []]]);
  });

  it('of two VPN gateways each has the VPC of its own attachment', () => {
    const code = `${VPN}resource "aws_vpn_gateway" "free" {
}
`;
    const free = networkOf('main.tf', code).gateways.find(({ key }) => key === 'aws_vpn_gateway.free');
    expect(free?.vpc.is).toBe('unknown');
  });

  it('in a plan, where all IDs are known only after apply', () => {
    const created = (type: string, name: string, after: object, unknown: object) => ({
      address: `${type}.${name}`,
      mode: 'managed',
      type,
      name,
      change: { actions: ['create'], before: null, after, after_unknown: unknown },
    });
    const block = (type: string, name: string, expressions: object) => ({
      address: `${type}.${name}`,
      mode: 'managed',
      type,
      name,
      expressions,
    });
    const to = (address: string) => ({ references: [`${address}.id`, address] });
    const plan = {
      format_version: '1.2',
      terraform_version: '1.9.0',
      resource_changes: [
        created('aws_vpc', 'main', { cidr_block: '10.0.0.0/16' }, { id: true }),
        created('aws_vpn_gateway', 'office', {}, { id: true, vpc_id: true }),
        created('aws_vpn_gateway_attachment', 'office', {}, { id: true, vpc_id: true, vpn_gateway_id: true }),
      ],
      configuration: {
        root_module: {
          resources: [
            block('aws_vpc', 'main', { cidr_block: { constant_value: '10.0.0.0/16' } }),
            block('aws_vpn_gateway', 'office', {}),
            block('aws_vpn_gateway_attachment', 'office', {
              vpc_id: to('aws_vpc.main'),
              vpn_gateway_id: to('aws_vpn_gateway.office'),
            }),
          ],
        },
      },
    };
    expect(gateways('plan.json', JSON.stringify(plan))).toEqual([
      ['vpn-gateway', 'aws_vpc.main', []],
      ['vpn-gateway', 'aws_vpc.main', []],
    ]);
  });

  it('an attachment tells the VPC of an internet gateway', () => {
    const code = `${NETWORK}resource "aws_internet_gateway" "out" {
}
resource "aws_internet_gateway_attachment" "out" {
  vpc_id              = aws_vpc.main.id
  internet_gateway_id = aws_internet_gateway.out.id
}
`;
    const links = gateways('main.tf', code);
    expect(links).toContainEqual(['internet-gateway', 'aws_vpc.main', []]);
    expect(new Set(links.map(([, vpc]) => vpc))).toEqual(new Set(['aws_vpc.main']));
  });

  it('a route to a core network is a link', () => {
    const code = `${NETWORK}resource "aws_route_table" "t" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block       = "10.0.0.0/8"
    core_network_arn = "arn:aws:networkmanager::123456789012:core-network/core-network-0fab1c1e1e1e1e1e1"
  }
}
`;
    const net = networkOf('main.tf', code);
    const links = linksOf({ is: 'entity', to: net.vpcs[0]!, at: net.vpcs[0]!.at }, net);
    expect([...links.sure]).toEqual(['core-network']);
  });
});

it('in templates an attachment tells the VPC of a VPN gateway', () => {
  const Resources = {
    Main: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    Office: { Type: 'AWS::EC2::VPNGateway', Properties: { Type: 'ipsec.1' } },
    Attached: {
      Type: 'AWS::EC2::VPCGatewayAttachment',
      Properties: { VpcId: { Ref: 'Main' }, VpnGatewayId: { Ref: 'Office' } },
    },
  };
  const text = JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources });
  expect(gateways('stack.json', text)).toEqual([['vpn-gateway', 'Main', []]]);
});

it('in templates the ARN is put together', () => {
  const Resources = {
    Main: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    A: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Main' }, CidrBlock: '10.0.0.0/24' } },
    Wan: {
      Type: 'AWS::NetworkManager::VpcAttachment',
      Properties: { VpcArn: { 'Fn::Sub': `arn:aws:ec2:eu-west-1:123456789012:vpc/${'$'}{Main}` } },
    },
    Staff: { Type: 'AWS::EC2::ClientVpnTargetNetworkAssociation', Properties: { SubnetId: { Ref: 'A' } } },
  };
  const text = JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources });
  expect(gateways('stack.json', text).sort()).toEqual([
    ['client-vpn', 'Main', []],
    ['core-network', 'Main', []],
  ]);
});
