import { TemplateLeaf, UnknownLeaf } from '../../model/tree.ts';
import type { Value } from './document.ts';

/**
 * What templates leave behind where nobody filled them in: `{{ org_id }}`, `<org-id>`, `#{OrgId}`, `@@ORG_ID@@`, `$ORG_ID`,
 * and `${...}` around anything but a policy variable. IAM's variables are condition keys, so they have a prefix and a
 * colon: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
const PLACEHOLDER =
  /\$\{([^}]*)\}|\{\{[^{}]*\}\}|<[A-Za-z][^<>]*>|#\{[^}]*\}|@@\w+@@|\$(?:\([^)]*\)|[A-Z][A-Z0-9_]{2,}(?![A-Za-z0-9_]))/g;

/** What stands before the colon in references of other template languages: `${self:custom.orgId}`. */
const OTHER_LANGUAGES = new Set(['self', 'env', 'opt', 'param', 'sls', 'cf', 'terraform']);

/** A string with every unfilled placeholder as an unknown part; the string itself where there is none. */
export function withoutPlaceholders(text: string): Value {
  if (!/[$<{#@]/.test(text)) return text;
  const parts: (string | UnknownLeaf)[] = [];
  let from = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match[1] !== undefined && isVariable(match[1])) continue;
    if (match.index > from) parts.push(text.slice(from, match.index));
    parts.push(new UnknownLeaf(`"${match[0]}" is a placeholder that nobody filled in: render the template first`));
    from = match.index + match[0].length;
  }
  if (parts.length === 0) return text;
  if (from < text.length) parts.push(text.slice(from));
  const [only] = parts;
  return parts.length === 1 && only instanceof UnknownLeaf ? only : new TemplateLeaf(parts);
}

/** Whether a text holds one. */
export function isPlaceholder(text: string): boolean {
  return typeof withoutPlaceholders(text) !== 'string';
}

/** Whether the inside of `${...}` can be a policy variable, or an escaped `*`, `?` or `$`. */
function isVariable(inner: string): boolean {
  if (inner === '*' || inner === '?' || inner === '$') return true;
  const found = /^\s*([A-Za-z0-9._/-]+):[^:/\s]/.exec(inner);
  return found !== null && !OTHER_LANGUAGES.has(found[1]!.toLowerCase());
}
