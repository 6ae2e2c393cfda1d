/** Objects that something outside a template may add to. */
import { describe, expect, it } from 'vitest';
import { endpoint, lintText, NETWORK, said } from './support.ts';

const PORT = 'reachability/service-port-not-allowed';

describe('a security group without inbound rules', () => {
  const report = (outputs: string) =>
    lintText(`Resources:${NETWORK}
  Empty: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: x, VpcId: !Ref Vpc } }
  E:
    Type: AWS::EC2::VPCEndpoint
    Properties: { VpcId: !Ref Vpc, VpcEndpointType: Interface, ServiceName: !Sub "com.amazonaws.\${AWS::Region}.sqs", SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Empty] }
Outputs:
${outputs}`);

  it.each([
    ['is given to other stacks', '  Group: { Value: !Ref Empty }\n'],
    [
      'is one of several in an output',
      '  Groups: { Value: !Join [",", [!GetAtt Empty.GroupId, sg-0123456789abcdef0]] }\n',
    ],
  ])('%s, which may add rules', async (_, outputs) => {
    const said_ = await report(outputs);
    expect(said(said_, PORT, 'E')).toBe('undecided');
    expect(said_.undecided.find(({ rule }) => rule === PORT)!.missing.join()).toMatch(/output Groups? gives Empty/);
  });

  it('has none if no output names it', async () => {
    expect(said(await report('  Vpc: { Value: !Ref Vpc }\n'), PORT, 'E')).toBe('fail');
  });
});

it('a stack that only adds a rule to an imported security group belongs to it', async () => {
  const network = `Resources:${NETWORK}
  Empty: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: x, VpcId: !Ref Vpc } }
  E:
    Type: AWS::EC2::VPCEndpoint
    Properties: { VpcId: !Ref Vpc, VpcEndpointType: Interface, ServiceName: com.amazonaws.eu-west-1.sqs, SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Empty] }
Outputs: { Group: { Value: !Ref Empty, Export: { Name: group } } }
`;
  const rule = (port: number) =>
    `Resources: { R: { Type: AWS::EC2::SecurityGroupIngress, Properties: { GroupId: !ImportValue group, IpProtocol: tcp, FromPort: ${port}, ToPort: ${port}, CidrIp: 10.0.0.0/16 } } }\n`;
  const both = async (port: number) => {
    const files = { 'network.yaml': network, 'rule.yaml': rule(port) };
    return said(await lintText(files, {}, Object.keys(files)), PORT, 'network/E');
  };
  expect(await both(443)).toBe('silent');
  expect(await both(80)).toBe('fail');
});

it('a security group with rules has them all, also if an output names it', async () => {
  const report = await lintText(`Resources:${NETWORK}
  Web: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: x, VpcId: !Ref Vpc, SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 10.0.0.0/16 }] } }
  E:
    Type: AWS::EC2::VPCEndpoint
    Properties: { VpcId: !Ref Vpc, VpcEndpointType: Interface, ServiceName: !Sub "com.amazonaws.\${AWS::Region}.sqs", SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Web] }
Outputs: { Web: { Value: !Ref Web } }
`);
  expect(said(report, PORT, 'E')).toBe('fail');
});

it('a custom resource may route what it is given', async () => {
  const template = (custom: string) => `Resources:${NETWORK}${endpoint('E', 'sqs', 'SubnetIds: [!Ref A, !Ref B]')}
  S3: { Type: AWS::EC2::VPCEndpoint, Properties: { VpcId: !Ref Vpc, ServiceName: !Sub "com.amazonaws.\${AWS::Region}.s3", RouteTableIds: [!Ref One] } }
  One: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
  Two: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
  OfA: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref A, RouteTableId: !Ref One } }
  OfB: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref B, RouteTableId: !Ref Two } }
${custom}`;
  const rule = 'routing/gateway-partial';
  expect(said(await lintText(template('')), rule, 'S3')).toBe('fail');
  const custom =
    '  Routes: { Type: Custom::Routes, Properties: { ServiceToken: arn:aws:lambda:eu-west-1:123456789012:function:f, Tables: [!Ref Two] } }\n';
  const report = await lintText(template(custom));
  expect(said(report, rule, 'S3')).toBe('undecided');
  expect(report.undecided.find((each) => each.rule === rule)!.missing.join()).toContain(
    'the custom resource Routes may give Two',
  );
});

describe('a route table of subnets that pass on traffic of other networks', () => {
  const template = (more: string) => `Resources:${NETWORK}
  S3: { Type: AWS::EC2::VPCEndpoint, Properties: { VpcId: !Ref Vpc, ServiceName: !Sub "com.amazonaws.\${AWS::Region}.s3", RouteTableIds: [!Ref One] } }
  Nat: { Type: AWS::EC2::NatGateway, Properties: { SubnetId: !Ref A } }
  One: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
  Two: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
  Out: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Two, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat } }
  OfA: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref A, RouteTableId: !Ref One } }
  OfB: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref B, RouteTableId: !Ref Two } }
${more}`;
  const attachment =
    '  Hub: { Type: AWS::EC2::TransitGatewayAttachment, Properties: { VpcId: !Ref Vpc, TransitGatewayId: tgw-0123456789abcdef0, SubnetIds: [!Ref B] } }\n';
  const client = '  App: { Type: AWS::EC2::Instance, Properties: { SubnetId: !Ref B } }\n';
  const unknownInterfaces = '  Other: { Type: AWS::EC2::Instance, Properties: { NetworkInterfaces: !GetAtt Nat.X } }\n';
  const replication =
    '  Copy: { Type: AWS::DMS::ReplicationInstance, Properties: { ReplicationSubnetGroupIdentifier: x } }\n';

  it.each([
    ['has clients if nothing says otherwise', '', 'fail'],
    ['has none beside a transit gateway', attachment, 'silent'],
    ['has those that are there', attachment + client, 'fail'],
    ['may have those whose subnets another resource sets', attachment + replication, 'undecided'],
    ['may have those whose interfaces are not known', attachment + unknownInterfaces, 'undecided'],
  ] as const)('%s', async (_, more, verdict) => {
    expect(said(await lintText(template(more)), 'routing/gateway-partial', 'S3')).toBe(verdict);
  });
});

it('an application of the Serverless Application Repository is not local', async () => {
  const report = await lintText(`Transform: AWS::Serverless-2016-10-31
Resources:${NETWORK}${endpoint('E', 'sqs', 'SubnetIds: [!Ref A, !GetAtt Zone.Outputs.SubnetId]')}
  Zone:
    Type: AWS::Serverless::Application
    Properties:
      Location: { ApplicationId: "arn:aws:serverlessrepo:us-east-1:123456789012:applications/zone", SemanticVersion: 1.0.0 }
      Parameters: { VpcId: !Ref Vpc }
`);
  expect(report.incomplete.map(({ message }) => message)).toEqual([
    'Zone is an application of the AWS Serverless Application Repository, whose resources are known only after deployment',
  ]);
});
