import type { Finding, Location, Report, SubjectName } from '../findings/index.ts';
import type { ReportContext, Reporter } from './reporter.ts';

/** The report as schema/report.json describes it: its keys in a fixed order, and no others. */
export const json: Reporter = (report, { rules }) => `${JSON.stringify(reportJson(report, rules), null, 2)}\n`;

function reportJson(report: Report, rules: ReportContext['rules']): object {
  return {
    schemaVersion: report.schemaVersion,
    tool: { name: report.tool.name, version: report.tool.version },
    complete: report.complete,
    incomplete: report.incomplete,
    config: report.config,
    ...(report.accounts ? { accounts: report.accounts } : {}),
    inputs: report.inputs,
    endpoints: report.endpoints,
    ...(report.vpcs ? { vpcs: report.vpcs } : {}),
    findings: report.findings.map((finding) => ({ input: finding.input, ...findingJson(finding) })),
    undecided: report.undecided.map(({ input, rule, subject, missing, settledBy, message }) => ({
      input,
      rule,
      subject: subjectJson(subject),
      missing,
      settledBy,
      message,
    })),
    checks: report.checks.map((check) => ({ ...check, controls: rules.get(check.rule)?.controls ?? [] })),
    ...(report.passed
      ? { passed: report.passed.map(({ rule, subject }) => ({ rule, subject: subjectJson(subject) })) }
      : {}),
    summary: report.summary,
  };
}

export function findingJson(finding: Finding): object {
  return {
    rule: finding.rule,
    level: finding.level,
    status: finding.status,
    ...(finding.justification === undefined ? {} : { justification: finding.justification }),
    subject: subjectJson(finding.subject),
    message: finding.message,
    why: finding.why,
    fix: finding.fix,
    helpUrl: finding.helpUrl,
    location: locationJson(finding.location),
    related: finding.related.map(({ message, location }) => ({ message, location: locationJson(location) })),
    evidence: finding.evidence,
    assumed: finding.assumed,
    fingerprint: finding.fingerprint,
  };
}

export function subjectJson({ kind, address, id, service, region, account, vpc }: SubjectName): object {
  return { kind, address, id, service, region, account, vpc };
}

function locationJson({ file, line, column, endLine, pointer }: Location): object {
  return { file, line, column, endLine, pointer };
}
