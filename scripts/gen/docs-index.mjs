import { byFamily, page, section, table } from './markdown.mjs';

const PRESETS = {
  recommended: 'These run by default.',
  strict: '`preset: strict` runs these and those of `recommended`.',
  pedantic: '`preset: pedantic` runs these and all others.',
};

/** docs/rules/README.md: the rules by family, by preset, and by the facts they need. */
export function indexPage(rules, needs, frameworkOf, suppressions) {
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
    '`error`: AWS rejects it, it cannot work, or it is open to the world. `warning`: it works, but not as intended. `note`: a choice worth seeing.',
    ...families,
    section(
      '## suppression',
      'These rules check suppressions. They run with every preset.',
      table(['Rule', 'Level', 'Preset', 'Finds'], suppressions.map(row)),
    ),
    section('## By preset', ...presets),
    section(
      '## By framework',
      'The presets `fsbp` and `cis-7.0` run the rules of their framework. `--select control:EC2.55` runs the rules of one control.',
      table(['Framework', 'Rules'], rulesByFramework(rules, frameworkOf)),
    ),
    section(
      '## By the facts they need',
      'If the input lacks a fact, these rules may be [undecided](../undecided.md). `before.` is the state before the plan. `complete(kind)` is whether the input has all objects of a kind.',
      table(['Fact', 'Rules'], rulesByFact(rules, needs)),
    ),
  );
}

function link(rule) {
  return `[${rule.id}](${rule.id}.md)`;
}

function rulesByFramework(rules, frameworkOf) {
  const all = new Map();
  for (const rule of rules) {
    for (const name of new Set((rule.controls ?? []).map(frameworkOf)))
      all.set(name, [...(all.get(name) ?? []), link(rule)]);
  }
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, links]) => [`\`${name}\``, links.join(', ')]);
}

function rulesByFact(rules, needs) {
  const all = new Map();
  for (const rule of rules) {
    for (const fact of needs.get(rule.id)) all.set(fact, [...(all.get(fact) ?? []), link(rule)]);
  }
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([fact, links]) => [`\`${fact}\``, links.join(', ')]);
}
