import { rivalsOf } from '../../src/ask/names.ts';
import { privateNames, shareName, zoneNames } from '../../src/ask/private-names.ts';
import { holdersOf, isNewZone } from '../../src/ask/zone-holders.ts';
import { advise, defineRule, fail, nameOf, notApplicable, ofService, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import { type Endpoint, type HostedZone, is, type Network, show } from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/private-dns-conflict',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Another endpoint or a hosted zone already has the private DNS name of an endpoint in its VPC.',
  why: 'A private DNS name can be used only once in a VPC. AWS rejects the endpoint with "conflicting DNS domain".',
  ...advise(
    'Set `PrivateDnsEnabled: false` on all but one endpoint, or first remove the hosted zone with the same name.',
  ),
  recipes: {
    cloudformation: 'PrivateDnsEnabled: false # on all but one of them',
    terraform: 'private_dns_enabled = false # on all but one of them',
    cli: 'aws route53 disassociate-vpc-from-hosted-zone --hosted-zone-id Z... --vpc VPCRegion=...,VPCId=vpc-...',
  },
  exceptions: [
    'The endpoints are in different VPCs.',
    'Gateway endpoints have no private DNS name.',
    'A hosted zone may be the parent or a child of the name.',
    'Only a Route 53 Profile associates the hosted zone with the VPC.',
    'The same change removes the hosted zone, and the endpoint depends on that.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html',
    'https://docs.aws.amazon.com/Route53/latest/APIReference/API_AssociateVPCWithHostedZone.html',
  ],
  refusedByAws: true,
  assumes: ['no endpoint or hosted zone outside this input has the same name in the VPC'],
  bad: {
    'one service twice': {
      scene: { endpoints: { one: { service: 'kms' }, two: { service: 'kms' } } },
      subject: 'one',
      alsoOn: ['two'],
      says: 'Private DNS is on for kms, but {two} in the same VPC has the same private name',
      level: 'error',
      inputs: ['plan', 'template'],
    },
    'a hosted zone with its name': {
      scene: { endpoints: { sqs: {} }, hostedZones: { 'sqs.us-east-1.amazonaws.com': {} } },
      says: 'Private DNS is on for sqs, but the hosted zone {sqs.us-east-1.amazonaws.com} has its name in the VPC',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'a hosted zone for the names below its own': {
      scene: { endpoints: { 'ecr.dkr': {} }, hostedZones: { ecr: { domain: 'dkr.ecr.us-east-1.amazonaws.com' } } },
      says: 'Private DNS is on for ecr.dkr, but the hosted zone {ecr} has its name in the VPC',
      also: ['coverage/missing-companion'],
      inputs: ['plan', 'template'],
    },
    'a hosted zone that the same change removes': {
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
      says: 'Private DNS is on for sqs, but the hosted zone {old} with its name is removed only in the same change',
      inputs: ['plan'],
    },
    'a new hosted zone for an endpoint that has the name': {
      scene: {
        endpoints: { sqs: {} },
        hostedZones: { 'sqs.us-east-1.amazonaws.com': {} },
        before: { hostedZones: { 'sqs.us-east-1.amazonaws.com': null } },
      },
      says: 'Private DNS is on for sqs, but the hosted zone {sqs.us-east-1.amazonaws.com} has its name in the VPC',
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
    'a hosted zone for the parent of its name': {
      scene: { endpoints: { sqs: {} }, hostedZones: { 'us-east-1.amazonaws.com': {} } },
    },
    'a hosted zone of a profile': {
      scene: {
        vpcs: { main: {}, other: {} },
        endpoints: { sqs: {} },
        hostedZones: { 'sqs.us-east-1.amazonaws.com': { vpcs: ['other'] } },
        dnsProfiles: { shared: { zones: ['sqs.us-east-1.amazonaws.com'] } },
      },
    },
    'a hosted zone that was removed before': {
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
          `it is not known whether the hosted zone ${doubtful!.key} holds a name of ${nameOf(endpoint)} in its VPC`,
        );
      }
      return undecided(
        privateDns,
        type,
        other.privateDns,
        other.serviceName,
        `it is not known whether ${other.key} is in the same VPC and has private DNS on`,
      );
    }
    return fail({
      message: `Private DNS is on for ${nameOf(endpoint)}, but ${rival.key} in the same VPC has the same private name`,
      at: privateDns.at,
      ...advise(
        `Set \`PrivateDnsEnabled: false\` on ${endpoint.key} or ${rival.key}, or keep one endpoint with subnets in several Availability Zones.`,
      ),
      related: rivals.sure.map((other) => ({
        message: `${other.key} has the same private name`,
        at: other.privateDns.at,
      })),
      evidence: {
        name: ofService(endpoint, shareName(names, privateNames(rival, net) ?? [])),
        endpoints: [endpoint.key, ...rivals.sure.map((r) => r.key)],
      },
      ...refused(endpoint),
    });
  },
});

/** A hosted zone has the name. `stays`: also after the plan. */
function heldBy(zone: HostedZone, stays: boolean, endpoint: Endpoint, net: Network) {
  const what = stays ? 'has its name in the VPC' : 'with its name is removed only in the same change';
  return fail({
    message: `Private DNS is on for ${nameOf(endpoint)}, but the hosted zone ${zone.key} ${what}`,
    at: endpoint.privateDns.at,
    related: [{ message: `the hosted zone ${zone.key}`, at: zone.at }],
    evidence: { name: show(zone.name), zone: zone.key, leaving: !stays },
    ...(stays
      ? advise('First remove the hosted zone or its association with the VPC, or set `PrivateDnsEnabled: false`.')
      : {
          why: `${net.before?.by === 'change-set' ? 'CloudFormation removes the hosted zone last' : 'Nothing makes Terraform remove the hosted zone first'}. As long as the hosted zone exists, AWS rejects the endpoint with "conflicting DNS domain".`,
          ...advise('Remove the hosted zone first, and set `PrivateDnsEnabled: true` in a second deployment.'),
        }),
    ...(isNewZone(zone, net) ? {} : refused(endpoint)),
  });
}
