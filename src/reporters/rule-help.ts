import type { Finding, RuleInfo } from '../findings/index.ts';
import { helpUrl } from '../findings/rule-info.ts';

/** A rule's page in short, as text and as Markdown: complete where no browser is at hand. */
export function ruleHelp(rule: RuleInfo): { text: string; markdown: string } {
  return { text: text(rule), markdown: markdown(rule) };
}

/** A finding may name a rule that no list has (one about suppressions, one of the caller's own): what it says has to do. */
export function ruleInfoOf({ rule, level, why, fix }: Finding): RuleInfo {
  return { id: rule, level, preset: 'recommended', since: '', summary: rule, why, fix, sources: [] };
}

function text(rule: RuleInfo): string {
  const parts = [rule.summary, `Why: ${rule.why}`, `Fix: ${rule.fix}`];
  if (rule.exceptions?.length) parts.push(`Does not report, or reports at a lower level:\n${bullets(rule.exceptions)}`);
  if (rule.assumes?.length) parts.push(`Assumes, if the input cannot show it:\n${bullets(rule.assumes)}`);
  parts.push(`See:\n${bullets([helpUrl(rule.id), ...rule.sources])}`);
  return parts.join('\n\n');
}

function markdown(rule: RuleInfo): string {
  const parts = [rule.summary, `**Why it matters.** ${rule.why}`, `**How to fix it.** ${rule.fix}`];
  if (rule.recipes?.terraform) parts.push(fenced('terraform', rule.recipes.terraform));
  if (rule.recipes?.cloudformation) parts.push(fenced('yaml', rule.recipes.cloudformation));
  if (rule.recipes?.cli) parts.push(fenced('sh', rule.recipes.cli));
  if (rule.exceptions?.length)
    parts.push(`**When it does not report, or reports at a lower level**\n\n${bullets(rule.exceptions)}`);
  if (rule.assumes?.length) parts.push(`**Assumes, if the input cannot show it**\n\n${bullets(rule.assumes)}`);
  if (rule.sources.length > 0) parts.push(`**Sources**\n\n${bullets(rule.sources.map((page) => `<${page}>`))}`);
  return [...parts, `[More on \`${rule.id}\`](${helpUrl(rule.id)})`].join('\n\n');
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function fenced(language: string, code: string): string {
  return `\`\`\`${language}\n${code.trim()}\n\`\`\``;
}
