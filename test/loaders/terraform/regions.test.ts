/** Regions that follow from other attributes are as secret as these. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { networkOf } from './fixtures.ts';

type Block = Record<string, unknown>;
interface Plan {
  variables: Block;
  readonly configuration: { readonly root_module: Block; readonly provider_config: { readonly aws: Block } };
}
const file = new URL('../../../fixtures/field/service-of-a-data-source.json', import.meta.url);

/** The plan without a Region of the provider, and with what is to tell it. */
function endpointOf(edit: (plan: { changes: Block[]; blocks: Block[]; plan: Plan }) => void) {
  const plan = JSON.parse(readFileSync(file, 'utf8'));
  plan.configuration.provider_config.aws.expressions = {};
  edit({ plan, changes: plan.resource_changes, blocks: plan.configuration.root_module.resources });
  return networkOf(plan).endpoints[0]!;
}

/** A subnet beside the endpoint, of the same provider. */
function subnet(sensitive: object) {
  return ({ changes, blocks }: { changes: Block[]; blocks: Block[] }) => {
    const of = { address: 'aws_subnet.a', mode: 'managed', type: 'aws_subnet', name: 'a' };
    const after = { availability_zone: 'us-east-1a' };
    changes.push({
      ...of,
      change: { actions: ['create'], before: null, after, after_unknown: {}, after_sensitive: sensitive },
    });
    blocks.push({ ...of, provider_config_key: 'aws', expressions: {} });
  };
}

describe('the Region of a provider', () => {
  it('follows from the zone of a neighbor', () => {
    const { region, serviceName } = endpointOf(subnet({}));
    expect(region).toMatchObject({ value: 'us-east-1' });
    expect(serviceName).toMatchObject({ value: 'com.amazonaws.us-east-1.sqs' });
  });

  it('does not follow from a sensitive one', () => {
    const { region, serviceName } = endpointOf(subnet({ availability_zone: true }));
    expect(region.known).toBe(false);
    expect(serviceName.known).toBe(false);
  });

  it.each([true, false])('is as secret as the variable it comes from (%s)', (sensitive) => {
    const { region, serviceName } = endpointOf(({ plan }) => {
      plan.variables = { region: { value: 'us-east-1' } };
      plan.configuration.root_module.variables = { region: { sensitive } };
      plan.configuration.provider_config.aws.expressions = { region: { references: ['var.region'] } };
    });
    const mark = sensitive ? true : undefined;
    expect([region, serviceName]).toMatchObject([{ value: 'us-east-1' }, { value: 'com.amazonaws.us-east-1.sqs' }]);
    expect([region, serviceName].map((fact) => fact.known && fact.sensitive)).toEqual([mark, mark]);
  });
});

it('a service name with a sensitive Region in it is sensitive', () => {
  const { serviceName } = endpointOf(({ changes }) => {
    const change = changes[0]!.change as Block;
    change.after = { ...(change.after as Block), region: 'us-east-1' };
    change.after_sensitive = { region: true };
  });
  expect(serviceName).toMatchObject({ value: 'com.amazonaws.us-east-1.sqs', sensitive: true });
});

describe('the Region of an endpoint in the state of an old provider, which has no ARN', () => {
  const regionIn = (attributes: object) => {
    const values = { id: 'vpce-0a1b2c3d', vpc_id: 'vpc-0a1b2c3d', vpc_endpoint_type: 'Interface', ...attributes };
    const resource = {
      address: 'aws_vpc_endpoint.e',
      mode: 'managed',
      type: 'aws_vpc_endpoint',
      name: 'e',
      provider_name: 'aws',
      values,
    };
    const { region } = networkOf({
      format_version: '0.1',
      terraform_version: '0.12.24',
      values: { root_module: { resources: [resource] } },
    }).endpoints[0]!;
    return region.known ? region.value : undefined;
  };
  const sqs = 'com.amazonaws.eu-west-1.sqs';

  it('follows from the zones in its DNS names', () => {
    const name = (zone: string) => ({ dns_name: `vpce-0a1b2c3d-abcdefgh${zone}.sqs.eu-west-1.vpce.amazonaws.com` });
    expect(regionIn({ service_name: sqs, dns_entry: [name(''), name('-eu-west-1b')] })).toBe('eu-west-1');
    expect(regionIn({ service_name: sqs, dns_entry: [name('')] })).toBeUndefined();
  });
  it('follows from the service of a gateway endpoint, which is in the same Region', () => {
    const s3 = { vpc_endpoint_type: 'Gateway', service_name: 'com.amazonaws.eu-west-1.s3' };
    expect(regionIn(s3)).toBe('eu-west-1');
    expect(regionIn({ ...s3, id: null })).toBeUndefined();
  });
});
