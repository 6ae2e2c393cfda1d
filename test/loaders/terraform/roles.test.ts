/** Policies of roles: read where a function has a role, wherever they stand in the file. */
import { expect, it } from 'vitest';
import { LISTED_RESOURCES } from '../../../src/loaders/terraform/document/select.ts';
import { readJson } from '../../../src/text/json/index.ts';
import { type Change, documentOf, networkOf } from './planned.ts';

const POLICY = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: '*' }] });

const actions = ['no-op'];
const policy: Readonly<Record<string, Change>> = {
  'aws_iam_role_policy.models': { actions, after: { name: 'models', role: 'app', policy: POLICY } },
};
const role: Readonly<Record<string, Change>> = {
  'aws_iam_role.app': { actions, after: { name: 'app', arn: 'arn:aws:iam::111122223333:role/app' } },
};
const lambda: Readonly<Record<string, Change>> = {
  'aws_lambda_function.app': {
    actions,
    after: {
      function_name: 'app',
      role: 'arn:aws:iam::111122223333:role/app',
      vpc_config: [{ subnet_ids: ['subnet-0123456789abcdef0'], security_group_ids: [] }],
    },
  },
};

it.each([
  ['before the function', { ...policy, ...role, ...lambda }],
  ['after it', { ...lambda, ...role, ...policy }],
])('%s', (_, changes) => {
  expect(networkOf({ changes }).workloads[0]!.mayCall.sure).toContain('bedrock-runtime');
});

it('not read where nothing has a role that is asked about', () => {
  const read = (changes: Readonly<Record<string, Change>>) => {
    const text = JSON.stringify(documentOf({ changes }));
    const { value } = readJson(Buffer.from(text), { members: { resource_changes: LISTED_RESOURCES } });
    return (value as { resource_changes: { address: string }[] }).resource_changes.map(({ address }) => address);
  };
  expect(read({ ...policy, ...role })).toEqual(['aws_iam_role.app']);
  expect(read({ ...policy, ...role, ...lambda })).toEqual([
    'aws_iam_role.app',
    'aws_lambda_function.app',
    'aws_iam_role_policy.models',
  ]);
});
