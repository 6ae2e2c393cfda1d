import type { ReportingDescriptor, ToolComponent } from 'sarif';
import { table } from '../../base/table.ts';
import type { Report, RuleInfo } from '../../findings/index.ts';
import { byCodePoint } from '../../findings/order.ts';
import { helpUrl } from '../../findings/rule-info.ts';
import { clip, oneLine, sentence } from '../inert.ts';
import { ruleHelp, ruleInfoOf } from '../rule-help.ts';
import { controlTags } from './frameworks.ts';
import { LIMITS } from './limits.ts';
import { relationships, weaknessTags } from './taxonomy.ts';

/** Every rule that ran, fired or not, and every rule a finding names; sorted by id so that an index stays what it is. */
export function rulesOfRun(report: Report, known: readonly RuleInfo[]): RuleInfo[] {
  const ran = new Set(report.checks.map((check) => check.rule));
  const rules = new Map(known.filter((rule) => ran.has(rule.id)).map((rule) => [rule.id, rule]));
  for (const finding of report.findings) {
    if (rules.has(finding.rule)) continue;
    rules.set(finding.rule, known.find((rule) => rule.id === finding.rule) ?? ruleInfoOf(finding));
  }
  return [...rules.values()].sort((a, b) => byCodePoint(a.id, b.id));
}

export function descriptor(rule: RuleInfo, taxonomies: readonly ToolComponent[]): ReportingDescriptor {
  const related = relationships(rule, taxonomies);
  return {
    id: rule.id,
    name: pascalCase(rule.id),
    shortDescription: { text: clip(sentence(rule.summary), LIMITS.description) },
    fullDescription: { text: clip(sentence(rule.why) || sentence(rule.summary), LIMITS.description) },
    help: ruleHelp(rule),
    helpUri: helpUrl(rule.id),
    defaultConfiguration: { level: rule.level },
    ...(related.length > 0 && { relationships: related }),
    properties: {
      tags: tags(rule),
      precision: PRECISION[rule.preset] ?? 'medium',
      'problem.severity': rule.level === 'note' ? 'recommendation' : rule.level,
      ...(rule.security && { 'security-severity': rule.security.severity.toFixed(1) }),
    },
  };
}

// How surely a finding is worth a change: what everybody gets must hold, what is asked for may be a matter of taste.
const PRECISION: Readonly<Record<string, string>> = table({
  recommended: 'very-high',
  strict: 'high',
  pedantic: 'medium',
});

function tags(rule: RuleInfo): string[] {
  const family = rule.id.split('/')[0] ?? rule.id;
  const all = [...(rule.security ? ['security'] : []), family, ...weaknessTags(rule), ...controlTags(rule)];
  return all.slice(0, LIMITS.tags).map(oneLine);
}

/** `availability/single-az` to `AvailabilitySingleAz`: SARIF wants an identifier that differs from the id. */
function pascalCase(id: string): string {
  const words = id.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return clip(words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('') || 'Rule', LIMITS.name);
}
