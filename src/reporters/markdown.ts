import { push } from '../base/memo.ts';
import { count } from '../base/words.ts';
import type { Finding, Report, RuleInfo, UndecidedCheck } from '../findings/index.ts';
import { labelOf } from '../findings/subject.ts';
import { type AccountLabel, accountLabels } from './accounts.ts';
import { behind, causesOf, missingIn } from './causes.ts';
import { code, html, link, words } from './markdown/escape.ts';
import type { Reporter } from './reporter.ts';
import { qualifiedName } from './subject.ts';
import { configLine, summaryLine, verdict } from './summary.ts';
import { openFindings, worstFirst } from './worst-first.ts';

export interface MarkdownOptions {
  /** Suppressed and baselined findings too, marked so. */
  readonly showSuppressed?: boolean;
  /** Whether there was an endpoint or an endpoint service to judge; default: whether there was an endpoint. */
  readonly judged?: boolean;
  /** Endpoints left out because another service manages them. */
  readonly managed?: number;
  /** Most bytes to write; default: what GitHub takes as a step summary. A pull request comment takes 65,536. */
  readonly limit?: number;
}

/** First line of every report. It identifies the comment on a pull request, so that the next run can replace it. */
export const MARKER = '<!-- vpce-lint report -->';

/** GitHub rejects more than 1 MiB, with all that the step wrote before. The margin is for the line that says what was cut. */
const STEP_SUMMARY = 1024 * 1024 - 4096;
const CAUSES_SHOWN = 100;

/** `--format markdown`. Suppressed findings are in a report only where they were asked for. */
export const markdown: Reporter = (report, { rules, judged, managed }) =>
  toMarkdown(report, [...rules.values()], { showSuppressed: true, judged, managed });

/** GitHub-flavoured Markdown for a step summary or a comment: the counts, then one fold for each endpoint, worst first. */
export function toMarkdown(report: Report, rules: readonly RuleInfo[] = [], options: MarkdownOptions = {}): string {
  const facts = { judged: options.judged ?? report.endpoints.length > 0, managed: options.managed ?? 0 };
  const listed = options.showSuppressed ? report.findings : openFindings(report.findings);
  const accountLabel = accountLabels(report);
  const groups = groupBySubject(worstFirst(listed, rules));
  const head = [
    MARKER,
    `## vpce-lint: ${verdict(report, facts.judged)}`,
    summaryLine(report, { ...facts, elapsedMs: null }),
    ...configLine(report),
    ...gaps(report),
  ];
  const tail = [...undecidedFold(report.undecided)];
  const { written, left } = within(
    (options.limit ?? STEP_SUMMARY) - size([...head, ...tail]),
    groups.map((group, index) => fold(group, index === 0, accountLabel)),
  );
  const cut = groups.slice(groups.length - left).reduce((sum, group) => sum + group.length, 0);
  const note =
    left === 0
      ? []
      : [
          `**${count(cut, 'more finding')}** on ${count(left, 'resource')} left out, because the report is longer than GitHub accepts.`,
        ];
  return `${[...head, ...written, ...note, ...tail].join('\n\n')}\n`;
}

function gaps(report: Report): string[] {
  if (report.complete) return [];
  const lines = report.incomplete.map((gap) => {
    const where = [gap.path, gap.account, gap.region].filter((part) => part !== null).map(code);
    return `> - ${[...where, words(gap.message)].join(' ')}`;
  });
  return [['> [!CAUTION]', '> This run is incomplete. What is not listed was not checked.', '>', ...lines].join('\n')];
}

function groupBySubject(findings: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { kind, account, region } = finding.subject;
    const key = JSON.stringify([kind, account, region, qualifiedName(finding.subject)]);
    push(groups, key, finding);
  }
  return [...groups.values()];
}

function fold(group: readonly Finding[], open: boolean, accountLabel: AccountLabel): string {
  const [first] = group;
  if (first === undefined) return '';
  const { subject, level } = first;
  const about = [subject.service, subject.region, accountLabel(subject.account)]
    .filter((part) => part !== null)
    .map(html);
  const title = `<code>${html(labelOf(subject))}</code>${about.length > 0 ? ` (${about.join(', ')})` : ''}`;
  return [
    `<details${open || level === 'error' ? ' open' : ''}><summary>${title}: ${count(group.length, 'finding')}</summary>`,
    ['| Level | Finding | Where |', '| --- | --- | --- |', ...group.map(row)].join('\n'),
    '</details>',
  ].join('\n\n');
}

function row(finding: Finding): string {
  const status = finding.status === 'open' ? '' : ` (${finding.status})`;
  const rule = link(code(finding.rule), finding.helpUrl);
  const { file, line } = finding.location;
  const place = file === null ? '–' : code(line === null ? file : `${file}:${line}`);
  return `| ${finding.level}${status} | ${words(finding.message)}<br>${words(finding.fix)}<br>${rule} | ${place} |`;
}

function undecidedFold(undecided: readonly UndecidedCheck[]): string[] {
  if (undecided.length === 0) return [];
  const causes = causesOf(undecided);
  const rows = causes
    .slice(0, CAUSES_SHOWN)
    .map((cause) => `| ${behind(cause)} | ${words(missingIn(cause))} | ${words(cause.settledBy ?? '–')} |`);
  return [
    [
      `<details><summary>${count(undecided.length, 'check')} could not be decided</summary>`,
      ['| Checks | What is missing | What settles it |', '| --- | --- | --- |', ...rows].join('\n'),
      ...(causes.length > CAUSES_SHOWN ? [`and ${causes.length - CAUSES_SHOWN} more causes`] : []),
      '</details>',
    ].join('\n\n'),
  ];
}

/** The first sections that fit into this many bytes, and the number of those that do not. */
function within(limit: number, sections: readonly string[]): { written: string[]; left: number } {
  const written: string[] = [];
  let used = 0;
  for (const section of sections) {
    used += size([section]);
    if (used > limit) break;
    written.push(section);
  }
  return { written, left: sections.length - written.length };
}

function size(sections: readonly string[]): number {
  return sections.reduce((sum, section) => sum + Buffer.byteLength(section) + 2, 0);
}
