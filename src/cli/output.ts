import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { didYouMean } from '../base/nearest.ts';
import { oneOf } from '../base/sentences.ts';
import { shownPath } from '../base/shown-path.ts';
import { allRules } from '../catalogue.ts';
import { InputError } from '../model/index.ts';
import {
  FORMATS,
  type FormatName,
  inPieces,
  type PieceReporter,
  type ReportContext,
  reporterOf,
} from '../reporters/index.ts';
import type { Outcome } from '../run.ts';
import type { Args } from './command.ts';
import type { Io, Sink } from './io.ts';
import { columnsOf, wantsColor } from './style.ts';
import { checkTarget, writeWhole } from './write-whole.ts';

/** One `--format`: a reporter and the file for its text; null for standard output. */
export interface Format {
  readonly name: FormatName;
  readonly file: string | null;
}

export interface Telling {
  readonly args: Args;
  readonly io: Io;
  readonly elapsedMs: number;
}

/** Reads `--format name[=file]`, all of them. */
export function parseFormats(args: Args, cwd: string): readonly Format[] {
  const texts = args.list('format');
  const formats = (texts.length === 0 ? ['pretty'] : texts).map((text) => {
    const [name, ...rest] = text.split('=');
    const file = rest.join('=');
    if (!isFormat(name!)) {
      throw new InputError(`--format: unknown format "${name}"${didYouMean(name!, FORMATS)}`, {
        hint: `Use ${oneOf(FORMATS)}`,
      });
    }
    if (rest.length > 0 && file === '')
      throw new InputError(`--format: "${text}" names no file`, { hint: `Write --format ${name}=<file>` });
    return { name, file: rest.length === 0 ? null : file };
  });
  const other = args.flag('statistics') ? formats.find(({ name }) => name !== 'pretty' && name !== 'json') : undefined;
  if (other)
    throw new InputError(`--statistics: the format ${other.name} has no statistics`, { hint: 'Use pretty or json' });
  const places = formats.map(({ file }) => (file === null ? '' : resolve(cwd, file)));
  const twice = places.findIndex((place, i) => places.indexOf(place) !== i);
  if (twice >= 0) {
    const { name, file } = formats[twice]!;
    throw new InputError(`--format: two formats go to ${file ?? 'standard output'}`, {
      hint: `Write one of them to ${file === null ? 'a' : 'another'} file: --format ${name}=<file>`,
    });
  }
  for (const { name, file } of formats) {
    if (file === null) continue;
    checkDirectory(name, file, cwd);
    checkTarget(file, cwd);
  }
  return formats;
}

function isFormat(name: string): name is FormatName {
  return (FORMATS as readonly string[]).includes(name);
}

/** Checked before the work. */
function checkDirectory(name: string, file: string, cwd: string): void {
  const directory = dirname(resolve(cwd, file));
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    throw new InputError(`--format ${name}=${file}: the directory ${dirname(file)} does not exist`, {
      hint: 'Create it first',
    });
  }
}

/** A report, and what formats show besides it. */
export type Shown = Pick<Outcome, 'report' | 'judged' | 'managed'> & {
  readonly settings: { readonly config: { readonly file: string | null } };
};

/** Whether a requested format shows the VPCs of endpoints. */
export function showsVpcs(formats: readonly Format[], args: Args): boolean {
  return formats.some(({ name }) => name === 'json' || name === 'html') && !args.flag('statistics');
}

/** Writes the report of a run in every requested format. */
export async function writeReports(formats: readonly Format[], outcome: Shown, telling: Telling): Promise<void> {
  const { io, args } = telling;
  for (const { name, file } of formats) {
    const reporter = args.flag('statistics') ? await statisticsOf(name) : await reporterOf(name);
    const pieces = reporter(outcome.report, contextOf(outcome, telling, file));
    if (file === null) await writePieces(io.stdout, pieces);
    else writeWhole(file, io.cwd, pieces);
  }
}

async function statisticsOf(name: FormatName): Promise<PieceReporter> {
  const { statisticsText, statisticsJson } = await import('../reporters/statistics.ts');
  return inPieces(name === 'json' ? statisticsJson : statisticsText);
}

/** Writes no faster than the reader reads, and stops when it has gone. */
async function writePieces(sink: Sink, pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) {
    sink.write(piece);
    if ((await sink.room?.()) === false) return;
  }
}

export function contextOf(outcome: Shown, { args, io, elapsedMs }: Telling, file: string | null): ReportContext {
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
    time: momentOf(io),
    elapsedMs,
  };
}

/** The time of the run. Reproducible runs set it: https://reproducible-builds.org/specs/source-date-epoch/ */
function momentOf({ env }: Io): number {
  const epoch = env.SOURCE_DATE_EPOCH;
  return epoch !== undefined && /^\d{1,12}$/.test(epoch) ? Number(epoch) * 1000 : Date.now();
}

/** The file that SARIF shows for findings without a file: that of the option, else the config. */
function anchorOf(outcome: Shown, args: Args, io: Io): Pick<ReportContext, 'anchor'> {
  const anchor = args.text('sarif-anchor') ?? outcome.settings.config.file;
  return anchor === null ? {} : { anchor: shownPath(anchor, io.cwd) };
}
