/** Scenes as templates: their keys are those that templates of people and the CDK have. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { longForm } from '../../src/loaders/template/document/raw.ts';
import { printScene } from '../../src/scene/print.ts';
import { prepareYaml, readYaml } from '../../src/text/yaml/index.ts';
import { FIXTURES } from '../loaders/template/support.ts';
import { casesOf, rules } from '../rules/judge.ts';

type Json = { readonly [key: string]: unknown };

/** Properties that no template of the fixtures has; from the resource schemas of CloudFormation. */
const FROM_SCHEMAS: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::EgressOnlyInternetGateway': ['VpcId'],
  'AWS::EC2::InstanceConnectEndpoint': ['SecurityGroupIds', 'SubnetId'],
  'AWS::EC2::NetworkAcl': ['VpcId'],
  'AWS::EC2::NetworkAclEntry': [
    'CidrBlock',
    'Egress',
    'NetworkAclId',
    'PortRange',
    'Protocol',
    'RuleAction',
    'RuleNumber',
  ],
  'AWS::EC2::NetworkInterface': ['GroupSet', 'SubnetId'],
  'AWS::EC2::Route': [
    'DestinationIpv6CidrBlock',
    'EgressOnlyInternetGatewayId',
    'TransitGatewayId',
    'VpcPeeringConnectionId',
  ],
  'AWS::EC2::SecurityGroup': ['SecurityGroupEgress'],
  'AWS::EC2::Subnet': ['AvailabilityZoneId', 'Ipv6CidrBlock'],
  'AWS::EC2::SubnetNetworkAclAssociation': ['NetworkAclId', 'SubnetId'],
  'AWS::EC2::TransitGatewayAttachment': ['SubnetIds', 'TransitGatewayId', 'VpcId'],
  'AWS::EC2::VPCCidrBlock': ['AmazonProvidedIpv6CidrBlock', 'VpcId'],
  'AWS::EC2::VPCEndpoint': [
    'ServiceNetworkArn',
    'DnsOptions',
    'IpAddressType',
    'ResourceConfigurationArn',
    'ServiceRegion',
    'Tags',
  ],
  'AWS::EC2::VPCEndpointService': ['SupportedRegions'],
  'AWS::EC2::VPCPeeringConnection': ['PeerVpcId', 'VpcId'],
  'AWS::EC2::VPCGatewayAttachment': ['VpnGatewayId'],
  'AWS::EC2::VPNGateway': ['Type'],
  'AWS::ElasticLoadBalancingV2::Listener': ['ListenerAttributes'],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ['EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic'],
  'AWS::RAM::ResourceShare': ['Name', 'ResourceArns'],
  'AWS::ApiGateway::DomainNameAccessAssociation': [
    'AccessAssociationSource',
    'AccessAssociationSourceType',
    'DomainNameArn',
  ],
  'AWS::ApiGateway::RestApi': ['Body', 'EndpointConfiguration', 'Name'],
  'AWS::VpcLattice::ResourceConfiguration': [
    'CustomDomainName',
    'DomainVerificationId',
    'Name',
    'ResourceConfigurationDefinition',
    'ResourceConfigurationType',
    'ResourceGatewayId',
  ],
  'AWS::VpcLattice::ResourceGateway': ['Name', 'ResourceConfigDnsResolution', 'SubnetIds', 'VpcIdentifier'],
  'AWS::EC2::VPC': ['Ipv4IpamPoolId', 'Ipv4NetmaskLength'],
  'AWS::EKS::Cluster': ['ResourcesVpcConfig', 'RoleArn'],
  'AWS::EKS::FargateProfile': ['ClusterName', 'PodExecutionRoleArn', 'Selectors', 'Subnets'],
  'AWS::EKS::Nodegroup': ['ClusterName', 'NodeRole', 'Subnets'],
  'AWS::IAM::OIDCProvider': ['ClientIdList', 'Url'],
  'AWS::Lambda::EventSourceMapping': [
    'EventSourceArn',
    'FunctionName',
    'ProvisionedPollerConfig',
    'SourceAccessConfigurations',
  ],
  'AWS::Lambda::Function': ['VpcConfig'],
  'AWS::MSK::Cluster': ['BrokerNodeGroupInfo', 'ClusterName'],
  'AWS::NetworkFirewall::Firewall': ['FirewallName', 'FirewallPolicyArn', 'SubnetMappings', 'VpcId'],
  'AWS::NetworkFirewall::VpcEndpointAssociation': ['FirewallArn', 'SubnetMapping', 'VpcId'],
  'AWS::OpenSearchServerless::VpcEndpoint': ['Name', 'SecurityGroupIds', 'SubnetIds', 'VpcId'],
  'AWS::Redshift::Cluster': ['ClusterType', 'DBName', 'MasterUsername', 'NodeType', 'Port'],
  'AWS::Redshift::ClusterSubnetGroup': ['Description', 'SubnetIds'],
  'AWS::Redshift::EndpointAccess': ['ClusterIdentifier', 'EndpointName', 'SubnetGroupName', 'VpcSecurityGroupIds'],
  'AWS::SageMaker::Domain': ['AppNetworkAccessType', 'DomainName', 'SubnetIds', 'VpcId'],
  'Custom::Use': ['ServiceToken'],
  'AWS::Route53Profiles::Profile': ['Name'],
  'AWS::Route53Profiles::ProfileAssociation': ['Name', 'ProfileId', 'ResourceId'],
  'AWS::Route53Profiles::ProfileResourceAssociation': ['Name', 'ProfileId', 'ResourceArn'],
  'AWS::Route53Resolver::ResolverEndpoint': ['Direction', 'IpAddresses', 'SecurityGroupIds'],
  'AWS::Route53Resolver::ResolverRule': ['DomainName', 'RuleType'],
  'AWS::Route53Resolver::ResolverRuleAssociation': ['ResolverRuleId', 'VPCId'],
};

const seen = new Map<string, Set<string>>();

beforeAll(async () => {
  await prepareYaml();
  for (const path of readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })) {
    if (!/^(?!17).*\.(?:ya?ml|json)$/.test(path.replaceAll('\\', '/'))) continue;
    const text = readFileSync(join(FIXTURES, path), 'utf8');
    const value = (path.endsWith('.json') ? JSON.parse(text) : readYaml(text, { tagged: longForm }).value) as Json;
    collect(value.Resources, (type, name) => {
      seen.set(type, (seen.get(type) ?? new Set()).add(name));
    });
  }
});

/** Types and names of properties, those of loops as well. */
function collect(resources: unknown, put: (type: string, name: string) => void): void {
  if (typeof resources !== 'object' || resources === null) return;
  for (const [id, each] of Object.entries(resources)) {
    if (id.startsWith('Fn::ForEach::')) collect((each as unknown[])[2], put);
    const { Type, Properties } = each as { Type?: string; Properties?: Json };
    if (Type !== undefined) for (const name of Object.keys(Properties ?? {})) put(Type, name);
  }
}

it('has every property as templates have it', () => {
  const strange = new Set<string>();
  const unused = new Set(
    Object.entries(FROM_SCHEMAS).flatMap(([type, names]) => names.map((name) => `${type} ${name}`)),
  );
  for (const rule of rules) {
    for (const { example, seed, inputs } of casesOf(rule)) {
      if (!inputs.includes('template')) continue;
      const { Resources } = printScene(example.scene, 'template', seed)[1]!.document as { Resources: unknown };
      collect(Resources, (type, name) => {
        unused.delete(`${type} ${name}`);
        if (!seen.get(type)?.has(name) && !FROM_SCHEMAS[type]?.includes(name)) strange.add(`${type} ${name}`);
      });
    }
  }
  expect([...strange].sort()).toEqual([]);
  expect([...unused], 'properties that no scene has').toEqual([]);
});

it('is the same for the same scene', () => {
  const print = () => JSON.stringify(printScene({ endpoints: { sqs: {}, s3: { type: 'Gateway' } } }, 'template', 'x'));
  expect(print()).toBe(print());
});
