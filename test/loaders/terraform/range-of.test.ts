/** Sources of security groups whose range is not known, but whose range it is. */
import { describe, expect, it } from 'vitest';
import clientsNotCovered from '../../../rules/reachability/clients-not-covered.ts';
import noReturnRoute from '../../../rules/reachability/no-return-route.ts';
import openIngress from '../../../rules/reachability/open-ingress.ts';
import { loadFiles } from '../../../src/loaders/index.ts';
import { type IngressRule, type Network, refName } from '../../../src/model/index.ts';
import { judge } from '../../rules/judge.ts';
import { constant, networkOf as plannedNetwork, references } from './planned.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

const ENDPOINT = (vpc: string) => `
resource "aws_security_group" "own" {
  vpc_id = ${vpc}
}
resource "aws_vpc_endpoint" "sqs" {
  vpc_id             = ${vpc}
  service_name       = "com.amazonaws.us-east-1.sqs"
  vpc_endpoint_type  = "Interface"
  subnet_ids         = var.subnet_ids
  security_group_ids = [aws_security_group.own.id]
}
`;

const NETWORK = `
variable "vpc_id" {}
variable "subnet_ids" {}
variable "range" {}
variable "ranges" {}
data "aws_vpc" "known" {
  id = var.vpc_id
}
data "aws_vpc" "again" {
  id = var.vpc_id
}
data "aws_vpc" "tagged" {
  tags = { Name = "x" }
}
data "aws_subnet" "one" {
  vpc_id = var.vpc_id
}
resource "aws_vpc" "pooled" {
  ipv4_ipam_pool_id                = "ipam-pool-1"
  ipv4_netmask_length              = 22
  assign_generated_ipv6_cidr_block = true
}
resource "aws_vpc" "given" {
  cidr_block = var.range
}
resource "aws_vpc" "one" {
  cidr_block = var.ranges[0]
}
resource "aws_vpc" "two" {
  cidr_block = var.ranges[0]
}
resource "aws_subnet" "part" {
  vpc_id     = aws_vpc.pooled.id
  cidr_block = cidrsubnet(aws_vpc.pooled.cidr_block, 4, 1)
}
resource "aws_vpc_ipv4_cidr_block_association" "more" {
  vpc_id            = aws_vpc.given.id
  ipv4_ipam_pool_id = "ipam-pool-1"
}
module "net" {
  source = "./net"
}
`;

const MODULE = `
resource "aws_vpc" "this" {
  count               = 1
  ipv4_ipam_pool_id   = "ipam-pool-1"
  ipv4_netmask_length = 22
}
output "range" {
  value = try(aws_vpc.this[0].cidr_block, null)
}
`;

function networkOf(more: string, vpc = 'var.vpc_id', network = NETWORK): Network {
  const files = { 'main.tf': `${network}${more}${ENDPOINT(vpc)}`, 'net/main.tf': MODULE };
  const given = Object.entries(files).map(([path, text]) => ({ path, bytes: bytes(text) }));
  return loadFiles(given).pictures[0]!.network;
}

const ruleOf = (range: string, attribute = 'cidr_ipv4') => `
resource "aws_vpc_security_group_ingress_rule" "own" {
  security_group_id = aws_security_group.own.id
  ${attribute}      = ${range}
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
`;

const inline = (lines: string) => `
resource "aws_security_group_rule" "own" {
  type              = "ingress"
  security_group_id = aws_security_group.own.id
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  ${lines}
}
`;

/** What is known of each source: its range, or `all of` or `part of` and a VPC. */
function told(rules: readonly IngressRule[]): (string | null)[] {
  return rules.flatMap(({ sources }) =>
    [...sources.sure, ...sources.maybe].map((source) => {
      if (source.is !== 'cidr') return source.is;
      if (source.cidr.known) return source.cidr.value;
      return source.of ? `${source.of.isWhole ? 'all' : 'part'} of ${refName(source.of.vpc)}` : null;
    }),
  );
}

const ownRules = ({ securityGroups }: Network) => securityGroups.find(({ key }) => key.endsWith('.own'))!.ingress.sure;
const verdictOf = (rule: Parameters<typeof judge>[0], network: Network, preset?: 'strict') =>
  judge(rule, network, preset ? { preset } : {}).get('aws_vpc_endpoint.sqs')?.verdict;

describe('a range is that of', () => {
  it.each<[string, string | null]>([
    ['data.aws_vpc.known.cidr_block', 'all of var.vpc_id'],
    ['data.aws_vpc.again.cidr_block', 'all of var.vpc_id'],
    ['data.aws_vpc.tagged.cidr_block', 'all of data.aws_vpc.tagged.id'],
    ['aws_vpc.pooled.cidr_block', 'all of aws_vpc.pooled'],
    ['aws_vpc.given.cidr_block', 'all of aws_vpc.given'],
    ['var.range', 'all of aws_vpc.given'],
    ['module.net.range', 'all of module.net.aws_vpc.this[0]'],
    ['data.aws_subnet.one.cidr_block', 'part of var.vpc_id'],
    ['aws_subnet.part.cidr_block', 'part of aws_vpc.pooled'],
    ['cidrsubnet(cidrsubnet(data.aws_vpc.known.cidr_block, 4, 1), 2, 1)', 'part of var.vpc_id'],
    ['aws_vpc_ipv4_cidr_block_association.more.cidr_block', 'part of aws_vpc.given'],
    ['var.vpc_id == "" ? data.aws_vpc.again.cidr_block : data.aws_vpc.known.cidr_block', 'all of var.vpc_id'],
    ['var.vpc_id == "" ? aws_vpc.pooled.cidr_block : data.aws_vpc.known.cidr_block', 'part of null'],
    // Two VPCs, and the value does not tell which.
    ['aws_vpc.two.cidr_block', 'part of null'],
    ['var.vpc_id == "" ? "0.0.0.0/0" : data.aws_vpc.known.cidr_block', null],
    ['format("%s/0", split("/", data.aws_vpc.known.cidr_block)[0])', null],
    ['data.aws_vpc.known.main_route_table_id', null],
    ['var.ranges[1]', null],
  ])('%s: %s', (range, expected) => {
    const network = networkOf(ruleOf(range));
    expect(told(ownRules(network))).toEqual([expected]);
    expect(verdictOf(openIngress, network)).toBe(expected === null ? 'undecided' : 'pass');
  });

  it.each<[string, (string | null)[]]>([
    ['cidr_blocks = [data.aws_vpc.known.cidr_block, "10.0.0.0/8"]', ['all of var.vpc_id', '10.0.0.0/8']],
    ['cidr_blocks = [data.aws_vpc.known.cidr_block, var.ranges[1]]', ['all of var.vpc_id', null]],
    ['cidr_blocks = var.ranges', [null]],
    ['ipv6_cidr_blocks = [aws_vpc.pooled.ipv6_cidr_block]', ['all of aws_vpc.pooled']],
  ])('%s: %s', (lines, expected) => {
    const network = networkOf(inline(lines));
    expect(told(ownRules(network))).toEqual(expected);
    expect(verdictOf(openIngress, network)).toBe(expected.includes(null) ? 'undecided' : 'pass');
  });

  it('a block of a security group', () => {
    const network = networkOf('', 'var.vpc_id').securityGroups;
    expect(network.find(({ key }) => key === 'aws_security_group.own')!.ingress.sure).toEqual([]);
    const group = `
resource "aws_security_group" "block" {
  vpc_id = var.vpc_id
  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = [data.aws_vpc.known.cidr_block]
  }
}
`;
    const { securityGroups } = networkOf(group);
    const { ingress } = securityGroups.find(({ key }) => key === 'aws_security_group.block')!;
    expect(told(ingress.sure)).toEqual(['all of var.vpc_id']);
  });
});

describe('an endpoint that allows', () => {
  const link = (vpc: string) => `
resource "aws_ec2_transit_gateway_vpc_attachment" "hub" {
  vpc_id             = ${vpc}
  transit_gateway_id = "tgw-1"
  subnet_ids         = var.subnet_ids
}
`;

  it.each<[string, string, string, string]>([
    ['its own VPC needs no route back', 'data.aws_vpc.known.cidr_block', 'var.vpc_id', 'not-applicable'],
    ['a subnet of its VPC needs none', 'data.aws_subnet.one.cidr_block', 'data.aws_vpc.known.id', 'not-applicable'],
    ['another VPC may need one', 'data.aws_vpc.tagged.cidr_block', 'var.vpc_id', 'undecided'],
    [
      'its own VPC by another name may need one',
      'data.aws_vpc.known.cidr_block',
      'data.aws_vpc.tagged.id',
      'undecided',
    ],
  ])('%s', (_, range, vpc, expected) => {
    const network = networkOf(`${ruleOf(range)}${link(vpc)}`, vpc);
    expect(verdictOf(noReturnRoute, network, 'strict') ?? 'not-applicable').toBe(expected);
  });

  const secondary = (range: string) => `
resource "aws_vpc_ipv4_cidr_block_association" "second" {
  vpc_id     = aws_vpc.pooled.id
  cidr_block = ${range}
}
resource "aws_subnet" "clients" {
  vpc_id     = aws_vpc.pooled.id
  cidr_block = "100.64.1.0/24"
}
`;
  const ipv4 = NETWORK.replace('  assign_generated_ipv6_cidr_block = true\n', '');

  it.each<[string, string, string, string]>([
    ['all of its VPC', 'aws_vpc.pooled.cidr_block', '', 'pass'],
    ['a part of its VPC', 'aws_subnet.part.cidr_block', '', 'undecided'],
    ['another VPC', 'data.aws_vpc.known.cidr_block', '', 'undecided'],
    ['one of the two ranges of its VPC', 'aws_vpc.pooled.cidr_block', secondary('"100.64.0.0/16"'), 'fail'],
    ['one range of its VPC, which has another', 'aws_vpc.pooled.cidr_block', secondary('var.ranges[3]'), 'undecided'],
  ])('%s', (_, range, more, expected) => {
    const network = networkOf(`${ruleOf(range)}${more}`, 'aws_vpc.pooled.id', ipv4);
    expect(verdictOf(clientsNotCovered, network, 'strict')).toBe(expected);
  });
});

describe('in a plan', () => {
  const group = {
    after: {},
    unknown: { id: true, vpc_id: true },
    expressions: { vpc_id: references('aws_vpc.main.id') },
  };
  const rule = (expression: object, unknown: object = { cidr_ipv4: true, security_group_id: true }) => ({
    after: { ip_protocol: 'tcp', from_port: 443, to_port: 443 },
    unknown,
    expressions: {
      cidr_ipv4: expression,
      security_group_id: references('aws_security_group.own.id'),
      ip_protocol: constant('tcp'),
    },
  });
  const vpc = {
    unknown: { id: true, cidr_block: true, main_route_table_id: true },
    expressions: { ipv4_ipam_pool_id: constant('ipam-pool-1') },
  };
  const sourcesOf = (expression: object) =>
    told(
      ownRules(
        plannedNetwork({
          changes: {
            'aws_vpc.main': vpc,
            'aws_security_group.own': group,
            'aws_vpc_security_group_ingress_rule.own': rule(expression),
          },
          variables: { range: '10.0.0.0/8' },
        }),
      ),
    );

  // A plan does not show a function around the reference: it may take a part.
  it('one reference is the range, or a part of it', () => {
    expect(sourcesOf(references('aws_vpc.main.cidr_block'))).toEqual(['part of aws_vpc.main']);
  });

  it('two references may be anything', () => {
    expect(sourcesOf(references('aws_vpc.main.cidr_block', 'aws_vpc.main.main_route_table_id'))).toEqual([null]);
  });
});
