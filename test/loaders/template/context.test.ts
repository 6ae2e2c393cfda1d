/** A template beside what its own stack has made already. */
import { expect, it } from 'vitest';
import { lintText, said } from './support.ts';

const template = `
Parameters: { VpcId: { Type: "AWS::EC2::VPC::Id", Default: vpc-0123456789abcdef0 } }
Resources:
  Sqs:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: !Ref VpcId
      VpcEndpointType: Interface
      ServiceName: com.amazonaws.eu-west-1.sqs
      PrivateDnsEnabled: true
      SubnetIds: [subnet-0aaaaaaaaaaaaaaaa]
`;

const there = (id: string, logicalId?: string, stack = 'prod') => ({
  VpcEndpointId: id,
  VpcEndpointType: 'Interface',
  VpcId: 'vpc-0123456789abcdef0',
  ServiceName: 'com.amazonaws.eu-west-1.sqs',
  State: 'available',
  PrivateDnsEnabled: true,
  SubnetIds: ['subnet-0aaaaaaaaaaaaaaaa'],
  RouteTableIds: [],
  Groups: [],
  OwnerId: '123456789012',
  Tags:
    logicalId === undefined
      ? []
      : [
          { Key: 'aws:cloudformation:logical-id', Value: logicalId },
          { Key: 'aws:cloudformation:stack-name', Value: stack },
        ],
});

it.each([
  ['what the stack has made is the same endpoint', [there('vpce-0aaaaaaaaaaaaaaaa', 'Sqs')], 'silent'],
  ['what nobody tagged is another', [there('vpce-0aaaaaaaaaaaaaaaa')], 'fail'],
  ['another resource is another', [there('vpce-0aaaaaaaaaaaaaaaa', 'Queue')], 'fail'],
  [
    'of two stacks of the template nobody knows which it is',
    [there('vpce-0aaaaaaaaaaaaaaaa', 'Sqs'), there('vpce-0bbbbbbbbbbbbbbbb', 'Sqs', 'dev')],
    'fail',
  ],
] as const)('%s', async (_, endpoints, expected) => {
  const report = await lintText(
    { 't.yaml': template, 'there.json': JSON.stringify({ VpcEndpoints: endpoints }) },
    { context: ['there.json'], templates: { region: 'eu-west-1' } },
  );
  expect(said(report, 'dns/private-dns-conflict', 'Sqs')).toBe(expected);
});
