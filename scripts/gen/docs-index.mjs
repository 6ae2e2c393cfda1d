import { byFamily, page, section, table } from './markdown.mjs';

const PRESETS = {
  recommended: 'On by default.',
  strict: 'Also with `preset: strict`, beside those of `recommended`.',
  pedantic: 'Also with `preset: pedantic`, beside all others.',
};

/** docs/rules/README.md: the rules by family, and by preset. */
export function indexPage(rules) {
  const row = (rule) => [link(rule), rule.level, rule.preset, rule.summary];
  const families = [...byFamily(rules)].map(([family, members]) =>
    section(`## ${family}`, table(['Rule', 'Level', 'Preset', 'Finds'], members.map(row))),
  );
  const presets = Object.entries(PRESETS).map(([preset, about]) => {
    const members = rules
      .filter((rule) => rule.preset === preset)
      .map(link)
      .sort();
    return members.length === 0 ? '' : section(`### ${preset}`, about, members.join(', '));
  });
  return page(
    '# Rules',
    '<!-- Written by `npm run gen` from the files in rules/. -->',
    '`error`: AWS refuses it, it cannot work, or it is open to the world. `warning`: it works but loses what was wanted. `note`: a choice worth seeing.',
    ...families,
    section('## By preset', ...presets),
  );
}

function link(rule) {
  return `[${rule.id}](${rule.id}.md)`;
}
