import { type ClientKind, clientsIn } from '../../src/ask/clients.ts';
import { attachedGroups, hasFamily, hasFour, ingressOf } from '../../src/ask/groups.ts';
import { whyOutside } from '../../src/ask/in-input.ts';
import { holdsAll } from '../../src/ask/ranges.ts';
import { entriesOf, interfacePorts, isWhole, type ServicePorts } from '../../src/ask/reachability.ts';
import { subnetsOf } from '../../src/ask/zones.ts';
import { contains, type IpRange, overlaps, parseCidr, portsAdmitted, portText } from '../../src/aws/index.ts';
import { oncePer } from '../../src/base/memo.ts';
import { listed, series } from '../../src/base/words.ts';
import { defineRule, fail, nameOf, ofService, pass, undecided } from '../../src/engine/index.ts';
import {
  type Attachment,
  type Bag,
  type Endpoint,
  type IngressRule,
  type Network,
  type Ref,
  type SecurityGroup,
  type Source,
  type Subnet,
  type Tri,
  union,
  type Vpc,
  whyOpen,
} from '../../src/model/index.ts';

export default defineRule({
  id: 'reachability/client-egress',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Security groups of a client do not allow it to connect to an endpoint that allows the client.',
  why: 'Security groups filter both ends. The endpoint allows the client, but the client cannot open a connection, so its calls time out.',
  fix: 'Add an outbound rule to the client’s security group that allows the service port to the endpoint’s security group.',
  recipes: {
    cloudformation: `SecurityGroupEgress:
  - { IpProtocol: tcp, FromPort: 443, ToPort: 443, DestinationSecurityGroupId: !Ref EndpointGroup }`,
    terraform:
      'resource "aws_vpc_security_group_egress_rule" "endpoints" {\n  security_group_id            = aws_security_group.app.id\n  referenced_security_group_id = aws_security_group.endpoints.id\n  ip_protocol                  = "tcp"\n  from_port                    = 443\n  to_port                      = 443\n}',
    cli: 'aws ec2 authorize-security-group-egress --group-id sg-app --protocol tcp --port 443 --source-group sg-endpoints',
  },
  exceptions: [
    'The security groups of the endpoint do not allow the client.',
    'Load balancers, databases and other resources that call no service do not count as clients.',
    'For gateway endpoints, which have no security groups, reachability/gateway-client-egress reports instead.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
  ],
  bad: {
    'another network': {
      scene: {
        groups: { app: { egress: [{ protocol: '-1', cidrs: ['10.99.0.0/16'] }] } },
        interfaces: { worker: { subnet: 'c', groups: ['app'] } },
        endpoints: { secretsmanager: {} },
      },
      says: 'No outbound rule of {app} allows its members to connect to secretsmanager on TCP 443',
      inputs: ['plan', 'describe', 'template'],
    },
    'another port': {
      scene: {
        groups: { app: { separate: true, egress: [{ port: 5432, cidrs: ['0.0.0.0/0'] }] } },
        interfaces: { worker: { subnet: 'c', groups: ['app'] } },
        endpoints: { secretsmanager: {} },
      },
      says: 'No outbound rule of {app} allows its members to connect to secretsmanager on TCP 443',
      inputs: ['plan', 'describe', 'template'],
    },
    'members of another security group': {
      scene: {
        groups: { app: { egress: [{ groups: ['other'] }] }, other: {} },
        interfaces: { worker: { subnet: 'c', groups: ['app'] } },
        endpoints: { secretsmanager: {} },
      },
      says: 'No outbound rule of {app} allows its members to connect to secretsmanager on TCP 443',
      inputs: ['plan', 'describe', 'template'],
    },
  },
  good: {
    'all outbound traffic': {
      scene: {
        groups: { app: { egress: [{ protocol: '-1', cidrs: ['0.0.0.0/0'] }] } },
        interfaces: { worker: { subnet: 'c', groups: ['app'] } },
        endpoints: { secretsmanager: {} },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'the range of the VPC': {
      scene: {
        groups: { app: { egress: [{ cidrs: ['10.0.0.0/16'] }] } },
        interfaces: { worker: { subnet: 'c', groups: ['app'] } },
        endpoints: { secretsmanager: {} },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'the range of a VPC that a pool gives': {
      scene: {
        vpcs: { main: { pooled: true } },
        groups: { app: { separate: true, egress: [{}] } },
        interfaces: { worker: { subnet: 'c', groups: ['app'] } },
        endpoints: { secretsmanager: {} },
      },
      // A plan on its own does not tell whether the rule has all of the range.
      inputs: ['sources', 'describe', 'template'],
    },
    'the security group of the endpoint': {
      scene: {
        groups: { app: { egress: [{ groups: ['https'] }] } },
        interfaces: { worker: { subnet: 'c', groups: ['app'] } },
        endpoints: { secretsmanager: {} },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'a prefix list with the range': {
      scene: {
        prefixLists: { own: { cidrs: ['10.0.0.0/8'] } },
        groups: { app: { egress: [{ prefixLists: ['own'] }] } },
        interfaces: { worker: { subnet: 'c', groups: ['app'] } },
        endpoints: { secretsmanager: {} },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'the IPv6 range of a dual-stack endpoint': {
      scene: {
        vpcs: { main: { ipv6: true } },
        subnets: { a: { ipv6: true }, b: { ipv6: true } },
        groups: {
          app: { egress: [{ cidrs: ['2600:1f18:1:0::/64'] }] },
          both: { ingress: [{ cidrs: ['vpc', '2600:1f18::/32'] }] },
        },
        interfaces: { worker: { subnet: 'c', groups: ['app'] } },
        endpoints: { secretsmanager: { ipAddressType: 'dualstack', groups: ['both'] } },
      },
      inputs: ['describe'],
    },
    'security groups add up': {
      scene: {
        groups: { app: { egress: [] }, out: { egress: [{ cidrs: ['0.0.0.0/0'] }] } },
        interfaces: { worker: { subnet: 'c', groups: ['app', 'out'] } },
        endpoints: { secretsmanager: {} },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'a client that the endpoint does not allow': {
      scene: {
        groups: { app: { egress: [] }, callers: {}, endpoints: { ingress: [{ groups: ['callers'] }] } },
        interfaces: { worker: { subnet: 'c', groups: ['app'] } },
        endpoints: { secretsmanager: { groups: ['endpoints'] } },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'a state does not show all clients of a VPC': {
      scene: { endpoints: { secretsmanager: {} } },
      inputs: ['state', 'tfstate'],
      undecidedIn: ['state', 'tfstate'],
    },
    'gateway endpoints have no security groups': { scene: { endpoints: { s3: { type: 'Gateway' } } } },
  },

  check(endpoint, net) {
    const ports = interfacePorts(endpoint, net);
    if ('verdict' in ports) return ports;
    const { kinds, open } = clientsIn(endpoint.vpc, net);
    const home = homeOf(endpoint, net);
    const shut: { readonly kind: ClientKind; readonly groups: readonly SecurityGroup[] }[] = [];
    let unclear: string | undefined;
    for (const kind of kinds) {
      const answer = judge(kind.client, endpoint, ports, home);
      if (typeof answer === 'string') unclear ??= answer;
      else if (answer.length > 0) shut.push({ kind, groups: answer });
    }
    if (shut.length > 0) {
      const groups = [...new Map(shut.flatMap((one) => one.groups.map((group) => [group.key, group]))).values()];
      groups.sort((a, b) => (a.key < b.key ? -1 : 1));
      const clients = shut.flatMap(({ kind }) => kind.keys).sort();
      const texts = ports.ranges.map(portText);
      const wanted = ofService(endpoint, `TCP ${listed(texts, 2)}`, 'the ports of its service');
      return fail({
        message: `No outbound rule of ${listed(names(groups), 1)} allows its members to connect to ${nameOf(endpoint)} on ${wanted}`,
        at: groups[0]!.at,
        fix: fixFor(groups, endpoint, wanted),
        related: groups.map((group) => ({ message: `the outbound rules of ${group.key}`, at: group.egress.at })),
        evidence: { groups: names(groups), clients, ports: ofService(endpoint, texts) },
      });
    }
    const why = unclear ?? open ?? undefined;
    return why === undefined ? pass : undecided(why);
  },
});

function fixFor(groups: readonly SecurityGroup[], endpoint: Endpoint, wanted: string): string {
  const own = names(attachedGroups(endpoint).sure);
  const target = own.length === 0 ? 'the subnets of the endpoint' : series(own, 'or');
  return `Add an outbound rule to ${few(names(groups))} that allows ${wanted} to ${target}.`;
}

function few(names: readonly string[]): string {
  return names.length < 4 ? series(names, 'or') : listed(names, 2);
}

function names(groups: readonly SecurityGroup[]): readonly string[] {
  return groups.map(({ key }) => key);
}

/** Where the network interfaces of an endpoint are. */
interface Home {
  readonly ranges: readonly IpRange[];
  readonly groups: ReadonlySet<string>;
  /** Why it may be elsewhere too; null if that is all. */
  readonly open: string | null;
  readonly vpc: Ref<Vpc>;
  /** Whether it has an IPv4 address. */
  readonly four: Tri;
}

function homeOf(endpoint: Endpoint, net: Network): Home {
  const { sure, open: more } = subnetsOf(endpoint);
  const ranges: IpRange[] = [];
  let open: string | null = more;
  for (const family of [4, 6] as const) {
    const has = hasFamily(endpoint, net, family);
    if (has === 'no') continue;
    for (const subnet of sure) {
      const range = rangeOf(subnet, family);
      if (typeof range === 'string') open ??= range;
      else if (range !== null) ranges.push(range);
    }
  }
  const { sure: groups, maybe, open: hidden } = attachedGroups(endpoint);
  return {
    ranges,
    groups: new Set([...groups, ...maybe].map(({ key }) => key)),
    open: open ?? hidden,
    vpc: endpoint.vpc,
    four: hasFamily(endpoint, net, 4),
  };
}

/** A subnet's range of a family; null if it has none, else why it is not known. */
function rangeOf(subnet: Subnet, family: 4 | 6): IpRange | string | null {
  const fact = family === 4 ? subnet.cidr : subnet.ipv6Cidr;
  if (!fact.known) return fact.because;
  return fact.value === null ? null : (parseCidr(fact.value) ?? null);
}

/** The security groups that together block an allowed client; none if they allow it; else why that is not known. */
function judge(
  client: Attachment,
  endpoint: Endpoint,
  ports: ServicePorts,
  home: Home,
): readonly SecurityGroup[] | string {
  const admitted = isAdmitted(client, endpoint, ports);
  if (admitted === 'no') return [];
  const { groups, egress } = egressOf(client);
  if (egress.open === null && groups.length === 0) return [];
  const answers = ports.ranges.map((range) => portsAdmitted(egress, 'tcp', range, (to) => leadsTo(to, home)));
  // One open port is enough: nobody knows which port the client needs.
  if (answers.includes('yes')) return [];
  if (answers.includes('unknown'))
    return whyOpen(egress) ?? home.open ?? `the destinations of the outbound rules of ${client.key} are not all known`;
  if (admitted === 'unknown') return `it is not known whether ${nameOf(endpoint)} allows ${client.key}`;
  return client.calls.known ? groups : client.calls.because;
}

/** What the security groups of a client allow outbound. Security groups add up. */
const egressOf = oncePer((client: Attachment): { groups: readonly SecurityGroup[]; egress: Bag<IngressRule> } => {
  const groups: SecurityGroup[] = [];
  let open = whyOpen(client.groups) ?? null;
  for (const ref of client.groups.sure) {
    if (ref.is === 'entity') groups.push(ref.to);
    else open ??= whyOutside(ref, 'security group');
  }
  const egress = union(
    groups.map((group) => group.egress),
    client.at,
  );
  return { groups, egress: { ...egress, open: open ?? egress.open } };
});

/** Whether a destination holds the endpoint. */
function leadsTo(destination: Source, { ranges, groups, open, vpc, four }: Home): Tri {
  const no: Tri = open === null ? 'no' : 'unknown';
  if (destination.is === 'group') {
    if (destination.group.is === 'unknown') return 'unknown';
    return destination.group.is === 'entity' && groups.has(destination.group.to.key) ? 'yes' : no;
  }
  const inRange = (cidr: string): Tri => {
    const range = parseCidr(cidr);
    if (!range) return 'unknown';
    if (ranges.some((each) => contains(range, each))) return 'yes';
    return ranges.some((each) => overlaps(range, each)) ? 'unknown' : no;
  };
  if (destination.is === 'cidr') {
    if (destination.cidr.known) return inRange(destination.cidr.value);
    return four === 'yes' && holdsAll(destination, vpc) ? 'yes' : 'unknown';
  }
  const answers = entriesOf(destination.list).map(inRange);
  if (answers.includes('yes')) return 'yes';
  return isWhole(destination.list) && answers.every((one) => one === 'no') ? 'no' : 'unknown';
}

/** Whether the endpoint's security groups allow a client on a port of the service, by its groups or its subnet's range. */
function isAdmitted(client: Attachment, endpoint: Endpoint, ports: ServicePorts): Tri {
  const own = new Set(client.groups.sure.flatMap((ref) => (ref.is === 'entity' ? [ref.to.key] : [])));
  const isOpen = whyOpen(client.groups) !== undefined || own.size < client.groups.sure.length;
  const { ranges, unsure } = rangesOf(client);
  const counts = (source: Source): Tri => {
    if (source.is === 'group') {
      if (source.group.is === 'unknown') return 'unknown';
      return source.group.is === 'entity' && own.has(source.group.to.key) ? 'yes' : isOpen ? 'unknown' : 'no';
    }
    const no: Tri = unsure ? 'unknown' : 'no';
    const inRange = (cidr: string): Tri => {
      const range = parseCidr(cidr);
      if (!range) return 'unknown';
      if (ranges.some((each) => contains(range, each))) return 'yes';
      return ranges.some((each) => overlaps(range, each)) ? 'unknown' : no;
    };
    if (source.is === 'cidr') {
      if (source.cidr.known) return inRange(source.cidr.value);
      return hasIpv4(client) && holdsAll(source, endpoint.vpc) ? 'yes' : 'unknown';
    }
    const answers = entriesOf(source.list).map(inRange);
    if (answers.includes('yes')) return 'yes';
    return isWhole(source.list) && answers.every((one) => one === 'no') ? 'no' : 'unknown';
  };
  const rules = ingressOf(endpoint);
  const answers = ports.ranges.map((range) => portsAdmitted(rules, 'tcp', range, counts));
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}

/** Whether a client, which is in the VPC of the endpoint, surely has an IPv4 address. */
function hasIpv4({ subnets }: Attachment): boolean {
  return subnets.sure.some((ref) => ref.is === 'entity' && hasFour(ref.to));
}

function rangesOf({ subnets }: Attachment): { readonly ranges: readonly IpRange[]; readonly unsure: boolean } {
  const ranges: IpRange[] = [];
  let unsure = whyOpen(subnets) !== undefined;
  for (const ref of subnets.sure) {
    for (const family of [4, 6] as const) {
      const range = ref.is === 'entity' ? rangeOf(ref.to, family) : '';
      if (typeof range === 'string') unsure = true;
      else if (range !== null) ranges.push(range);
    }
  }
  return { ranges, unsure };
}
