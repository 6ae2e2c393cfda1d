/**
 * `--format jsonl`: one JSON object a line, account by account, so that a program may begin to read while accounts are
 * still judged. What is of no account, and the counts of the run, come last.
 */
import type { Finding, Report } from '../findings/index.ts';
import { findingJson, subjectJson } from './json.ts';
import type { Reporter } from './reporter.ts';
import { jsonText } from './text.ts';

export const jsonl: Reporter = (report, { rules }) => {
  const head = jsonlHead(report);
  return `${head}${accountsIn(report)
    .map((account) => jsonlAccount(partOf(report, account)))
    .join('')}${jsonlTail(report, rules)}`;
};

const line = (record: string, fields: object): string => `${jsonText({ record, ...fields })}\n`;

/** The first line. */
export function jsonlHead({ schemaVersion, tool, config }: Report): string {
  return line('run', {
    schemaVersion,
    tool: { name: tool.name, version: tool.version },
    config,
  });
}

/**
 * What a report states besides its findings: accounts, inputs and counts. Inputs have their paths, because their numbers
 * are known only at the end.
 */
export function jsonlAccount(part: Part): string {
  const { accounts = {}, incomplete, inputs, endpoints, findings, undecided, passed = [] } = part;
  const pathOf = (input: number | null) => (input === null ? null : inputs[input]!.path);
  return [
    ...Object.entries(accounts).map(([id, name]) => line('account', { id, name })),
    ...incomplete.map((each) => line('incomplete', each)),
    ...endpoints.map((each) => line('endpoint', { ...each, input: pathOf(each.input) })),
    ...findings.map((each) => line('finding', { input: pathOf(each.input), ...findingJson(each) })),
    ...undecided.map(({ input, rule, subject, missing, settledBy, message }) =>
      line('undecided', { input: pathOf(input), rule, subject: subjectJson(subject), missing, settledBy, message }),
    ),
    ...passed.map(({ rule, subject }) => line('passed', { rule, subject: subjectJson(subject) })),
  ].join('');
}

/** The last lines: without the record `summary` the text was cut off. */
export function jsonlTail(
  { inputs, checks, complete, summary }: Pick<Report, 'inputs' | 'checks' | 'complete' | 'summary'>,
  rules: ReadonlyMap<string, { readonly controls?: readonly unknown[] }>,
): string {
  return [
    ...inputs.map((each) => line('input', each)),
    ...checks.map((each) => line('check', { ...each, controls: rules.get(each.rule)?.controls ?? [] })),
    line('summary', { complete, ...summary }),
  ].join('');
}

type Part = Pick<Report, 'accounts' | 'incomplete' | 'inputs' | 'endpoints' | 'findings' | 'undecided' | 'passed'>;

/** Accounts in order; null, for what is of none, comes last. */
function accountsIn({
  accounts: names = {},
  incomplete,
  endpoints,
  findings,
  undecided,
  passed = [],
}: Report): (string | null)[] {
  const named = new Set<string | null>([...incomplete, ...endpoints].map(({ account }) => account));
  for (const account of Object.keys(names)) named.add(account);
  for (const { subject } of [...findings, ...undecided, ...passed]) named.add(subject.account);
  const accounts = [...named].filter((account) => account !== null).sort();
  return named.has(null) ? [...accounts, null] : accounts;
}

function partOf(report: Report, account: string | null): Part {
  const of = <T extends Pick<Finding, 'subject'>>(list: readonly T[]) =>
    list.filter(({ subject }) => subject.account === account);
  const name = account === null ? undefined : report.accounts?.[account];
  return {
    ...(account !== null && name !== undefined ? { accounts: { [account]: name } } : {}),
    incomplete: report.incomplete.filter((each) => each.account === account),
    inputs: report.inputs,
    endpoints: report.endpoints.filter((each) => each.account === account),
    findings: of(report.findings),
    undecided: of(report.undecided),
    ...(report.passed ? { passed: of(report.passed) } : {}),
  };
}
