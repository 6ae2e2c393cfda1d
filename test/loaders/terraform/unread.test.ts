import { expect, it } from 'vitest';
import { loadFiles } from '../../../src/loaders/index.ts';

const ADDRESS = 'awscc_ec2_vpc_endpoint.s3';
const head = { address: ADDRESS, mode: 'managed', type: 'awscc_ec2_vpc_endpoint', name: 's3' };
const values = { vpc_id: 'vpc-0123456789abcdef0', service_name: 'com.amazonaws.us-east-1.s3' };

const DOCUMENTS: Readonly<Record<string, string>> = {
  'plan.json': JSON.stringify({
    format_version: '1.2',
    resource_changes: [{ ...head, change: { actions: ['create'], before: null, after: values, after_unknown: {} } }],
    configuration: { root_module: { resources: [{ ...head, expressions: {} }] } },
  }),
  'state.json': JSON.stringify({
    format_version: '1.0',
    values: { root_module: { resources: [{ ...head, values, sensitive_values: {} }] } },
  }),
  'terraform.tfstate': JSON.stringify({
    version: 4,
    terraform_version: '1.11.4',
    resources: [{ ...head, instances: [{ attributes: values, sensitive_attributes: [] }] }],
  }),
  'main.tf': `resource "awscc_ec2_vpc_endpoint" "s3" {\n  vpc_id = "vpc-0123456789abcdef0"\n}\n`,
};

it.each(Object.entries(DOCUMENTS))('%s: an endpoint of another provider is told', (path, text) => {
  const { pictures, incomplete: refused } = loadFiles([{ path, bytes: new TextEncoder().encode(text) }]);
  const incomplete = [...refused, ...pictures.flatMap((picture) => picture.incomplete)];
  expect(incomplete.map(({ code, message }) => `${code} ${message}`)).toContainEqual(
    expect.stringContaining(`unread-resource ${ADDRESS}: `),
  );
});
