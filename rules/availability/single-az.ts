import * as z from 'zod/mini';
import { isLocal } from '../../src/ask/zones.ts';
import { isLocalZone, serviceFacts, spansZones } from '../../src/aws/index.ts';
import { count, plural } from '../../src/base/words.ts';
import { controlsOf, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { all, distinct, type Endpoint, type Fact, inVpc, type Network, refName } from '../../src/model/index.ts';

/** Types with one network interface a subnet; AWS takes at most one subnet of a zone. */
const ONE_ZONE = 'a service that is offered in one zone only';

export default defineRule({
  id: 'availability/single-az',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Interface endpoint is in too few Availability Zones.',
  why: 'When its only zone fails, every client of the VPC loses the service, those in healthy zones included.',
  fix: 'Add a subnet in a second zone to the endpoint, best in each zone that has workloads.',
  recipes: {
    cloudformation: 'SubnetIds: [!Ref PrivateA, !Ref PrivateB]',
    terraform: 'subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]',
    cli: 'aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-... --add-subnet-ids subnet-...',
  },
  exceptions: [
    'The service is offered in one zone only, or in one zone only of those the VPC has subnets in.',
    'A VPC all of whose subnets are in one zone, Local Zones apart, makes the finding a note.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
  ],
  controls: [...controlsOf('cis', '6.8'), ...controlsOf('trusted-advisor', 'c1dfprch10')],
  assumes: [ONE_ZONE],
  options: z.object({
    /** Fewest zones an endpoint should be in. */
    minZones: z._default(z.int().check(z.minimum(2)), 2),
  }),
  bad: {
    'one subnet': {
      scene: { endpoints: { sqs: { subnets: ['a'] } } },
      says: 'sqs is in 1 of 3 zones',
      saysIn: { state: 'sqs is in 1 zone', tfstate: 'sqs is in 1 zone' },
    },
    'one subnet of a VPC with a single zone': {
      scene: { subnets: { a2: { zone: 'a' }, b: null, c: null }, endpoints: { sqs: { subnets: ['a'] } } },
      says: 'sqs is in 1 zone, the only one its VPC has subnets in',
      level: 'note',
      inputs: ['plan', 'describe', 'template'],
    },
    'all other subnets of the VPC are in Local Zones': {
      scene: {
        subnets: { b: null, c: null, boston: { zone: 'us-east-1-bos-1a' } },
        endpoints: { kms: { subnets: ['a'] } },
      },
      says: 'kms is in 1 zone, the only one its VPC has subnets in',
      level: 'note',
      inputs: ['plan', 'describe', 'template'],
    },
    'zones given by their ids, which is all a plan knows': {
      scene: {
        subnets: { a: { zoneById: true }, b: { zoneById: true }, c: { zoneById: true } },
        endpoints: { sqs: { subnets: ['a'] } },
      },
      says: 'sqs is in 1 of 3 zones',
      inputs: ['plan', 'template'],
    },
    'a single zone, given by its id': {
      scene: {
        subnets: { a: { zoneById: true }, a2: { zone: 'a', zoneById: true }, b: null, c: null },
        endpoints: { sqs: { subnets: ['a'] } },
      },
      says: 'sqs is in 1 zone, the only one its VPC has subnets in',
      level: 'note',
      inputs: ['plan', 'template'],
    },
    'fewer zones than asked for': {
      scene: { endpoints: { sqs: { subnets: ['a', 'b'] } } },
      options: { minZones: 3 },
      says: 'sqs is in 2 of 3 zones',
      saysIn: { state: 'sqs is in 2 zones', tfstate: 'sqs is in 2 zones' },
    },
  },
  good: {
    'a subnet in each of two zones': { scene: { endpoints: { sqs: { subnets: ['a', 'b'] } } } },
    'a service that is offered in one zone only': {
      scene: {
        endpoints: { sqs: { subnets: ['a'] } },
        serviceDetails: {
          'com.amazonaws.us-east-1.sqs': { zones: ['a'], privateDnsNames: ['sqs.us-east-1.amazonaws.com'] },
        },
      },
    },
    'such a service, and zones given by their ids': {
      scene: {
        subnets: { a: { zoneById: true }, b: { zoneById: true }, c: { zoneById: true } },
        endpoints: { sqs: { subnets: ['a'] } },
        serviceDetails: {
          'com.amazonaws.us-east-1.sqs': { zones: ['a'], privateDnsNames: ['sqs.us-east-1.amazonaws.com'] },
        },
      },
    },
    'a list from a local': {
      scene: { endpoints: { sqs: { subnets: 'unknown' } } },
      inputs: ['plan', 'template'],
      undecidedIn: ['plan', 'template'],
    },
    'a gateway endpoint has no zones': { scene: { endpoints: { s3: { type: 'Gateway' } } } },
  },

  check(endpoint, net, { minZones }) {
    if (!endpoint.type.known) return undecided(endpoint.type);
    if (!spansZones(endpoint.type.value)) return notApplicable;

    const { least, most } = distinct(endpoint.subnets);
    if (least >= minZones) return pass;
    if (most === 0) return notApplicable; // availability/no-subnets says it
    if (most === null || most >= minZones) return undecided(endpoint.subnets);

    const { zones, by, atMost } = zonesOfVpc(endpoint, net);
    const service = serviceFacts(net, endpoint);
    const offered = { zone: service?.zones ?? null, zoneId: service?.zoneIds ?? null };
    const more = offersMore(offered, { zones, by, atMost }, most);
    if (more === false) return pass;

    const wholeVpc = atMost !== null && atMost <= most;
    return fail({
      message: `${nameOf(endpoint)} is in ${where(least, most, zones?.length ?? (wholeVpc ? atMost : null))}`,
      at: endpoint.subnets.at,
      ...(wholeVpc ? { level: 'note' } : {}),
      evidence: {
        subnets: all(endpoint.subnets).map(refName),
        zonesOfVpc: zones,
        zonesOfService: offered[by] ?? offered.zone ?? offered.zoneId,
        minZones,
      },
      assumed: more === null && !wholeVpc ? [ONE_ZONE] : [],
    });
  },
});

function where(least: number, most: number, ofVpc: number | null): string {
  if (ofVpc !== null && ofVpc <= most && least > 0) {
    return most === 1 ? '1 zone, the only one its VPC has subnets in' : `all ${ofVpc} zones its VPC has subnets in`;
  }
  const n = least === most ? `${most}` : `at most ${most}`;
  return ofVpc === null || ofVpc <= most ? `${n} ${plural(most, 'zone')}` : `${n} of ${count(ofVpc, 'zone')}`;
}

/** Zones in which the service is offered, by names and by ids; null where the input does not say. */
type Offered = Readonly<Record<Zones['by'], readonly string[] | null>>;

interface Zones {
  /** Null where not all subnets and their zones are known. */
  readonly zones: readonly string[] | null;
  /** By names; by ids where a plan has nothing else. */
  readonly by: 'zone' | 'zoneId';
  /** So many there are at most: no more than subnets; null where not all subnets are known. */
  readonly atMost: number | null;
}

/** Availability Zones the endpoint's VPC has subnets in. */
function zonesOfVpc(endpoint: Endpoint, net: Network): Zones {
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

/** Zones without Local Zones; null where one is not known, or may not be printed. */
function namesOf(all: readonly Fact<string>[]): readonly string[] | null {
  const zones = new Set<string>();
  for (const zone of all) {
    if (!zone.known || zone.sensitive) return null;
    if (!isLocalZone(zone.value)) zones.add(zone.value);
  }
  return zones.size > 0 ? [...zones].sort() : null;
}

/** Whether the service is offered in more zones of the VPC than `n`; null where the input does not tell. */
function offersMore(offered: Offered, { zones, by }: Zones, n: number): boolean | null {
  if ([offered.zone, offered.zoneId].some((list) => list !== null && list.length <= n)) return false;
  const list = offered[by];
  if (list === null || zones === null) return null;
  return zones.length <= n || list.filter((zone) => zones.includes(zone)).length > n;
}
