import {
  type Bag,
  bag,
  type Fact,
  known,
  map,
  type Ref,
  type RouteTable,
  type SecurityGroup,
  type Source,
  type Subnet,
  unknown,
  type Vpc,
} from '../../../model/index.ts';
import type { Resource } from '../stack/types.ts';
import { because, text } from '../values/value.ts';
import { nounOf } from './base.ts';
import { blockModeOf } from './block-public-access.ts';
import type { GroupDraft } from './group.ts';
import type { Registry } from './registry.ts';
import { routesOf } from './route.ts';
import { flag, range, type View, whose } from './view.ts';

/** `AWS::EC2::VPC`, which the template creates: the template has everything in it. */
export function vpcOf(resource: Resource, registry: Registry): Vpc {
  const view = registry.view(resource);
  const noun = nounOf(resource, registry);
  return {
    ...noun,
    kind: 'vpc',
    enableDnsSupport: flag(view, 'EnableDnsSupport', true),
    enableDnsHostnames: flag(view, 'EnableDnsHostnames', false),
    cidr: primaryOf(view),
    get secondaryCidrs() {
      return secondaryOf(this, registry);
    },
    get cidrs() {
      const { cidr, secondaryCidrs: more } = this;
      if (!cidr.known) return { ...more, open: cidr.because };
      const six = registry.tied(this, ...BLOCK).sure.find((each) => isOfIpv6(each, registry));
      return { ...more, sure: [cidr.value, ...more.sure], open: more.open ?? (six ? whyHidden(six) : null) };
    },
    get hasIpv6() {
      return hasIpv6(this, registry);
    },
    isDefault: known(false, resource.at),
    get blockPublicAccess() {
      return blockModeOf(this, 'VpcId', 'vpc', registry);
    },
    created: true,
  };
}

function primaryOf(view: View): Fact<string> {
  const isPooled = view.get('CidrBlock').k === 'none' && view.get('Ipv4IpamPoolId').k !== 'none';
  const at = view.place('CidrBlock');
  if (isPooled) return unknown(`${whose(view, 'CidrBlock')}: a pool of the IP Address Manager gives it`, at);
  const cidr = range(view, 'CidrBlock');
  if (!cidr.known) return cidr;
  return cidr.value === null ? unknown(`${whose(view, 'CidrBlock')} is not given`, at) : { ...cidr, value: cidr.value };
}

function secondaryOf(vpc: Vpc, registry: Registry): Bag<string> {
  const tied = registry.tied(vpc, ...BLOCK);
  let open = tied.open ?? (tied.maybe[0] ? `${tied.maybe[0].address} may add a range` : null);
  const ranges: string[] = [];
  for (const each of tied.sure) {
    if (isOfIpv6(each, registry)) continue;
    const block = registry.view(each);
    const cidr = range(block, 'CidrBlock');
    if (!cidr.known) open ??= cidr.because;
    else if (cidr.value === null) open ??= whyHidden(each);
    else ranges.push(cidr.value);
  }
  return bag(ranges, vpc.at, { open });
}

/** What adds ranges to a VPC. */
const BLOCK = ['AWS::EC2::VPCCidrBlock', 'VpcId', 'vpc'] as const;

function hasIpv6(vpc: Vpc, registry: Registry): Fact<boolean> {
  const { sure, maybe, open } = registry.tied(vpc, ...BLOCK);
  if (sure.some((each) => isOfIpv6(each, registry))) return known(true, vpc.at);
  const doubt = [...sure, ...maybe].find((each) => mayBeOfIpv6(each, registry));
  const why = open ?? (doubt ? `${doubt.address} may add an IPv6 range` : null);
  return why === null ? known(false, vpc.at) : unknown(why, vpc.at);
}

/** A block adds a range of one family. */
function isOfIpv6(block: Resource, registry: Registry): boolean {
  return mayBeOfIpv6(block, registry) && !isAnyGiven(block, ['CidrBlock', 'Ipv4IpamPoolId'], registry);
}

function mayBeOfIpv6(block: Resource, registry: Registry): boolean {
  return isAnyGiven(block, ['AmazonProvidedIpv6CidrBlock', 'Ipv6CidrBlock', 'Ipv6Pool', 'Ipv6IpamPoolId'], registry);
}

function isAnyGiven(block: Resource, names: readonly string[], registry: Registry): boolean {
  const view = registry.view(block);
  return names.some((name) => view.get(name).k !== 'none');
}

function whyHidden(block: Resource): string {
  return `the range of ${block.address} is known only after deployment`;
}

/** AWS keeps five addresses of each subnet for itself. */
const RESERVED = 5;

/** `AWS::EC2::Subnet`. */
export function subnetOf(resource: Resource, registry: Registry): Subnet {
  const view = registry.view(resource);
  const native = flag(view, 'Ipv6Native', false);
  const cidr = range(view, 'CidrBlock');
  const pooled = view.get('Ipv4IpamPoolId').k !== 'none';
  const noun = nounOf(resource, registry);
  return {
    ...noun,
    kind: 'subnet',
    vpc: registry.refIn<Vpc>(view, 'VpcId', 'vpc'),
    zone: zoneFact(view, 'AvailabilityZone'),
    zoneId: zoneFact(view, 'AvailabilityZoneId'),
    seenBy: noun.account.known ? `account ${noun.account.value}` : null,
    cidr: pooled ? unknown('a pool of the IP Address Manager gives the range', resource.at) : cidr,
    get ipv6Cidr() {
      return sixOf(view, this, registry);
    },
    get hasIpv6() {
      return hasSix(view, this, registry);
    },
    ipv6Native: native,
    get blockPublicAccess() {
      const own = blockModeOf(this, 'SubnetId', 'subnet', registry);
      const isBlocked = !own.known || (own.value !== null && own.value !== 'off');
      // An exclusion of the VPC is one of its subnets.
      return isBlocked && this.vpc.is === 'entity' ? this.vpc.to.blockPublicAccess : own;
    },
    freeAddresses: cidr.known
      ? known(cidr.value === null ? 0 : 2 ** (32 - Number(cidr.value.split('/')[1] ?? 32)) - RESERVED, cidr.at)
      : cidr,
  };
}

function zoneFact(view: View, name: string): Fact<string> {
  const value = view.get(name);
  const at = view.place(name);
  if (value.k === 'none') return unknown(`AWS chooses the Availability Zone of ${view.address}`, at);
  if (value.k === 'lit' && text(value) !== '') {
    const standIn = value.standIn === true && text(value).startsWith('zone ');
    return standIn
      ? { known: true, value: text(value), at, standIn: true }
      : known(text(value), at, value.secret === true);
  }
  const because_ = `${whose(view, name)}: ${because(value)}`;
  const symbol = value.k === 'unknown' ? value.symbol : undefined;
  return symbol === undefined ? unknown(because_, at) : { ...unknown(because_, at), symbol };
}

function sixOf(view: View, subnet: Subnet, registry: Registry): Fact<string | null> {
  const own = range(view, 'Ipv6CidrBlock');
  if (!own.known || own.value !== null) return own;
  const tied = registry.tied(subnet, 'AWS::EC2::SubnetCidrBlock', 'SubnetId', 'subnet');
  const [sure] = tied.sure;
  if (sure) {
    const six = range(registry.view(sure), 'Ipv6CidrBlock');
    return six.known && six.value === null
      ? unknown(`the IPv6 range of ${sure.address} is known only after deployment`, own.at)
      : six;
  }
  if (view.get('Ipv6IpamPoolId').k !== 'none')
    return unknown('a pool of the IP Address Manager gives the range', own.at);
  const doubt = tied.open ?? (tied.maybe[0] ? `${tied.maybe[0].address} may give it an IPv6 range` : null);
  return doubt === null ? own : unknown(doubt, own.at);
}

/** A subnet that asks for an IPv6 range has one, even if its value is unknown. */
function hasSix(view: View, subnet: Subnet, registry: Registry): Fact<boolean> {
  const { ipv6Cidr } = subnet;
  const asked = ['Ipv6CidrBlock', 'Ipv6IpamPoolId'].some((name) => view.get(name).k !== 'none');
  const tied = registry.tied(subnet, 'AWS::EC2::SubnetCidrBlock', 'SubnetId', 'subnet');
  return !ipv6Cidr.known && (asked || tied.sure.length > 0)
    ? known(true, ipv6Cidr.at)
    : map(ipv6Cidr, (cidr) => cidr !== null);
}

/** `AWS::EC2::RouteTable`. The VPC's main table is never one of a template. */
export function routeTableOf(resource: Resource, registry: Registry): RouteTable {
  const view = registry.view(resource);
  const noun = nounOf(resource, registry);
  return {
    ...noun,
    kind: 'route-table',
    vpc: registry.refIn<Vpc>(view, 'VpcId', 'vpc'),
    main: known(false, resource.at),
    get subnets() {
      const tied = registry.tied(this, 'AWS::EC2::SubnetRouteTableAssociation', 'RouteTableId', 'route-table');
      const refs = (list: readonly Resource[]) =>
        list.map((each) => registry.refIn<Subnet>(registry.view(each), 'SubnetId', 'subnet'));
      return bag(refs(tied.sure), resource.at, { maybe: refs(tied.maybe), open: tied.open });
    },
    get routes() {
      return routesOf(this, registry);
    },
    get edge(): Fact<boolean> {
      const tied = registry.tied(this, 'AWS::EC2::GatewayRouteTableAssociation', 'RouteTableId', 'route-table');
      if (tied.sure.length > 0) return known(true, resource.at);
      return tied.maybe.length > 0
        ? unknown(`${tied.maybe[0]!.address} may make it the table of a gateway`, resource.at)
        : known(false, resource.at);
    },
  };
}

/** The table that AWS creates with a VPC: it has only the local route. */
export function mainTableOf(vpc: Vpc, registry: Registry): RouteTable {
  const { at } = vpc;
  return {
    kind: 'route-table',
    key: `main route table of ${vpc.key}`,
    address: null,
    id: unknown('it is known only after deployment', at),
    region: vpc.region,
    account: vpc.account,
    at,
    vpc: { is: 'entity', to: vpc, at },
    main: known(true, at),
    subnets: bag<Ref<Subnet>>([], at),
    routes: bag([], at, { open: registry.unseenOf(vpc.key) }),
    edge: known(false, at),
  };
}

/**
 * The `default` group of a VPC: its members may come in, and everything may go out. Rules that the template adds to it are
 * put in by `fillGroup`.
 * Source: https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
 */
export function defaultGroupOf(vpc: Vpc): SecurityGroup {
  const { at } = vpc;
  const all = (sources: readonly Source[]): SecurityGroup['ingress'] =>
    bag(
      [
        {
          at,
          protocol: known('-1', at),
          fromPort: known(null, at),
          toPort: known(null, at),
          sources: bag(sources, at),
        },
      ],
      at,
    );
  const anywhere = (family: 4 | 6, cidr: string): Source => ({ is: 'cidr', family, cidr: known(cidr, at) });
  const group: GroupDraft = {
    kind: 'security-group',
    key: `default group of ${vpc.key}`,
    address: null,
    id: unknown('it is known only after deployment', at),
    region: vpc.region,
    account: vpc.account,
    at,
    name: known('default', at),
    vpc: { is: 'entity', to: vpc, at },
    isDefault: known(true, at),
    associatedVpcs: bag([], at),
    ingress: bag([], at),
    egress: all([anywhere(4, '0.0.0.0/0'), anywhere(6, '::/0')]),
  };
  group.ingress = all([{ is: 'group', group: { is: 'entity', to: group, at } }]);
  return group;
}
