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
  summary: 'Private hosted zone is the parent of the names of all AWS services.',
  why: 'Route 53 answers only from the most specific hosted zone. AWS names without a record in it return NXDOMAIN, so clients cannot reach those services.',
  fix: 'Create a private hosted zone for each service name instead of one for their parent.',
  recipes: {
    cloudformation: 'Name: !Sub sqs.${AWS::Region}.amazonaws.com # of AWS::Route53::HostedZone',
    terraform: 'name = "sqs.us-east-1.amazonaws.com"',
  },
  exceptions: ['The option `wildcardProxy` says that the `*` record of such a hosted zone leads to a proxy.'],
  sources: ['https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html'],
  subject: 'hosted-zone',
  options: z.object({
    /** Whether the `*` record in such a hosted zone leads to a proxy that serves all names. */
    wildcardProxy: z._default(z.boolean(), false),
  }),
  bad: {
    'a hosted zone for a Region': {
      scene: {
        endpoints: { sqs: { privateDns: false } },
        hostedZones: {
          all: {
            domain: 'us-east-1.amazonaws.com',
            records: { 'sqs.us-east-1.amazonaws.com': { endpoint: 'sqs' } },
          },
        },
      },
      says: 'The private hosted zone us-east-1.amazonaws.com hides every AWS service name without a record in it',
      also: ['dns/private-dns-disabled'],
    },
    'a hosted zone for all of AWS': {
      scene: { hostedZones: { 'amazonaws.com': {} } },
      says: 'The private hosted zone amazonaws.com hides every AWS service name without a record in it',
    },
    'names of dualstack services': {
      scene: { hostedZones: { 'api.aws': {} } },
      says: 'The private hosted zone api.aws hides every AWS service name without a record in it',
    },
    'a wildcard record': {
      scene: {
        hostedZones: { 'eu-west-1.amazonaws.com': { records: { '*.eu-west-1.amazonaws.com': ['proxy.example.com'] } } },
      },
      says: 'The private hosted zone eu-west-1.amazonaws.com answers every AWS service name with its * record',
    },
  },
  good: {
    'a hosted zone for one service': {
      scene: {
        endpoints: { sqs: { privateDns: false } },
        hostedZones: {
          'sqs.us-east-1.amazonaws.com': { records: { 'sqs.us-east-1.amazonaws.com': { endpoint: 'sqs' } } },
        },
      },
    },
    'a hosted zone for the services of one family': {
      scene: { hostedZones: { 'iot.us-east-1.amazonaws.com': {} } },
    },
    'a wildcard to a proxy': {
      scene: {
        hostedZones: { 'eu-west-1.amazonaws.com': { records: { '*.eu-west-1.amazonaws.com': ['proxy.example.com'] } } },
      },
      options: { wildcardProxy: true },
    },
    'a public hosted zone': { scene: { hostedZones: { 'api.aws': { vpcs: [] } } } },
    'a hosted zone for your own domain': { scene: { hostedZones: { 'example.internal': {} } } },
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
      return undecided(records?.open ?? `not all records of ${zone.key} are in the input`);
    if (!isPrivate.known) return undecided(isPrivate);
    return fail({
      message: wildcard
        ? `The private hosted zone ${show(name)} answers every AWS service name with its * record`
        : `The private hosted zone ${show(name)} hides every AWS service name without a record in it`,
      at: name.at,
      evidence: { zone: show(name), vpcs: vpcs.sure.map(refName), wildcard: wildcard ? true : unclear ? null : false },
    });
  },
});
