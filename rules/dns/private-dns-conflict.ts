import { rivalsOf } from '../../src/ask/names.ts';
import { privateNames, shareName, zoneNames } from '../../src/ask/private-names.ts';
import { holdersOf, isNewZone } from '../../src/ask/zone-holders.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { type Endpoint, type HostedZone, is, type Network, show } from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/private-dns-conflict',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A private DNS name of an endpoint is taken in its VPC, by another endpoint or a hosted zone.',
  why: 'A private DNS name can be used only once in a VPC. AWS rejects the endpoint with "conflicting DNS domain".',
  fix: 'Keep one endpoint with subnets in several zones, or set private DNS on one only. Remove a hosted zone of the name first.',
  recipes: {
    cloudformation: 'PrivateDnsEnabled: false # on all but one of them',
    terraform: 'private_dns_enabled = false # on all but one of them',
    cli: 'aws route53 disassociate-vpc-from-hosted-zone --hosted-zone-id Z... --vpc VPCRegion=...,VPCId=vpc-...',
  },
  exceptions: [
    'Endpoints in different VPCs.',
    'Gateway endpoints, which have no private name.',
    'A hosted zone above the name, or below it: namespaces may overlap.',
    'A hosted zone that only a Route 53 Profile brings to the VPC.',
    'A hosted zone that the plan takes away, where the endpoint depends on it.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html',
    'https://docs.aws.amazon.com/Route53/latest/APIReference/API_AssociateVPCWithHostedZone.html',
  ],
  refusedByAws: true,
  assumes: ['an endpoint or a hosted zone in the same VPC that the input does not show'],
  bad: {
    'one service twice': {
      scene: { endpoints: { one: { service: 'kms' }, two: { service: 'kms' } } },
      subject: 'one',
      alsoOn: ['two'],
      says: 'kms has private DNS on, and so has {two} in the same VPC',
      level: 'error',
      inputs: ['plan', 'template'],
    },
    'a hosted zone of its name': {
      scene: { endpoints: { sqs: {} }, hostedZones: { 'sqs.us-east-1.amazonaws.com': {} } },
      says: 'sqs has private DNS on, but the hosted zone {sqs.us-east-1.amazonaws.com} holds its name in the VPC',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'a hosted zone for the names below one of its own': {
      scene: { endpoints: { 'ecr.dkr': {} }, hostedZones: { ecr: { domain: 'dkr.ecr.us-east-1.amazonaws.com' } } },
      says: 'ecr.dkr has private DNS on, but the hosted zone {ecr} holds its name in the VPC',
      also: ['coverage/missing-companion'],
      inputs: ['plan', 'template'],
    },
    'a hosted zone that the same plan takes away': {
      scene: {
        endpoints: { sqs: {} },
        before: {
          endpoints: { sqs: { privateDns: false } },
          hostedZones: {
            old: {
              domain: 'sqs.us-east-1.amazonaws.com',
              records: { 'sqs.us-east-1.amazonaws.com': { endpoint: 'sqs' } },
            },
          },
        },
      },
      says: 'sqs has private DNS on, but the hosted zone {old} of its name is only now taken from the VPC',
      inputs: ['plan'],
    },
    'a hosted zone made for an endpoint that has the name': {
      scene: {
        endpoints: { sqs: {} },
        hostedZones: { 'sqs.us-east-1.amazonaws.com': {} },
        before: { hostedZones: { 'sqs.us-east-1.amazonaws.com': null } },
      },
      says: 'sqs has private DNS on, but the hosted zone {sqs.us-east-1.amazonaws.com} holds its name in the VPC',
      inputs: ['plan'],
    },
  },
  good: {
    'a hosted zone of another VPC': {
      scene: {
        vpcs: { main: {}, other: {} },
        endpoints: { sqs: {} },
        hostedZones: { 'sqs.us-east-1.amazonaws.com': { vpcs: ['other'] } },
      },
    },
    'a hosted zone above its name': {
      scene: { endpoints: { sqs: {} }, hostedZones: { 'us-east-1.amazonaws.com': {} } },
    },
    'a hosted zone that a profile brings': {
      scene: {
        vpcs: { main: {}, other: {} },
        endpoints: { sqs: {} },
        hostedZones: { 'sqs.us-east-1.amazonaws.com': { vpcs: ['other'] } },
        dnsProfiles: { shared: { zones: ['sqs.us-east-1.amazonaws.com'] } },
      },
    },
    'a hosted zone that went before': {
      scene: {
        endpoints: { sqs: {} },
        before: { hostedZones: { old: { domain: 'sqs.us-east-1.amazonaws.com' } } },
      },
      inputs: ['plan'],
    },
    'one of two has private DNS': {
      scene: { endpoints: { one: { service: 'kms' }, two: { service: 'kms', privateDns: false } } },
      subject: 'one',
    },
    'two VPCs': {
      scene: {
        vpcs: { main: {}, other: {} },
        subnets: { oa: { vpc: 'other', zone: 'a' }, ob: { vpc: 'other', zone: 'b' } },
        groups: { 'https-other': { vpc: 'other', ingress: [{}] } },
        endpoints: {
          one: { service: 'kms' },
          two: { service: 'kms', vpc: 'other', subnets: ['oa', 'ob'], groups: ['https-other'] },
        },
      },
      subject: 'one',
    },
  },

  check(endpoint, net) {
    const { privateDns, type } = endpoint;
    if (is(privateDns, false) || (type.known && type.value !== 'Interface')) return notApplicable;
    const names = privateNames(endpoint, net);
    if (!names) return endpoint.serviceName.known ? notApplicable : undecided(endpoint.serviceName);
    const rivals = rivalsOf(endpoint, names, net);
    const zones = holdersOf(endpoint, zoneNames(endpoint, net), net);
    const zone = zones.sure[0] ?? zones.leaving[0];
    const rival = rivals.sure[0];
    if (!rival && zone && privateDns.known && type.known) return heldBy(zone, zones.sure.includes(zone), endpoint, net);
    if (!rival || !privateDns.known || !type.known) {
      const other = rival ?? rivals.maybe[0];
      const doubtful = zone ?? zones.maybe[0];
      if (!other && !doubtful) return pass;
      if (!other) {
        return undecided(
          privateDns,
          type,
          doubtful!.name,
          doubtful!.isPrivate,
          `whether the hosted zone ${doubtful!.key} holds a name of ${nameOf(endpoint)} in its VPC is not known`,
        );
      }
      return undecided(
        privateDns,
        type,
        other.privateDns,
        other.serviceName,
        `whether ${other.key} is in the same VPC and has private DNS on is not known`,
      );
    }
    return fail({
      message: `${nameOf(endpoint)} has private DNS on, and so has ${rival.key} in the same VPC`,
      at: privateDns.at,
      related: rivals.sure.map((other) => ({ message: `${other.key} claims the name, too`, at: other.privateDns.at })),
      evidence: {
        name: shareName(names, privateNames(rival, net) ?? []),
        endpoints: [endpoint.key, ...rivals.sure.map((r) => r.key)],
      },
      ...refused(endpoint),
    });
  },
});

/** A hosted zone has the name; `stays`: after the plan, too. */
function heldBy(zone: HostedZone, stays: boolean, endpoint: Endpoint, net: Network) {
  const what = stays ? 'holds its name in the VPC' : 'of its name is only now taken from the VPC';
  return fail({
    message: `${nameOf(endpoint)} has private DNS on, but the hosted zone ${zone.key} ${what}`,
    at: endpoint.privateDns.at,
    related: [{ message: `the hosted zone ${zone.key}`, at: zone.at }],
    evidence: { name: show(zone.name), zone: zone.key, leaving: !stays },
    ...(stays
      ? {
          fix: 'Remove the hosted zone, or its association with the VPC, before private DNS is turned on; or leave private DNS off.',
        }
      : {
          why: `${net.before?.by === 'change-set' ? 'CloudFormation removes the hosted zone last' : 'Nothing makes Terraform remove the hosted zone first'}. While it is there, AWS rejects the endpoint with "conflicting DNS domain".`,
          fix: 'Remove the hosted zone first, and turn private DNS on in a second deployment.',
        }),
    ...(isNewZone(zone, net) ? {} : refused(endpoint)),
  });
}
