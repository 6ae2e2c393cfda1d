import { groupsAttached, interfacesOf } from '../attached.ts';
import { type Endpoint, type Group, idOf, type ResolvedScene, type Rule, type Subnet } from '../resolved.ts';
import { groupName } from './endpoint.ts';
import { type Item, present } from './objects.ts';

/** `SecurityGroups` of describe-security-groups. */
export function securityGroups(scene: ResolvedScene): Item[] {
  return scene.groups.map((group) => {
    if (group.ingress === 'unknown') throw new Error(`scene: rules of ${group.name}: only a plan can leave them open`);
    return {
      GroupId: group.id,
      IpPermissionsEgress:
        group.isDefault && group.egress.length === 0
          ? [ALL_OUT]
          : group.egress.map((rule) => permission(scene, group, rule)),
      Tags: [],
      VpcId: idOf(group.vpc),
      SecurityGroupArn: `arn:aws:ec2:${scene.region}:${scene.account}:security-group/${group.id}`,
      OwnerId: scene.account,
      GroupName: group.isDefault ? 'default' : group.name,
      Description: group.isDefault ? 'default VPC security group' : 'Managed by Terraform',
      IpPermissions: group.ingress.map((rule) => permission(scene, group, rule)),
    };
  });
}

const ALL_OUT = {
  IpProtocol: '-1',
  UserIdGroupPairs: [],
  IpRanges: [{ CidrIp: '0.0.0.0/0' }],
  Ipv6Ranges: [],
  PrefixListIds: [],
};

function permission(scene: ResolvedScene, group: Group, rule: Rule): Item {
  const ports = rule.ports ?? (rule.protocol === '-1' ? null : [-1, -1]);
  const groups = [...rule.groups.map(idOf), ...(rule.self ? [group.id] : [])];
  return present({
    IpProtocol: rule.protocol,
    FromPort: ports?.[0],
    ToPort: ports?.[1],
    UserIdGroupPairs: groups.map((GroupId) => ({ UserId: scene.account, GroupId })),
    IpRanges: rule.cidrs.filter((cidr) => !cidr.includes(':')).map((CidrIp) => ({ CidrIp })),
    Ipv6Ranges: rule.cidrs.filter((cidr) => cidr.includes(':')).map((CidrIpv6) => ({ CidrIpv6 })),
    PrefixListIds: rule.prefixLists.map((list) => ({ PrefixListId: idOf(list) })),
  });
}

/** `NetworkInterfaces` of describe-network-interfaces: those of the endpoints and those the scene has besides. */
export function networkInterfaces(scene: ResolvedScene): Item[] {
  return [
    ...scene.endpoints.flatMap((endpoint) =>
      interfacesOf(scene, endpoint).map(({ id, subnet, address }) =>
        networkInterface(scene, id, subnet, address, groupsAttached(endpoint), {
          Description: `VPC Endpoint Interface ${endpoint.id}`,
          InterfaceType: INTERFACE_TYPES[endpoint.type] ?? 'vpc_endpoint',
          RequesterId: '727180483921',
          RequesterManaged: true,
        }),
      ),
    ),
    ...scene.interfaces.map((it, i) => {
      if (!('to' in it.subnet)) throw new Error(`scene: interface ${it.name} must be in a subnet of the scene`);
      const address = it.subnet.to.cidr?.replace(/\.\d+\/\d+$/, `.${100 + i}`) ?? '';
      return networkInterface(scene, it.id, it.subnet.to, address, it.groups.map(idOf), {
        Description: '',
        InterfaceType: it.type,
        RequesterId: 'AIDAQWERTYUIOPASDFGHJ',
        RequesterManaged: false,
      });
    }),
  ];
}

const INTERFACE_TYPES: Readonly<Record<Endpoint['type'], string>> = {
  GatewayLoadBalancer: 'gateway_load_balancer_endpoint',
};

function networkInterface(
  scene: ResolvedScene,
  id: string,
  subnet: Subnet,
  address: string,
  groups: readonly string[],
  more: Item,
): Item {
  const PrivateDnsName = `ip-${address.replaceAll('.', '-')}.ec2.internal`;
  return {
    AvailabilityZone: subnet.zone,
    Groups: groups.map((GroupId) => ({ GroupId, GroupName: groupName(scene, GroupId) })),
    Ipv6Addresses: [],
    MacAddress: '02:00:00:b1:5a:3d',
    NetworkInterfaceId: id,
    OwnerId: scene.account,
    PrivateDnsName,
    PrivateIpAddress: address,
    PrivateIpAddresses: [{ Primary: true, PrivateDnsName, PrivateIpAddress: address }],
    SourceDestCheck: true,
    Status: 'in-use',
    SubnetId: subnet.id,
    TagSet: [],
    VpcId: idOf(subnet.vpc),
    ...more,
  };
}
