import { attachedGroups, otherUsers } from '../../src/ask/groups.ts';
import { interfacePorts, type ServicePorts } from '../../src/ask/reachability.ts';
import { coversPorts, type PortRange, portsOpened, portText } from '../../src/aws/index.ts';
import { listed } from '../../src/base/words.ts';
import { defineRule, fail, nameOf, pass, undecided } from '../../src/engine/index.ts';
import type { IngressRule, SecurityGroup, Source } from '../../src/model/index.ts';

const NO_MEMBER = 'no member of the group outside the input';

export default defineRule({
  id: 'reachability/wider-than-service',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Security group of an endpoint admits more ports than the service has.',
  why: 'The endpoint answers on the ports of its service alone: wider rules hide what the group is for and stay when it is reused.',
  fix: 'Admit TCP on the ports of the service only.',
  recipes: {
    cloudformation: `IpProtocol: tcp
FromPort: 443
ToPort: 443`,
    terraform: 'ip_protocol = "tcp"\nfrom_port   = 443\nto_port     = 443',
  },
  exceptions: [
    'Services whose ports nobody documents, and endpoint services of other owners.',
    'Rules whose only source is their own group, as those of a default group.',
    'Groups that instances or other interfaces of the input have, too.',
    'UDP and ICMP rules: the rules about transport judge them.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
  ],
  assumes: [NO_MEMBER],
  bad: {
    'all protocols and ports': {
      scene: { groups: { all: { ingress: [{ protocol: '-1' }] } }, endpoints: { kms: { groups: ['all'] } } },
      says: 'kms needs tcp/443 alone, and a security group admits everything',
    },
    'a range around the port': {
      scene: { groups: { half: { ingress: [{ port: [400, 500] }] } }, endpoints: { kms: { groups: ['half'] } } },
      says: 'kms needs tcp/443 alone, and a security group admits tcp/400-500',
    },
    'another port beside it': {
      scene: { groups: { web: { ingress: [{}, { port: 80 }] } }, endpoints: { kms: { groups: ['web'] } } },
      says: 'kms needs tcp/443 alone, and a security group admits tcp/80',
    },
  },
  good: {
    'the port of the service': { scene: { endpoints: { kms: {} } } },
    'one of several ports': {
      scene: { groups: { mail: { ingress: [{ port: 587 }] } }, endpoints: { 'email-smtp': { groups: ['mail'] } } },
    },
    'everything from the group itself': {
      scene: {
        groups: { members: { ingress: [{ protocol: '-1', self: true }, {}] } },
        endpoints: { kms: { groups: ['members'] } },
      },
    },
    'a group that others have as well': {
      scene: {
        groups: { shared: { ingress: [{}, { port: 80 }] } },
        interfaces: { app: { subnet: 'a', groups: ['shared'] } },
        endpoints: { kms: { groups: ['shared'] } },
      },
    },
    'rules from where the input does not reach': {
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
      const ranges = [...new Set(wide.map(({ range }) => textOf(range)))].sort();
      return fail({
        message: `${nameOf(endpoint)} needs ${needs(ports)} alone, and a security group admits ${listed(ranges, 1)}`,
        at: wide[0]!.rule.at,
        related: wide.map(({ group, rule, range }) => ({
          message: `${group.key} admits ${textOf(range)}`,
          at: rule.at,
        })),
        evidence: {
          needed: ports.ranges.map(portText),
          admitted: ranges,
          groups: [...new Set(wide.map(({ group }) => group.key))].sort(),
        },
        assumed: [NO_MEMBER],
      });
    }
    const doubt = [...sure, ...maybe].map((group) => doubtIn(group, ports)).find((why) => why !== undefined);
    // A group that may be shared counts only where it is wide.
    return open === null && maybe.length === 0 && doubt === undefined
      ? pass
      : undecided(open ?? undefined, doubt, maybe.length > 0 ? 'which groups it has is not known' : undefined);
  },
});

/** Whether a service has all ports of a range. */
function fits(range: PortRange, { ranges, optional }: ServicePorts): boolean {
  return coversPorts([...ranges, ...optional], range);
}

/** Whether a rule lets in anything but members of its own group. */
function comes({ sources }: IngressRule, group: SecurityGroup): 'elsewhere' | 'within' | 'unknown' {
  const isOwn = (source: Source) =>
    source.is === 'group' && source.group.is === 'entity' && source.group.to.key === group.key;
  const isUnknown = (source: Source) =>
    (source.is === 'group' && source.group.is === 'unknown') || (source.is === 'cidr' && !source.cidr.known);
  if (sources.sure.some((source) => !isOwn(source) && !isUnknown(source))) return 'elsewhere';
  const settled = sources.open === null && sources.maybe.length === 0 && !sources.sure.some(isUnknown);
  return settled ? 'within' : 'unknown';
}

/** Why a group may be wider than what is known of it; undefined where it surely is not. */
function doubtIn(group: SecurityGroup, ports: ServicePorts): string | undefined {
  for (const rule of [...group.ingress.sure, ...group.ingress.maybe]) {
    const range = portsOpened(rule, 'tcp');
    if (range === null || (range !== 'unknown' && fits(range, ports)) || comes(rule, group) === 'within') continue;
    if (range === 'unknown') return `the ports of a rule of ${group.key} are not all known`;
    if (comes(rule, group) === 'unknown') return `the sources of a rule of ${group.key} are not all known`;
  }
  return group.ingress.maybe.length > 0 ? `whether a rule belongs to ${group.key} is not known` : undefined;
}

function textOf([first, last]: PortRange): string {
  return first === 0 && last === 65535 ? 'everything' : `tcp/${portText([first, last])}`;
}

function needs({ ranges, any }: ServicePorts): string {
  const texts = ranges.map((range) => `tcp/${portText(range)}`);
  return texts.length <= 2 ? texts.join(any ? ' or ' : ' and ') : `${texts[0]} and ${texts.length - 1} more`;
}
