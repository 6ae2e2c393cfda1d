import * as z from 'zod/mini';
import { recordsOfZone } from '../../src/ask/names.ts';
import { endpointNamed, endpointsById } from '../../src/ask/records.ts';
import { regionInDomain } from '../../src/aws/index.ts';
import { isDead } from '../../src/engine/check.ts';
import { defineRule, fail, notApplicable, pass, undecided, type Verdict } from '../../src/engine/index.ts';
import { type DnsRecord, type HostedZone, is, type Network, show } from '../../src/model/index.ts';

const OLD = 'vpce-0a1b2c3d4e5f60718-0a1b2c3d.kms.us-east-1.vpce.amazonaws.com';

export default defineRule({
  id: 'dns/zone-stale-target',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Record of a private hosted zone leads to an endpoint that does not exist.',
  why: 'The DNS name of a deleted endpoint does not resolve, so clients that call this record fail.',
  fix: 'Point the record to the endpoint that replaced the old one, or remove the record.',
  recipes: {
    cloudformation: 'DNSName: !Select [1, !Split [":", !Select [0, !GetAtt KmsEndpoint.DnsEntries]]]',
    terraform: 'name = aws_vpc_endpoint.kms.dns_entry[0].dns_name',
  },
  exceptions: [
    'The check is undecided without the option `singleAccount`, because the endpoint may be in another account.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html',
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html',
  ],
  subject: 'hosted-zone',
  options: z.object({
    /** Whether all endpoints that records may lead to are in the account of the hosted zone. */
    singleAccount: z._default(z.boolean(), false),
  }),
  bad: {
    'an endpoint that was deleted': {
      scene: {
        endpoints: { kms: { state: 'deleted' }, sqs: {} },
        hostedZones: {
          'kms.example.internal': { records: { 'kms.example.internal': { endpoint: 'kms' } } },
        },
      },
      says: 'kms.example.internal has a record for {kms}, which is in the state `deleted`',
      inputs: ['describe'],
    },
    'an endpoint that is not in the account': {
      scene: {
        endpoints: { sqs: {} },
        hostedZones: { 'kms.example.internal': { records: { 'kms.example.internal': [OLD] } } },
      },
      options: { singleAccount: true },
      says: 'kms.example.internal has a record for vpce-0a1b2c3d4e5f60718, which does not exist',
      inputs: ['describe'],
    },
  },
  good: {
    'an endpoint of the input': {
      scene: {
        endpoints: { kms: {} },
        hostedZones: { 'kms.example.internal': { records: { 'kms.example.internal': { endpoint: 'kms' } } } },
      },
      options: { singleAccount: true },
    },
    'other names': {
      scene: {
        endpoints: { sqs: {} },
        hostedZones: { 'example.internal': { records: { 'app.example.internal': ['app.example.com'] } } },
      },
    },
    'an endpoint that may be in another account': {
      scene: {
        endpoints: { sqs: {} },
        hostedZones: { 'kms.example.internal': { records: { 'kms.example.internal': [OLD] } } },
      },
      undecidedIn: ['plan', 'state', 'tfstate', 'describe', 'template'],
    },
    'an endpoint in another Region': {
      scene: {
        endpoints: { sqs: {} },
        hostedZones: {
          'kms.example.internal': { records: { 'kms.example.internal': [OLD.replace('us-east-1', 'eu-west-1')] } },
        },
      },
      options: { singleAccount: true },
      undecidedIn: ['plan', 'state', 'tfstate', 'describe', 'template'],
    },
  },

  check(zone, net, { singleAccount }) {
    const records = recordsOfZone(zone, net);
    if (is(zone.isPrivate, false)) return notApplicable;
    if (!records) return undecided(`the records of ${zone.key} are not in the input`);
    const verdicts: Verdict[] = [];
    for (const record of records.sure) {
      for (const target of record.targets.sure) verdicts.push(judge(zone, record, target, net, singleAccount));
    }
    const seen = verdicts.filter((v) => v.verdict !== 'not-applicable');
    const open = records.open ?? [...records.sure, ...records.maybe].find((r) => r.targets.open !== null)?.targets.open;
    if (open || records.maybe.length > 0)
      return [...seen, undecided(open ?? `not all records of ${zone.key} are known`)];
    return seen.length > 0 ? seen : notApplicable;
  },
});

function judge(zone: HostedZone, record: DnsRecord, target: string, net: Network, singleAccount: boolean): Verdict {
  const named = endpointNamed(target);
  if (!named) return notApplicable;
  if ('address' in named) return pass; // The same stack creates the endpoint that the record leads to.
  const endpoint = endpointsById(net).get(named.id);
  const name = show(zone.name) ?? zone.key;
  const detail = show(record.name) ?? undefined;
  const fault = {
    at: record.targets.at,
    evidence: { record: detail ?? null, endpoint: named.id },
    ...(detail === undefined ? {} : { detail }),
  };
  if (!zone.isPrivate.known) return undecided(zone.isPrivate);
  if (endpoint) {
    if (!endpoint.state.known) return undecided(endpoint.state);
    if (!isDead(endpoint)) return pass;
    const message = `${name} has a record for ${endpoint.key}, which is in the state \`${endpoint.state.value}\``;
    return fail({ ...fault, message, related: [{ message: 'the endpoint', at: endpoint.at }] });
  }
  if (!singleAccount)
    return undecided(`${named.id} may be an endpoint of another account, because the option \`singleAccount\` is off`);
  const complete = net.complete('endpoint');
  if (!complete.complete) return undecided(complete.because);
  const region = regionInDomain(target);
  const unsure = net.endpoints.find((e) => !e.id.known);
  if (unsure) return undecided(unsure.id);
  if (region === undefined || !net.endpoints.some((e) => is(e.region, region)))
    return undecided(`the endpoints of ${region ?? 'the Region of the record'} are not in the input`);
  const message = `${name} has a record for ${named.id}, which does not exist`;
  return fail({ ...fault, message, assumed: complete.assumed === null ? [] : [complete.assumed] });
}
