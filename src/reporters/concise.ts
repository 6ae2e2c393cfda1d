import type { Finding } from '../findings/index.ts';
import { labelOf } from '../findings/subject.ts';
import { logLine } from './inert.ts';
import { type Paint, paint } from './paint.ts';
import type { Reporter } from './reporter.ts';
import { namedMessage } from './subject.ts';

/** `--format concise`: one line a finding, `file:line:column: level message [rule]`, as editors and `grep` read them. */
export const concise: Reporter = (report, { color }) =>
  report.findings.map((finding) => `${findingLine(finding, paint(color))}\n`).join('');

export function findingLine(finding: Finding, { bold, dim, red, yellow, cyan }: Paint): string {
  const tint = { error: red, warning: yellow, note: cyan }[finding.level];
  const status = finding.status === 'open' ? '' : ` (${finding.status})`;
  const message = finding.location.file === null ? finding.message : namedMessage(finding);
  return `${bold(placeOf(finding))}: ${tint(finding.level)} ${logLine(message)} ${dim(`[${logLine(finding.rule)}]`)}${status}`;
}

function placeOf({ location: { file, line, column }, subject }: Finding): string {
  if (file === null) return logLine(labelOf(subject));
  return logLine([file, ...(line === null ? [] : [line, column ?? 1])].join(':'));
}
