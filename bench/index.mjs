/**
 * npm run bench                  all benchmarks, as one Markdown table
 * npm run bench -- --write       also writes it into docs/benchmarks.md
 * npm run bench -- --quick       small plans and few runs, to test that the benchmarks still work
 * npm run bench -- --check       exit status 1 if a ratio is above its limit
 * npm run bench -- --peers       also other scanners, if they are on the path
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { largeRows } from './large.mjs';
import { peerRows } from './peers.mjs';
import { policyRows } from './policy.mjs';
import { sourceRows } from './sources.mjs';
import { startRows } from './start.mjs';
import { table, tooSlow } from './table.mjs';
import { templateRows } from './templates.mjs';

const PAGE = new URL('../docs/benchmarks.md', import.meta.url);
const PLACE = /(<!-- measured -->\n)[\s\S]*(<!-- \/measured -->)/;

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    write: { type: 'boolean' },
    check: { type: 'boolean' },
    peers: { type: 'boolean' },
  },
});
if (!existsSync(new URL('../dist/cli.cjs', import.meta.url))) {
  console.error('nothing is built to measure: npm run build');
  process.exit(2);
}

const size = options.quick
  ? {
      start: 2,
      policies: 50,
      sources: { roots: 10, runs: 1 },
      templates: { stacks: 10, runs: 1 },
      large: { megabytes: 2, endpoints: 20, runs: 1 },
      peers: { endpoints: 20, runs: 1 },
    }
  : {
      start: 20,
      policies: 1000,
      sources: { roots: 200, runs: 5 },
      templates: { stacks: 50, runs: 5 },
      large: { megabytes: 150, endpoints: 1000, runs: 5 },
      peers: { endpoints: 2000, runs: 3 },
    };
const measured = [
  ...(await startRows({ runs: size.start })),
  ...(await policyRows(size)),
  ...(await sourceRows(size.sources)).slice(1),
  ...(await templateRows(size.templates)).slice(1),
  ...(await largeRows(size.large)),
  ...(options.peers ? await peerRows(size.peers) : []),
];
const rows = measured.map((row) =>
  // A small plan is mostly starting: what a ratio may be is said of large ones.
  options.quick ? { ...row, most: undefined, mostMs: undefined, memoryMost: undefined } : row,
);

const text = `${table(rows)}\n\nNode ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}.\n`;
process.stdout.write(text);
if (options.write) {
  const page = readFileSync(PAGE, 'utf8');
  if (!PLACE.test(page)) throw new Error('docs/benchmarks.md has lost the marks that the table goes between');
  writeFileSync(
    PAGE,
    page.replace(PLACE, (_, before, after) => `${before}\n${text}\n${after}`),
  );
}
if (options.check) {
  const faults = tooSlow(rows);
  for (const fault of faults) console.error(`too slow: ${fault}`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
