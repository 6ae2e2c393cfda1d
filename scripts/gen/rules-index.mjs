import { readdirSync } from 'node:fs';

/** Ids of the rules that have a file: its path below the folder. */
export function ruleIds(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\/.*\.ts$/.test(path))
    .map((path) => path.slice(0, -'.ts'.length))
    .sort();
}

/** The module that imports all rules: static, so that it can be bundled. */
export function rulesIndex(ids) {
  return [
    '// Written by `npm run gen` from the files beside it.',
    "import type { Rule } from '../src/engine/index.ts';",
    ...ids.map((id) => `import ${variable(id)} from './${id}.ts';`),
    '',
    'export const rules: readonly Rule[] = [',
    ...ids.map((id) => `  ${variable(id)} as unknown as Rule,`),
    '];',
    '',
  ].join('\n');
}

/** `availability/single-az` is `availability_single_az`. */
function variable(id) {
  return id.replaceAll(/\W/g, '_');
}
