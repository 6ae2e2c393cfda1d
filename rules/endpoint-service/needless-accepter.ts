import { consumersOf } from '../../src/ask/consumers.ts';
import { defineRule, fail, notApplicable, pass, undecided, type Verdict } from '../../src/engine/index.ts';
import { type Accepter, type Endpoint, type EndpointService, is, type Ref, same } from '../../src/model/index.ts';

export default defineRule({
  id: 'endpoint-service/needless-accepter',
  level: 'error',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Terraform accepts connections of a service that accepts them unasked, or accepts none of one that asks.',
  why: 'Nothing waits to be accepted: the accepter looks for a request that never comes, and the apply fails.',
  fix: 'Remove the aws_vpc_endpoint_connection_accepter, or set `acceptance_required = true`.',
  recipes: {
    cloudformation: 'AcceptanceRequired: false # CloudFormation has no resource that accepts a connection',
    terraform:
      'resource "aws_vpc_endpoint_connection_accepter" "orders" { # with acceptance_required = true only\n  vpc_endpoint_service_id = aws_vpc_endpoint_service.orders.id\n  vpc_endpoint_id         = aws_vpc_endpoint.orders.id\n}',
    cli: 'aws ec2 accept-vpc-endpoint-connections --service-id vpce-svc-... --vpc-endpoint-ids vpce-...',
  },
  exceptions: [
    'What exists already: the accepter had its request.',
    'A warning where acceptance is required, service and endpoint are made by one plan, and nothing in it accepts.',
    'An endpoint with `auto_accept = true` accepts its own connection.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html',
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_endpoint_connection_accepter',
  ],
  subject: 'endpoint-service',
  bad: {
    'accepted unasked, and by a resource': {
      scene: {
        services: { orders: { acceptanceRequired: false } },
        endpoints: { client: { endpointService: 'orders', privateDns: false, accepted: 'by-resource' } },
      },
      says: '{orders} accepts connections unasked: aws_vpc_endpoint_connection_accepter.client waits for none',
      inputs: ['plan'],
    },
    'acceptance required, and nothing accepts': {
      scene: {
        services: { orders: {} },
        endpoints: { client: { endpointService: 'orders', privateDns: false } },
      },
      says: '{orders} requires acceptance, and nothing in this plan accepts {client}',
      level: 'warning',
      inputs: ['plan'],
    },
  },
  good: {
    'acceptance required, and a resource accepts': {
      scene: {
        services: { orders: {} },
        endpoints: { client: { endpointService: 'orders', privateDns: false, accepted: 'by-resource' } },
      },
      inputs: ['plan'],
    },
    'the endpoint accepts itself': {
      scene: {
        services: { orders: {} },
        endpoints: { client: { endpointService: 'orders', privateDns: false, accepted: 'itself' } },
      },
      inputs: ['plan'],
    },
    'accepted unasked': {
      scene: {
        services: { orders: { acceptanceRequired: false } },
        endpoints: { client: { endpointService: 'orders', privateDns: false } },
      },
      inputs: ['plan', 'template'],
    },
    'a template does not tell who accepts': {
      scene: {
        services: { orders: {} },
        endpoints: { client: { endpointService: 'orders', privateDns: false } },
      },
      inputs: ['template'],
      undecidedIn: ['template'],
    },
    'what exists was accepted': {
      scene: {
        services: { orders: { acceptanceRequired: false } },
        endpoints: { client: { endpointService: 'orders', privateDns: false, accepted: 'by-resource' } },
      },
      inputs: ['state', 'tfstate'],
    },
    'consumers elsewhere': { scene: { services: { orders: {} } } },
  },

  check(service, net) {
    const { acceptanceRequired: required, accepters } = service;
    const planned = [...accepters.sure, ...accepters.maybe].filter((accepter) => accepter.planned);
    if (is(required, false)) return needless(service, planned);
    const { sure, maybe } = consumersOf(service, net);
    const waiting = sure.filter(isWaiting);
    const unclear = maybe.find(isWaiting);
    if (planned.length === 0 && waiting.length === 0 && !unclear) return notApplicable;
    if (!required.known) return undecided(required);
    const verdicts = waiting.map((endpoint) => accepted(endpoint, service));
    if (unclear) verdicts.push(undecided(unclear.endpointServices, `whether ${unclear.key} is to it is not known`));
    return verdicts.length > 0 ? verdicts : pass;
  },
});

/** Whether a plan makes an endpoint whose connection waits for acceptance, if the service asks for it. */
function isWaiting({ planned, acceptsItself }: Endpoint): boolean {
  return (planned === 'create' || planned === 'replace') && !is(acceptsItself, true);
}

function needless({ key, accepters, acceptanceRequired }: EndpointService, planned: readonly Accepter[]): Verdict {
  const sure = planned.find((accepter) => accepters.sure.includes(accepter));
  if (!sure) return planned.length === 0 ? pass : undecided(accepters);
  return fail({
    message: `${key} accepts connections unasked: ${sure.name} waits for none`,
    at: sure.at,
    related: [{ message: 'acceptance is not required here', at: acceptanceRequired.at }],
    evidence: { acceptanceRequired: false, accepters: planned.map(({ name }) => name) },
  });
}

function accepted(endpoint: Endpoint, { key, accepters, acceptanceRequired }: EndpointService): Verdict {
  const own: Ref<Endpoint> = { is: 'entity', to: endpoint, at: endpoint.at };
  const answers = accepters.sure.map((accepter) => same(accepter.endpoint, own));
  if (answers.includes('yes')) return pass;
  if (!endpoint.acceptsItself.known) return undecided(endpoint.acceptsItself);
  if (accepters.open !== null || accepters.maybe.length > 0 || answers.includes('unknown'))
    return undecided(accepters, ...accepters.sure.map((accepter) => accepter.endpoint));
  return fail({
    message: `${key} requires acceptance, and nothing in this plan accepts ${endpoint.key}`,
    level: 'warning',
    why: 'The endpoint stays in `pendingAcceptance`, and its clients time out, until somebody accepts it by hand.',
    fix: 'Add an `aws_vpc_endpoint_connection_accepter` for the endpoint, set its `auto_accept = true`, or set `acceptance_required = false`.',
    at: acceptanceRequired.at,
    related: [{ message: 'the endpoint that waits', at: endpoint.at }],
    evidence: { acceptanceRequired: true, endpoint: endpoint.key, accepters: accepters.sure.map(({ name }) => name) },
    detail: endpoint.key,
  });
}
