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

const OUTPUT = /(<!-- output:start -->)[\s\S]*(<!-- output:end -->)/;

/** The command whose output README.md shows. */
export const SHOWN = ['fixtures/quickstart/plan.json', '--no-config', '--color', 'never'];

/** README.md with what that command prints; the time it took is left out. */
export function withOutput(readme, printed) {
  const text = printed.replace(/ {3,}[\d.,]+ m?s$/m, '').trimEnd();
  return readme.replace(OUTPUT, (_, start, end) => `${start}\n\n\`\`\`text\n${text}\n\`\`\`\n\n${end}`);
}
