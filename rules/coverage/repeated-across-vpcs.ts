import * as z from 'zod/mini';
import { linksOf } from '../../src/ask/links.ts';
import { isOnlyRegionUnknown, isServiceUnknown, serviceFacts } from '../../src/aws/index.ts';
import { oncePer, remembered } from '../../src/base/memo.ts';
import { isDead } from '../../src/engine/check.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { distinct, type Endpoint, is, maybe, type Network, refKey } from '../../src/model/index.ts';

const HOURS_PER_MONTH = 730;

export default defineRule({
  id: 'coverage/repeated-across-vpcs',
  level: 'note',
  preset: 'pedantic',
  since: '0.1.0',
  summary: 'Many VPCs behind transit gateways have their own endpoint for the same service.',
  why: 'AWS bills each endpoint per Availability Zone and hour. One hub VPC with a shared hosted zone can serve all VPCs.',
  fix: 'Move the endpoint to a hub VPC, turn off private DNS there, and associate a private hosted zone with the VPCs.',
  fixIn: {
    terraform:
      'Move the endpoint to a hub VPC with `private_dns_enabled = false`, and associate an `aws_route53_zone` with the VPCs.',
    cloudformation:
      'Move the endpoint to a hub VPC with `PrivateDnsEnabled: false`, and associate an `AWS::Route53::HostedZone` with the VPCs.',
  },
  recipes: {
    cloudformation: `Zone: # in the hub, whose endpoint has PrivateDnsEnabled: false
  Type: AWS::Route53::HostedZone
  Properties:
    Name: !Sub sqs.\${AWS::Region}.amazonaws.com
    VPCs:
      - { VPCId: !Ref Hub, VPCRegion: !Ref AWS::Region }
      - { VPCId: !Ref Spoke, VPCRegion: !Ref AWS::Region }`,
  },
  sources: [
    'https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/centralized-access-to-vpc-private-endpoints.html',
  ],
  options: z.object({
    /** Number of VPCs in a Region with the same endpoint from which a hub is worthwhile. */
    vpcs: z._default(z.int().check(z.minimum(2)), 5),
  }),
  bad: {
    'three VPCs': {
      scene: {
        vpcs: { main: {}, two: {}, three: {} },
        routeTables: {
          one: { routes: { '10.0.0.0/8': 'transit-gateway' } },
          'to-two': { vpc: 'two', routes: { '10.0.0.0/8': 'transit-gateway' } },
          'to-three': { vpc: 'three', routes: { '10.0.0.0/8': 'transit-gateway' } },
        },
        endpoints: { a: { service: 'sqs' }, b: { service: 'sqs', vpc: 'two' }, c: { service: 'sqs', vpc: 'three' } },
      },
      subject: 'a',
      alsoOn: ['b', 'c'],
      options: { vpcs: 3 },
      says: 'sqs has endpoints in 3 VPCs behind transit gateways, which one hub could serve',
    },
  },
  good: {
    'only two VPCs': {
      scene: {
        vpcs: { main: {}, two: {} },
        routeTables: {
          one: { routes: { '10.0.0.0/8': 'transit-gateway' } },
          'to-two': { vpc: 'two', routes: { '10.0.0.0/8': 'transit-gateway' } },
        },
        endpoints: { a: { service: 'sqs' }, b: { service: 'sqs', vpc: 'two' } },
      },
      subject: 'a',
    },
    'VPCs that are not connected': {
      scene: {
        vpcs: { main: {}, two: {} },
        endpoints: { a: { service: 'sqs' }, b: { service: 'sqs', vpc: 'two' } },
      },
      subject: 'a',
      options: { vpcs: 2 },
      undecidedIn: ['state', 'tfstate'],
    },
  },

  check(endpoint, net, { vpcs }) {
    const { type, serviceName } = endpoint;
    if (!maybe(type, 'Interface')) return notApplicable;
    const facts = serviceFacts(net, endpoint);
    const { joined, possible, zones } = index(net);
    if (!serviceName.known && (!facts || isOnlyRegionUnknown(endpoint)))
      return mostOf(possible) < vpcs ? pass : undecided(serviceName);
    if (facts?.owner !== 'aws') return notApplicable;
    const service = facts.name!.name;
    const mine = refKey(endpoint.vpc);
    const sure = joined.get(service);
    const most = (possible.get(service)?.size ?? 0) + (possible.get('')?.size ?? 0);
    if (most < vpcs) return pass;
    if (!type.known || mine === undefined || (sure?.size ?? 0) < vpcs)
      return undecided(
        type,
        `which VPCs with an endpoint for ${nameOf(endpoint)} are behind transit gateways is not known`,
      );
    if (!sure?.has(mine))
      return linksOf(endpoint.vpc, net).open === null ? pass : undecided(linksOf(endpoint.vpc, net).open!);
    return fail({
      message: `${nameOf(endpoint)} has endpoints in ${sure.size} VPCs behind transit gateways, which one hub could serve`,
      at: endpoint.at,
      evidence: { vpcs: sure.size, zoneHoursPerMonth: (zones.get(service) ?? 0) * HOURS_PER_MONTH },
    });
  },
});

/** In how many VPCs endpoints to one service may be at most, whichever it is. */
function mostOf(possible: Index['possible']): number {
  const named = [...possible].map(([name, vpcs]) => (name === '' ? 0 : vpcs.size));
  return Math.max(0, ...named) + (possible.get('')?.size ?? 0);
}

interface Index {
  /** Keys of VPCs with a transit gateway and an endpoint for a service, by its name. */
  readonly joined: ReadonlyMap<string, ReadonlySet<string>>;
  /** The same for VPCs that may have both; `` for unknown services. */
  readonly possible: ReadonlyMap<string, ReadonlySet<string>>;
  /** Minimum number of zones of the endpoints in `joined`. */
  readonly zones: ReadonlyMap<string, number>;
}

const index = oncePer((net: Network): Index => {
  const joined = new Map<string, Set<string>>();
  const possible = new Map<string, Set<string>>();
  const zones = new Map<string, number>();
  const add = (map: Map<string, Set<string>>, name: string, vpc: string) => {
    remembered(map, name, () => new Set()).add(vpc);
  };
  for (const endpoint of net.endpoints) {
    if (isDead(endpoint) || !maybe(endpoint.type, 'Interface') || is(endpoint.serviceName, null)) continue;
    // Endpoint services do not count.
    if (!endpoint.serviceName.known && !isServiceUnknown(endpoint) && !isOnlyRegionUnknown(endpoint)) continue;
    const links = linksOf(endpoint.vpc, net);
    const yes = links.sure.has('transit-gateway');
    if (!yes && links.open === null) continue;
    const name = nameIn(endpoint);
    const vpc = refKey(endpoint.vpc);
    add(possible, name, vpc ?? `of ${endpoint.key}`);
    if (!yes || name === '' || vpc === undefined || !endpoint.type.known || !endpoint.state.known) continue;
    add(joined, name, vpc);
    zones.set(name, (zones.get(name) ?? 0) + distinct(endpoint.subnets).least);
  }
  return { joined, possible, zones };
});

function nameIn({ serviceName }: Endpoint): string {
  return serviceName.known ? (serviceName.value ?? '') : '';
}
