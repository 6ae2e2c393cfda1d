/** Whether a subnet or a VPC has an IPv6 range that only apply will name. */
import { describe, expect, it } from 'vitest';
import mismatch from '../../../rules/transport/ip-type-subnet-mismatch.ts';
import { loadFiles } from '../../../src/loaders/index.ts';
import type { Network } from '../../../src/model/index.ts';
import { judge } from '../../rules/judge.ts';
import { networkOf as planned } from './planned.ts';

/** A dual-stack endpoint in a subnet with this range. */
function networkOf(range: string, vpc = 'assign_generated_ipv6_cidr_block = true'): Network {
  const main = `
variable "on" {}
data "aws_vpc" "other" {
  id = "vpc-0a1"
}
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
  ${vpc}
}
locals {
  range = cidrsubnet(data.aws_vpc.other.ipv6_cidr_block, 8, 1)
}
resource "aws_subnet" "a" {
  vpc_id          = aws_vpc.main.id
  cidr_block      = "10.0.1.0/24"
  ipv6_cidr_block = ${range}
}
resource "aws_vpc_endpoint" "sqs" {
  vpc_id            = aws_vpc.main.id
  service_name      = "com.amazonaws.us-east-1.sqs"
  vpc_endpoint_type = "Interface"
  subnet_ids        = [aws_subnet.a.id]
  ip_address_type   = "dualstack"
}
`;
  return loadFiles([{ path: 'main.tf', bytes: new TextEncoder().encode(main) }]).pictures[0]!.network;
}

describe('an IPv6 range', () => {
  it.each<[string, string, string | undefined]>([
    ['cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 1)', 'pass', undefined],
    ['aws_vpc.main.ipv6_cidr_block', 'pass', undefined],
    ['cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 1)', 'pass', 'assign_generated_ipv6_cidr_block = var.on'],
    ['aws_vpc.main.ipv6_cidr_block', 'undecided', 'assign_generated_ipv6_cidr_block = var.on'],
    ['cidrsubnet(data.aws_vpc.other.ipv6_cidr_block, 8, 1)', 'pass', undefined],
    ['cidrsubnets(data.aws_vpc.other.ipv6_cidr_block, 8, 8)[1]', 'pass', undefined],
    ['local.range', 'pass', undefined],
    ['var.on ? local.range : cidrsubnet(var.on, 8, 2)', 'pass', undefined],
    ['var.on ? local.range : null', 'undecided', undefined],
    ['try(local.range, null)', 'undecided', undefined],
    ['data.aws_vpc.other.ipv6_cidr_block', 'undecided', undefined],
    ['lower(data.aws_vpc.other.ipv6_cidr_block)', 'undecided', undefined],
    ['null', 'fail', undefined],
  ])('%s: %s', (range, verdict, vpc) => {
    const network = networkOf(range, vpc);
    const has = {
      pass: { known: true, value: true },
      fail: { known: true, value: false },
      undecided: { known: false },
    };
    expect(network.subnets.find(({ key }) => key === 'aws_subnet.a')!.hasIpv6).toMatchObject(has[verdict as 'pass']);
    expect(judge(mismatch, network).get('aws_vpc_endpoint.sqs')!.verdict).toBe(verdict);
  });
});

describe('a VPC', () => {
  const hasIpv6 = (network: Network) => {
    const { hasIpv6: told } = network.vpcs.find(({ key }) => /aws_(?:default_)?vpc.main$/.test(key))!;
    return told.known ? told.value : null;
  };
  const inCode = (vpc: string, more = '', type = 'aws_vpc') => {
    const main = `variable "x" {}\nresource "${type}" "main" {\n  ${vpc}\n}\n${more}`;
    return hasIpv6(loadFiles([{ path: 'main.tf', bytes: new TextEncoder().encode(main) }]).pictures[0]!.network);
  };
  const added = (vpc: string, count = '') =>
    `resource "aws_vpc_ipv6_cidr_block_association" "more" {\n  ${count}\n  vpc_id = ${vpc}\n}`;
  const IPV4 = 'cidr_block = "10.0.0.0/16"';

  it.each<[string, string, boolean | null]>([
    [IPV4, '', false],
    ['assign_generated_ipv6_cidr_block = false', '', false],
    ['assign_generated_ipv6_cidr_block = true', '', true],
    ['assign_generated_ipv6_cidr_block = var.x', '', null],
    ['ipv6_ipam_pool_id = "ipam-pool-1"', '', true],
    ['ipv6_ipam_pool_id = var.x', '', null],
    ['ipv6_cidr_block = "2600:1f18::/56"', '', true],
    ['ipv6_cidr_block = var.x', '', null],
    [IPV4, added('aws_vpc.main.id'), true],
    [IPV4, added('aws_vpc.main.id', 'count = var.x'), null],
    [IPV4, added('var.x'), null],
  ])('in code: %s %s', (vpc, more, expected) => {
    expect(inCode(vpc, more)).toBe(expected);
  });

  it('that exists may have one that the code does not show', () => {
    expect(inCode('', '', 'aws_default_vpc')).toBe(null);
  });

  it.each<[string, object, object, string[], boolean | null]>([
    ['aws_vpc.main', {}, { ipv6_cidr_block: true }, ['create'], false],
    ['aws_vpc.main', { ipv6_cidr_block: '' }, {}, ['no-op'], false],
    ['aws_vpc.main', { ipv6_cidr_block: '2600:1f18::/56' }, {}, ['no-op'], true],
    ['aws_vpc.main', { assign_generated_ipv6_cidr_block: true }, { ipv6_cidr_block: true }, ['update'], true],
    ['aws_vpc.main', {}, { ipv6_cidr_block: true }, ['update'], null],
    ['aws_default_vpc.main', {}, { ipv6_cidr_block: true }, ['create'], null],
  ])('in a plan: %s %o %o %o', (address, after, unknown, actions, expected) => {
    const change = { after, unknown: { id: true, ...unknown }, actions, expressions: {} };
    expect(hasIpv6(planned({ changes: { [address]: change } }))).toBe(expected);
  });
});
