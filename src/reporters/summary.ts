import { count, numeral } from '../base/words.ts';
import type { Report } from '../findings/index.ts';
import type { ReportContext } from './reporter.ts';

/** What a summary tells besides the report. */
export type Facts = Pick<ReportContext, 'judged' | 'managed' | 'elapsedMs'>;

/** The run in one line: `3 endpoints, 24 rules, 1 error, 1 warning, 2 suppressed, 5 undecided   41 ms`. */
export function summaryLine(report: Report, { judged, managed, elapsedMs }: Facts): string {
  const time = elapsedMs === null ? '' : `   ${Math.round(elapsedMs)} ms`;
  const skipped = managed === 0 ? [] : [`${numeral(managed)} managed by other services skipped`];
  if (isBlank(report, judged)) return [nothingJudged(report), ...skipped].join(', ') + time;
  const { errors, warnings, notes, undecided, suppressed, baselined } = report.summary;
  const found = [
    ...some(errors, count(errors, 'error')),
    ...some(warnings, count(warnings, 'warning')),
    ...some(notes, count(notes, 'note')),
    ...some(suppressed, `${numeral(suppressed)} suppressed`),
    ...some(baselined, `${numeral(baselined)} baselined`),
    ...some(undecided, `${numeral(undecided)} undecided`),
  ];
  const base = `${count(report.summary.endpoints, 'endpoint')}, ${count(report.checks.length, 'rule')}`;
  const incomplete = report.complete ? [] : ['incomplete'];
  if (found.length + incomplete.length === 0) return [`No findings in ${base}`, ...skipped].join(', ') + time;
  return [base, ...found, ...skipped, ...incomplete].join(', ') + time;
}

/** What came of a run, as a title has it: `1 error, 2 notes, incomplete`. */
export function verdict(report: Report, judged: boolean): string {
  const { errors, warnings, notes } = report.summary;
  const found = [
    ...some(errors, count(errors, 'error')),
    ...some(warnings, count(warnings, 'warning')),
    ...some(notes, count(notes, 'note')),
    ...(report.complete ? [] : ['incomplete']),
  ];
  if (found.length > 0) return found.join(', ');
  return isBlank(report, judged) ? 'nothing checked' : 'no findings';
}

/**
 * What a config file changed: `config: 2 rules off, 1 override, 3 suppressions (vpce-lint.yaml)`. Empty if there is no
 * config. Every report thus shows a pull request that turns rules off. The name contains only characters without a
 * meaning in any format.
 */
export function configLine(report: Report): string[] {
  const name = report.config?.file.replaceAll(/[^\w./@-]/g, '?');
  return configCounts(report).map((line) => `${line} (${name})`);
}

/** What the config did, without its name. */
export function configCounts({ config }: Report): string[] {
  if (config === null) return [];
  const { extends: bases, preset, failOn, rulesOff, rulesSet, overrides, suppressions, trusted, context } = config;
  const parts = [
    ...(preset === 'recommended' ? [] : [`preset ${preset}`]),
    ...(failOn === 'warning' ? [] : [`fail on ${failOn}`]),
    ...some(rulesOff, `${count(rulesOff, 'rule')} off`),
    ...some(rulesSet, `${count(rulesSet, 'rule')} set`),
    ...some(overrides, count(overrides, 'override')),
    ...some(suppressions, count(suppressions, 'suppression')),
    ...some(trusted, `${numeral(trusted)} trusted`),
    ...some(context, count(context, 'context path')),
    ...some(bases.length, `${count(bases.length, 'file')} extended`),
  ];
  return [`config: ${parts.length === 0 ? 'changes nothing' : parts.join(', ')}`];
}

/** Whether a run has nothing to show for itself: no endpoint, and nothing said of anything else. */
export function isBlank(report: Report, judged: boolean): boolean {
  return !judged && report.findings.length === 0;
}

function nothingJudged(report: Report): string {
  return report.complete ? 'no VPC endpoints: nothing judged' : 'nothing judged: the input is incomplete';
}

function some(n: number, words: string): string[] {
  return n === 0 ? [] : [words];
}
