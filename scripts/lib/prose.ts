/** The prose of a Markdown page as paragraphs, list items and cells: without code blocks, comments and addresses of links. */
export function proseOf(page: string): string[] {
  const plain = page
    .replace(/^ *(`{3,})[\s\S]*?^ *\1/gm, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<https?:[^>]*>/g, '');
  return plain.split(/\n\s*\n/).flatMap(partsOf);
}

function partsOf(block: string): string[] {
  const lines = block.split('\n').filter((line) => line.trim() !== '');
  if (lines.every((line) => line.trim().startsWith('|'))) return lines.flatMap(cellsOf);
  const parts: string[] = [];
  for (const line of lines) {
    const text = line.replace(/^\s*(?:[-*]|\d+\.|#+|>)\s+/, '').trim();
    if (parts.length === 0 || /^\s*(?:[-*]|\d+\.|#+)\s/.test(line)) parts.push(text);
    else parts[parts.length - 1] += ` ${text}`;
  }
  return parts.map((part) => part.replaceAll('**', ''));
}

function cellsOf(row: string): string[] {
  return row
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim())
    .filter((cell) => /[a-z]{3}/i.test(cell) && !/^:?-+:?$/.test(cell));
}
