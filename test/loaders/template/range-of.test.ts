/** Sources of security groups whose range is not known, but whose range it is. */
import { describe, expect, it } from 'vitest';
import { loadFiles } from '../../../src/loaders/index.ts';
import { refName } from '../../../src/model/index.ts';
import { endpoint, lintText, said } from './support.ts';

const SUBNETS = `
  A: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: !Ref SubnetRange, AvailabilityZone: !Select [0, !GetAZs ""] } }
`;

const POOLED = 'Ipv4IpamPoolId: ipam-pool-1, Ipv4NetmaskLength: 22';

function template(vpc: string, source: string, more = ''): string {
  return `
Parameters:
  Range: { Type: String }
  OtherRange: { Type: String }
  SubnetRange: { Type: String }
  SubnetIds: { Type: "List<AWS::EC2::Subnet::Id>" }
  Strange: { Type: AWS::EC2::VPC::Id }
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { ${vpc}, EnableDnsHostnames: true } }
  Other: { Type: AWS::EC2::VPC, Properties: { CidrBlock: !Ref OtherRange } }
  ${SUBNETS}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: x
      VpcId: !Ref Vpc
      SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, ${source} }]
  ${more}
  ${endpoint('Sqs', 'sqs', 'SubnetIds: !Ref SubnetIds, PrivateDnsEnabled: true')}
`;
}

function sourceOf(text: string): string | null {
  const { pictures } = loadFiles([{ path: 'template.yaml', bytes: new TextEncoder().encode(text) }]);
  const group = pictures[0]!.network.securityGroups.find(({ key }) => key === 'Group')!;
  const [source] = group.ingress.sure[0]!.sources.sure;
  if (source?.is !== 'cidr' || source.cidr.known || !source.of) return null;
  return `${source.of.isWhole ? 'all' : 'part'} of ${refName(source.of.vpc)}`;
}

const GIVEN = 'CidrBlock: !Ref Range';

describe('a range is that of', () => {
  it.each<[string, string, string | null]>([
    [POOLED, 'CidrIp: !GetAtt Vpc.CidrBlock', 'all of Vpc'],
    [GIVEN, 'CidrIp: !GetAtt Vpc.CidrBlock', 'all of Vpc'],
    [GIVEN, 'CidrIp: !Ref Range', 'all of Vpc'],
    [GIVEN, 'CidrIp: !GetAtt Other.CidrBlock', 'all of Other'],
    [GIVEN, 'CidrIp: !GetAtt A.CidrBlock', 'part of Vpc'],
    [GIVEN, 'CidrIp: !Ref SubnetRange', 'part of Vpc'],
    [GIVEN, 'CidrIpv6: !Select [0, !GetAtt Vpc.Ipv6CidrBlocks]', 'all of Vpc'],
    [GIVEN, 'CidrIp: !ImportValue range', null],
    [GIVEN, 'CidrIp: !Sub "${Range}/0"', null],
    ['CidrBlock: 10.0.0.0/16', 'CidrIp: !GetAtt Vpc.CidrBlock', null],
  ])('%s, %s: %s', async (vpc, source, expected) => {
    const text = template(vpc, source);
    expect(sourceOf(text)).toBe(expected);
    const isKnown = expected !== null || vpc.includes('10.');
    expect(said(await lintText(text), 'reachability/open-ingress', 'Sqs')).toBe(isKnown ? 'silent' : 'undecided');
  });
});

describe('an endpoint that allows', () => {
  const block = (properties: string) =>
    `More: { Type: AWS::EC2::VPCCidrBlock, Properties: { VpcId: !Ref Vpc, ${properties} } }`;

  it.each<[string, string, string]>([
    ['all of its VPC', '', 'silent'],
    ['all of its VPC, which has IPv6, too', block('AmazonProvidedIpv6CidrBlock: true'), 'silent'],
    ['one of two ranges of its VPC', block('CidrBlock: 100.64.0.0/16'), 'undecided'],
    ['one range of its VPC, which has another', block('CidrBlock: !Ref OtherRange'), 'undecided'],
  ])('%s', async (_, more, expected) => {
    const report = await lintText(template(POOLED, 'CidrIp: !GetAtt Vpc.CidrBlock', more));
    expect(said(report, 'reachability/clients-not-covered', 'Sqs')).toBe(expected);
  });
});

describe('a VPC has an IPv6 range', () => {
  const hasIpv6 = (more: string) => {
    const text = template(GIVEN, 'CidrIp: 10.0.0.0/8', more);
    const { pictures } = loadFiles([{ path: 'template.yaml', bytes: new TextEncoder().encode(text) }]);
    const { hasIpv6: told } = pictures[0]!.network.vpcs.find(({ key }) => key === 'Vpc')!;
    return told.known ? told.value : null;
  };

  it.each<[string, string, boolean | null]>([
    ['never without a block', '', false],
    ['with a block for one', 'VpcId: !Ref Vpc, AmazonProvidedIpv6CidrBlock: true', true],
    ['with a block of a pool', 'VpcId: !Ref Vpc, Ipv6IpamPoolId: ipam-pool-1, Ipv6NetmaskLength: 56', true],
    ['not with a block of IPv4', 'VpcId: !Ref Vpc, CidrBlock: 100.64.0.0/16', false],
    ['not with a block of another VPC', 'VpcId: !Ref Other, AmazonProvidedIpv6CidrBlock: true', false],
    ['not with a block of a VPC elsewhere', 'VpcId: !Ref Strange, AmazonProvidedIpv6CidrBlock: true', false],
    ['perhaps with a block of either family', 'VpcId: !Ref Vpc, CidrBlock: !Ref Range, Ipv6Pool: x', null],
  ])('%s', (_, properties, expected) => {
    const more = properties && `More: { Type: AWS::EC2::VPCCidrBlock, Properties: { ${properties} } }`;
    expect(hasIpv6(more)).toBe(expected);
  });
});
