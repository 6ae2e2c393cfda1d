import { count, kindInWords, listed } from '../base/words.ts';
import { labelOf, type Report } from '../findings/index.ts';
import { accountLabels } from './accounts.ts';
import { findingLine } from './concise.ts';
import { paint } from './paint.ts';
import { findingText } from './pretty/finding.ts';
import { type Block, blocksOf } from './pretty/group.ts';
import { nextLines } from './pretty/next.ts';
import { INDENT, indented, type Page, spread } from './pretty/page.ts';
import { undecidedSection } from './pretty/undecided.ts';
import type { Reporter } from './reporter.ts';
import { configCounts, isBlank, summaryLine } from './summary.ts';
import { width as columnsOf, plain, wrap } from './text.ts';
import { worstFirst } from './worst-first.ts';

/** `--format pretty`: for people at a terminal. By subject, worst first: what, where, why, what to do. */
export const pretty: Reporter = (report, context) => {
  if (isBlank(report, context.judged)) return report.complete ? `${summaryLine(report, context)}\n` : '';
  const page: Page = {
    ...context,
    paint: paint(context.color),
    several: isSeveral(report),
    accountLabel: accountLabels(report),
    inputs: report.inputs.length,
    told: new Map(),
  };
  if (context.quiet) return quietText(report, page);
  const blocks = blocksOf(report);
  const sections = [
    ...blocks.map((block) => blockText(block, page)),
    ...undecidedSection(report.undecided, page),
    ...(context.verbose ? passedSection(report, page) : []),
    ...incompleteSection(report, page),
  ];
  const end = [summaryText(report, page), ...nextLines(report, blocks, page)].join('\n');
  return `${[...sections, end].join('\n\n')}\n`;
};

/** `--quiet`: one line a finding, and the counts. */
function quietText(report: Report, page: Page): string {
  const lines = worstFirst(report.findings).map((finding) => findingLine(finding, page.paint));
  return `${[...lines, ...incompleteSection(report, page), summaryText(report, page)].join('\n')}\n`;
}

const NAMES_SHOWN = 8;

function blockText(block: Block, page: Page): string {
  return [heading(block, page), ...block.findings.map((finding) => findingText(finding, block, page))].join('\n\n');
}

function heading(
  { subject, endpoint, findings, input, alike }: Block,
  { paint, several, accountLabel, width, inputs }: Page,
): string {
  if (alike.length > 0) {
    const subjects = count(alike.length + 1, plain(kindInWords(subject.kind)));
    return paint.bold(`${subjects} with the same finding`);
  }
  const nameless = subject.address === null && subject.id === null;
  if (subject.kind === 'suppression' && nameless) return paint.bold('suppressions');
  const service = endpoint?.serviceName ?? subject.service;
  const about = [
    subject.kind === 'endpoint' ? service : kindInWords(subject.kind),
    endpoint?.type ?? null,
    ...(several ? [subject.region, accountLabel(subject.account)] : []),
  ].filter((part) => part !== null);
  const label = paint.bold(plain(labelOf(subject)));
  const kind = about.length > 0 ? `(${plain(about.join(', '))})` : '';
  const line = kind === '' ? label : `${label}  ${kind}`;
  const lines = columnsOf(line) <= width ? [line] : [label, `  ${kind}`];
  const file = inputs > 1 ? (input ?? findings[0]!.location.file) : null;
  if (file !== null) lines.push(...spread(lines.pop()!, paint.dim(plain(file)), width));
  return lines.join('\n');
}

function passedSection(report: Report, { paint, width }: Page): string[] {
  const passed = new Map<string, string[]>();
  for (const { rule, subject } of report.passed ?? []) {
    const names = passed.get(rule) ?? [];
    names.push(plain(labelOf(subject)));
    passed.set(rule, names);
  }
  if (passed.size === 0) return [];
  const rows = [...passed]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([rule, names]) => [
      `  ${paint.green('pass')}    ${rule}`,
      ...wrap(listed(names, NAMES_SHOWN), width - INDENT).map(indented),
    ]);
  return [[paint.bold('passed'), ...rows].join('\n')];
}

function incompleteSection(report: Report, { paint, width, accountLabel }: Page): string[] {
  if (report.complete) return [];
  const reasons = report.incomplete.flatMap(({ path, account, region, call, message }) => {
    const where = [path, accountLabel(account), region, call]
      .filter((part) => part !== null && !message.includes(part))
      .join(', ');
    const text = plain(where === '' ? message : `${where}: ${message}`);
    return wrap(text, width - 4).map((line, i) => `${i === 0 ? '  ' : '    '}${line}`);
  });
  return [[paint.red('Incomplete input: these parts were not checked'), ...reasons].join('\n')];
}

function summaryText(report: Report, page: Page): string {
  const { errors, warnings, notes, undecided } = report.summary;
  const { red, yellow, bold, green } = page.paint;
  const color = errors > 0 || !report.complete ? red : warnings > 0 ? yellow : undecided + notes > 0 ? bold : green;
  const config = configCounts(report).map((line) => page.paint.dim(`${line} (${plain(report.config!.file)})`));
  return [...config, ...wrap(summaryLine(report, page), page.width).map(color)].join('\n');
}

function isSeveral(report: Report): boolean {
  const several = (values: readonly (string | null)[]) => new Set(values.filter((value) => value !== null)).size > 1;
  return (
    several(report.endpoints.map(({ account }) => account)) || several(report.endpoints.map(({ region }) => region))
  );
}
