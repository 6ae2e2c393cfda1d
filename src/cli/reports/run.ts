import { didYouMean } from '../../base/nearest.ts';
import { oneOf } from '../../base/sentences.ts';
import type { FailOn } from '../../config/config.ts';
import { compareReports, mergeReports, type Report } from '../../findings/index.ts';
import { InputError } from '../../model/input-error.ts';
import { LEVELS } from '../../model/level.ts';
import { comparisonJson, comparisonLine, comparisonMarkdown, comparisonText } from '../../reporters/comparison.ts';
import { gapLines } from '../../reporters/gaps.ts';
import { plain } from '../../reporters/text.ts';
import type { Args } from '../command.ts';
import { EXIT, exitStatus } from '../exit.ts';
import type { Io } from '../io.ts';
import { parseFormats, writeReports } from '../output.ts';
import { wantsColor } from '../style.ts';
import { tell } from '../tell.ts';
import { writeWhole } from '../write-whole.ts';
import { readReports } from './read.ts';

/** The `report` command. */
export function runReport(args: Args, io: Io): Promise<number> {
  const [what, ...paths] = args.positional;
  if (what === 'merge') return merge(paths, args, io);
  if (what === 'diff') return diff(paths, args, io);
  const said =
    what === undefined
      ? 'report needs merge or diff'
      : `report: unknown command "${what}"${didYouMean(what, ['merge', 'diff'])}`;
  throw new InputError(said, {
    hint: 'Use `vpce-lint report merge <report>...` or `vpce-lint report diff <old> <new>`',
  });
}

async function merge(paths: readonly string[], args: Args, io: Io): Promise<number> {
  if (paths.length === 0)
    throw new InputError('report merge: no reports', { hint: 'Use `vpce-lint report merge a.json b.json`' });
  const formats = parseFormats(args, io.cwd);
  const started = Date.now();
  const { report, notes } = mergeReports((await readReports(paths, io)).map((each) => each.report));
  const telling = { args, io, elapsedMs: Date.now() - started };
  const shown = { ...told(report), notes };
  await writeReports(formats, shown, telling);
  tell(formats, shown, telling);
  return exitStatus(report, {
    failOn: failOn(args),
    failOnUndecided: args.flag('fail-on-undecided'),
    allowPartial: args.flag('allow-partial'),
    allowEmpty: true,
  });
}

/** What a run returns besides the report. */
function told(report: Report) {
  const judged =
    report.endpoints.length > 0 ||
    report.findings.length > 0 ||
    report.checks.some((each) => each.pass + each.fail > 0);
  return { report, judged, managed: 0, settings: { config: { file: null } }, timing: { read: 0, check: 0, report: 0 } };
}

function failOn(args: Args): FailOn {
  return (args.text('fail-on') as FailOn | undefined) ?? 'warning';
}

async function diff(paths: readonly string[], args: Args, io: Io): Promise<number> {
  if (paths.length !== 2)
    throw new InputError(`report diff needs two reports, not ${paths.length}`, {
      hint: 'Use `vpce-lint report diff old.json new.json`',
    });
  const [before, now] = await Promise.all(paths.map(async (path) => oneReport(path, io)));
  const comparison = compareReports(before!, now!);
  const formats = diffFormats(args);
  for (const { name, file } of formats) {
    const text = {
      pretty: () => comparisonText(comparison, file === null && wantsColor(args, io, io.stdout)),
      json: () => comparisonJson(comparison),
      markdown: () => comparisonMarkdown(comparison),
    }[name]();
    if (file === null) io.stdout.write(text);
    else writeWhole(file, io.cwd, text);
  }
  const say = (line: string) => io.stderr.write(`${plain(line)}\n`);
  if (formats.every(({ file }) => file !== null)) say(comparisonLine(comparison));
  for (const line of gapLines(now!)) say(`vpce-lint: ${line}`);
  if (!now!.complete && !args.flag('allow-partial')) return EXIT.incomplete;
  const level = failOn(args);
  if (level === 'never') return EXIT.ok;
  const enough = LEVELS.slice(0, LEVELS.indexOf(level) + 1);
  const counts = [...comparison.new, ...comparison.changed.map((each) => each.now)];
  return counts.some((each) => each.status === 'open' && enough.includes(each.level)) ? EXIT.findings : EXIT.ok;
}

/** All reports of a directory or glob as one. */
async function oneReport(path: string, io: Io): Promise<Report> {
  return mergeReports((await readReports([path], io)).map((each) => each.report)).report;
}

const DIFF_FORMATS = ['pretty', 'json', 'markdown'] as const;

function diffFormats(args: Args): { readonly name: (typeof DIFF_FORMATS)[number]; readonly file: string | null }[] {
  const texts = args.list('format');
  return (texts.length === 0 ? ['pretty'] : texts).map((text) => {
    const [name, ...rest] = text.split('=');
    const known = DIFF_FORMATS.find((each) => each === name);
    if (!known)
      throw new InputError(`--format: report diff does not write "${name}"`, { hint: `Use ${oneOf(DIFF_FORMATS)}` });
    return { name: known, file: rest.length === 0 ? null : rest.join('=') };
  });
}
