/** docs/architecture.md with the table of the rooms in its place. */
export function withRooms(text, table) {
  return withMarked(text, 'rooms', 'scripts/lib/rooms.ts', table);
}

/** CONTRIBUTING.md with the table of phrases in its place. */
export function withPhrases(text, table) {
  return withMarked(text, 'phrases', 'scripts/lib/voice.ts', table);
}

/** A page with a part between marks, which say where it comes from. */
export function withMarked(page, name, source, part) {
  const [start, end] = [`<!-- ${name}: written by \`npm run gen\` from ${source} -->`, `<!-- /${name} -->`];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`a page has no ${start} with ${end} after it`);
  return `${page.slice(0, from)}${start}\n${part}\n${page.slice(to)}`;
}
