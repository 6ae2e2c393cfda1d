#!/usr/bin/env node
/** Writes schema/config.json from the rules and the config's zod schema. `--check` writes nothing and fails where it differs. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importTs, root } from './lib/import-ts.mjs';

const [{ configJsonSchema }, { configSchema }, { allRules }] = await importTs(
  'scripts/lib/config-schema.ts',
  'src/config/schema.ts',
  'src/catalogue.ts',
);
const text = `${JSON.stringify(configJsonSchema(configSchema(), allRules()), null, 2)}\n`;
const file = join(root, 'schema/config.json');

if (existsSync(file) && readFileSync(file, 'utf8') === text) console.log('schema/config.json is up to date');
else if (process.argv.includes('--check')) {
  console.log('schema/config.json is out of date: run `npm run gen` and commit what it writes');
  process.exitCode = 1;
} else {
  writeFileSync(file, text);
  console.log('schema/config.json written');
}
