import * as z from 'zod/mini';
import { forwards, isAddress, openProfile, profileServes, recordsOfZone, zonesNamed } from '../../src/ask/names.ts';
import { serviceKeyOf } from '../../src/ask/neighbours.ts';
import { zoneNames } from '../../src/ask/private-names.ts';
import { endpointsTo, liveIn, sameServiceAs, targetOf } from '../../src/ask/services.ts';
import { misnamers } from '../../src/ask/wrong-names.ts';
import { isOnlyRegionUnknown, serviceFacts } from '../../src/aws/index.ts';
import { advise, defineRule, fail, nameOf, notApplicable, ofService, pass, undecided } from '../../src/engine/index.ts';
import { type Endpoint, is, maybe, type Network, oncePerVpc } from '../../src/model/index.ts';

const NO_ZONE = 'no private hosted zone outside this input resolves the name';
const NO_GATEWAY = 'the VPC has no S3 gateway endpoint outside this input';
const ELSE = 'or add a private hosted zone for its name. Private DNS requires both DNS attributes of the VPC.';

export default defineRule({
  id: 'dns/private-dns-disabled',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Private DNS is off for an interface endpoint of an AWS service.',
  why: 'SDKs and the AWS CLI call the public service name, so their traffic bypasses this endpoint unless you configure every client.',
  ...advise(`Set \`PrivateDnsEnabled: true\`, ${ELSE}`, {
    cli: `Run \`aws ec2 modify-vpc-endpoint --private-dns-enabled\`, ${ELSE}`,
  }),
  recipes: {
    cloudformation: 'PrivateDnsEnabled: true # the default is false',
    terraform: 'private_dns_enabled = true',
    cli: 'aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-... --private-dns-enabled',
  },
  exceptions: [
    'A private hosted zone of the input has the name of the service, as in centralized setups.',
    'A private hosted zone for a parent of the name has a record for the name, or a wildcard.',
    'For a private hosted zone with a wrong name, dns/zone-wrong-name reports instead.',
    'A Resolver rule of the VPC forwards the name.',
    'The service has no private DNS name. Examples are DynamoDB, IoT data and credentials, and App Runner requests.',
    'The service is S3, and the VPC has an S3 gateway endpoint.',
    'Private DNS is on for another endpoint of the same service in the VPC.',
    'The finding is a note for execute-api, because private DNS hides public APIs of other accounts.',
    'The endpoint has a tag that the option `hubTags` names.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html',
    'https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/centralized-access-to-vpc-private-endpoints.html',
  ],
  assumes: [NO_ZONE, NO_GATEWAY],
  options: z.object({
    /** Tags (`key` or `key=value`) of hub endpoints, whose names are resolved elsewhere. */
    hubTags: z._default(z.array(z.string()), []),
  }),
  bad: {
    'private DNS set to false': {
      scene: { endpoints: { kms: { privateDns: false } } },
      says: 'Private DNS is off for kms (assuming no private hosted zone elsewhere resolves its name)',
    },
    'private DNS not set': {
      scene: { endpoints: { sqs: { privateDns: 'omitted' } } },
      says: 'Private DNS is off for sqs (assuming no private hosted zone elsewhere resolves its name)',
    },
    'a Resolver rule of another VPC': {
      scene: {
        vpcs: { main: {}, other: {} },
        endpoints: { kms: { privateDns: false } },
        resolverRules: { hub: { domain: 'us-east-1.amazonaws.com', vpcs: ['other'] } },
      },
      says: 'Private DNS is off for kms (assuming no private hosted zone elsewhere resolves its name)',
    },
    'the default Resolver rule for every name': {
      scene: {
        endpoints: { kms: { privateDns: false } },
        resolverRules: { 'Internet Resolver': { domain: '.', type: 'RECURSIVE' } },
      },
      inputs: ['describe'],
      says: 'Private DNS is off for kms (assuming no private hosted zone elsewhere resolves its name)',
    },
    'a record of another service in a parent hosted zone': {
      scene: {
        endpoints: { kms: { privateDns: false } },
        hostedZones: {
          region: {
            domain: 'us-east-1.amazonaws.com',
            records: { 'sqs.us-east-1.amazonaws.com': ['sqs.example.internal'] },
          },
        },
      },
      says: 'Private DNS is off for kms',
      also: ['dns/zone-shadows-services'],
    },
  },
  good: {
    'private DNS on': { scene: { endpoints: { kms: { privateDns: true } } } },
    'a hosted zone for the name': {
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
    'a record in a parent hosted zone': {
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
    'a Resolver rule forwards the name': {
      scene: {
        endpoints: { kms: { privateDns: false } },
        resolverRules: { hub: { domain: 'us-east-1.amazonaws.com' } },
      },
    },
    'a Resolver rule forwards every name': {
      scene: { endpoints: { kms: { privateDns: false } }, resolverRules: { all: { domain: '.' } } },
    },
    'a system rule excludes the name from a broader rule, and a hosted zone resolves it': {
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
    'a hosted zone with a wrong name leads to it': {
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
    'a hub endpoint with a tag': {
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
      return undecided(`the service table does not say whether ${nameOf(endpoint)} has a private DNS name`);
    if (isHub(endpoint, hubTags)) return pass;

    const silenced = servedElsewhere(endpoint, net, facts.name?.key === 's3');
    if (silenced === true) return pass;
    if (silenced !== false) return undecided(silenced);
    if (looksCentralized(endpoint, net)) {
      return undecided(
        'private DNS is off for all interface endpoints of this VPC, which looks centralized. Add the output of `aws route53 list-hosted-zones-by-vpc`',
      );
    }
    // dns/zone-wrong-name reports it.
    const misnamed = misnamers(net);
    if (misnamed.byEndpoint.has(endpoint.key)) return notApplicable;
    if (misnamed.open !== undefined) return undecided(misnamed.open);
    const none = net.hostedZones.length === 0;
    const complete = net.complete('hosted-zone', endpoint.vpc);
    const certain = !none && complete.complete && complete.assumed === null;
    return fail({
      message: `Private DNS is off for ${nameOf(endpoint)}${none ? ' (assuming no private hosted zone elsewhere resolves its name)' : ''}`,
      at: endpoint.privateDns.at,
      ...(facts.table?.privateDnsOptional ? { level: 'note' } : {}),
      evidence: {
        privateDns: false,
        privateDnsNames: ofService(endpoint, facts.privateDnsNames.value),
      },
      assumed: [
        ...(certain ? [] : [NO_ZONE]),
        ...(ofService(endpoint, facts.name?.key === 's3', true) && !net.complete('endpoint', endpoint.vpc).complete
          ? [NO_GATEWAY]
          : []),
      ],
    });
  },
});

/** Whether something else resolves the name: true, false, or what would tell. */
function servedElsewhere(endpoint: Endpoint, net: Network, isS3: boolean): boolean | string {
  let open = openNames(endpoint, net);
  const zones = zonesNamed(zoneNames(endpoint, net), net);
  for (const zone of zones.sure) {
    if (zone.isPrivate.known) return true;
    open ??= `it is not known whether the hosted zone ${zone.key} is private`;
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
      if (other === endpoint || targetOf(endpoint) === undefined || targetOf(other) === undefined) continue;
      const isSame = sameServiceAs(other, endpoint);
      if (isSame === 'no') continue;
      const gateway = isS3 && is(other.type, 'Gateway');
      if (!gateway && !maybe(other.privateDns, true)) continue;
      if (certain && isSame === 'yes' && (gateway || is(other.privateDns, true))) return true;
      open ??= other.privateDns.known
        ? `it is not known whether ${other.key} is in the same VPC`
        : other.privateDns.because;
    }
  }
  return open ?? false;
}

/** Why some zone or rule of the input may be for the name of a service whose Region is not known. */
function openNames(endpoint: Endpoint, net: Network): string | undefined {
  if (!isOnlyRegionUnknown(endpoint) || endpoint.serviceName.known) return undefined;
  const mayResolve =
    net.hostedZones.some(({ isPrivate }) => !is(isPrivate, false)) ||
    net.resolverRules.length > 0 ||
    net.dnsProfiles.length > 0;
  return mayResolve ? endpoint.serviceName.because : undefined;
}

/** Whether a private hosted zone for a parent has a record for a name, or a wildcard; else why that is not known. */
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

/** A hub: a VPC of another stack, no zone in the input, and private DNS off for all its AWS endpoints, at least three. */
function looksCentralized(endpoint: Endpoint, net: Network): boolean {
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
