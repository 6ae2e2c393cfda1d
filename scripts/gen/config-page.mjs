import { byFamily, table } from './markdown.mjs';
import { withMarked } from './marked.mjs';

/** docs/config.md with the table of keys and the table of options between their marks. */
export function withKeys(text, schema, rules, tools) {
  const keys = table(['Key', 'Value', 'Meaning'], [...keysOf(schema, '')]);
  const options = [...byFamily(rules).values()].flat().flatMap((rule) => optionsOf(rule, tools));
  return withMarked(
    withMarked(text, 'keys', 'scripts/lib/config-words.ts', keys),
    'options',
    'scripts/lib/config-words.ts',
    table(['Rule', 'Option', 'Value', 'Meaning'], options),
  );
}

function* keysOf(schema, path) {
  for (const [key, value] of Object.entries(schema.properties ?? {})) {
    const here = path === '' ? key : `${path}.${key}`;
    yield [`\`${here}\``, formOf(value), value.description];
    if (key === 'rules' || here === 'suppressions[].match') continue;
    yield* keysOf(value, here);
    if (value.items) yield* keysOf(value.items, `${here}[]`);
  }
}

/** What a value looks like, in words. */
function formOf({ $ref, type, enum: values, anyOf, items, properties, pattern }) {
  if ($ref === '#/$defs/rules') return 'map of rules';
  if ($ref === '#/$defs/rule') return 'rule or family';
  if (values) return values.map((each) => `\`${each}\``).join(', ');
  if (anyOf) return 'text or a list of texts';
  if (type === 'array') return items?.properties ? 'list of maps' : 'list of texts';
  if (properties) return 'map';
  return pattern?.includes('\\d{4}') ? 'date' : 'text';
}

function optionsOf(rule, { describeOptions, optionWords }) {
  return describeOptions(rule.options).map((line) => {
    const [, name, form] = /^([^:]+): (.*)$/.exec(line);
    return [`[${rule.id}](rules/${rule.id}.md)`, `\`${name}\``, form, optionWords[rule.id][name]];
  });
}
