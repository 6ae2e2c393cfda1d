import { contains, type IpRange, parseCidr } from '../../src/aws/index.ts';
import { hasFamily, ingressOf } from '../../src/engine/ask/groups.ts';
import { linksOf } from '../../src/engine/ask/links.ts';
import {
  enough,
  groupsAdmit,
  portAnswers,
  type ServicePorts,
  servicePorts,
} from '../../src/engine/ask/reachability.ts';
import { clientSubnetsOf, subnetsOf } from '../../src/engine/ask/zones.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { type Endpoint, type Network, type Subnet, show, target, type Vpc } from '../../src/model/index.ts';

export default defineRule({
  id: 'reachability/clients-not-covered',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Security groups of an endpoint leave out a whole range of its VPC.',
  why: 'Clients there resolve the endpoint like all others, and time out.',
  fix: 'Admit the range, or the security groups of the clients instead of ranges.',
  recipes: { terraform: 'cidr_ipv4 = "100.64.0.0/16" # the secondary range of the VPC' },
  exceptions: [
    'A security group as source: where its members are is not known from ranges.',
    'Public subnets, which have a way of their own, and those in Local Zones.',
    'A VPC linked to others whose own ranges are all left out: the endpoint is meant for the others.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html',
  ],
  needs: ['type', 'serviceName', 'groups', 'ingress', 'subnets', 'cidrs', 'routeTables'],
  bad: {
    'a subnet outside the range': {
      scene: {
        subnets: { far: { zone: 'a', cidr: '10.0.128.0/24' } },
        groups: { lower: { ingress: [{ cidrs: ['10.0.0.0/17'] }] } },
        endpoints: { kms: { groups: ['lower'] } },
      },
      says: 'kms: no security group rule admits 10.0.128.0/24 ({far})',
      inputs: ['describe'],
    },
    'a range that is not in the VPC at all': {
      scene: {
        groups: { office: { ingress: [{ cidrs: ['192.0.2.0/24'] }] } },
        endpoints: { kms: { groups: ['office'] } },
      },
      says: 'kms: no security group rule admits 10.0.0.0/16, a range of its VPC',
      inputs: ['plan', 'describe'],
    },
  },
  good: {
    'the range of the VPC': { scene: { endpoints: { kms: {} } }, inputs: ['plan', 'describe'] },
    'half the range, with all subnets in it': {
      scene: {
        groups: { lower: { ingress: [{ cidrs: ['10.0.0.0/17'] }] } },
        endpoints: { kms: { groups: ['lower'] } },
      },
      inputs: ['plan', 'describe'],
    },
    'a prefix list that holds the range': {
      scene: {
        prefixLists: { corp: { cidrs: ['10.0.0.0/8'] } },
        groups: { listed: { ingress: [{ prefixLists: ['corp'] }] } },
        endpoints: { kms: { groups: ['listed'] } },
      },
      inputs: ['plan', 'describe'],
    },
    'a hub for other VPCs': {
      scene: {
        routeTables: { hub: { subnets: ['a', 'b', 'c'], routes: { '0.0.0.0/0': 'transit-gateway' } } },
        groups: { spokes: { ingress: [{ cidrs: ['10.8.0.0/13'] }] } },
        endpoints: { kms: { groups: ['spokes'] } },
      },
      inputs: ['plan', 'describe'],
    },
    'members of a group may be anywhere': {
      scene: {
        groups: { app: { ingress: [] }, 'from-app': { ingress: [{ groups: ['app'] }] } },
        endpoints: { kms: { groups: ['from-app'] } },
      },
      inputs: ['plan', 'describe'],
      undecidedIn: ['plan', 'describe'],
    },
    'no rule at all is another rule’s': {
      scene: { groups: { shut: { ingress: [] } }, endpoints: { kms: { groups: ['shut'] } } },
      inputs: ['describe'],
    },
  },

  check(endpoint, net) {
    const { type, serviceName } = endpoint;
    if (!type.known) return undecided(type);
    if (type.value !== 'Interface') return notApplicable;
    if (!serviceName.known) return undecided(serviceName);
    const ports = servicePorts(endpoint, net);
    if (ports === null) return notApplicable;
    const four = hasFamily(endpoint, net, 4);
    if (four === 'no') return notApplicable; // reachability/ipv6-source-missing judges IPv6 sources
    const admitted = enough(portAnswers(endpoint, net, ports), ports);
    if (admitted === 'no') return notApplicable; // reachability/service-port-not-allowed says it
    const rules = ingressOf(endpoint);
    if (admitted === 'unknown' || four === 'unknown')
      return undecided(rules, 'whether its security groups admit the port from IPv4 sources is not known');

    const vpc = target(endpoint.vpc);
    if (!vpc) return undecided(endpoint.vpc as never, 'the ranges of its VPC are not in the input');
    const ask = asker(endpoint, net, ports);
    const { lost, unclear } = judge(endpoint, vpc, net, ask);
    if (lost === null) return unclear === undefined ? pass : undecided(unclear);
    return fail({
      message: `${nameOf(endpoint)}: no security group rule admits ${lost.name}`,
      at: endpoint.groups.at,
      related: lost.subnets.map((subnet) => ({ message: 'nothing from here gets in', at: subnet.at })),
      evidence: { ranges: lost.ranges, ports: ports.ranges },
    });
  },
});

type Ask = (cidr: string) => 'yes' | 'no' | 'unknown';

/** Whether the groups admit some address of a range. */
function asker(endpoint: Endpoint, net: Network, ports: ServicePorts): Ask {
  return (cidr) => {
    const range = parseCidr(cidr);
    return range ? groupsAdmit(endpoint, net, ports, range) : 'unknown';
  };
}

interface Lost {
  readonly name: string;
  readonly ranges: readonly (string | null)[];
  readonly subnets: readonly Subnet[];
}

/** What of the VPC the groups leave out, or why it is not known whether they do. */
function judge(endpoint: Endpoint, vpc: Vpc, net: Network, ask: Ask): { lost: Lost | null; unclear?: string } {
  const clients = clientSubnetsOf(endpoint.vpc, net);
  const own = new Set(subnetsOf(endpoint).sure.map((subnet) => subnet.key));
  const blocks = vpc.cidrs.sure.filter((cidr) => parseCidr(cidr)?.family === 4);
  const answers = blocks.map((cidr) => ({ cidr, admitted: ask(cidr) }));
  const out = answers.filter(({ admitted }) => admitted === 'no');
  if (out.length === answers.length) {
    const links = linksOf(endpoint.vpc, net);
    if (links.sure.size > 0) return vpc.cidrs.open === null ? { lost: null } : { lost: null, unclear: vpc.cidrs.open };
    if (links.open !== null) return { lost: null, unclear: links.open };
  }
  const empty = (cidr: string) => clients.open === null && !hasSubnet(cidr, clients, own, endpoint);
  const block = out.find(({ cidr }) => !empty(cidr));
  if (block) return { lost: { name: `${block.cidr}, a range of its VPC`, ranges: [block.cidr], subnets: [] } };

  const unclear: (string | undefined | null)[] = [clients.open, vpc.cidrs.open];
  for (const subnet of clients.sure) {
    const { cidr } = subnet;
    if (own.has(subnet.key) || (cidr.known && cidr.value === null)) continue;
    if (!cidr.known) unclear.push(cidr.because);
    else {
      const admitted = ask(cidr.value!);
      if (admitted === 'unknown') unclear.push('where the members of a security group are is not known from ranges');
      if (admitted === 'no')
        return { lost: { name: `${show(cidr)} (${subnet.key})`, ranges: [show(cidr)], subnets: [subnet] } };
    }
  }
  for (const { subnet, because } of clients.doubtful) {
    if (!subnet.cidr.known || (subnet.cidr.value !== null && ask(subnet.cidr.value) !== 'yes')) unclear.push(because);
  }
  if (answers.some(({ admitted }) => admitted === 'unknown'))
    unclear.push('where the members of a security group are is not known from ranges');
  const why = unclear.find((reason) => reason !== undefined && reason !== null);
  return why === undefined || why === null ? { lost: null } : { lost: null, unclear: why };
}

/** Whether a subnet that clients are in, or the endpoint, lies in a range of the VPC. */
function hasSubnet(
  cidr: string,
  { sure, doubtful }: ReturnType<typeof clientSubnetsOf>,
  own: ReadonlySet<string>,
  endpoint: Endpoint,
): boolean {
  const block = parseCidr(cidr) as IpRange;
  const all = [...sure, ...doubtful.map(({ subnet }) => subnet), ...subnetsOf(endpoint).sure];
  return all.some(({ cidr: range, key }) => {
    const parsed = range.known && range.value !== null ? parseCidr(range.value) : undefined;
    return parsed ? contains(block, parsed) : own.has(key);
  });
}
