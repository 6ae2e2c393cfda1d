import { balancersOf } from '../../src/ask/balancers.ts';
import { consumersOf } from '../../src/ask/consumers.ts';
import { inInput } from '../../src/ask/in-input.ts';
import { isRangeOf } from '../../src/ask/ranges.ts';
import { entriesOf, isWhole } from '../../src/ask/reachability.ts';
import { contains, type IpRange, overlaps, parseCidr, portsAdmitted, portText } from '../../src/aws/index.ts';
import { plural, series } from '../../src/base/words.ts';
import {
  defineRule,
  fail,
  notApplicable,
  type Pass,
  pass,
  type Undecided,
  undecided,
  type Verdict,
} from '../../src/engine/index.ts';
import {
  type Bag,
  type EndpointService,
  type IngressRule,
  is,
  isEmpty,
  type LoadBalancer,
  type Network,
  type Ref,
  type Source,
  same,
  type Tri,
  union,
  type Vpc,
  whyOpen,
} from '../../src/model/index.ts';

const NO_OVERLAP = 'no consumer outside the input uses IP addresses in the ranges of this VPC';

export default defineRule({
  id: 'endpoint-service/load-balancer-group',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Security groups of the load balancer behind an endpoint service allow no consumer.',
  why: 'Inbound rules of a Network Load Balancer also filter PrivateLink traffic, by the IP address of the client. Without a match, consumers time out.',
  fix: 'Allow the listener port from the IP ranges of the consumers, or turn off inbound rules for PrivateLink traffic.',
  fixIn: {
    terraform:
      'Allow the listener port from the IP ranges of the consumers, or set `enforce_security_group_inbound_rules_on_private_link_traffic = "off"`.',
    cloudformation:
      'Allow the listener port from the IP ranges of the consumers, or set `EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "off"`.',
    cli: 'Allow the listener port from the IP ranges of the consumers, or run `aws elbv2 set-security-groups --enforce-security-group-inbound-rules-on-private-link-traffic off`.',
  },
  recipes: {
    cloudformation: 'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "off"',
    terraform: 'enforce_security_group_inbound_rules_on_private_link_traffic = "off"',
    cli: 'aws elbv2 set-security-groups --load-balancer-arn ... --security-groups sg-... --enforce-security-group-inbound-rules-on-private-link-traffic off',
  },
  exceptions: [
    'A load balancer without security groups allows all traffic.',
    'One listener that consumers can reach is enough.',
    'The input has a consumer in the same VPC, or in a VPC whose ranges overlap with the rule.',
  ],
  sources: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html',
  ],
  subject: 'endpoint-service',
  assumes: [NO_OVERLAP],
  bad: {
    'an address of its own VPC only': {
      scene: {
        groups: { front: { ingress: [{ port: 5432, cidrs: ['10.0.1.9/32'] }] } },
        services: { orders: { balancer: { listeners: [{ port: 5432 }], groups: ['front'] } } },
      },
      says: 'Security groups of the load balancer of {orders} allow no consumer on port 5432',
    },
    'another port': {
      scene: {
        groups: { front: { ingress: [{ cidrs: ['0.0.0.0/0'] }] } },
        services: { orders: { balancer: { listeners: [{ port: 8443 }], groups: ['front'] } } },
      },
      says: 'Security groups of the load balancer of {orders} allow no consumer on port 8443',
    },
    'no inbound rule': {
      scene: {
        groups: { front: { ingress: [] } },
        services: { orders: { balancer: { listeners: [{ port: 53, protocol: 'UDP' }], groups: ['front'] } } },
      },
      says: 'Security groups of the load balancer of {orders} allow no consumer on port 53',
    },
    'no inbound rule, in describe output without listeners': {
      scene: {
        groups: { front: { ingress: [] } },
        services: { orders: { balancer: { groups: ['front'] } } },
      },
      says: 'Security groups of the load balancer of {orders} allow no consumer',
      inputs: ['describe'],
    },
    'members of a security group': {
      scene: {
        groups: { front: { ingress: [{ groups: ['https'] }] } },
        services: { orders: { balancer: { listeners: [{}], groups: ['front'], enforced: true } } },
      },
      says: 'Security groups of the load balancer of {orders} allow no consumer on port 443',
    },
  },
  good: {
    'inbound rules are turned off for PrivateLink': {
      scene: {
        groups: { front: { ingress: [] } },
        services: { orders: { balancer: { listeners: [{}], groups: ['front'], enforced: false } } },
      },
    },
    'no security group': { scene: { services: { orders: { balancer: { listeners: [{}] } } } } },
    'a range that includes other VPCs': {
      scene: {
        groups: { front: { ingress: [{ cidrs: ['10.0.0.0/8'] }] } },
        services: { orders: { balancer: { listeners: [{}, { port: 8443 }], groups: ['front'] } } },
      },
    },
    'a prefix list': {
      scene: {
        prefixLists: { consumers: { cidrs: ['10.9.0.0/16'] } },
        groups: { front: { ingress: [{ prefixLists: ['consumers'] }] } },
        services: { orders: { balancer: { listeners: [{}], groups: ['front'] } } },
      },
    },
    'a consumer in the same VPC': {
      scene: {
        groups: { front: { ingress: [{}] } },
        services: { orders: { acceptanceRequired: false, balancer: { listeners: [{}], groups: ['front'] } } },
        endpoints: { client: { endpointService: 'orders', privateDns: false } },
      },
    },
    'describe output without listeners': {
      scene: {
        groups: { front: { ingress: [{ cidrs: ['10.9.0.0/16'] }] } },
        services: { orders: { balancer: { groups: ['front'] } } },
      },
      inputs: ['describe'],
      undecidedIn: ['describe'],
    },
    'Gateway Load Balancers have no security groups': {
      scene: { services: { inspection: { loadBalancer: 'gateway' } } },
    },
  },

  check(service, net) {
    const { sure, open } = balancersOf(service);
    const verdicts = sure.map((balancer) => judge(service, balancer, net));
    if (open !== null) verdicts.push(undecided(open));
    return verdicts.length > 0 ? verdicts : notApplicable;
  },
});

function judge(service: EndpointService, balancer: LoadBalancer, net: Network): Verdict {
  const before = withoutGroups(balancer);
  if (before) return before;
  const { sure: groups, open } = inInput(balancer.groups, 'security group');
  const inbound = union(
    groups.map((group) => group.ingress),
    balancer.at,
  );
  const rules: Bag<IngressRule> = { ...inbound, open: open ?? inbound.open };
  const consumers = consumersFor(service, balancer, net);
  const { closed, unclear } = listenersShut(balancer, rules, consumers);
  if (closed === 'open') return pass;
  if (unclear !== undefined) return undecided(unclear);
  const { enforcesInbound } = balancer;
  if (!enforcesInbound.known) return undecided(enforcesInbound);
  const on = closed.length > 0 ? ` on ${plural(closed.length, 'port')} ${series(closed)}` : '';
  return fail({
    message: `Security groups of the load balancer of ${service.key} allow no consumer${on}`,
    at: balancer.groups.at,
    related: groups.map((group) => ({ message: `${group.key} allows no consumer`, at: group.at })),
    evidence: { loadBalancer: balancer.key, groups: groups.map(({ key }) => key), listeners: closed },
    assumed: rules.sure.some(({ sources }) => sources.sure.length > 0) ? [NO_OVERLAP] : [],
    detail: balancer.key,
  });
}

/** The verdict if security groups do not matter for this load balancer; otherwise undefined. */
function withoutGroups({ groups, enforcesInbound }: LoadBalancer): Pass | Undecided | undefined {
  if (isEmpty(groups) || is(enforcesInbound, false)) return pass;
  return groups.sure.length === 0 ? undecided(groups) : undefined;
}

interface Shut {
  /** Ports of the listeners if consumers can reach none; `open` if they can reach one. */
  readonly closed: readonly string[] | 'open';
  readonly unclear: string | undefined;
}

function listenersShut({ listeners }: LoadBalancer, rules: Bag<IngressRule>, counts: (source: Source) => Tri): Shut {
  // Without any inbound rule all listeners are shut.
  let unclear = isEmpty(rules) ? undefined : whyOpen(listeners);
  const closed: string[] = [];
  for (const { protocol, port } of listeners.sure) {
    if (!port.known || !protocol.known) {
      if (!isEmpty(rules)) unclear ??= port.known ? (protocol.known ? undefined : protocol.because) : port.because;
      continue;
    }
    if (port.value === null || protocol.value === null) continue;
    const ways = protocol.value === 'TCP_UDP' ? (['tcp', 'udp'] as const) : [wayOf(protocol.value)];
    const answers = ways.map((way) => portsAdmitted(rules, way, [port.value!, port.value!], counts));
    if (answers.includes('yes')) return { closed: 'open', unclear: undefined };
    if (answers.includes('unknown')) unclear ??= whyUnclear(rules);
    closed.push(portText([port.value, port.value]));
  }
  if (closed.length === 0 && !isEmpty(rules)) unclear ??= 'the listeners of its load balancer are not in the input';
  return { closed, unclear };
}

function wayOf(protocol: string): 'tcp' | 'udp' {
  return protocol === 'UDP' ? 'udp' : 'tcp';
}

function whyUnclear(rules: Bag<IngressRule>): string {
  const facts = rules.sure.flatMap(({ protocol, fromPort, toPort, sources }) => [
    protocol.known ? undefined : protocol.because,
    fromPort.known ? undefined : fromPort.because,
    toPort.known ? undefined : toPort.because,
    whyOpen(sources),
  ]);
  return whyOpen(rules) ?? facts.find((why) => why !== undefined) ?? 'where consumers call from is not known';
}

/** Whether a source of a rule may be a consumer's client. Addresses of the load balancer's own VPC are not. */
function consumersFor(service: EndpointService, balancer: LoadBalancer, net: Network): (source: Source) => Tri {
  const home = homeOf(balancer);
  const { sure, open } = consumersOf(service, net);
  const isNear: Tri = sure.some(({ vpc }) => same(vpc, home) === 'yes') ? 'yes' : open === null ? 'no' : 'unknown';
  const theirs = sure.flatMap(({ vpc }) => rangesOf(vpc));
  const own = rangesOf(home);
  const isWholeHome = home.is === 'entity' && whyOpen(home.to.cidrs) === undefined;
  const inRange = (cidr: string): Tri => {
    const range = parseCidr(cidr);
    if (!range) return 'unknown';
    if (!own.some((each) => contains(each, range))) return isWholeHome ? 'yes' : 'unknown';
    if (theirs.some((each) => overlaps(each, range))) return 'yes';
    return isNear === 'yes' ? 'yes' : isNear;
  };
  return (source) => {
    if (source.is === 'group') return isNear === 'no' ? 'no' : 'unknown';
    if (source.is === 'cidr') {
      if (source.cidr.known) return inRange(source.cidr.value);
      return isRangeOf(source, home) && (theirs.length === 0 || isNear === 'yes') ? isNear : 'unknown';
    }
    const answers = entriesOf(source.list).map(inRange);
    if (answers.includes('yes')) return 'yes';
    return isWhole(source.list) && answers.every((one) => one === 'no') ? 'no' : 'unknown';
  };
}

function homeOf({ subnets, key, at }: LoadBalancer): Ref<Vpc> {
  const subnet = subnets.sure.find((ref) => ref.is === 'entity');
  if (subnet?.is === 'entity') return subnet.to.vpc;
  return { is: 'unknown', because: `the VPC of ${key} is that of its subnets`, at };
}

function rangesOf(vpc: Ref<Vpc>): readonly IpRange[] {
  return vpc.is === 'entity' ? vpc.to.cidrs.sure.flatMap((cidr) => parseCidr(cidr) ?? []) : [];
}
