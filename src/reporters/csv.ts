import type { Finding } from '../findings/index.ts';
import { gapLines } from './gaps.ts';
import { logLine } from './inert.ts';
import type { Reporter } from './reporter.ts';

type Row = Readonly<Record<(typeof COLUMNS)[number], string | number | null>>;

const COLUMNS = [
  'rule',
  'level',
  'status',
  'kind',
  'address',
  'id',
  'service',
  'region',
  'account',
  'vpc',
  'file',
  'line',
  'column',
  'message',
  'fix',
  'help',
  'fingerprint',
] as const;

/**
 * `--format csv`: one row for each finding, by RFC 4180 (a header, commas, every cell quoted, CRLF). An incomplete run
 * has a row for each reason, with the status `incomplete`.
 */
export const csv: Reporter = (report) => {
  return csvHead() + csvRows(report.findings) + csvGaps(report);
};

export const csvHead = (): string => line(COLUMNS);

export function csvRows(findings: readonly Finding[]): string {
  return linesOf(findings.map(rowOf));
}

export function csvGaps(report: Parameters<typeof gapLines>[0]): string {
  return linesOf(gapLines(report).map(gapRow));
}

function linesOf(rows: readonly Row[]): string {
  return rows.map((row) => line(COLUMNS.map((column) => row[column] ?? ''))).join('');
}

function line(cells: readonly (string | number)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function rowOf(finding: Finding): Row {
  const { rule, level, status, message, fix, helpUrl, fingerprint } = finding;
  const { kind, address, id, service, region, account, vpc } = finding.subject;
  const { file, line, column } = finding.location;
  return {
    rule,
    level,
    status,
    kind,
    address,
    id,
    service,
    region,
    account,
    vpc,
    file,
    line,
    column,
    message,
    fix,
    help: helpUrl,
    fingerprint,
  };
}

function gapRow(message: string): Row {
  const nothing = Object.fromEntries(COLUMNS.map((column) => [column, null])) as Row;
  return { ...nothing, level: 'error', status: 'incomplete', message };
}

function cell(value: string | number): string {
  return `"${noFormula(logLine(String(value)).trim()).replaceAll('"', '""')}"`;
}

/**
 * A spreadsheet reads a cell that begins like this as a formula. It may also split the cell at a semicolon if its
 * language has a decimal comma. An apostrophe makes the cell a text
 * (https://owasp.org/www-community/attacks/CSV_Injection).
 */
function noFormula(text: string): string {
  return text.replace(/(?<=^|[;,|])(?=["'\s]*[=+\-@＝＋－＠])/g, "'");
}
