import { whyOutside } from '../../src/ask/in-input.ts';
import { hasGatewayRoute, isUnrouted, tableOf } from '../../src/ask/paths.ts';
import { coversPorts, isAnywhere, overlaps, parseCidr, portsOpened } from '../../src/aws/index.ts';
import { listed, series } from '../../src/base/words.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import {
  type Attachment,
  type Endpoint,
  inVpc,
  is,
  type Network,
  type SecurityGroup,
  type Source,
  type Tri,
  whyOpen,
} from '../../src/model/index.ts';

/** Ranges that contain no public service. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16'];

export default defineRule({
  id: 'reachability/gateway-client-egress',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Security groups of a client do not allow it to connect to the service of a gateway endpoint.',
  why: 'The client cannot open a connection to the service, so its calls time out.',
  fix: 'Add an outbound rule to the client’s security group that allows TCP 443 to the prefix list of the service.',
  recipes: {
    cloudformation: `SecurityGroupEgress:
  - { IpProtocol: tcp, FromPort: 443, ToPort: 443, DestinationPrefixListId: !Ref S3PrefixList }`,
    terraform:
      'prefix_list_id = aws_vpc_endpoint.s3.prefix_list_id\nip_protocol    = "tcp"\nfrom_port      = 443\nto_port        = 443',
    cli: 'aws ec2 authorize-security-group-egress --group-id sg-... --ip-permissions IpProtocol=tcp,FromPort=443,ToPort=443,PrefixListIds=[{PrefixListId=pl-...}]',
  },
  exceptions: [
    'The route table of the client’s subnet has no route to the endpoint.',
    'Load balancers, databases and other resources that call no service do not count as clients.',
    'An outbound rule allows any prefix list, or public ranges.',
  ],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html'],
  bad: {
    'private ranges only': {
      scene: {
        groups: { app: { egress: [{ protocol: '-1', cidrs: ['10.0.0.0/8'] }] } },
        interfaces: { worker: { subnet: 'a', groups: ['app'] } },
        endpoints: { s3: { type: 'Gateway' } },
      },
      says: 'No outbound rule of {app} allows its members to connect to s3 on TCP 443',
    },
    'another port': {
      scene: {
        groups: { app: { egress: [{ port: 5432, cidrs: ['0.0.0.0/0'] }] } },
        interfaces: { worker: { subnet: 'a', groups: ['app'] } },
        endpoints: { s3: { type: 'Gateway' } },
      },
      says: 'No outbound rule of {app} allows its members to connect to s3 on TCP 443',
    },
  },
  good: {
    'all outbound traffic': {
      scene: {
        groups: { app: { egress: [{ protocol: '-1', cidrs: ['0.0.0.0/0'] }] } },
        interfaces: { worker: { subnet: 'a', groups: ['app'] } },
        endpoints: { s3: { type: 'Gateway' } },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'a prefix list': {
      scene: {
        prefixLists: { service: { cidrs: ['52.216.0.0/15'] } },
        groups: { app: { egress: [{ prefixLists: ['service'] }] } },
        interfaces: { worker: { subnet: 'a', groups: ['app'] } },
        endpoints: { s3: { type: 'Gateway' } },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'security groups add up': {
      scene: {
        groups: { app: { egress: [] }, web: { egress: [{ cidrs: ['0.0.0.0/0'] }] } },
        interfaces: { worker: { subnet: 'a', groups: ['app', 'web'] } },
        endpoints: { s3: { type: 'Gateway' } },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'a client in a subnet without the route': {
      scene: {
        groups: { app: { egress: [{ protocol: '-1', cidrs: ['10.0.0.0/8'] }] } },
        routeTables: { closed: { subnets: ['c'] } },
        interfaces: { worker: { subnet: 'c', groups: ['app'] } },
        endpoints: { s3: { type: 'Gateway' } },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'a state does not show all clients of a VPC': {
      scene: { endpoints: { s3: { type: 'Gateway' } } },
      inputs: ['state', 'tfstate'],
      undecidedIn: ['state', 'tfstate'],
    },
    'interface endpoints have their own security groups': { scene: { endpoints: { sqs: {} } } },
  },

  check(endpoint, net) {
    const { type } = endpoint;
    if (!type.known) return undecided(type);
    if (type.value !== 'Gateway' || isUnrouted(endpoint)) return notApplicable;
    const there = inVpc(net.attachments, endpoint.vpc);
    const unclear: (string | undefined)[] = [];
    const shut = new Map<string, SecurityGroup>();
    const clients: string[] = [];
    for (const client of there.sure) {
      const answer = judge(client, endpoint, net);
      if (typeof answer === 'string') unclear.push(answer);
      else if (answer.length > 0) {
        clients.push(client.key);
        for (const group of answer) shut.set(group.key, group);
      }
    }
    if (shut.size > 0) {
      const groups = [...shut.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
      const names = groups.map(({ key }) => key);
      return fail({
        message: `No outbound rule of ${listed(names, 1)} allows its members to connect to ${nameOf(endpoint)} on TCP 443`,
        fix: `Add an outbound rule to ${names.length < 4 ? series(names, 'or') : listed(names, 2)} that allows TCP 443 to the prefix list of ${nameOf(endpoint)}.`,
        at: groups[0]!.at,
        related: groups.map((group) => ({ message: `the outbound rules of ${group.key}`, at: group.egress.at })),
        evidence: { groups: names, clients: clients.sort() },
      });
    }
    if (there.maybe.some((client) => !is(client.calls, false)))
      unclear.push('it is not known which VPC a client is in');
    const complete = net.complete('attachment', endpoint.vpc);
    if (!complete.complete) unclear.push(complete.because);
    const why = unclear.find((reason) => reason !== undefined);
    return why === undefined ? pass : undecided(why);
  },
});

/** The security groups that together block a client; none if they allow it; else why that is not known. */
function judge(client: Attachment, endpoint: Endpoint, net: Network): readonly SecurityGroup[] | string {
  if (is(client.calls, false)) return [];
  const routed = isRouted(client, endpoint, net);
  if (routed === false) return [];
  const groups: SecurityGroup[] = [];
  let unclear = typeof routed === 'string' ? routed : whyOpen(client.groups);
  for (const ref of client.groups.sure) {
    if (ref.is === 'entity') groups.push(ref.to);
    else unclear ??= whyOutside(ref, 'security group');
  }
  const answers = groups.map(letsOut);
  if (answers.includes('yes')) return [];
  if (groups.length === 0) return unclear ?? `the security groups of ${client.key} are not in the input`;
  if (answers.includes('unknown'))
    unclear ??= `the outbound rules of the security groups of ${client.key} are not all known`;
  if (!client.calls.known) unclear ??= client.calls.because;
  return unclear ?? groups;
}

/** Whether a subnet of the client has a route to the endpoint; else why that is not known. */
function isRouted({ subnets }: Attachment, endpoint: Endpoint, net: Network): boolean | string {
  let unclear = whyOpen(subnets);
  for (const ref of subnets.sure) {
    if (ref.is !== 'entity') {
      unclear ??= whyOutside(ref, 'subnet');
      continue;
    }
    const found = tableOf(ref.to, net);
    const routed = 'because' in found ? 'unknown' : hasGatewayRoute(endpoint, found.table);
    if (routed === 'yes') return true;
    if (routed === 'unknown')
      unclear ??= 'because' in found ? found.because : `the routes of ${found.table.key} are not all known`;
  }
  return unclear ?? false;
}

/** Whether a security group allows TCP 443 to the service. */
function letsOut({ egress }: SecurityGroup): Tri {
  let answer: Tri = egress.open === null && egress.maybe.length === 0 ? 'no' : 'unknown';
  for (const rule of egress.sure) {
    const ports = portsOpened(rule, 'tcp');
    if (ports === null || (ports !== 'unknown' && !coversPorts([ports], [443, 443]))) continue;
    const answers = rule.sources.sure.map(leadsThere);
    if (ports !== 'unknown' && answers.includes('yes')) return 'yes';
    const settled = ports !== 'unknown' && rule.sources.open === null && rule.sources.maybe.length === 0;
    if (!settled || answers.some((one) => one !== 'no')) answer = 'unknown';
  }
  return answer;
}

/** Whether a destination is the service. For a public range nobody knows, because the service's addresses change. */
function leadsThere(destination: Source): Tri {
  if (destination.is === 'prefix-list') return 'yes';
  if (destination.is === 'group') return 'no';
  if (!destination.cidr.known) return 'unknown';
  if (isAnywhere(destination.cidr.value)) return 'yes';
  const range = parseCidr(destination.cidr.value);
  const isPrivate = range && PRIVATE.some((cidr) => overlaps(parseCidr(cidr)!, range));
  return isPrivate ? 'no' : 'unknown';
}
