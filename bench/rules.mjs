/**
 * How long the rules take, against reading what they judge.
 *
 * node bench/rules.mjs                plan of 10,000 endpoints in 100 VPCs
 * node bench/rules.mjs plan.json ...  these plans
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { plainEnvironment } from './measure.mjs';
import { NETWORK, writeNetworks } from './plans.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SLICES = pathToFileURL(join(ROOT, 'src/aws/actions/slices/')).href;
const ENDPOINTS = 10_000;

/** A row of the table for a plan: the shortest times of this many runs, each in its own process. */
export async function rulesRow(what, plan, runs, folder) {
  const program = await buildProgram(folder);
  const times = Array.from({ length: runs }, () => once(program, plan));
  const least = (name) => Math.min(...times.map((each) => each[name]));
  const reading = Math.min(...times.map(({ load, facts }) => load + facts));
  const { verdicts } = times[0];
  return {
    what: `rules of ${what}: ${verdicts.toLocaleString('en')} verdicts`,
    minMs: least('rules'),
    medianMs: times.map(({ rules }) => rules).sort((a, b) => a - b)[runs >> 1],
    against: 'reading it',
    ratio: least('rules') / reading,
    most: 1,
  };
}

function once(program, plan) {
  const env = plainEnvironment();
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, plan], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the rules were not timed: ${stderr.slice(0, 2000)}`);
  return JSON.parse(stdout);
}

async function buildProgram(folder) {
  const outfile = join(folder, 'rules.mjs');
  await build({
    stdin: {
      contents: `import { timeRules } from './bench/rules.ts';
        console.log(JSON.stringify(await timeRules(process.argv[2], new URL(${JSON.stringify(SLICES)}))));`,
      resolveDir: ROOT,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    external: ['tinyglobby', '@aws-sdk/*', '@smithy/*'],
    logLevel: 'warning',
    outfile,
  });
  return outfile;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = mkdtempSync(join(tmpdir(), 'vpce-lint-bench-'));
  try {
    const given = process.argv.slice(2);
    const plan = join(folder, 'plan.json');
    if (given.length === 0) writeNetworks(plan, ENDPOINTS / NETWORK.endpoints);
    for (const each of given.length === 0 ? [plan] : given) {
      const { what, minMs, ratio } = await rulesRow(each, each, 5, folder);
      console.log(`${what}, ${Math.round(minMs)} ms, ${ratio.toFixed(2)} × reading it`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
