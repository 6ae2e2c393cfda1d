#!/usr/bin/env node
/**
 * `npm run test:rule -- family/name`: the tests of one rule, or of several. Further options go to Vitest (`--watch`).
 * The other rules are left out before any test is collected, and one process does it all.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ruleIds } from './gen/rules-index.mjs';
import { root } from './lib/root.mjs';

const ids = process.argv.slice(2).filter((arg) => !arg.startsWith('-'));
const options = process.argv.slice(2).filter((arg) => arg.startsWith('-'));
if (ids.length === 0) {
  console.error('usage: npm run test:rule -- family/name, as in `npm run test:rule -- availability/single-az`');
  process.exit(2);
}
const known = ruleIds(join(root, 'rules'));
for (const id of ids.filter((it) => !known.includes(it))) {
  console.error(`rules/${id}.ts does not exist: rules are ${near(id).join(', ')}`);
  process.exit(2);
}

const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const files = ['test/rules/declarations.test.ts', 'test/rules/examples.test.ts'];
const { status } = spawnSync(
  process.execPath,
  [vitest, options.includes('--watch') ? 'watch' : 'run', '--maxWorkers=1', ...options, ...files],
  { cwd: root, stdio: 'inherit', env: { ...process.env, VPCE_LINT_RULES: ids.join(' ') } },
);
process.exit(status ?? 1);

/** Rules of the same family, or the same name in another; else the families. */
function near(id) {
  const [family, name] = id.split('/');
  const some = known.filter((it) => it.startsWith(`${family}/`) || it.split('/')[1] === (name ?? family));
  return some.length > 0 ? some : [...new Set(known.map((it) => `${it.split('/')[0]}/...`))];
}
