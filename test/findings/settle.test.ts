/** What would settle an undecided check: told apart from what is missing, and only where it would. */
import { expect, it } from 'vitest';
import { undecided } from '../../src/engine/index.ts';
import { type OutputTo, settler } from '../../src/findings/settle.ts';
import { PASS_SOURCES, reason, reasonOf } from '../../src/model/index.ts';
import { loadScene } from '../rules/load-scene.ts';

const [endpoint] = loadScene({ endpoints: { sqs: {} } }, 'plan', 'settle').endpoints;

function settled(missing: string, to: OutputTo = 'context'): readonly [string, string | null] {
  const after = settler(to)(undecided(missing), endpoint!) as ReturnType<typeof undecided>;
  return [after.missing[0]!, after.settledBy![0]!];
}

it.each([
  [
    'security group sg-0a1b2c3d is not in the input',
    'Add the output of `aws ec2 describe-security-groups` for sg-0a1b2c3d with --context',
  ],
  [
    'the DNS attributes of VPC vpc-0a1b2c3d are not in the input',
    'Add the output of `aws ec2 describe-vpc-attribute` for vpc-0a1b2c3d with --context',
  ],
  [
    'the records of the hosted zone Z0123456 are not in the input',
    'Add the output of `aws route53 list-resource-record-sets` for Z0123456 with --context',
  ],
  [
    'the VPC is not created by this plan, so it may have a route table that the plan does not show',
    'Add the output of `aws ec2 describe-route-tables` with --context',
  ],
  [
    'a state shows only its own stack, so other stacks may have added an endpoint',
    'Add the output of `aws ec2 describe-vpc-endpoints` with --context',
  ],
  [
    'a plan shows only its own stack, so there may be another endpoint service elsewhere',
    'Add the output of `aws ec2 describe-vpc-endpoint-service-configurations` with --context',
  ],
  [
    'the service table does not say whether eks supports endpoint policies',
    'Add the output of `aws ec2 describe-vpc-endpoint-services` with --context',
  ],
  [
    '`aws_sqs_queue.q.arn` is known only after apply',
    'Apply, then check the state (`terraform show -json | vpce-lint -`)',
  ],
  ['`Queue` is known only after deployment', 'Deploy, then run `vpce-lint audit`'],
  ['it depends on parameter Dns, which has no value', 'Pass --parameter Dns=VALUE'],
  ['it depends on the Region (--region), which has no value', 'Pass --region'],
  [
    'a state shows only its own stack, so other stacks may have added a network interface',
    'Add the output of `aws ec2 describe-network-interfaces` with --context',
  ],
  [
    'load balancer arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/gwy/x/0abc is not in the input',
    'Add the output of `aws elbv2 describe-load-balancers` with --context',
  ],
  [
    '`PolicyDocument` is not in this describe-vpc-endpoints output',
    'Run `aws ec2 describe-vpc-endpoints` without --query',
  ],
  [
    '`PrivateDnsEnabled` is not a boolean in this describe-vpc-endpoints output',
    'Run `aws ec2 describe-vpc-endpoints` and pass its output unchanged',
  ],
  [
    '`Groups` holds something that cannot be read in this describe-vpc-endpoints output',
    'Run `aws ec2 describe-vpc-endpoints` and pass its output unchanged',
  ],
  [
    'vpc-0a1b2c3d is not in the describe-vpcs output',
    'Add the output of `aws ec2 describe-vpcs` for vpc-0a1b2c3d with --context',
  ],
  [
    'rtb-0a1b2c3d, which describe-vpc-endpoints names, is not in the describe-route-tables output',
    'Add the output of `aws ec2 describe-route-tables` for rtb-0a1b2c3d with --context',
  ],
  // An id that AWS would not give may be anything, so no command repeats it.
  ['subnet subnet-xxxxxxxx is not in the input', 'Add the output of `aws ec2 describe-subnets` with --context'],
  [
    'the DNS attributes of VPC vpc-r15s142b9 are not in the input',
    'Add the output of `aws ec2 describe-vpc-attribute` with --context',
  ],
  ['the rules of the default security group of aws_vpc.x are not in the input', null],
  ['which ports eks uses is not in the service table', null],
  ['AWS chooses the Availability Zone of Subnet', null],
])('%s', (missing, settledBy) => {
  expect(settled(missing)).toEqual([missing, settledBy]);
});

it('is what the loader says, where it says so', () => {
  const text = reason('`subnet_ids` of aws_vpc_endpoint.x: its `for_each` is not in the plan', PASS_SOURCES);
  expect(settled(text)).toEqual([
    '`subnet_ids` of aws_vpc_endpoint.x: its `for_each` is not in the plan',
    PASS_SOURCES,
  ]);
  expect(reasonOf('the name is "a. b". Pass --region')).toEqual({
    why: 'the name is "a. b"',
    settledBy: 'Pass --region',
  });
  expect(reasonOf('the plan ends. It has no resources')).toMatchObject({ settledBy: null });
});

it('fits what is there already', () => {
  const missing = 'the input has no `describe-subnets` output';
  expect(settled(missing, 'input')).toEqual([missing, 'Add the output of `aws ec2 describe-subnets`']);
  expect(settled(missing, 'nowhere')).toEqual([missing, null]);
  expect(settled('subnet subnet-0a1b2c3d is not in the input', 'more-context')[0]).toBe(
    'subnet subnet-0a1b2c3d is not in the input, nor in the context',
  );
});

it('is the call that a rule names', () => {
  const why = 'it is not known which IP address types kms supports';
  const text = `${why}: add describe-vpc-endpoint-services`;
  expect(settled(text)).toEqual([why, 'Add the output of `aws ec2 describe-vpc-endpoint-services` with --context']);
  expect(settled(text, 'input')).toEqual([why, 'Add the output of `aws ec2 describe-vpc-endpoint-services`']);
});
