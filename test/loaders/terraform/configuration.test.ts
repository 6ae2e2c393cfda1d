/** Terraform sources without a plan, as files in memory. */
import { describe, expect, it } from 'vitest';
import { sameServiceAs } from '../../../src/ask/services.ts';
import { withoutRegion } from '../../../src/aws/index.ts';
import { loadFiles } from '../../../src/loaders/index.ts';
import { type Endpoint, show } from '../../../src/model/index.ts';

type Files = Readonly<Record<string, string>>;

interface Given {
  readonly vars?: readonly string[];
  readonly region?: string;
}

function load(files: Files, given: Given = {}) {
  const bytes = (text: string) => new TextEncoder().encode(text);
  return loadFiles(
    Object.entries(files).map(([path, text]) => ({ path, bytes: bytes(text) })),
    given,
  );
}

function endpoints(files: Files, given?: Given): Record<string, Endpoint> {
  const { pictures } = load(files, given);
  const all = pictures.flatMap(({ network }) => network.endpoints);
  return Object.fromEntries(all.map((endpoint) => [endpoint.key, endpoint]));
}

/** The service names of the endpoints, by address; why, where they are not known. */
function services(files: Files, given?: Given): Record<string, string | null> {
  const all = Object.entries(endpoints(files, given));
  return Object.fromEntries(
    all.map(([key, { serviceName }]) => [
      key,
      serviceName.known ? (show(serviceName) as string | null) : serviceName.because,
    ]),
  );
}

/** In templates of Terraform's. */
const D = '$';

const endpoint = (name: string, service: string, more = '') =>
  `resource "aws_vpc_endpoint" "${name}" {\n  vpc_id = "vpc-1"\n  service_name = ${service}\n${more}}\n`;

describe('variables', () => {
  const main = `variable "s" {\n  type = string\n  default = "default"\n}\n${endpoint('x', 'var.s')}`;

  it.each<[string, Files, Given, string]>([
    ['default', {}, {}, 'default'],
    ['terraform.tfvars', { 'terraform.tfvars': 's = "file"' }, {}, 'file'],
    [
      'terraform.tfvars.json before terraform.tfvars',
      { 'terraform.tfvars': 's = "file"', 'terraform.tfvars.json': '{"s": "json"}' },
      {},
      'json',
    ],
    [
      'automatic files in the order of their names',
      { 'terraform.tfvars': 's = "file"', 'b.auto.tfvars': 's = "b"', 'a.auto.tfvars.json': '{"s": "a"}' },
      {},
      'b',
    ],
    ['what the user gives', { 'b.auto.tfvars': 's = "b"' }, { vars: ['s=given'] }, 'given'],
    ['the last of what the user gives', {}, { vars: ['s=one', 's=two=2'] }, 'two=2'],
  ])('%s', (_, files, given, expected) => {
    expect(services({ 'main.tf': main, ...files }, given)).toEqual({ 'aws_vpc_endpoint.x': expected });
  });

  it('without a value are unknown, and say how to give one', () => {
    expect(services({ 'main.tf': `variable "s" {}\n${endpoint('x', 'var.s')}` })['aws_vpc_endpoint.x']).toMatch(
      /`var\.s` has no value\. Pass --var or --var-file/,
    );
  });

  it('have the optional attributes of their type, and no null where it is refused', () => {
    const type = 'object({ name = optional(string, "kms"), other = optional(string) })';
    const main = `variable "o" {\n  type = ${type}\n  nullable = false\n  default = {}\n}\nmodule "m" {\n  source = "./m"\n  o = null\n}\n`;
    const child = `variable "o" {\n  type = ${type}\n  nullable = false\n  default = {}\n}\n${endpoint('x', 'var.o.name')}`;
    expect(services({ 'main.tf': main, 'm/main.tf': child })).toEqual({ 'module.m.aws_vpc_endpoint.x': 'kms' });
  });

  it('of a complex type are written as Terraform writes them', () => {
    const main = `variable "l" {\n  type = list(string)\n}\n${endpoint('x', 'var.l[1]')}`;
    expect(services({ 'main.tf': main }, { vars: ['l=["a", "b"]'] })).toEqual({ 'aws_vpc_endpoint.x': 'b' });
    expect(() => load({ 'main.tf': main }, { vars: ['l=["a"'] })).toThrow(/--var l: /);
    expect(() => load({ 'main.tf': main }, { vars: ['m=1'] })).toThrow(/no root module has a variable "m"/);
  });
});

describe('a Region that nobody gives', () => {
  const region = 'variable "region" {}\n';
  /** The service of the endpoint `x`, as far as it is known. */
  const pattern = (more: string, given?: Given) =>
    Object.values(endpoints({ 'main.tf': region + more }, given))[0]!.serviceInAnyRegion;

  it.each([
    ['a template', `"com.amazonaws.${D}{var.region}.sqs"`, 'com.amazonaws.eu-west-1.sqs'],
    ['a format', 'format("com.amazonaws.%s.%s", var.region, "ecr.api")', 'com.amazonaws.eu-west-1.ecr.api'],
    ['another form of name', `"aws.sagemaker.${D}{var.region}.notebook"`, 'aws.sagemaker.eu-west-1.notebook'],
    ['a name of no service', `"com.amazonaws.${D}{var.region}.sqss"`, undefined],
    ['a service without a Region in its name', `"com.amazonaws.${D}{var.region}.iam"`, undefined],
    ['two unknown parts', `"com.amazonaws.${D}{var.region}.${D}{var.region}"`, undefined],
    ['an unknown name', 'var.region', undefined],
    ['a name that is known', '"com.amazonaws.eu-west-1.sqs"', undefined],
  ])('%s', (_, service, expected) => {
    expect(pattern(endpoint('x', service))).toBe(expected && withoutRegion(expected));
  });

  it('a name in which somebody wrote a placeholder is another one', () => {
    const main =
      region + endpoint('x', `"com.amazonaws.${D}{var.region}.sqs"`) + endpoint('y', '"com.amazonaws.*.sqs"');
    const [x, y] = Object.values(endpoints({ 'main.tf': main }));
    expect(sameServiceAs(x!, y!)).toBe('no');
  });

  it('the service of a data source', () => {
    const data = 'data "aws_vpc_endpoint_service" "s" {\n  service = "s3"\n}\n';
    const x = endpoint('x', 'data.aws_vpc_endpoint_service.s.service_name');
    expect(pattern(data + x)).toBe(withoutRegion('com.amazonaws.eu-west-1.s3'));
    expect(services({ 'main.tf': data + x })['aws_vpc_endpoint.x']).toContain('Pass --region');
    expect(services({ 'main.tf': data + x }, { region: 'eu-west-1' })['aws_vpc_endpoint.x']).toBe(
      'com.amazonaws.eu-west-1.s3',
    );
  });

  it('an endpoint to another Region may have any service name', () => {
    const service = `"com.amazonaws.${D}{var.region}.sqs"`;
    expect(pattern(endpoint('x', service, '  service_region = "eu-west-1"\n'))).toBeUndefined();
  });
});

describe('files', () => {
  it('an override file replaces arguments, and nested blocks of a type', () => {
    const files = {
      'main.tf': endpoint(
        'x',
        '"base"',
        '  private_dns_enabled = false\n  dns_options {\n    dns_record_ip_type = "ipv4"\n  }\n',
      ),
      'x_override.tf':
        'resource "aws_vpc_endpoint" "x" {\n  service_name = "over"\n  dns_options {\n    dns_record_ip_type = "ipv6"\n  }\n}\n',
    };
    const { 'aws_vpc_endpoint.x': x } = endpoints(files);
    expect(show(x!.serviceName)).toBe('over');
    expect(show(x!.privateDns)).toBe(false);
    expect(x!.dnsOptions.known && x!.dnsOptions.value && show(x!.dnsOptions.value.recordIpType)).toBe('ipv6');
    const { inputs } = load(files);
    const at = (name: string) => inputs[0]!.source!({ input: 0, address: 'aws_vpc_endpoint.x', path: [name] });
    expect([at('service_name')?.file, at('private_dns_enabled')?.file]).toEqual(['x_override.tf', 'main.tf']);
  });

  it("OpenTofu's file takes the place of Terraform's of the same name", () => {
    const files = {
      'main.tf': endpoint('x', '"terraform"'),
      'main.tofu': endpoint('x', '"tofu"'),
      'more.tf': endpoint('y', '"y"'),
    };
    expect(services(files)).toEqual({ 'aws_vpc_endpoint.x': 'tofu', 'aws_vpc_endpoint.y': 'y' });
  });

  it('JSON is read alike', () => {
    const json = {
      locals: { s: 'com.amazonaws.eu-west-1.kms' },
      resource: {
        aws_vpc_endpoint: {
          x: { vpc_id: 'vpc-1', service_name: `${D}{local.s}`, dns_options: [{ dns_record_ip_type: 'ipv4' }] },
        },
      },
    };
    const { 'aws_vpc_endpoint.x': x } = endpoints({ 'main.tf.json': JSON.stringify(json) });
    expect(show(x!.serviceName)).toBe('com.amazonaws.eu-west-1.kms');
    expect(x!.dnsOptions.known && x!.dnsOptions.value && show(x!.dnsOptions.value.recordIpType)).toBe('ipv4');
  });

  it('one that is not HCL leaves its configuration unjudged, with the place', () => {
    const { pictures, incomplete } = load({
      'main.tf': endpoint('x', '"s"'),
      'bad.tf': 'resource "aws_subnet" "a" {\n',
    });
    const picture = pictures[0]!;
    expect(picture.network.endpoints).toEqual([]);
    expect([...incomplete, ...picture.incomplete].map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'bad.tf: line 1, column 1: This block is not closed',
    ]);
  });

  it('an expression that is none is told with its place, and only its value is unknown', () => {
    const { pictures } = load({ 'main.tf': endpoint('x', '1 +') });
    expect(pictures[0]!.network.endpoints).toHaveLength(1);
    expect(pictures[0]!.incomplete[0]).toMatchObject({ path: 'main.tf', code: 'unreadable' });
    expect(pictures[0]!.incomplete[0]!.message).toMatch(/^line 3, column \d+: /);
  });

  it('functions read files of the repository, and none outside of it', () => {
    const main = [
      endpoint('x', `trimspace(file("${D}{path.module}/name.txt"))`),
      endpoint('y', 'file("../../etc/hostname")'),
      endpoint('z', 'templatefile("t.tftpl", { names = ["a", "b"] })'),
      endpoint('w', 'file("none.txt")'),
    ].join('');
    const template = `%{ for n in names }${D}{n}-%{ endfor }`;
    const found = services({ 'main.tf': main, 'name.txt': 'kms\n', 't.tftpl': template });
    expect(found).toMatchObject({ 'aws_vpc_endpoint.x': 'kms', 'aws_vpc_endpoint.z': 'a-b-' });
    expect(found['aws_vpc_endpoint.w']).toMatch(/there is no file "none\.txt" \(main\.tf:\d+\)/);
  });
});

describe('instances', () => {
  it('count and for_each that are known make instances', () => {
    const main = `locals {\n  on = { kms = {}, sqs = { skip = true } }\n}\n${endpoint('n', `"s${D}{count.index}"`, '  count = 2\n')}${endpoint(
      'm',
      'each.key',
      '  for_each = { for k, v in local.on : k => v if !try(v.skip, false) }\n',
    )}${endpoint('none', '"s"', '  count = 0\n')}`;
    expect(services({ 'main.tf': main })).toEqual({
      'aws_vpc_endpoint.n[0]': 's0',
      'aws_vpc_endpoint.n[1]': 's1',
      'aws_vpc_endpoint.m["kms"]': 'kms',
    });
  });

  it('one that is not known is judged once, under the address without a key, and says so', () => {
    const main = `variable "on" {}\n${endpoint('x', '"com.amazonaws.eu-west-1.s3"', '  count = var.on ? 1 : 0\n')}`;
    const { pictures } = load({ 'main.tf': main });
    const [picture] = pictures;
    expect(picture!.network.endpoints.map(({ key }) => key)).toEqual(['aws_vpc_endpoint.x']);
    expect(picture!.assumed?.('aws_vpc_endpoint.x')).toMatch(/`count` of aws_vpc_endpoint\.x: `var\.on` has no value/);
  });

  it('a set that may have more is not complete', () => {
    const main = `variable "n" {}\nresource "aws_vpc" "v" {\n  cidr_block = "10.0.0.0/16"\n}\nresource "aws_subnet" "s" {\n  count = var.n\n  vpc_id = aws_vpc.v.id\n}\n`;
    const { network } = load({ 'main.tf': main }).pictures[0]!;
    const [vpc] = network.vpcs;
    expect(network.complete('subnet', { is: 'entity', to: vpc!, at: vpc!.at }).complete).toBe(false);
    expect(network.complete('route-table', { is: 'entity', to: vpc!, at: vpc!.at }).complete).toBe(true);
  });

  it('zones whose names are not known yet make as many subnets, each in a zone of its own', () => {
    const main = `data "aws_availability_zones" "all" {}\nresource "aws_subnet" "s" {\n  for_each = toset(slice(data.aws_availability_zones.all.names, 0, 3))\n  vpc_id = "vpc-1"\n  availability_zone = each.key\n}\n`;
    const { network } = load({ 'main.tf': main }).pictures[0]!;
    const zones = network.subnets.map(({ zone }) => (zone.known ? zone.value : zone.symbol));
    expect(zones).toEqual([0, 1, 2].map((i) => `data.aws_availability_zones.all.names[${i}]`));
  });

  it("OpenTofu's `enabled` makes one or none", () => {
    const off = '  lifecycle {\n    enabled = false\n  }\n';
    expect(services({ 'main.tofu': endpoint('x', '"x"', off) + endpoint('y', '"y"') })).toEqual({
      'aws_vpc_endpoint.y': 'y',
    });
  });

  it('an imported object exists already', () => {
    const main = `import {\n  to = aws_vpc.v\n  id = "vpc-123"\n}\nresource "aws_vpc" "v" {\n  cidr_block = "10.0.0.0/16"\n}\n`;
    const [vpc] = load({ 'main.tf': main }).pictures[0]!.network.vpcs;
    expect([show(vpc!.id), vpc!.created, vpc!.enableDnsHostnames.known]).toEqual(['vpc-123', false, false]);
  });
});

describe('modules', () => {
  const child = `terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n      configuration_aliases = [aws.far]\n    }\n  }\n}\ndata "aws_region" "here" {}\ndata "aws_region" "far" {\n  provider = aws.far\n}\n${endpoint(
    'x',
    `"com.amazonaws.${D}{data.aws_region.here.region}.kms"`,
  )}${endpoint('y', `"com.amazonaws.${D}{data.aws_region.far.name}.kms"`, '  provider = aws.far\n')}`;
  const providers =
    'provider "aws" {\n  region = "eu-west-1"\n}\nprovider "aws" {\n  alias = "us"\n  region = "us-east-1"\n}\n';

  it('get the providers they are handed, and their Regions', () => {
    const main = `${providers}module "m" {\n  source = "./m"\n  providers = {\n    aws = aws\n    aws.far = aws.us\n  }\n}\n`;
    const found = endpoints({ 'main.tf': main, 'm/main.tf': child });
    expect(Object.values(found).map(({ region, serviceName }) => [show(region), show(serviceName)])).toEqual([
      ['eu-west-1', 'com.amazonaws.eu-west-1.kms'],
      ['us-east-1', 'com.amazonaws.us-east-1.kms'],
    ]);
  });

  it('a provider without a Region has the one the user gives', () => {
    const main = `data "aws_region" "here" {}\n${endpoint('x', `"com.amazonaws.${D}{data.aws_region.here.id}.kms"`)}`;
    expect(services({ 'main.tf': main }, { region: 'eu-north-1' })).toEqual({
      'aws_vpc_endpoint.x': 'com.amazonaws.eu-north-1.kms',
    });
    expect(services({ 'main.tf': main })['aws_vpc_endpoint.x']).toMatch(/Pass --region/);
  });

  it('that are not at hand leave what they give unknown, and say how to get them', () => {
    const main = `module "vpc" {\n  source = "terraform-aws-modules/vpc/aws"\n}\n${endpoint('x', 'module.vpc.service')}`;
    const [picture] = load({ 'main.tf': main }).pictures;
    expect(picture!.incomplete).toEqual([
      expect.objectContaining({
        path: 'main.tf',
        code: 'unread-module',
        message: 'line 1: module "vpc" is not downloaded. Run `terraform init` or `terraform get` first',
      }),
    ]);
    expect(picture!.network.endpoints[0]!.serviceName.known).toBe(false);
  });

  it('that are not at hand may add to what they are given', () => {
    const group = 'resource "aws_security_group" "g" {\n  vpc_id = "vpc-1"\n  ingress = []\n}\n';
    const main = `${group}module "rules" {\n  source = "example.com/rules"\n  group = aws_security_group.g.id\n}\n`;
    const open = (code: string) => load({ 'main.tf': code }).pictures[0]!.network.securityGroups[0]!.ingress.open;
    expect(open(group)).toBeNull();
    expect(open(main)).toMatch(/is not downloaded/);
  });

  it('are judged where they are called, as often as they are called', () => {
    const main =
      'module "a" {\n  source = "./m"\n}\nmodule "b" {\n  source = "./m"\n  for_each = toset(["x", "y"])\n}\n';
    const { inputs, pictures } = load({ 'main.tf': main, 'm/main.tf': endpoint('e', '"s"') });
    expect(inputs.map(({ path, kind }) => [path, kind])).toEqual([['.', 'terraform-sources']]);
    expect(pictures[0]!.network.endpoints.map(({ key }) => key).sort()).toEqual([
      'module.a.aws_vpc_endpoint.e',
      'module.b["x"].aws_vpc_endpoint.e',
      'module.b["y"].aws_vpc_endpoint.e',
    ]);
  });

  it('that call themselves are one clear line', () => {
    const [picture] = load({ 'main.tf': 'module "me" {\n  source = "./"\n}\n' }).pictures;
    expect(picture!.incomplete.map(({ message }) => message)).toEqual([
      'line 1: module "me" calls itself, which Terraform rejects',
    ]);
  });
});

describe('data sources', () => {
  it.each([
    ['data.aws_partition.d.partition', 'data "aws_partition" "d" {}', 'aws'],
    ['data.aws_partition.d.dns_suffix', 'data "aws_partition" "d" {}', 'amazonaws.com'],
    ['data.aws_partition.d.reverse_dns_prefix', 'data "aws_partition" "d" {}', 'com.amazonaws'],
    [
      'data.aws_vpc_endpoint_service.d.service_name',
      'data "aws_vpc_endpoint_service" "d" {\n  service = "s3"\n}',
      'com.amazonaws.eu-west-1.s3',
    ],
    [
      'data.aws_service.d.reverse_dns_name',
      'data "aws_service" "d" {\n  service_id = "ec2"\n}',
      'com.amazonaws.eu-west-1.ec2',
    ],
    ['data.aws_arn.d.account', 'data "aws_arn" "d" {\n  arn = "arn:aws:iam::123456789012:role/x"\n}', '123456789012'],
  ])('%s follows from the arguments', (expression, data, expected) => {
    const provider = 'provider "aws" {\n  region = "eu-west-1"\n}\n';
    expect(services({ 'main.tf': `${provider}${data}\n${endpoint('x', expression)}` })).toEqual({
      'aws_vpc_endpoint.x': expected,
    });
  });

  it('what AWS answers is known to a plan, not only after apply', () => {
    const main = `data "aws_caller_identity" "me" {}\n${endpoint('x', 'data.aws_caller_identity.me.account_id')}`;
    expect(services({ 'main.tf': main })['aws_vpc_endpoint.x']).toBe(
      '`service_name` of aws_vpc_endpoint.x: `data.aws_caller_identity.me.account_id` is read from AWS. Check a plan',
    );
  });

  it('the account is that of the provider, where it names one', () => {
    const main = `provider "aws" {\n  region = "eu-west-1"\n  assume_role {\n    role_arn = "arn:aws:iam::123456789012:role/x"\n  }\n}\ndata "aws_caller_identity" "me" {}\n${endpoint('x', 'data.aws_caller_identity.me.account_id')}`;
    expect(services({ 'main.tf': main })).toEqual({ 'aws_vpc_endpoint.x': '123456789012' });
  });
});

describe('what nobody wrote by hand', () => {
  it('is bounded', () => {
    const doubling = Array.from(
      { length: 60 },
      (_, i) => `  s${i + 1} = "${D}{local.s${i}}${D}{local.s${i}}"\n  l${i + 1} = [local.l${i}, local.l${i}]\n`,
    );
    const main = `locals {\n  s0 = "xxxxxxxxxx"\n  l0 = [aws_vpc.v.id]\n${doubling.join('')}  n = [for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a + b + c]]]\n}\nresource "aws_vpc" "v" {}\n${endpoint(
      'x',
      'local.s60',
      '  subnet_ids = flatten(local.l60)\n  private_dns_enabled = length(local.n) > 1\n',
    )}${endpoint('y', '"s"', '  count = 1000000000\n')}`;
    const [picture] = load({ 'main.tf': main }).pictures;
    expect(picture!.network.endpoints.map(({ key }) => key)).toEqual(['aws_vpc_endpoint.x', 'aws_vpc_endpoint.y']);
    expect(picture!.network.endpoints[0]!.serviceName.known).toBe(false);
  });

  it('circles and unknown functions are undecided, with the place', () => {
    const main = `locals {\n  a = local.b\n  b = local.a\n}\n${endpoint('x', 'local.a')}${endpoint('y', 'nosuch("x")')}${endpoint('z', 'cidrsubnet("10.0.0.0/16", 30, 1)')}`;
    const found = services({ 'main.tf': main });
    expect(found['aws_vpc_endpoint.x']).toMatch(/`local\.a` refers to itself/);
    expect(found['aws_vpc_endpoint.y']).toMatch(/`nosuch\(\.\.\.\)` is not evaluated/);
    expect(found['aws_vpc_endpoint.z']).toMatch(/`cidrsubnet`: there are not so many bits left \(main\.tf:\d+\)/);
  });

  it.each([
    ['count = "three"', '`count` of aws_vpc_endpoint.x: "three" is not a number'],
    ['count = 1000000', '`count` of aws_vpc_endpoint.x: 1000000 is more than 100000'],
    ['for_each = "a"', '`for_each` of aws_vpc_endpoint.x: "a" is neither a map nor a set'],
    ['for_each = null', '`for_each` of aws_vpc_endpoint.x: null is neither a map nor a set'],
    [
      'for_each = toset([aws_vpc_endpoint.x["a"].id])',
      '`for_each` of aws_vpc_endpoint.x: `aws_vpc_endpoint.x.for_each` refers to itself',
    ],
  ])('%s says what is wrong with it', (line, why) => {
    const [picture] = load({ 'main.tf': endpoint('x', '"s"', `  ${line}\n`) }).pictures;
    expect(picture!.assumed?.('aws_vpc_endpoint.x')).toBe(why);
  });
});

describe('a block of which nobody knows how many there are', () => {
  const zones = (subnets: string, more = '') => {
    const main = `variable "n" {}\nvariable "on" {\n  type = bool\n}\nresource "aws_vpc" "v" {\n  cidr_block = "10.0.0.0/16"\n}\nresource "aws_subnet" "s" {\n  count = var.n\n  vpc_id = aws_vpc.v.id\n  cidr_block = cidrsubnet("10.0.0.0/16", 8, count.index)\n}\nresource "aws_subnet" "m" {\n  for_each = var.n\n  vpc_id = aws_vpc.v.id\n  cidr_block = each.value\n}\nresource "aws_subnet" "o" {\n  count = var.on ? 1 : 0\n  vpc_id = aws_vpc.v.id\n  cidr_block = "10.0.9.0/24"\n}\nresource "aws_vpc_endpoint" "x" {\n${more}  vpc_id = aws_vpc.v.id\n  service_name = "com.amazonaws.eu-west-1.sqs"\n  vpc_endpoint_type = "Interface"\n  subnet_ids = ${subnets}\n}\n`;
    const { subnets: found } = endpoints({ 'main.tf': main })['aws_vpc_endpoint.x']!;
    return [found.sure.length, found.maybe.length, found.open !== null];
  };

  it.each<[string, [number, number, boolean], string?]>([
    ['aws_subnet.s[*].id', [0, 1, true]],
    ['aws_subnet.s.*.id', [0, 1, true]],
    ['[for s in aws_subnet.s : s.id]', [0, 1, true]],
    ['values(aws_subnet.m)[*].id', [0, 1, true]],
    ['[for k, s in aws_subnet.m : s.id]', [0, 1, true]],
    ['slice(aws_subnet.s[*].id, 0, 2)', [0, 1, true]],
    ['aws_subnet.o[*].id', [0, 1, false]],
    ['[aws_subnet.o[0].id]', [1, 0, false]],
    ['aws_subnet.o[*].id', [1, 0, false], '  count = var.on ? 1 : 0\n'],
  ])('%s: sure, maybe, open are %j', (subnets, expected, more) => {
    expect(zones(subnets, more)).toEqual(expected);
  });

  it('says why where others hang on it', () => {
    const main = `variable "n" {}\nresource "aws_vpc" "v" {\n  for_each = var.n\n}\nmodule "m" {\n  source = "./m"\n  for_each = var.n\n}\n${endpoint('x', '"s"', '  for_each = aws_vpc.v\n')}${endpoint('y', '"s"', '  for_each = module.m\n')}`;
    const [picture] = load({ 'main.tf': main, 'm/main.tf': 'locals {}\n' }).pictures;
    const reason = (of: string) => `\`for_each\` of ${of}: \`var.n\` has no value. Pass --var or --var-file`;
    expect(picture!.assumed?.('aws_vpc_endpoint.x')).toContain(reason('aws_vpc.v'));
    expect(picture!.assumed?.('aws_vpc_endpoint.y')).toContain(reason('module.m'));
  });

  it.each([
    [
      'length(data.aws_availability_zones.a.names)',
      '`data.aws_availability_zones.a.names` is read from AWS. Check a plan',
    ],
    [
      'length(zipmap(data.aws_availability_zones.a.names, ["x"]))',
      '`data.aws_availability_zones.a.names` is read from AWS. Check a plan',
    ],
    ['length(matchkeys(["x"], var.n, ["a"]))', '`var.n` has no value. Pass --var or --var-file'],
    ['length(aws_vpc.v.main_route_table_id)', '`aws_vpc.v.main_route_table_id` is known only after apply'],
  ])('says why a function of what is not known is not known: %s', (count, reason) => {
    const main = `variable "n" {}\ndata "aws_availability_zones" "a" {}\nresource "aws_vpc" "v" {}\n${endpoint('x', '"s"', `  count = ${count}\n`)}`;
    const [picture] = load({ 'main.tf': main }).pictures;
    expect(picture!.assumed?.('aws_vpc_endpoint.x')).toContain(`\`count\` of aws_vpc_endpoint.x: ${reason}`);
  });

  it('concerns only the objects that its resources are tied to', () => {
    const main = `variable "n" {}
resource "aws_vpc_endpoint_route_table_association" "a" {
  count           = var.n
  vpc_endpoint_id = aws_vpc_endpoint.x.id
  route_table_id  = "rtb-0123456789abcdef0"
}
${endpoint('x', '"s"')}${endpoint('y', '"s"')}`;
    const { 'aws_vpc_endpoint.x': x, 'aws_vpc_endpoint.y': y } = endpoints({ 'main.tf': main });
    expect(x!.routeTables.open).toContain('`var.n` has no value');
    expect(y!.routeTables.open).toBeNull();
    const each = main.replace('aws_vpc_endpoint.x.id', '[aws_vpc_endpoint.x.id, aws_vpc_endpoint.y.id][count.index]');
    const both = endpoints({ 'main.tf': each });
    expect(
      Object.values(both).map(({ routeTables: { sure, maybe, open } }) => [sure.length, maybe.length, open !== null]),
    ).toEqual([
      [0, 1, true],
      [0, 1, true],
    ]);
  });

  it('two of them are not one', () => {
    const [sure, maybe, open] = zones('[aws_subnet.s[0].id, aws_subnet.s[1].id]');
    expect([sure, maybe, open]).not.toEqual([1, 0, false]);
  });
});
