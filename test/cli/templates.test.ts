/** Templates on the command line: what a branch breaks, what is no template, what does not fit it. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { endpoint, NETWORK } from '../loaders/template/support.ts';
import { cli, directory, report } from './harness.ts';

const only = ['--select', 'dns/private-dns-disabled'];
const template = (...endpoints: string[]) => `Resources:${NETWORK}${endpoints.join('')}`;
const without = (id: string, service: string) => endpoint(id, service, 'SubnetIds: [!Ref A, !Ref B]');

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

const brought = async (cwd: string) =>
  (await report(['.', ...only, '--changed-since', 'main'], { cwd })).findings.map(({ subject }) => subject.address);

it('--changed-since shows only what the working tree brings', async () => {
  const cwd = repository({ 'a.yaml': template(without('Sqs', 'sqs')), 'b.yaml': template(without('Sns', 'sns')) });
  expect(await brought(cwd)).toEqual([]);
  writeFileSync(join(cwd, 'a.yaml'), template(without('Kms', 'kms'), without('Sqs', 'sqs')));
  expect(await brought(cwd)).toEqual(['a/Kms']);
  writeFileSync(join(cwd, 'c.yaml'), template(without('Logs', 'logs')));
  expect(await brought(cwd)).toEqual(['a/Kms', 'c/Logs']);
});

it('--changed-since reads nested templates as they were', async () => {
  const nested = 'Resources: { Net: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./net.yaml } } }\n';
  const cwd = repository({ 'root.yaml': nested, 'net.yaml': template(without('Sqs', 'sqs')) });
  expect(await brought(cwd)).toEqual([]);
  writeFileSync(join(cwd, 'net.yaml'), template(without('Sqs', 'sqs'), without('Sns', 'sns')));
  expect(await brought(cwd)).toEqual(['Net.Sns']);
});

it('a broken template in a directory is never passed over', async () => {
  const cut = template(without('Sqs', 'sqs')).slice(0, -4);
  const cwd = directory({
    'cut.yaml': cut,
    'cut.json': '{"Resources": {"Vpc": {"Type": "AWS::EC2::VPC", "Properties": {',
    'other.yaml': 'a: [',
    'other.json': '{"a": [',
    'whole.yaml': template(without('Sqs', 'sqs')),
  });
  const { incomplete } = await report(['.', ...only], { cwd });
  expect(incomplete.map(({ path }) => path)).toEqual(['cut.json', 'cut.yaml']);
});

it.each<[string, Record<string, string>, string[], RegExp]>([
  [
    'a file of parameters for another stack',
    { 't.yaml': template(without('Sqs', 'sqs')), 'p.json': '{"Other": "1"}' },
    ['t.yaml', '--parameters', 'p.json'],
    /^p\.json: no template of this run has a parameter Other\. Is the file for another stack\?$/,
  ],
  [
    'a nested template that is not there',
    { 't.yaml': 'Resources: { N: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./none.yaml } } }\n' },
    ['t.yaml'],
    /^t\.yaml: the nested stack's template none\.yaml does not exist or cannot be read$/,
  ],
  [
    'a circle of conditions',
    { 't.yaml': `Conditions: { A: !Not [!Condition B], B: !Not [!Condition A] }\n${template(without('S', 'sqs'))}` },
    ['t.yaml'],
    /^t\.yaml: line \d+, column \d+: .*circle/,
  ],
  [
    'a reference to nothing',
    { 't.yaml': template(`${without('S', 'sqs')}\n    DependsOn: Gone`) },
    ['t.yaml'],
    /^t\.yaml: line \d+, column \d+: S refers to Gone, which is neither a resource nor a parameter of the template\. CloudFormation rejects this\.$/,
  ],
  [
    'a condition that is not defined',
    { 't.yaml': template(`${without('S', 'sqs')}\n    Condition: Gone`) },
    ['t.yaml'],
    /^t\.yaml: line \d+, column \d+: S has the condition Gone, which the template does not define\. CloudFormation rejects this\.$/,
  ],
  [
    'two short forms in a row',
    { 't.yaml': 'Resources: { S: { Type: AWS::EC2::Subnet, Properties: { AvailabilityZone: !GetAZs !Ref X } } }\n' },
    ['t.yaml'],
    /^t\.yaml: line \d+, column \d+: a short form cannot follow another short form\. Write the first one as `Fn::Name:`\.$/,
  ],
  [
    'a value that is not allowed',
    {
      't.yaml': `Parameters: { Env: { Type: String, AllowedValues: [a, b] } }\n${template(without('S', 'sqs'))}`,
    },
    ['t.yaml', '--parameter', 'Env=c'],
    /^t\.yaml: the parameter Env does not have one of its allowed values\. CloudFormation rejects this\.$/,
  ],
  [
    'a bomb',
    { 't.yaml': `a: &a [x, x]\n${bomb()}Resources: { V: { Type: AWS::EC2::VPC, Metadata: *z } }\n` },
    ['t.yaml'],
    /^t\.yaml: line \d+, column \d+: with its aliases replaced, the template is larger than CloudFormation accepts\.$/,
  ],
  [
    'a circle of nested stacks',
    { 't.yaml': nesting('u', 1), 'u.yaml': nesting('v', 1), 'v.yaml': nesting('u', 1) },
    ['t.yaml'],
    /^v\.yaml: the nested stack N0\.N0\.N0 nests the template that it is in$/,
  ],
  [
    'more nested stacks than AWS allows',
    Object.fromEntries(['t', ...'abcdefgh'].map((name, i) => [`${name}.yaml`, nesting('abcdefghi'[i]!, 3)])),
    ['t.yaml'],
    /^t\.yaml: the templates nest more than 2000 stacks\.$/,
  ],
  [
    'a text that doubles and doubles',
    {
      't.json': JSON.stringify({
        Resources: { E: { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcEndpointType: doubled(60) } } },
      }),
    },
    ['t.json'],
    /^t\.json: the template expands to more than CloudFormation accepts\. Write it without nested aliases or loops\.$/,
  ],
])('%s is told in one line, and is no pass', async (_, files, argv, says) => {
  const cwd = directory(files);
  const { incomplete } = await report([...argv, ...only], { cwd });
  expect(incomplete.map(({ path, message }) => `${path}: ${message}`)).toEqual([expect.stringMatching(says)]);
  expect((await cli([...argv, ...only, '--fail-on', 'never'], { cwd })).status).toBe(3);
});

function nesting(name: string, times: number): string {
  const stack = (i: number) =>
    `N${i}: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./${name}.yaml } }`;
  return `Resources: { ${Array.from({ length: times }, (_, i) => stack(i)).join(', ')} }\n`;
}

function doubled(times: number): unknown {
  return times === 0 ? 'x' : { 'Fn::Sub': ['${A}${A}', { A: doubled(times - 1) }] };
}

/** Lists of ten of the list before. */
function bomb(): string {
  let [out, last] = ['', 'a'];
  for (const name of 'bcdefghijz') {
    out += `${name}: &${name} [${Array(10).fill(`*${last}`).join(', ')}]\n`;
    last = name;
  }
  return out;
}

it('what a dynamic reference or NoEcho keeps secret is printed nowhere', async () => {
  const cwd = directory({
    't.yaml': `Parameters: { Key: { Type: String, NoEcho: true } }
Resources:${NETWORK}${endpoint('Sqs', 'sqs', 'SubnetIds: [!Ref A], Tags: [{ Key: Name, Value: !Ref Key }, { Key: b, Value: "{{resolve:secretsmanager:hidden-name}}" }]')}`,
  });
  const { stdout, stderr } = await cli(['t.yaml', '--parameter', 'Key=hunter22', '-f', 'json'], { cwd });
  expect(stdout).toContain('Sqs');
  expect(stdout + stderr).not.toMatch(/hunter22|hidden-name/);
});
