import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { gitlabTemplate } from '../../src/cli/init/entries.ts';
import { version } from '../../src/version.ts';
import { cli, directory, FAULTY, planOf, stateOf } from './harness.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A repository of git, as far as one is known by its looks. */
function repository(files: Readonly<Record<string, unknown>> = {}): string {
  const path = directory(files);
  mkdirSync(join(path, '.git'));
  return path;
}

const read = (cwd: string, file: string) => readFileSync(join(cwd, file), 'utf8');

/** Its examples in use. */
const used = (config: string) => config.replaceAll(/^#(?=\S| {2})/gm, '');

describe('the config', () => {
  it('says what was found, and changes nothing', async () => {
    const cwd = repository({ 'plan.json': planOf(FAULTY), 'network/state.json': stateOf(FAULTY) });
    cpSync(join(ROOT, 'fixtures/quickstart/main.tf'), join(cwd, 'main.tf'));
    const before = await cli(['plan.json', '-f', 'concise'], { cwd });
    const ran = await cli(['init'], { cwd });
    expect(ran).toEqual({
      status: 0,
      stderr: '',
      stdout: expect.stringMatching(
        /^found .*1 plan, 1 state, \d+ endpoints\nwrote vpce-lint\.yaml\nnext {2}Run vpce-lint \.\n$/,
      ),
    });
    const config = read(cwd, 'vpce-lint.yaml');
    expect(config).toContain('# - 1 plan: plan.json\n# - 1 state: network/state.json\n');
    expect(config).toContain('#context: ["network/state.json"]');
    const { status, stdout, stderr } = await cli(['plan.json', '-f', 'concise'], { cwd });
    expect({ status, stdout }).toEqual({ status: before.status, stdout: before.stdout });
    expect(stderr).toContain('config: changes nothing (vpce-lint.yaml)\n');
  });

  it('names a schema that every line of it keeps, examples included', async () => {
    const cwd = repository({ 'plan.json': planOf(FAULTY), 'state.json': stateOf(FAULTY) });
    await cli(['init'], { cwd });
    const config = read(cwd, 'vpce-lint.yaml');
    expect(config.split('\n')[0]).toBe(
      `# yaml-language-server: $schema=https://raw.githubusercontent.com/vpce-lint/vpce-lint/v${version}/schema/config.json`,
    );
    const validate = new Ajv2020({ strict: false }).compile(JSON.parse(read(ROOT, 'schema/config.json')));
    for (const text of [config, used(config)])
      expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
    const schema = JSON.parse(read(ROOT, 'schema/config.json')) as { properties: object };
    // `extends` is for those who have a second file.
    const shown = Object.keys(parse(used(config)) as object);
    expect(Object.keys(schema.properties).filter((key) => !shown.includes(key))).toEqual(['extends']);
    const own = directory({ 'all.yaml': used(config) });
    expect(await cli(['--print-config', '--config', 'all.yaml'], { cwd: own })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  it('takes the schema of the package where it is installed', async () => {
    const cwd = repository({ 'node_modules/vpce-lint/schema/config.json': '{}', 'infra/main.tf': '' });
    await cli(['init'], { cwd: join(cwd, 'infra') });
    expect(read(cwd, 'infra/vpce-lint.yaml').split('\n')[0]).toBe(
      '# yaml-language-server: $schema=../node_modules/vpce-lint/schema/config.json',
    );
  });

  it.skipIf(process.platform === 'win32')('takes names of files as they are', async () => {
    const cwd = repository({ 'x\npreset: strict\n#.tfstate': stateOf(FAULTY), 'plan "a".json': planOf(FAULTY) });
    await cli(['init'], { cwd });
    const config = read(cwd, 'vpce-lint.yaml');
    expect(parse(config)).toEqual({ preset: 'recommended', failOn: 'warning' });
    expect(parse(used(config)).context).toEqual(['x\npreset: strict\n#.tfstate']);
  });
});

it('names the accounts of the inputs, and none that is only in place of one', async () => {
  const cwd = repository();
  cpSync(join(ROOT, 'fixtures/templates/15-cdk-agnostic'), join(cwd, 'app'), { recursive: true });
  await cli(['init'], { cwd });
  expect(read(cwd, 'vpce-lint.yaml')).toContain('#  accounts: ["111122223333"]');
  const state = JSON.stringify(stateOf(FAULTY));
  const [account] = /(?<=")\d{12}(?=")/.exec(state) ?? [];
  if (account === undefined) throw new Error('the state shows no account');
  const other = repository({ 'state.json': state.replaceAll(account, '444455556666') });
  await cli(['init'], { cwd: other });
  expect(read(other, 'vpce-lint.yaml')).toContain('#  accounts: ["444455556666"]');
});

describe('entries', () => {
  it('go to the root of the repository, and name the directory and its config', async () => {
    const cwd = repository({ 'infra/main.tf': '' });
    const ran = await cli(['init', '--github', '--gitlab', '--pre-commit'], { cwd: join(cwd, 'infra') });
    expect(ran).toMatchObject({ status: 0, stderr: '' });
    expect(ran.stdout).toContain('wrote ../.github/workflows/vpce-lint.yml\n');
    const [step] = parse(read(cwd, '.github/workflows/vpce-lint.yml')).jobs['vpce-lint'].steps.slice(1);
    expect(step).toMatchObject({
      uses: `vpce-lint/vpce-lint@v${version}`,
      with: { paths: 'infra', config: 'infra/vpce-lint.yaml' },
    });
    expect(parse(read(cwd, '.gitlab-ci.yml'))).toEqual({ include: [{ local: '.gitlab/vpce-lint.yml' }] });
    const [script] = parse(read(cwd, '.gitlab/vpce-lint.yml'))['vpce-lint'].script;
    expect(script).toBe(
      `npx --yes vpce-lint@${version} infra --config infra/vpce-lint.yaml -f pretty -f gitlab=gl-code-quality-report.json`,
    );
    expect(parse(read(cwd, '.pre-commit-config.yaml')).repos[0]).toEqual({
      repo: 'https://github.com/vpce-lint/vpce-lint',
      rev: `v${version}`,
      hooks: [{ id: 'vpce-lint', args: ['infra', '--config', 'infra/vpce-lint.yaml'] }],
    });
  });

  it('quote what a directory is called', async () => {
    const cwd = repository({ "it's $(x) here/main.tf": '' });
    await cli(['init', '--github', '--gitlab', '--pre-commit'], { cwd: join(cwd, "it's $(x) here") });
    const [script] = parse(read(cwd, '.gitlab/vpce-lint.yml'))['vpce-lint'].script;
    expect(script).toContain(` 'it'\\''s $(x) here' `);
    const [step] = parse(read(cwd, '.github/workflows/vpce-lint.yml')).jobs['vpce-lint'].steps.slice(1);
    expect(step.with.paths).toBe(`"it's $(x) here"`);
    expect(parse(read(cwd, '.pre-commit-config.yaml')).repos[0].hooks[0].args[0]).toBe("it's $(x) here");
  });

  it('compares a pull request with its base where all can be compared', async () => {
    for (const [files, since] of [
      [{ 'main.tf': '' }, expect.stringContaining('github.base_ref')],
      [{ 'main.tf': '', 'plan.json': planOf(FAULTY) }, undefined],
    ] as const) {
      const cwd = repository(files);
      await cli(['init', '--github'], { cwd });
      const [checkout, step] = parse(read(cwd, '.github/workflows/vpce-lint.yml')).jobs['vpce-lint'].steps;
      expect(step.with['changed-since']).toEqual(since);
      expect(checkout.with['fetch-depth']).toBe(since === undefined ? undefined : 0);
    }
  });

  it('tells of CI that is in use and has no entry yet', async () => {
    const cwd = repository({ 'main.tf': '', '.github/workflows/ci.yml': '', Jenkinsfile: '' });
    const { stdout } = await cli(['init'], { cwd });
    expect(stdout).toContain(
      'found 1 root module of Terraform code, 0 endpoints\nwrote vpce-lint.yaml\nnext  GitHub Actions is in use. Write its entry with vpce-lint init --github\nnext  Jenkins is in use. For a recipe see https://github.com/vpce-lint/vpce-lint/blob/v0.1.0/docs/ci.md\nnext  Run vpce-lint .\n',
    );
    expect(stdout).toContain('next  Jenkins is in use. For a recipe see https://');
  });
});

describe('what is there already', () => {
  it('stays, byte for byte', async () => {
    const files = {
      'vpce-lint.yaml': 'preset: strict\n',
      '.gitlab-ci.yml': 'stages: [a]\n',
      '.pre-commit-config.yaml': 'repos: []\n',
    };
    const cwd = repository(files);
    const { status, stdout } = await cli(['init', '--gitlab', '--pre-commit'], { cwd });
    expect(status).toBe(0);
    for (const [file, text] of Object.entries(files)) expect(read(cwd, file)).toBe(text);
    expect(stdout).toContain(
      'found nothing to check below this directory\nleft  vpce-lint.yaml: the file exists (use --force to overwrite it)\nwrote .gitlab/vpce-lint.yml\nleft  .pre-commit-config.yaml: the file exists (use --force to overwrite it)\n      Add this to its `repos`:\n  - repo: https://github.com/vpce-lint/vpce-lint\n    rev: v0.1.0\n    hooks:\n      - id: vpce-lint\n        args: ["."]\nnext  Include .gitlab/vpce-lint.yml in .gitlab-ci.yml\n',
    );
    expect(stdout).toContain('      Add this to its `repos`:\n  - repo: https://github.com/vpce-lint/vpce-lint\n');
    expect(stdout).toContain('next  Include .gitlab/vpce-lint.yml in .gitlab-ci.yml\n');
    const again = await cli(['init', '--gitlab', '--pre-commit'], { cwd });
    expect(again).toMatchObject({
      status: 2,
      stderr: 'vpce-lint: init: every file exists already. Use --force to overwrite them.\n',
    });
  });

  it('--force overwrites, and keeps the other hooks', async () => {
    const cwd = repository({
      'vpce-lint.yaml': 'preset: strict\n',
      '.pre-commit-config.yaml':
        '# ours\nrepos:\n  - repo: https://example.com/x # pinned\n    rev: v1\n    hooks: [{ id: x }]\n',
    });
    for (const _ of [1, 2]) {
      expect(await cli(['init', '--pre-commit', '--force'], { cwd })).toMatchObject({ status: 0 });
      expect(parse(read(cwd, 'vpce-lint.yaml')).preset).toBe('recommended');
      expect(read(cwd, '.pre-commit-config.yaml')).toMatch(
        /^# ours\nrepos:\n {2}- repo: https:\/\/example\.com\/x # pinned\n/,
      );
      const { repos } = parse(read(cwd, '.pre-commit-config.yaml')) as { repos: { repo: string }[] };
      expect(repos.map(({ repo }) => repo)).toEqual([
        'https://example.com/x',
        'https://github.com/vpce-lint/vpce-lint',
      ]);
    }
  });

  it('--force does not touch a pre-commit config that cannot be read', async () => {
    const cwd = repository({ '.pre-commit-config.yaml': 'repos: [\n' });
    const { status, stderr } = await cli(['init', '--pre-commit', '--force'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^vpce-lint: \.pre-commit-config\.yaml: .*\n$/);
    expect(read(cwd, '.pre-commit-config.yaml')).toBe('repos: [\n');
  });

  it.skipIf(process.platform === 'win32')('nothing is written through a link', async () => {
    const outside = directory({ 'victim.yaml': 'x\n' });
    const cwd = repository({});
    symlinkSync(outside, join(cwd, '.github'));
    expect(await cli(['init', '--github'], { cwd })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('link'),
    });
    expect(readdirSync(outside)).toEqual(['victim.yaml']);
    rmSync(join(cwd, 'vpce-lint.yaml'));
    symlinkSync(join(outside, 'victim.yaml'), join(cwd, 'vpce-lint.yaml'));
    expect(await cli(['init', '--force'], { cwd })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('link'),
    });
    expect(read(outside, 'victim.yaml')).toBe('x\n');
  });
});

it('--dry-run shows what would be written, and writes nothing', async () => {
  const cwd = repository({ 'plan.json': planOf(FAULTY) });
  const { status, stdout } = await cli(['init', '--dry-run', '--github'], { cwd });
  expect(status).toBe(0);
  expect(readdirSync(cwd).sort()).toEqual(['.git', 'plan.json']);
  await cli(['init', '--github'], { cwd });
  for (const file of ['vpce-lint.yaml', '.github/workflows/vpce-lint.yml']) {
    expect(stdout).toContain(`would write ${file}:\n\n${read(cwd, file)}`);
  }
});

it('outside of a repository the directory is the root', async () => {
  const cwd = directory({});
  expect(await cli(['init', '--github'], { cwd })).toMatchObject({
    status: 0,
    stdout:
      'found nothing to check below this directory\nwrote vpce-lint.yaml\nwrote .github/workflows/vpce-lint.yml\n',
  });
  expect(existsSync(join(cwd, '.github/workflows/vpce-lint.yml'))).toBe(true);
  expect(await cli(['init', 'here'], { cwd })).toEqual({
    status: 2,
    stdout: '',
    stderr: 'vpce-lint: init: unexpected argument "here". Run init in the directory that the config is for.\n',
  });
});

it('ci/gitlab.yml is what it is made from', () => {
  expect(read(ROOT, 'ci/gitlab.yml'), 'run `npm run gen` and commit what it writes').toBe(gitlabTemplate(version));
});
