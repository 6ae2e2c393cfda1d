import { describe, expect, test } from 'vitest';
import { readDescribe } from '../../../src/loaders/describe/index.ts';
import type { IngressRule, Network } from '../../../src/model/index.ts';
import { files, folder, network, only, row, told } from './support.ts';

const VPC = 'vpc-0aaaaaaaaaaaaaaa1';

/** Rules as `tcp 443-443 10.0.0.0/16, sg-1`. */
function rules(net: Network, id: string): string[] {
  const group = net.securityGroups.find((g) => g.key === id)!;
  return group.ingress.sure.map(ruleText);
}

function ruleText(rule: IngressRule): string {
  const sources = rule.sources.sure.map((s) => {
    if (s.is === 'cidr') return told(s.cidr);
    const ref = s.is === 'group' ? s.group : s.list;
    return ref.is === 'entity' ? ref.to.key : ref.is === 'id' ? `outside ${ref.id}` : '?';
  });
  return `${told(rule.protocol)} ${told(rule.fromPort)}-${told(rule.toPort)} ${sources.join(', ')}`;
}

describe('VPCs', () => {
  const vpcs = {
    Vpcs: [{ VpcId: VPC, OwnerId: '111122223333', CidrBlock: '10.0.0.0/16', CidrBlockAssociationSet: [] }],
  };
  test('have their DNS attributes from calls of their own', () => {
    const net = network(vpcs, { VpcId: VPC, EnableDnsSupport: { Value: true } });
    expect(told(net.vpcs[0]!.enableDnsSupport)).toBe(true);
    expect(told(net.vpcs[0]!.enableDnsHostnames)).toBe(
      `unknown: describe-vpcs does not return DNS attributes. Add the output of \`aws ec2 describe-vpc-attribute --vpc-id ${VPC} --attribute enableDnsHostnames\``,
    );
  });
  test('an attribute alone makes its VPC known', () => {
    const net = network({ VpcEndpoints: [row()] }, { VpcId: VPC, EnableDnsHostnames: { Value: false } });
    expect(net.endpoints[0]!.vpc).toMatchObject({ is: 'entity', to: { key: VPC } });
    expect(told(net.vpcs[0]!.enableDnsHostnames)).toBe(false);
  });
  test('the name of a file names the VPC of an attribute that was cut short', () => {
    const net = network(
      ['x/describe-vpcs.json', vpcs],
      [`x/describe-vpc-attribute.${VPC}.enableDnsSupport.json`, { EnableDnsSupport: { Value: false } }],
    );
    expect(told(net.vpcs[0]!.enableDnsSupport)).toBe(false);
  });
  test('hold the ranges in force', () => {
    const [vpc] = network({
      Vpcs: [
        {
          VpcId: VPC,
          CidrBlock: '10.0.0.0/16',
          CidrBlockAssociationSet: [
            { CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associated' } },
            { CidrBlock: '100.64.0.0/16', CidrBlockState: { State: 'associated' } },
            { CidrBlock: '10.9.0.0/16', CidrBlockState: { State: 'disassociated' } },
          ],
          Ipv6CidrBlockAssociationSet: [
            { Ipv6CidrBlock: '2001:db8::/56', Ipv6CidrBlockState: { State: 'associated' } },
          ],
        },
      ],
    }).vpcs;
    expect(vpc!.cidrs).toMatchObject({ sure: ['10.0.0.0/16', '100.64.0.0/16', '2001:db8::/56'], open: null });
    expect(vpc!.secondaryCidrs).toMatchObject({ sure: ['100.64.0.0/16'], open: null });
  });
  test('without the primary range: nobody knows which of the others it is', () => {
    const [vpc] = network({
      Vpcs: [{ VpcId: VPC, CidrBlockAssociationSet: [{ CidrBlock: '10.0.0.0/16' }, { CidrBlock: '100.64.0.0/16' }] }],
    }).vpcs;
    expect(vpc!.cidrs).toMatchObject({ sure: ['10.0.0.0/16', '100.64.0.0/16'], open: null });
    expect(vpc!.secondaryCidrs).toMatchObject({ sure: [], open: '`CidrBlock` is not in this describe-vpcs output' });
  });
});

test('subnets', () => {
  const net = network(
    {
      Subnets: [
        { SubnetId: 's-4', VpcId: VPC, AvailabilityZone: 'us-east-1a', CidrBlock: '10.0.0.0/24' },
        {
          SubnetId: 's-6',
          VpcId: VPC,
          AvailabilityZone: 'us-east-1b',
          AvailabilityZoneId: 'use1-az9',
          Ipv6Native: true,
          Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8::/64' }],
        },
      ],
    },
    {
      AvailabilityZones: [
        { ZoneName: 'us-east-1a', ZoneId: 'use1-az6', RegionName: 'us-east-1', ZoneType: 'availability-zone' },
      ],
    },
  );
  const [four, six] = net.subnets;
  expect([told(four!.zoneId), told(four!.cidr), told(four!.ipv6Native)]).toEqual(['use1-az6', '10.0.0.0/24', false]);
  expect(told(four!.ipv6Cidr)).toMatch(/^unknown/);
  expect([told(six!.zoneId), told(six!.cidr), told(six!.ipv6Cidr)]).toEqual(['use1-az9', null, '2001:db8::/64']);
  expect(net.zones).toEqual([{ name: 'us-east-1a', id: 'use1-az6', region: 'us-east-1', type: 'availability-zone' }]);
});

describe('security groups', () => {
  const permission = {
    IpProtocol: 'tcp',
    FromPort: 443,
    ToPort: 443,
    IpRanges: [{ CidrIp: '10.0.0.0/16' }],
    Ipv6Ranges: [],
    PrefixListIds: [{ PrefixListId: 'pl-1' }],
    UserIdGroupPairs: [{ GroupId: 'sg-1' }, { GroupId: 'sg-elsewhere' }],
  };
  const group = {
    GroupId: 'sg-1',
    GroupName: 'https',
    VpcId: VPC,
    OwnerId: '111122223333',
    IpPermissions: [permission],
  };
  const rule = {
    SecurityGroupRuleId: 'sgr-1',
    GroupId: 'sg-1',
    IsEgress: false,
    IpProtocol: 'tcp',
    FromPort: 443,
    ToPort: 443,
  };

  test('with permissions of every kind of source', () => {
    const net = network(
      { SecurityGroups: [group] },
      { PrefixLists: [{ PrefixListId: 'pl-1', Cidrs: ['10.0.0.0/8'] }] },
    );
    expect(rules(net, 'sg-1')).toEqual(['tcp 443-443 10.0.0.0/16, pl-1, sg-1, outside sg-elsewhere']);
    expect(net.securityGroups[0]!.ingress.open).toBeNull();
    expect(net.prefixLists[0]!.entries).toMatchObject({ sure: ['10.0.0.0/8'], open: null });
  });
  test('with separate rules, without doubles', () => {
    const separate = [
      { ...rule, CidrIpv4: '10.0.0.0/16' },
      { ...rule, SecurityGroupRuleId: 'sgr-2', ReferencedGroupInfo: { GroupId: 'sg-1' } },
      { ...rule, SecurityGroupRuleId: 'sgr-3', FromPort: 53, ToPort: 53, IpProtocol: 'udp', CidrIpv6: '::/0' },
      { ...rule, SecurityGroupRuleId: 'sgr-4', IsEgress: true, CidrIpv4: '0.0.0.0/0' },
    ];
    const net = network({ SecurityGroups: [group] }, { SecurityGroupRules: separate });
    expect(rules(net, 'sg-1')).toHaveLength(2);
    expect(rules(net, 'sg-1')[1]).toBe('udp 53-53 ::/0');
  });
  test('of which rules alone are in the input', () => {
    const net = network({ VpcEndpoints: [row()] }, { SecurityGroupRules: [{ ...rule, CidrIpv4: '10.0.0.0/16' }] });
    expect(rules(net, 'sg-1')).toEqual(['tcp 443-443 10.0.0.0/16']);
    expect(told(net.securityGroups[0]!.name)).toBe('https');
    expect(net.securityGroups[0]!.ingress.open).toBeNull();
    expect(net.complete('security-group').complete).toBe(false);
  });
  test('have no ports where all protocols, or all types of ICMP, are meant', () => {
    const of = (IpProtocol: string, ...ports: number[]) => ({
      IpProtocol,
      FromPort: ports[0],
      ToPort: ports[1],
      IpRanges: [{ CidrIp: '10.0.0.0/8' }],
    });
    const net = network({
      SecurityGroups: [{ ...group, IpPermissions: [of('-1'), of('-1', 0, 0), of('icmp', -1, -1), of('6', 22, 22)] }],
    });
    expect(rules(net, 'sg-1')).toEqual([
      '-1 null-null 10.0.0.0/8',
      '-1 null-null 10.0.0.0/8',
      'icmp null-null 10.0.0.0/8',
      'tcp 22-22 10.0.0.0/8',
    ]);
  });
  test('that an endpoint names are known by name, even undescribed', () => {
    const named = { Groups: [{ GroupId: 'sg-9', GroupName: 'default' }] };
    const [ref] = network({ VpcEndpoints: [row(named)] }).endpoints[0]!.groups.sure;
    expect(ref).toMatchObject({ is: 'entity', to: { key: 'sg-9', isDefault: { value: true } } });
    expect(ref?.is === 'entity' && ref.to.ingress.open).toBe('the input has no `describe-security-groups` output');
  });
  test('EC2 lists the groups of every endpoint: an empty list tells nothing', () => {
    const { groups } = network({ VpcEndpoints: [row({ Groups: [] })] }).endpoints[0]!;
    expect(groups.sure).toEqual([]);
    expect(groups.open).toMatch(/^`Groups` is empty/);
  });
  test('in every form of a real export', () => {
    const net = only(readDescribe(folder('security-groups')));
    const byName = new Map(net.securityGroups.map((g) => [told(g.name), g.ingress.sure.map(ruleText)]));
    expect(byName.get('udp-icmp')).toEqual(['udp 443-443 10.50.0.0/16', 'icmp null-null 10.50.0.0/16']);
    expect(byName.get('world')?.join()).toMatch(/0\.0\.0\.0\/0.*::\/0/);
    expect(net.securityGroups.every((g) => g.ingress.open === null)).toBe(true);
  });
});

test('route tables', () => {
  const net = network({
    RouteTables: [
      {
        RouteTableId: 'rtb-1',
        VpcId: VPC,
        Associations: [
          { Main: true, AssociationState: { State: 'associated' } },
          { Main: false, SubnetId: 'subnet-1', AssociationState: { State: 'associated' } },
          { Main: false, SubnetId: 'subnet-2', AssociationState: { State: 'disassociated' } },
        ],
        Routes: [
          { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local' },
          { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' },
          { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-1' },
          { DestinationPrefixListId: 'pl-1', GatewayId: 'vpce-1' },
          { DestinationCidrBlock: '10.1.0.0/16', VpcPeeringConnectionId: 'pcx-1' },
          { DestinationCidrBlock: '10.2.0.0/16', TransitGatewayId: 'tgw-1' },
          { DestinationCidrBlock: '10.3.0.0/16', GatewayId: 'vgw-1' },
          { DestinationCidrBlock: '10.4.0.0/16', InstanceId: 'i-1', NetworkInterfaceId: 'eni-1' },
          { DestinationCidrBlock: '10.5.0.0/16' },
        ],
      },
    ],
  });
  const [table] = net.routeTables;
  expect(told(table!.main)).toBe(true);
  expect(table!.subnets.sure).toMatchObject([{ id: 'subnet-1' }]);
  expect(
    table!.routes.sure.map((r) => [
      told(r.destination),
      r.target.known ? `${r.target.value.is} ${r.target.value.name}` : '?',
    ]),
  ).toEqual([
    ['10.0.0.0/16', 'local local'],
    ['0.0.0.0/0', 'nat-gateway nat-1'],
    ['::/0', 'egress-only-internet-gateway eigw-1'],
    ['pl-1', 'vpc-endpoint vpce-1'],
    ['10.1.0.0/16', 'peering pcx-1'],
    ['10.2.0.0/16', 'transit-gateway tgw-1'],
    ['10.3.0.0/16', 'vpn-gateway vgw-1'],
    ['10.4.0.0/16', 'network-interface eni-1'],
    ['10.5.0.0/16', '?'],
  ]);
});

test('prefix lists have their ranges from either call', () => {
  const id = 'pl-0123456789abcdef0';
  const managed = {
    PrefixLists: [
      { PrefixListId: id, PrefixListArn: 'arn:aws:ec2:us-east-1:111122223333:prefix-list/x', OwnerId: '111122223333' },
    ],
  };
  expect(network(managed).prefixLists[0]!.entries.open).toMatch(
    /get-managed-prefix-list-entries --prefix-list-id pl-0123/,
  );
  const entries = [
    `x/get-managed-prefix-list-entries.${id}.json`,
    { Entries: [{ Cidr: '10.0.0.0/8', Description: '' }] },
  ] as const;
  expect(network(['x/lists.json', managed], entries).prefixLists[0]!.entries).toMatchObject({
    sure: ['10.0.0.0/8'],
    open: null,
  });
  const plain = { PrefixLists: [{ PrefixListId: id, PrefixListName: 'x', Cidrs: ['10.0.0.0/9'] }] };
  expect(network(managed, plain).prefixLists).toMatchObject([
    { entries: { sure: ['10.0.0.0/9'] }, account: { value: '111122223333' } },
  ]);
});

test('interfaces of endpoints are no attachments', () => {
  const eni = (id: string, more: object) => ({
    NetworkInterfaceId: id,
    VpcId: VPC,
    Groups: [{ GroupId: 'sg-1' }],
    ...more,
  });
  const net = network(
    { VpcEndpoints: [row({ NetworkInterfaceIds: ['eni-1'] })] },
    {
      NetworkInterfaces: [
        eni('eni-1', { InterfaceType: 'interface' }),
        eni('eni-2', { InterfaceType: 'vpc_endpoint' }),
        eni('eni-3', { InterfaceType: 'gateway_load_balancer_endpoint' }),
        eni('eni-4', { Description: 'VPC Endpoint Interface vpce-0bbb' }),
        eni('eni-5', { InterfaceType: 'lambda' }),
      ],
    },
    {
      Reservations: [
        {
          OwnerId: '111122223333',
          Instances: [
            { InstanceId: 'i-1', VpcId: VPC, State: { Name: 'running' }, SecurityGroups: [{ GroupId: 'sg-1' }] },
            { InstanceId: 'i-2', State: { Name: 'terminated' }, SecurityGroups: [] },
          ],
        },
      ],
    },
  );
  expect(net.attachments.map((a) => a.key)).toEqual(['eni-5', 'i-1']);
  expect(net.attachments.map((a) => a.groups.sure.map((g) => (g.is === 'entity' ? g.to.key : '')))).toEqual([
    ['sg-1'],
    ['sg-1'],
  ]);
});

test('interfaces of the control plane of an EKS cluster call no service', () => {
  const calls = (more: object) => {
    const eni = { NetworkInterfaceId: 'eni-1', VpcId: VPC, InterfaceType: 'interface', ...more };
    return told(network({ NetworkInterfaces: [eni] }).attachments[0]!.calls);
  };
  expect(calls({ Description: 'Amazon EKS prod_1', Attachment: { InstanceOwnerId: '444455556666' } })).toBe(false);
  expect(calls({ Description: 'Amazon EKS prod_1', Attachment: { InstanceId: 'i-1' } })).toBe(true);
  expect(calls({ Description: 'aws-K8S-i-0123456789abcdef0' })).toBe(true);
});

test('endpoint services with permissions and load balancers', () => {
  const net = only(readDescribe(folder('endpoint-services')));
  const of = (id: string) => {
    const service = net.endpointServices.find((s) => s.key === id)!;
    return {
      acceptance: told(service.acceptanceRequired),
      principals: [service.principals.sure.map(told), service.principals.open],
      balancers: service.loadBalancers.sure.map((b) => (b.is === 'entity' ? told(b.to.type) : b.is)),
      zones: service.zones.sure,
    };
  };
  expect(of('vpce-svc-8e9f1acc4701bc098')).toEqual({
    acceptance: true,
    principals: [['arn:aws:iam::210987654321:root'], null],
    balancers: ['network'],
    zones: ['us-east-1b', 'us-east-1a'],
  });
  expect(of('vpce-svc-f739f87e416a42c03').principals).toEqual([['*'], null]);
  expect(of('vpce-svc-738b57f069c665e84')).toMatchObject({ principals: [[], null], balancers: ['gateway'] });
});

test('permissions that are not in the input leave the principals open', () => {
  const net = network({
    ServiceConfigurations: [{ ServiceId: 'vpce-svc-1', ServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-1' }],
  });
  expect(net.endpointServices[0]!.principals.open).toMatch(
    /describe-vpc-endpoint-service-permissions --service-id vpce-svc-1/,
  );
});

test('service details', () => {
  const whole = {
    ServiceId: 'vpce-svc-1',
    ServiceType: [{ ServiceType: 'Interface' }],
    AcceptanceRequired: false,
    Owner: 'amazon',
  };
  const net = network({
    ServiceNames: ['x'],
    ServiceDetails: [
      {
        ...whole,
        ServiceName: 'com.amazonaws.us-east-1.kms',
        PrivateDnsName: 'KMS.us-east-1.amazonaws.com',
        AvailabilityZones: ['us-east-1a'],
        VpcEndpointPolicySupported: true,
        SupportedIpAddressTypes: ['ipv4'],
      },
      { ...whole, ServiceName: 'com.amazonaws.us-east-1.apprunner.requests', VpcEndpointPolicySupported: false },
      { ServiceName: 'com.amazonaws.us-east-1.logs', ServiceType: [{ ServiceType: 'Interface' }] },
    ],
  });
  expect(net.serviceDetails).toMatchObject([
    {
      types: ['Interface'],
      zones: ['us-east-1a'],
      owner: 'amazon',
      privateDnsNames: ['kms.us-east-1.amazonaws.com'],
      policySupported: true,
      ipAddressTypes: ['ipv4'],
    },
    { privateDnsNames: [], policySupported: false, zones: null },
    { privateDnsNames: null, policySupported: null, owner: null, region: { value: 'us-east-1' } },
  ]);
});

describe('hosted zones', () => {
  const list = {
    HostedZones: [
      { Id: '/hostedzone/Z0123456789AB', Name: 'KMS.us-east-1.amazonaws.com.', Config: { PrivateZone: true } },
    ],
  };
  const get = { ...{ HostedZone: list.HostedZones[0] }, VPCs: [{ VPCRegion: 'us-east-1', VPCId: VPC }] };
  const records = {
    ResourceRecordSets: [
      { Name: 'kms.us-east-1.amazonaws.com.', Type: 'SOA', ResourceRecords: [{ Value: 'ns' }] },
      {
        Name: '\\052.kms.us-east-1.amazonaws.com.',
        Type: 'A',
        AliasTarget: { DNSName: 'VPCE-1.kms.us-east-1.vpce.amazonaws.com.' },
      },
      { Name: 'x.kms.us-east-1.amazonaws.com.', Type: 'CNAME', ResourceRecords: [{ Value: 'Other.example.' }] },
    ],
    IsTruncated: false,
  };
  test('of list-hosted-zones have no VPCs that are told', () => {
    const [zone] = network(list).hostedZones;
    expect([told(zone!.name), told(zone!.isPrivate)]).toEqual(['kms.us-east-1.amazonaws.com', true]);
    expect(zone!.vpcs.open).toMatch(/Add the output of `aws route53 get-hosted-zone`/);
  });
  test('of get-hosted-zone have', () => {
    const net = network(list, get, { VpcEndpoints: [row()] });
    expect(net.hostedZones).toHaveLength(1);
    expect(net.hostedZones[0]!.vpcs).toMatchObject({ sure: [{ is: 'id', id: VPC }], open: null });
  });
  test('of list-hosted-zones-by-vpc are private and of the VPC in the name of the file', () => {
    const byVpc = [
      `x/route53-list-hosted-zones-by-vpc.${VPC}.json`,
      { HostedZoneSummaries: [{ HostedZoneId: 'Z9', Name: 'a.example.', Owner: { OwningAccount: '444455556666' } }] },
    ] as const;
    const net = network(['x/e.json', { VpcEndpoints: [row()] }], byVpc);
    const [zone] = net.hostedZones;
    expect([told(zone!.isPrivate), told(zone!.account)]).toEqual([true, '444455556666']);
    expect(zone!.vpcs.sure).toMatchObject([{ id: VPC }]);
    expect(net.complete('hosted-zone', net.endpoints[0]!.vpc)).toMatchObject({
      complete: true,
      assumed: `the export holds every hosted zone of ${VPC}`,
    });
    expect(net.complete('hosted-zone').complete).toBe(false);
  });
  test('have records, by the name of the file or by their SOA record', () => {
    for (const name of ['x/route53-list-resource-record-sets.Z0123456789AB.json', 'x/records.json']) {
      const [of] = network(['x/zones.json', list], [name, records]).zoneRecords;
      expect(of!.zone).toMatchObject({ is: 'entity', to: { key: 'Z0123456789AB' } });
      expect(of!.records.open).toBeNull();
      expect(of!.records.sure.slice(1).map((r) => [told(r.name), told(r.type), r.targets.sure])).toEqual([
        ['*.kms.us-east-1.amazonaws.com', 'A', ['vpce-1.kms.us-east-1.vpce.amazonaws.com']],
        ['x.kms.us-east-1.amazonaws.com', 'CNAME', ['other.example']],
      ]);
    }
  });
});

test('network ACLs and DHCP options of a real export', () => {
  const net = only(readDescribe(folder('defaults')));
  const own = net.networkAcls.filter((acl) => told(acl.isDefault) === false);
  const entries = own.map((acl) =>
    acl.entries.sure.map(
      (e) =>
        `${told(e.egress) ? 'out' : 'in'} ${told(e.action)} ${told(e.protocol)} ${told(e.fromPort)}-${told(e.toPort)} ${told(e.cidr)}`,
    ),
  );
  expect(entries).toContainEqual(['out allow tcp 443-443 10.90.0.0/16', 'in allow tcp 443-443 10.90.0.0/16']);
  expect(entries.flat()).toContain('out allow -1 null-null 0.0.0.0/0');
  expect(net.dhcpOptions).toHaveLength(1);
  expect(net.dhcpOptions[0]!.domainNameServers).toMatchObject({ sure: ['10.90.0.53', '10.90.1.53'], open: null });
  expect(net.dhcpOptions[0]!.vpcs.sure).toMatchObject([{ is: 'entity', to: { key: 'vpc-efb00be22f898114f' } }]);
});

test('gateways', () => {
  const net = network(
    { NatGateways: [{ NatGatewayId: 'nat-1', VpcId: VPC, State: 'available' }] },
    {
      InternetGateways: [
        { InternetGatewayId: 'igw-1', Attachments: [{ VpcId: VPC, State: 'available' }] },
        { InternetGatewayId: 'igw-2', Attachments: [] },
      ],
    },
    { TransitGatewayVpcAttachments: [{ TransitGatewayAttachmentId: 'tgw-attach-1', VpcId: VPC, State: 'available' }] },
    {
      VpcPeeringConnections: [
        {
          VpcPeeringConnectionId: 'pcx-1',
          Status: { Code: 'active' },
          RequesterVpcInfo: { VpcId: VPC },
          AccepterVpcInfo: { VpcId: 'vpc-2' },
        },
      ],
    },
  );
  expect(net.gateways.map((g) => [g.key, g.type, g.vpc.is === 'id' && g.vpc.id, told(g.state)])).toEqual([
    ['nat-1', 'nat-gateway', VPC, 'available'],
    ['tgw-attach-1', 'transit-gateway', VPC, 'available'],
    ['igw-1', 'internet-gateway', VPC, 'available'],
    ['pcx-1', 'peering', VPC, 'active'],
    ['pcx-1 (accepter)', 'peering', 'vpc-2', 'active'],
  ]);
  expect(net.gateways[3]!.peer).toMatchObject({ id: 'vpc-2' });
  expect(net.complete('gateway').complete).toBe(true);
});

test('lists are built once, so that they can be indexed', () => {
  const net = network({ VpcEndpoints: [row()] }, { SecurityGroups: [] }, { RouteTables: [] });
  expect(net.endpoints).toBe(net.endpoints);
  expect(net.securityGroups).toBe(net.securityGroups);
  expect(net.routeTables).toBe(net.routeTables);
});

test('10,000 endpoints take well under a second of work', () => {
  const endpoints = Array.from({ length: 10_000 }, (_, i) =>
    row({ VpcEndpointId: `vpce-${i}`, Groups: [{ GroupId: `sg-${i}`, GroupName: 'x' }] }),
  );
  const started = process.cpuUsage();
  const net = only(readDescribe(files({ VpcEndpoints: endpoints })));
  expect(net.endpoints).toHaveLength(10_000);
  const { user, system } = process.cpuUsage(started);
  // Processor time, and ten times what it takes: machines differ, and tests run side by side.
  expect((user + system) / 1e6).toBeLessThan(5);
});
