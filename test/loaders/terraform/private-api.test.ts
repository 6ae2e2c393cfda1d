/** Endpoints that an OpenAPI document names. */
import { expect, it } from 'vitest';
import { loadFiles } from '../../../src/loaders/index.ts';
import { refName } from '../../../src/model/index.ts';

function apiOf(body: string, configuration = 'types = ["PRIVATE"]') {
  const code = `resource "aws_vpc_endpoint" "api" {
  vpc_id            = "vpc-0123456789abcdef0"
  service_name      = "com.amazonaws.eu-west-1.execute-api"
  vpc_endpoint_type = "Interface"
}
resource "aws_api_gateway_rest_api" "orders" {
  name = "orders"
  ${body}
  endpoint_configuration {
    ${configuration}
  }
}
`;
  const { network } = loadFiles([{ path: 'main.tf', bytes: new TextEncoder().encode(code) }]).pictures[0]!;
  return { api: network.restApis[0]!, endpoint: network.endpoints[0]! };
}

const EXTENSION = 'x-amazon-apigateway-endpoint-configuration';
const document = (ids: string) => `body = jsonencode({ "${EXTENSION}" = { vpcEndpointIds = ${ids} } })`;

it('by reference', () => {
  const { api, endpoint } = apiOf(document('[aws_vpc_endpoint.api.id]'));
  expect(api.endpoints.sure.map(refName)).toEqual(['aws_vpc_endpoint.api']);
  expect(endpoint.privateApis.sure.map(({ name }) => name)).toEqual(['aws_api_gateway_rest_api.orders']);
});

it('by id', () => {
  const { api } = apiOf(document('["vpce-0123456789abcdef0"]'));
  expect(api.endpoints.sure.map(refName)).toEqual(['vpce-0123456789abcdef0']);
});

it('not where the endpoint configuration names another', () => {
  const named = 'types = ["PRIVATE"]\n    vpc_endpoint_ids = ["vpce-0fedcba9876543210"]';
  const { api, endpoint } = apiOf(document('[aws_vpc_endpoint.api.id]'), named);
  expect(api.endpoints.sure.map(refName)).toEqual(['vpce-0fedcba9876543210']);
  expect(endpoint.privateApis.sure).toEqual([]);
});

it.each([
  ['a document without the extension', 'body = jsonencode({ openapi = "3.0.1" })', null],
  ['no document', '', null],
  ['a document that cannot be read', 'body = "openapi: 3.0.1"', '`body` of aws_api_gateway_rest_api.orders'],
])('%s', (_, body, open) => {
  const { endpoints } = apiOf(body).api;
  expect(endpoints.sure).toEqual([]);
  if (open === null) expect(endpoints.open).toBeNull();
  else expect(endpoints.open).toContain(open);
});
