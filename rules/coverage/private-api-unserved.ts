import { serviceKeyOf } from '../../src/ask/neighbours.ts';
import { mayBeTo } from '../../src/ask/services.ts';
import { isDead } from '../../src/engine/check.ts';
import { controlsOf, defineRule, fail, notApplicable, pass, undecided } from '../../src/engine/index.ts';

const NOT_ELSEWHERE = 'no endpoint to execute-api outside this input';

export default defineRule({
  id: 'coverage/private-api-unserved',
  level: 'note',
  preset: 'strict',
  since: '0.2.0',
  summary: 'Private REST API in an input without an endpoint to execute-api.',
  why: 'Clients reach a private API only through an interface endpoint to execute-api. Without one, every call fails.',
  fix: 'Create an interface endpoint to execute-api in the VPC of the clients, and name it in the endpoint configuration of the API.',
  recipes: {
    cloudformation: `EndpointConfiguration:
  Types: [PRIVATE]
  VpcEndpointIds: [!Ref ExecuteApiEndpoint]`,
    terraform:
      'endpoint_configuration {\n  types            = ["PRIVATE"]\n  vpc_endpoint_ids = [aws_vpc_endpoint.execute_api.id]\n}',
    cli: 'aws apigateway update-rest-api --rest-api-id ... --patch-operations op=add,path=/endpointConfiguration/vpcEndpointIds,value=vpce-...',
  },
  exceptions: ['An API that names an endpoint, in its endpoint configuration or in its OpenAPI document.'],
  sources: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-create.html',
  ],
  controls: controlsOf('config', 'API_GW_PRIVATE_RESTRICTED'),
  assumes: [NOT_ELSEWHERE],
  subject: 'rest-api',
  bad: {
    'no endpoint at all': {
      scene: { restApis: { orders: {} } },
      says: '{orders} is private, and no endpoint to execute-api is in this input',
      inputs: ['plan', 'template'],
    },
    'an endpoint to another service': {
      scene: { restApis: { orders: {} }, endpoints: { sqs: {} } },
      says: '{orders} is private, and no endpoint to execute-api is in this input',
    },
  },
  good: {
    'an endpoint to execute-api': {
      scene: { restApis: { orders: {} }, endpoints: { 'execute-api': {} } },
    },
    'an endpoint of another stack, which it names': {
      scene: { restApis: { orders: { endpoints: ['vpce-0a1b2c3d4e5f60718'] } }, endpoints: { sqs: {} } },
    },
    'the same in its OpenAPI document': {
      scene: {
        restApis: { orders: { endpoints: ['vpce-0a1b2c3d4e5f60718'], inBody: true } },
        endpoints: { sqs: {} },
      },
    },
    'a public API': {
      scene: { restApis: { orders: { private: false } }, endpoints: { sqs: {} } },
    },
    'an endpoint to a service that is not known': {
      scene: {
        restApis: { orders: {} },
        endpoints: { other: { serviceName: 'unknown', privateDns: false } },
      },
      inputs: ['plan', 'template'],
      undecidedIn: ['plan', 'template'],
    },
  },

  check({ key, at, isPrivate, endpoints }, net) {
    if (!isPrivate.known) return undecided(isPrivate);
    if (!isPrivate.value) return notApplicable;
    if (endpoints.sure.length > 0) return pass;
    const alive = net.endpoints.filter((endpoint) => !isDead(endpoint));
    if (alive.some((endpoint) => serviceKeyOf(endpoint) === 'execute-api')) return pass;
    const unclear = alive.find((endpoint) => mayBeTo(endpoint, 'execute-api'));
    if (endpoints.maybe.length > 0 || endpoints.open !== null || unclear)
      return undecided(endpoints, unclear?.serviceName);
    return fail({
      message: `${key} is private, and no endpoint to execute-api is in this input`,
      at,
      evidence: { endpoints: alive.map((endpoint) => endpoint.key) },
      assumed: [NOT_ELSEWHERE],
    });
  },
});
