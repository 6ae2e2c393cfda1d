/** Terraform sources on the command line: which directories are judged, places, suppressions, and what a branch breaks. */
import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { cli, directory, report } from './harness.ts';

const ENDPOINT =
  'resource "aws_vpc_endpoint" "s3" {\n  vpc_id       = "vpc-1"\n  service_name = "com.amazonaws.eu-west-1.s3"\n}\n';
const RULE = 'routing/gateway-no-route-tables';
const only = ['--select', RULE];

const call = (source: string) => `module "m" {\n  source = "${source}"\n}\n`;

describe('which directories are judged', () => {
  const files = {
    'envs/prod/main.tf': call('../../modules/s3'),
    'envs/dev/main.tf': call('../../modules/s3'),
    'modules/s3/main.tf': ENDPOINT,
    'alone/main.tofu': ENDPOINT,
    'node_modules/x/main.tf': ENDPOINT,
    '.terraform/modules/y/main.tf': ENDPOINT,
  };

  it('all root modules below, and child modules through their calls', async () => {
    const cwd = directory(files);
    const { inputs } = await report(['.', ...only], { cwd });
    expect(inputs.map(({ path, kind, endpoints }) => [path, kind, endpoints])).toEqual([
      ['alone', 'terraform-sources', 1],
      ['envs/dev', 'terraform-sources', 1],
      ['envs/prod', 'terraform-sources', 1],
    ]);
    expect((await cli(['.', ...only], { cwd })).stderr).toContain('note: checked 3 root modules of Terraform code\n');
  });

  it('files that are named stand for their directories', async () => {
    const cwd = directory({ ...files, 'alone/x.tfvars': '' });
    const named = ['alone/main.tofu', 'alone/x.tfvars', 'envs/dev/main.tf', 'modules/s3/main.tf'];
    expect((await report([...named, ...only], { cwd })).inputs.map(({ path }) => path)).toEqual(['alone', 'envs/dev']);
  });

  it('not those whose plan is judged', async () => {
    const theme = fileURLToPath(new URL('../../fixtures/terraform/single-az/', import.meta.url));
    const text = (name: string) => readFileSync(join(theme, name), 'utf8');
    const cwd = directory({ 'plan.json': text('plan.json'), 'main.tf': text('main.tf'), 'other/main.tf': ENDPOINT });
    const kinds = (await report(['.'], { cwd })).inputs.map(({ path, kind }) => [path, kind]);
    expect(kinds).toEqual([
      ['other', 'terraform-sources'],
      ['plan.json', 'terraform-plan'],
    ]);
    const sources = await report(['.', '--kind', 'sources'], { cwd });
    expect(sources.inputs.map(({ path }) => path)).toEqual(['.', 'other']);
  });

  it('a directory without endpoints is told so, and fine', async () => {
    const cwd = directory({ 'main.tf': 'resource "aws_vpc" "v" {\n  cidr_block = "10.0.0.0/16"\n}\n' });
    const { status, stdout, stderr } = await cli(['.'], { cwd });
    expect([status, `${stdout}${stderr}`.includes('no VPC endpoints: nothing judged')]).toEqual([0, true]);
  });
});

describe('a finding', () => {
  it('is placed where it is written, with the calls that lead there', async () => {
    const cwd = directory({ 'main.tf': call('./m'), 'm/main.tf': ENDPOINT });
    const { findings } = await report(['.', ...only], { cwd });
    expect(findings).toHaveLength(1);
    expect(findings[0]!.subject.address).toBe('module.m.aws_vpc_endpoint.s3');
    expect(findings[0]!.location).toMatchObject({ file: 'm/main.tf', line: 1, column: 1 });
    expect(findings[0]!.related).toEqual([
      expect.objectContaining({
        message: 'called here as module.m',
        location: expect.objectContaining({ file: 'main.tf', line: 1 }),
      }),
    ]);
  });

  it('is hidden by a comment', async () => {
    const cwd = directory({ 'main.tf': `# vpce-lint:ignore ${RULE} -- by resource elsewhere\n${ENDPOINT}` });
    const { summary } = await report(['.', ...only], { cwd });
    expect([summary.errors, summary.suppressed]).toEqual([0, 1]);
  });

  it('has the fingerprint of the plan of the same code, so that a baseline serves both', async () => {
    const theme = fileURLToPath(new URL('../../fixtures/terraform/count-and-modules/', import.meta.url));
    const prints = async (...args: string[]) =>
      (await report(args, { cwd: theme })).findings.map(({ fingerprint, location }) => [
        fingerprint,
        location.file,
        location.line,
      ]);
    expect(await prints('.', '--kind', 'sources')).toEqual(await prints('plan.json'));
  });

  it('on what is only taken to be there says so', async () => {
    const cwd = directory({
      'main.tf': `variable "on" {}\n${ENDPOINT.replace('{\n', '{\n  count = var.on ? 1 : 0\n')}`,
    });
    const { findings } = await report(['.', ...only], { cwd });
    expect(findings[0]!.message).toMatch(/ \(if it is created\)$/);
    expect(findings[0]!.assumed).toEqual([
      'aws_vpc_endpoint.s3 is created (`count` of aws_vpc_endpoint.s3: `var.on` has no value)',
    ]);
    expect((await report(['.', ...only, '--var', 'on=false'], { cwd })).findings).toEqual([]);
  });
});

describe('a Region that nobody gives', () => {
  const main = `variable "region" {}
resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_security_group" "g" {
  vpc_id = aws_vpc.v.id
  ingress {
    protocol    = "tcp"
    from_port   = 8443
    to_port     = 8443
    cidr_blocks = ["10.0.0.0/16"]
  }
}
resource "aws_vpc_endpoint" "sqs" {
  vpc_id             = aws_vpc.v.id
  service_name       = "com.amazonaws.\${var.region}.sqs"
  vpc_endpoint_type  = "Interface"
  subnet_ids         = ["subnet-1"]
  security_group_ids = [aws_security_group.g.id]
}
`;
  const rules = [
    'reachability/service-port-not-allowed',
    'dns/private-dns-disabled',
    'validity/service-region-mismatch',
  ];

  it('is needed only by what depends on it', async () => {
    const cwd = directory({ 'main.tf': main });
    const { endpoints, findings, undecided } = await report(['.', '--select', rules.join(',')], { cwd });
    expect(endpoints[0]).toMatchObject({ service: 'sqs', serviceName: null });
    expect(findings.map(({ rule, subject, message }) => [rule, subject.service, message])).toEqual([
      [rules[1], 'sqs', expect.stringContaining('Private DNS is off for sqs')],
      [rules[0], 'sqs', expect.stringContaining('sqs')],
    ]);
    expect(undecided.map(({ rule, missing }) => [rule, missing.join()])).toEqual([
      [rules[2], expect.stringContaining('`var.region` has no value')],
    ]);
  });

  it('leaves open whether a hosted zone has the name of the service', async () => {
    const zone =
      'resource "aws_route53_zone" "z" {\n  name = "sqs.eu-west-1.amazonaws.com"\n  vpc {\n    vpc_id = aws_vpc.v.id\n  }\n}\n';
    const cwd = directory({ 'main.tf': main + zone });
    const { findings, undecided } = await report(['.', '--select', rules[1]!], { cwd });
    expect([findings.length, undecided.length]).toEqual([0, 1]);
  });

  it('is no reason to miss what a suppression of the service hides', async () => {
    const config =
      'suppressions:\n  - rule: dns/private-dns-disabled\n    match: { service: sqs }\n    reason: tested\n';
    const cwd = directory({ 'main.tf': main, 'vpce-lint.yaml': config });
    const { summary } = await report(['.', '--select', rules[1]!], { cwd });
    expect([summary.warnings, summary.suppressed]).toEqual([0, 1]);
  });
});

describe('what cannot be read', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    [
      'is a file that is not HCL',
      { 'main.tf': 'resource "aws_vpc" "v" {\n' },
      /main\.tf: line 1, column 1: This block is not closed/,
    ],
    [
      'is a module that is not downloaded',
      { 'main.tf': call('example.com/m') },
      /main\.tf: line 1: module "m" is not downloaded/,
    ],
    [
      'is a block that is there twice',
      { 'main.tf': ENDPOINT, 'more.tf': `\n${ENDPOINT}` },
      /more\.tf: line 2: resource "aws_vpc_endpoint" "s3" is already declared at\s+main\.tf:1, and only that one was checked\. Remove one of them\./,
    ],
    [
      'is what would make more instances than anyone has',
      { 'main.tf': ENDPOINT.replace('{\n', '{\n  count = 5000000\n') },
      /it has more than 100,000 instances/,
    ],
    ['is a module that calls itself', { 'main.tf': call('./') }, /module "m" calls itself/],
  ])('%s', async (_, files, says) => {
    const cwd = directory(files);
    const { status, stdout, stderr } = await cli(['.'], { cwd });
    expect(status).toBe(3);
    expect(stdout + stderr).toMatch(says);
  });

  it.each<[string, string, Buffer, string]>([
    [
      'is a picture',
      'main.tf',
      Buffer.from('\x89PNG\r\n\x1a\n\0', 'latin1'),
      'line 3, column 1: this is not a text file',
    ],
    [
      'is a file of values in an old encoding',
      'terraform.tfvars',
      Buffer.from('# café\n', 'latin1'),
      'line 1, column 6: the byte 0xE9 is not UTF-8. Write the file as UTF-8',
    ],
  ])('%s', async (_, name, bytes, says) => {
    const cwd = directory({ 'vpc.tf': ENDPOINT });
    writeFileSync(join(cwd, name), bytes);
    expect((await report(['.'], { cwd })).incomplete).toMatchObject([
      { path: name, code: 'unreadable', message: expect.stringContaining(says) },
    ]);
  });

  it('is told of once for each file', async () => {
    const cwd = directory({ 'main.tf': `${ENDPOINT}locals {\n  a = "b\n}\n` });
    expect((await report(['.'], { cwd })).incomplete.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^line 6, column 7: /),
    ]);
  });

  it('is a link that leads out of what the user named', async () => {
    const outside = directory({ secret: 'com.amazonaws.eu-west-1.sqs' });
    const cwd = directory({ 'main.tf': ENDPOINT.replace('"com.amazonaws.eu-west-1.s3"', 'file("link")') });
    symlinkSync(join(outside, 'secret'), join(cwd, 'link'));
    const { endpoints, undecided } = await report(['.'], { cwd });
    expect(endpoints[0]!.serviceName).toBeNull();
    expect(JSON.stringify(undecided)).toContain('outside of the repository');
  });

  it.each<[string[], RegExp]>([
    [
      ['.', '--var', 'nosuch=1'],
      /^vpce-lint: --var: no root module has a variable "nosuch"\. Did you mean "nosuck"\?\n$/,
    ],
    [['.', '--var', 'x'], /^vpce-lint: --var: "x" has no value\. Write --var 'name=value'\.\n$/],
    [
      ['.', '--var-file', 'none.tfvars'],
      /^vpce-lint: none\.tfvars: no such file\. Name a \.tfvars or \.tfvars\.json file with --var-file\.\n$/,
    ],
    [['.', '--var-file', 'bad.tfvars'], /bad\.tfvars: line 1, column \d+: /],
    [
      ['.', '--changed-since', 'main'],
      /^vpce-lint: \.: --changed-since: this directory is not in a git repository\.\n$/,
    ],
  ])('%j is wrong usage', async (argv, says) => {
    const cwd = directory({ 'main.tf': `variable "nosuck" {}\n${ENDPOINT}`, 'bad.tfvars': 'a = [\n' });
    const { status, stderr } = await cli(argv, { cwd });
    expect([status, stderr]).toEqual([2, expect.stringMatching(says)]);
  });
});

describe('--changed-since', () => {
  const git = (cwd: string, ...args: string[]) => {
    const { status, stderr } = spawnSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args], {
      cwd,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
  };
  const repository = (files: Record<string, string>) => {
    const cwd = directory(files);
    git(cwd, 'init', '-q', '-b', 'main');
    git(cwd, 'add', '-A');
    git(cwd, 'commit', '-qm', 'one');
    return cwd;
  };
  const found = async (cwd: string) =>
    (await report(['.', ...only, '--changed-since', 'main'], { cwd })).findings.map(({ subject }) => subject.address);

  it('shows only what the working tree brings', async () => {
    const cwd = repository({ 'main.tf': call('./m'), 'm/main.tf': ENDPOINT });
    expect(await found(cwd)).toEqual([]);
    writeFileSync(join(cwd, 'm/more.tf'), ENDPOINT.replace('"s3"', '"more"'));
    expect(await found(cwd)).toEqual(['module.m.aws_vpc_endpoint.more']);
  });

  it('a move is nothing new, of a block, a file or a root module', async () => {
    const cwd = repository({ 'a/main.tf': ENDPOINT });
    const moved = `moved {\n  from = aws_vpc_endpoint.s3\n  to = aws_vpc_endpoint.gateway\n}\n`;
    writeFileSync(join(cwd, 'a/main.tf'), ENDPOINT.replace('"s3"', '"gateway"') + moved);
    expect(await found(cwd)).toEqual([]);
    git(cwd, 'mv', 'a', 'b');
    git(cwd, 'mv', 'b/main.tf', 'b/endpoints.tf');
    expect(await found(cwd)).toEqual([]);
  });

  it('values that git ignores are as they are now', async () => {
    const cwd = repository({
      '.gitignore': '*.tfvars\n',
      'main.tf': `variable "on" {}\n${ENDPOINT.replace('{\n', '{\n  count = var.on ? 1 : 0\n')}`,
      'terraform.tfvars': 'on = true\n',
    });
    expect(await found(cwd)).toEqual([]);
  });

  it('a suppression that was there already is nothing new to remark on', async () => {
    const ignored = `# vpce-lint:ignore ${RULE}\n${ENDPOINT}`;
    const cwd = repository({ 'main.tf': ignored });
    const remarks = async () =>
      (await report(['.', '--changed-since', 'main'], { cwd })).findings
        .filter(({ rule }) => rule.startsWith('suppression/'))
        .map(({ rule, location }) => [rule, location.line]);
    writeFileSync(join(cwd, 'main.tf'), `\n\n${ignored}`);
    expect(await remarks()).toEqual([]);
    writeFileSync(join(cwd, 'main.tf'), ignored + ignored.replace('"s3"', '"more"'));
    expect(await remarks()).toEqual([['suppression/no-reason', 6]]);
  });

  it('writes nothing, and needs a revision that is there', async () => {
    const cwd = repository({ 'main.tf': ENDPOINT });
    await found(cwd);
    expect(spawnSync('git', ['status', '--porcelain'], { cwd, encoding: 'utf8' }).stdout).toBe('');
    const { status, stderr } = await cli(['.', '--changed-since', 'nosuch'], { cwd });
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(
        /^vpce-lint: --changed-since: git has no revision "nosuch"\. `git branch -a` and `git tag` list revisions\.\n$/,
      ),
    ]);
    expect((await cli(['.', '--changed-since', '--help'], { cwd })).status).not.toBe(70);
  });

  it('is for sources', async () => {
    const theme = fileURLToPath(new URL('../../fixtures/terraform/single-az/', import.meta.url));
    const { status, stderr } = await cli(['plan.json', '--changed-since', 'HEAD'], { cwd: theme });
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(
        /^vpce-lint: --changed-since: plan\.json is neither Terraform code nor a template\. For a plan use --changed\.\n$/,
      ),
    ]);
  });
});

it('a range without a value is what holds a check back, not the members of a group', async () => {
  const code = `
provider "aws" { region = "eu-west-1" }
variable "range" {}
resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.v.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_security_group" "g" {
  vpc_id = aws_vpc.v.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [var.range]
  }
}
resource "aws_vpc_endpoint" "sqs" {
  vpc_id             = aws_vpc.v.id
  service_name       = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type  = "Interface"
  subnet_ids         = [aws_subnet.a.id]
  security_group_ids = [aws_security_group.g.id]
}
`;
  const rule = ['--preset', 'strict', '--select', 'reachability/clients-not-covered'];
  const { undecided } = await report(['.', ...rule], { cwd: directory({ 'main.tf': code }) });
  expect(undecided.map(({ missing }) => missing)).toEqual([['`var.range` has no value']]);
});
