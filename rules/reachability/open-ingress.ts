import { type AnyEndpoint, isGuarded } from '../../src/ask/any-endpoint.ts';
import { attachedGroups, ingressOf } from '../../src/ask/groups.ts';
import { linksOf } from '../../src/ask/links.ts';
import { whyUnbounded } from '../../src/ask/ranges.ts';
import { isAnywhere } from '../../src/aws/index.ts';
import { series } from '../../src/base/words.ts';
import { controlsOf, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { all, type IngressRule, inVpc, isSensitive, type Network, type Source } from '../../src/model/index.ts';

export default defineRule({
  id: 'reachability/open-ingress',
  level: 'note',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Security group of an endpoint allows every address.',
  why: 'The internet cannot reach an endpoint, but every peered VPC, transit gateway and on-premises network with a route to the VPC can.',
  fix: 'Allow only the ranges of the VPC, or the security groups of the clients.',
  recipes: { cloudformation: 'CidrIp: !GetAtt Vpc.CidrBlock # in place of 0.0.0.0/0' },
  exceptions: ['The finding is a warning if the input shows a peering connection, transit gateway or VPN of the VPC.'],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://docs.aws.amazon.com/opensearch-service/latest/ServerlessAPIReference/API_CreateVpcEndpoint.html',
    'https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateEndpointAccess.html',
  ],
  subject: 'endpoint',
  alsoSubjects: ['managed-endpoint'],
  controls: [...controlsOf('fsbp', 'EC2.18', 'EC2.19'), ...controlsOf('well-architected', 'SEC05-BP01', 'SEC05-BP02')],
  bad: {
    'IPv4 and IPv6': {
      scene: {
        groups: { world: { ingress: [{ cidrs: ['0.0.0.0/0', '::/0'] }] } },
        endpoints: { logs: { groups: ['world'] } },
      },
      says: 'Security group of logs allows 0.0.0.0/0 and ::/0, so every connected network can use the endpoint',
    },
    'a VPC that a transit gateway connects': {
      scene: {
        groups: { world: { ingress: [{ cidrs: ['0.0.0.0/0'] }] } },
        routeTables: { away: { subnets: ['c'], routes: { '10.9.0.0/16': 'transit-gateway' } } },
        endpoints: { logs: { groups: ['world'] } },
      },
      says: 'Security group of logs allows 0.0.0.0/0, so every connected network can use the endpoint',
      level: 'warning',
    },
    'a Redshift-managed endpoint': {
      scene: {
        groups: { world: { ingress: [{ port: 5439, cidrs: ['0.0.0.0/0'] }] } },
        managedEndpoints: { dw: { manager: 'redshift', groups: ['world'] } },
      },
      subject: 'dw',
      says: 'Security group of {dw} allows 0.0.0.0/0, so every connected network can use the endpoint',
    },
    'such an endpoint in a VPC that a transit gateway connects': {
      scene: {
        groups: { world: { ingress: [{ port: 5439, cidrs: ['0.0.0.0/0'] }] } },
        routeTables: { away: { subnets: ['c'], routes: { '10.9.0.0/16': 'transit-gateway' } } },
        managedEndpoints: { dw: { manager: 'redshift', groups: ['world'] } },
      },
      subject: 'dw',
      says: 'Security group of {dw} allows 0.0.0.0/0, so every connected network can use the endpoint',
      level: 'warning',
    },
  },
  good: {
    'a Redshift-managed endpoint that allows the range of the VPC': {
      scene: {
        groups: { database: { ingress: [{ port: 5439 }] } },
        managedEndpoints: { warehouse: { manager: 'redshift', groups: ['database'] } },
      },
      subject: 'warehouse',
    },
    'inbound rules do not matter to an EC2 Instance Connect Endpoint': {
      scene: {
        groups: { world: { ingress: [{ cidrs: ['0.0.0.0/0'] }] } },
        managedEndpoints: { ssh: { manager: 'instance-connect', groups: ['world'] } },
      },
      subject: 'ssh',
    },
    'the range of the VPC': { scene: { endpoints: { logs: {} } } },
    'the range of a VPC that a pool gives': {
      scene: {
        vpcs: { main: { pooled: true } },
        groups: { own: { separate: true, ingress: [{}] } },
        endpoints: { logs: { groups: ['own'] } },
      },
    },
    'a security group of clients': {
      scene: {
        groups: { app: { ingress: [] }, 'from-app': { ingress: [{ groups: ['app'] }] } },
        endpoints: { logs: { groups: ['from-app'] } },
      },
    },
  },

  check(endpoint, net) {
    const guarded = isGuarded(endpoint);
    if (!guarded.known) return undecided(guarded);
    if (!guarded.value) return notApplicable;
    const { sure } = attachedGroups(endpoint);
    const open = sure.flatMap((group) =>
      group.ingress.sure.flatMap((rule) => {
        const ranges = openRanges(rule);
        return ranges.length > 0 ? [{ group, rule, ranges }] : [];
      }),
    );
    if (open.length > 0) {
      const ranges = [...new Set(open.flatMap((o) => o.ranges))].sort();
      return fail({
        message: `Security group of ${nameOf(endpoint)} allows ${series(ranges)}, so every connected network can use the endpoint`,
        at: open[0]!.rule.at,
        ...(isConnected(endpoint, net) ? { level: 'warning' } : {}),
        related: open.map(({ group, rule }) => ({ message: `${group.key} allows every address`, at: rule.at })),
        evidence: { groups: [...new Set(open.map((o) => o.group.key))], ranges },
      });
    }
    const rules = ingressOf(endpoint);
    const possible = all(rules);
    if (rules.open === null && !possible.some(mayBeOpen)) return pass;
    return undecided(rules, ...possible.flatMap(({ sources }) => all(sources)).map(whyUnknown));
  },
});

/** Ranges of a rule that are every address of a family. The family of a sensitive one is not told. */
function openRanges(rule: IngressRule): string[] {
  const out: string[] = [];
  for (const source of rule.sources.sure) {
    if (source.is === 'cidr' && source.cidr.known && isAnywhere(source.cidr.value))
      out.push(isSensitive(source.cidr) ? 'every address' : source.family === 4 ? '0.0.0.0/0' : '::/0');
    if (source.is === 'prefix-list' && source.list.is === 'entity')
      out.push(...source.list.to.entries.sure.filter(isAnywhere));
  }
  return out;
}

function mayBeOpen({ sources }: IngressRule): boolean {
  return sources.open !== null || all(sources).some((source) => whyUnknown(source) !== undefined || isOpen(source));
}

function isOpen(source: Source): boolean {
  return source.is === 'cidr' && source.cidr.known && isAnywhere(source.cidr.value);
}

/** Why it is not known whether a source is every address; undefined if it is known. */
function whyUnknown(source: Source): string | undefined {
  if (source.is === 'cidr') return whyUnbounded(source);
  if (source.is === 'group') return undefined;
  const { list } = source;
  if (list.is === 'entity') return list.to.entries.open ?? undefined;
  return list.is === 'unknown'
    ? list.because
    : `the entries of prefix list ${list.sensitive ? '(sensitive)' : list.id} are not in the input`;
}

const LINKS: ReadonlySet<string> = new Set(['peering', 'transit-gateway', 'core-network', 'vpn-gateway', 'client-vpn']);

/** States of a connection that has ended or never existed. */
const GONE = /^(deleted|deleting|rejected|rejecting|failed|failing|expired)$/;

/** Whether the input shows another network with a path to the VPC: a connection, or a route to one. */
function isConnected(endpoint: AnyEndpoint, net: Network): boolean {
  const connected = inVpc(net.gateways, endpoint.vpc).sure.some(
    ({ type, state }) => LINKS.has(type) && !(state.known && state.value !== null && GONE.test(state.value)),
  );
  return connected || [...linksOf(endpoint.vpc, net).sure].some((by) => LINKS.has(by));
}
