/**
 * How fast and in how much memory plans are read, against `JSON.parse` of the file.
 *
 * node bench/read.mjs                       plans of 150 MB: one resource in ten of the network, and all of them
 * node bench/read.mjs --megabytes=20 --runs=3
 * node bench/read.mjs plan.json ...         these plans
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { measure, programs } from './measure.mjs';
import { writeAllNetwork, writeMixed } from './plans.mjs';
import { memoryRatio, ratio, table } from './table.mjs';

/** What a linter of networks wants of a plan. */
const READER = `
  import { openContent } from './src/loaders/content.ts';
  import { readJson } from './src/text/json/index.ts';

  const wanted = /^aws_(default_)?(vpc|subnet|security_group|route|network_acl|ec2_|lb)/;
  const resources = { items: (peek) => (wanted.test(peek.string('type') ?? '') ? 'all' : 'none') };
  const members = { resource_changes: resources, configuration: 'all', variables: 'all', complete: 'all' };
  const { value } = readJson(openContent(process.argv[2], process.argv[2]).source(), { members });
  globalThis.read = value;
  console.log(value.resource_changes.length);
`;

const { values: options, positionals: files } = parseArgs({
  allowPositionals: true,
  options: { megabytes: { type: 'string', default: '150' }, runs: { type: 'string', default: '7' } },
});
const folder = mkdtempSync(join(tmpdir(), 'vpce-lint-bench-'));
try {
  const reader = join(folder, 'reader.mjs');
  await build({
    stdin: { contents: READER, resolveDir: fileURLToPath(new URL('..', import.meta.url)), loader: 'js' },
    outfile: reader,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
  const rows = [];
  for (const file of files) rows.push(...(await against(reader, basename(file), file)));
  if (files.length === 0) {
    const plan = join(folder, 'plan.json');
    writeMixed(plan, Number(options.megabytes));
    rows.push(...(await against(reader, 'mixed', plan, { most: 0.35 })));
    writeAllNetwork(plan, Number(options.megabytes));
    rows.push(...(await against(reader, 'all network', plan, { most: 1, memoryMost: 1 })));
  }
  console.log(`${table(rows)}\n\nNode ${process.version}`);
} finally {
  rmSync(folder, { recursive: true });
}

async function against(reader, kind, file, { most, memoryMost } = {}) {
  const size = Math.round(statSync(file).size / 1e6);
  const { parse, read } = await measure({ parse: programs.parse(file), read: [reader, file] }, Number(options.runs));
  return [
    { what: `\`JSON.parse\` of ${size} MB, ${kind}`, ...parse },
    {
      what: `\`readJson\` of it, ${read.lastLine} resources wanted`,
      ...read,
      ...ratio(read, parse, '`JSON.parse`', most),
      ...memoryRatio(read, parse, memoryMost),
    },
  ];
}
