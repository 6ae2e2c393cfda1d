/** What an apply surely comes to first: sources in memory, plans by hand. */
import { describe, expect, it } from 'vitest';
import { loadFiles } from '../../../src/loaders/index.ts';

/** In templates of Terraform’s and CloudFormation’s. */
const D = '$';

const bytes = (text: string) => new TextEncoder().encode(text);

const GATEWAY =
  'resource "aws_vpc_endpoint" "gateway" {\n  vpc_id = "vpc-1"\n  service_name = "com.amazonaws.eu-west-1.s3"\n}\n';
const later = (more: string) =>
  `resource "aws_vpc_endpoint" "later" {\n  vpc_id = "vpc-1"\n  service_name = "com.amazonaws.eu-west-1.s3"\n  vpc_endpoint_type = "Interface"\n${more}\n}\n`;

function orderIn(files: Readonly<Record<string, string>>, first: string, then: string) {
  const { pictures } = loadFiles(Object.entries(files).map(([path, text]) => ({ path, bytes: bytes(text) })));
  return pictures[0]!.network.isOrdered?.(first, then);
}

describe('in sources', () => {
  const order = (
    files: Readonly<Record<string, string>>,
    first = 'aws_vpc_endpoint.gateway',
    then = 'aws_vpc_endpoint.later',
  ) => orderIn(files, first, then);

  it.each([
    ['nothing', '', 'no'],
    ['depends_on', 'depends_on = [aws_vpc_endpoint.gateway]', 'yes'],
    ['depends_on as a text', 'depends_on = ["aws_vpc_endpoint.gateway"]', 'yes'],
    ['a reference', 'tags = { gateway = aws_vpc_endpoint.gateway.id }', 'yes'],
    [
      'a reference in a nested block',
      `dns_options {\n    dns_record_ip_type = "${D}{aws_vpc_endpoint.gateway.ip_address_type}"\n  }`,
      'yes',
    ],
    ['count', 'count = length(aws_vpc_endpoint.gateway[*].id)', 'yes'],
    ['something else', 'depends_on = [aws_vpc.main]', 'no'],
  ])('%s', (_, more, expected) => {
    const vpc = 'resource "aws_vpc" "main" {\n  cidr_block = "10.0.0.0/16"\n}\n';
    const key = more.startsWith('count') ? 'aws_vpc_endpoint.later[0]' : undefined;
    expect(order({ 'main.tf': GATEWAY + vpc + later(more) }, undefined, key)).toBe(expected);
  });

  it('a local, and another resource between', () => {
    const between =
      'resource "aws_route_table" "t" {\n  vpc_id = "vpc-1"\n  depends_on = [aws_vpc_endpoint.gateway]\n}\n';
    const local = 'locals {\n  table = aws_route_table.t.id\n}\n';
    expect(order({ 'main.tf': GATEWAY + between + local + later('tags = { table = local.table }') })).toBe('yes');
  });

  it('instances of one block are made together', () => {
    const both =
      'resource "aws_vpc_endpoint" "e" {\n  for_each = toset(["a", "b"])\n  vpc_id = "vpc-1"\n  service_name = each.key\n}\n';
    expect(order({ 'main.tf': both }, 'aws_vpc_endpoint.e["a"]', 'aws_vpc_endpoint.e["b"]')).toBe('no');
  });

  describe('modules', () => {
    const files = (call: string, output = 'aws_vpc_endpoint.gateway.id') => ({
      'main.tf': `module "first" {\n  source = "./first"\n}\nmodule "then" {\n  source = "./then"\n${call}\n}\n`,
      'first/main.tf': `${GATEWAY}resource "aws_route_table" "t" {\n  vpc_id = "vpc-1"\n}\noutput "out" {\n  value = ${output}\n}\noutput "table" {\n  value = aws_route_table.t.id\n}\n`,
      'then/main.tf': `variable "x" {\n  default = null\n}\n${later('tags = { x = var.x }')}`,
    });
    it.each([
      ['nothing', files(''), 'no'],
      ['depends_on of the call', files('depends_on = [module.first]'), 'yes'],
      ['an output by way of a variable', files('x = module.first.out'), 'yes'],
      ['another output of the module', files('x = module.first.table'), 'no'],
      ['a variable that the module does not use', files('y = module.first.out'), 'no'],
    ])('%s', (_, all, expected) => {
      expect(order(all, 'module.first.aws_vpc_endpoint.gateway', 'module.then.aws_vpc_endpoint.later')).toBe(expected);
    });
  });
});

describe('in plans', () => {
  const change = (address: string, module?: string) => ({
    address,
    ...(module === undefined ? {} : { module_address: module }),
    mode: 'managed',
    type: 'aws_vpc_endpoint',
    name: address.split('.').at(-1),
    change: { actions: ['create'], before: null, after: { vpc_id: 'vpc-1' }, after_unknown: { id: true } },
  });
  const resource = (name: string, more: object = {}, expressions: object = {}) => ({
    address: `aws_vpc_endpoint.${name}`,
    mode: 'managed',
    type: 'aws_vpc_endpoint',
    name,
    expressions,
    ...more,
  });
  const order = (changes: readonly object[], root_module: object, then: string) => {
    const plan = { format_version: '1.2', resource_changes: changes, configuration: { root_module }, complete: true };
    return orderIn({ 'plan.json': JSON.stringify(plan) }, 'aws_vpc_endpoint.gateway', then);
  };
  const changes = [change('aws_vpc_endpoint.gateway'), change('aws_vpc_endpoint.later')];

  it.each<[string, object, string]>([
    ['nothing', resource('later'), 'no'],
    ['depends_on', resource('later', { depends_on: ['aws_vpc_endpoint.gateway'] }), 'yes'],
    [
      'a reference',
      resource('later', {}, { tags: { references: ['aws_vpc_endpoint.gateway.id', 'aws_vpc_endpoint.gateway'] } }),
      'yes',
    ],
    ['a local, which plans do not have', resource('later', {}, { tags: { references: ['local.tags'] } }), 'unknown'],
  ])('%s', (_, later, expected) => {
    expect(order(changes, { resources: [resource('gateway'), later] }, 'aws_vpc_endpoint.later')).toBe(expected);
  });

  it('a call that depends on a resource', () => {
    const then = 'module.second["a"].aws_vpc_endpoint.later';
    const call = {
      depends_on: ['aws_vpc_endpoint.gateway'],
      for_each_expression: {},
      module: { resources: [resource('later')] },
    };
    const all = [change('aws_vpc_endpoint.gateway'), change(then, 'module.second["a"]')];
    expect(order(all, { resources: [resource('gateway')], module_calls: { second: call } }, then)).toBe('yes');
  });
});

describe('in templates', () => {
  const order = (more: object) => {
    const endpoint = (properties: object, rest: object = {}) => ({
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: { VpcId: 'vpc-1', ServiceName: 'com.amazonaws.eu-west-1.s3', ...properties },
      ...rest,
    });
    const { Properties = {}, ...rest } = more as { Properties?: object };
    const Resources = { Gateway: endpoint({}), Later: endpoint(Properties, rest), Other: endpoint({}) };
    return orderIn(
      { 'stack.json': JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources }) },
      'Gateway',
      'Later',
    );
  };
  it.each<[string, object, string]>([
    ['nothing', {}, 'no'],
    ['DependsOn', { DependsOn: 'Gateway' }, 'yes'],
    ['a list', { DependsOn: ['Other', 'Gateway'] }, 'yes'],
    ['Ref', { Properties: { Tags: [{ Key: 'a', Value: { Ref: 'Gateway' } }] } }, 'yes'],
    ['Sub', { Properties: { Tags: [{ Key: 'a', Value: { 'Fn::Sub': `x-${D}{Gateway.Id}` } }] } }, 'yes'],
    ['a literal in Sub', { Properties: { Tags: [{ Key: 'a', Value: { 'Fn::Sub': `x-${D}{!Gateway}` } }] } }, 'no'],
    ['another', { DependsOn: 'Other' }, 'no'],
  ])('%s', (_, more, expected) => {
    expect(order(more)).toBe(expected);
  });
});
