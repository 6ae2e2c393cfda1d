import type { Finding, Report } from '../../findings/index.ts';
import { accountLabels } from '../accounts.ts';
import { causesOf, missingIn } from '../causes.ts';
import { oneLine } from '../inert.ts';
import type { ReportContext } from '../reporter.ts';
import { worstFirst } from '../worst-first.ts';
import { type EndpointData, type FindingData, LEVELS, type PageData, type ReasonData, STATUSES } from './page-data.ts';
import { Rules } from './rules.ts';
import { Strings } from './strings.ts';
import { Subjects } from './subjects.ts';
import { vpcsOf } from './vpcs.ts';

/** The report as the script of the page reads it. */
export function pageData(report: Report, context: ReportContext): PageData {
  const strings = new Strings();
  const accountLabel = accountLabels(report);
  const subjects = new Subjects(strings, accountLabel);
  const rules = new Rules(report, context, strings);
  const findings = worstFirst(report.findings, [...context.rules.values()]).map((finding) => ({
    rule: rules.number(finding.rule, finding),
    subject: subjects.number(finding.subject),
    ...findingData(finding, strings),
  }));
  const endpoints = report.endpoints.map(
    ({ type, ...names }): EndpointData => ({
      subject: subjects.number({ kind: 'endpoint', ...names }),
      type: strings.number(type),
    }),
  );
  const undecided = reasons(report, rules, subjects, strings);
  const vpcs = vpcsOf(report, strings, accountLabel);
  return { texts: strings.all, rules: rules.all, subjects: subjects.all, findings, undecided, endpoints, vpcs };
}

function findingData(finding: Finding, strings: Strings): Omit<FindingData, 'rule' | 'subject'> {
  const { level, status, message, why, fix, evidence, assumed, justification, fingerprint } = finding;
  // Both look for the place in the files.
  const { location, related } = finding;
  return {
    level: LEVELS.indexOf(level),
    status: STATUSES.indexOf(status),
    message: strings.number(message),
    why: strings.number(why),
    fix: strings.number(fix),
    place: strings.number(placeOf(location)),
    ...(related.length === 0
      ? {}
      : { related: related.map((each) => [strings.number(each.message), strings.number(placeOf(each.location))]) }),
    evidence: strings.json(evidence),
    ...(assumed.length === 0 ? {} : { assumed: assumed.map((text) => strings.number(text)) }),
    ...(justification === undefined ? {} : { reason: strings.number(justification) }),
    fingerprint: oneLine(fingerprint),
  };
}

/** `endpoints.tf:12:3`, `plan.json:1:20511 /resource_changes/4`; null if there is no file. */
function placeOf({ file, line, column, pointer }: Finding['location']): string | null {
  if (file === null) return null;
  const place = [file, ...(line === null ? [] : [line, ...(column === null ? [] : [column])])].join(':');
  return pointer === null ? place : `${place} ${pointer}`;
}

/** What could not be decided, by cause. */
function reasons(report: Report, rules: Rules, subjects: Subjects, strings: Strings): ReasonData[] {
  return causesOf(report.undecided).map((cause) => ({
    text: strings.number(missingIn(cause)),
    settledBy: strings.number(cause.settledBy),
    checks: cause.checks.map(({ rule, subject }) => [rules.number(rule), subjects.number(subject)]),
  }));
}
