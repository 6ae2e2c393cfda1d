/** An id or a name that leads to an object of another kind is never used as what it is not, in every input. */
import { expect, it } from 'vitest';
import { directory, report } from '../cli/harness.ts';

const SOURCES = `
resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_vpc_endpoint" "e" {
  vpc_id            = aws_vpc.v.id
  service_name      = "com.amazonaws.us-east-1.sqs"
  vpc_endpoint_type = "Interface"
  subnet_ids        = [aws_vpc.v.id, "sg-0a1b2c3d4e5f60718"]
}
`;

const TEMPLATE = `
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties: { CidrBlock: 10.0.0.0/16 }
  Endpoint:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: !Ref Vpc
      ServiceName: com.amazonaws.us-east-1.sqs
      VpcEndpointType: Interface
      SubnetIds: [!Ref Vpc, sg-0a1b2c3d4e5f60718]
`;

const DESCRIBE = {
  Vpcs: [{ VpcId: 'vpc-0a1', CidrBlock: '10.0.0.0/16' }],
  VpcEndpoints: [
    {
      VpcEndpointId: 'vpce-0a1',
      VpcEndpointType: 'Interface',
      VpcId: 'vpc-0a1',
      ServiceName: 'com.amazonaws.us-east-1.sqs',
      State: 'available',
      SubnetIds: ['vpc-0a1', 'sg-0a1b2c3d4e5f60718'],
    },
  ],
};

const instance = (type: string, attributes: object) => ({
  mode: 'managed',
  type,
  name: 'x',
  provider: 'provider["registry.terraform.io/hashicorp/aws"]',
  instances: [{ schema_version: 0, attributes }],
});

const STATE = {
  version: 4,
  terraform_version: '1.9.8',
  serial: 1,
  lineage: 'x',
  resources: [
    instance('aws_vpc', { id: 'vpc-0a1', cidr_block: '10.0.0.0/16' }),
    instance('aws_vpc_endpoint', {
      id: 'vpce-0a1',
      vpc_id: 'vpc-0a1',
      service_name: 'com.amazonaws.us-east-1.sqs',
      vpc_endpoint_type: 'Interface',
      subnet_ids: ['vpc-0a1', 'sg-0a1b2c3d4e5f60718'],
    }),
  ],
};

it.each<[file: string, content: unknown, vpc: string, level: string]>([
  ['main.tf', SOURCES, 'aws_vpc.v.id', 'error'],
  ['template.yaml', TEMPLATE, 'Vpc', 'error'],
  ['describe.json', DESCRIBE, 'vpc-0a1', 'note'],
  ['terraform.tfstate', STATE, 'vpc-0a1', 'note'],
])('%s', async (file, content, vpc, level) => {
  const cwd = directory({ [file]: content });
  const { findings, endpoints } = await report([file, '--no-config', '--preset', 'pedantic'], { cwd });
  expect(findings.filter(({ rule }) => rule === 'validity/group-vpc-mismatch')).toMatchObject([
    {
      level,
      message: `sqs names ${vpc} (a VPC) where AWS expects a subnet and sg-0a1b2c3d4e5f60718 (a security group) where AWS expects a subnet`,
    },
  ]);
  expect(endpoints).toMatchObject([{ zones: { known: [] } }]);
});
