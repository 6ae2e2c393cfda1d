import { configCounts, summaryLine } from '../reporters/summary.ts';
import { plain } from '../reporters/text.ts';
import type { Outcome } from '../run.ts';
import type { Format, Shown, Telling } from './output.ts';

/** Writes to standard error what is not a finding: gaps of the input, notes, and the summary if no report shows it. */
export function tell(
  formats: readonly Format[],
  outcome: Shown & Pick<Outcome, 'notes' | 'timing'>,
  { args, io, elapsedMs }: Telling,
): void {
  const { report } = outcome;
  const say = (line: string) => io.stderr.write(`${plain(line)}\n`);
  const prettyShown = formats.some(({ name, file }) => name === 'pretty' && file === null);
  const quiet = args.flag('quiet');
  if (!prettyShown || !outcome.judged) {
    for (const { path, account, region, call, message } of report.incomplete) {
      const where = [path, account, region, call].filter((part) => part !== null && !message.includes(part)).join(', ');
      say(`vpce-lint: ${where === '' ? '' : `${where}: `}${message}`);
    }
  }
  if (!quiet) for (const note of outcome.notes) say(`note: ${note}`);
  if (!prettyShown && !quiet) for (const line of configCounts(report)) say(`${line} (${report.config!.file})`);
  const conciseShown = formats.some(({ name, file }) => name === 'concise' && file === null);
  if (formats.every(({ file }) => file !== null) || (conciseShown && !quiet)) {
    say(summaryLine(report, { ...outcome, elapsedMs }));
  } else if (!prettyShown && !outcome.judged && report.complete) {
    say(summaryLine(report, { ...outcome, elapsedMs: null }));
  }
  if (args.flag('timing')) {
    const { read, check, report: reporting } = outcome.timing;
    say(`timing: read ${read} ms, check ${check} ms, report ${reporting} ms, total ${elapsedMs} ms`);
  }
}
