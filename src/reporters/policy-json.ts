import type { PolicyReport } from '../findings/policy-report.ts';
import { findingJson } from './json.ts';
import { jsonText } from './text.ts';

/** `vpce-lint policy --format json`: an array with one entry for each policy, in fixed order of keys. */
export function policyJson(reports: readonly PolicyReport[]): string {
  return `${jsonText(reports.map(entry), 2)}\n`;
}

function entry(report: PolicyReport): object {
  return {
    file: report.file,
    service: report.service,
    valid: report.valid,
    fullAccess: report.fullAccess,
    unboundedPrincipal: report.unboundedPrincipal,
    unboundedResource: report.unboundedResource,
    overlyBroad: report.overlyBroad,
    actionsBroad: report.actionsBroad,
    grantsNothing: report.grantsNothing,
    deadStatements: report.deadStatements,
    vacuousConditions: report.vacuousConditions,
    witness: report.witness,
    findings: report.findings.map(findingJson),
  };
}
