import { serviceKeyOf } from '../../src/ask/neighbours.ts';
import { type PlacedRecord, recordsTo } from '../../src/ask/records.ts';
import {
  isParentOfServices,
  isServiceUnknown,
  parseServiceName,
  partitionOf,
  regionInDomain,
  withoutWildcard,
} from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { type Endpoint, type HostedZone, is, maybe, type Ref, show } from '../../src/model/index.ts';

/** Names of DynamoDB in a Region. */
const HOSTS = ['dynamodb', 'dynamodb-fips', 'streams.dynamodb'];

export default defineRule({
  id: 'dns/dynamodb-zone-override',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Private hosted zone sends the public names of DynamoDB to an endpoint.',
  why: 'AWS forbids overriding these names. The endpoint does not serve all of them, and requests may leave over public addresses.',
  fix: 'Remove the record. Configure clients with the URL of the endpoint, or use a gateway endpoint.',
  recipes: {
    cloudformation: `# Remove the AWS::Route53::RecordSet, and configure clients with the URL of the endpoint.
Value: !Select [1, !Split [":", !Select [0, !GetAtt DynamoEndpoint.DnsEntries]]]`,
    cli: 'aws dynamodb list-tables --endpoint-url https://vpce-...dynamodb.us-east-1.vpce.amazonaws.com',
  },
  sources: [
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/privatelink-interface-endpoints.html',
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/privatelink-streams.html',
  ],
  bad: {
    'a hosted zone for the name': {
      scene: {
        endpoints: { dynamodb: {} },
        hostedZones: {
          tables: {
            domain: 'dynamodb.us-east-1.amazonaws.com',
            records: { 'dynamodb.us-east-1.amazonaws.com': { endpoint: 'dynamodb' } },
          },
        },
      },
      says: 'A record for dynamodb.us-east-1.amazonaws.com leads to dynamodb, but AWS forbids overriding that name',
    },
    'the name of DynamoDB Streams': {
      scene: {
        endpoints: { 'dynamodb-streams': {} },
        hostedZones: {
          streams: {
            domain: 'streams.dynamodb.us-east-1.amazonaws.com',
            records: { 'streams.dynamodb.us-east-1.amazonaws.com': { endpoint: 'dynamodb-streams' } },
          },
        },
      },
      says: 'A record for streams.dynamodb.us-east-1.amazonaws.com leads to dynamodb-streams, but AWS forbids overriding that name',
    },
    'a wildcard over all services': {
      scene: {
        endpoints: { sqs: {} },
        hostedZones: {
          all: {
            domain: 'us-east-1.amazonaws.com',
            records: { '*.us-east-1.amazonaws.com': { endpoint: 'sqs' } },
          },
        },
      },
      says: 'A record for *.us-east-1.amazonaws.com leads to sqs and covers DynamoDB, whose names AWS forbids overriding',
      also: ['dns/zone-shadows-services'],
    },
  },
  good: {
    'no hosted zone for it': {
      scene: { endpoints: { dynamodb: {} }, hostedZones: { 'example.internal': {} } },
      undecidedIn: ['state', 'tfstate'],
    },
    'a private name of your own': {
      scene: {
        endpoints: { dynamodb: {} },
        hostedZones: {
          'example.internal': { records: { 'tables.example.internal': { endpoint: 'dynamodb' } } },
        },
      },
      undecidedIn: ['state', 'tfstate'],
    },
    'another service': {
      scene: {
        endpoints: { sqs: {} },
        hostedZones: {
          sqs: {
            domain: 'sqs.us-east-1.amazonaws.com',
            records: { 'sqs.us-east-1.amazonaws.com': { endpoint: 'sqs' } },
          },
        },
      },
    },
    'hosted zones are not in the input': {
      scene: { endpoints: { dynamodb: {} } },
      inputs: ['state', 'tfstate', 'describe'],
      undecidedIn: ['state', 'tfstate', 'describe'],
    },
  },

  check(endpoint, net) {
    if (!maybe(endpoint.type, 'Interface')) return notApplicable;
    const records = recordsTo(endpoint, net);
    const over = (placed: PlacedRecord) => overrides(placed, endpoint);
    const found = records.sure.find((placed) => over(placed) === 'yes');
    if (found && endpoint.type.known) {
      const name = show(found.record.name);
      const wild = typeof name === 'string' && name.startsWith('*.') && !HOSTS.includes(name.split('.')[1]!);
      return fail({
        message: `A record for ${name} leads to ${nameOf(endpoint)}${wild ? ' and covers DynamoDB, whose names AWS forbids overriding' : ', but AWS forbids overriding that name'}`,
        at: found.record.at,
        evidence: { record: name, type: show(found.record.type) },
        related: [{ message: 'the endpoint', at: endpoint.at }],
      });
    }
    const doubtful =
      found ?? [...records.sure, ...records.maybe, ...records.unclear].find((placed) => over(placed) !== 'no');
    if (doubtful)
      return undecided(
        endpoint.type,
        doubtful.record.name,
        doubtful.record.type,
        `it is not known whether ${nameOf(endpoint)} is the target of a record for DynamoDB`,
      );
    const zone = records.openZones.find(mayHoldNames);
    if (zone) return undecided(records.open ?? undefined);
    if (!isDynamoDb(endpoint) && !isServiceUnknown(endpoint)) return notApplicable;
    const complete = net.complete('hosted-zone', endpoint.vpc);
    return complete.complete ? pass : undecided(complete.because);
  },
});

function isDynamoDb(endpoint: Endpoint): boolean {
  return /^dynamodb\b/.test(serviceKeyOf(endpoint) ?? '');
}

/** Whether a zone may have records for names of DynamoDB. */
function mayHoldNames(zone: Ref<HostedZone>): boolean {
  if (zone.is !== 'entity') return true;
  const { name, isPrivate } = zone.to;
  if (is(isPrivate, false)) return false;
  return !name.known || isParentOfServices(name.value) || HOSTS.some((host) => name.value.startsWith(`${host}.`));
}

/** Whether a record of a private zone answers for a name of DynamoDB. */
function overrides({ record, zone }: PlacedRecord, endpoint: Endpoint): 'yes' | 'no' | 'unknown' {
  if (zone.is === 'entity' && is(zone.to.isPrivate, false)) return 'no';
  const { name, type } = record;
  if (type.known && !['A', 'AAAA', 'CNAME'].includes(type.value)) return 'no';
  if (!name.known || !type.known) return 'unknown';
  const ofService = endpoint.serviceName.known && endpoint.serviceName.value !== null;
  const region =
    regionInDomain(name.value) ??
    (ofService ? parseServiceName(endpoint.serviceName.value!).region : null) ??
    (endpoint.region.known ? endpoint.region.value : undefined);
  const suffix = region === undefined ? undefined : partitionOf(region)?.dnsSuffix;
  if (suffix === undefined) return 'no';
  const parent = withoutWildcard(name.value);
  const covers = (host: string) => (parent === name.value ? host === parent : host.endsWith(`.${parent}`));
  if (!HOSTS.some((host) => covers(`${host}.${region}.${suffix}`))) return 'no';
  return zone.is === 'entity' && zone.to.isPrivate.known ? 'yes' : 'unknown';
}
