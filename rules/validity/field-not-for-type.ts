import { type EndpointSetting, takes, typeInWords } from '../../src/aws/index.ts';
import { table } from '../../src/base/table.ts';
import { article, series } from '../../src/base/words.ts';
import { advise, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import type { Bag, Endpoint, Fact, Origin, Tri } from '../../src/model/index.ts';
import { isDefaultDocument, parsePolicy } from '../../src/policy/index.ts';

export default defineRule({
  id: 'validity/field-not-for-type',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint has settings that its type does not support.',
  why: 'AWS rejects these settings, or ignores them silently.',
  ...advise('Remove the settings, or change `VpcEndpointType`.'),
  recipes: { cloudformation: 'VpcEndpointType: Interface # the default is Gateway' },
  exceptions: [
    'Empty lists and the default endpoint policy do not count.',
    'For private DNS, dns/private-dns-unsupported reports instead.',
    'For a service without gateway endpoints, validity/type-service-mismatch reports instead.',
  ],
  sources: ['https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html'],
  refusedByAws: true,
  bad: {
    'a gateway endpoint with subnets and security groups': {
      scene: { endpoints: { s3: { type: 'Gateway', subnets: ['a'], groups: ['https'] } } },
      says: 's3 is a gateway endpoint, which cannot have subnets or security groups',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'a Gateway Load Balancer endpoint with a policy': {
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
      says: '{inspect} is a Gateway Load Balancer endpoint, which cannot have an endpoint policy',
      also: ['routing/gwlb-unrouted'],
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
  },
  good: {
    'a gateway endpoint with route tables': { scene: { endpoints: { s3: { type: 'Gateway' } } } },
    'an interface endpoint with subnets and security groups': { scene: { endpoints: { sqs: {} } } },
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
      const words = typeInWords(type.value);
      return fail({
        message: `${nameOf(endpoint)} is ${article(words)} ${words} endpoint, which cannot have ${series(
          wrong.map((f) => (f.field === 'policy' ? 'an endpoint policy' : f.field)),
          'or',
        )}`,
        at: wrong[0]!.at,
        ...advise(`Remove ${series(wrong.map((f) => `\`${PARAMETERS[f.field]}\``))}, or change \`VpcEndpointType\`.`),
        related: wrong.slice(1).map((f) => ({ message: f.field, at: f.at })),
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

/** What the API calls the fields. */
const PARAMETERS: Readonly<Record<string, string>> = table({
  subnets: 'SubnetIds',
  'security groups': 'SecurityGroupIds',
  'route tables': 'RouteTableIds',
  policy: 'PolicyDocument',
});

/** Whether an endpoint has each field. Only fields that its type does not support are read, because policies are slow. */
const FIELDS: readonly (readonly [string, EndpointSetting, (endpoint: Endpoint, field: string) => Given])[] = [
  ['subnets', 'subnets', (endpoint, field) => ofBag(field, endpoint.subnets)],
  ['security groups', 'groups', (endpoint, field) => ofBag(field, endpoint.groups)],
  ['route tables', 'routeTables', (endpoint, field) => ofBag(field, endpoint.routeTables)],
  ['policy', 'policy', (endpoint, field) => ofFact(field, endpoint.policy, isOwnPolicy)],
];

function ofBag(field: string, bag: Bag<unknown>): Given {
  const given: Tri = bag.sure.length > 0 ? 'yes' : bag.open === null && bag.maybe.length === 0 ? 'no' : 'unknown';
  return { field, given, at: bag.at, because: bag.open ?? `it is not known whether the endpoint has ${field}` };
}

function ofFact<T>(field: string, fact: Fact<T>, isGiven: (value: T) => boolean): Given {
  const { at } = fact;
  if (!fact.known) return { field, given: 'unknown', at, because: fact.because };
  return { field, given: isGiven(fact.value) ? 'yes' : 'no', at, because: '' };
}

/** AWS shows its default endpoint policy on endpoints of any type. */
function isOwnPolicy(policy: Parameters<typeof parsePolicy>[0]): boolean {
  return policy !== null && policy !== '' && !isDefaultDocument(parsePolicy(policy));
}
