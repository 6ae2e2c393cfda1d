import * as z from 'zod/mini';
import { isLocalZone, serviceFacts } from '../../src/aws/index.ts';
import { count, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { all, distinct, type Endpoint, inVpc, type Network, refName } from '../../src/model/index.ts';

/** Types with one network interface a subnet; AWS takes at most one subnet of a zone. */
const ZONAL = new Set(['Interface', 'Resource', 'ServiceNetwork', 'Tunnel']);

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
  needs: ['type', 'subnets'],
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
      inputs: ['plan', 'describe'],
    },
    'all other subnets of the VPC are in Local Zones': {
      scene: {
        subnets: { b: null, c: null, boston: { zone: 'us-east-1-bos-1a' } },
        endpoints: { kms: { subnets: ['a'] } },
      },
      says: 'kms is in 1 zone, the only one its VPC has subnets in',
      level: 'note',
      inputs: ['plan', 'describe'],
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
    'a list from a local': {
      scene: { endpoints: { sqs: { subnets: 'unknown' } } },
      inputs: ['plan'],
      undecidedIn: ['plan'],
    },
    'a gateway endpoint has no zones': { scene: { endpoints: { s3: { type: 'Gateway' } } } },
  },

  check(endpoint, net, { minZones }) {
    if (!endpoint.type.known) return undecided(endpoint.type);
    if (!ZONAL.has(endpoint.type.value)) return notApplicable;

    const { least, most } = distinct(endpoint.subnets);
    if (least >= minZones) return pass;
    if (most === 0) return notApplicable; // availability/no-subnets says it
    if (most === null || most >= minZones || least === 0) return undecided(endpoint.subnets);

    const zones = zonesOfVpc(endpoint, net);
    const offered = serviceFacts(net, endpoint)?.zones ?? null;
    const more = offersMore(offered, zones, most);
    if (more === false) return pass;

    const wholeVpc = zones !== null && zones.length <= most;
    return fail({
      message: `${nameOf(endpoint)} is in ${where(least, most, zones?.length ?? null)}`,
      at: endpoint.subnets.at,
      ...(wholeVpc ? { level: 'note' } : {}),
      evidence: {
        subnets: all(endpoint.subnets).map(refName),
        zonesOfVpc: zones,
        zonesOfService: offered,
        minZones,
      },
      assumed: more === null && !wholeVpc ? [ONE_ZONE] : [],
    });
  },
});

function where(least: number, most: number, ofVpc: number | null): string {
  if (ofVpc !== null && ofVpc <= most) {
    return most === 1 ? '1 zone, the only one its VPC has subnets in' : `all ${ofVpc} zones its VPC has subnets in`;
  }
  const n = least === most ? `${most}` : `at most ${most}`;
  return ofVpc === null ? `${n} ${most === 1 ? 'zone' : 'zones'}` : `${n} of ${count(ofVpc, 'zone')}`;
}

/** Availability Zones the endpoint's VPC has subnets in; null where not all of its subnets and their zones are known. */
function zonesOfVpc(endpoint: Endpoint, net: Network): readonly string[] | null {
  if (!net.complete('subnet', endpoint.vpc).complete) return null;
  const { sure, maybe } = inVpc(net.subnets, endpoint.vpc);
  if (maybe.length > 0) return null;
  const zones = new Set<string>();
  for (const { zone } of sure) {
    if (!zone.known || zone.sensitive) return null;
    if (!isLocalZone(zone.value)) zones.add(zone.value);
  }
  return zones.size > 0 ? [...zones].sort() : null;
}

/** Whether the service is offered in more zones of the VPC than `n`; null where the input does not tell. */
function offersMore(offered: readonly string[] | null, zones: readonly string[] | null, n: number): boolean | null {
  if (offered === null) return null;
  if (offered.length <= n) return false;
  if (zones === null) return null;
  return zones.length <= n || offered.filter((zone) => zones.includes(zone)).length > n;
}
