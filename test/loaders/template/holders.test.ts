/** What has network interfaces, and with them security groups. */
import { expect, it } from 'vitest';
import { lintText, NETWORK, said } from './support.ts';

const RULE = 'reachability/no-client-in-group';

/** An endpoint that allows only members of a group, and a workload that is not one. */
const template = (more: string) => `Resources:${NETWORK}
  App: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: x, VpcId: !Ref Vpc } }
  FromApp: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: x, VpcId: !Ref Vpc, SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, SourceSecurityGroupId: !Ref App }] } }
  E:
    Type: AWS::EC2::VPCEndpoint
    Properties: { VpcId: !Ref Vpc, VpcEndpointType: Interface, ServiceName: !Sub "com.amazonaws.\${AWS::Region}.sqs", SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref FromApp] }
  Other: { Type: AWS::EC2::Instance, Properties: { SubnetId: !Ref A, SecurityGroupIds: [!Ref Group] } }
${more}`;

const GROUPS = 'SecurityGroupIds: [!Ref App]';

it.each([
  ['AWS::EC2::LaunchTemplate', 'LaunchTemplateData: { NetworkInterfaces: [{ Groups: [!Ref App] }] }'],
  ['AWS::MWAA::Environment', `NetworkConfiguration: { ${GROUPS}, SubnetIds: [!Ref A] }`],
  ['AWS::AppRunner::VpcConnector', 'SecurityGroups: [!Ref App], Subnets: [!Ref A]'],
  ['AWS::Synthetics::Canary', `VPCConfig: { ${GROUPS}, SubnetIds: [!Ref A] }`],
  ['AWS::SageMaker::Model', `VpcConfig: { ${GROUPS}, Subnets: [!Ref A] }`],
  [
    'AWS::Glue::Connection',
    'ConnectionInput: { PhysicalConnectionRequirements: { SecurityGroupIdList: [!Ref App], SubnetId: !Ref A } }',
  ],
  ['AWS::ImageBuilder::InfrastructureConfiguration', `${GROUPS}, SubnetId: !Ref A`],
  ['AWS::DMS::ReplicationInstance', 'VpcSecurityGroupIds: [!Ref App]'],
])('%s is a member of its security groups', async (type, properties) => {
  const report = await lintText(template(`  Client: { Type: ${type}, Properties: { ${properties} } }\n`));
  expect(said(report, RULE, 'E')).toBe('silent');
});

it.each([
  ['AWS::EFS::MountTarget', 'SecurityGroups: [!Ref Group], SubnetId: !Ref A'],
  ['AWS::ApiGatewayV2::VpcLink', 'SecurityGroupIds: [!Ref Group], SubnetIds: [!Ref A]'],
  ['AWS::OpenSearchService::Domain', 'VPCOptions: { SecurityGroupIds: [!Ref Group], SubnetIds: [!Ref A] }'],
  ['AWS::ElastiCache::ReplicationGroup', 'SecurityGroupIds: [!Ref Group]'],
  ['AWS::MSK::Cluster', 'BrokerNodeGroupInfo: { SecurityGroups: [!Ref Group], ClientSubnets: [!Ref A] }'],
  ['Custom::VpcRestrictDefaultSG', 'DefaultSecurityGroupId: !GetAtt Vpc.DefaultSecurityGroup'],
])('%s is known not to be a member', async (type, properties) => {
  const report = await lintText(template(`  Server: { Type: ${type}, Properties: { ${properties} } }\n`));
  expect(said(report, RULE, 'E')).toBe('fail');
});

it('interfaces of an instance that are not known may have any security group', async () => {
  const client = '  Client: { Type: AWS::EC2::Instance, Properties: { NetworkInterfaces: !GetAtt Other.X } }\n';
  expect(said(await lintText(template(client)), RULE, 'E')).toBe('undecided');
});

it('the custom resource of the CDK removes the rules of the default security group', async () => {
  const text = (more: string) => `Parameters: { Restricts: { Type: String } }
Conditions: { Restricts: !Equals [!Ref Restricts, yes] }
Resources:${NETWORK}
  E:
    Type: AWS::EC2::VPCEndpoint
    Properties: { VpcId: !Ref Vpc, VpcEndpointType: Interface, ServiceName: !Sub "com.amazonaws.\${AWS::Region}.sqs", SubnetIds: [!Ref A, !Ref B] }
${more}`;
  const custom = (condition: string) =>
    `  Restrict: { Type: Custom::VpcRestrictDefaultSG, ${condition}Properties: { DefaultSecurityGroupId: !GetAtt Vpc.DefaultSecurityGroup } }\n`;
  const rule = 'reachability/service-port-not-allowed';
  expect(said(await lintText(text('')), rule, 'E')).toBe('silent');
  expect(said(await lintText(text(custom(''))), rule, 'E')).toBe('fail');
  expect(said(await lintText(text(custom('Condition: Restricts, '))), rule, 'E')).toBe('undecided');
});

it('the custom resource of the CDK leaves the outbound rule for IPv6', async () => {
  const report = await lintText(`Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  A: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, Ipv6Native: true, Ipv6CidrBlock: "2001:db8:0:1a00::/64" } }
  Restrict: { Type: Custom::VpcRestrictDefaultSG, Properties: { DefaultSecurityGroupId: !GetAtt Vpc.DefaultSecurityGroup } }
  Open: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: x, VpcId: !Ref Vpc, SecurityGroupIngress: [{ IpProtocol: "-1", CidrIpv6: "::/0" }] } }
  App: { Type: AWS::EC2::Instance, Properties: { SubnetId: !Ref A, SecurityGroupIds: [!GetAtt Vpc.DefaultSecurityGroup] } }
  E:
    Type: AWS::EC2::VPCEndpoint
    Properties: { VpcId: !Ref Vpc, VpcEndpointType: Interface, IpAddressType: ipv6, ServiceName: !Sub "com.amazonaws.\${AWS::Region}.sqs", SubnetIds: [!Ref A], SecurityGroupIds: [!Ref Open] }
`);
  expect(said(report, 'reachability/client-egress', 'E')).not.toBe('fail');
});

it('a text that is not a range of addresses, as in a template of another tool, is not known', async () => {
  const report = await lintText(`Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: "{{ vpc }}" } }
  A: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: "{{ a }}" } }
  App: { Type: AWS::EC2::Instance, Properties: { SubnetId: !Ref A, SecurityGroupIds: [!GetAtt Vpc.DefaultSecurityGroup] } }
  E:
    Type: AWS::EC2::VPCEndpoint
    Properties: { VpcId: !Ref Vpc, VpcEndpointType: Interface, ServiceName: !Sub "com.amazonaws.\${AWS::Region}.sqs", SubnetIds: [!Ref A], SecurityGroupIds: [!GetAtt Vpc.DefaultSecurityGroup] }
`);
  expect(said(report, 'reachability/client-egress', 'E')).toBe('undecided');
});
