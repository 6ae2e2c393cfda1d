import { expect, it } from 'vitest';
import { run } from '../../src/run.ts';

const ENDPOINT = 'vpce-0a1b2c3d4e5f60718';

function resource(type: string, attributes: object, sensitive: readonly object[] = []): object {
  return {
    ...{ mode: 'managed', type, name: 'x', provider: 'provider["registry.terraform.io/hashicorp/aws"]' },
    instances: [{ schema_version: 0, attributes, sensitive_attributes: sensitive }],
  };
}

/** A private zone with a record that leads to an endpoint. */
function state(sensitive: readonly object[]): object {
  const resources = [
    resource('aws_vpc_endpoint', { id: 'vpce-0ffffffffffffffff', service_name: 'com.amazonaws.us-east-1.sqs' }),
    resource('aws_route53_zone', { zone_id: 'Z1', name: 'sqs.us-east-1.amazonaws.com', vpc: [{ vpc_id: 'vpc-1' }] }),
    resource(
      'aws_route53_record',
      {
        ...{ zone_id: 'Z1', name: 'sqs.us-east-1.amazonaws.com', type: 'CNAME', ttl: 60 },
        records: [`${ENDPOINT}-abcdefgh.sqs.us-east-1.vpce.amazonaws.com`],
      },
      sensitive,
    ),
  ];
  return { version: 4, terraform_version: '1.11.4', serial: 1, lineage: 'x', outputs: {}, resources };
}

async function told(sensitive: readonly object[]): Promise<string> {
  const stdin = new TextEncoder().encode(JSON.stringify(state(sensitive)));
  const { report, close } = await run({ paths: ['-'], stdin, config: false, preset: 'pedantic' });
  const text = JSON.stringify([report.findings, report.undecided]);
  close();
  return text;
}

it('the endpoint in a sensitive record is not named', async () => {
  expect(await told([])).toContain(ENDPOINT);
  expect(await told([[{ type: 'get_attr', value: 'records' }]])).not.toContain(ENDPOINT);
});
