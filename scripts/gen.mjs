#!/usr/bin/env node
/**
 * Writes what derives from the rules:
 * - rules/index.ts, rules/needs.generated.ts and docs/rules/*.md
 * - the rule table of README.md and the output that it shows
 * - the table of the rooms in docs/architecture.md
 * - the phrases in CONTRIBUTING.md, the keys in docs/config.md, and ci/gitlab.yml
 * `--check` writes nothing. It lists what is out of date, and fails if anything is.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { safeParse } from 'zod/mini';
import { withKeys } from './gen/config-page.mjs';
import { indexPage } from './gen/docs-index.mjs';
import { withPhrases, withRooms } from './gen/marked.mjs';
import { needsModule } from './gen/needs.mjs';
import { SHOWN, withOutput, withTable } from './gen/readme.mjs';
import { rulePage, suppressionPage } from './gen/rule-page.mjs';
import { ruleIds, rulesIndex } from './gen/rules-index.mjs';
import { importTs, root } from './lib/import-ts.mjs';
import { printedBy } from './lib/run-app.mjs';

const check = process.argv.includes('--check');
const stale = [];

/** Writes a file whose text differs; with `--check` only notes it. */
function put(path, text) {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  stale.push(path);
  if (check) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

// The index first: what follows imports it.
const ids = ruleIds(join(root, 'rules'));
put('rules/index.ts', rulesIndex(ids));

const [
  { rules },
  scenes,
  options,
  { importTable },
  { phraseTable },
  { needsOf },
  { controlLines, frameworkOf },
  { SUPPRESSION_RULES },
  { OPTIONS },
  { configJsonSchema },
  { configSchema },
] = await importTs(
  'rules/index.ts',
  'src/scene/print.ts',
  'src/cli/rule-options.ts',
  'scripts/lib/rooms.ts',
  'scripts/lib/voice.ts',
  'test/rules/needs.ts',
  'src/findings/controls.ts',
  'src/findings/silence/suppression-rules.ts',
  'scripts/lib/config-words.ts',
  'scripts/lib/config-schema.ts',
  'src/config/schema.ts',
);
const tools = {
  ...scenes,
  ...options,
  controlLines,
  optionWords: OPTIONS,
  defaultsOf: (schema) => safeParse(schema, {}).data ?? {},
};
const needs = new Map(rules.map((rule) => [rule.id, needsOf(rule)]));
put('rules/needs.generated.ts', needsModule(needs));
const pages = new Set();
for (const rule of rules) {
  const path = `docs/rules/${rule.id}.md`;
  pages.add(path);
  put(path, rulePage(rule, needs.get(rule.id), tools));
}
for (const rule of SUPPRESSION_RULES) {
  const path = `docs/rules/${rule.id}.md`;
  pages.add(path);
  put(path, suppressionPage(rule));
}
put('docs/rules/README.md', indexPage(rules, needs, frameworkOf, SUPPRESSION_RULES));
pages.add('docs/rules/README.md');

for (const entry of readdirSync(join(root, 'docs/rules'), { recursive: true, encoding: 'utf8' })) {
  const path = `docs/rules/${entry.replaceAll('\\', '/')}`;
  if (!path.endsWith('.md') || pages.has(path)) continue;
  stale.push(`${path} (of no rule)`);
  if (!check) rmSync(join(root, path));
}

const readme = withTable(readFileSync(join(root, 'README.md'), 'utf8'), rules);
// Run last: it takes in what was written above.
const [{ app }] = await importTs('src/cli/app.ts');
put('README.md', withOutput(readme, await printedBy(app, SHOWN)));

const configPage = 'docs/config.md';
const schema = configJsonSchema(configSchema(), [...rules, ...SUPPRESSION_RULES]);
put(configPage, withKeys(readFileSync(join(root, configPage), 'utf8'), schema, rules, tools));

const architecture = 'docs/architecture.md';
put(architecture, withRooms(readFileSync(join(root, architecture), 'utf8'), importTable()));

const contributing = 'CONTRIBUTING.md';
put(contributing, withPhrases(readFileSync(join(root, contributing), 'utf8'), phraseTable()));

const [{ gitlabTemplate }] = await importTs('src/cli/init/entries.ts');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
put('ci/gitlab.yml', gitlabTemplate(version));

if (stale.length === 0) console.log(`${rules.length} rules: all that derives from them is up to date`);
else {
  console.log(`${check ? 'out of date' : 'written'}:`);
  for (const path of stale) console.log(`  ${path}`);
  if (check) {
    console.log('run `npm run gen` and commit what it writes');
    process.exitCode = 1;
  }
}
