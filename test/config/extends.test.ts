import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, directory, FAULTY, planOf, report } from '../cli/harness.ts';

const SINGLE = 'availability/single-az';

function project(files: Readonly<Record<string, string>>): string {
  return directory({ 'plan.json': planOf(FAULTY), ...files });
}

async function level(files: Readonly<Record<string, string>>, ...argv: string[]): Promise<string | undefined> {
  const { findings } = await report(['plan.json', ...argv], { cwd: project(files) });
  return findings.find(({ rule }) => rule === SINGLE)?.level;
}

async function problem(files: Readonly<Record<string, string>>): Promise<string> {
  const { status, stdout, stderr } = await cli(['plan.json'], { cwd: project(files) });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  return stderr;
}

describe('extends', () => {
  it.each([
    [
      'the base counts',
      { 'base.yaml': `rules: { ${SINGLE}: error }`, 'vpce-lint.yaml': 'extends: ./base.yaml' },
      'error',
    ],
    [
      'what stands in the file wins',
      {
        'base.yaml': `rules: { ${SINGLE}: error }`,
        'vpce-lint.yaml': `extends: ./base.yaml\nrules: { ${SINGLE}: note }`,
      },
      'note',
    ],
    [
      'a family in the file wins over a single rule of the base',
      {
        'base.yaml': `rules: { ${SINGLE}: error }`,
        'vpce-lint.yaml': 'extends: ./base.yaml\nrules: { availability/*: off }',
      },
      undefined,
    ],
    [
      'of a list the later',
      {
        'a.yaml': `rules: { ${SINGLE}: error }`,
        'b.yaml': `rules: { ${SINGLE}: note }`,
        'vpce-lint.yaml': 'extends: [./a.yaml, ./b.yaml]',
      },
      'note',
    ],
    [
      'bases of bases, from the directory of each',
      {
        'shared/deep/c.yaml': `rules: { ${SINGLE}: error }`,
        'shared/b.yaml': 'extends: ./deep/c.yaml',
        'vpce-lint.yaml': 'extends: ./shared/b.yaml',
      },
      'error',
    ],
    [
      'a package',
      {
        'node_modules/@acme/lint/vpce-lint.yaml': `rules: { ${SINGLE}: error }`,
        'vpce-lint.yaml': "extends: '@acme/lint'",
      },
      'error',
    ],
    [
      'a file of a package',
      { 'node_modules/acme/strict.yaml': `rules: { ${SINGLE}: error }`, 'vpce-lint.yaml': 'extends: acme/strict.yaml' },
      'error',
    ],
  ] as const)('%s', async (_, files, expected) => {
    expect(await level(files)).toBe(expected);
  });

  it('options of the base stay where the file only sets a level', async () => {
    const cwd = directory({
      'plan.json': planOf({ endpoints: { sqs: { subnets: ['a', 'b'] } } }),
      'base.yaml': `rules: { ${SINGLE}: { minZones: 3 } }`,
      'vpce-lint.yaml': `extends: ./base.yaml\nrules: { ${SINGLE}: error }`,
    });
    expect((await report(['plan.json', '--select', SINGLE], { cwd })).findings).toMatchObject([
      { level: 'error', evidence: { minZones: 3 } },
    ]);
  });

  it('overrides and suppressions add up, each under its own file', async () => {
    const suppression = (service: string) =>
      `suppressions:\n  - rule: ${SINGLE}\n    match: { service: ${service} }\n    reason: a test`;
    const cwd = project({
      'base.yaml': suppression('sqs'),
      'vpce-lint.yaml': `extends: ./base.yaml\n${suppression('kms')}`,
    });
    const { findings, config } = await report(['plan.json', '--select', 'availability/*', '--show-suppressed'], {
      cwd,
    });
    expect(findings.filter(({ rule }) => rule === SINGLE)).toMatchObject([{ status: 'suppressed' }]);
    expect(config).toMatchObject({ file: 'vpce-lint.yaml', extends: ['base.yaml'], suppressions: 2 });
  });

  it('a file that two others extend counts once', async () => {
    const cwd = project({
      'base.yaml': `suppressions: [{ rule: ${SINGLE}, reason: a test }]`,
      'a.yaml': 'extends: ./base.yaml',
      'b.yaml': 'extends: ./base.yaml',
      'vpce-lint.yaml': 'extends: [./a.yaml, ./b.yaml]',
    });
    const { config } = await report(['plan.json'], { cwd });
    expect(config).toMatchObject({ extends: ['base.yaml', 'a.yaml', 'b.yaml'], suppressions: 1 });
  });
});

describe('extends: what is wrong is said with its place', () => {
  it.each([
    [
      'extends: ./nope.yaml',
      {},
      'vpce-lint.yaml:1:10: extends: the file "./nope.yaml" does not exist. Paths are relative to this config.',
    ],
    [
      'extends:\n  - ./base.yaml\n  - ./nope.yaml',
      {},
      'vpce-lint.yaml:3:5: extends: the file "./nope.yaml" does not exist. Paths are relative to this config.',
    ],
    [
      'extends: ../base.yaml',
      {},
      'vpce-lint.yaml:1:10: extends: "../base.yaml" is outside the directory of the config. Move the file below it, or install it as a package.',
    ],
    ['extends: /etc/passwd', {}, 'vpce-lint.yaml:1:10: extends: "/etc/passwd" is outside the directory of the config.'],
    [
      'extends: https://example.com/a.yaml',
      {},
      'vpce-lint.yaml:1:10: extends: "https://example.com/a.yaml" is a URL. Copy the file, or install it as a package.',
    ],
    ['extends: acme', {}, 'vpce-lint.yaml:1:10: extends: the package acme is not in node_modules. Install it first.'],
    [
      'extends: base.yaml',
      {},
      'vpce-lint.yaml:1:10: extends: the package base.yaml is not in node_modules. For the file write ./base.yaml.',
    ],
    [
      'extends: acme/../../secret.yaml',
      {},
      'vpce-lint.yaml:1:10: extends: "acme/../../secret.yaml" is neither a path nor a package. Begin a path with `./`.',
    ],
    ['extends: acme', { 'node_modules/acme/other.yaml': '' }, 'the package acme has no vpce-lint.yaml'],
    ['extends: 3', {}, 'vpce-lint.yaml:1:10: '],
    [
      'extends: ./bad.yaml',
      { 'bad.yaml': 'preset: recommended\nrulse: {}' },
      'bad.yaml:2:1: unknown key "rulse". Did you mean "rules"?',
    ],
    [
      'extends: ./vpce-lint.yaml',
      {},
      'vpce-lint.yaml:1:10: extends: the files extend each other (vpce-lint.yaml > vpce-lint.yaml). Remove one of these entries.',
    ],
    [
      'extends: ./a.yaml',
      { 'a.yaml': 'extends: ./b.yaml', 'b.yaml': 'preset: strict\nextends: ./a.yaml' },
      'b.yaml:2:10: extends: the files extend each other (a.yaml > b.yaml > a.yaml). Remove one of these entries.',
    ],
  ] as const)('%j', async (config, files, says) => {
    const text = await problem({ 'base.yaml': '', ...files, 'vpce-lint.yaml': config });
    expect(text).toContain(says);
    expect(text.trimEnd()).not.toContain('\n');
  });

  it('a link out of the directory', async () => {
    const elsewhere = directory({ 'base.yaml': 'preset: strict' });
    const cwd = project({ 'vpce-lint.yaml': 'extends: ./link.yaml' });
    symlinkSync(join(elsewhere, 'base.yaml'), join(cwd, 'link.yaml'));
    const { status, stderr } = await cli(['plan.json'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain(
      'vpce-lint.yaml:1:10: extends: "./link.yaml" is outside the directory of the config. Replace the link by a file.',
    );
  });
});

it('context of a base is relative to the base', async () => {
  const cwd = project({ 'shared/base.yaml': 'context: facts', 'vpce-lint.yaml': 'extends: ./shared/base.yaml' });
  const { stdout } = await cli(['--print-config'], { cwd });
  expect(stdout).toContain('shared/facts');
});

it('--print-config says where each value comes from, and reads back the same', async () => {
  const cwd = project({
    'base.yaml': `preset: strict\ntrust:\n  accounts: ["111122223333"]\nrules:\n  ${SINGLE}: { minZones: 2 }\n  dns/*: note`,
    'vpce-lint.yaml': `extends: ./base.yaml\nfailOn: error\nrules:\n  dns/private-dns-disabled: off\noverrides:\n  - match: { service: kms }\n    rules: { ${SINGLE}: off }\nsuppressions:\n  - rule: policy/full-access\n    reason: a test`,
  });
  const args = ['--print-config', '--ignore', 'policy/dead-statement', '--rule', 'coverage/quota-near=error'];
  const { status, stdout } = await cli(args, { cwd });
  expect(status).toBe(0);
  const lines = stdout.split('\n').map((line) => line.trim());
  for (const line of [
    '# In effect: base.yaml, then vpce-lint.yaml, then the command line',
    'preset: strict # base.yaml:1',
    'failOn: error # vpce-lint.yaml:2',
    `${SINGLE}: { minZones: 2 } # warning, base.yaml:5`,
    'dns/private-dns-disabled: off # vpce-lint.yaml:4',
    'dns/vpc-attributes-off: { level: note } # base.yaml:6',
    'dns/private-dns-conflict: { level: note } # base.yaml:6',
    'policy/dead-statement: off # --ignore',
    'coverage/quota-near: { level: error, perVpc: 50, gatewaysPerRegion: 20, percent: 80 } # --rule',
    'routing/gateway-partial: {} # warning, preset',
    'accounts: [ "111122223333" ] # base.yaml:3',
    '# vpce-lint.yaml:6',
    '# vpce-lint.yaml:9',
  ]) {
    expect(lines, stdout).toContain(line);
  }
  mkdirSync(join(cwd, 'again'));
  writeFileSync(join(cwd, 'again/vpce-lint.yaml'), stdout);
  const again = await cli(['--print-config'], { cwd: join(cwd, 'again') });
  const values = (text: string) => text.split('\n').map((line) => line.replace(/ *#.*/, ''));
  expect(values(again.stdout)).toEqual(values(stdout));
});

it('what --print-config shows starts no command in a log', async () => {
  const config = 'suppressions: [{ rule: policy/full-access, reason: "##vso[task.x]y" }]';
  const cwd = project({ '##[group]x.yaml': config });
  const { stdout } = await cli(['--print-config', '--config', '##[group]x.yaml'], { cwd });
  expect(stdout).not.toMatch(/##(vso)?\[/);
  expect(stdout).toContain('reason: "\\x23#vso[task.x]y"');
});

describe('every report says what the config did', () => {
  const CONFIG = `failOn: never\nrules: { ${SINGLE}: off }\nsuppressions: [{ rule: policy/full-access, reason: a test }]`;
  const LINE = 'config: fail on never, 1 rule off, 1 suppression';

  it.each(['pretty', 'github', 'markdown', 'azure', 'html'])('%s', async (format) => {
    const { status, stdout } = await cli(['plan.json', '-f', format], { cwd: project({ 'vpce-lint.yaml': CONFIG }) });
    expect(status).toBe(0);
    expect(stdout).toContain(`${LINE} (vpce-lint.yaml)`);
  });

  it('whom it trusts and what it reads beside the inputs, too', async () => {
    const config = 'trust: { accounts: ["111122223333"], organizations: [o-abc123def4] }\ncontext: [context.tfstate]';
    const state = { version: 4, serial: 1, lineage: 'x', terraform_version: '1.9.8', resources: [] };
    const cwd = project({ 'vpce-lint.yaml': config, 'context.tfstate': JSON.stringify(state) });
    const { stdout } = await cli(['plan.json', '-f', 'pretty'], { cwd });
    expect(stdout).toContain('config: 2 trusted, 1 context path (vpce-lint.yaml)');
  });

  it('junit, as a property', async () => {
    const { stdout } = await cli(['plan.json', '-f', 'junit'], { cwd: project({ 'vpce-lint.yaml': CONFIG }) });
    expect(
      stdout.split(`<property name="config" value="${LINE.replace('config: ', '')} (vpce-lint.yaml)"/>`),
    ).toHaveLength(2);
  });

  it.each(['github', 'azure', 'markdown', 'junit'])('%s, without what its name would do', async (format) => {
    const name = '##vso[x] ::error::`<b>.yaml';
    const { stdout } = await cli(['plan.json', '-f', format, '--config', name], { cwd: project({ [name]: CONFIG }) });
    expect(stdout).toContain('(??vso?x????error????b?.yaml)');
  });

  it.each(['concise', 'junit', 'gitlab', 'csv', 'rdjson', 'sonarqube', 'sarif', 'json'])(
    '%s, on standard error',
    async (format) => {
      const { stderr } = await cli(['plan.json', '-f', format], { cwd: project({ 'vpce-lint.yaml': CONFIG }) });
      expect(stderr).toContain(`${LINE} (vpce-lint.yaml)`);
    },
  );

  it('json and sarif as data', async () => {
    const cwd = project({ 'vpce-lint.yaml': CONFIG });
    const expected = {
      file: 'vpce-lint.yaml',
      extends: [],
      preset: 'recommended',
      failOn: 'never',
      rulesOff: 1,
      rulesSet: 0,
      overrides: 0,
      suppressions: 1,
      trusted: 0,
      context: 0,
    };
    expect((await report(['plan.json'], { cwd })).config).toEqual(expected);
    const { runs } = JSON.parse((await cli(['plan.json', '-f', 'sarif'], { cwd })).stdout);
    expect(runs[0].properties.config).toEqual(expected);
    expect((await report(['plan.json', '--no-config'], { cwd })).config).toBeNull();
  });
});
