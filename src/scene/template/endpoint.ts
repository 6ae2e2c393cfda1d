import type { Endpoint, NotGiven, ResolvedScene, Target } from '../resolved.ts';
import { namingResources } from './naming.ts';
import { groupRef } from './network.ts';
import { type Json, logicalId, type Resource, refer, resource, tagList } from './refer.ts';

/** VPC endpoints. What the scene does not tell is a parameter without a value. */
export function endpointResources(scene: ResolvedScene): Resource[] {
  return scene.endpoints.flatMap((endpoint) => [
    {
      ...endpointResource(endpoint),
      ...(endpoint.dependsOn.length > 0
        ? { DependsOn: endpoint.dependsOn.map((name) => logicalId(name, 'Endpoint')) }
        : {}),
    },
    ...(endpoint.shared ? [share(endpoint)] : []),
    ...namingResources(endpoint),
  ]);
}

function endpointResource(endpoint: Endpoint): Resource {
  return resource(logicalId(endpoint.name, 'Endpoint'), 'AWS::EC2::VPCEndpoint', {
    VpcId: refer(endpoint.vpc, 'Vpc'),
    ServiceName: serviceName(endpoint),
    VpcEndpointType:
      endpoint.typeWritten === 'unknown' ? { Ref: 'VpcEndpointType' } : (endpoint.typeWritten ?? undefined),
    ServiceRegion: endpoint.serviceRegion ?? undefined,
    ResourceConfigurationArn: endpoint.resource
      ? { 'Fn::GetAtt': [logicalId(endpoint.name, 'Configuration'), 'Arn'] }
      : (endpoint.resourceConfigurationArn ?? undefined),
    ServiceNetworkArn: endpoint.serviceNetworkArn ?? undefined,
    SubnetIds: list(endpoint.subnets, 'SubnetIds', (target) => refer(target, 'Subnet')),
    SecurityGroupIds: list(endpoint.groups, 'SecurityGroupIds', groupRef),
    RouteTableIds: list(endpoint.routeTables, 'RouteTableIds', (target) => refer(target, 'Table')),
    PrivateDnsEnabled: scalar(endpoint.privateDns, 'PrivateDnsEnabled'),
    IpAddressType: endpoint.ipAddressType ?? undefined,
    DnsOptions: dnsOptions(endpoint),
    PolicyDocument: (endpoint.policyDocument as Json | null) ?? scalar(endpoint.policy, 'PolicyDocument'),
    Tags: tagList(endpoint.tags),
  });
}

/** An endpoint has no attribute for its ARN: templates put it together. */
function share({ name }: Endpoint): Resource {
  const arn = `arn:\${AWS::Partition}:ec2:\${AWS::Region}:\${AWS::AccountId}:vpc-endpoint/\${${logicalId(name, 'Endpoint')}}`;
  return resource(`${logicalId(name, 'Share')}`, 'AWS::RAM::ResourceShare', {
    Name: name,
    ResourceArns: [{ 'Fn::Sub': arn }],
  });
}

function serviceName({ serviceName: written, endpointService }: Endpoint): Json | undefined {
  if (written === 'unknown') return { Ref: 'ServiceName' };
  if (!endpointService) return written ?? undefined;
  return { 'Fn::Sub': `com.amazonaws.vpce.\${AWS::Region}.\${${logicalId(endpointService.name, 'Service')}}` };
}

function scalar(value: boolean | string | NotGiven, parameter: string): Json | undefined {
  if (value === 'omitted') return undefined;
  return value === 'unknown' ? { Ref: parameter } : value;
}

function list<T>(
  targets: readonly Target<T>[] | NotGiven,
  parameter: string,
  make: (target: Target<T>) => Json,
): Json | undefined {
  if (targets === 'omitted') return undefined;
  return targets === 'unknown' ? { Ref: parameter } : targets.map(make);
}

function dnsOptions(endpoint: Endpoint): Json | undefined {
  const { onlyInboundResolver: inbound } = endpoint;
  const options = {
    DnsRecordIpType: endpoint.dnsRecordIpType,
    PrivateDnsOnlyForInboundResolverEndpoint:
      inbound === null ? null : inbound ? 'OnlyInboundResolver' : 'AllResolvers',
    PrivateDnsPreference: endpoint.dnsPreference,
    PrivateDnsSpecifiedDomains: endpoint.dnsDomains,
  };
  const given = Object.entries(options).filter(([, value]) => value !== null);
  return given.length > 0 ? (Object.fromEntries(given) as Json) : undefined;
}

/** Types of the parameters that stand for what is not told. */
export const PARAMETERS: Readonly<Record<string, string>> = {
  VpcEndpointType: 'String',
  ServiceName: 'String',
  SubnetIds: 'List<AWS::EC2::Subnet::Id>',
  SecurityGroupIds: 'List<AWS::EC2::SecurityGroup::Id>',
  RouteTableIds: 'CommaDelimitedList',
  PrivateDnsEnabled: 'String',
  PolicyDocument: 'String',
  IngressRules: 'CommaDelimitedList',
};
