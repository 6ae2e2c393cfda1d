/** Files that are none, and links: what a pull request may put where a run reads or writes. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cli, directory, HEALTHY, planOf } from './harness.ts';

const LINT = ['plan.json', '--select', 'availability/single-az'];

function workspace(files: Readonly<Record<string, unknown>> = {}): string {
  return realpathSync(directory({ 'plan.json': planOf(HEALTHY), ...files }));
}

function pipe(path: string): void {
  execFileSync('mkfifo', [path]);
}

async function socket(path: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(path, done));
  onTestFinished(() => void server.close());
}

/** One line, and the status of wrong usage. */
async function refused(argv: readonly string[], cwd: string): Promise<string> {
  const { status, stdout, stderr } = await cli(argv, { cwd });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^vpce-lint: .+\n$/);
  return stderr.slice('vpce-lint: '.length, -1);
}

describe.skipIf(process.platform === 'win32')('what is no regular file is not read', () => {
  it('a config', async () => {
    const cwd = workspace();
    pipe(join(cwd, 'vpce-lint.yaml'));
    expect(await refused(LINT, cwd)).toBe('vpce-lint.yaml: this is a named pipe.');
    expect(await refused([...LINT, '--config', '/dev/zero'], cwd)).toMatch(/: this is a device\.$/);
    expect(await refused([...LINT, '--config', '.'], cwd)).toMatch(/: this is a directory\.$/);
  });

  it('a link to a device in place of a config', async () => {
    const cwd = workspace();
    symlinkSync('/dev/zero', join(cwd, 'vpce-lint.yaml'));
    expect(await refused(LINT, cwd)).toBe(
      'vpce-lint.yaml: this link leads out of the repository. Name its target with --config.',
    );
  });

  it('a link within the repository is followed', async () => {
    const cwd = workspace({ 'shared.yaml': 'preset: strict\n' });
    mkdirSync(join(cwd, '.git'));
    mkdirSync(join(cwd, 'stack'));
    symlinkSync('../shared.yaml', join(cwd, 'stack', 'vpce-lint.yaml'));
    const { stdout } = await cli(['--print-config', 'x'], { cwd: join(cwd, 'stack') });
    expect(stdout).toContain('preset: strict');
  });

  it('a baseline', async () => {
    const cwd = workspace();
    pipe(join(cwd, 'known'));
    expect(await refused([...LINT, '--baseline', 'known'], cwd)).toBe('known: this is a named pipe.');
    expect(await refused([...LINT, '--baseline', 'known', '--update-baseline'], cwd)).toContain('this is a named pipe');
  });

  it('inputs', async () => {
    const cwd = workspace();
    pipe(join(cwd, 'pipe.json'));
    await socket(join(cwd, 'socket.json'));
    symlinkSync('/dev/zero', join(cwd, 'device.json'));
    for (const [name, kind] of [
      ['pipe.json', 'a named pipe'],
      ['socket.json', 'a socket'],
      ['device.json', 'a device'],
    ] as const) {
      for (const command of [[], ['policy']]) {
        const { status, stderr } = await cli([...command, name], { cwd });
        expect({ name, status }).toEqual({ name, status: 3 });
        expect(stderr).toContain(`this is ${kind}`);
      }
    }
  });

  it('values of variables', async () => {
    const cwd = workspace({ 'main.tf': 'variable "a" {}\n' });
    pipe(join(cwd, 'values.tfvars'));
    expect(await refused(['main.tf', '--var-file', 'values.tfvars'], cwd)).toBe('values.tfvars: this is a named pipe.');
    pipe(join(cwd, 'some.auto.tfvars'));
    pipe(join(cwd, 'more.tf'));
    expect((await cli(['main.tf'], { cwd })).status).toBe(3);
  });

  it('the root of a plan', async () => {
    const cwd = workspace();
    pipe(join(cwd, 'tfplan'));
    expect((await cli([...LINT, '--root', 'tfplan'], { cwd })).status).not.toBe(70);
  });

  it('a directory with pipes, sockets and links in a circle is walked all the same', async () => {
    const cwd = workspace();
    pipe(join(cwd, 'pipe.json'));
    await socket(join(cwd, 'socket.json'));
    symlinkSync('.', join(cwd, 'again'));
    const { status, stdout } = await cli(['.', '-f', 'json', '--select', 'availability/single-az'], { cwd });
    expect(status).toBe(0);
    expect(JSON.parse(stdout).inputs).toMatchObject([{ path: 'plan.json' }]);
  });
});

describe('a config that nobody wrote by hand', () => {
  it('is refused for its size', async () => {
    const cwd = workspace({ 'vpce-lint.yaml': '# much\n'.repeat(200_000) });
    expect(await refused(LINT, cwd)).toBe('vpce-lint.yaml: the file has more than 400 KB.');
  });

  it.each([
    ['in a line', `rules: ${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['in lines', `rules:\n  ${'- '.repeat(20_000)}x\n`],
    ['as maps', `${'{a: '.repeat(20_000)}1${'}'.repeat(20_000)}`],
  ])('is refused for its depth: %s', async (_, config) => {
    const cwd = workspace({ 'vpce-lint.yaml': config });
    expect(await refused(LINT, cwd)).toMatch(
      /^vpce-lint\.yaml:\d+:\d+: lists and maps are nested too deeply\. A config needs a few levels only\.$/,
    );
  });
});

describe.skipIf(process.platform === 'win32')('nothing is written through a link', () => {
  const THROUGH = /: vpce-lint does not write through a link\. Remove the link, or name its target\.$/;

  it('a report', async () => {
    const cwd = workspace({ 'precious.txt': 'mine' });
    symlinkSync('precious.txt', join(cwd, 'out.sarif'));
    symlinkSync('nowhere', join(cwd, 'dangling.sarif'));
    for (const name of ['out.sarif', 'dangling.sarif'])
      expect(await refused([...LINT, '-f', `sarif=${name}`], cwd)).toMatch(THROUGH);
    expect(readFileSync(join(cwd, 'precious.txt'), 'utf8')).toBe('mine');
    expect(readdirSync(cwd).sort()).toEqual(['dangling.sarif', 'out.sarif', 'plan.json', 'precious.txt']);
  });

  it('a report in a directory that lies elsewhere', async () => {
    const elsewhere = directory();
    const cwd = workspace();
    symlinkSync(elsewhere, join(cwd, 'reports'));
    expect(await refused([...LINT, '-f', 'json=reports/out.json'], cwd)).toMatch(THROUGH);
    expect(readdirSync(elsewhere)).toEqual([]);
    expect((await cli([...LINT, '-f', `json=${join(elsewhere, 'out.json')}`], { cwd })).status).toBe(0);
  });

  it('a baseline', async () => {
    const cwd = workspace({ precious: '# mine\n' });
    symlinkSync('precious', join(cwd, 'known'));
    expect(await refused([...LINT, '--baseline', 'known', '--update-baseline'], cwd)).toMatch(THROUGH);
    expect(readFileSync(join(cwd, 'precious'), 'utf8')).toBe('# mine\n');
  });

  it('a snapshot', async () => {
    const elsewhere = directory();
    const cwd = workspace();
    symlinkSync(elsewhere, join(cwd, 'snapshot'));
    expect(await refused(['snapshot', '-o', 'snapshot', '--region', 'us-east-1'], cwd)).toMatch(THROUGH);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('nor into a pipe, where nobody may ever read', async () => {
    const cwd = workspace();
    pipe(join(cwd, 'out.json'));
    expect(await refused([...LINT, '-f', 'json=out.json'], cwd)).toBe('out.json: this is a named pipe. Name a file.');
  });

  it('a file is replaced, not written into', async () => {
    const cwd = workspace({ 'out.json': 'old' });
    writeFileSync(join(cwd, 'out.json'), 'old');
    await cli([...LINT, '-f', 'json=out.json'], { cwd });
    expect(JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8')).schemaVersion).toBe(1);
  });
});

it.skipIf(process.platform === 'win32')(
  'a directory that may not be read makes a run incomplete, and the rest is judged',
  async () => {
    const cwd = workspace();
    mkdirSync(join(cwd, 'closed'));
    chmodSync(cwd, 0o755);
    chmodSync(join(cwd, 'closed'), 0);
    const own = process.geteuid!();
    // Who may do everything may read it.
    if (own === 0) process.seteuid!(65_534);
    try {
      const { status, stdout } = await cli(['.', '--select', 'availability/single-az', '-f', 'json'], { cwd });
      expect(status).toBe(3);
      expect(JSON.parse(stdout)).toMatchObject({
        complete: false,
        incomplete: [
          { path: 'closed', code: 'unreadable', message: 'this directory cannot be read. Check its permissions.' },
        ],
        summary: { endpoints: 2 },
      });
    } finally {
      if (own === 0) process.seteuid!(own);
    }
  },
);

describe('an absolute path that the user typed is in no line', () => {
  const nested = 'Resources: { Net: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./net.yaml } } }\n';
  const gateway = [
    'Resources:',
    '  Main: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }',
    '  S3:',
    '    Type: AWS::EC2::VPCEndpoint',
    '    Properties: { VpcId: !Ref Main, ServiceName: com.amazonaws.eu-west-1.s3 }',
  ].join('\n');

  it.each([
    ['of a template without a Region', 'stack.yaml', gateway, 'note: stack.yaml: the Region is not known'],
    ['of a template that nests one that is not here', 'stack.yaml', nested, "the nested stack's template net.yaml"],
    ['of a template with an alias', 'stack.yaml', `${gateway}\nX: &a 1\nY: *a\n`, 'note: stack.yaml: CloudFormation'],
  ])('%s', async (_, name, text, says) => {
    const cwd = realpathSync(directory({ [name]: text }));
    const { stdout, stderr } = await cli([join(cwd, name)], { cwd });
    expect(`${stdout}${stderr}`).toContain(says);
    expect(`${stdout}${stderr}`).not.toContain(cwd);
  });

  it('of a plan that creates none of its endpoints', async () => {
    const plan = planOf(HEALTHY) as { resource_changes: unknown };
    const cwd = workspace({ 'plan.json': { ...plan, resource_changes: [] } });
    const { stdout, stderr } = await cli([join(cwd, 'plan.json')], { cwd });
    expect(stderr).toContain('note: plan.json: 2 blocks of the configuration declare VPC endpoints');
    expect(`${stdout}${stderr}`).not.toContain(cwd);
  });

  it('of Terraform code of another plan', async () => {
    const cwd = workspace({ 'infra/main.tf': 'resource "aws_vpc" "other" {\n}\n' });
    const { stdout, stderr } = await cli([...LINT, '--root', join(cwd, 'infra')], { cwd });
    expect(stderr).toContain('note: the Terraform code in infra does not belong to the plan');
    expect(`${stdout}${stderr}`).not.toContain(cwd);
  });
});
