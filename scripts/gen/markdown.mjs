/** A code block; its fence is longer than any inside. */
export function code(language, text) {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.trim()}\n${fence}`;
}

export function bullets(texts) {
  return texts.map((text) => `- ${text}`).join('\n');
}

export function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A section, or nothing if it has no text. */
export function section(title, ...parts) {
  const text = parts.filter((part) => part).join('\n\n');
  return text === '' ? '' : `${title}\n\n${text}`;
}

/** Sections that have text, with one empty line between them. */
export function page(...sections) {
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

/** Rules by family, both in alphabetical order. */
export function byFamily(rules) {
  const families = new Map();
  for (const rule of [...rules].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const family = rule.id.split('/')[0];
    families.set(family, [...(families.get(family) ?? []), rule]);
  }
  return families;
}
