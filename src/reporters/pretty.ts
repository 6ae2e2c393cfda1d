import { type Finding, type Location, labelOf, type Report } from '../findings/index.ts';
import { clip } from './inert.ts';
import { type Paint, paint } from './paint.ts';
import { type Block, blocksOf } from './pretty/group.ts';
import { undecidedSection } from './pretty/undecided.ts';
import type { ReportContext, Reporter } from './reporter.ts';
import { isBlank, summaryLine } from './summary.ts';
import { count, listed, plain, width, wrap } from './text.ts';

/** `--format pretty`: for people at a terminal. By subject, worst first: what, where, why, what to do. */
export const pretty: Reporter = (report, context) => {
  if (isBlank(report, context.judged)) {
    return report.complete ? `${summaryLine(report, context)}\n` : '';
  }
  const page: Page = {
    ...context,
    paint: paint(context.color),
    several: isSeveral(report),
    inputs: report.inputs.length,
  };
  const sections = [
    ...blocksOf(report).map((block) => blockText(block, page)),
    ...(context.quiet ? [] : undecidedSection(report.undecided, page)),
    ...(context.verbose ? passedSection(report, page) : []),
    ...incompleteSection(report, page),
  ];
  return `${[...sections, summaryText(report, page)].join('\n\n')}\n`;
};

/** What every part of the page goes by. */
export interface Page extends ReportContext {
  readonly paint: Paint;
  /** More than one account or Region: headings name them. */
  readonly several: boolean;
  /** With more than one, headings name the file. */
  readonly inputs: number;
}

/** Left edge of what stands below a finding's level. */
const INDENT = 10;
const NAMES_SHOWN = 8;

function blockText(block: Block, page: Page): string {
  return [heading(block, page), ...block.findings.map((finding) => findingText(finding, block, page))].join('\n\n');
}

function heading({ subject, endpoint, findings, alike }: Block, { paint, verbose, several, ...page }: Page): string {
  if (alike.length > 0) {
    const names = [subject, ...alike.map((each) => each.subject)].map((each) => plain(labelOf(each)));
    return wrap(listed(names, verbose ? names.length : NAMES_SHOWN), page.width)
      .map(paint.bold)
      .join('\n');
  }
  const name = subject.kind === 'suppression' && labelOf(subject).startsWith('a ') ? 'suppressions' : labelOf(subject);
  const about = [
    endpoint
      ? (endpoint.serviceName ?? endpoint.service)
      : subject.kind === 'endpoint'
        ? subject.service
        : subject.kind.replaceAll('-', ' '),
    endpoint?.type ?? null,
    ...(several ? [subject.region, subject.account] : []),
  ].filter((part) => part !== null);
  const file = page.inputs > 1 ? findings[0]!.location.file : null;
  const parts = [paint.bold(plain(name)), ...(about.length > 0 ? [`(${plain(about.join(', '))})`] : [])];
  const line = parts.join('  ');
  return file === null ? line : spread(line, paint.dim(plain(file)), page.width);
}

function findingText(finding: Finding, { alike }: Block, page: Page): string {
  const { paint } = page;
  const level = finding.status === 'open' ? finding.level : finding.status;
  const others = alike.length === 0 ? '' : ` (${count(alike.length, 'other')} alike)`;
  const [first = '', ...rest] = wrap(`${plain(finding.message)}${others}`, page.width - INDENT);
  const label = `  ${levelPaint(finding, paint)(level.padEnd(INDENT - 2))}`;
  const lines = [`${label}${paint.bold(first)}`, ...rest.map((line) => indented(paint.bold(line)))];
  const rule = paint.link(paint.dim(plain(finding.rule)), finding.helpUrl);
  const last = lines.pop()!;
  lines.push(...spread(last, rule, page.width).split('\n'));
  if (alike.length === 0) lines.push(...placeLines(finding, page));
  if (finding.status === 'open') {
    lines.push(...labelled('why', finding.why, page), ...labelled('fix', finding.fix, page));
  } else lines.push(...labelled('for', finding.justification ?? 'no reason given', page));
  for (const assumed of finding.assumed) lines.push(...labelled('if', assumed, page));
  for (const { message, location } of finding.related)
    lines.push(...labelled('see', `${message}  ${placeText(location)}`, page));
  if (page.verbose)
    for (const [key, value] of Object.entries(finding.evidence))
      lines.push(...labelled('has', `${key}: ${clip(JSON.stringify(value) ?? '', 400)}`, page));
  return lines.join('\n');
}

function levelPaint({ level, status }: Finding, paint: Paint): (text: string) => string {
  if (status !== 'open') return paint.dim;
  return { error: paint.red, warning: paint.yellow, note: paint.cyan }[level];
}

/** On a line of its own, so that a terminal makes a link of it. */
function placeLines({ location, subject }: Finding, page: Page): string[] {
  const place = placeText(location);
  return place === '' || (location.line === null && subject.address === null) ? [] : [indented(page.paint.dim(place))];
}

function placeText({ file, line, column }: Location): string {
  if (file === null) return '';
  return plain([file, line, line === null ? null : column].filter((part) => part !== null).join(':'));
}

function labelled(label: string, text: string, { paint, width: columns }: Page): string[] {
  const edge = INDENT + 5;
  return wrap(plain(text), columns - edge).map((line, i) =>
    i === 0 ? indented(`${paint.dim(label.padEnd(4))} ${line}`) : `${' '.repeat(edge)}${line}`,
  );
}

function indented(text: string): string {
  return `${' '.repeat(INDENT)}${text}`;
}

/** Left and right on one line, or the right part on the next where they do not fit. */
function spread(left: string, right: string, columns: number): string {
  const gap = columns - width(left) - width(right);
  if (gap >= 2) return `${left}${' '.repeat(gap)}${right}`;
  return `${left}\n${' '.repeat(Math.min(INDENT, Math.max(columns - width(right), 0)))}${right}`;
}

function passedSection(report: Report, { paint, ...page }: Page): string[] {
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
      ...wrap(listed(names, NAMES_SHOWN), page.width - INDENT).map(indented),
    ]);
  return [[paint.bold('passed'), ...rows].join('\n')];
}

function incompleteSection(report: Report, { paint, width: columns }: Page): string[] {
  if (report.complete) return [];
  const reasons = report.incomplete.flatMap(({ path, account, region, call, message }) => {
    const where = [path, account, region, call].filter((part) => part !== null && !message.includes(part)).join(', ');
    return wrap(plain(where === '' ? message : `${where}: ${message}`), columns - 4).map(
      (line, i) => `${i === 0 ? '  ' : '    '}${line}`,
    );
  });
  return [[paint.red('incomplete: what is missing here was not judged'), ...reasons].join('\n')];
}

function summaryText(report: Report, page: Page): string {
  const line = summaryLine(report, page);
  const { errors, warnings, notes, undecided } = report.summary;
  const color =
    errors > 0 || !report.complete
      ? page.paint.red
      : warnings > 0
        ? page.paint.yellow
        : undecided + notes > 0
          ? page.paint.bold
          : page.paint.green;
  return wrap(line, page.width).map(color).join('\n');
}

function isSeveral(report: Report): boolean {
  const different = (values: readonly (string | null)[]) => new Set(values.filter((value) => value !== null)).size > 1;
  return (
    different(report.endpoints.map(({ account }) => account)) || different(report.endpoints.map(({ region }) => region))
  );
}
