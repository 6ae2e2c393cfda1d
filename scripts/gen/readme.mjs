import { byFamily, table } from './markdown.mjs';

const START = '<!-- rules:start -->';
const END = '<!-- rules:end -->';

/** README.md with the table of all rules between its two marks; without marks unchanged. */
export function withTable(readme, rules) {
  const [from, to] = [readme.indexOf(START), readme.indexOf(END)];
  if (from < 0 || to < from) return readme;
  const rows = [...byFamily(rules).values()]
    .flat()
    .map((rule) => [`[${rule.id}](docs/rules/${rule.id}.md)`, rule.level, rule.preset, rule.summary]);
  const text = table(['Rule', 'Level', 'Preset', 'Finds'], rows);
  return `${readme.slice(0, from + START.length)}\n${text}\n${readme.slice(to)}`;
}
