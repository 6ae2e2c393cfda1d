import { serviceKeyOf } from '../../src/ask/neighbours.ts';
import { mayBeTo } from '../../src/ask/services.ts';
import { controlsOf, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';

export default defineRule({
  id: 'validity/not-execute-api',
  level: 'error',
  preset: 'recommended',
  since: '0.2.0',
  summary: 'Private API or private domain name refers to an endpoint for a service other than execute-api.',
  why: 'Only execute-api endpoints reach private APIs. API Gateway rejects another endpoint, or clients get no response through it.',
  fix: 'Name an execute-api endpoint in the endpoint configuration of the API, or in the access association of its domain.',
  recipes: {
    cloudformation: `EndpointConfiguration:
  Types: [PRIVATE]
  VpcEndpointIds: [!Ref ExecuteApiEndpoint]`,
    terraform:
      'endpoint_configuration {\n  types            = ["PRIVATE"]\n  vpc_endpoint_ids = [aws_vpc_endpoint.execute_api.id]\n}',
  },
  sources: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-custom-domains.html',
  ],
  controls: controlsOf('config', 'API_GW_PRIVATE_RESTRICTED'),
  bad: {
    'a private API': {
      scene: { endpoints: { lambda: { namedBy: 'private-api' } } },
      says: 'A private API refers to lambda, but only execute-api endpoints reach private APIs',
      inputs: ['plan', 'state', 'tfstate', 'describe', 'template'],
    },
    'a private API whose OpenAPI document names it': {
      scene: { endpoints: { lambda: {} }, restApis: { orders: { endpoints: ['lambda'], inBody: true } } },
      says: 'A private API refers to lambda, but only execute-api endpoints reach private APIs',
      inputs: ['state', 'tfstate', 'template'],
    },
    'a private domain name': {
      scene: { endpoints: { sqs: { namedBy: 'private-domain' } } },
      says: 'A private API refers to sqs, but only execute-api endpoints reach private APIs',
      inputs: ['plan', 'state', 'tfstate', 'describe', 'template'],
    },
  },
  good: {
    'an execute-api endpoint': {
      scene: { endpoints: { 'execute-api': { namedBy: 'private-api' } } },
      inputs: ['plan', 'state', 'tfstate', 'describe', 'template'],
    },
    'an endpoint that no API refers to': { scene: { endpoints: { sqs: {} } } },
    'an unknown service': {
      scene: { endpoints: { other: { serviceName: 'unknown', privateDns: false, namedBy: 'private-api' } } },
      inputs: ['plan', 'template'],
      undecidedIn: ['plan', 'template'],
    },
  },

  check(endpoint) {
    const { privateApis, serviceName } = endpoint;
    const [first] = privateApis.sure;
    if (!first && privateApis.maybe.length === 0 && privateApis.open === null) return notApplicable;
    if (serviceKeyOf(endpoint) === 'execute-api') return pass;
    if (mayBeTo(endpoint, 'execute-api')) return undecided(serviceName);
    if (!first) return undecided(privateApis);
    return fail({
      message: `A private API refers to ${nameOf(endpoint)}, but only execute-api endpoints reach private APIs`,
      at: first.at,
      related: [{ message: 'the endpoint', at: endpoint.at }],
      evidence: { apis: privateApis.sure.map(({ name }) => name) },
    });
  },
});
