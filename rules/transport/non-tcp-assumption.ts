import { attachedGroups, familyCounts, ingressOf, otherUsers } from '../../src/ask/groups.ts';
import { normalizeProtocol, portsAdmitted, serviceFacts, takesGroups } from '../../src/aws/index.ts';
import { series } from '../../src/base/words.ts';
import { defineRule, fail, nameOf, notApplicable, ofService, pass, undecided } from '../../src/engine/index.ts';
import type { Endpoint, IngressRule, Level, Network, SecurityGroup } from '../../src/model/index.ts';

/** Protocols that an endpoint for a TCP service never answers. */
const DEAD = new Set(['udp', 'icmp', 'icmpv6']);

export default defineRule({
  id: 'transport/non-tcp-assumption',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Security group of an endpoint to a TCP service has UDP or ICMP rules.',
  why: 'The endpoint carries only TCP for this service. UDP and ping never get a reply, so these rules have no effect.',
  fix: 'Allow TCP on the service port and remove the other rules, or use a separate security group for the endpoint.',
  recipes: {
    cloudformation: `SecurityGroupIngress: # of a group of its own
  - { IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: !GetAtt Vpc.CidrBlock }`,
  },
  exceptions: [
    'Services that support UDP (WorkSpaces streaming), endpoint services of other owners, and rules for all protocols.',
    'A note if the rule is for ICMP and a TCP rule works, or if other resources use the security group too.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/concepts.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html',
  ],
  bad: {
    'UDP next to TCP': {
      scene: { groups: { both: { ingress: [{}, { protocol: 'udp' }] } }, endpoints: { sqs: { groups: ['both'] } } },
      says: 'sqs accepts only TCP, but {both} allows UDP 443',
      inputs: ['plan', 'state', 'tfstate', 'template'],
    },
    'ping next to TCP': {
      scene: { groups: { ping: { ingress: [{}, { protocol: 'icmp' }] } }, endpoints: { sqs: { groups: ['ping'] } } },
      says: 'sqs accepts only TCP, but {ping} allows ICMP',
      level: 'note',
      inputs: ['plan', 'state', 'tfstate', 'template'],
    },
  },
  good: {
    'TCP on the service port': { scene: { endpoints: { sqs: {} } } },
    'all protocols': {
      scene: { groups: { all: { ingress: [{ protocol: '-1' }] } }, endpoints: { sqs: { groups: ['all'] } } },
    },
  },

  check(endpoint, net) {
    const speaks = speaksTcpOnly(endpoint, net);
    if (speaks === 'no') return notApplicable;
    const { sure, maybe, open } = attachedGroups(endpoint);
    const dead = sure
      .map((group) => ({ group, rules: group.ingress.sure.filter(isDead) }))
      .filter(({ rules }) => rules.length > 0);
    if (dead.length > 0 && speaks === 'yes') {
      const works = tcpWorks(endpoint, net);
      const worst = dead.some(({ group, rules }) => levelOf(group, rules, works, net) === 'warning')
        ? 'warning'
        : 'note';
      const named = dead.flatMap(({ rules }) => rules.map(ruleText));
      return fail({
        message: `${nameOf(endpoint)} accepts only TCP, but ${series(dead.map(({ group }) => group.key))} ${dead.length > 1 ? 'allow' : 'allows'} ${series([...new Set(named)].map(inWords))}`,
        at: dead[0]!.rules[0]!.at,
        ...(worst === 'warning' ? {} : { level: 'note' as Level }),
        related: dead.flatMap(({ rules }) =>
          rules.map((rule) => ({ message: `${inWords(ruleText(rule))} is never answered`, at: rule.at })),
        ),
        evidence: {
          groups: Object.fromEntries(dead.map(({ group, rules }) => [group.key, rules.map(ruleText)])),
          tcpWorks: ofService(endpoint, works),
        },
      });
    }
    if (open === null && [...sure, ...maybe].every(isHarmless)) return pass;
    return undecided(
      speaks === 'unknown' ? whyUnknown(endpoint) : undefined,
      open ?? undefined,
      endpoint.groups,
      ...sure.flatMap((g) => g.ingress.sure.map((r) => r.protocol)),
    );
  },
});

/** Whether the service is known to support only TCP. */
function speaksTcpOnly(endpoint: Endpoint, net: Network): 'yes' | 'no' | 'unknown' {
  const { type } = endpoint;
  if (!type.known) return 'unknown';
  if (type.value === 'Resource') return 'yes';
  if (type.value !== 'Interface' || !takesGroups(type.value)) return 'no';
  const facts = serviceFacts(net, endpoint);
  if (!facts) return endpoint.serviceName.known ? 'no' : 'unknown';
  if (facts.owner === 'other') return 'no';
  const protocols = facts.protocols.value;
  if (protocols === null) return 'unknown';
  return protocols.every((p) => p === 'tcp') ? 'yes' : 'no';
}

function whyUnknown(endpoint: Endpoint): string {
  if (!endpoint.type.known) return endpoint.type.because;
  return endpoint.serviceName.known
    ? `the service table does not list the protocols of ${nameOf(endpoint)}`
    : endpoint.serviceName.because;
}

function isDead(rule: IngressRule): boolean {
  return rule.protocol.known && DEAD.has(normalizeProtocol(rule.protocol.value));
}

function isHarmless(group: SecurityGroup): boolean {
  return [...group.ingress.sure, ...group.ingress.maybe].every((rule) => rule.protocol.known && !isDead(rule));
}

/** Whether a TCP rule allows the service's ports too; null if that is not known. */
function tcpWorks(endpoint: Endpoint, net: Network): boolean | null {
  const ports = serviceFacts(net, endpoint)?.ports.value ?? [[0, 65535] as const];
  const answers = ports.map((range) => portsAdmitted(ingressOf(endpoint), 'tcp', range, familyCounts(endpoint, net)));
  if (answers.some((a) => a === 'yes')) return true;
  return answers.every((a) => a === 'no') ? false : null;
}

function levelOf(
  group: SecurityGroup,
  rules: readonly IngressRule[],
  works: boolean | null,
  net: Network,
): 'note' | 'warning' {
  if (otherUsers(group, net).length > 0) return 'note';
  const udp = rules.some((rule) => rule.protocol.known && normalizeProtocol(rule.protocol.value) === 'udp');
  return udp || works === false ? 'warning' : 'note';
}

/** `UDP 443` for `udp/443`, `ICMP` for `icmp`. */
function inWords(text: string): string {
  return text.toUpperCase().replace('/', ' ').replace('ICMPV6', 'ICMPv6');
}

function ruleText(rule: IngressRule): string {
  const protocol = rule.protocol.known
    ? rule.protocol.sensitive
      ? '(sensitive)'
      : normalizeProtocol(rule.protocol.value)
    : '?';
  if (protocol !== 'udp' || !rule.fromPort.known || !rule.toPort.known || rule.fromPort.sensitive) return protocol;
  const [from, to] = [rule.fromPort.value, rule.toPort.value];
  if (from === null || to === null || from < 0) return protocol;
  return from === to ? `${protocol}/${from}` : `${protocol}/${from}-${to}`;
}
