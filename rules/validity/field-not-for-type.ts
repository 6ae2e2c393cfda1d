import { type EndpointSetting, takes } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import type { Bag, Endpoint, Fact, Origin, Tri } from '../../src/model/index.ts';
import { isDefaultDocument, parsePolicy } from '../../src/policy/index.ts';

export default defineRule({
  id: 'validity/field-not-for-type',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint has settings that its type does not take.',
  why: 'AWS refuses them, or ignores what somebody meant to have.',
  fix: 'Drop the settings, or change the type of the endpoint.',
  recipes: { cloudformation: 'VpcEndpointType: Interface # Gateway where it is left out' },
  exceptions: [
    'Empty lists, and AWS’s default policy.',
    'Private DNS on a type that has none: dns/private-dns-unsupported says it.',
    'A gateway endpoint to a service that has none: validity/type-service-mismatch says it.',
  ],
  sources: ['https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html'],
  refusedByAws: true,
  bad: {
    'a gateway with subnets and groups': {
      scene: { endpoints: { s3: { type: 'Gateway', subnets: ['a'], groups: ['https'] } } },
      says: 's3 is of type Gateway, which takes no subnets, security groups',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'a policy of a Gateway Load Balancer endpoint': {
      scene: {
        services: { inspection: { loadBalancer: 'gateway' } },
        endpoints: {
          inspect: {
            type: 'GatewayLoadBalancer',
            endpointService: 'inspection',
            policy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' }] },
          },
        },
      },
      says: '{inspect} is of type GatewayLoadBalancer, which takes no policy',
      also: ['routing/gwlb-unrouted'],
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
  },
  good: {
    'a gateway with route tables': { scene: { endpoints: { s3: { type: 'Gateway' } } } },
    'an interface with subnets and groups': { scene: { endpoints: { sqs: {} } } },
  },

  check(endpoint) {
    const { type } = endpoint;
    if (!type.known) return undecided(type);
    if (takes(type.value, 'subnets') === undefined) return notApplicable;
    const given = FIELDS.filter(([, setting]) => !takes(type.value, setting)).map(([field, , of]) =>
      of(endpoint, field),
    );
    const wrong = given.filter((f) => f.given === 'yes');
    if (wrong.length > 0) {
      const names = wrong.map((f) => f.field).join(', ');
      return fail({
        message: `${nameOf(endpoint)} is of type ${type.value}, which takes no ${names}`,
        at: wrong[0]!.at,
        related: wrong.slice(1).map((f) => ({ message: `${f.field}`, at: f.at })),
        evidence: { type: type.value, fields: wrong.map((f) => f.field) },
        ...refused(endpoint),
      });
    }
    const open = given.find((f) => f.given === 'unknown');
    return open ? undecided(open.because) : pass;
  },
});

interface Given {
  readonly field: string;
  readonly given: Tri;
  readonly at: Origin;
  readonly because: string;
}

/** Whether an endpoint has each field, asked only of those that its type does not take: a policy takes long to read. */
const FIELDS: readonly (readonly [string, EndpointSetting, (endpoint: Endpoint, field: string) => Given])[] = [
  ['subnets', 'subnets', (endpoint, field) => ofBag(field, endpoint.subnets)],
  ['security groups', 'groups', (endpoint, field) => ofBag(field, endpoint.groups)],
  ['route tables', 'routeTables', (endpoint, field) => ofBag(field, endpoint.routeTables)],
  ['policy', 'policy', (endpoint, field) => ofFact(field, endpoint.policy, isOwnPolicy)],
];

function ofBag(field: string, bag: Bag<unknown>): Given {
  const given: Tri = bag.sure.length > 0 ? 'yes' : bag.open === null && bag.maybe.length === 0 ? 'no' : 'unknown';
  return { field, given, at: bag.at, because: bag.open ?? `whether it has ${field} is not known` };
}

function ofFact<T>(field: string, fact: Fact<T>, isGiven: (value: T) => boolean): Given {
  const { at } = fact;
  if (!fact.known) return { field, given: 'unknown', at, because: fact.because };
  return { field, given: isGiven(fact.value) ? 'yes' : 'no', at, because: '' };
}

/** AWS shows its default policy on endpoints of any type. */
function isOwnPolicy(policy: Parameters<typeof parsePolicy>[0]): boolean {
  return policy !== null && policy !== '' && !isDefaultDocument(parsePolicy(policy));
}
