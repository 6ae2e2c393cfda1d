#!/usr/bin/env node
/** Writes schema/config.json from the rules and the config's zod schema. `--check` writes nothing and fails where it differs. */
import { putDerived } from './lib/derived.mjs';
import { importTs } from './lib/import-ts.mjs';

const [{ configJsonSchema }, { configSchema }, { allRules }] = await importTs(
  'scripts/lib/config-schema.ts',
  'src/config/schema.ts',
  'src/catalogue.ts',
);
const text = `${JSON.stringify(configJsonSchema(configSchema(), allRules()), null, 2)}\n`;
putDerived('schema/config.json', text);
