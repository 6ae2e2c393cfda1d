/** Code that names ranges of a VPC, and context that knows the VPC. */
import { describe, expect, it } from 'vitest';
import { exported, judged, VPC, verdictOf } from './support.ts';

const SQS = 'aws_vpc_endpoint.sqs';

const code = (range: string, more = '') => `
variable "subnet_ids" {}
data "aws_vpc" "main" {
  id = "${VPC}"
}
data "aws_vpc" "other" {
  id = "vpc-0b000001"
}
resource "aws_security_group" "own" {
  vpc_id = "${VPC}"
}
resource "aws_vpc_security_group_ingress_rule" "own" {
  security_group_id = aws_security_group.own.id
  cidr_ipv4         = ${range}
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
resource "aws_vpc_endpoint" "sqs" {
  vpc_id             = "${VPC}"
  service_name       = "com.amazonaws.us-east-1.sqs"
  vpc_endpoint_type  = "Interface"
  subnet_ids         = var.subnet_ids
  security_group_ids = [aws_security_group.own.id]
}
${more}`;

/** The VPC with another range beside the primary one, and a subnet in each. */
function wide(more: object = {}): object {
  const all = exported();
  const [vpc] = all.Vpcs as object[];
  const block = (CidrBlock: string) => ({ CidrBlock, CidrBlockState: { State: 'associated' } });
  const CidrBlockAssociationSet = ['10.0.0.0/16', '100.64.0.0/16'].map(block);
  const [subnet] = all.Subnets as object[];
  const far = { ...subnet, SubnetId: 'subnet-0a000003', CidrBlock: '100.64.1.0/24' };
  return { ...all, Vpcs: [{ ...vpc, CidrBlockAssociationSet, ...more }], Subnets: [subnet, far] };
}

const IPV6 = {
  Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2600:1f18::/56', Ipv6CidrBlockState: { State: 'associated' } }],
};

describe('an endpoint that allows the range of its VPC', () => {
  const link = `
resource "aws_ec2_transit_gateway_vpc_attachment" "hub" {
  vpc_id             = "${VPC}"
  transit_gateway_id = "tgw-1"
  subnet_ids         = var.subnet_ids
}
`;

  it.each<[string, object, string]>([
    ['its only range', exported(), 'pass'],
    ['one of its ranges', wide(), 'fail'],
    ['a range of a VPC with an IPv6 range', { ...wide(IPV6), Subnets: [] }, 'undecided'],
  ])('%s', async (_, context, expected) => {
    const files = { 'main.tf': code('data.aws_vpc.main.cidr_block'), 'd.json': context };
    const outcome = await judged(files, ['d.json'], ['main.tf']);
    expect(verdictOf(outcome, 'reachability/clients-not-covered', SQS)).toBe(expected);
    expect(verdictOf(outcome, 'reachability/open-ingress', SQS)).toBe('pass');
  });

  it('needs no route back, and one that allows another VPC may', async () => {
    const verdicts = ['main', 'other'].map(async (name) => {
      const files = { 'main.tf': code(`data.aws_vpc.${name}.cidr_block`, link), 'd.json': exported() };
      return verdictOf(await judged(files, ['d.json'], ['main.tf']), 'reachability/no-return-route', SQS);
    });
    expect(await Promise.all(verdicts)).toEqual(['none', 'undecided']);
  });
});
