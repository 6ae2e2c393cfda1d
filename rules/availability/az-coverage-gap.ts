import * as z from 'zod/mini';
import {
  clientSubnetsOf,
  inOneZone,
  isOfferedIn,
  subnetsOf,
  whyNoZone,
  zoneName,
  zonesOf,
} from '../../src/ask/zones.ts';
import { serviceFacts, spansZones } from '../../src/aws/index.ts';
import { series } from '../../src/base/words.ts';
import {
  advise,
  controlsOf,
  defineRule,
  fail,
  nameOf,
  notApplicable,
  ofService,
  pass,
  undecided,
} from '../../src/engine/index.ts';
import { bag, distinct, type Endpoint, type Subnet } from '../../src/model/index.ts';

const UNCLEAR = 'it is not known whether the service is offered in the Availability Zone of a subnet';
const NOT_OFFERED = 'the service is offered in the other Availability Zones';

export default defineRule({
  id: 'availability/az-coverage-gap',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'VPC has clients in Availability Zones where the endpoint has no network interface.',
  why: 'Clients in these Availability Zones depend on another zone, and their traffic crosses zones.',
  ...advise('Add a subnet in each Availability Zone with workloads to `SubnetIds`.'),
  recipes: {
    cloudformation: 'SubnetIds: [!Ref PrivateA, !Ref PrivateB, !Ref PrivateC] # one in each zone with workloads',
    terraform: 'subnet_ids = aws_subnet.private[*].id',
    cli: 'aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-... --add-subnet-ids subnet-...',
  },
  exceptions: [
    'Public subnets and subnets in Local Zones do not count.',
    'The service is not offered in the other Availability Zones.',
    'For an endpoint in a single Availability Zone, availability/single-az reports instead.',
  ],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html'],
  controls: controlsOf('iso-27001', 'A.8.14'),
  assumes: [NOT_OFFERED],
  options: z.object({
    /** An endpoint in this many Availability Zones is enough, even if the VPC has more. */
    enoughZones: z._default(z.int().check(z.minimum(2)), 6),
  }),
  bad: {
    'two Availability Zones of three': {
      scene: { endpoints: { sqs: { subnets: ['a', 'b'] } } },
      says: 'sqs has no network interface in us-east-1c, where its VPC has subnets',
      inputs: ['plan', 'describe', 'template'],
    },
  },
  good: {
    'every Availability Zone': {
      scene: { endpoints: { sqs: { subnets: ['a', 'b', 'c'] } } },
      inputs: ['plan', 'describe', 'template'],
    },
    'a single Availability Zone, which availability/single-az reports': {
      scene: { endpoints: { sqs: { subnets: ['a'] } } },
    },
    'a state does not show all subnets of a VPC': {
      scene: { endpoints: { sqs: { subnets: ['b', 'c'] } } },
      inputs: ['state', 'tfstate'],
      undecidedIn: ['state', 'tfstate'],
    },
    'public subnets have their own path to AWS': {
      scene: {
        routeTables: { public: { subnets: ['c'], routes: { '0.0.0.0/0': 'internet-gateway' } } },
        endpoints: { sqs: { subnets: ['a', 'b'] } },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'a service that is not offered there': {
      scene: {
        endpoints: { sqs: { subnets: ['a', 'b'] } },
        serviceDetails: { 'com.amazonaws.us-east-1.sqs': { zones: ['a', 'b'] } },
      },
      inputs: ['plan', 'describe'],
    },
    'the config says that two Availability Zones are enough': {
      scene: { endpoints: { sqs: { subnets: ['a', 'c'] } } },
      options: { enoughZones: 2 },
    },
  },

  check(endpoint, net, { enoughZones }) {
    const { type } = endpoint;
    if (!type.known) return undecided(type);
    if (!spansZones(type.value)) return notApplicable;
    const { least, most } = distinct(endpoint.subnets);
    if (most !== null && most < 2) return notApplicable; // availability/single-az reports it
    if (least >= enoughZones) return pass;
    const { sure, open } = homesOf(endpoint);
    if (open !== null || sure.length < 2) return undecided(open ?? endpoint.subnets);
    const unclear = sure.map(whyNoZone).find((why) => why !== undefined);
    if (unclear !== undefined) return undecided(unclear);

    const clients = clientSubnetsOf(endpoint.vpc, net);
    const gaps = clients.sure.map((subnet) => ({ subnet, covered: isCovered(subnet, sure) }));
    const service = serviceFacts(net, endpoint);
    const away = gaps
      .filter(({ covered }) => covered === 'no')
      .map(({ subnet }) => ({ subnet, offered: isOfferedIn(subnet, service) }));
    const missing = away.filter(({ offered }) => offered === null || offered === 'yes').map(({ subnet }) => subnet);
    if (missing.length > 0 && least < 2) return undecided(endpoint.subnets);
    // A further subnet that may or may not be in the VPC closes no gap.
    if (missing.length > 0 && net.complete('subnet', endpoint.vpc).complete) {
      const zones = zonesOf(missing);
      return fail({
        message: `${nameOf(endpoint)} has no network interface in ${series(zones)}, where its VPC has subnets`,
        at: endpoint.subnets.at,
        ...advise(
          `Add ${zones.length === 1 ? 'a subnet in' : 'a subnet in each of'} ${series(zones)} to \`SubnetIds\`.`,
        ),
        evidence: {
          covered: [...new Set(sure.map(zoneName))].sort(),
          missing: zones,
          zonesOfService: ofService(endpoint, service?.zones ?? null),
        },
        assumed: away.some(({ offered }) => offered === null) ? [NOT_OFFERED] : [],
      });
    }
    const doubt =
      clients.open ??
      gaps.filter(({ covered }) => covered === 'unknown').map(({ subnet }) => whyNoZone(subnet))[0] ??
      (away.some(({ offered }) => offered === 'unknown') ? UNCLEAR : undefined) ??
      clients.doubtful.find(({ subnet }) => isCovered(subnet, sure) !== 'yes')?.because;
    return doubt === undefined ? pass : undecided(doubt);
  },
});

/**
 * The subnets it has network interfaces in. Of two that it may be in, it is in both, or in one, which
 * availability/single-az reports.
 */
function homesOf(endpoint: Endpoint): ReturnType<typeof subnetsOf> {
  const { sure, maybe, open } = endpoint.subnets;
  const two = open === null && maybe.length > 0 && sure.length + maybe.length === 2 ? [...sure, ...maybe] : undefined;
  return subnetsOf(two ? { subnets: bag(two, endpoint.subnets.at) } : endpoint);
}

function isCovered(subnet: Subnet, by: readonly Subnet[]): 'yes' | 'no' | 'unknown' {
  const answers = by.map((other) => inOneZone(subnet, other));
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}
