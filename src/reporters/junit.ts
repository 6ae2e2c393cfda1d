import { push } from '../base/memo.ts';
import { table } from '../base/table.ts';
import { count } from '../base/words.ts';
import { numbering } from '../findings/fingerprint.ts';
import type { CheckCount, Finding, Report, UndecidedCheck } from '../findings/index.ts';
import { gapLines, INCOMPLETE } from './gaps.ts';
import { oneLine } from './inert.ts';
import type { Reporter } from './reporter.ts';
import { qualifiedName } from './subject.ts';
import { configLine, summaryLine } from './summary.ts';

type Element = 'failure' | 'error' | 'skipped';

interface Case {
  readonly name: string;
  /** What became of it; without: passed. */
  readonly outcome?: {
    readonly element: Element;
    readonly type?: string;
    readonly message: string;
    readonly text?: string;
  };
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

/**
 * `--format junit`: XML as Jenkins, GitLab and Azure Pipelines read test results. A suite is a rule, a test one resource:
 * a finding is a failure, an undecided check is skipped. What passed is counted by rule, or listed where the report does.
 */
export const junit: Reporter = (report, { judged, managed }) => {
  const suites = [
    ...(report.complete ? [] : [{ name: INCOMPLETE, cases: gapLines(report).map(gapCase) }]),
    ...suitesOf(report),
  ];
  // Jenkins takes a file without a test for a broken one.
  if (suites.length === 0) suites.push(emptySuite(summaryLine(report, { judged, managed, elapsedMs: null })));
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="vpce-lint" ${totals(suites.flatMap(({ cases }) => cases))}>`,
    ...suites.flatMap((suite, i) => suiteLines(suite, i === 0 ? configLine(report) : [])),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
};

function suitesOf(report: Report): Suite[] {
  const cases = new Map<string, Case[]>(report.checks.map(({ rule }) => [rule, []]));
  const add = (rule: string, one: Case) => push(cases, rule, one);
  const number = new Map<string, (name: string) => string>();
  const unique = (rule: string, name: string) => {
    if (!number.has(rule)) number.set(rule, numbering());
    return number.get(rule)!(name);
  };
  for (const finding of report.findings) {
    add(finding.rule, findingCase(finding, unique(finding.rule, qualifiedName(finding.subject))));
  }
  for (const check of report.undecided) {
    add(check.rule, undecidedCase(check, unique(check.rule, qualifiedName(check.subject))));
  }
  for (const { rule, subject } of report.passed ?? []) add(rule, { name: unique(rule, qualifiedName(subject)) });
  if (!report.passed) for (const check of report.checks) if (check.pass > 0) add(check.rule, passedCase(check));
  return [...cases].filter(([, list]) => list.length > 0).map(([name, list]) => ({ name, cases: list }));
}

function findingCase(finding: Finding, name: string): Case {
  const { level, status, justification, message } = finding;
  if (status !== 'open') {
    const why = justification === undefined ? '' : `: ${justification}`;
    return { name, outcome: { element: 'skipped', type: status, message: `${status}${why} (${message})` } };
  }
  return { name, outcome: { element: 'failure', type: level, message, text: bodyOf(finding) } };
}

function bodyOf({ location: { file, line, column }, why, fix, helpUrl, fingerprint }: Finding): string {
  const place = file === null ? [] : [[oneLine(file), ...(line === null ? [] : [line, column ?? 1])].join(':')];
  return [...place, `why: ${oneLine(why)}`, `fix: ${oneLine(fix)}`, helpUrl, `fingerprint: ${fingerprint}`].join('\n');
}

function undecidedCase({ message }: UndecidedCheck, name: string): Case {
  return { name, outcome: { element: 'skipped', type: 'undecided', message } };
}

function passedCase({ pass }: CheckCount): Case {
  return { name: `passes on ${count(pass, 'resource')}` };
}

function gapCase(message: string, index: number): Case {
  return { name: `reason ${index + 1}`, outcome: { element: 'error', type: 'incomplete', message } };
}

function emptySuite(line: string): Suite {
  return { name: 'vpce-lint', cases: [{ name: 'run', outcome: { element: 'skipped', message: line } }] };
}

function totals(cases: readonly Case[]): string {
  return `tests="${cases.length}" failures="${countOf(cases, 'failure')}" errors="${countOf(cases, 'error')}"`;
}

function countOf(cases: readonly Case[], element: Element): number {
  return cases.filter(({ outcome }) => outcome?.element === element).length;
}

/** A property of the first suite shows what the config did, because the root element has no place for it. */
function suiteLines({ name, cases }: Suite, config: readonly string[]): string[] {
  const property = (line: string) => `      <property name="config" value="${xml(line.replace('config: ', ''))}"/>`;
  return [
    `  <testsuite name="${xml(name)}" ${totals(cases)} skipped="${countOf(cases, 'skipped')}">`,
    ...(config.length === 0 ? [] : ['    <properties>', ...config.map(property), '    </properties>']),
    ...cases.flatMap((one) => caseLines(one, name)),
    '  </testsuite>',
  ];
}

function caseLines({ name, outcome }: Case, suite: string): string[] {
  // Jenkins cuts a class name at its last dot: family and rule.
  const start = `    <testcase classname="${xml(suite.replaceAll('/', '.'))}" name="${xml(name)}"`;
  if (!outcome) return [`${start}/>`];
  const { element, type, message, text } = outcome;
  const attributes = `${type === undefined ? '' : ` type="${xml(type)}"`} message="${xml(message)}"`;
  const body = text === undefined ? '/>' : `>${text.split('\n').map(xml).join('\n')}</${element}>`;
  return [`${start}>`, `      <${element}${attributes}${body}`, '    </testcase>'];
}

const ENTITY: Readonly<Record<string, string>> = table({
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '#': '&#35;',
});

/** Text for an element or an attribute. What XML 1.0 cannot hold is made visible, or is the replacement character. */
function xml(text: string): string {
  return oneLine(text)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]|#(?=#)/g, (mark) => ENTITY[mark]!);
}
