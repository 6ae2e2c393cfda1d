const START = '<!-- rooms: written by `npm run gen` from scripts/lib/rooms.ts -->';
const END = '<!-- /rooms -->';

/** docs/architecture.md with the table in its place. */
export function withRooms(text, table) {
  const [from, to] = [text.indexOf(START), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`docs/architecture.md has no ${START} with ${END} after it`);
  return `${text.slice(0, from)}${START}\n${table}\n${text.slice(to)}`;
}
