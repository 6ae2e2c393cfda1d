import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { didYouMean } from '../base/nearest.ts';
import type { FailOn } from '../config/config.ts';
import { configText, parseRuleSetting } from '../config/index.ts';
import type { Preset } from '../engine/index.ts';
import { InputError } from '../model/index.ts';
import { plain } from '../reporters/text.ts';
import { type Outcome, type RunOptions, run, settingsOf } from '../run.ts';
import type { Args, Command } from './command.ts';
import { EXIT, exitStatus } from './exit.ts';
import type { Io } from './io.ts';
import { type Format, parseFormats, showsVpcs, writeReports } from './output.ts';
import { tell } from './tell.ts';
import { checkTarget, writeWhole } from './write-whole.ts';

/** The `lint` command: options in, reports out, an exit status. */
export async function runLint(args: Args, io: Io, commands: readonly Command[]): Promise<number> {
  const options = lintOptions(args, io);
  if (args.flag('print-config')) {
    const settings = await settingsOf(options, io.cwd);
    const text = await configText(settings, io.cwd);
    io.stdout.write(text.split('\n').map(plain).join('\n'));
    return EXIT.ok;
  }
  checkInputs(args, io, commands);
  const formats = parseFormats(args, io.cwd);
  checkOutputs(formats, [...args.positional, ...READ.flatMap((name) => args.list(name))], io);
  const showVpcs = showsVpcs(formats, args);
  if (options.updateBaseline && options.baseline !== undefined) checkTarget(options.baseline, io.cwd);
  const stdin = options.paths.includes('-') ? { stdin: await io.stdin() } : {};
  const started = Date.now();
  const outcome = await runBeside(args, io, { ...options, ...stdin, showVpcs });
  const elapsedMs = Date.now() - started;
  try {
    const { inputs, config } = outcome.report;
    checkOutputs(formats, [...inputs.map(({ path }) => path), config?.file ?? null], io);
    if (outcome.baseline !== null) writeWhole(args.text('baseline')!, io.cwd, outcome.baseline);
    await writeReports(formats, outcome, { args, io, elapsedMs });
  } finally {
    outcome.close();
  }
  tell(formats, outcome, { args, io, elapsedMs });
  io.linted?.(workOf(outcome, formats));
  return exitStatus(outcome.report, {
    failOn: outcome.settings.failOn,
    failOnUndecided: args.flag('fail-on-undecided'),
    allowPartial: args.flag('allow-partial'),
    allowEmpty: args.flag('allow-empty'),
  });
}

/** Kinds of input and formats of a run: they decide which code it loaded. */
function workOf({ report: { inputs } }: Outcome, formats: readonly Format[]): string {
  const kinds = inputs.map(({ kind, path }) => `${kind}${/\.ya?ml$/.test(path ?? '') ? '-yaml' : ''}`);
  return [...new Set([...kinds, ...formats.map(({ name }) => name)])].sort().join('+');
}

export function lintOptions(args: Args, io: Io): RunOptions {
  exclude(args, 'config', 'no-config');
  exclude(args, 'quiet', 'verbose');
  exclude(args, 'changed', 'changed-since');
  if (args.flag('update-baseline') && args.text('baseline') === undefined) {
    throw new InputError('--update-baseline: no baseline is named', {
      hint: 'Add --baseline vpce-lint.baseline',
    });
  }
  const config = args.flag('no-config') ? false : args.text('config');
  const optional = {
    config,
    preset: args.text('preset') as Preset | undefined,
    failOn: args.text('fail-on') as FailOn | undefined,
    kind: args.text('kind') as RunOptions['kind'],
    root: args.text('root'),
    region: args.text('region'),
    changedSince: args.text('changed-since'),
    baseline: args.text('baseline'),
    select: patterns(args, 'select'),
    ignore: patterns(args, 'ignore'),
  };
  return {
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<RunOptions>),
    paths: args.positional,
    cwd: io.cwd,
    templates: templateRequest(args),
    varFiles: args.list('var-file'),
    vars: args.list('var'),
    rules: args.list('rule').map(parseRuleSetting),
    includeManaged: args.flag('include-managed'),
    tagIgnores: !args.flag('no-tag-ignores'),
    inlineIgnores: !args.flag('no-inline'),
    changed: args.flag('changed'),
    updateBaseline: args.flag('update-baseline'),
    showSuppressed: args.flag('show-suppressed'),
    showPassed: args.flag('verbose'),
    context: contextOf(args),
  };
}

function templateRequest(args: Args): NonNullable<RunOptions['templates']> {
  const account = args.text('account');
  return {
    parameterFiles: args.list('parameters'),
    parameters: args.list('parameter'),
    ...(account === undefined ? {} : { account }),
  };
}

const OF_ACCOUNT = ['profile', 'role-arn', 'external-id', 'endpoint-url', 'concurrency'];

/** Runs, with context from an account for `--context-live`. */
async function runBeside(args: Args, io: Io, options: RunOptions): Promise<Outcome> {
  if (!args.flag('context-live')) {
    const given = OF_ACCOUNT.find((name) => args.list(name).length > 0 || args.text(name) !== undefined);
    if (given !== undefined)
      throw new InputError(`--${given}: only --context-live reads an account`, {
        hint: 'Add --context-live, or use `vpce-lint audit`',
      });
    return run(options);
  }
  const { liveRequest } = await import('./live/options.ts');
  const { interruptible } = await import('./live/interrupt.ts');
  return interruptible((signal) => run({ ...options, contextLive: { ...liveRequest(args, io), signal } }));
}

/** Options that name what a run reads. */
const READ = ['context', 'config', 'baseline', 'parameters', 'var-file', 'root'];

/**
 * A report that replaced an input would leave nothing to run again on. What the user names is known before the run, and what
 * is found in directories is known after it.
 */
function checkOutputs(formats: readonly Format[], read: readonly (string | null)[], { cwd }: Io): void {
  const paths = new Set(read.flatMap((path) => (path === null ? [] : resolve(cwd, path))));
  const taken = formats.find(({ file }) => file !== null && paths.has(resolve(cwd, file)))?.file;
  if (taken == null) return;
  throw new InputError(`--format: the run reads ${taken}, so it cannot write it`, { hint: 'Name another file' });
}

function contextOf(args: Args): readonly string[] {
  const paths = args.list('context');
  if (paths.some((path) => path === '' || path === '-')) {
    throw new InputError(`--context: "${paths.find((path) => path === '' || path === '-')}" is not a path`, {
      hint: 'Save describe output or a state, and name its file or directory',
    });
  }
  return paths;
}

function exclude(args: Args, one: string, other: string): void {
  const given = (name: string) => args.flag(name) || args.text(name) !== undefined;
  if (given(one) && given(other))
    throw new InputError(`--${one} and --${other} cannot be used together`, { hint: 'Remove one of them' });
}

function patterns(args: Args, name: string): string[] | undefined {
  const all = args.list(name).flatMap((list) => list.split(',').map((each) => each.trim()));
  return all.length === 0 ? undefined : all.filter((each) => each !== '');
}

function checkInputs({ positional, named }: Args, io: Io, commands: readonly Command[]): void {
  const [first] = positional;
  if (first === undefined) {
    throw new InputError('no input', {
      hint: 'Name a directory (`.` for this one), a file, or `-` for standard input. See vpce-lint --help',
    });
  }
  // A bare word that does not name a file was most likely meant as a command.
  if (named || !/^[a-z][a-z-]*$/.test(first) || existsSync(resolve(io.cwd, first))) return;
  const names = commands.map((command) => command.name);
  throw new InputError(`"${first}" is not a command, and no such file exists${didYouMean(first, names)}`, {
    hint: '`vpce-lint --help` lists all commands',
  });
}
