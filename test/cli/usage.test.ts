import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { explain } from '../../src/cli/commands/explain.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { lint } from '../../src/cli/commands/lint.ts';
import { rules } from '../../src/cli/commands/rules.ts';
import * as apart from '../../src/cli/examples.ts';
import { explanation } from '../../src/cli/explain.ts';
import { help } from '../../src/cli/help.ts';
import { optionsOf } from '../../src/cli/parse.ts';
import { defineRule, pass, type Rule } from '../../src/engine/index.ts';

import { cli, directory, FAULTY, HEALTHY, planOf, report } from './harness.ts';

describe('wrong usage is one line and exit 2', () => {
  it.each([
    [['--fromat', 'json', 'x.json'], 'unknown option --fromat; did you mean "--format"?'],
    [['--quite', 'x.json'], 'unknown option --quite; did you mean "--quiet"?'],
    [['x.json', '--zzz'], 'unknown option --zzz: vpce-lint --help lists them'],
    [['x.json', '-z'], 'unknown option -z: vpce-lint --help lists them'],
    [['rules', '--format', 'jsn'], /^--format takes pretty, json, not "jsn"/],
    [['x.json', '--format'], '--format needs a value: --format <name>[=<file>]'],
    [['x.json', '-f', 'jsno'], /^--format takes pretty, concise, json, .*not "jsno"; did you mean "json"\?$/],
    [['x.json', '-f', 'json='], '--format json= lacks the file'],
    [['x.json', '-f', 'json', '-f', 'pretty'], /^two formats go to standard output/],
    [['x.json', '-f', 'json=a.txt', '-f', 'pretty=./a.txt'], 'two formats go to ./a.txt'],
    [['x.json', '-f', 'json=no/such/out.json'], '--format json=no/such/out.json: there is no directory no/such'],
    [['x.json', '--fail-on', 'warn'], /^--fail-on takes error, warning, note, never, not "warn"/],
    [['x.json', '--preset', 'recomended'], /did you mean "recommended"\?$/],
    [['x.json', '--kind', 'cloud'], '--kind takes plan, state, describe, config, sources, cloudformation, not "cloud"'],
    [['x.json', '--color', 'sometimes'], /^--color takes auto, always, never/],
    [['x.json', '--rule', 'availability/single-az'], /^--rule takes <id>=<off\|note\|warning\|error>/],
    [
      ['x.json', '--rule', 'availability/single-az=eror'],
      /^--rule availability\/single-az takes .* did you mean "error"\?$/,
    ],
    [['x.json', '--rule', 'availability/singel-az=off'], /^unknown rule .* did you mean "availability\/single-az"\?/],
    [['x.json', '--select', 'availabilty/*'], /^unknown family .* did you mean "availability\/\*"\?/],
    [
      ['x.json', '--ignore', 'singel-az'],
      'unknown rule "singel-az"; did you mean "availability/single-az"?: vpce-lint rules lists them',
    ],
    [['x.json', '--select', 'control:EC2.5'], /^no rule carries a control "EC2.5"; did you mean "EC2.55"\?/],
    [['rules', '--control', 'EC9.99'], /^no rule carries a control "EC9.99"/],
    [['x.json', '-q', '-v'], '--quiet and --verbose exclude each other'],
    [['x.json', '-c', 'a.yaml', '--no-config'], '--config and --no-config exclude each other'],
    [['x.json', '-c', 'a.yaml'], 'a.yaml: there is no such config'],
    [['x.json', ''], 'an argument is empty: is a variable of the shell unset?'],
    [['x.json', '--root', 'no/such'], '--root: there is no no/such: name a directory, or a binary plan file'],
    [['x.json', '--rule', '*=off'], /^no rule is left to run: /],
    [['x.json', '--select', 'dns/*', '--ignore', 'dns/*'], /^no rule is left to run: /],
    [[], /^no input: name a directory/],
    [['lint'], /^no input/],
    [['explian', 'x'], 'no command and no file is called "explian"; did you mean "explain"?'],
    [['unheard'], 'no command and no file is called "unheard": vpce-lint --help lists the commands'],
    [['rules', 'availability/single-az'], /^rules takes no argument/],
    [['explain'], 'explain takes one rule: vpce-lint rules lists them'],
    [['explain', 'availability/single'], /did you mean "availability\/single-az"\?/],
    [['x.json', '--statistics', '-f', 'sarif'], '--statistics goes with the formats pretty and json, not sarif'],
    [['help', 'audti'], 'no command is called "audti"; did you mean "audit"?'],
    [['help', 'xyzzyx'], 'no command is called "xyzzyx": vpce-lint help lists them'],
    [['help', 'lint', 'audit'], 'help takes one command: vpce-lint help lists them'],
    [['explain', 'x/y'], 'unknown rule "x/y": vpce-lint rules lists them'],
  ] as const)('%j', async (argv, says) => {
    const { status, stdout, stderr } = await cli(argv, { cwd: directory({ 'x.json': planOf(HEALTHY) }) });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.endsWith('\n') && stderr.indexOf('\n') === stderr.length - 1).toBe(true);
    expect(stderr).toMatch(/^vpce-lint: /);
    const text = stderr.slice('vpce-lint: '.length, -1);
    if (typeof says === 'string') expect(text).toBe(says);
    else expect(text).toMatch(says);
  });

  it('hostile names do not reach the terminal', async () => {
    const { stderr } = await cli(['--\u001b[31m\u202e=1', 'x.json']);
    expect(stderr).toMatch(/^vpce-lint: unknown option --\\x1b\[31m\\u202e/);
  });
});

it('a bug ends in one line with where to report it, and a stack with --verbose', async () => {
  const broken = { cwd: directory(), stdin: null as never };
  const { status, stdout, stderr } = await cli(['-'], broken);
  expect({ status, stdout }).toEqual({ status: 70, stdout: '' });
  expect(stderr).toMatch(/^vpce-lint: this is a bug: .+; please report it: https:.+\n$/);
  expect((await cli(['-', '-v'], broken)).stderr).toMatch(/\n {4}at /);
});

it('options of one name are of one kind in all commands', () => {
  const kinds = new Map<string, boolean>();
  for (const option of commands.flatMap(optionsOf)) {
    const valued = option.value !== undefined;
    expect(kinds.get(option.name) ?? valued, option.name).toBe(valued);
    kinds.set(option.name, valued);
  }
});

describe('help', () => {
  it('of the program', async () => {
    const { status, stdout, stderr } = await cli(['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect((await cli(['-h', 'x.json'])).stdout).toBe(stdout);
    expect(help(lint, false, [lint, rules, explain])).toMatchSnapshot();
  });

  it.each(['lint', 'rules', 'explain'])('of %s', async (command) => {
    expect((await cli([command, '--help'])).stdout).toMatchSnapshot();
  });

  it('is what the command help prints, too', async () => {
    expect((await cli(['help'])).stdout).toBe((await cli(['--help'])).stdout);
    expect((await cli(['help', 'rules'])).stdout).toBe((await cli(['rules', '--help'])).stdout);
  });

  it('fits 80 columns', async () => {
    for (const argv of [['--help'], ...commands.map(({ name }) => [name, '--help'])]) {
      for (const line of (await cli(argv)).stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    }
  });
});

it('--version', async () => {
  expect((await cli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect((await cli(['lint', '--version'])).status).toBe(0);
  const { stdout } = await cli(['--version', '--verbose']);
  expect(stdout).toMatch(
    /^\d+\.\d+\.\d+\nNode\.js v\d+\.\d+\.\d+ on \w+ \w+\nservices of AWS as of \d{4}-\d\d-\d\d\n$/,
  );
});

describe('names of rules as people type them', () => {
  const run = async (...argv: string[]) => {
    const cwd = directory({ 'plan.json': planOf(FAULTY) });
    const { findings } = await report(['plan.json', ...argv], { cwd });
    return new Set(findings.map(({ rule, level }) => `${level} ${rule}`));
  };

  it('a family, a rule by its last part', async () => {
    const family = await run('--select', 'availability');
    expect(family).toEqual(await run('--select', 'availability/*'));
    expect([...family].every((each) => each.includes(' availability/'))).toBe(true);
    expect(await run('--select', 'single-az')).toEqual(new Set(['warning availability/single-az']));
    expect(await run('--select', 'availability', '--ignore', 'single-az')).not.toContain(
      'warning availability/single-az',
    );
    expect(await run('--select', 'single-az', '--rule', 'single-az=error')).toEqual(
      new Set(['error availability/single-az']),
    );
  });
});

describe('rules', () => {
  it('as JSON: id, level, preset, summary, docs, controls', async () => {
    const rules = JSON.parse((await cli(['rules', '--format', 'json'])).stdout);
    expect(rules.length).toBeGreaterThan(4);
    for (const rule of rules)
      expect(Object.keys(rule)).toEqual(['id', 'level', 'preset', 'summary', 'docs', 'controls']);
    const ids = rules.map(({ id }: { id: string }) => id);
    expect(ids).toEqual([...ids].sort());
    expect(rules.find(({ id }: { id: string }) => id === 'availability/single-az')).toEqual({
      id: 'availability/single-az',
      level: 'warning',
      preset: 'recommended',
      summary: expect.stringMatching(/\.$/),
      docs: expect.stringMatching(/^https:.*availability\/single-az/),
      controls: [
        { framework: 'cis', version: '7.0', control: '6.8' },
        { framework: 'trusted-advisor', version: null, control: 'c1dfprch10' },
      ],
    });
  });

  it('of a preset', async () => {
    const listed = async (preset: string) =>
      JSON.parse((await cli(['rules', '--preset', preset, '--format', 'json'])).stdout).map(({ id }: Rule) => id);
    const recommended = await listed('recommended');
    const strict = await listed('strict');
    expect(recommended).toContain('availability/single-az');
    expect(strict).toEqual(expect.arrayContaining(recommended));
    expect(strict.length).toBeGreaterThan(recommended.length);
  });

  it('as text, by family', async () => {
    const { stdout } = await cli(['rules']);
    expect(stdout).toMatch(/^availability\/single-az +warning +recommended\n {4}\S/m);
    expect(stdout).toMatch(/\n\d+ rules; vpce-lint explain <rule> tells more\n$/);
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });
});

describe('explain', () => {
  it('tells all there is', () => {
    const rule = defineRule({
      id: 'example/lonely',
      level: 'warning',
      preset: 'strict',
      since: '0.2.0',
      summary: 'Endpoint is alone.',
      why: 'An endpoint without neighbours has nobody to talk to when its zone fails, which happens more often than one thinks.',
      fix: 'Add a second one.',
      recipes: { terraform: 'count = 2', cli: 'aws ec2 create-vpc-endpoint ...' },
      exceptions: ['Nobody calls it.'],
      sources: ['https://docs.aws.amazon.com/vpc/'],
      assumes: ['no endpoint elsewhere'],
      options: z.object({
        atLeast: z._default(z.int().check(z.minimum(2), z.maximum(9)), 2),
        names: z._default(z.array(z.string()), []),
        mode: z.optional(z.enum(['soft', 'hard'])),
        deep: z._default(z.boolean(), false),
      }),
      bad: {
        'one endpoint': {
          scene: { endpoints: { sqs: {} } },
          says: '{sqs} is alone',
          options: { atLeast: 3 },
          level: 'note',
        },
      },
      good: { 'two endpoints': { scene: { endpoints: { sqs: {}, kms: {} } } } },
      check: () => pass,
    });
    const needs = { 'example/lonely': ['endpoint.subnets', 'endpoint.type'] };
    expect(explanation(rule as never, { ...apart, needs }, 80, false)).toMatchSnapshot();
  });

  it('takes the name of a rule without its family', async () => {
    const short = await cli(['explain', 'single-az']);
    expect(short).toEqual(await cli(['explain', 'availability/single-az']));
    expect(short.status).toBe(0);
  });

  it.each([
    ['dns', 'vpce-lint: "dns" is a family, and explain takes one rule: vpce-lint rules lists the rules of each family'],
    ['full-acess', 'vpce-lint: unknown rule "full-acess"; did you mean "policy/full-access"?'],
  ])('of %s', async (typed, said) => {
    expect(await cli(['explain', typed])).toMatchObject({ status: 2, stderr: `${said}\n` });
  });

  it('finds every rule', async () => {
    for (const { id } of JSON.parse((await cli(['rules', '--format', 'json'])).stdout)) {
      const { status, stdout } = await cli(['explain', id]);
      expect({ id, status, text: stdout.startsWith(`${id}  `) }).toEqual({ id, status: 0, text: true });
    }
  });

  it('knows the rules about suppressions', async () => {
    expect((await cli(['explain', 'suppression/unused'])).stdout).toMatchSnapshot();
  });

  it('uses colours where wanted', async () => {
    expect((await cli(['explain', 'suppression/unused'])).stdout).not.toContain('\u001b');
    expect((await cli(['explain', 'suppression/unused', '--color', 'always'])).stdout).toContain('\u001b[1m');
  });
});
