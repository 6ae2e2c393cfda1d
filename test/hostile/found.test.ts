/** What the fuzzer found, small: each ended as a bug once. */
import { expect, it } from 'vitest';
import { run } from '../../src/run.ts';

const UNPRINTABLE = { toString: 1, valueOf: 1 };

function state(...attributes: readonly object[]): object {
  const resources = attributes.map((each, i) => ({
    ...{
      mode: 'managed',
      type: 'aws_vpc_endpoint',
      name: `e${i}`,
      provider: 'provider["registry.terraform.io/hashicorp/aws"]',
    },
    instances: [{ schema_version: 0, attributes: each, sensitive_attributes: [] }],
  }));
  return { version: 4, terraform_version: '1.11.4', serial: 1, lineage: 'x', outputs: {}, resources };
}

const DOCUMENTS: Readonly<Record<string, object>> = {
  'objects without a text where describe output has texts': {
    VpcEndpoints: [
      { VpcEndpointId: 'vpce-1', OwnerId: UNPRINTABLE, ServiceName: UNPRINTABLE, SubnetIds: [UNPRINTABLE] },
    ],
    Instances: [{ InstanceId: 'i-1', Placement: { AvailabilityZone: UNPRINTABLE } }],
    ServiceConfigurations: [
      { ServiceId: 'vpce-svc-1', AvailabilityZones: [UNPRINTABLE], NetworkLoadBalancerArns: [UNPRINTABLE] },
    ],
  },
  'thousands of subnets of which no zone is known': state({
    id: 'vpce-0a1b2c3d4e5f60718',
    service_name: 'com.amazonaws.us-east-1.sqs',
    vpc_endpoint_type: 'Interface',
    subnet_ids: Array.from({ length: 2000 }, (_, i) => `subnet-${i.toString(16).padStart(17, '0')}`),
  }),
};

it.each(Object.entries(DOCUMENTS))('%s', async (_, document) => {
  const stdin = new TextEncoder().encode(JSON.stringify(document));
  const { report, close } = await run({ paths: ['-'], stdin, config: false, preset: 'pedantic' });
  close();
  expect(report.endpoints).toHaveLength(1);
});
