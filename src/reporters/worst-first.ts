import { table } from '../base/table.ts';
import type { Finding, RuleInfo } from '../findings/index.ts';

const RANK: Record<Finding['level'], number> = table({ error: 0, warning: 1, note: 2 });

/** By level, then by the rule's security score; what ties keeps the report's order. Readers cut lists at the end. */
export function worstFirst(findings: readonly Finding[], rules: readonly RuleInfo[] = []): Finding[] {
  const score = new Map(rules.map((rule) => [rule.id, rule.security?.severity ?? 0]));
  return [...findings].sort(
    (a, b) => RANK[a.level] - RANK[b.level] || (score.get(b.rule) ?? 0) - (score.get(a.rule) ?? 0),
  );
}

/** Findings that count: neither suppressed nor known from the baseline. */
export function openFindings(findings: readonly Finding[]): Finding[] {
  return findings.filter((finding) => finding.status === 'open');
}
