/** Accounts built in moto: several VPCs and Regions, with much that is wrong. */
import * as ec2 from '@aws-sdk/client-ec2';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import * as route53 from '@aws-sdk/client-route-53';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { setProfiles } from './front.ts';
import { SECRETS } from './program.ts';

export const MAIN = '123456789012';
export const OTHER = '111122223333';
export const ROLE = `arn:aws:iam::${OTHER}:role/audit`;

const credentials = {
  accessKeyId: SECRETS.AWS_ACCESS_KEY_ID,
  secretAccessKey: SECRETS.AWS_SECRET_ACCESS_KEY,
  sessionToken: SECRETS.AWS_SESSION_TOKEN,
};

function configOf(endpoint: string, region: string, role?: string) {
  return {
    endpoint,
    region,
    credentials: role
      ? fromTemporaryCredentials({
          masterCredentials: credentials,
          params: { RoleArn: role, RoleSessionName: 'build' },
          clientConfig: { endpoint, region },
        })
      : credentials,
  };
}

/** Endpoints in two Regions of one account and one of another, an endpoint service, a hosted zone, a peering. */
export async function buildAccounts(url: string): Promise<void> {
  await fetch(`${url}/moto-api/reset`, { method: 'POST' });
  await buildMain(url);
  await buildSmall(url, 'eu-west-1');
  await buildSmall(url, 'eu-west-1', ROLE);
  await buildNames(url);
}

/** Where names are served by a rule of the resolver and by a profile. */
export const NAMES_REGION = 'ap-southeast-2';

async function buildNames(url: string): Promise<void> {
  const region = NAMES_REGION;
  const api = new ec2.EC2Client(configOf(url, region));
  const spoke = await vpc(api, '10.4.0.0/16', true);
  const hub = await vpc(api, '10.5.0.0/16', true);
  for (const name of ['kms', 'sqs', 'sns'])
    await endpoint(api, spoke, name, { SubnetIds: spoke.subnets, PrivateDnsEnabled: false });
  const resolver = async (operation: string, input: object) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `Route53Resolver.${operation}`,
        authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20260101/${region}/route53resolver/aws4_request`,
      },
      body: JSON.stringify(input),
    });
    return (await answer.json()) as Record<string, { Id: string }>;
  };
  const group = await api.send(
    new ec2.CreateSecurityGroupCommand({ VpcId: hub.id, GroupName: 'dns', Description: 'dns' }),
  );
  const outbound = await resolver('CreateResolverEndpoint', {
    CreatorRequestId: 'out',
    Direction: 'OUTBOUND',
    SecurityGroupIds: [group.GroupId],
    IpAddresses: hub.subnets.map((SubnetId) => ({ SubnetId })),
  });
  const rule = await resolver('CreateResolverRule', {
    CreatorRequestId: 'kms',
    Name: 'kms',
    DomainName: `kms.${region}.amazonaws.com`,
    RuleType: 'FORWARD',
    ResolverEndpointId: outbound.ResolverEndpoint!.Id,
    TargetIps: [{ Ip: '10.5.0.2', Port: 53 }],
  });
  await resolver('AssociateResolverRule', { ResolverRuleId: rule.ResolverRule!.Id, VPCId: spoke.id });
  const dns = new route53.Route53Client(configOf(url, region));
  const zone = await dns.send(
    new route53.CreateHostedZoneCommand({
      Name: `sqs.${region}.amazonaws.com`,
      CallerReference: 'sqs',
      HostedZoneConfig: { PrivateZone: true, Comment: '' },
      VPC: { VPCId: hub.id, VPCRegion: region as 'ap-southeast-2' },
    }),
  );
  const common = { OwnerId: MAIN, Status: 'COMPLETE', StatusMessage: 'Created Association' };
  const association = { ...common, Name: 'shared', CreationTime: 1767225600.25, ModificationTime: 1767225600 };
  await setProfiles(url, {
    region,
    associations: [
      { ...association, Id: 'rpassoc-1', ProfileId: 'rp-1', ResourceId: spoke.id },
      { ...association, Id: 'rpassoc-2', ProfileId: 'rp-2', ResourceId: hub.id },
    ],
    resources: {
      'rp-1': [
        {
          ...association,
          Id: 'rpr-1',
          ProfileId: 'rp-1',
          ResourceArn: `arn:aws:route53:::${zone.HostedZone!.Id!.slice(1)}`,
          ResourceType: 'PRIVATE_HOSTED_ZONE',
        },
      ],
    },
  });
}

async function buildMain(url: string): Promise<void> {
  const region = 'us-east-1';
  const config = configOf(url, region);
  const api = new ec2.EC2Client(config);
  const one = await vpc(api, '10.1.0.0/16', true);
  const two = await vpc(api, '10.2.0.0/16', false);
  const list = await api.send(
    new ec2.CreateManagedPrefixListCommand({
      PrefixListName: 'anywhere',
      AddressFamily: 'IPv4',
      MaxEntries: 5,
      Entries: [{ Cidr: '0.0.0.0/0' }, { Cidr: '10.0.0.0/8' }],
    }),
  );
  const open = await group(api, one.id, 'open', [
    {
      IpProtocol: 'tcp',
      FromPort: 443,
      ToPort: 443,
      PrefixListIds: [{ PrefixListId: list.PrefixList!.PrefixListId! }],
    },
    { IpProtocol: 'udp', FromPort: 53, ToPort: 53, IpRanges: [{ CidrIp: '10.1.0.0/16' }] },
  ]);
  const narrow = await group(api, two.id, 'narrow', [
    { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, UserIdGroupPairs: [{ GroupId: open }] },
  ]);
  await endpoint(api, one, 'sqs', { SubnetIds: one.subnets, SecurityGroupIds: [open], PrivateDnsEnabled: true });
  await endpoint(api, one, 'kms', {
    SubnetIds: one.subnets.slice(0, 1),
    SecurityGroupIds: [open],
    PrivateDnsEnabled: false,
  });
  await endpoint(api, one, 's3', { VpcEndpointType: 'Gateway' });
  await endpoint(api, two, 'sts', {
    SubnetIds: two.subnets.slice(0, 1),
    SecurityGroupIds: [narrow],
    PrivateDnsEnabled: true,
  });
  await endpoint(api, two, 'sns', {
    SubnetIds: two.subnets,
    SecurityGroupIds: [narrow],
    PrivateDnsEnabled: false,
    TagSpecifications: [
      { ResourceType: 'vpc-endpoint', Tags: [{ Key: 'vpce-lint:ignore', Value: 'dns/private-dns-disabled' }] },
    ],
  });
  const peering = await api.send(new ec2.CreateVpcPeeringConnectionCommand({ VpcId: one.id, PeerVpcId: two.id }));
  await api.send(
    new ec2.AcceptVpcPeeringConnectionCommand({
      VpcPeeringConnectionId: peering.VpcPeeringConnection!.VpcPeeringConnectionId!,
    }),
  );
  await service(api, config, one);
  const dns = new route53.Route53Client(config);
  const zone = await dns.send(
    new route53.CreateHostedZoneCommand({
      Name: 'kms.us-east-1.amazonaws.com',
      CallerReference: 'kms',
      HostedZoneConfig: { PrivateZone: true, Comment: '' },
      VPC: { VPCId: one.id, VPCRegion: region },
    }),
  );
  await dns.send(
    new route53.ChangeResourceRecordSetsCommand({
      HostedZoneId: zone.HostedZone!.Id!,
      ChangeBatch: {
        Changes: ['', '*.'].map((host) => ({
          Action: 'CREATE',
          ResourceRecordSet: {
            Name: `${host}kms.us-east-1.amazonaws.com`,
            Type: 'A',
            TTL: 60,
            ResourceRecords: [{ Value: '10.1.0.10' }],
          },
        })),
      },
    }),
  );
}

/** A service that everybody may connect to, behind a load balancer in two zones. */
async function service(api: ec2.EC2Client, config: ReturnType<typeof configOf>, { subnets }: Vpc): Promise<void> {
  const made = await new elb.ElasticLoadBalancingV2Client(config).send(
    new elb.CreateLoadBalancerCommand({ Name: 'provider', Type: 'network', Scheme: 'internal', Subnets: subnets }),
  );
  const { ServiceConfiguration } = await api.send(
    new ec2.CreateVpcEndpointServiceConfigurationCommand({
      NetworkLoadBalancerArns: [made.LoadBalancers![0]!.LoadBalancerArn!],
      AcceptanceRequired: false,
    }),
  );
  await api.send(
    new ec2.ModifyVpcEndpointServicePermissionsCommand({
      ServiceId: ServiceConfiguration!.ServiceId!,
      AddAllowedPrincipals: ['*'],
    }),
  );
}

export async function buildSmall(url: string, region: string, role?: string): Promise<void> {
  const api = new ec2.EC2Client(configOf(url, region, role));
  const only = await vpc(api, '10.3.0.0/16', true);
  const https = await group(api, only.id, 'https', [
    { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.3.0.0/16' }] },
  ]);
  await endpoint(api, only, 'ssm', {
    SubnetIds: only.subnets.slice(0, 1),
    SecurityGroupIds: [https],
    PrivateDnsEnabled: true,
  });
  await endpoint(api, only, 'dynamodb', { VpcEndpointType: 'Gateway' });
}

interface Vpc {
  readonly id: string;
  readonly region: string;
  readonly subnets: string[];
}

async function vpc(api: ec2.EC2Client, cidr: string, hostnames: boolean): Promise<Vpc> {
  const { Vpc } = await api.send(new ec2.CreateVpcCommand({ CidrBlock: cidr }));
  const id = Vpc!.VpcId!;
  const region = await api.config.region();
  await api.send(new ec2.ModifyVpcAttributeCommand({ VpcId: id, EnableDnsHostnames: { Value: hostnames } }));
  const subnets: string[] = [];
  for (const [i, zone] of ['a', 'b'].entries()) {
    const CidrBlock = cidr.replace('.0.0/16', `.${i}.0/24`);
    const { Subnet } = await api.send(
      new ec2.CreateSubnetCommand({ VpcId: id, CidrBlock, AvailabilityZone: `${region}${zone}` }),
    );
    subnets.push(Subnet!.SubnetId!);
  }
  return { id, region, subnets };
}

async function group(
  api: ec2.EC2Client,
  vpcId: string,
  name: string,
  IpPermissions: ec2.IpPermission[],
): Promise<string> {
  const { GroupId } = await api.send(
    new ec2.CreateSecurityGroupCommand({ VpcId: vpcId, GroupName: name, Description: name }),
  );
  await api.send(new ec2.AuthorizeSecurityGroupIngressCommand({ GroupId: GroupId!, IpPermissions }));
  return GroupId!;
}

async function endpoint(
  api: ec2.EC2Client,
  { id, region }: Vpc,
  service: string,
  more: Partial<ec2.CreateVpcEndpointCommandInput>,
): Promise<void> {
  await api.send(
    new ec2.CreateVpcEndpointCommand({
      VpcId: id,
      VpcEndpointType: 'Interface',
      ServiceName: `com.amazonaws.${region}.${service}`,
      ...more,
    }),
  );
}
