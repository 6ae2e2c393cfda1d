import { expect, it } from 'vitest';
import { onlyPasses } from '../../src/ask/passing.ts';
import type { Network } from '../../src/model/index.ts';
import { network } from '../loaders/describe/support.ts';

const VPC = 'vpc-0aaaaaaaaaaaaaaa1';
const SUBNET = 'subnet-0aaaaaaaaaaaaaaa1';

const subnets = { Subnets: [{ SubnetId: SUBNET, VpcId: VPC, CidrBlock: '10.0.0.0/28' }] };
const attachments = {
  TransitGatewayVpcAttachments: [
    { TransitGatewayAttachmentId: 'tgw-attach-1', VpcId: VPC, State: 'available', SubnetIds: [SUBNET] },
  ],
};
const interfaces = (...types: readonly string[]) => ({
  NetworkInterfaces: types.map((InterfaceType, i) => {
    return { NetworkInterfaceId: `eni-${i}`, VpcId: VPC, SubnetId: SUBNET, InterfaceType };
  }),
});

function ask(net: Network): boolean | string {
  const [subnet] = net.subnets;
  return onlyPasses({ is: 'entity', to: subnet!, at: subnet!.at }, subnet!.vpc, net);
}

it('a subnet of a transit gateway only passes traffic on if all network interfaces are known and none is of a client', () => {
  expect(ask(network(subnets, attachments, interfaces('transit_gateway')))).toBe(true);
  expect(ask(network(subnets, attachments, interfaces('transit_gateway', 'lambda')))).toBe(false);
  expect(ask(network(subnets, attachments))).toContain('describe-network-interfaces');
  expect(ask(network(subnets, interfaces('interface')))).toBe(false);
});
