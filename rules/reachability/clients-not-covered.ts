import { attachedGroups, hasFamily, ingressOf, whyFamilyUnknown } from '../../src/ask/groups.ts';
import { whyOutside } from '../../src/ask/in-input.ts';
import { linksOf } from '../../src/ask/links.ts';
import { holdsAll, isPrimaryOf } from '../../src/ask/ranges.ts';
import { enough, groupsAdmit, interfacePorts, portAnswers, type ServicePorts } from '../../src/ask/reachability.ts';
import { type ClientSubnets, clientSubnetsOf, subnetsOf } from '../../src/ask/zones.ts';
import { contains, parseCidr, portText } from '../../src/aws/index.ts';
import { count, listed, series } from '../../src/base/words.ts';
import {
  controlsOf,
  defineRule,
  fail,
  nameOf,
  notApplicable,
  ofService,
  pass,
  undecided,
} from '../../src/engine/index.ts';
import {
  type Endpoint,
  type Network,
  type Source,
  type Subnet,
  show,
  type Tri,
  target,
  type Vpc,
  whyOpen,
} from '../../src/model/index.ts';

export default defineRule({
  id: 'reachability/clients-not-covered',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Security groups of an endpoint do not allow a range of its VPC.',
  why: 'Clients in that range resolve the endpoint like all others, but their connections time out.',
  fix: 'Add an inbound rule that allows the range, or rules that allow the security groups of the clients.',
  recipes: {
    cloudformation: `SecurityGroupIngress:
  - { IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 100.64.0.0/16 } # the secondary range of the VPC`,
    terraform: 'cidr_ipv4 = "100.64.0.0/16" # the secondary range of the VPC',
  },
  exceptions: [
    'An inbound rule allows a security group, whose members may be in any range.',
    'Public subnets, which have their own path to AWS, and subnets in Local Zones do not count.',
    'The preset `recommended` reports only a whole range, and only of a VPC with more than one range.',
    'The VPC is connected to others and none of its own ranges is allowed, so the endpoint is meant for the others.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html',
  ],
  controls: controlsOf('well-architected', 'SEC05-BP01', 'SEC05-BP02'),
  bad: {
    'a subnet outside the range': {
      preset: 'strict',
      scene: {
        subnets: { far: { zone: 'a', cidr: '10.0.128.0/24' } },
        groups: { lower: { ingress: [{ cidrs: ['10.0.0.0/17'] }] } },
        endpoints: { kms: { groups: ['lower'] } },
      },
      says: 'No security group rule of kms allows 10.0.128.0/24 ({far})',
      inputs: ['describe'],
    },
    'one of its own subnets, if there are no others': {
      preset: 'strict',
      scene: {
        groups: { first: { ingress: [{ cidrs: ['10.0.0.0/24'] }] } },
        endpoints: { kms: { subnets: ['a', 'b', 'c'], groups: ['first'] } },
      },
      says: 'No security group rule of kms allows 10.0.1.0/24 ({b}) and 1 more subnet',
      inputs: ['plan', 'describe', 'template'],
    },
    'a range that is not in the VPC at all': {
      preset: 'strict',
      scene: {
        groups: { office: { ingress: [{ cidrs: ['192.0.2.0/24'] }] } },
        endpoints: { kms: { groups: ['office'] } },
      },
      says: 'No security group rule of kms allows 10.0.0.0/16, a range of its VPC',
      inputs: ['plan', 'describe', 'template'],
    },
  },
  good: {
    'subnets with nothing but endpoints need not be allowed': {
      scene: {
        groups: { clients: { ingress: [{ cidrs: ['10.0.2.0/24'] }] } },
        endpoints: { kms: { subnets: ['a', 'b'], groups: ['clients'] } },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'the range of the VPC': { scene: { endpoints: { kms: {} } }, inputs: ['plan', 'describe', 'template'] },
    'the range of a VPC that a pool gives': {
      preset: 'strict',
      scene: {
        vpcs: { main: { pooled: true } },
        groups: { own: { separate: true, ingress: [{}] } },
        endpoints: { kms: { groups: ['own'] } },
      },
      // A plan on its own does not tell whether the rule has all of the range.
      inputs: ['sources', 'describe', 'template'],
    },
    'half the range, with all subnets in it': {
      scene: {
        groups: { lower: { ingress: [{ cidrs: ['10.0.0.0/17'] }] } },
        endpoints: { kms: { groups: ['lower'] } },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'a prefix list that contains the range': {
      scene: {
        prefixLists: { corp: { cidrs: ['10.0.0.0/8'] } },
        groups: { listed: { ingress: [{ prefixLists: ['corp'] }] } },
        endpoints: { kms: { groups: ['listed'] } },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'a hub for other VPCs': {
      scene: {
        routeTables: { hub: { subnets: ['a', 'b', 'c'], routes: { '0.0.0.0/0': 'transit-gateway' } } },
        groups: { spokes: { ingress: [{ cidrs: ['10.8.0.0/13'] }] } },
        endpoints: { kms: { groups: ['spokes'] } },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'members of a security group may be anywhere': {
      preset: 'strict',
      scene: {
        groups: { app: { ingress: [] }, 'from-app': { ingress: [{ groups: ['app'] }] } },
        endpoints: { kms: { groups: ['from-app'] } },
      },
      inputs: ['plan', 'describe', 'template'],
      undecidedIn: ['plan', 'describe', 'template'],
    },
    'no rule at all, which reachability/service-port-not-allowed reports': {
      scene: { groups: { shut: { ingress: [] } }, endpoints: { kms: { groups: ['shut'] } } },
      inputs: ['describe'],
    },
  },

  check(endpoint, net, _options, { preset }) {
    const vpc = target(endpoint.vpc);
    // The preset `recommended` reports only a range that was added to the VPC and forgotten here.
    const isMild = preset === 'recommended';
    if (isMild && (!vpc || countRanges(vpc) < 2)) return notApplicable;
    const ports = interfacePorts(endpoint, net);
    if ('verdict' in ports) return ports;
    const four = hasFamily(endpoint, net, 4);
    if (four === 'no') return notApplicable; // reachability/ipv6-source-missing checks IPv6 sources
    const admitted = enough(portAnswers(endpoint, net, ports), ports);
    if (admitted === 'no') return notApplicable; // reachability/service-port-not-allowed reports it
    const rules = ingressOf(endpoint);
    if (admitted === 'unknown' || four === 'unknown') {
      const unclear = 'it is not known whether its security groups allow the port from IPv4 sources';
      const otherwise = rules.open === null ? unclear : undefined;
      return undecided(rules, four === 'unknown' ? whyFamilyUnknown(endpoint, net, 4) : otherwise);
    }

    if (!vpc) return undecided(whyOutside(endpoint.vpc, 'VPC'));
    const { lost, unclear } = judge(endpoint, vpc, net, asker(endpoint, net, ports));
    if (lost === null) return unclear === undefined ? pass : undecided(unclear);
    if (isMild && lost.subnets.length > 0) return notApplicable;
    return fail({
      message: `No security group rule of ${nameOf(endpoint)} allows ${lost.name}`,
      at: endpoint.groups.at,
      fix: fixFor(lost, endpoint, ports),
      related: lost.subnets.map((subnet) => ({ message: 'clients in this subnet are not allowed', at: subnet.at })),
      evidence: { ranges: lost.ranges, ports: ofService(endpoint, ports.ranges) },
    });
  },
});

function fixFor({ ranges }: Lost, endpoint: Endpoint, ports: ServicePorts): string {
  const groups = series(
    attachedGroups(endpoint).sure.map(({ key }) => key),
    'or',
  );
  const texts = ports.ranges.map(portText);
  const wanted = ofService(endpoint, `TCP ${series(texts, ports.any ? 'or' : 'and')}`, 'the ports of the service');
  const shown = ranges.map((range) => range ?? 'each of these subnets');
  const from = shown.length < 4 ? series(shown) : listed(shown, 2);
  return `Add an inbound rule to ${groups || 'its security group'} that allows ${wanted} from ${from}.`;
}

function isFour(cidr: string): boolean {
  return parseCidr(cidr)?.family === 4;
}

/** IPv4 ranges that a VPC surely has. */
function countRanges({ cidrs, secondaryCidrs }: Vpc): number {
  // Every VPC has a primary range, also where nobody knows it.
  return Math.max(cidrs.sure.filter(isFour).length, 1 + secondaryCidrs.sure.filter(isFour).length);
}

/** What the security groups allow on the ports of the service. */
interface Ask {
  /** Whether they allow some address of a range. */
  range(cidr: string): Tri;
  /** Whether they allow a source. */
  some(counts: (source: Source) => boolean): boolean;
}

function asker(endpoint: Endpoint, net: Network, ports: ServicePorts): Ask {
  return {
    range: (cidr) => {
      const range = parseCidr(cidr);
      return range ? groupsAdmit(endpoint, net, ports, range, endpoint.vpc) : 'unknown';
    },
    some: (counts) =>
      enough(
        portAnswers(endpoint, net, ports, (source) => (counts(source) ? 'yes' : 'no')),
        ports,
      ) === 'yes',
  };
}

interface Lost {
  readonly name: string;
  readonly ranges: readonly (string | null)[];
  readonly subnets: readonly Subnet[];
}

/** What is not allowed, or why that is not known. */
interface Answer {
  readonly lost: Lost | null;
  readonly unclear?: string | undefined;
}

/** Why it is not known whom the security groups allow. */
function whyUnclear(endpoint: Endpoint): string {
  for (const source of ingressOf(endpoint).sure.flatMap(({ sources }) => sources.sure)) {
    if (source.is === 'cidr' && !source.cidr.known) return source.cidr.because;
    if (source.is !== 'prefix-list') continue;
    const { list } = source;
    const open = list.is === 'entity' ? whyOpen(list.to.entries) : whyOutside(list, 'prefix list');
    if (open !== undefined) return open;
  }
  return 'the ranges of the members of a security group are not known';
}

function judge(endpoint: Endpoint, vpc: Vpc, net: Network, ask: Ask): Answer {
  if (ask.some((source) => holdsAll(source, endpoint.vpc))) return { lost: null };
  // The primary range may be allowed by name, while nobody knows which range that is.
  const isNamed = ask.some((source) => isPrimaryOf(source, endpoint.vpc));
  const hidden = isNamed ? vpc.secondaryCidrs.open : vpc.cidrs.open;
  const clients = clientSubnetsOf(endpoint.vpc, net);
  const blocks = vpc.cidrs.sure.filter(isFour);
  const answers = blocks.map((cidr) => ({ cidr, admitted: ask.range(cidr) }));
  const out = answers.filter(({ admitted }) => admitted === 'no');
  if (out.length === answers.length && !isNamed) {
    const links = linksOf(endpoint.vpc, net);
    if (links.sure.size > 0) return hidden === null ? { lost: null } : { lost: null, unclear: hidden };
    if (links.open !== null) return { lost: null, unclear: links.open };
  }
  const block = out.find(({ cidr }) => clients.open !== null || hasSubnet(cidr, clients, endpoint));
  if (block) return { lost: { name: `${block.cidr}, a range of its VPC`, ranges: [block.cidr], subnets: [] } };

  const answer = judgeSubnets(endpoint, clients, ask);
  const source = answers.some(({ admitted }) => admitted === 'unknown') ? whyUnclear(endpoint) : undefined;
  return answer.lost ? answer : { lost: null, unclear: answer.unclear ?? hidden ?? source };
}

/**
 * Subnets of the endpoint often hold only endpoints, so other subnets count if there are any. If there are none,
 * clients must be in the endpoint's own subnets.
 */
function judgeSubnets(endpoint: Endpoint, clients: ClientSubnets, ask: Ask): Answer {
  const homes = subnetsOf(endpoint);
  const own = new Set(homes.sure.map((subnet) => subnet.key));
  const others = clients.sure.filter((subnet) => !own.has(subnet.key));
  const doubtful = clients.doubtful.filter(({ subnet }) => !own.has(subnet.key));
  const sureOthers = homes.open === null ? others : [];
  const asked = sureOthers.map((subnet) => ({ subnet, admitted: admits(subnet, ask) }));
  const lost = firstLost(asked);
  if (lost) return { lost };

  // The endpoint's own subnets are all of the VPC only if no other subnet is possible.
  const mayHaveOthers = clients.open ?? doubtful[0]?.because ?? (others.length > 0 ? homes.open : null);
  const mine = clients.sure
    .filter((subnet) => own.has(subnet.key))
    .map((subnet) => ({ subnet, admitted: admits(subnet, ask) }));
  if (sureOthers.length === 0 && mayHaveOthers === null) {
    const lostHome = firstLost(mine);
    if (lostHome) return { lost: lostHome };
  }
  const open = [...asked, ...(sureOthers.length === 0 ? mine : [])].some(({ admitted }) => admitted !== 'yes');
  const maybe = clients.doubtful.find(({ subnet }) => admits(subnet, ask) !== 'yes');
  const unsure = homes.open !== null && others.some((subnet) => admits(subnet, ask) !== 'yes') ? homes.open : null;
  return {
    lost: null,
    unclear:
      clients.open ??
      maybe?.because ??
      unsure ??
      (open ? (mayHaveOthers ?? homes.open ?? whyUnclear(endpoint)) : undefined),
  };
}

interface Asked {
  readonly subnet: Subnet;
  readonly admitted: Tri;
}

/** A subnet without an IPv4 range has no IPv4 clients. */
function admits({ cidr }: Subnet, ask: Ask): Tri {
  if (!cidr.known) return 'unknown';
  return cidr.value === null ? 'yes' : ask.range(cidr.value);
}

function firstLost(asked: readonly Asked[]): Lost | null {
  const lost = asked.filter(({ admitted }) => admitted === 'no').map(({ subnet }) => subnet);
  const first = (subnet: Subnet) => (subnet.cidr.known && parseCidr(subnet.cidr.value ?? '')?.first) || 0n;
  lost.sort((a, b) => (first(a) < first(b) ? -1 : 1));
  const subnet = lost[0];
  if (!subnet) return null;
  const more = lost.length > 1 ? ` and ${count(lost.length - 1, 'more subnet')}` : '';
  return {
    name: `${show(subnet.cidr)} (${subnet.key})${more}`,
    ranges: lost.map((it) => show(it.cidr)),
    subnets: lost,
  };
}

/** Whether a subnet of clients or of the endpoint is in a range of the VPC. */
function hasSubnet(cidr: string, { sure, doubtful }: ClientSubnets, endpoint: Endpoint): boolean {
  const block = parseCidr(cidr)!;
  const all = [...sure, ...doubtful.map(({ subnet }) => subnet), ...subnetsOf(endpoint).sure];
  return all.some(({ cidr: range }) => {
    const parsed = range.known && range.value !== null ? parseCidr(range.value) : undefined;
    return parsed !== undefined && contains(block, parsed);
  });
}
