import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { audit } from '../../src/cli/commands/audit.ts';
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
    [
      ['--fromat', 'json', 'x.json'],
      'unknown option --fromat. Did you mean "--format"? `vpce-lint lint --help` lists all options.',
    ],
    [
      ['--quite', 'x.json'],
      'unknown option --quite. Did you mean "--quiet"? `vpce-lint lint --help` lists all options.',
    ],
    [['x.json', '--zzz'], 'unknown option --zzz. `vpce-lint lint --help` lists all options.'],
    [['x.json', '-z'], 'unknown option -z. `vpce-lint lint --help` lists all options.'],
    [['x.json', '-o', 'out.txt'], 'unknown option -o. To write to a file use --format json=<file>.'],
    [['x.json', '--output', 'out.txt'], 'unknown option --output. To write to a file use --format json=<file>.'],
    [['rules', '-q'], 'unknown option -q. It is an option of `vpce-lint lint`.'],
    [['x.json', '--organization'], 'unknown option --organization. It is an option of `vpce-lint audit`.'],
    [['rules', '--format', 'jsn'], /^--format: unknown value "jsn"\. Did you mean "json"\? Use pretty or json\.$/],
    [['x.json', '--format'], '--format needs a value. Write --format <name>[=<file>].'],
    [
      ['x.json', '-f', 'jsno'],
      /^--format: unknown format "jsno"\. Did you mean "json"\? Use pretty, concise, json, jsonl, sarif, github, gitlab, junit, markdown, html, csv, rdjson, ocsf, sonarqube or azure\.$/,
    ],
    [['x.json', '-f', 'json='], '--format: "json=" names no file. Write --format json=<file>.'],
    [
      ['x.json', '-f', 'json', '-f', 'pretty'],
      /^--format: two formats go to standard output\. Write one of them to a file: --format pretty=<file>\.$/,
    ],
    [
      ['x.json', '-f', 'json=a.txt', '-f', 'pretty=./a.txt'],
      '--format: two formats go to ./a.txt. Write one of them to another file: --format pretty=<file>.',
    ],
    [
      ['x.json', '-f', 'json=no/such/out.json'],
      '--format json=no/such/out.json: the directory no/such does not exist. Create it first.',
    ],
    [['x.json', '--fail-on', 'warn'], /^--fail-on: unknown value "warn"\. Use error, warning, note or never\.$/],
    [
      ['x.json', '--preset', 'recomended'],
      /^--preset: unknown value "recomended"\. Did you mean "recommended"\? Use recommended, strict, pedantic, fsbp or cis-7\.0\.$/,
    ],
    [
      ['x.json', '--kind', 'cloud'],
      '--kind: unknown value "cloud". Use plan, state, describe, config, sources or cloudformation.',
    ],
    [['x.json', '--color', 'sometimes'], /^--color: unknown value "sometimes"\. Use auto, always or never\.$/],
    [
      ['x.json', '--rule', 'availability/single-az'],
      /^--rule: "availability\/single-az" has no level\. Write --rule availability\/single-az=off, for example\.$/,
    ],
    [['x.json', '--rule', '=off'], '--rule: "=off" names no rule. Write --rule <id>=<level>.'],
    [
      ['x.json', '--rule', 'availability/single-az=eror'],
      '--rule availability/single-az: "eror" is not a level. Did you mean "error"? Use off, note, warning or error.',
    ],
    [['x.json', '--rule', 'availability/singel-az=off'], /^unknown rule .* Did you mean "availability\/single-az"\?/],
    [
      ['x.json', '--select', 'availabilty/*'],
      'unknown family "availabilty/*". Did you mean "availability/*"? `vpce-lint rules` lists all rules.',
    ],
    [
      ['x.json', '--ignore', 'singel-az'],
      'unknown rule "singel-az". Did you mean "availability/single-az"? `vpce-lint rules` lists all rules.',
    ],
    [
      ['x.json', '--select', 'control:EC2.5'],
      /^no rule has the control "EC2\.5"\. Did you mean "EC2\.55"\? `vpce-lint rules --format json` lists the controls of each rule\.$/,
    ],
    [
      ['rules', '--control', 'EC9.99'],
      /^no rule has the control "EC9\.99"\. Did you mean "EC2\.19"\? `vpce-lint rules --format json` lists the controls of each rule\.$/,
    ],
    [['x.json', '-q', '-v'], '--quiet and --verbose cannot be used together. Remove one of them.'],
    [
      ['x.json', '-c', 'a.yaml', '--no-config'],
      '--config and --no-config cannot be used together. Remove one of them.',
    ],
    [['x.json', '-c', 'a.yaml'], 'a.yaml: no such config. Create it with `vpce-lint init`.'],
    [['x.json', ''], 'an argument is empty. Is a variable of the shell unset?'],
    [['x.json', '--root', 'no/such'], '--root: "no/such" does not exist. Name a directory or a binary plan file.'],
    [
      ['x.json', '--rule', '*=off'],
      /^no rule is left to run\. Check --select, --ignore, --rule, --preset and `rules` of the config\.$/,
    ],
    [
      ['x.json', '--select', 'dns/*', '--ignore', 'dns/*'],
      /^no rule is left to run\. Check --select, --ignore, --rule, --preset and `rules` of the config\.$/,
    ],
    [
      [],
      /^no input\. Name a directory \(`\.` for this one\), a file, or `-` for standard input\. See vpce-lint --help\.$/,
    ],
    [['lint'], /^no input/],
    [
      ['explian', 'x'],
      '"explian" is not a command, and no such file exists. Did you mean "explain"? `vpce-lint --help` lists all commands.',
    ],
    [['unheard'], '"unheard" is not a command, and no such file exists. `vpce-lint --help` lists all commands.'],
    [
      ['rules', 'availability/single-az'],
      /^rules: unexpected argument "availability\/single-az"\. For one rule use `vpce-lint explain availability\/single-az`\.$/,
    ],
    [['explain'], 'explain needs a rule. Name one rule. `vpce-lint rules` lists all rules.'],
    [['explain', 'availability/single'], /Did you mean "availability\/single-az"\?/],
    [
      ['x.json', '--statistics', '-f', 'sarif'],
      '--statistics: the format sarif has no statistics. Use pretty or json.',
    ],
    [['help', 'audti'], 'help: unknown command "audti". Did you mean "audit"? `vpce-lint help` lists all commands.'],
    [['help', 'xyzzyx'], 'help: unknown command "xyzzyx". `vpce-lint help` lists all commands.'],
    [['help', 'lint', 'audit'], 'help: "audit" is one argument too many. Name one command.'],
    [['explain', 'x/y'], 'unknown rule "x/y". `vpce-lint rules` lists all rules.'],
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
  expect(stderr).toMatch(
    /^vpce-lint: this is a bug: The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object\. Received null\. Please report it: https:\/\/github\.com\/vpce-lint\/vpce-lint\/issues\n$/,
  );
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
  expect(stdout).toMatch(/^0\.1\.0\nNode\.js v20\.20\.2 on linux x64\nAWS services as of 2026-11-29\n$/);
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
        { framework: 'iso-27001', version: '2022', control: 'A.8.14' },
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
    expect(stdout).toMatch(/\n\d+ rules; for one of them run vpce-lint explain <rule>\n$/);
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
    [
      'dns',
      'vpce-lint: explain: "dns" is a family of rules. Name one rule. `vpce-lint rules` lists the rules of each family.',
    ],
    [
      'full-acess',
      'vpce-lint: unknown rule "full-acess". Did you mean "policy/full-access"? `vpce-lint rules` lists all rules.',
    ],
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

it('audit takes the options of lint, other than those that say what files are and which problems are new', () => {
  const taken = new Set(audit.options.map(({ name }) => name));
  expect(lint.options.map(({ name }) => name).filter((name) => !taken.has(name))).toMatchInlineSnapshot(`
    [
      "kind",
      "root",
      "parameters",
      "parameter",
      "var-file",
      "var",
      "account",
      "context",
      "context-live",
      "changed",
      "changed-since",
    ]
  `);
});

it('lint takes --no-progress, as audit does', async () => {
  const cwd = directory({ 'plan.json': planOf(HEALTHY) });
  expect(await cli(['plan.json', '--no-progress', '-q'], { cwd })).toMatchObject({ status: 0, stderr: '' });
});
