import * as z from 'zod/mini';
import { forwards, isAddress, openProfile, profileServes, recordsOfZone, zonesNamed } from '../../src/ask/names.ts';
import { serviceKeyOf } from '../../src/ask/neighbours.ts';
import { zoneNames } from '../../src/ask/private-names.ts';
import { endpointsTo, liveIn } from '../../src/ask/services.ts';
import { misnamers } from '../../src/ask/wrong-names.ts';
import { serviceFacts } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { type Endpoint, is, isSensitive, maybe, type Network, oncePerVpc } from '../../src/model/index.ts';

const NO_ZONE = 'no hosted zone elsewhere serves the name';
const NO_GATEWAY = 'an S3 gateway endpoint in the VPC that the input does not show';

export default defineRule({
  id: 'dns/private-dns-disabled',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Interface endpoint of an AWS service has private DNS off.',
  why: 'SDKs and the CLI use the public name of the service, so their calls leave by the public path and pass the endpoint by unless every client is reconfigured.',
  fix: 'Turn private DNS on (both DNS attributes of the VPC must be on), or serve the name from a private hosted zone.',
  recipes: {
    cloudformation: 'PrivateDnsEnabled: true # false where it is left out',
    terraform: 'private_dns_enabled = true',
    cli: 'aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-... --private-dns-enabled',
  },
  exceptions: [
    'A private hosted zone of the input has the name of the service: the centralised pattern.',
    'A record of a private zone above it has the name, or a wildcard.',
    'A private zone leads to the endpoint under a wrong name: `dns/zone-wrong-name` reports it.',
    'A rule of the VPC resolver forwards the name.',
    'The service has no private name (DynamoDB, IoT data and credentials, App Runner requests).',
    'S3 with a gateway endpoint in the same VPC: private DNS is an opt-in there.',
    'Another endpoint of the same service in the VPC has private DNS on.',
    'For execute-api it is a note: private DNS hides the public APIs of others.',
    'The endpoint has a tag that the option `hubTags` names.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html',
    'https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/centralized-access-to-vpc-private-endpoints.html',
  ],
  assumes: [NO_ZONE, NO_GATEWAY],
  options: z.object({
    /** Tags (`key` or `key=value`) of hub endpoints, whose names are served elsewhere. */
    hubTags: z._default(z.array(z.string()), []),
  }),
  bad: {
    'switched off': {
      scene: { endpoints: { kms: { privateDns: false } } },
      says: 'kms has private DNS off (taken as absent: a hosted zone elsewhere that serves its name)',
    },
    'left out': {
      scene: { endpoints: { sqs: { privateDns: 'omitted' } } },
      says: 'sqs has private DNS off (taken as absent: a hosted zone elsewhere that serves its name)',
    },
    'a rule of another VPC': {
      scene: {
        vpcs: { main: {}, other: {} },
        endpoints: { kms: { privateDns: false } },
        resolverRules: { hub: { domain: 'us-east-1.amazonaws.com', vpcs: ['other'] } },
      },
      says: 'kms has private DNS off (taken as absent: a hosted zone elsewhere that serves its name)',
    },
    'the rule for every name that the resolver makes itself': {
      scene: {
        endpoints: { kms: { privateDns: false } },
        resolverRules: { 'Internet Resolver': { domain: '.', type: 'RECURSIVE' } },
      },
      inputs: ['describe'],
      says: 'kms has private DNS off (taken as absent: a hosted zone elsewhere that serves its name)',
    },
    'a record of another service in a zone above it': {
      scene: {
        endpoints: { kms: { privateDns: false } },
        hostedZones: {
          region: {
            domain: 'us-east-1.amazonaws.com',
            records: { 'sqs.us-east-1.amazonaws.com': ['sqs.example.internal'] },
          },
        },
      },
      says: 'kms has private DNS off',
      also: ['dns/zone-shadows-services'],
    },
  },
  good: {
    on: { scene: { endpoints: { kms: { privateDns: true } } } },
    'a hosted zone serves the name': {
      scene: {
        endpoints: { kms: { privateDns: false } },
        hostedZones: {
          kms: {
            domain: 'kms.us-east-1.amazonaws.com',
            records: { 'kms.us-east-1.amazonaws.com': { endpoint: 'kms' } },
          },
        },
      },
    },
    'a record of a zone above it': {
      scene: {
        endpoints: { kms: { privateDns: false } },
        hostedZones: {
          region: {
            domain: 'us-east-1.amazonaws.com',
            records: { 'kms.us-east-1.amazonaws.com': { endpoint: 'kms' } },
          },
        },
      },
    },
    'a rule of the resolver forwards the name': {
      scene: {
        endpoints: { kms: { privateDns: false } },
        resolverRules: { hub: { domain: 'us-east-1.amazonaws.com' } },
      },
    },
    'every name is forwarded': {
      scene: { endpoints: { kms: { privateDns: false } }, resolverRules: { all: { domain: '.' } } },
    },
    'a system rule takes the name out of a broader one, and a zone serves it': {
      scene: {
        endpoints: { kms: { privateDns: false } },
        resolverRules: {
          all: { domain: 'amazonaws.com' },
          kms: { domain: 'kms.us-east-1.amazonaws.com', type: 'SYSTEM' },
        },
        hostedZones: { 'kms.us-east-1.amazonaws.com': {} },
      },
    },
    'a profile of another account': {
      scene: { endpoints: { kms: { privateDns: false } }, dnsProfiles: { shared: { zones: 'unknown' } } },
      undecidedIn: ['plan', 'state', 'tfstate', 'describe', 'template'],
    },
    'a hosted zone of a wrong name leads to it': {
      scene: {
        endpoints: { 'kinesis-streams': { privateDns: false } },
        hostedZones: {
          zone: {
            domain: 'kinesis-streams.us-east-1.amazonaws.com',
            records: { 'kinesis-streams.us-east-1.amazonaws.com': { endpoint: 'kinesis-streams' } },
          },
        },
      },
    },
    'a service without a private name': { scene: { endpoints: { dynamodb: { privateDns: false } } } },
    'a hub, told by its tag': {
      scene: { endpoints: { kms: { privateDns: false, tags: { role: 'endpoint-hub' } } } },
      options: { hubTags: ['role=endpoint-hub'] },
    },
  },

  check(endpoint, net, { hubTags }) {
    if (is(endpoint.privateDns, true)) return pass;
    if (!endpoint.type.known) return undecided(endpoint.type);
    if (endpoint.type.value !== 'Interface') return notApplicable;
    const facts = serviceFacts(net, endpoint);
    if (!facts) return endpoint.serviceName.known ? notApplicable : undecided(endpoint.serviceName);
    if (facts.owner === 'other') return notApplicable;
    const supported = facts.privateDns.value ?? ((facts.privateDnsNames.value?.length ?? 0) > 0 ? true : null);
    if (supported === false) return notApplicable;
    if (!endpoint.privateDns.known) return undecided(endpoint.privateDns);
    if (supported === null)
      return undecided(
        `whether ${nameOf(endpoint)} has a private name is not in the service table: add describe-vpc-endpoint-services`,
      );
    if (isHub(endpoint, hubTags)) return pass;

    const silenced = servedElsewhere(endpoint, net, facts.name?.key === 's3');
    if (silenced === true) return pass;
    if (silenced !== false) return undecided(silenced);
    if (looksCentralised(endpoint, net)) {
      return undecided(
        'all interface endpoints of this VPC have private DNS off, which looks centralised: add the hosted zones to the input',
      );
    }
    // dns/zone-wrong-name speaks of it.
    const misnamed = misnamers(net);
    if (misnamed.byEndpoint.has(endpoint.key)) return notApplicable;
    if (misnamed.open !== undefined) return undecided(misnamed.open);
    const none = net.hostedZones.length === 0;
    const complete = net.complete('hosted-zone', endpoint.vpc);
    const certain = !none && complete.complete && complete.assumed === null;
    return fail({
      message: `${nameOf(endpoint)} has private DNS off${none ? ' (taken as absent: a hosted zone elsewhere that serves its name)' : ''}`,
      at: endpoint.privateDns.at,
      ...(facts.table?.privateDnsOptional ? { level: 'note' } : {}),
      evidence: {
        privateDns: false,
        privateDnsNames: isSensitive(endpoint.serviceName) ? '(sensitive)' : facts.privateDnsNames.value,
      },
      assumed: [
        ...(certain ? [] : [NO_ZONE]),
        ...(facts.name?.key === 's3' && !net.complete('endpoint', endpoint.vpc).complete ? [NO_GATEWAY] : []),
      ],
    });
  },
});

/** Whether something else serves the name: true, false, or what would tell. */
function servedElsewhere(endpoint: Endpoint, net: Network, isS3: boolean): boolean | string {
  let open: string | undefined;
  const zones = zonesNamed(zoneNames(endpoint, net), net);
  for (const zone of zones.sure) {
    if (zone.isPrivate.known) return true;
    open ??= `whether the zone ${zone.key} is private is not known`;
  }
  for (const name of zoneNames(endpoint, net)) {
    const inParent = servedByParent(name, net);
    if (inParent === true) return true;
    if (inParent !== false) open ??= inParent;
    const brought = profileServes(name, endpoint.vpc, net);
    if (brought === true) return true;
    if (brought !== false) open ??= brought;
    const forwarded = forwards(name, endpoint.vpc, net);
    if (forwarded === true) return true;
    if (forwarded !== false) open ??= forwarded.because;
  }
  open ??= openProfile(endpoint.vpc, net) ?? undefined;
  for (const { name } of zones.nameless) if (!name.known) open ??= name.because;
  const { sure, maybe: perhaps } = endpointsTo(net, endpoint.vpc, serviceKeyOf(endpoint) ?? '');
  for (const [list, certain] of [
    [sure, true],
    [perhaps, false],
  ] as const) {
    for (const other of list) {
      if (other === endpoint || !other.serviceName.known || !endpoint.serviceName.known) continue;
      if (other.serviceName.value !== endpoint.serviceName.value) continue;
      const gateway = isS3 && is(other.type, 'Gateway');
      if (!gateway && !maybe(other.privateDns, true)) continue;
      if (certain && (gateway || is(other.privateDns, true))) return true;
      open ??= other.privateDns.known
        ? `whether ${other.key} is in the same VPC is not known`
        : other.privateDns.because;
    }
  }
  return open ?? false;
}

/** Whether a private zone above a name has a record of it, or a wildcard; else why that is not known. */
function servedByParent(name: string, net: Network): boolean | string {
  const labels = name.split('.');
  const parents = labels.slice(1).map((_, i) => labels.slice(i + 1).join('.'));
  const wanted = new Set([name, ...parents.map((parent) => `*.${parent}`)]);
  let open: string | undefined;
  for (const zone of zonesNamed(parents, net).sure) {
    const records = recordsOfZone(zone, net);
    if (!records) {
      open ??= `the records of ${zone.key} are not in the input`;
      continue;
    }
    if (zone.isPrivate.known && records.sure.some((r) => isAddress(r) && r.name.known && wanted.has(r.name.value)))
      return true;
    const doubtful = [...records.sure, ...records.maybe].some((r) => !r.name.known || wanted.has(r.name.value));
    if (records.open !== null || doubtful) open ??= records.open ?? `not all records of ${zone.key} are known`;
  }
  return open ?? false;
}

/** A hub: a VPC made elsewhere, no zone in sight, and not one of its (at least three) AWS endpoints with private DNS. */
function looksCentralised(endpoint: Endpoint, net: Network): boolean {
  const { vpc } = endpoint;
  if (net.hostedZones.length > 0 || net.complete('hosted-zone', vpc).complete) return false;
  if (vpc.is === 'entity' && vpc.to.created) return false;
  return hasNoPrivateDns(vpc, net);
}

/** Whether a VPC has at least three interface endpoints to AWS, and private DNS is off on every one. */
const hasNoPrivateDns = oncePerVpc((vpc, net): boolean => {
  const others = liveIn(vpc, net).sure.filter((e) => is(e.type, 'Interface') && serviceFacts(net, e)?.owner === 'aws');
  return others.length >= 3 && others.every((e) => is(e.privateDns, false));
});

function isHub(endpoint: Endpoint, hubTags: readonly string[]): boolean {
  const { tags } = endpoint;
  if (!tags.known) return false;
  return hubTags.some((wanted) => {
    const [key, value] = wanted.split('=', 2) as [string, string | undefined];
    return Object.hasOwn(tags.value, key) && (value === undefined || tags.value[key] === value);
  });
}
