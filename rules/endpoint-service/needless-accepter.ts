import { consumersOf } from '../../src/ask/consumers.ts';
import { defineRule, fail, notApplicable, pass, undecided, type Verdict } from '../../src/engine/index.ts';
import { type Accepter, type Endpoint, type EndpointService, is, type Ref, same } from '../../src/model/index.ts';

export default defineRule({
  id: 'endpoint-service/needless-accepter',
  level: 'error',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Terraform accepts connections that need no acceptance, or does not accept connections that need it.',
  why: 'The service accepts connections at once, so the accepter finds no pending request and the apply fails.',
  fix: 'Remove the `aws_vpc_endpoint_connection_accepter`, or set `acceptance_required = true`.',
  recipes: {
    cloudformation: 'AcceptanceRequired: false # CloudFormation has no resource that accepts a connection',
    terraform:
      'resource "aws_vpc_endpoint_connection_accepter" "orders" { # with acceptance_required = true only\n  vpc_endpoint_service_id = aws_vpc_endpoint_service.orders.id\n  vpc_endpoint_id         = aws_vpc_endpoint.orders.id\n}',
    cli: 'aws ec2 accept-vpc-endpoint-connections --service-id vpce-svc-... --vpc-endpoint-ids vpce-...',
  },
  exceptions: [
    'An accepter that exists already, because it found its request.',
    'A warning if one plan creates a service that requires acceptance and an endpoint, and nothing in it accepts the connection.',
    'An endpoint with `auto_accept = true` accepts its own connection.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html',
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_endpoint_connection_accepter',
  ],
  subject: 'endpoint-service',
  bad: {
    'no acceptance required, but an accepter': {
      scene: {
        services: { orders: { acceptanceRequired: false } },
        endpoints: { client: { endpointService: 'orders', privateDns: false, accepted: 'by-resource' } },
      },
      says: '{orders} requires no acceptance, so aws_vpc_endpoint_connection_accepter.client fails',
      inputs: ['plan'],
    },
    'acceptance required, but nothing accepts': {
      scene: {
        services: { orders: {} },
        endpoints: { client: { endpointService: 'orders', privateDns: false } },
      },
      says: '{orders} requires acceptance, but nothing in this plan accepts {client}',
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
    'no acceptance required': {
      scene: {
        services: { orders: { acceptanceRequired: false } },
        endpoints: { client: { endpointService: 'orders', privateDns: false } },
      },
      inputs: ['plan', 'template'],
    },
    'a template cannot accept connections': {
      scene: {
        services: { orders: {} },
        endpoints: { client: { endpointService: 'orders', privateDns: false } },
      },
      inputs: ['template'],
      undecidedIn: ['template'],
    },
    'an accepter that exists already': {
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
    if (unclear)
      verdicts.push(
        undecided(unclear.endpointServices, `vpce-lint cannot tell whether ${unclear.key} connects to ${service.key}`),
      );
    return verdicts.length > 0 ? verdicts : pass;
  },
});

/** Whether a plan creates an endpoint whose connection waits if the service requires acceptance. */
function isWaiting({ planned, acceptsItself }: Endpoint): boolean {
  return (planned === 'create' || planned === 'replace') && !is(acceptsItself, true);
}

function needless({ key, accepters, acceptanceRequired }: EndpointService, planned: readonly Accepter[]): Verdict {
  const sure = planned.find((accepter) => accepters.sure.includes(accepter));
  if (!sure) return planned.length === 0 ? pass : undecided(accepters);
  return fail({
    message: `${key} requires no acceptance, so ${sure.name} fails`,
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
    message: `${key} requires acceptance, but nothing in this plan accepts ${endpoint.key}`,
    level: 'warning',
    why: 'The endpoint stays in `pendingAcceptance`, and its clients time out, until someone accepts the connection by hand.',
    fix: 'Add an `aws_vpc_endpoint_connection_accepter`, set `auto_accept = true` on the endpoint, or set `acceptance_required = false` on the service.',
    at: acceptanceRequired.at,
    related: [{ message: 'the endpoint that waits for acceptance', at: endpoint.at }],
    evidence: { acceptanceRequired: true, endpoint: endpoint.key, accepters: accepters.sure.map(({ name }) => name) },
    detail: endpoint.key,
  });
}
