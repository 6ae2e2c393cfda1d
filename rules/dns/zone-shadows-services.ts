import * as z from 'zod/mini';
import { recordsOfZone } from '../../src/ask/names.ts';
import { isParentOfServices } from '../../src/aws/index.ts';
import { defineRule, fail, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { is, refName, show } from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/zone-shadows-services',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A private zone is the parent of the names of all services of AWS.',
  why: 'The most specific zone alone is asked: every name below it without a record of its own is answered with NXDOMAIN, and the service is gone for the VPC.',
  fix: 'Make a zone for each service name instead of one for their parent.',
  recipes: {
    cloudformation: 'Name: !Sub sqs.${AWS::Region}.amazonaws.com # of AWS::Route53::HostedZone',
    terraform: 'name = "sqs.us-east-1.amazonaws.com"',
  },
  exceptions: ['With the option `wildcardProxy` a zone whose `*` record leads to a proxy is taken as meant.'],
  sources: ['https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html'],
  subject: 'hosted-zone',
  options: z.object({
    /** Whether a `*` record in such a zone leads to a proxy that serves all names. */
    wildcardProxy: z._default(z.boolean(), false),
  }),
  bad: {
    'a zone for a Region': {
      scene: {
        endpoints: { sqs: { privateDns: false } },
        hostedZones: {
          all: {
            domain: 'us-east-1.amazonaws.com',
            records: { 'sqs.us-east-1.amazonaws.com': { endpoint: 'sqs' } },
          },
        },
      },
      says: 'us-east-1.amazonaws.com hides every AWS service name below it that has no record here',
      also: ['dns/private-dns-disabled'],
    },
    'a zone for all of AWS': {
      scene: { hostedZones: { 'amazonaws.com': {} } },
      says: 'amazonaws.com hides every AWS service name below it that has no record here',
    },
    'names of dual stack services': {
      scene: { hostedZones: { 'api.aws': {} } },
      says: 'api.aws hides every AWS service name below it that has no record here',
    },
    'a wildcard nobody has explained': {
      scene: {
        hostedZones: { 'eu-west-1.amazonaws.com': { records: { '*.eu-west-1.amazonaws.com': ['proxy.example.com'] } } },
      },
      says: 'eu-west-1.amazonaws.com answers every AWS service name below it with its * record',
    },
  },
  good: {
    'a zone for one service': {
      scene: {
        endpoints: { sqs: { privateDns: false } },
        hostedZones: {
          'sqs.us-east-1.amazonaws.com': { records: { 'sqs.us-east-1.amazonaws.com': { endpoint: 'sqs' } } },
        },
      },
    },
    'a zone for the services of one family': {
      scene: { hostedZones: { 'iot.us-east-1.amazonaws.com': {} } },
    },
    'a wildcard to a proxy': {
      scene: {
        hostedZones: { 'eu-west-1.amazonaws.com': { records: { '*.eu-west-1.amazonaws.com': ['proxy.example.com'] } } },
      },
      options: { wildcardProxy: true },
    },
    'a public zone': { scene: { hostedZones: { 'api.aws': { vpcs: [] } } } },
    'a zone of one’s own': { scene: { hostedZones: { 'example.internal': {} } } },
  },

  check(zone, net, { wildcardProxy }) {
    const { name, isPrivate, vpcs } = zone;
    if (is(isPrivate, false)) return notApplicable;
    if (!name.known) return undecided(name);
    if (!isParentOfServices(name.value)) return notApplicable;
    const records = recordsOfZone(zone, net);
    const star = `*.${name.value}`;
    const wildcard = records?.sure.some((r) => is(r.name, star)) ?? false;
    const unclear = !records || records.open !== null || [...records.sure, ...records.maybe].some((r) => !r.name.known);
    if (wildcardProxy && wildcard) return pass;
    if (wildcardProxy && (unclear || records?.maybe.some((r) => is(r.name, star))))
      return undecided(records?.open ?? `the records of ${zone.key} are not all in the input`);
    if (!isPrivate.known) return undecided(isPrivate);
    return fail({
      message: wildcard
        ? `${show(name)} answers every AWS service name below it with its * record`
        : `${show(name)} hides every AWS service name below it that has no record here`,
      at: name.at,
      evidence: { zone: show(name), vpcs: vpcs.sure.map(refName), wildcard: wildcard ? true : unclear ? null : false },
    });
  },
});
