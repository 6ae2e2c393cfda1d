import * as z from 'zod/mini';
import { aclOf } from '../../src/ask/acls.ts';
import { hasFamily } from '../../src/ask/groups.ts';
import { aclsLet, type Hop, interfacePorts, type Reach, type ServicePorts } from '../../src/ask/reachability.ts';
import { subnetsOf } from '../../src/ask/zones.ts';
import { type IpRange, type PortRange, parseCidr } from '../../src/aws/index.ts';
import { count } from '../../src/base/words.ts';
import { defineRule, fail, nameOf, pass, undecided } from '../../src/engine/index.ts';
import { all, type Endpoint, inVpc, type Network, type Subnet, show } from '../../src/model/index.ts';

export default defineRule({
  id: 'reachability/nacl-blocks-return',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Network ACL of an endpoint’s subnet drops requests of clients, or the answers to them.',
  why: 'Network ACLs keep no state: a client in another subnet sends its request and never gets an answer.',
  fix: 'Let the service port in from the clients, and TCP 1024-65535 out to them.',
  recipes: {
    cloudformation: `Return:
  Type: AWS::EC2::NetworkAclEntry
  Properties:
    NetworkAclId: !Ref Acl
    Egress: true
    RuleNumber: 100
    RuleAction: allow
    Protocol: 6
    PortRange: { From: 1024, To: 65535 }
    CidrBlock: !GetAtt Vpc.CidrBlock`,
    terraform:
      'egress {\n  rule_no    = 100\n  action     = "allow"\n  protocol   = "tcp"\n  cidr_block = aws_vpc.main.cidr_block\n  from_port  = 1024\n  to_port    = 65535\n}',
  },
  exceptions: [
    'A network ACL does not filter what stays inside the subnet.',
    'A note where only some subnets, or answers to only some client ports, are dropped.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html',
  ],
  tellsOfContext: true,
  options: z.object({
    /** First port on which clients wait for answers. */
    firstClientPort: z._default(z.int().check(z.minimum(1), z.maximum(65535)), 1024),
  }),
  bad: {
    'answers are let out on 443 alone': {
      scene: {
        networkAcls: { strict: { subnets: ['a', 'b'], ingress: [{}], egress: [{}] } },
        endpoints: { logs: {} },
      },
      says: 'logs: network ACL {strict} drops answers (tcp/1024-65535) to 10.0.2.0/24',
      inputs: ['plan', 'describe', 'template'],
    },
    'requests are not let in': {
      scene: {
        networkAcls: {
          strict: { subnets: ['a', 'b'], ingress: [{ port: [1024, 65535] }], egress: [{ protocol: '-1' }] },
        },
        endpoints: { logs: {} },
      },
      says: 'logs: network ACL {strict} drops requests (tcp/443) from 10.0.2.0/24',
      inputs: ['plan', 'describe', 'template'],
    },
    'a deny comes before the allow': {
      scene: {
        networkAcls: {
          strict: {
            subnets: ['a', 'b'],
            ingress: [{ number: 90, action: 'deny', cidr: '10.0.2.0/23' }, { protocol: '-1' }],
            egress: [{ protocol: '-1' }],
          },
        },
        endpoints: { logs: {} },
      },
      says: 'logs: network ACL {strict} drops requests (tcp/443) from 10.0.2.0/24',
      inputs: ['plan', 'describe', 'template'],
    },
    'answers to some client ports': {
      scene: {
        networkAcls: { strict: { subnets: ['a', 'b'], ingress: [{}], egress: [{ port: [32768, 65535] }] } },
        endpoints: { logs: {} },
      },
      says: 'logs: network ACL {strict} drops answers (tcp/1024-32767) to 10.0.2.0/24',
      level: 'note',
      inputs: ['plan', 'describe', 'template'],
    },
  },
  good: {
    'client ports are let out': {
      scene: {
        networkAcls: { strict: { subnets: ['a', 'b'], ingress: [{}], egress: [{ port: [1024, 65535] }] } },
        endpoints: { logs: {} },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'client ports as the config says': {
      scene: {
        networkAcls: { strict: { subnets: ['a', 'b'], ingress: [{}], egress: [{ port: [32768, 65535] }] } },
        endpoints: { logs: {} },
      },
      options: { firstClientPort: 32768 },
      inputs: ['plan', 'describe', 'template'],
    },
    'the network ACL of a new VPC lets everything through': {
      scene: { endpoints: { logs: {} } },
      inputs: ['plan', 'template'],
    },
    'clients in the endpoint’s own subnet alone': {
      scene: {
        subnets: { b: null, c: null },
        networkAcls: { strict: { subnets: ['a'], ingress: [{}], egress: [{}] } },
        endpoints: { logs: { subnets: ['a'] } },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'a network ACL that is not in the state': {
      scene: { endpoints: { logs: {} } },
      inputs: ['state', 'tfstate'],
      undecidedIn: ['state', 'tfstate'],
    },
  },

  check(endpoint, net, { firstClientPort }) {
    const ports = interfacePorts(endpoint, net);
    if ('verdict' in ports) return ports;

    const { found, unclear } = pathsOf(endpoint, net, ports, [firstClientPort, 65535]);
    const dropped = found.filter((path) => path.reach.reach === 'no');
    const bad = dropped.length > 0 ? dropped : found.filter((path) => path.reach.reach === 'partly');
    const first = bad[0];
    if (first && 'hop' in first.reach) {
      const others = new Set(bad.map((path) => path.client.key)).size - 1;
      const all = dropped.length > 0 && found.every((path) => path.reach.reach === 'no' || isServed(path, dropped));
      return fail({
        message: `${nameOf(endpoint)}: ${wording(first.reach.hop)} ${first.cidr}${others > 0 ? ` and ${count(others, 'other subnet')}` : ''}`,
        ...(all ? {} : { level: 'note' as const }),
        at: first.reach.hop.entry?.at ?? first.reach.hop.acl?.at ?? endpoint.subnets.at,
        related: [
          { message: 'the endpoint is behind it here', at: first.subnet.at },
          { message: 'the client is here', at: first.client.at },
        ],
        evidence: {
          networkAcl: first.reach.hop.acl?.key ?? null,
          entry: first.reach.hop.entry ? show(first.reach.hop.entry.number) : '*',
          dropped: first.reach.hop.what,
          clients: [...new Set(bad.map((path) => path.cidr))].sort(),
        },
      });
    }
    return unclear === undefined ? pass : undecided(unclear);
  },
});

/** From one client subnet to one of the endpoint's. */
interface Path {
  readonly subnet: Subnet;
  readonly client: Subnet;
  readonly cidr: string | null;
  readonly reach: Reach;
}

/** Whether the client of a path is among those that are dropped elsewhere: clients get the addresses of all interfaces. */
function isServed({ client }: Path, dropped: readonly Path[]): boolean {
  return dropped.some((path) => path.client.key === client.key);
}

/** All paths of which the answer is known, and why others are not. */
function pathsOf(
  endpoint: Endpoint,
  net: Network,
  ports: ServicePorts,
  answers: PortRange,
): { found: readonly Path[]; unclear: string | undefined } {
  const { sure: homes, open } = subnetsOf(endpoint);
  const complete = net.complete('subnet', endpoint.vpc);
  const there = inVpc(net.subnets, endpoint.vpc);
  if (open !== null) {
    // Which subnets are the endpoint's own decides which are its clients': it does not matter where all let all through.
    const candidates = candidatesOf(endpoint);
    const any = candidates && between(candidates, there.sure, { endpoint, net, ports, answers });
    const isFree =
      any?.unclear === undefined && any?.found.every(({ reach }) => reach.reach === 'yes') && complete.complete;
    return { found: [], unclear: isFree && there.maybe.length === 0 ? undefined : open };
  }
  const own = new Set(homes.map((subnet) => subnet.key));
  // Subnets that hold endpoints alone are no clients of each other: the others count, where there are any.
  const strangers = there.sure.filter((subnet) => !own.has(subnet.key));
  const clients = strangers.length > 0 ? strangers : there.sure;
  if (strangers.length === 0 && !complete.complete) return { found: [], unclear: complete.because };
  const { found, unclear } = between(homes, clients, { endpoint, net, ports, answers });
  const others = there.maybe.length > 0 ? 'which subnets are in the VPC is not known' : undefined;
  return { found, unclear: complete.complete ? (others ?? unclear) : complete.because };
}

/** Every subnet that may be the endpoint's, where all are in the input. */
function candidatesOf({ subnets }: Endpoint): readonly Subnet[] | undefined {
  const refs = all(subnets);
  const known = refs.flatMap((ref) => (ref.is === 'entity' ? [ref.to] : []));
  return subnets.open === null && known.length === refs.length ? known : undefined;
}

interface Look {
  readonly endpoint: Endpoint;
  readonly net: Network;
  readonly ports: ServicePorts;
  readonly answers: PortRange;
}

/** The paths from subnets of clients to subnets of the endpoint of which the answer is known, and why others are not. */
function between(
  homes: readonly Subnet[],
  clients: readonly Subnet[],
  { endpoint, net, ports, answers }: Look,
): { found: readonly Path[]; unclear: string | undefined } {
  let unclear: string | undefined;
  const families = ([4, 6] as const).map((family) => ({ family, has: hasFamily(endpoint, net, family) }));
  const found: Path[] = [];
  for (const client of clients) {
    for (const { family, has } of families) {
      const range = rangeOf(client, family);
      if (has === 'no' || range === null) continue;
      // Whatever the addresses are, an open list lets them through.
      const shut = homes.filter((subnet) => subnet.key !== client.key && aclOf(subnet, net).is !== 'open');
      if (shut.length === 0) continue;
      if (typeof range === 'string') unclear ??= range;
      else if (has === 'unknown') unclear ??= 'whether the endpoint has addresses of each family is not known';
      else {
        for (const subnet of homes) {
          if (subnet.key === client.key) continue;
          const reach = aclsLet(subnet, range, ports, answers, net);
          if (reach.reach === 'unknown') unclear ??= reach.because;
          else found.push({ subnet, client, cidr: show(family === 4 ? client.cidr : client.ipv6Cidr), reach });
        }
      }
    }
  }
  found.sort((a, b) => order(a.cidr, b.cidr) || order(a.subnet.key, b.subnet.key));
  return { found, unclear };
}

function order(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : a === b ? 0 : 1;
}

/** A subnet's range of a family; null where it has none, else why it is not known. */
function rangeOf(subnet: Subnet, family: 4 | 6): IpRange | string | null {
  const fact = family === 4 ? subnet.cidr : subnet.ipv6Cidr;
  if (!fact.known) return fact.because;
  return fact.value === null ? null : (parseCidr(fact.value) ?? null);
}

function wording({ is, acl, what }: Hop): string {
  return is === 'network-acl-in'
    ? `network ACL ${acl?.key} drops requests (${what}) from`
    : `network ACL ${acl?.key} drops answers (${what}) to`;
}
