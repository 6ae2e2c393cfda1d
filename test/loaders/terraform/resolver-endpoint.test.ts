/** Inbound endpoints of the VPC resolver, in code, templates and describe output. */
import { expect, it } from 'vitest';
import { loadFiles } from '../../../src/loaders/index.ts';
import { show } from '../../../src/model/index.ts';
import { judge, rules } from '../../rules/judge.ts';

const rule = rules.find(({ id }) => id === 'dns/inbound-only-without-resolver')!;

function networkOf(path: string, text: string) {
  return loadFiles([{ path, bytes: new TextEncoder().encode(text) }]).pictures[0]!.network;
}

const code = (direction: string) => `resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.0.0/24"
}
resource "aws_route53_resolver_endpoint" "in" {
  direction          = "${direction}"
  security_group_ids = ["sg-0123456789abcdef0"]
  ip_address {
    subnet_id = aws_subnet.a.id
  }
}
resource "aws_vpc_endpoint" "s3" {
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.s3"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [aws_subnet.a.id]
  private_dns_enabled = true
  dns_options {
    private_dns_only_for_inbound_resolver_endpoint = true
  }
}
`;

it.each([
  ['INBOUND', 'pass'],
  ['OUTBOUND', 'fail'],
])('in code: %s', (direction, expected) => {
  const judged = judge(rule, networkOf('main.tf', code(direction)));
  expect(judged.get('aws_vpc_endpoint.s3')?.verdict).toBe(expected);
});

it.each([
  ['INBOUND', 'pass'],
  ['OUTBOUND', 'fail'],
])('in a template: %s', (Direction, expected) => {
  const Resources = {
    Main: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    A: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Main' }, CidrBlock: '10.0.0.0/24' } },
    In: {
      Type: 'AWS::Route53Resolver::ResolverEndpoint',
      Properties: { Direction, SecurityGroupIds: ['sg-0123456789abcdef0'], IpAddresses: [{ SubnetId: { Ref: 'A' } }] },
    },
    S3: {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: {
        VpcId: { Ref: 'Main' },
        ServiceName: 'com.amazonaws.eu-west-1.s3',
        VpcEndpointType: 'Interface',
        SubnetIds: [{ Ref: 'A' }],
        PrivateDnsEnabled: true,
        DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: 'OnlyInboundResolver' },
      },
    },
  };
  const text = JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources });
  expect(judge(rule, networkOf('stack.json', text)).get('S3')?.verdict).toBe(expected);
});

it('in describe output the description of a network interface tells', () => {
  const interfaces = ['rslvr-in-0123456789abcdef0:rni-1', 'rslvr-out-0123456789abcdef0:rni-2'].map((name, i) => ({
    NetworkInterfaceId: `eni-0123456789abcdef${i}`,
    VpcId: 'vpc-0123456789abcdef0',
    SubnetId: 'subnet-0123456789abcdef0',
    Groups: [],
    InterfaceType: 'interface',
    RequesterManaged: true,
    Description: `Route 53 Resolver: ${name}`,
  }));
  const text = JSON.stringify({
    NetworkInterfaces: interfaces,
    VpcEndpoints: [{ VpcEndpointId: 'vpce-0123456789abcdef0', VpcId: 'vpc-0123456789abcdef0' }],
  });
  const { attachments } = networkOf('describe.json', text);
  expect(attachments.map(({ inboundResolver }) => show(inboundResolver))).toEqual([true, false]);
});
