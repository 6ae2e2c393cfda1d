import { table } from '../base/table.ts';
import type { Finding, RuleInfo } from '../findings/index.ts';
import { gapLines, INCOMPLETE } from './gaps.ts';
import { oneLine } from './inert.ts';
import { pinOf } from './pin.ts';
import type { Reporter } from './reporter.ts';
import { ruleInfoOf } from './rule-help.ts';
import { namedMessage } from './subject.ts';
import { jsonText } from './text.ts';
import { openFindings, worstFirst } from './worst-first.ts';

const ENGINE = 'vpce-lint';
const SEVERITY: Record<Finding['level'], string> = table({ error: 'HIGH', warning: 'MEDIUM', note: 'LOW' });

/**
 * `--format sonarqube`: SonarQube's generic issue format. In this format a rule has the severity, so it gets that of its
 * worst finding.
 * https://docs.sonarsource.com/sonarqube-server/analyzing-source-code/importing-external-issues/generic-issue-import-format
 */
export const sonarqube: Reporter = (report, { rules, anchor }) => {
  const findings = worstFirst(openFindings(report.findings));
  const worst = new Map<string, Finding>();
  for (const finding of findings) if (!worst.has(finding.rule)) worst.set(finding.rule, finding);
  const gaps = gapLines(report);
  const written = {
    rules: [
      ...(gaps.length > 0 ? [INCOMPLETE_RULE] : []),
      ...[...worst.values()].map((finding) => ruleOf(rules.get(finding.rule) ?? ruleInfoOf(finding), finding.level)),
    ],
    issues: [
      ...gaps.map((text) => ({
        ruleId: INCOMPLETE,
        primaryLocation: { message: `Incomplete run: ${text}`, filePath: anchor ?? 'vpce-lint.yaml' },
      })),
      ...findings.map((finding) => ({ ruleId: finding.rule, primaryLocation: locationOf(finding, anchor) })),
    ],
  };
  return `${jsonText(written, 2)}\n`;
};

const INCOMPLETE_RULE = {
  id: INCOMPLETE,
  name: 'The run is incomplete',
  description: 'A part of the input could not be checked.',
  engineId: ENGINE,
  cleanCodeAttribute: 'COMPLETE',
  impacts: [{ softwareQuality: 'RELIABILITY', severity: 'HIGH' }],
};

function ruleOf(rule: RuleInfo, level: Finding['level']): object {
  return {
    id: rule.id,
    name: oneLine(rule.summary),
    description: [rule.summary, rule.why, rule.fix].map(oneLine).join(' '),
    engineId: ENGINE,
    cleanCodeAttribute: rule.security ? 'TRUSTWORTHY' : 'LOGICAL',
    impacts: [{ softwareQuality: rule.security ? 'SECURITY' : 'RELIABILITY', severity: SEVERITY[level] }],
  };
}

/** Lines without columns: SonarQube rejects the whole file for one column that its line does not have. */
function locationOf(finding: Finding, anchor: string | undefined): object {
  const { path, line } = pinOf(finding, anchor);
  return {
    message: oneLine(namedMessage(finding)),
    filePath: path,
    ...(line !== null && { textRange: { startLine: line } }),
  };
}
