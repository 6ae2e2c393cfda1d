import { lstatSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { didYouMean } from '../base/nearest.ts';
import { allRules } from '../catalogue.ts';
import { shownPath } from '../findings/index.ts';
import { InputError } from '../model/index.ts';
import { type ReportContext, reporters } from '../reporters/index.ts';
import type { Outcome } from '../run.ts';
import type { Args } from './command.ts';
import type { Io } from './io.ts';
import { columnsOf, wantsColor } from './style.ts';

/** One `--format`: a reporter and where its text goes; null: standard output. */
export interface Format {
  readonly name: string;
  readonly file: string | null;
}

export interface Telling {
  readonly args: Args;
  readonly io: Io;
  readonly elapsedMs: number;
}

/** Reads `--format name[=file]`, all of them. */
export function parseFormats(texts: readonly string[], cwd: string): readonly Format[] {
  const formats = (texts.length === 0 ? ['pretty'] : texts).map((text) => {
    const [name, ...rest] = text.split('=');
    const file = rest.join('=');
    const names = Object.keys(reporters);
    if (!names.includes(name!)) {
      throw new InputError(`--format takes ${names.join(', ')}, not "${name}"${didYouMean(name!, names)}`);
    }
    if (rest.length > 0 && file === '') throw new InputError(`--format ${name}= lacks the file`);
    return { name: name!, file: rest.length === 0 ? null : file };
  });
  const places = formats.map(({ file }) => (file === null ? '' : resolve(cwd, file)));
  const twice = places.findIndex((place, i) => places.indexOf(place) !== i);
  if (twice >= 0) {
    const { name, file } = formats[twice]!;
    throw new InputError(
      file === null
        ? `two formats go to standard output: write one to a file, --format ${name}=<file>`
        : `two formats go to ${file}`,
    );
  }
  for (const { name, file } of formats) if (file !== null) checkDirectory(name, file, cwd);
  return formats;
}

/** Told before the work, not after it. */
function checkDirectory(name: string, file: string, cwd: string): void {
  const directory = dirname(resolve(cwd, file));
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    throw new InputError(`--format ${name}=${file}: there is no directory ${dirname(file)}`);
  }
}

/** Writes a run's report in every format asked for. */
export function writeReports(formats: readonly Format[], outcome: Outcome, telling: Telling): void {
  const { io } = telling;
  for (const { name, file } of formats) {
    const text = reporters[name]!(outcome.report, contextOf(outcome, telling, file));
    if (file === null) io.stdout.write(text);
    else writeWhole(resolve(io.cwd, file), file, text);
  }
}

function contextOf(outcome: Outcome, { args, io, elapsedMs }: Telling, file: string | null): ReportContext {
  const toTerminal = file === null;
  return {
    rules: new Map(allRules().map((rule) => [rule.id, rule])),
    color: toTerminal ? wantsColor(args, io, io.stdout) : args.text('color') === 'always',
    width: toTerminal ? columnsOf(io.stdout) : 80,
    ...anchorOf(outcome, args, io),
    quiet: args.flag('quiet'),
    verbose: args.flag('verbose'),
    judged: outcome.judged,
    managed: outcome.managed,
    elapsedMs,
  };
}

/** Where SARIF pins findings that have no file: what the option says, else the config file. */
function anchorOf(outcome: Outcome, args: Args, io: Io): Pick<ReportContext, 'anchor'> {
  const anchor = args.text('sarif-anchor') ?? outcome.settings.config.file;
  return anchor === null ? {} : { anchor: shownPath(anchor, io.cwd) };
}

/** Writes a file whole or not at all, so that nobody uploads half a report. Devices and pipes are written as they are. */
export function writeWhole(path: string, named: string, text: string): void {
  try {
    const there = lstatSync(path, { throwIfNoEntry: false });
    const target = there?.isSymbolicLink() ? realpathSync(path) : path;
    if (there && !statSync(target).isFile()) {
      writeFileSync(target, text);
      return;
    }
    const draft = `${target}.${Math.random().toString(36).slice(2, 10)}.tmp`;
    try {
      writeFileSync(draft, text);
      renameSync(draft, target);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  } catch (error) {
    throw new InputError(`cannot write ${named}: ${(error as NodeJS.ErrnoException).code ?? error}`);
  }
}
