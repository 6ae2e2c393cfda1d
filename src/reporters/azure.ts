import { table } from '../base/table.ts';
import { count } from '../base/words.ts';
import type { Finding } from '../findings/index.ts';
import { gapLines } from './gaps.ts';
import { clip, oneLine } from './inert.ts';
import type { Reporter } from './reporter.ts';
import { namedMessage } from './subject.ts';
import { configLine, summaryLine } from './summary.ts';
import { openFindings, worstFirst } from './worst-first.ts';

/** Azure Pipelines has no third kind; a note says itself what it is. */
const TYPE: Record<Finding['level'], string> = table({ error: 'error', warning: 'warning', note: 'warning' });

/**
 * `--format azure`: logging commands of Azure Pipelines, one a line, worst first
 * (https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands), and a line with the counts.
 */
export const azure: Reporter = (report, { judged, managed }) => {
  const lines = [
    ...gapLines(report).map((text) => command({ type: 'error' }, `vpce-lint: incomplete run: ${text}`)),
    ...worstFirst(openFindings(report.findings)).map(issue),
  ];
  const { undecided } = report.summary;
  if (undecided > 0) lines.push(`vpce-lint: ${count(undecided, 'check')} could not be decided`);
  // Counts and the config only: a plain line may hold no other name, since the agent reads commands out of any line.
  lines.push(...configLine(report), summaryLine(report, { judged, managed, elapsedMs: null }));
  return `${lines.join('\n')}\n`;
};

function issue(finding: Finding): string {
  const { file, line, column } = finding.location;
  const place =
    file === null ? {} : { sourcepath: file, ...(line !== null && { linenumber: line, columnnumber: column }) };
  const note = finding.level === 'note' ? 'note: ' : '';
  const text = `${note}${namedMessage(finding)} (${finding.rule})`;
  return command({ type: TYPE[finding.level], ...place, code: finding.rule }, text);
}

function command(properties: Readonly<Record<string, string | number | null>>, message: string): string {
  const written = Object.entries(properties)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))};`);
  return `##vso[task.logissue ${written.join('')}]${escapeData(clip(message, 4000))}`;
}

/** As Microsoft's own task library writes them: `%AZP25` stands for a percent sign. */
function escapeData(text: string): string {
  return oneLine(text).replaceAll('%', '%AZP25');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(']', '%5D').replaceAll(';', '%3B');
}
