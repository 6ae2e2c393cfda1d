import { isAssociated, zonesNamed } from '../../src/ask/names.ts';
import { oncePer, push } from '../../src/base/memo.ts';
import { defineRule, fail, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { type HostedZone, is, type Network, type Ref, refKey, refName, show, type Vpc } from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/duplicate-zones',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Two private hosted zones with the same name are associated with one VPC.',
  why: 'Route 53 rejects the second hosted zone with ConflictingDomainExists, and the deployment fails.',
  fix: 'Keep one hosted zone with the name for the VPC, and move the records of the other into it.',
  recipes: {
    cloudformation: `HostedZoneId: !Ref Zone # all records in one AWS::Route53::HostedZone
VPCs: # of that hosted zone
  - VPCId: !Ref Vpc
    VPCRegion: !Ref AWS::Region`,
    terraform: 'zone_id = aws_route53_zone.payments.zone_id # all records in one hosted zone',
  },
  exceptions: [
    'Hosted zones with the same name may be associated with different VPCs.',
    'A hosted zone may be the parent of another, because the most specific one answers.',
    'A hosted zone of a Route 53 Profile does not count, because the hosted zone of the VPC answers.',
    'The newer hosted zone is reported. If both are new, the later one by address is reported.',
  ],
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html',
    'https://docs.aws.amazon.com/Route53/latest/APIReference/API_AssociateVPCWithHostedZone.html',
  ],
  subject: 'hosted-zone',
  bad: {
    'two hosted zones with one name': {
      scene: { hostedZones: { one: { domain: 'payments.example.com' }, two: { domain: 'payments.example.com' } } },
      subject: 'two',
      says: '{main} has two private hosted zones for payments.example.com, {one} and {two}',
      levelIn: { state: 'note', tfstate: 'note' },
      inputs: ['plan', 'state', 'tfstate', 'template'],
    },
    'one of two VPCs is shared': {
      scene: {
        vpcs: { main: {}, other: {} },
        hostedZones: {
          one: { domain: 'payments.example.com', vpcs: ['main', 'other'] },
          two: { domain: 'payments.example.com', vpcs: ['other'] },
        },
      },
      subject: 'two',
      says: '{other} has two private hosted zones for payments.example.com, {one} and {two}',
      inputs: ['plan', 'template'],
    },
    'a new hosted zone besides an old one': {
      scene: {
        hostedZones: { billing: { domain: 'payments.example.com' }, old: { domain: 'payments.example.com' } },
        before: { hostedZones: { billing: null } },
      },
      subject: 'billing',
      says: '{main} has two private hosted zones for payments.example.com, {old} and {billing}',
      inputs: ['plan'],
    },
  },
  good: {
    'hosted zones for different VPCs': {
      scene: {
        vpcs: { main: {}, other: {} },
        hostedZones: {
          one: { domain: 'payments.example.com' },
          two: { domain: 'payments.example.com', vpcs: ['other'] },
        },
      },
      subject: 'one',
    },
    'a hosted zone and its parent': {
      scene: { hostedZones: { one: { domain: 'payments.example.com' }, two: { domain: 'example.com' } } },
      subject: 'one',
    },
    'a public hosted zone and a private one': {
      scene: { hostedZones: { one: { domain: 'example.com' }, two: { domain: 'example.com', vpcs: [] } } },
      subject: 'one',
    },
    'a hosted zone of a profile': {
      scene: {
        vpcs: { main: {}, other: {} },
        hostedZones: { own: { domain: 'example.com' }, shared: { domain: 'example.com', vpcs: ['other'] } },
        dnsProfiles: { shared: { zones: ['shared'] } },
      },
      subject: 'own',
    },
  },

  check(zone, net) {
    const { name, isPrivate, vpcs } = zone;
    if (is(isPrivate, false)) return notApplicable;
    if (!name.known) {
      // Without another zone there is no second one.
      return net.hostedZones.length === 1 ? pass : undecided(name);
    }
    const others = othersOf(zone, name.value, net);
    for (const [vpc, rival] of others.sure) {
      if (!comesSecond(zone, rival, net)) continue;
      if (!isPrivate.known) return undecided(isPrivate);
      return fail({
        message: `${refName(vpc)} has two private hosted zones for ${show(name)}, ${rival.key} and ${zone.key}`,
        at: zone.at,
        fix: `Keep ${rival.key} or ${zone.key} for the VPC, and move the records of the other into it.`,
        related: [{ message: `the hosted zone ${rival.key} has the same name`, at: rival.at }],
        evidence: { name: show(name), vpc: refName(vpc), zones: [rival.key, zone.key] },
        ...(isAccepted(zone, rival, vpc, net) ? ACCEPTED : {}),
      });
    }
    const doubtful = others.maybe.find((other) => comesSecond(zone, other, net));
    if (!doubtful) return pass;
    return undecided(
      isPrivate,
      doubtful.name,
      doubtful.isPrivate,
      vpcs,
      doubtful.vpcs,
      `it is not known whether ${doubtful.key} has the name of ${zone.key} and is associated with the same VPC`,
    );
  },
});

const ACCEPTED = {
  level: 'note',
  why: 'AWS accepted both hosted zones although its documentation says that it rejects the second. Check which one answers.',
} as const;

/** Hosted zones with one name, by each VPC that they surely are associated with. */
const byVpc = oncePer((net: Network) => {
  const index = new Map<string, HostedZone[]>();
  for (const zone of net.hostedZones) {
    if (!zone.name.known || !is(zone.isPrivate, true)) continue;
    const keys = new Set(zone.vpcs.sure.map((vpc) => keyOf(zone.name, vpc)));
    for (const key of keys) if (key !== undefined) push(index, key, zone);
  }
  return index;
});

function keyOf(name: HostedZone['name'], vpc: Ref<Vpc>): string | undefined {
  const key = refKey(vpc);
  return key === undefined || !name.known ? undefined : `${name.value} ${key}`;
}

interface Others {
  readonly sure: readonly (readonly [Ref<Vpc>, HostedZone])[];
  readonly maybe: readonly HostedZone[];
}

function othersOf(zone: HostedZone, name: string, net: Network): Others {
  const sure: [Ref<Vpc>, HostedZone][] = [];
  for (const vpc of zone.vpcs.sure) {
    const here = byVpc(net).get(keyOf(zone.name, vpc) ?? '') ?? [];
    for (const other of here) if (other.key !== zone.key) sure.push([vpc, other]);
  }
  const found = new Set(sure.map(([, { key }]) => key));
  const { sure: named, nameless } = zonesNamed([name], net);
  const maybe = [...named, ...nameless].filter((other) => {
    if (other.key === zone.key || found.has(other.key)) return false;
    if (zone.vpcs.open !== null && (other.vpcs.open !== null || other.vpcs.sure.length > 0)) return true;
    return [...zone.vpcs.sure, ...zone.vpcs.maybe].some((vpc) => isAssociated(other, vpc) !== 'no');
  });
  return { sure, maybe };
}

/** Whether AWS rejects this one of two: the newer one, or the later one by address if both are new. */
function comesSecond(zone: HostedZone, other: HostedZone, { before }: Network): boolean {
  const was = before && keysOf(before.network);
  const [mine, theirs] = [was?.has(zone.key) ?? false, was?.has(other.key) ?? false];
  return mine === theirs ? zone.key > other.key : theirs;
}

const keysOf = oncePer(({ hostedZones }: Network) => new Set(hostedZones.map(({ key }) => key)));

/** Whether both exist already. */
function isAccepted(zone: HostedZone, other: HostedZone, vpc: Ref<Vpc>, { before }: Network): boolean {
  if (!before) return zone.id.known && other.id.known;
  const was = zonesNamed(zone.name.known ? [zone.name.value] : [], before.network).sure;
  return [zone, other].every(({ key }) => was.some((each) => each.key === key && isAssociated(each, vpc) === 'yes'));
}
