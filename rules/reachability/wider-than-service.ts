import { attachedGroups, otherUsers } from '../../src/ask/groups.ts';
import { whyUnbounded } from '../../src/ask/ranges.ts';
import { interfacePorts, type ServicePorts } from '../../src/ask/reachability.ts';
import { coversPorts, type PortRange, portsOpened, portText } from '../../src/aws/index.ts';
import { remembered } from '../../src/base/memo.ts';
import { listed, series } from '../../src/base/words.ts';
import { defineRule, fail, nameOf, ofService, pass, undecided } from '../../src/engine/index.ts';
import { type IngressRule, isSensitive, type SecurityGroup, type Source } from '../../src/model/index.ts';

const NO_MEMBER = 'no other resource outside this input uses the security group';

export default defineRule({
  id: 'reachability/wider-than-service',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Security group of an endpoint allows more ports than the service has.',
  why: 'The endpoint answers only on the ports of its service. Wider rules hide its purpose and open ports if somebody reuses the security group.',
  fix: 'Allow only TCP on the ports of the service.',
  recipes: {
    cloudformation: `IpProtocol: tcp
FromPort: 443
ToPort: 443`,
    terraform: 'ip_protocol = "tcp"\nfrom_port   = 443\nto_port     = 443',
  },
  exceptions: [
    'The ports of the service are not documented, or the service belongs to another owner.',
    'The only source of a rule is its own security group, as in a default security group.',
    'Instances or other network interfaces of the input also use the security group.',
    'For UDP and ICMP rules, transport/non-tcp-assumption reports instead.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
  ],
  assumes: [NO_MEMBER],
  bad: {
    'all protocols and ports': {
      scene: { groups: { all: { ingress: [{ protocol: '-1' }] } }, endpoints: { kms: { groups: ['all'] } } },
      says: 'kms needs only TCP 443, but a security group allows all ports',
    },
    'all ports, to a VPC whose range a pool gives': {
      scene: {
        vpcs: { main: { pooled: true } },
        groups: { all: { separate: true, ingress: [{ protocol: '-1' }] } },
        endpoints: { kms: { groups: ['all'] } },
      },
      says: 'kms needs only TCP 443, but a security group allows all ports',
    },
    'a range around the port': {
      scene: { groups: { half: { ingress: [{ port: [400, 500] }] } }, endpoints: { kms: { groups: ['half'] } } },
      says: 'kms needs only TCP 443, but a security group allows TCP 400-500',
    },
    'all ports, and one of them': {
      scene: {
        groups: { wide: { ingress: [{ port: 2049 }, { port: [0, 65535] }] } },
        endpoints: { kms: { groups: ['wide'] } },
      },
      says: 'kms needs only TCP 443, but a security group allows all ports',
    },
    'an additional port': {
      scene: { groups: { web: { ingress: [{}, { port: 80 }] } }, endpoints: { kms: { groups: ['web'] } } },
      says: 'kms needs only TCP 443, but a security group allows TCP 80',
    },
  },
  good: {
    'the port of the service': { scene: { endpoints: { kms: {} } } },
    'one of several ports': {
      scene: { groups: { mail: { ingress: [{ port: 587 }] } }, endpoints: { 'email-smtp': { groups: ['mail'] } } },
    },
    'everything from the security group itself': {
      scene: {
        groups: { members: { ingress: [{ protocol: '-1', self: true }, {}] } },
        endpoints: { kms: { groups: ['members'] } },
      },
    },
    'a security group that other resources use too': {
      scene: {
        groups: { shared: { ingress: [{}, { port: 80 }] } },
        interfaces: { app: { subnet: 'a', groups: ['shared'] } },
        endpoints: { kms: { groups: ['shared'] } },
      },
    },
    'rules that are not in the input': {
      scene: { groups: { far: { ingress: 'unknown' } }, endpoints: { kms: { groups: ['far'] } } },
      inputs: ['plan', 'template'],
      undecidedIn: ['plan', 'template'],
    },
  },

  check(endpoint, net) {
    const ports = interfacePorts(endpoint, net);
    if ('verdict' in ports) return ports;

    const { sure, maybe, open } = attachedGroups(endpoint);
    const mine = sure.filter((group) => otherUsers(group, net).length === 0);
    const wide = mine.flatMap((group) =>
      group.ingress.sure.flatMap((rule) => {
        const range = portsOpened(rule, 'tcp');
        if (range === null || range === 'unknown' || fits(range, ports) || comes(rule, group) !== 'elsewhere')
          return [];
        return [{ group, rule, range }];
      }),
    );
    if (wide.length > 0) {
      const ranges = [...new Set(widestOf(wide).map(textOf))].sort();
      const needed = ofService(endpoint, needs(ports), 'the ports of its service');
      const groups = [...new Set(wide.map(({ group }) => group.key))].sort();
      return fail({
        message: `${nameOf(endpoint)} needs only ${needed}, but a security group allows ${listed(ranges, 1)}`,
        fix: `Allow only ${needed} in ${series(groups)}.`,
        at: wide[0]!.rule.at,
        related: told(wide).map((each) => ({ message: `${each.group.key} allows ${textOf(each)}`, at: each.rule.at })),
        evidence: {
          needed: ofService(endpoint, ports.ranges.map(portText)),
          admitted: ranges,
          groups,
        },
        assumed: [NO_MEMBER],
      });
    }
    const doubt = [...sure, ...maybe].map((group) => doubtIn(group, ports)).find((why) => why !== undefined);
    // A security group that may be shared counts only if it is wide.
    return open === null && maybe.length === 0 && doubt === undefined
      ? pass
      : undecided(
          open ?? undefined,
          doubt,
          maybe.length > 0 ? 'it is not known which security groups the endpoint has' : undefined,
        );
  },
});

/** Whether a service has all ports of a range. */
function fits(range: PortRange, { ranges, optional }: ServicePorts): boolean {
  return coversPorts([...ranges, ...optional], range);
}

/** Whether a rule allows sources other than members of its own security group. */
function comes({ sources }: IngressRule, group: SecurityGroup): 'elsewhere' | 'within' | 'unknown' {
  const isOwn = (source: Source) =>
    source.is === 'group' && source.group.is === 'entity' && source.group.to.key === group.key;
  const isUnknown = (source: Source) =>
    (source.is === 'group' && source.group.is === 'unknown') ||
    (source.is === 'cidr' && whyUnbounded(source) !== undefined);
  if (sources.sure.some((source) => !isOwn(source) && !isUnknown(source))) return 'elsewhere';
  const settled = sources.open === null && sources.maybe.length === 0 && !sources.sure.some(isUnknown);
  return settled ? 'within' : 'unknown';
}

/** Why a security group may be wider than the input shows; undefined if it surely is not. */
function doubtIn(group: SecurityGroup, ports: ServicePorts): string | undefined {
  for (const rule of [...group.ingress.sure, ...group.ingress.maybe]) {
    const range = portsOpened(rule, 'tcp');
    if (range === null || (range !== 'unknown' && fits(range, ports)) || comes(rule, group) === 'within') continue;
    if (range === 'unknown') return `the ports of a rule of ${group.key} are not all known`;
    if (comes(rule, group) === 'unknown') return `the sources of a rule of ${group.key} are not all known`;
  }
  return group.ingress.maybe.length > 0 ? `it is not known whether a rule belongs to ${group.key}` : undefined;
}

/** How many sensitive rules a security group has is a part of them. */
function told(wide: readonly Wide[]): readonly Wide[] {
  const first = new Map<string, Wide>();
  return wide.filter((each) => !isSecret(each.rule) || remembered(first, each.group.key, () => each) === each);
}

function isSecret({ protocol, fromPort, toPort }: IngressRule): boolean {
  return isSensitive(protocol, fromPort, toPort);
}

interface Wide {
  readonly group: SecurityGroup;
  readonly rule: IngressRule;
  readonly range: PortRange;
}

/** Without ranges that are a part of another one. Sensitive ranges all stay: what they are a part of would tell them. */
function widestOf(wide: readonly Wide[]): readonly Wide[] {
  const shown = wide.filter(({ rule }) => !isSecret(rule));
  let end = -1;
  const widest = shown
    .sort((a, b) => a.range[0] - b.range[0] || b.range[1] - a.range[1])
    .filter(({ range: [, last] }) => {
      const reachesFurther = last > end;
      end = Math.max(end, last);
      return reachesFurther;
    });
  return [...widest, ...wide.filter(({ rule }) => isSecret(rule))];
}

function textOf({ rule, range: [first, last] }: Wide): string {
  if (isSecret(rule)) return 'ports (sensitive)';
  return first === 0 && last === 65535 ? 'all ports' : `TCP ${portText([first, last])}`;
}

function needs({ ranges, any }: ServicePorts): string {
  const texts = ranges.map(portText);
  return `TCP ${texts.length <= 2 ? series(texts, any ? 'or' : 'and') : listed(texts, 1)}`;
}
