/** What holds network interfaces: its security groups and subnets where a plan does not show its block. */
import { expect, it } from 'vitest';
import { networkOf, references } from './planned.ts';

const GROUP = 'sg-0123456789abcdef0';

/** The one attachment of a plan, in short. */
function attachment(address: string, { after = {}, unknown = {}, expressions = {} }: Record<string, object>) {
  const { attachments } = networkOf({ changes: { [address]: { after, unknown, expressions } } });
  const { groups, subnets } = attachments.find((each) => each.address === address)!;
  return { groups: { count: groups.sure.length, open: groups.open }, subnets: { open: subnets.open } };
}

it('a block that is known only after apply is not an empty one', () => {
  const because = '`aws_lambda_function.f.vpc_config` is known only after apply';
  expect(attachment('aws_lambda_function.f', { unknown: { vpc_config: true } })).toEqual({
    groups: { count: 0, open: because },
    subnets: { open: because },
  });
});

it('a block that is not written is an empty one', () => {
  expect(attachment('aws_lambda_function.f', { after: { vpc_config: [] } })).toEqual({
    groups: { count: 0, open: null },
    subnets: { open: null },
  });
});

it('further groups may be in blocks that are known only after apply', () => {
  const after = { vpc_security_group_ids: [GROUP] };
  expect(attachment('aws_launch_template.t', { after, unknown: { network_interfaces: true } }).groups).toEqual({
    count: 1,
    open: '`aws_launch_template.t.network_interfaces` is known only after apply',
  });
});

it('an instance has the default group of its VPC, unless it may receive existing interfaces', () => {
  const computed = { vpc_security_group_ids: true, network_interface: true, primary_network_interface: true };
  expect(attachment('aws_instance.i', { unknown: computed }).groups.open).toBe(
    'aws_instance.i has the default security group of its VPC, which is not in the input',
  );
  const attached = { network_interface: [{ network_interface_id: references('aws_network_interface.n.id') }] };
  expect(attachment('aws_instance.i', { unknown: computed, expressions: attached }).groups.open).toBeNull();
  const perhaps = { network_interface: references('local.interfaces') };
  expect(attachment('aws_instance.i', { unknown: computed, expressions: perhaps }).groups.open).toContain(
    'local.interfaces',
  );
});

it('the control plane of EKS calls no service through its interfaces, as nodes and functions do', () => {
  const after = { vpc_config: [{ security_group_ids: [GROUP], subnet_ids: [] }] };
  const { attachments } = networkOf({
    changes: { 'aws_eks_cluster.c': { after }, 'aws_lambda_function.f': { after } },
  });
  expect(attachments.map(({ address, calls }) => [address, calls.known && calls.value])).toEqual([
    ['aws_eks_cluster.c', false],
    ['aws_lambda_function.f', true],
  ]);
});

it.each([
  ['aws_neptune_cluster.c', { vpc_security_group_ids: [GROUP] }],
  ['aws_docdb_cluster.c', { vpc_security_group_ids: [GROUP] }],
  ['aws_apigatewayv2_vpc_link.l', { security_group_ids: [GROUP], subnet_ids: [] }],
])('%s serves others, as in templates', (address, after) => {
  const { attachments } = networkOf({ changes: { [address]: { after } } });
  expect(attachments.map(({ groups, calls }) => [groups.sure.length, groups.open, calls.known && calls.value])).toEqual(
    [[1, null, false]],
  );
});
