import { endpointNamed, recordsTo } from '../../src/ask/records.ts';
import { zoneOfEndpointName } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { is, show } from '../../src/model/index.ts';

export default defineRule({
  id: 'transport/zonal-name-used',
  level: 'note',
  preset: 'pedantic',
  since: '0.1.0',
  summary: 'A record leads to the name an endpoint has in one zone.',
  why: 'A zonal name answers with the one address of that zone: when the zone fails, clients are not led to another.',
  fix: 'Let the record lead to the Regional name, the first of the names of the endpoint.',
  recipes: {
    cloudformation: 'DNSName: !Select [1, !Split [":", !Select [0, !GetAtt SqsEndpoint.DnsEntries]]]',
    terraform: 'name = aws_vpc_endpoint.sqs.dns_entry[0].dns_name',
  },
  exceptions: [
    'For an endpoint to a service of another Region it is an error: zonal names do not work across Regions.',
    'Names that are known after apply only: which of them is zonal, nobody can tell before.',
  ],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html'],
  bad: {
    'an alias of the name in a zone': {
      scene: {
        endpoints: { sqs: {} },
        hostedZones: { 'queue.internal': { records: { 'queue.internal': { endpoint: 'sqs', zone: 'a' } } } },
      },
      inputs: ['state', 'tfstate', 'describe'],
      says: 'queue.internal leads to the name of sqs in us-east-1a alone',
    },
    'an endpoint to another Region': {
      scene: {
        endpoints: { kms: { serviceName: 'com.amazonaws.us-west-2.kms', serviceRegion: 'us-west-2' } },
        hostedZones: { 'keys.internal': { records: { 'keys.internal': { endpoint: 'kms', zone: 'a' } } } },
      },
      inputs: ['state', 'tfstate', 'describe'],
      says: 'keys.internal leads to the name of kms in us-east-1a alone',
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
    if (!type.known) return undecided(type);
    if (type.value === 'Gateway' || type.value === 'GatewayLoadBalancer') return notApplicable;
    const { sure, maybe, open } = recordsTo(endpoint, net);
    let later: string | undefined;
    let regional = false;
    for (const { record, zone } of sure) {
      for (const target of record.targets.sure) {
        const named = endpointNamed(target);
        if (named === undefined) continue;
        if ('address' in named) {
          if (named.address === endpoint.key) later ??= `${target} is known once the endpoint is there`;
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
          message: `${name} leads to the name of ${nameOf(endpoint)} in ${of} alone`,
          at: record.targets.at,
          ...(elsewhere ? { level: 'error' as const } : {}),
          detail: of,
          evidence: { record: show(record.name) ?? null, target, zone: of },
          related: [{ message: 'the endpoint', at: endpoint.at }],
        });
      }
    }
    if (later !== undefined) return undecided(later);
    if (maybe.length > 0) return undecided('which records lead to it is not known');
    if (open !== null) return undecided(open);
    return regional ? pass : notApplicable;
  },
});
