import { byCodePoint, type Finding, type Report } from '../findings/index.ts';
import { logLine } from './inert.ts';
import { type Paint, paint } from './paint.ts';
import type { Reporter } from './reporter.ts';
import { isBlank, summaryLine } from './summary.ts';
import { jsonText } from './text.ts';

interface RuleCount {
  readonly rule: string;
  readonly findings: number;
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
}

/** `--statistics` for people: the number of findings of each rule, highest first, and the counts of the run. */
export const statisticsText: Reporter = (report, context) => {
  const rows = countsOf(report);
  const wide = String(rows[0]?.findings ?? '').length;
  const lines = rows.map((row) => rowText(row, wide, paint(context.color)));
  const blank = isBlank(report, context.judged) && !report.complete;
  return [...lines, ...(blank ? [] : [summaryLine(report, context)])].map((line) => `${line}\n`).join('');
};

/** `--statistics` for programs: an array, as the text has it. */
export const statisticsJson: Reporter = (report) => `${jsonText(countsOf(report), 2)}\n`;

/** Findings that count, by rule; what ties is in the order of the rules' names. */
function countsOf({ findings }: Report): RuleCount[] {
  const open = findings.filter(({ status }) => status === 'open');
  const rules = [...new Set(open.map(({ rule }) => rule))];
  return rules
    .map((rule) => {
      const own = open.filter((finding) => finding.rule === rule);
      const of = (level: Finding['level']) => own.filter((finding) => finding.level === level).length;
      return { rule, findings: own.length, errors: of('error'), warnings: of('warning'), notes: of('note') };
    })
    .sort((a, b) => b.findings - a.findings || byCodePoint(a.rule, b.rule));
}

function rowText({ rule, findings, errors, warnings }: RuleCount, wide: number, { red, yellow, cyan }: Paint): string {
  const [tint, level] = errors > 0 ? [red, 'error'] : warnings > 0 ? [yellow, 'warning'] : [cyan, 'note'];
  return `${String(findings).padStart(wide)}  ${tint!(level.padEnd(7))}  ${logLine(rule)}`;
}
