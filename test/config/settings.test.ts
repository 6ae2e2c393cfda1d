import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/findings/index.ts';
import { cli, directory, FAULTY, planOf, report } from '../cli/harness.ts';

const SINGLE = 'availability/single-az';

/** Level of the finding on `sqs`, which is in one zone; undefined where there is none. */
async function level(config: string | null, ...argv: string[]): Promise<Finding['level'] | undefined> {
  const files = { 'plan.json': planOf(FAULTY), ...(config === null ? {} : { 'vpce-lint.yaml': config }) };
  const { findings } = await report(['plan.json', ...argv], { cwd: directory(files) });
  return findings.find(({ rule }) => rule === SINGLE)?.level;
}

/** Rules that run. */
async function running(config: string | null, ...argv: string[]): Promise<string[]> {
  const files = { 'plan.json': planOf(FAULTY), ...(config === null ? {} : { 'vpce-lint.yaml': config }) };
  const { checks } = await report(['plan.json', ...argv], { cwd: directory(files) });
  return checks.map(({ rule }) => rule);
}

describe('a level the user sets wins', () => {
  it.each([
    [null, [], 'warning'],
    ['rules: { availability/single-az: error }', [], 'error'],
    ['rules: { availability/single-az: off }', [], undefined],
    ['rules: { availability/*: note }', [], 'note'],
    ["rules: { '*': note }", [], 'note'],
    ["rules: { availability/single-az: error, availability/*: off, '*': note }", [], 'error'],
    ["rules: { '*': off, availability/*: note }", [], 'note'],
    ['rules: { availability/single-az: error }', ['--rule', `${SINGLE}=note`], 'note'],
    ['rules: { availability/single-az: off }', ['--rule', `${SINGLE}=note`], 'note'],
    [null, ['--rule', `${SINGLE}=error`, '--rule', 'availability/*=note'], 'note'],
    [null, ['--rule', 'availability/*=off', '--rule', `${SINGLE}=error`], 'error'],
    ['rules: { availability/single-az: error }', ['--no-config'], 'warning'],
    ['rules: { availability/single-az: { level: note, minZones: 2 } }', [], 'note'],
    ['rules: { availability/single-az: { minZones: 2 } }', [], 'warning'],
  ] as const)('%s %j', async (config, argv, expected) => {
    expect(await level(config, ...argv)).toBe(expected);
  });
});

it('options reach the rule', async () => {
  const files = { 'plan.json': planOf({ endpoints: { sqs: { subnets: ['a', 'b'] } } }) };
  const config = 'rules: { availability/single-az: { minZones: 3 } }';
  const cwd = directory({ ...files, 'vpce-lint.yaml': config });
  expect((await report(['plan.json', '--select', SINGLE], { cwd })).findings).toMatchObject([
    { message: 'sqs is in 2 of 3 Availability Zones of its VPC', evidence: { minZones: 3 } },
  ]);
});

describe('which rules run', () => {
  it('a preset includes the milder ones', async () => {
    const [recommended, strict, pedantic] = [
      await running(null),
      await running('preset: strict'),
      await running(null, '--preset', 'pedantic'),
    ];
    expect(recommended).toContain(SINGLE);
    expect(strict).toEqual(expect.arrayContaining(recommended));
    expect(pedantic).toEqual(expect.arrayContaining(strict));
    expect(strict.length).toBeGreaterThan(recommended.length);
    expect(await running('preset: pedantic', '--preset', 'recommended')).toEqual(recommended);
  });

  it('a rule set by its own name runs whatever the preset; a family brings in no strict ones', async () => {
    const [recommended, strict] = [await running(null), await running(null, '--preset', 'strict')];
    const stricter = strict.find((rule) => !recommended.includes(rule))!;
    expect(await running(`rules: { ${stricter}: note }`)).toContain(stricter);
    expect(await running(`rules: { ${stricter.replace(/\/.*/, '/*')}: note }`)).not.toContain(stricter);
    expect(await running(null, '--select', stricter)).toEqual([stricter]);
    expect(await running(null, '--select', stricter.replace(/\/.*/, '/*'))).toContain(stricter);
  });

  it('--select runs just these, --ignore leaves out', async () => {
    expect(await running(null, '--select', SINGLE)).toEqual([SINGLE]);
    expect(await running(null, '--select', `${SINGLE},dns/private-dns-disabled`)).toEqual([
      SINGLE,
      'dns/private-dns-disabled',
    ]);
    const availability = await running(null, '--select', 'availability/*');
    expect(availability.every((rule) => rule.startsWith('availability/'))).toBe(true);
    expect(await running(null, '--select', 'availability/*', '--ignore', SINGLE)).toEqual(
      availability.filter((rule) => rule !== SINGLE),
    );
    expect(await running(null, '--ignore', 'availability/*')).not.toContain(SINGLE);
  });

  it('--select undoes what the config turns off no more narrowly', async () => {
    const off = 'rules: { availability/single-az: off }';
    expect(await running(off, '--select', SINGLE)).toEqual([SINGLE]);
    expect(await running(off, '--select', 'availability/*')).not.toContain(SINGLE);
    expect(await running('rules: { availability/*: off }', '--select', 'availability/*')).toContain(SINGLE);
  });
});

describe('overrides', () => {
  const override = (match: string, rules = 'availability/single-az: off') =>
    `overrides:\n  - match: ${match}\n    rules: { ${rules} }\n    reason: a test`;

  it.each([
    ['{ address: aws_vpc_endpoint.sqs }', true],
    ['{ address: "aws_vpc_endpoint.*" }', true],
    ['{ address: "*.sqs" }', true],
    ['{ address: [nothing, "*sqs"] }', true],
    ['{ address: "aws_vpc_endpoint.s" }', false],
    ['{ service: sqs }', true],
    ['{ service: com.amazonaws.us-east-1.sqs }', true],
    ['{ service: kms }', false],
    ['{ region: us-east-1, service: "s*" }', true],
    ['{ region: eu-west-1, service: "s*" }', false],
    ['{ vpc: aws_vpc.main }', true],
    ['{ account: "*" }', false],
    ['{ id: "*" }', false],
    ['{}', true],
  ])('%s silences: %s', async (match, silences) => {
    expect(await level(override(match))).toBe(silences ? undefined : 'warning');
  });

  it('tags match by key, or key and value', async () => {
    const plan = planOf({ endpoints: { sqs: { subnets: ['a'], tags: { Environment: 'dev-3' } } } });
    const files = (match: string) => directory({ 'plan.json': plan, 'vpce-lint.yaml': override(match) });
    const found = async (match: string) =>
      (await report(['plan.json', '--select', SINGLE], { cwd: files(match) })).findings.length;
    expect(await found('{ tag: Environment }')).toBe(0);
    expect(await found('{ tag: "Environment=dev-*" }')).toBe(0);
    expect(await found('{ tag: "Environment=prod" }')).toBe(1);
    expect(await found('{ tag: Owner }')).toBe(1);
  });

  it('set levels and options, the later one wins, and the command line wins over all', async () => {
    expect(await level(override('{ service: sqs }', 'availability/single-az: error'))).toBe('error');
    const two = `${override('{ service: sqs }', 'availability/single-az: error')}\n  - match: {}\n    rules: { availability/single-az: note }`;
    expect(await level(two)).toBe('note');
    expect(await level(two, '--rule', `${SINGLE}=warning`)).toBe('warning');
  });

  it('turn on, for some, a rule that is off', async () => {
    const config = `rules: { availability/single-az: off }\n${override('{ service: sqs }', 'availability/single-az: note')}`;
    expect(await level(config)).toBe('note');
    expect(await level(config.replace('sqs', 'kms'))).toBeUndefined();
  });

  it('what is not judged is not counted', async () => {
    const files = { 'plan.json': planOf(FAULTY), 'vpce-lint.yaml': override('{ service: sqs }') };
    const { checks } = await report(['plan.json', '--select', SINGLE], { cwd: directory(files) });
    expect(checks).toMatchObject([{ rule: SINGLE, fail: 0, pass: 1, undecided: 0, notApplicable: 0 }]);
  });
});

describe('discovery', () => {
  it('the nearest vpce-lint.yaml from the working directory up to the git root', async () => {
    const root = directory({
      'plan.json': planOf(FAULTY),
      'vpce-lint.yaml': 'rules: { availability/single-az: error }',
    });
    const below = join(root, 'a', 'b');
    mkdirSync(below, { recursive: true });
    const found = async (cwd: string) =>
      (await report([join(root, 'plan.json'), '--select', SINGLE], { cwd })).findings[0]?.level;
    expect(await found(below), 'no git root: the directory alone counts').toBe('warning');
    mkdirSync(join(root, '.git'));
    expect(await found(below)).toBe('error');
    writeFileSync(join(root, 'a', 'vpce-lint.yaml'), 'rules: { availability/single-az: note }');
    expect(await found(below), 'no merging: the nearest alone').toBe('note');
    mkdirSync(join(below, '.git'));
    expect(await found(below), 'not beyond the git root').toBe('warning');
  });

  it('a config under another name is not passed over', async () => {
    const cwd = directory({ 'plan.json': planOf(FAULTY), 'vpce-lint.yml': 'failOn: never' });
    expect(await cli(['plan.json'], { cwd })).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'vpce-lint: vpce-lint.yml: vpce-lint does not read a config with this name. Rename it to vpce-lint.yaml, or name it with --config.\n',
    });
    expect((await cli(['plan.json', '-c', 'vpce-lint.yml'], { cwd })).status).toBe(0);
    expect((await cli(['plan.json', '--no-config'], { cwd })).status).toBe(1);
  });

  it('-c names one', async () => {
    const cwd = directory({ 'plan.json': planOf(FAULTY), 'other.yaml': 'failOn: never' });
    expect((await cli(['plan.json', '-c', 'other.yaml'], { cwd })).status).toBe(0);
    expect((await cli(['plan.json', '-c', 'other.yaml', '--fail-on', 'warning'], { cwd })).status).toBe(1);
  });
});

describe('--print-config', () => {
  const config = [
    'preset: strict',
    'failOn: error',
    'rules: { availability/single-az: { level: error, minZones: 3 }, "dns/*": off }',
    'trust: { accounts: ["012345678901"] }',
    'overrides:',
    '  - match: { address: ["module.dev.*", x], service: sqs }',
    '    rules: { availability/single-az: { minZones: 2 }, "policy/*": off }',
    '    reason: development',
    'suppressions:',
    '  - rule: dns/private-dns-disabled',
    '    match: { service: kms }',
    '    reason: shared zone',
    '    until: 2027-03-31',
  ].join('\n');

  const withoutComments = (text: string) => text.split('\n').map((line) => line.replace(/ *#.*/, ''));

  it('prints what is in effect', async () => {
    const cwd = directory({ 'vpce-lint.yaml': config });
    const { status, stdout } = await cli(['--print-config', '--rule', 'routing/*=note'], { cwd });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^# In effect: vpce-lint\.yaml, then the command line\n/);
    for (const line of [
      'preset: strict',
      'failOn: error',
      '  availability/single-az: { level: error, minZones: 3 }',
      '  dns/private-dns-disabled: off',
      '  availability/no-subnets: {}',
      '  routing/gateway-no-route-tables: { level: note }',
      '  accounts: [ "012345678901" ]',
    ]) {
      expect(withoutComments(stdout)).toContain(line);
    }
  });

  it('can be read back, to the same effect', async () => {
    const cwd = directory({ 'vpce-lint.yaml': config, 'plan.json': planOf(FAULTY) });
    const first = await cli(['--print-config'], { cwd });
    writeFileSync(join(cwd, 'printed.yaml'), first.stdout);
    const again = await cli(['--print-config', '-c', 'printed.yaml'], { cwd });
    expect(withoutComments(again.stdout)).toEqual(withoutComments(first.stdout));
    const { config: _, ...printed } = await report(['plan.json', '-c', 'printed.yaml'], { cwd });
    expect(await report(['plan.json'], { cwd })).toMatchObject(printed);
  });

  it('without a config, too', async () => {
    const { stdout } = await cli(['--print-config'], { cwd: directory() });
    expect(stdout).toMatch(
      /^# In effect: no config file, then the command line\n\npreset: recommended # default\nfailOn: warning # default\nrules:\n/,
    );
  });
});
