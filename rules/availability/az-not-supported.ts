import { inInput } from '../../src/ask/in-input.ts';
import { inOneZone, seesAlike, subnetsOf, whyNoZone, zoneName } from '../../src/ask/zones.ts';
import {
  hasInterfaces,
  isOnlyRegionUnknown,
  type ServiceFacts,
  serviceFacts,
  takes,
  withoutRegion,
  zoneIdPrefix,
} from '../../src/aws/index.ts';
import { series } from '../../src/base/words.ts';
import {
  advise,
  defineRule,
  fail,
  nameOf,
  notApplicable,
  ofService,
  pass,
  undecided,
  type Verdict,
} from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import type { Endpoint, ManagedEndpoint, ServiceDetail, Subnet } from '../../src/model/index.ts';

/** Judges types with a network interface in each subnet, to a service that has Availability Zones. */
export default defineRule({
  id: 'availability/az-not-supported',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint has a subnet in an Availability Zone that the service does not offer.',
  why: 'AWS rejects an endpoint with a subnet in an Availability Zone that the service does not support.',
  ...advise('Set `SubnetIds` to subnets in Availability Zones that the service offers.'),
  recipes: {
    cloudformation: 'SubnetIds: [!Ref PrivateB, !Ref PrivateC] # in Availability Zones that the service offers',
    cli: 'aws ec2 describe-vpc-endpoint-services --service-names com.amazonaws.us-east-1.email-smtp --query "ServiceDetails[].AvailabilityZoneIds"',
  },
  exceptions: [
    'The input has no answer of DescribeVpcEndpointServices, and AWS documents no missing Availability Zones of the service.',
    'The service is in another Region (see availability/cross-region-az).',
    'The firewall of a Network Firewall endpoint association is not in the input.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html',
    'https://docs.aws.amazon.com/ses/latest/dg/send-email-set-up-vpc-endpoints.html',
    'https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_VpcEndpointAssociation.html',
  ],
  subject: 'endpoint',
  alsoSubjects: ['managed-endpoint'],
  refusedByAws: true,
  bad: {
    'an Availability Zone that AWS does not list': {
      scene: {
        endpoints: { sqs: { subnets: ['a', 'b'] } },
        serviceDetails: {
          'com.amazonaws.us-east-1.sqs': { zones: ['a', 'c'], privateDnsNames: ['sqs.us-east-1.amazonaws.com'] },
        },
      },
      says: 'sqs is not offered in us-east-1b, the Availability Zone of {subnet:b}',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'SES SMTP in an Availability Zone that AWS documents as missing': {
      scene: {
        groups: { mail: { ingress: [{ port: 587 }] } },
        endpoints: { 'email-smtp': { subnets: ['a', 'b'], groups: ['mail'] } },
      },
      says: 'email-smtp is not offered in us-east-1b, the Availability Zone of {subnet:b}',
      level: 'note',
      inputs: ['state', 'tfstate', 'describe'],
    },
    'the same with Availability Zones given by their IDs': {
      scene: {
        subnets: { one: { zone: 'a', zoneById: true }, two: { zone: 'b', zoneById: true } },
        groups: { mail: { ingress: [{ port: 587 }] } },
        endpoints: { 'email-smtp': { subnets: ['one', 'two'], groups: ['mail'] } },
      },
      says: 'email-smtp is not offered in use1-az2, the Availability Zone of {subnet:two}',
      inputs: ['plan', 'template'],
    },
    'a firewall endpoint association in an Availability Zone without its firewall': {
      scene: { managedEndpoints: { more: { manager: 'network-firewall', subnets: ['c'] } } },
      subject: 'more',
      says: '{more} is in us-east-1c, where its firewall has no subnet',
      levelIn: { state: 'note', tfstate: 'note' },
      inputs: ['plan', 'state', 'tfstate', 'template'],
    },
  },
  good: {
    'a firewall endpoint association in an Availability Zone of its firewall': {
      scene: {
        subnets: { a2: { zone: 'a' } },
        managedEndpoints: { more: { manager: 'network-firewall', subnets: ['a2'] } },
      },
      subject: 'more',
      inputs: ['plan', 'state', 'tfstate', 'template'],
    },
    'a subnet of the firewall that is not in the input': {
      scene: {
        managedEndpoints: {
          more: { manager: 'network-firewall', subnets: ['c'], firewallSubnets: ['a', 'subnet-0a1b2c3d4e5f60718'] },
        },
      },
      subject: 'more',
      inputs: ['plan', 'template'],
      undecidedIn: ['plan', 'template'],
    },
    'Availability Zones that it offers': {
      scene: {
        endpoints: { sqs: { subnets: ['a', 'c'] } },
        serviceDetails: { 'com.amazonaws.us-east-1.sqs': { zones: ['a', 'c'] } },
      },
    },
    'SES SMTP in another Availability Zone': {
      scene: { endpoints: { 'email-smtp': { subnets: ['a'] } } },
      inputs: ['state', 'tfstate', 'describe'],
    },
    'SES SMTP in a Region where all Availability Zones have it': {
      scene: { region: 'eu-west-1', endpoints: { 'email-smtp': { subnets: ['a', 'b'] } } },
    },
    'Availability Zone IDs that the input cannot know': {
      scene: { endpoints: { 'email-smtp': { subnets: ['a', 'b'] } } },
      inputs: ['plan', 'template'],
      undecidedIn: ['plan', 'template'],
    },
    'a service without documented Availability Zones': { scene: { endpoints: { sqs: {} } } },
  },

  check(endpoint, net) {
    if (endpoint.kind === 'managed-endpoint') return checkAssociation(endpoint);
    const { type, serviceName, region, serviceRegion } = endpoint;
    if (!type.known) return undecided(type);
    if (!hasInterfaces(type.value) || !takes(type.value, 'serviceName')) return notApplicable;
    const service = serviceFacts(net, endpoint);
    if (!service) return serviceName.known ? notApplicable : undecided(serviceName);
    if (serviceRegion.known && serviceRegion.value !== null && region.known && serviceRegion.value !== region.value)
      return notApplicable; // availability/cross-region-az
    // What the input says of the service in its Region counts, not the table.
    const isDescribed = ({ serviceName: name }: ServiceDetail) => withoutRegion(name) === service.name?.name;
    if (isOnlyRegionUnknown(endpoint) && net.serviceDetails.some(isDescribed)) return undecided(serviceName);
    const excluded = excludedIn(service, endpoint);
    if (!service.described && excluded.length === 0) return notApplicable;

    const { sure, open } = subnetsOf(endpoint);
    const answers = sure.map((subnet) => ({ subnet, offered: isOffered(subnet, service, excluded, endpoint) }));
    const wrong = answers.find(({ offered }) => offered === false);
    if (wrong) {
      const zone = zoneName(wrong.subnet);
      const offered = service.zoneIds ?? service.zones;
      return fail({
        message: `${nameOf(endpoint)} is not offered in ${zone}, the Availability Zone of ${wrong.subnet.key}`,
        at: endpoint.subnets.at,
        related: [{ message: `its Availability Zone is ${zone}`, at: wrong.subnet.zone.at }],
        evidence: {
          subnet: wrong.subnet.key,
          zone,
          offered: ofService(endpoint, offered),
          excluded: ofService(endpoint, excluded),
        },
        ...fixFor(wrong.subnet, ofService(endpoint, offered, null)),
        ...refused(endpoint),
      });
    }
    const unclear = answers.find(({ offered }) => typeof offered === 'string')?.offered as string | undefined;
    return open === null && unclear === undefined ? pass : undecided(open ?? undefined, unclear);
  },
});

/** AWS documents that an association must be in an Availability Zone in which the firewall itself has a subnet. */
function checkAssociation(endpoint: ManagedEndpoint): Verdict {
  if (endpoint.manager !== 'network-firewall') return notApplicable;
  const own = inInput(endpoint.subnets, 'subnet');
  const firewall = inInput(endpoint.firewallSubnets, 'subnet');
  const answers = own.sure.map((subnet) => ({ subnet, same: firewall.sure.map((each) => inOneZone(subnet, each)) }));
  const open = own.open ?? firewall.open;
  const wrong = answers.find(({ same }) => same.length > 0 && same.every((answer) => answer === 'no'));
  if (wrong && firewall.open === null) {
    const zone = zoneName(wrong.subnet) ?? 'an Availability Zone';
    return fail({
      message: `${nameOf(endpoint)} is in ${zone}, where its firewall has no subnet`,
      at: endpoint.subnets.at,
      related: firewall.sure.map((each) => ({ message: 'a subnet of the firewall', at: each.at })),
      evidence: { subnet: wrong.subnet.key, zone, firewall: firewall.sure.map(zoneName) },
      why: 'AWS rejects an association in an Availability Zone where the firewall itself has no subnet.',
      fix: 'Add a subnet of that Availability Zone to the firewall, or choose a subnet in one that the firewall has.',
      ...refused(endpoint),
    });
  }
  if (open === null && answers.every(({ same }) => same.includes('yes'))) return pass;
  const unclear = [...own.sure, ...firewall.sure].map(whyNoZone).find((why) => why !== undefined);
  return undecided(open ?? undefined, unclear);
}

function fixFor({ key }: Subnet, offered: readonly string[] | null): ReturnType<typeof advise> {
  const choice = offered && offered.length > 0 ? series(offered, 'or') : 'an Availability Zone that the service offers';
  return advise(`Replace ${key} in \`SubnetIds\` with a subnet in ${choice}.`);
}

/** IDs of the Availability Zones of the endpoint's Region in which AWS documents that the service is missing. */
function excludedIn({ table, described }: ServiceFacts, { region }: Endpoint): readonly string[] {
  if (described?.zoneIds || described?.zones) return [];
  const all = table?.azExclusions ?? [];
  return region.known ? all.filter((id) => id.startsWith(`${zoneIdPrefix(region.value)}-`)) : all;
}

/** Whether the service is offered in a subnet's Availability Zone; else why that is not known. */
function isOffered(
  subnet: Subnet,
  service: ServiceFacts,
  excluded: readonly string[],
  endpoint: Endpoint,
): boolean | string {
  const { zone, zoneId, key } = subnet;
  const { zones, zoneIds } = service;
  if (zoneIds && zoneId.known) return zoneIds.includes(zoneId.value);
  if (excluded.length > 0) return zoneId.known ? !excluded.includes(zoneId.value) : zoneId.because;
  if (!zones)
    return zoneIds
      ? whyUnknown(zoneId)
      : `the input does not say in which Availability Zones ${nameOf(endpoint)} is offered`;
  if (!zone.known) return zone.because;
  return seesAlike(subnet, service)
    ? zones.includes(zone.value)
    : `it is not known whether the zone names of ${key} and ${nameOf(endpoint)} come from one account`;
}

function whyUnknown(zoneId: Subnet['zoneId']): string {
  return zoneId.known ? 'the Availability Zones of the service are not known' : zoneId.because;
}
