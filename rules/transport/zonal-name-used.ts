import { endpointNamed, recordsTo } from '../../src/ask/records.ts';
import { zoneOfEndpointName } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { is, show } from '../../src/model/index.ts';

export default defineRule({
  id: 'transport/zonal-name-used',
  level: 'note',
  preset: 'pedantic',
  since: '0.1.0',
  summary: 'DNS record points to the name of an endpoint in one Availability Zone.',
  why: 'A zonal name resolves to one IP address. If that zone fails, clients are not directed to another zone.',
  fix: 'Point the record to the Regional name of the endpoint, which is the first of its DNS names.',
  fixIn: {
    terraform: 'Point the record to `dns_entry[0].dns_name` of the endpoint, its Regional name.',
    cloudformation: 'Point the record to the first of the `DnsEntries` of the endpoint, its Regional name.',
    cli: 'Point the record to the first of the `DnsEntries` in describe-vpc-endpoints, the Regional name.',
  },
  recipes: {
    cloudformation: 'DNSName: !Select [1, !Split [":", !Select [0, !GetAtt SqsEndpoint.DnsEntries]]]',
    terraform: 'name = aws_vpc_endpoint.sqs.dns_entry[0].dns_name',
  },
  exceptions: [
    'An error for an endpoint to a service in another Region, because zonal names do not work across Regions.',
    'Names that are known only after apply, because no one can tell before which of them is zonal.',
  ],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html'],
  bad: {
    'an alias to the zonal name': {
      scene: {
        endpoints: { sqs: {} },
        hostedZones: { 'queue.internal': { records: { 'queue.internal': { endpoint: 'sqs', zone: 'a' } } } },
      },
      inputs: ['state', 'tfstate', 'describe'],
      says: 'queue.internal points to the name of sqs in Availability Zone us-east-1a',
    },
    'an endpoint to another Region': {
      scene: {
        endpoints: { kms: { serviceName: 'com.amazonaws.us-west-2.kms', serviceRegion: 'us-west-2' } },
        hostedZones: { 'keys.internal': { records: { 'keys.internal': { endpoint: 'kms', zone: 'a' } } } },
      },
      inputs: ['state', 'tfstate', 'describe'],
      says: 'keys.internal points to the name of kms in Availability Zone us-east-1a',
      level: 'error',
    },
  },
  good: {
    'the Regional name': {
      scene: {
        endpoints: { sqs: {} },
        hostedZones: { 'queue.internal': { records: { 'queue.internal': { endpoint: 'sqs' } } } },
      },
      undecidedIn: ['plan', 'template'],
    },
    'a name that is known after apply': {
      scene: {
        endpoints: { sqs: {} },
        hostedZones: { 'queue.internal': { records: { 'queue.internal': { endpoint: 'sqs', zone: 'a' } } } },
      },
      inputs: ['plan', 'template'],
      undecidedIn: ['plan', 'template'],
    },
    'no record': { scene: { endpoints: { sqs: {} } } },
  },

  check(endpoint, net) {
    const { type, serviceRegion, region } = endpoint;
    if (is(type, 'Gateway') || is(type, 'GatewayLoadBalancer')) return notApplicable;
    const { sure, maybe, open } = recordsTo(endpoint, net);
    const isNamed = sure.length > 0 || maybe.length > 0 || open !== null;
    if (!type.known) return isNamed ? undecided(type) : pass;
    let later: string | undefined;
    let regional = false;
    for (const { record, zone } of sure) {
      for (const target of record.targets.sure) {
        const named = endpointNamed(target);
        if (named === undefined) continue;
        if ('address' in named) {
          if (named.address === endpoint.key) later ??= `${target} is known only after the endpoint exists`;
          continue;
        }
        if (!is(endpoint.id, named.id) && named.id !== endpoint.key) continue;
        const of = zoneOfEndpointName(target);
        if (of === undefined) {
          regional = true;
          continue;
        }
        if (!serviceRegion.known) return undecided(serviceRegion);
        if (serviceRegion.value !== null && !region.known) return undecided(region);
        const elsewhere = serviceRegion.value !== null && !is(region, serviceRegion.value);
        const name = show(record.name) ?? (zone.is === 'entity' ? (show(zone.to.name) ?? zone.to.key) : 'a record');
        return fail({
          message: `${name} points to the name of ${nameOf(endpoint)} in Availability Zone ${of}`,
          at: record.targets.at,
          ...(elsewhere ? { level: 'error' as const } : {}),
          detail: of,
          evidence: { record: show(record.name) ?? null, target, zone: of },
          related: [{ message: 'the endpoint', at: endpoint.at }],
        });
      }
    }
    if (later !== undefined) return undecided(later);
    if (maybe.length > 0) return undecided('the records that point to the endpoint are not known');
    if (open !== null) return undecided(open);
    return regional ? pass : notApplicable;
  },
});
