import { attachedGroups, familyCounts, ingressOf } from '../../src/ask/groups.ts';
import { portsAdmitted, portText, serviceFacts } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, ofService, pass, undecided } from '../../src/engine/index.ts';
import { isEmpty, type Level } from '../../src/model/index.ts';

/** GENEVE, the protocol of tunnel endpoints. */
const GENEVE = [6081, 6081] as const;

export default defineRule({
  id: 'transport/udp-needed',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'No security group rule allows the UDP port that the endpoint needs.',
  why: 'Streaming falls back to TCP. A tunnel endpoint does not work at all, because it carries everything over UDP 6081.',
  fix: 'Add an inbound rule for the UDP port next to the TCP one.',
  recipes: {
    cloudformation: `SecurityGroupIngress:
  - { IpProtocol: udp, FromPort: 4195, ToPort: 4195, CidrIp: !GetAtt Vpc.CidrBlock }`,
    cli: 'aws ec2 authorize-security-group-ingress --group-id sg-... --protocol udp --port 4195 --cidr 10.0.0.0/16',
  },
  exceptions: ['An error for a tunnel endpoint.'],
  sources: [
    'https://docs.aws.amazon.com/workspaces/latest/adminguide/creating-streaming-vpc-endpoints.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/use-cidr-endpoint.html',
  ],
  bad: {
    'only TCP for WorkSpaces streaming': {
      scene: {
        groups: { stream: { ingress: [{}, { port: 4195 }] } },
        endpoints: { highlander: { groups: ['stream'] } },
      },
      says: 'No security group rule of highlander allows UDP 443, UDP 4195',
    },
  },
  good: {
    'TCP and UDP': {
      scene: {
        groups: { stream: { ingress: [{}, { port: 4195 }, { protocol: 'udp' }, { protocol: 'udp', port: 4195 }] } },
        endpoints: { highlander: { groups: ['stream'] } },
      },
    },
    'a TCP service': { scene: { endpoints: { sqs: {} } } },
  },

  check(endpoint, net) {
    const { type } = endpoint;
    if (!type.known) return undecided(type);
    const tunnel = type.value === 'Tunnel';
    if (!tunnel && type.value !== 'Interface') return notApplicable;
    const facts = tunnel ? undefined : serviceFacts(net, endpoint);
    if (!tunnel && !facts) return endpoint.serviceName.known ? notApplicable : undecided(endpoint.serviceName);
    if (facts && !facts.protocols.value?.includes('udp')) return notApplicable;
    const ports = tunnel ? [GENEVE] : facts?.ports.value;
    if (!ports) return undecided(`the service table does not list the UDP ports of ${nameOf(endpoint)}`);
    const rules = ingressOf(endpoint);
    const counts = familyCounts(endpoint, net);
    const answers = ports.map((range) => ({ range, admitted: portsAdmitted(rules, 'udp', range, counts) }));
    if (answers.every((a) => a.admitted === 'yes')) return pass;
    const closed = answers.filter((a) => a.admitted === 'no');
    if (closed.length === 0 || isEmpty(endpoint.groups))
      return undecided(
        rules,
        endpoint.groups,
        ...rules.sure.map((r) => r.sources),
        ...rules.sure.map((r) => r.protocol),
      );
    const { sure } = attachedGroups(endpoint);
    const wanted = closed.map((a) => portText(a.range));
    return fail({
      message: `No security group rule of ${nameOf(endpoint)} allows ${ofService(endpoint, wanted.map((port) => `UDP ${port}`).join(', '), 'the UDP ports of its service')}`,
      at: endpoint.groups.at,
      ...(tunnel ? { level: 'error' as Level } : {}),
      related: sure.map((group) => ({ message: `${group.key} has no such rule`, at: group.at })),
      evidence: { ports: ofService(endpoint, wanted), groups: sure.map((g) => g.key) },
    });
  },
});
