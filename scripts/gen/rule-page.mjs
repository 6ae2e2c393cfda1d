import { bullets, code, page, section } from './markdown.mjs';
import { byOwner } from './needs.mjs';

/** Inputs in which every example is checked unless it names others. */
const DOCUMENTS = ['plan', 'state', 'tfstate', 'describe'];
const NAMES = {
  plan: 'a plan',
  state: 'a state',
  tfstate: 'a state',
  describe: 'describe output',
  sources: 'Terraform code',
  template: 'a CloudFormation template',
};

/**
 * The documentation page of a rule.
 *
 * @param rule a rule
 * @param needs the facts it needs
 * @param tools `printHcl`, `sceneObjects`, `inWordsOf` of the scene printers and `describeOptions` of the command line
 */
export function rulePage(rule, needs, tools) {
  const options = tools.describeOptions(rule.options);
  return page(
    `# ${rule.id}`,
    `<!-- Written by \`npm run gen\` from rules/${rule.id}.ts. -->`,
    rule.summary,
    `Level **${rule.level}**, preset \`${rule.preset}\`, since ${rule.since}.`,
    section('## Why', rule.why),
    section(
      '## How to fix it',
      rule.fix,
      recipe('Terraform:', 'hcl', rule.recipes?.terraform),
      recipe('CloudFormation:', 'yaml', rule.recipes?.cloudformation),
      recipe('AWS CLI:', 'sh', rule.recipes?.cli),
    ),
    section(
      '## Examples',
      'Each example shows only the relevant code. The rest of the VPC is correctly configured.',
      ...examples(rule, tools),
    ),
    section('## When it does not report, or reports at a lower level', rule.exceptions && bullets(rule.exceptions)),
    section('## What it needs', ...doubts(rule, needs)),
    section(
      '## Options',
      options.length > 0
        ? bullets(options.map((option) => asCode(option, tools.optionWords[rule.id])))
        : 'No options. As with every rule, you can change the level or turn it off:',
      code('yaml', `rules:\n  ${rule.id}: ${options.length > 0 ? withDefaults(rule, tools) : 'off'}`),
    ),
    section('## Controls', rule.controls && bullets(tools.controlLines(rule.controls, '`'))),
    section('## Sources', bullets(rule.sources.map((source) => `<${source}>`))),
  );
}

/** The documentation page of a rule about suppressions. */
export function suppressionPage(rule) {
  return page(
    `# ${rule.id}`,
    '<!-- Written by `npm run gen` from src/findings/silence/suppression-rules.ts. -->',
    rule.summary,
    `Level **${rule.level}**, with every preset, since ${rule.since}.`,
    section('## Why', rule.why),
    section('## How to fix it', rule.fix),
    section('## More', `[Suppressions, baselines and adoption](${up(rule)}adopting.md)`),
  );
}

function recipe(title, language, text) {
  return text && `${title}\n\n${code(language, text)}`;
}

function* examples(rule, tools) {
  yield '### Reported';
  for (const [name, example] of Object.entries(rule.bad)) yield* reported(rule, name, example, tools);
  yield '### Not reported';
  for (const [name, example] of Object.entries(rule.good)) {
    yield `#### ${capital(name)}`;
    yield* shown(rule, name, example, tools);
    yield* undecided(example);
  }
}

function* reported(rule, name, example, tools) {
  yield `#### ${capital(name)}`;
  yield* shown(rule, name, example, tools);
  const objects = tools.sceneObjects(example.scene, `${rule.id} ${name}`);
  const inputs = example.inputs ?? DOCUMENTS;
  const says = new Map();
  for (const input of inputs) {
    if (example.undecidedIn?.includes(input)) continue;
    const text = example.saysIn?.[input] ?? example.says;
    const level = example.levelIn?.[input] ?? example.level ?? rule.level;
    // Readers see addresses in place of IDs of describe output.
    const line = `${level}: ${tools.inWordsOf('plan', text, objects)}`;
    says.set(line, [...(says.get(line) ?? []), input]);
  }
  const [first, ...others] = says;
  if (first) yield code('text', first[0]);
  for (const [line, where] of others) yield `In ${named(where)}:\n\n${code('text', line)}`;
  yield* undecided(example);
}

function* undecided({ undecidedIn = [], inputs = DOCUMENTS }) {
  if (undecidedIn.length === 0) return;
  const everywhere = inputs.every((input) => undecidedIn.includes(input));
  yield everywhere ? 'This check is undecided.' : `In ${named(undecidedIn)}, this check is undecided.`;
}

/** An example as a reader sees it, without its message: no two on a page may read the same. */
export function* shown(rule, name, example, tools) {
  const { inputs = DOCUMENTS } = example;
  if (DOCUMENTS.some((input) => !inputs.includes(input))) yield `In ${named(inputs)}:`;
  yield code('hcl', tools.printHcl(example.scene, `${rule.id} ${name}`));
  if (example.options) yield code('yaml', `rules:\n  ${rule.id}: ${inline(example.options)}`);
  if (example.preset) yield code('yaml', `preset: ${example.preset}`);
  if (example.trust) yield code('yaml', `trust: ${inline(example.trust)}`);
}

function* doubts(rule, needs) {
  const facts = [...byOwner(needs)].map(([owner, names]) => `${owner}: ${names.map((it) => `\`${it}\``).join(', ')}`);
  yield `If the input lacks one of these facts, the check may be [undecided](${up(rule)}undecided.md).\n\n${bullets(facts)}`;
  if (rule.assumes?.length) {
    yield `If the input cannot show it, vpce-lint assumes the following, and the finding says so:\n\n${bullets(rule.assumes)}`;
  }
}

/** `minZones: a whole number` with the name as code and what it means. */
function asCode(option, words) {
  const [, name, form] = /^([^:]+): (.*)$/.exec(option);
  return `\`${name}\`: ${words[name]} Value: ${form}.`;
}

/** The way from the page of a rule to docs/. */
function up({ id }) {
  return '../'.repeat(id.split('/').length);
}

function withDefaults(rule, tools) {
  return inline({ level: rule.level, ...tools.defaultsOf(rule.options) });
}

/** YAML on one line. */
function inline(value) {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${key}: ${inline(item)}`)
      .join(', ')} }`;
  }
  return typeof value === 'string' && /^[\w./-]+$/.test(value) ? value : JSON.stringify(value);
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Names of inputs: `a plan, a state and describe output`. */
function named(inputs) {
  return list([...new Set(inputs.map((input) => NAMES[input]))]);
}

function list(texts) {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}
