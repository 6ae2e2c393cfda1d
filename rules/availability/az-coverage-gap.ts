import * as z from 'zod/mini';
import { clientSubnetsOf, inOneZone, isOfferedIn, subnetsOf, whyNoZone, zoneName } from '../../src/ask/zones.ts';
import { serviceFacts, spansZones } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { bag, distinct, type Endpoint, type Subnet } from '../../src/model/index.ts';

const UNCLEAR = 'whether the service is offered in the zone of a subnet is not known';
const NOT_OFFERED = 'a service that is not offered in the other zones';

export default defineRule({
  id: 'availability/az-coverage-gap',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'VPC has clients in Availability Zones in which the endpoint has no interface.',
  why: 'Clients there depend on another zone, and their traffic crosses zones.',
  fix: 'Add a subnet of each zone that has workloads to the endpoint.',
  recipes: {
    cloudformation: 'SubnetIds: [!Ref PrivateA, !Ref PrivateB, !Ref PrivateC] # one in each zone with workloads',
    terraform: 'subnet_ids = aws_subnet.private[*].id',
    cli: 'aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-... --add-subnet-ids subnet-...',
  },
  exceptions: [
    'Public subnets and those in Local Zones do not count.',
    'Zones in which the service is not offered.',
    'With one zone alone availability/single-az speaks.',
  ],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html'],
  assumes: [NOT_OFFERED],
  options: z.object({
    /** An endpoint in as many zones is enough, however many the VPC has. */
    enoughZones: z._default(z.int().check(z.minimum(2)), 6),
  }),
  bad: {
    'two zones of three': {
      scene: { endpoints: { sqs: { subnets: ['a', 'b'] } } },
      says: 'sqs has no interface in us-east-1c, where its VPC has subnets',
      inputs: ['plan', 'describe', 'template'],
    },
  },
  good: {
    'every zone': {
      scene: { endpoints: { sqs: { subnets: ['a', 'b', 'c'] } } },
      inputs: ['plan', 'describe', 'template'],
    },
    'one zone alone is another rule’s': { scene: { endpoints: { sqs: { subnets: ['a'] } } } },
    'a state does not show all subnets of a VPC': {
      scene: { endpoints: { sqs: { subnets: ['b', 'c'] } } },
      inputs: ['state', 'tfstate'],
      undecidedIn: ['state', 'tfstate'],
    },
    'public subnets have a way of their own': {
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
    'two zones are enough by the config': {
      scene: { endpoints: { sqs: { subnets: ['a', 'c'] } } },
      options: { enoughZones: 2 },
    },
  },

  check(endpoint, net, { enoughZones }) {
    const { type } = endpoint;
    if (!type.known) return undecided(type);
    if (!spansZones(type.value)) return notApplicable;
    const { least, most } = distinct(endpoint.subnets);
    if (most !== null && most < 2) return notApplicable; // availability/single-az says it
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
    // A subnet more, of which it is not known whether it is in the VPC, makes no gap good.
    if (missing.length > 0 && net.complete('subnet', endpoint.vpc).complete) {
      const zones = [...new Set(missing.map((subnet) => zoneName(subnet)))].sort();
      return fail({
        message: `${nameOf(endpoint)} has no interface in ${zones.join(', ')}, where its VPC has subnets`,
        at: endpoint.subnets.at,
        evidence: {
          covered: [...new Set(sure.map(zoneName))].sort(),
          missing: zones,
          zonesOfService: service?.zones ?? null,
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
 * The subnets it has interfaces in. Of two that it may be in it is in both, or in one, and then availability/single-az
 * speaks.
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
