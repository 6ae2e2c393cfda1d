import { table } from '../base/table.ts';
import { numbering } from '../findings/fingerprint.ts';
import type { Finding } from '../findings/index.ts';
import { gapLines, INCOMPLETE } from './gaps.ts';
import { oneLine } from './inert.ts';
import { pinOf } from './pin.ts';
import type { Reporter } from './reporter.ts';
import { namedMessage } from './subject.ts';
import { jsonText } from './text.ts';
import { openFindings, worstFirst } from './worst-first.ts';

const SEVERITY: Record<Finding['level'], string> = table({ error: 'critical', warning: 'major', note: 'info' });

/**
 * `--format gitlab`: a code quality report (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format).
 * GitLab merges issues of one fingerprint, so twins get a number.
 */
export const gitlab: Reporter = (report, { anchor }) => {
  const number = numbering();
  const gaps = gapLines(report).map((text) => ({
    description: `Incomplete run: ${text}`,
    check_name: INCOMPLETE,
    fingerprint: number(INCOMPLETE),
    severity: 'blocker',
    location: { path: anchor ?? 'vpce-lint.yaml', lines: { begin: 1 } },
  }));
  const issues = worstFirst(openFindings(report.findings)).map((finding) => {
    const { path, line } = pinOf(finding, anchor);
    return {
      description: oneLine(namedMessage(finding)),
      check_name: finding.rule,
      fingerprint: number(finding.fingerprint),
      severity: SEVERITY[finding.level],
      location: { path, lines: { begin: Math.max(1, line ?? 1) } },
    };
  });
  return `${jsonText([...gaps, ...issues], 2)}\n`;
};
