/** Whether a text matches a glob: `*` stands for any text, everything else for itself (addresses hold brackets and dots). */
export function matchesGlob(glob: string, text: string): boolean {
  if (!glob.includes('*')) return glob === text;
  const parts = glob.split('*');
  const first = parts[0]!;
  const last = parts[parts.length - 1]!;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  const end = text.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const at = text.indexOf(part, from);
    if (at < 0 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}

/** Whether a rule pattern (`dns/private-dns-disabled`, `dns/*`, `*`) covers a rule. */
export function coversRule(pattern: string, rule: string): boolean {
  if (pattern === '*' || pattern === rule) return true;
  return pattern.endsWith('/*') && rule.startsWith(pattern.slice(0, -1));
}

/** How narrow a rule pattern is: 2 for one rule, 1 for a family, 0 for all. */
export function narrowness(pattern: string): 0 | 1 | 2 {
  if (pattern === '*') return 0;
  return pattern.endsWith('/*') ? 1 : 2;
}
