import { expect, it } from 'vitest';
import { run } from '../../src/run.ts';

const ENDPOINT = 'vpce-0a1b2c3d4e5f60718';

function resource(type: string, attributes: object, sensitive: readonly object[] = []): object {
  return {
    ...{ mode: 'managed', type, name: 'x', provider: 'provider["registry.terraform.io/hashicorp/aws"]' },
    instances: [{ schema_version: 0, attributes, sensitive_attributes: sensitive }],
  };
}

function state(...resources: readonly object[]): object {
  return { version: 4, terraform_version: '1.11.4', serial: 1, lineage: 'x', outputs: {}, resources };
}

/** A private zone with a record that leads to an endpoint. */
function zone(sensitive: readonly object[]): object {
  return state(
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
  );
}

async function told(document: object): Promise<string> {
  const stdin = new TextEncoder().encode(JSON.stringify(document));
  const { report, close } = await run({ paths: ['-'], stdin, config: false, preset: 'pedantic' });
  const text = JSON.stringify([report.findings, report.undecided]);
  close();
  return text;
}

it('the endpoint in a sensitive record is not named', async () => {
  expect(await told(zone([]))).toContain(ENDPOINT);
  expect(await told(zone([[{ type: 'get_attr', value: 'records' }]]))).not.toContain(ENDPOINT);
});

it('neither the number of sensitive domains is told nor whether one is a wildcard', async () => {
  const listing = (domains: readonly string[], sensitive: readonly object[]) =>
    told(
      state(
        resource(
          'aws_vpc_endpoint',
          {
            ...{ id: ENDPOINT, vpc_endpoint_type: 'Resource', private_dns_enabled: true },
            resource_configuration_arn: 'arn:aws:vpc-lattice:us-east-1:210987654321:resourceconfiguration/rcfg-1',
            dns_options: [{ private_dns_preference: 'SPECIFIED_DOMAINS_ONLY', private_dns_specified_domains: domains }],
          },
          sensitive,
        ),
      ),
    );
  const lists = [['a.example.com'], ['a.example.com', 'b.example.com'], ['*.example.com']];
  const mark = [
    { type: 'get_attr', value: 'dns_options' },
    { type: 'index', value: { value: 0, type: 'number' } },
    { type: 'get_attr', value: 'private_dns_specified_domains' },
  ];
  const plain = await Promise.all(lists.map((domains) => listing(domains, [])));
  const secret = await Promise.all(lists.map((domains) => listing(domains, [mark])));
  expect(new Set(plain).size).toBe(3);
  expect(new Set(secret).size).toBe(1);
  expect(secret[0]).toContain('dns/lattice-all-domains');
});
