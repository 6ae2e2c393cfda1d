/** Endpoint types that differ from those of AWS only in case: AWS and the provider reject them. */
import { expect, it } from 'vitest';
import { loadFiles } from '../../src/loaders/index.ts';
import { reasonOf } from '../../src/model/index.ts';

function typeIn(path: string, text: string) {
  const { endpoints } = loadFiles([{ path, bytes: new TextEncoder().encode(text) }]).pictures[0]!.network;
  const { type } = endpoints[0]!;
  return type.known ? type.value : reasonOf(type.because).why;
}

const code = (type: string) => `resource "aws_vpc_endpoint" "kms" {
  vpc_id            = "vpc-0123456789abcdef0"
  service_name      = "com.amazonaws.eu-west-1.kms"
  vpc_endpoint_type = ${type}
}
`;

const template = (type: string) => `Resources:
  Kms:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: vpc-0123456789abcdef0
      ServiceName: com.amazonaws.eu-west-1.kms
      VpcEndpointType: ${type}
`;

it('are not known, and the reason names the right spelling', () => {
  expect(typeIn('main.tf', code('"interface"'))).toBe(
    '`vpc_endpoint_type` of aws_vpc_endpoint.kms is "interface", and AWS accepts only "Interface"',
  );
  expect(typeIn('t.yaml', template('GATEWAY'))).toBe(
    '`VpcEndpointType` of Kms is "GATEWAY", and AWS accepts only "Gateway"',
  );
});

it('are not printed if they are sensitive', () => {
  expect(typeIn('main.tf', code('sensitive("interface")'))).toBe(
    '`vpc_endpoint_type` of aws_vpc_endpoint.kms differs in case from a type of AWS',
  );
});

it('count as they are if AWS has them, or may have them some day', () => {
  for (const type of ['Interface', 'GatewayLoadBalancer', 'Portal']) {
    expect(typeIn('main.tf', code(`"${type}"`))).toBe(type);
    expect(typeIn('t.yaml', template(type))).toBe(type);
  }
});
