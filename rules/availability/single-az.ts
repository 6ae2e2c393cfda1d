import * as z from 'zod/mini';
import { type AnyEndpoint, spansSubnets } from '../../src/ask/any-endpoint.ts';
import { isLocal } from '../../src/ask/zones.ts';
import { isLocalZone, serviceFacts } from '../../src/aws/index.ts';
import { count, plural, series } from '../../src/base/words.ts';
import {
  advise,
  controlsOf,
  defineRule,
  type Fault,
  fail,
  nameOf,
  notApplicable,
  ofService,
  pass,
  undecided,
} from '../../src/engine/index.ts';
import { all, distinct, type Fact, inVpc, is, type Network, refName, show } from '../../src/model/index.ts';

const ONE_ZONE = 'the service is offered in more than one Availability Zone';

const ZONE = 'Availability Zone';

export default defineRule({
  id: 'availability/single-az',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint is in too few Availability Zones.',
  why: 'If its only Availability Zone fails, every client in the VPC loses the service, including clients in healthy zones.',
  ...advise('Add a subnet in a second Availability Zone to `SubnetIds`, ideally one in each zone with workloads.'),
  recipes: {
    cloudformation: 'SubnetIds: [!Ref PrivateA, !Ref PrivateB]',
    terraform: 'subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]',
    cli: 'aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-... --add-subnet-ids subnet-...',
  },
  exceptions: [
    'The service is offered in only one Availability Zone, or in only one where the VPC has subnets.',
    'An endpoint for an OpenSearch Service domain in one Availability Zone has one subnet, because AWS requires that.',
    'AWS creates EC2 Instance Connect, Redshift-managed and Network Firewall endpoints in one subnet.',
    'The finding is a note if all subnets of the VPC are in one Availability Zone. Local Zones do not count.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_VPCOptions.html',
    'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-vpc.html',
  ],
  subject: 'endpoint',
  alsoSubjects: ['managed-endpoint'],
  controls: [
    ...controlsOf('cis', '6.8'),
    ...controlsOf('iso-27001', 'A.8.14'),
    ...controlsOf('trusted-advisor', 'c1dfprch10'),
  ],
  assumes: [ONE_ZONE],
  options: z.object({
    /** Fewest Availability Zones that an endpoint should be in. */
    minZones: z._default(z.int().check(z.minimum(2)), 2),
  }),
  bad: {
    'one subnet': {
      scene: { endpoints: { sqs: { subnets: ['a'] } } },
      says: 'sqs is in 1 of 3 Availability Zones of its VPC',
      saysIn: { state: 'sqs is in 1 Availability Zone', tfstate: 'sqs is in 1 Availability Zone' },
    },
    'one subnet in a VPC with a single Availability Zone': {
      scene: { subnets: { a2: { zone: 'a' }, b: null, c: null }, endpoints: { sqs: { subnets: ['a'] } } },
      says: 'sqs is in 1 Availability Zone, and its VPC has subnets in no other',
      level: 'note',
      inputs: ['plan', 'describe', 'template'],
    },
    'all other subnets of the VPC are in Local Zones': {
      scene: {
        subnets: { b: null, c: null, boston: { zone: 'us-east-1-bos-1a' } },
        endpoints: { kms: { subnets: ['a'] } },
      },
      says: 'kms is in 1 Availability Zone, and its VPC has subnets in no other',
      level: 'note',
      inputs: ['plan', 'describe', 'template'],
    },
    'Availability Zones given by their IDs': {
      scene: {
        subnets: { a: { zoneById: true }, b: { zoneById: true }, c: { zoneById: true } },
        endpoints: { sqs: { subnets: ['a'] } },
      },
      says: 'sqs is in 1 of 3 Availability Zones of its VPC',
      inputs: ['plan', 'template'],
    },
    'a single Availability Zone, given by its ID': {
      scene: {
        subnets: { a: { zoneById: true }, a2: { zone: 'a', zoneById: true }, b: null, c: null },
        endpoints: { sqs: { subnets: ['a'] } },
      },
      says: 'sqs is in 1 Availability Zone, and its VPC has subnets in no other',
      level: 'note',
      inputs: ['plan', 'template'],
    },
    'fewer Availability Zones than the config requires': {
      scene: { endpoints: { sqs: { subnets: ['a', 'b'] } } },
      options: { minZones: 3 },
      says: 'sqs is in 2 of 3 Availability Zones of its VPC',
      saysIn: { state: 'sqs is in 2 Availability Zones', tfstate: 'sqs is in 2 Availability Zones' },
    },
    'an OpenSearch Serverless-managed endpoint': {
      scene: { managedEndpoints: { search: { manager: 'opensearch-serverless', subnets: ['a'] } } },
      subject: 'search',
      says: '{search} is in 1 of 3 Availability Zones of its VPC',
      saysIn: { state: '{search} is in 1 Availability Zone', tfstate: '{search} is in 1 Availability Zone' },
    },
    'one subnet for an OpenSearch Service domain in several Availability Zones': {
      scene: { managedEndpoints: { search: { manager: 'opensearch', subnets: ['a'] } } },
      subject: 'search',
      says: '{search} is in 1 of 3 Availability Zones of its VPC',
      saysIn: { state: '{search} is in 1 Availability Zone', tfstate: '{search} is in 1 Availability Zone' },
      inputs: ['plan', 'state', 'tfstate'],
    },
  },
  good: {
    'a subnet in each of two Availability Zones': { scene: { endpoints: { sqs: { subnets: ['a', 'b'] } } } },
    'a service that is offered in only one Availability Zone': {
      scene: {
        endpoints: { sqs: { subnets: ['a'] } },
        serviceDetails: {
          'com.amazonaws.us-east-1.sqs': { zones: ['a'], privateDnsNames: ['sqs.us-east-1.amazonaws.com'] },
        },
      },
    },
    'such a service, and Availability Zones given by their IDs': {
      scene: {
        subnets: { a: { zoneById: true }, b: { zoneById: true }, c: { zoneById: true } },
        endpoints: { sqs: { subnets: ['a'] } },
        serviceDetails: {
          'com.amazonaws.us-east-1.sqs': { zones: ['a'], privateDnsNames: ['sqs.us-east-1.amazonaws.com'] },
        },
      },
    },
    'a list from a local value': {
      scene: { endpoints: { sqs: { subnets: 'unknown' } } },
      inputs: ['plan', 'template'],
      undecidedIn: ['plan', 'template'],
    },
    'one subnet for an OpenSearch Service domain in one Availability Zone': {
      scene: { managedEndpoints: { search: { manager: 'opensearch', subnets: ['a'], multiZone: false } } },
      subject: 'search',
      inputs: ['plan', 'state', 'tfstate'],
    },
    'an OpenSearch Service domain that is not in the input': {
      scene: { managedEndpoints: { search: { manager: 'opensearch', subnets: ['a'] } } },
      subject: 'search',
      inputs: ['describe'],
      undecidedIn: ['describe'],
    },
    'an OpenSearch Service-managed endpoint with two subnets': {
      scene: { managedEndpoints: { search: { manager: 'opensearch' } } },
      subject: 'search',
    },
    'Redshift chooses one of the subnets': {
      scene: { managedEndpoints: { warehouse: { manager: 'redshift', subnets: ['a', 'b'] } } },
      subject: 'warehouse',
    },
    'an EC2 Instance Connect Endpoint is in one subnet': {
      scene: { managedEndpoints: { ssh: { manager: 'instance-connect' } } },
      subject: 'ssh',
    },
    'a gateway endpoint has no Availability Zones': { scene: { endpoints: { s3: { type: 'Gateway' } } } },
  },

  check(endpoint, net, { minZones }) {
    const spans = spansSubnets(endpoint);
    if (!spans.known) return undecided(spans);
    if (!spans.value) return notApplicable;

    const { least, most } = distinct(endpoint.subnets);
    if (least >= minZones) return pass;
    if (most === 0) return notApplicable; // availability/no-subnets reports it
    if (endpoint.kind === 'managed-endpoint' && is(endpoint.isMultiZone, false)) return pass;
    if (most === null || most >= minZones) return undecided(endpoint.subnets);
    if (endpoint.kind === 'managed-endpoint' && !endpoint.isMultiZone.known) return undecided(endpoint.isMultiZone);

    const { zones, by, atMost } = zonesOfVpc(endpoint, net);
    const service = endpoint.kind === 'endpoint' ? serviceFacts(net, endpoint) : undefined;
    const offered = { zone: service?.zones ?? null, zoneId: service?.zoneIds ?? null };
    const more = offersMore(offered, { zones, by, atMost }, most);
    if (more === false) return pass;

    const wholeVpc = atMost !== null && atMost <= most;
    return fail({
      message: `${nameOf(endpoint)} is in ${where(least, most, zones?.length ?? (wholeVpc ? atMost : null))}`,
      at: endpoint.subnets.at,
      ...adviceFor(endpoint, { zones, by, atMost }, ofService(endpoint, offered[by], []), most),
      ...(wholeVpc ? { level: 'note' } : {}),
      evidence: {
        subnets: all(endpoint.subnets).map(refName),
        zonesOfVpc: zones,
        zonesOfService: ofService(endpoint, offered[by] ?? offered.zone ?? offered.zoneId),
        minZones,
      },
      assumed: more === null && !wholeVpc ? [ONE_ZONE] : [],
    });
  },
});

function where(least: number, most: number, ofVpc: number | null): string {
  if (ofVpc !== null && ofVpc <= most && least > 0) {
    return `${count(ofVpc, ZONE)}, and its VPC has subnets in no other`;
  }
  const n = least === most ? `${most}` : `at most ${most}`;
  return ofVpc === null || ofVpc <= most ? `${n} ${plural(most, ZONE)}` : `${n} of ${count(ofVpc, ZONE)} of its VPC`;
}

/** What happens, and the Availability Zones of the VPC to add or that it has no other. */
function adviceFor(
  endpoint: AnyEndpoint,
  { zones, by, atMost }: Zones,
  offered: readonly string[] | null,
  most: number,
): Pick<Fault, 'why' | 'fix' | 'fixIn'> {
  if (atMost !== null && atMost <= most) {
    return {
      why: `If ${most === 1 ? 'that Availability Zone fails' : 'these Availability Zones fail'}, every client in the VPC loses the service.`,
      ...advise('Create a subnet in another Availability Zone of the VPC, then add it to `SubnetIds`.'),
    };
  }
  const own = all(endpoint.subnets).map((ref) => (ref.is === 'entity' ? show(ref.to[by]) : null));
  const others =
    zones && !own.includes(null)
      ? zones.filter((zone) => !own.includes(zone) && offered?.includes(zone) !== false)
      : [];
  return {
    ...(most === 1
      ? {}
      : {
          why: 'If these Availability Zones fail, every client in the VPC loses the service, including clients in healthy zones.',
        }),
    ...(others.length === 0 ? {} : advise(`Add a subnet in ${series(others, 'or')} to \`SubnetIds\`.`)),
  };
}

/** Availability Zones in which the service is offered, by name and by ID; null if the input does not list them. */
type Offered = Readonly<Record<Zones['by'], readonly string[] | null>>;

interface Zones {
  /** Null if not all subnets and their zones are known. */
  readonly zones: readonly string[] | null;
  /** Names, or IDs if the input has nothing else. */
  readonly by: 'zone' | 'zoneId';
  /** How many there are at most, one per subnet; null if not all subnets are known. */
  readonly atMost: number | null;
}

/** Availability Zones in which the endpoint's VPC has subnets. */
function zonesOfVpc(endpoint: AnyEndpoint, net: Network): Zones {
  if (!net.complete('subnet', endpoint.vpc).complete) return { zones: null, by: 'zone', atMost: null };
  const { sure, maybe } = inVpc(net.subnets, endpoint.vpc);
  if (maybe.length > 0) return { zones: null, by: 'zone', atMost: null };
  const named = namesOf(sure.map(({ zone }) => zone));
  const zones = named ?? namesOf(sure.map(({ zoneId }) => zoneId));
  return {
    zones,
    by: named ? 'zone' : 'zoneId',
    atMost: zones?.length ?? sure.filter((each) => !isLocal(each)).length,
  };
}

/** Availability Zones without Local Zones; null if one is unknown or must not be printed. */
function namesOf(all: readonly Fact<string>[]): readonly string[] | null {
  const zones = new Set<string>();
  for (const zone of all) {
    if (!zone.known || zone.sensitive) return null;
    if (!isLocalZone(zone.value)) zones.add(zone.value);
  }
  return zones.size > 0 ? [...zones].sort() : null;
}

/** Whether the service is offered in more than `n` Availability Zones of the VPC; null if the input does not say. */
function offersMore(offered: Offered, { zones, by }: Zones, n: number): boolean | null {
  if ([offered.zone, offered.zoneId].some((list) => list !== null && list.length <= n)) return false;
  const list = offered[by];
  if (list === null || zones === null) return null;
  return zones.length <= n || list.filter((zone) => zones.includes(zone)).length > n;
}
