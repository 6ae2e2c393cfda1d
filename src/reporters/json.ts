import type { Finding, Location, SubjectName } from '../findings/index.ts';
import { Items, jsonPieces } from './json-pieces.ts';
import type { PieceReporter } from './reporter.ts';

/** The report as schema/report.json describes it: its keys in a fixed order, and no others. */
export const json: PieceReporter = function* (report, { rules }) {
  yield* jsonPieces({
    schemaVersion: report.schemaVersion,
    tool: { name: report.tool.name, version: report.tool.version },
    complete: report.complete,
    incomplete: report.incomplete,
    config: report.config,
    accounts: report.accounts,
    inputs: report.inputs,
    endpoints: new Items(report.endpoints, (endpoint) => endpoint),
    vpcs: report.vpcs && new Items(report.vpcs, (vpc) => vpc),
    findings: new Items(report.findings, (finding) => ({ input: finding.input, ...findingJson(finding) })),
    undecided: new Items(report.undecided, ({ input, rule, subject, missing, settledBy, message }) => ({
      input,
      rule,
      subject: subjectJson(subject),
      missing,
      settledBy,
      message,
    })),
    checks: report.checks.map((check) => ({ ...check, controls: rules.get(check.rule)?.controls ?? [] })),
    passed: report.passed && new Items(report.passed, ({ rule, subject }) => ({ rule, subject: subjectJson(subject) })),
    summary: report.summary,
  });
  yield '\n';
};

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
