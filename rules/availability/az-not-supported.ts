import { seesAlike, subnetsOf, zoneName } from '../../src/ask/zones.ts';
import { hasInterfaces, type ServiceFacts, serviceFacts, takes, zoneIdPrefix } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import type { Endpoint, Subnet } from '../../src/model/index.ts';

/** Types with an interface in each of their subnets, to a service that has zones. */
export default defineRule({
  id: 'availability/az-not-supported',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint has a subnet in an Availability Zone that the service does not offer.',
  why: 'AWS refuses it: the service has no network interfaces to give in that zone.',
  fix: 'Choose subnets in zones that the service offers.',
  recipes: {
    cloudformation: 'SubnetIds: [!Ref PrivateB, !Ref PrivateC] # in zones that the service offers',
    cli: 'aws ec2 describe-vpc-endpoint-services --service-names com.amazonaws.us-east-1.email-smtp --query "ServiceDetails[].AvailabilityZoneIds"',
  },
  exceptions: [
    'Services of which neither DescribeVpcEndpointServices nor a documented list of missing zones is known.',
    'Endpoints to a service of another Region.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html',
    'https://docs.aws.amazon.com/ses/latest/dg/send-email-set-up-vpc-endpoints.html',
  ],
  refusedByAws: true,
  bad: {
    'a zone AWS does not list': {
      scene: {
        endpoints: { sqs: { subnets: ['a', 'b'] } },
        serviceDetails: {
          'com.amazonaws.us-east-1.sqs': { zones: ['a', 'c'], privateDnsNames: ['sqs.us-east-1.amazonaws.com'] },
        },
      },
      says: 'sqs is not offered in us-east-1b, where {subnet:b} is',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'SES SMTP in a zone it is documented not to be in': {
      scene: {
        groups: { mail: { ingress: [{ port: 587 }] } },
        endpoints: { 'email-smtp': { subnets: ['a', 'b'], groups: ['mail'] } },
      },
      says: 'email-smtp is not offered in us-east-1b, where {subnet:b} is',
      level: 'note',
      inputs: ['state', 'tfstate', 'describe'],
    },
    'the same in a plan that names zones by their ids': {
      scene: {
        subnets: { one: { zone: 'a', zoneById: true }, two: { zone: 'b', zoneById: true } },
        groups: { mail: { ingress: [{ port: 587 }] } },
        endpoints: { 'email-smtp': { subnets: ['one', 'two'], groups: ['mail'] } },
      },
      says: 'email-smtp is not offered in use1-az2, where {subnet:two} is',
      inputs: ['plan', 'template'],
    },
  },
  good: {
    'zones it offers': {
      scene: {
        endpoints: { sqs: { subnets: ['a', 'c'] } },
        serviceDetails: { 'com.amazonaws.us-east-1.sqs': { zones: ['a', 'c'] } },
      },
    },
    'SES SMTP elsewhere': {
      scene: { endpoints: { 'email-smtp': { subnets: ['a'] } } },
      inputs: ['state', 'tfstate', 'describe'],
    },
    'SES SMTP in a Region where it is in all zones': {
      scene: { region: 'eu-west-1', endpoints: { 'email-smtp': { subnets: ['a', 'b'] } } },
    },
    'zone ids that are known after apply': {
      scene: { endpoints: { 'email-smtp': { subnets: ['a', 'b'] } } },
      inputs: ['plan', 'template'],
      undecidedIn: ['plan', 'template'],
    },
    'a service of which nothing is known': { scene: { endpoints: { sqs: {} } } },
  },

  check(endpoint, net) {
    const { type, serviceName, region, serviceRegion } = endpoint;
    if (!type.known) return undecided(type);
    if (!hasInterfaces(type.value) || !takes(type.value, 'serviceName')) return notApplicable;
    const service = serviceFacts(net, endpoint);
    if (!service) return serviceName.known ? notApplicable : undecided(serviceName);
    if (serviceRegion.known && serviceRegion.value !== null && region.known && serviceRegion.value !== region.value)
      return notApplicable; // availability/cross-region-az
    const excluded = excludedIn(service, endpoint);
    if (!service.described && excluded.length === 0) return notApplicable;

    const { sure, open } = subnetsOf(endpoint);
    const answers = sure.map((subnet) => ({ subnet, offered: isOffered(subnet, service, excluded, endpoint) }));
    const wrong = answers.find(({ offered }) => offered === false);
    if (wrong) {
      const zone = zoneName(wrong.subnet);
      return fail({
        message: `${nameOf(endpoint)} is not offered in ${zone}, where ${wrong.subnet.key} is`,
        at: endpoint.subnets.at,
        related: [{ message: `its zone is ${zone}`, at: wrong.subnet.zone.at }],
        evidence: { subnet: wrong.subnet.key, zone, offered: service.zoneIds ?? service.zones, excluded },
        ...refused(endpoint),
      });
    }
    const unclear = answers.find(({ offered }) => typeof offered === 'string')?.offered as string | undefined;
    return open === null && unclear === undefined ? pass : undecided(open ?? undefined, unclear);
  },
});

/** Zone ids of the endpoint's Region that the service is documented not to be in. */
function excludedIn({ table, described }: ServiceFacts, { region }: Endpoint): readonly string[] {
  if (described?.zoneIds || described?.zones) return [];
  const all = table?.azExclusions ?? [];
  return region.known ? all.filter((id) => id.startsWith(`${zoneIdPrefix(region.value)}-`)) : all;
}

/** Whether the service is offered in a subnet's zone; else why that is not known. */
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
  if (!zones) return zoneIds ? whyUnknown(zoneId) : `in which zones ${nameOf(endpoint)} is offered is not in the input`;
  if (!zone.known) return zone.because;
  return seesAlike(subnet, service)
    ? zones.includes(zone.value)
    : `whether ${key} and ${nameOf(endpoint)} have their zone names from one account is not known`;
}

function whyUnknown(zoneId: Subnet['zoneId']): string {
  return zoneId.known ? 'the zones of the service are not known' : zoneId.because;
}
