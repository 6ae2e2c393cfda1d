import { count } from '../base/words.ts';
import type { Finding } from '../findings/index.ts';
import type { Answer, PolicyReport, WitnessRequest } from '../findings/policy-report.ts';
import { clip } from './inert.ts';
import { type Paint, paint } from './paint.ts';
import { plain, width, wrap } from './text.ts';

export interface PolicyPage {
  readonly color: boolean;
  readonly width: number;
}

interface Page {
  readonly paint: Paint;
  readonly width: number;
}

/** Left edge of what stands below a level. */
const INDENT = 10;
const LABEL = 11;
const LONGEST_QUOTE = 400;

/** `vpce-lint policy` for people: what is wrong, the request that proves it, and the statement that allows the request. */
export function policyPretty(reports: readonly PolicyReport[], { color, width: columns }: PolicyPage): string {
  const page: Page = { paint: paint(color), width: columns };
  return `${[...reports.map((report) => policyText(report, page)), summary(reports, page)].join('\n\n')}\n`;
}

function policyText(report: PolicyReport, page: Page): string {
  const { findings, undecided, witness, witnessBy } = report;
  const shown = findings.some(({ evidence }) => isRequest(evidence.witness));
  return [
    heading(report, page),
    ...wrap(answers(report), page.width - 2).map((line) => `  ${page.paint.dim(line)}`),
    ...findings.flatMap((finding) => ['', ...findingLines(finding, report, page)]),
    ...(report.doubts.length === 0 ? [] : ['', ...report.doubts.flatMap((doubt) => doubtLines(doubt, page))]),
    ...(undecided.length === 0 ? [] : ['', ...undecidedLines(report, page)]),
    ...(witness === null || shown
      ? []
      : ['', ...block('passes', requestText(witness, report), page), ...quoteLines(witnessBy, report, page)]),
  ].join('\n');
}

function heading({ file, service, type, valid }: PolicyReport, { paint: { bold, red } }: Page): string {
  const about = [service ?? 'service not given: --service', type].filter((part) => part !== null).join(', ');
  return `${bold(plain(file))}  (${plain(about)})${valid ? '' : `  ${red('invalid')}`}`;
}

/** The questions of the analysis on one line: `everything no, outside callers yes`. */
function answers(report: PolicyReport): string {
  const all: readonly (readonly [string, Answer])[] = [
    ['everything', report.fullAccess],
    ['outside callers', report.unboundedPrincipal],
    ['outside resources', report.unboundedResource],
    ['both in one request', report.overlyBroad],
    ['actions it does not name', report.actionsBroad],
  ];
  if (report.grantsNothing === true) return 'gets through: nothing';
  return `gets through: ${all.map(([what, answer]) => `${what} ${inWord(answer)}`).join(', ')}`;
}

function inWord(answer: Answer): string {
  return answer === 'unknown' ? 'unknown' : answer ? 'yes' : 'no';
}

function findingLines(finding: Finding, report: PolicyReport, page: Page): string[] {
  const { paint: brush } = page;
  const color = { error: brush.red, warning: brush.yellow, note: brush.cyan }[finding.level];
  const [first = '', ...rest] = wrap(plain(finding.message), page.width - INDENT);
  const rule = brush.link(brush.dim(finding.rule), finding.helpUrl);
  const lines = [
    `  ${color(finding.level.padEnd(INDENT - 2))}${brush.bold(first)}`,
    ...rest.map((line) => `${' '.repeat(INDENT)}${brush.bold(line)}`),
  ];
  const last = lines.pop()!;
  const gap = page.width - width(last) - width(rule);
  lines.push(...(gap >= 2 ? [`${last}${' '.repeat(gap)}${rule}`] : [last, `${' '.repeat(INDENT)}${rule}`]));
  const { evidence } = finding;
  const place = placeText(finding);
  return [
    ...lines,
    ...(place === '' ? [] : [`${' '.repeat(INDENT)}${brush.dim(place)}`]),
    ...(isRequest(evidence.witness) ? block('request', requestText(evidence.witness, report), page) : []),
    ...quoteLines(evidence.statement, report, page),
    ...labelled('why', finding.why, page),
    ...labelled('fix', finding.fix, page),
  ];
}

function placeText({ location: { file, line, column } }: Finding): string {
  if (file === null || line === null) return '';
  return plain(`${file}:${line}${column === null ? '' : `:${column}`}`);
}

function quoteLines(statement: unknown, { statements }: PolicyReport, page: Page): string[] {
  const quote = typeof statement === 'number' ? statements[statement] : undefined;
  return quote === undefined ? [] : labelled(`statement ${statement}`, clip(quote, LONGEST_QUOTE), page);
}

function isRequest(value: unknown): value is WitnessRequest {
  return typeof value === 'object' && value !== null && 'principal' in value && 'context' in value;
}

/** Keys that identify the caller and the owner of the resource. They are shown for every request. */
const TELLING = new Set(['aws:principalaccount', 'aws:principalorgid', 'aws:resourceaccount', 'aws:resourceorgid']);

/** The request with its telling keys and the keys that the document names. JSON output has all keys. */
function requestText(
  { principal, action, resource, context }: WitnessRequest,
  { statements }: PolicyReport,
): readonly string[] {
  const document = statements.join('\n').toLowerCase();
  const spoken = (key: string) => TELLING.has(key.toLowerCase()) || document.includes(key.toLowerCase());
  const all = Object.entries(context);
  const keys = all.filter(([key]) => spoken(key)).map(([key, value]) => `${key} = ${[value].flat().join(', ')}`);
  const left = all.length - keys.length;
  return [
    `${principal} calls ${action}`,
    ...(resource === '*' ? [] : [`on ${resource}`]),
    ...keys,
    ...(left === 0 ? [] : [`and ${count(left, 'key')} the document does not ask for`]),
  ];
}

/** A label and lines of their own below each other. */
function block(label: string, lines: readonly string[], page: Page): string[] {
  return lines.flatMap((line, i) => labelled(i === 0 ? label : '', line, page));
}

function labelled(label: string, text: string, { paint: { dim }, width: columns }: Page): string[] {
  const edge = INDENT + LABEL + 1;
  return wrap(plain(text), columns - edge)
    .flatMap((line) => chunks(line, columns - edge))
    .map((line, i) => `${' '.repeat(INDENT)}${dim((i === 0 ? label : '').padEnd(LABEL))} ${line}`);
}

/** JSON has few blanks: what is longer than a line is cut. */
function chunks(text: string, columns: number): string[] {
  const out: string[] = [];
  let line = '';
  for (const character of text) {
    if (width(line) + width(character) > columns) {
      out.push(line);
      line = '';
    }
    line += character;
  }
  return [...out, line];
}

function doubtLines(doubt: string, page: Page): string[] {
  const lines = wrap(`the guide of AWS says: ${plain(doubt)}`, page.width - INDENT);
  return lines.map(
    (line, i) => `${i === 0 ? `  ${page.paint.dim('doubt'.padEnd(INDENT - 2))}` : ' '.repeat(INDENT)}${line}`,
  );
}

function undecidedLines({ undecided }: PolicyReport, page: Page): string[] {
  return undecided.flatMap(({ because, rules }) => {
    const [first = '', ...rest] = wrap(`${rules.join(', ')}: ${plain(because)}`, page.width - INDENT - 2);
    return [`  ${page.paint.dim('undecided')} ${first}`, ...rest.map((line) => `${' '.repeat(INDENT + 2)}${line}`)];
  });
}

function summary(reports: readonly PolicyReport[], { paint: brush }: Page): string {
  const findings = reports.flatMap((report) => report.findings);
  const of = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  const undecided = reports.reduce((sum, report) => sum + report.undecided.flatMap(({ rules }) => rules).length, 0);
  const counts = [
    count(of('error'), 'error'),
    count(of('warning'), 'warning'),
    count(of('note'), 'note'),
    ...(undecided === 0 ? [] : [`${undecided} undecided`]),
  ];
  const noun = reports.length === 1 ? '1 policy' : `${reports.length} policies`;
  const color =
    of('error') > 0 ? brush.red : of('warning') > 0 ? brush.yellow : of('note') > 0 ? brush.bold : brush.green;
  return color(`${noun}: ${counts.join(', ')}`);
}
