/** Policies of roles: read where a function has a role, wherever they stand in the file. */
import { expect, it } from 'vitest';
import { loadFiles } from '../../../src/loaders/index.ts';
import { LISTED_RESOURCES } from '../../../src/loaders/terraform/document/select.ts';
import { readJson } from '../../../src/text/json/index.ts';

const change = (address: string, after: object) => {
  const [type, name] = address.split('.');
  return {
    address,
    mode: 'managed',
    type,
    name,
    change: { actions: ['no-op'], before: after, after, after_unknown: {} },
  };
};

const POLICY = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: '*' }] });

const policy = change('aws_iam_role_policy.models', { name: 'models', role: 'app', policy: POLICY });
const role = change('aws_iam_role.app', { name: 'app', arn: 'arn:aws:iam::111122223333:role/app' });
const lambda = change('aws_lambda_function.app', {
  function_name: 'app',
  role: 'arn:aws:iam::111122223333:role/app',
  vpc_config: [{ subnet_ids: ['subnet-0123456789abcdef0'], security_group_ids: [] }],
});

it.each([
  ['before the function', [policy, role, lambda]],
  ['after it', [lambda, role, policy]],
])('%s', (_, changes) => {
  const plan = { format_version: '1.2', resource_changes: changes, configuration: { root_module: {} } };
  const bytes = new TextEncoder().encode(JSON.stringify(plan));
  const [workload] = loadFiles([{ path: 'plan.json', bytes }]).pictures[0]!.network.workloads;
  expect(workload!.mayCall.sure).toContain('bedrock-runtime');
});

it('not read where nothing has a role that is asked about', () => {
  const read = (changes: object[]) =>
    (readJson(Buffer.from(JSON.stringify(changes)), LISTED_RESOURCES).value as { address: string }[]).map(
      ({ address }) => address,
    );
  expect(read([policy, role])).toEqual(['aws_iam_role.app']);
  expect(read([policy, role, lambda])).toEqual([
    'aws_iam_role.app',
    'aws_lambda_function.app',
    'aws_iam_role_policy.models',
  ]);
});
