import { serviceKeyOf } from '../../src/ask/neighbours.ts';
import { endpointsTo, isAlone } from '../../src/ask/services.ts';
import { inOneZone, isOfferedIn, subnetsOf, whyNoZone, zonesOf } from '../../src/ask/zones.ts';
import { isServiceUnknown, serviceFacts } from '../../src/aws/index.ts';
import { series } from '../../src/base/words.ts';
import { advise, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { distinct, type Endpoint, is, type Network, refKey, type Subnet } from '../../src/model/index.ts';

/** Services that clients use together. Without one of them the others do not help. */
const SETS: readonly (readonly string[])[] = [
  ['ecr.api', 'ecr.dkr'],
  ['ssm', 'ssmmessages'],
  ['ecs', 'ecs-agent', 'ecs-telemetry'],
];

const NOT_OFFERED = 'the service is offered in the other Availability Zones';

export default defineRule({
  id: 'availability/companion-az-mismatch',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Endpoints that are used together are in different Availability Zones.',
  why: 'Clients need both services. If the Availability Zones of one endpoint fail, clients stop working although the other endpoint is available.',
  ...advise('Set the same `SubnetIds` on these endpoints.'),
  recipes: {
    cloudformation: 'SubnetIds: !Ref EndpointSubnets # the same list for all of them',
    terraform: 'subnet_ids = local.endpoint_subnets # the same list for all of them',
  },
  exceptions: ['The service is not offered in the other Availability Zones.'],
  sources: [
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html',
  ],
  assumes: [NOT_OFFERED],
  bad: {
    'one Availability Zone fewer': {
      scene: { endpoints: { 'ecr.api': { subnets: ['a', 'b', 'c'] }, 'ecr.dkr': { subnets: ['a', 'b'] } } },
      subject: 'ecr.dkr',
      says: 'ecr.dkr has no network interface in us-east-1c, where ecr.api has one',
      also: ['coverage/missing-companion'],
    },
    'as many Availability Zones, but others': {
      scene: { endpoints: { ssm: { subnets: ['a', 'b'] }, ssmmessages: { subnets: ['b', 'c'] } } },
      subject: 'ssmmessages',
      says: 'ssmmessages has no network interface in us-east-1a, where ssm has one',
      inputs: ['plan', 'state', 'tfstate', 'template'],
    },
  },
  good: {
    'the same Availability Zones': {
      scene: { endpoints: { 'ecr.api': {}, 'ecr.dkr': {} } },
      subject: 'ecr.dkr',
      inputs: ['plan', 'describe', 'template'],
    },
    'the endpoint with more Availability Zones is not reported': {
      scene: { endpoints: { ssm: { subnets: ['a', 'b', 'c'] }, ssmmessages: { subnets: ['a', 'b'] } } },
      subject: 'ssm',
      alsoOn: ['ssmmessages'],
      inputs: ['plan', 'describe', 'template'],
    },
    'a service that is not offered there': {
      scene: {
        endpoints: { 'ecr.api': { subnets: ['a', 'b', 'c'] }, 'ecr.dkr': { subnets: ['a', 'b'] } },
        serviceDetails: { 'com.amazonaws.us-east-1.ecr.dkr': { zones: ['a', 'b'] } },
      },
      subject: 'ecr.dkr',
      inputs: ['plan', 'describe'],
    },
    'no companion in the VPC': { scene: { endpoints: { ssm: {} } }, inputs: ['plan', 'describe', 'template'] },
    'other services are not used together': {
      scene: { endpoints: { sqs: {}, sns: { subnets: ['c'] } } },
      subject: 'sns',
    },
    'a state does not show all endpoints of a VPC': {
      scene: { endpoints: { ssm: {}, ssmmessages: {} } },
      subject: 'ssm',
      inputs: ['state', 'tfstate'],
      undecidedIn: ['state', 'tfstate'],
    },
  },

  check(endpoint, net) {
    const { type, serviceName } = endpoint;
    if (type.known && type.value !== 'Interface') return notApplicable;
    if (!type.known || isServiceUnknown(endpoint)) return isAlone(endpoint, net) ? pass : undecided(type, serviceName);
    const key = serviceKeyOf(endpoint);
    const companions = SETS.find((set) => key !== null && set.includes(key))?.filter((service) => service !== key);
    if (!companions) return notApplicable;

    const { sure, maybe, open } = endpointsTo(net, endpoint.vpc, ...companions);
    const unclear: (string | undefined)[] = [open ?? undefined];
    if (maybe.some((other) => other.key !== endpoint.key))
      unclear.push('it is not known whether another endpoint is a companion in the same VPC');
    for (const other of [...sure].sort((a, b) => (a.key < b.key ? -1 : 1))) {
      const gap = gapBetween(endpoint, other, net);
      if (typeof gap === 'string') unclear.push(gap);
      else if (gap.zones.length > 0) {
        return fail({
          message: `${nameOf(endpoint)} has no network interface in ${series(gap.zones)}, where ${nameOf(other)} has one`,
          at: endpoint.subnets.at,
          ...advise(
            `Add a subnet in ${gap.zones.length === 1 ? '' : 'each of '}${series(gap.zones)} to the \`SubnetIds\` of ${nameOf(endpoint)}.`,
          ),
          related: [{ message: `the subnets of ${nameOf(other)}`, at: other.subnets.at }],
          evidence: { missing: gap.zones, companion: other.key },
          assumed: gap.assumed ? [NOT_OFFERED] : [],
        });
      }
    }
    const why = unclear.filter((reason) => reason !== undefined);
    return why.length === 0 ? pass : undecided(...why);
  },
});

interface Gap {
  readonly zones: readonly string[];
  /** Whether the rule assumes that the service is offered there. */
  readonly assumed: boolean;
}

const NONE: Gap = { zones: [], assumed: false };

/** Availability Zones that only the other one has, if this one is in fewer; else why that is not known. */
function gapBetween(endpoint: Endpoint, other: Endpoint, net: Network): Gap | string {
  if (!other.type.known) return other.type.because;
  if (!is(other.type, 'Interface')) return NONE;
  const [mine, theirs] = [subnetsOf(endpoint), subnetsOf(other)];
  if (sameSubnets(endpoint, other)) return NONE;
  const why = mine.open ?? theirs.open ?? [...mine.sure, ...theirs.sure].map(whyNoZone).find((it) => it !== undefined);
  if (why !== undefined && why !== null) return why;
  const [lacking, surplus] = [without(theirs.sure, mine.sure), without(mine.sure, theirs.sure)];
  if (lacking === undefined || surplus === undefined)
    return 'it is not known whether two subnets are in one Availability Zone';
  const [few, many] = [distinct(endpoint.subnets), distinct(other.subnets)];
  // If both are in as many zones, the later one is reported.
  const weaker = few.least === many.least ? endpoint.key > other.key : few.least < many.least;
  if (!weaker) return NONE;
  const service = serviceFacts(net, endpoint);
  const offers = lacking.map((subnet) => ({ subnet, offered: isOfferedIn(subnet, service) }));
  const missing = offers.filter(({ offered }) => offered === 'yes' || offered === null);
  if (missing.length === 0 && offers.some(({ offered }) => offered === 'unknown'))
    return 'it is not known whether the service is offered in the Availability Zone of a subnet';
  return {
    zones: zonesOf(missing.map(({ subnet }) => subnet)),
    assumed: missing.some(({ offered }) => offered === null),
  };
}

/** Whether both have the same list of subnets. */
function sameSubnets({ subnets: a }: Endpoint, { subnets: b }: Endpoint): boolean {
  if (a.open !== null || b.open !== null || a.maybe.length > 0 || b.maybe.length > 0) return false;
  const [one, two] = [new Set(a.sure.map(refKey)), new Set(b.sure.map(refKey))];
  return !one.has(undefined) && one.size === two.size && [...one].every((key) => two.has(key));
}

/** Subnets in Availability Zones where none of the others is. */
function without(subnets: readonly Subnet[], others: readonly Subnet[]): readonly Subnet[] | undefined {
  const out: Subnet[] = [];
  for (const subnet of subnets) {
    const answers = others.map((other) => inOneZone(subnet, other));
    if (answers.includes('yes')) continue;
    if (answers.includes('unknown')) return undefined;
    out.push(subnet);
  }
  return out;
}
