import { serviceKeyOf } from '../../src/ask/neighbours.ts';
import { mayBeTo } from '../../src/ask/services.ts';
import { controlsOf, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';

export default defineRule({
  id: 'validity/not-execute-api',
  level: 'error',
  preset: 'recommended',
  since: '0.2.0',
  summary: 'Private API or private domain name refers to an endpoint that is not to execute-api.',
  why: 'Only endpoints to execute-api reach private APIs: API Gateway rejects another one, or no client gets an answer through it.',
  fix: 'Name an endpoint to execute-api in the endpoint configuration of the API, or in the access association of its domain.',
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
      says: 'lambda is named by a private API, which only endpoints to execute-api reach',
      inputs: ['plan', 'state', 'tfstate', 'describe', 'template'],
    },
    'a private domain name': {
      scene: { endpoints: { sqs: { namedBy: 'private-domain' } } },
      says: 'sqs is named by a private API, which only endpoints to execute-api reach',
      inputs: ['plan', 'state', 'tfstate', 'describe', 'template'],
    },
  },
  good: {
    'the endpoint to execute-api': {
      scene: { endpoints: { 'execute-api': { namedBy: 'private-api' } } },
      inputs: ['plan', 'state', 'tfstate', 'describe', 'template'],
    },
    'an endpoint that no API names': { scene: { endpoints: { sqs: {} } } },
    'a service nobody knows': {
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
      message: `${nameOf(endpoint)} is named by a private API, which only endpoints to execute-api reach`,
      at: first.at,
      related: [{ message: 'the endpoint', at: endpoint.at }],
      evidence: { apis: privateApis.sure.map(({ name }) => name) },
    });
  },
});
