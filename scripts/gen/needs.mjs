/** The module with the facts that each rule needs, laid out as the formatter does. */
export function needsModule(needs) {
  return [
    '// Written by `npm run gen` from what each rule asks for in its examples (test/rules/needs.ts).',
    '/**',
    ' * Facts without which a rule is undecided in one of its examples, by rule, with their names in src/model. `before.` is what',
    ' * was there before the plan; `complete(kind)` is whether all objects of a kind are in the input.',
    ' */',
    'export const needs: Readonly<Record<string, readonly string[]>> = {',
    ...[...needs].map(([id, facts]) => entry(id, facts)),
    '};',
    '',
  ].join('\n');
}

const WIDTH = 120;

function entry(id, facts) {
  const items = facts.map((fact) => `'${fact}'`);
  const line = `  '${id}': [${items.join(', ')}],`;
  return line.length <= WIDTH ? line : `  '${id}': [\n${items.map((item) => `    ${item},\n`).join('')}  ],`;
}

/** Facts by what they are facts of: `endpoint`, `subnet`, `endpoint before the plan`, `complete list of`. */
export function byOwner(facts) {
  const groups = new Map();
  for (const fact of facts) {
    const [, before, rest] = /^(before\.)?(.*)$/.exec(fact);
    const [, kind] = /^complete\((.*)\)$/.exec(rest) ?? [];
    const dot = rest.indexOf('.');
    const [owner, name] = kind ? ['complete list of', kind] : [rest.slice(0, dot), rest.slice(dot + 1)];
    const key = `${owner}${before ? ' before the plan' : ''}`;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return groups;
}
