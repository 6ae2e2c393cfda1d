import { isAddress, recordsOfZone } from '../../src/ask/names.ts';
import { regionInDomain, serviceDomains } from '../../src/aws/index.ts';
import { defineRule, fail, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { is, refName, show } from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/zone-missing-wildcard',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Private hosted zone has no wildcard record, although clients of the service use names below the zone apex.',
  why: 'Clients of this service call names below the apex, such as one per account, bucket or API. Without a `*` record these names return NXDOMAIN.',
  fix: 'Add a `*` record with the same target as the record of the apex.',
  recipes: {
    cloudformation: `AllNames:
  Type: AWS::Route53::RecordSet
  Properties:
    Name: !Sub "*.dkr.ecr.\${AWS::Region}.amazonaws.com"
    # ...`,
    terraform: 'resource "aws_route53_record" "all" {\n  name = "*.dkr.ecr.us-east-1.amazonaws.com"\n  # ...\n}',
  },
  exceptions: ['The hosted zone has records for single names below the apex, because clients may need only those.'],
  sources: [
    'https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/centralized-access-to-vpc-private-endpoints.html',
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html',
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html',
  ],
  subject: 'hosted-zone',
  bad: {
    'ECR without the names of registries': {
      scene: {
        endpoints: { 'ecr.dkr': { privateDns: false } },
        hostedZones: {
          ecr: {
            domain: 'dkr.ecr.us-east-1.amazonaws.com',
            records: { 'dkr.ecr.us-east-1.amazonaws.com': { endpoint: 'ecr.dkr' } },
          },
        },
      },
      says: 'dkr.ecr.us-east-1.amazonaws.com has no * record, so names below it that clients of ecr.dkr call do not resolve',
      also: ['coverage/missing-companion'],
    },
  },
  good: {
    'apex and wildcard': {
      scene: {
        endpoints: { 'ecr.dkr': { privateDns: false } },
        hostedZones: {
          ecr: {
            domain: 'dkr.ecr.us-east-1.amazonaws.com',
            records: {
              'dkr.ecr.us-east-1.amazonaws.com': { endpoint: 'ecr.dkr' },
              '*.dkr.ecr.us-east-1.amazonaws.com': { endpoint: 'ecr.dkr' },
            },
          },
        },
      },
    },
    'single names': {
      scene: {
        endpoints: { 'execute-api': { privateDns: false } },
        hostedZones: {
          api: {
            domain: 'execute-api.us-east-1.amazonaws.com',
            records: {
              'execute-api.us-east-1.amazonaws.com': { endpoint: 'execute-api' },
              'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com': { endpoint: 'execute-api' },
            },
          },
        },
      },
    },
    'a service with a single name': {
      scene: {
        endpoints: { sqs: { privateDns: false } },
        hostedZones: {
          sqs: {
            domain: 'sqs.us-east-1.amazonaws.com',
            records: { 'sqs.us-east-1.amazonaws.com': { endpoint: 'sqs' } },
          },
        },
      },
    },
    'no records in the input': {
      scene: { hostedZones: { ecr: { domain: 'dkr.ecr.us-east-1.amazonaws.com' } } },
      undecidedIn: ['plan', 'state', 'tfstate', 'describe', 'template'],
    },
  },

  check(zone, net) {
    const { name, isPrivate } = zone;
    if (is(isPrivate, false)) return notApplicable;
    if (!name.known) return undecided(name);
    const region = regionInDomain(name.value);
    const services = (region === undefined ? undefined : serviceDomains(region).get(name.value)) ?? [];
    const service = services.find((s) => s.wildcardRecordNeeded);
    if (!service) return notApplicable;

    const records = recordsOfZone(zone, net);
    if (!records) return undecided(`the records of ${zone.key} are not in the input`);
    const below = records.sure.filter((r) => isAddress(r) && r.name.known && r.name.value !== name.value);
    if (below.length > 0) return pass;
    const doubtful = [...records.maybe, ...records.sure].find((r) => !r.name.known || !r.type.known);
    const apex = records.sure.find((r) => isAddress(r) && is(r.name, name.value));
    if (!apex || records.open !== null || records.maybe.length > 0 || doubtful || !isPrivate.known)
      return undecided(records.open ?? undefined, isPrivate, `not all records of ${zone.key} are in the input`);
    return fail({
      message: `${show(name)} has no * record, so names below it that clients of ${service.key} call do not resolve`,
      fix: `Add a record for *.${show(name)} with the same target as the record for ${show(name)}.`,
      at: zone.at,
      related: [{ message: 'the only record', at: apex.at }],
      evidence: { zone: show(name), service: service.key, vpcs: zone.vpcs.sure.map(refName) },
    });
  },
});
