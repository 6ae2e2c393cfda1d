/** Other scanners on a plan of 2,000 endpoints, if they are on the path. Also runs by itself: `node bench/peers.mjs`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure, plainEnvironment, programs } from './measure.mjs';
import { NETWORK, writeNetworks } from './plans.mjs';
import { ratio, table } from './table.mjs';

/** Scanners that read the JSON of `terraform show`. They look for other things: the ratio tells what a job of CI costs. */
const PEERS = [
  ['trivy', (plan) => ['config', '--quiet', '--skip-check-update', '--skip-version-check', plan]],
  ['checkov', (plan) => ['--file', plan, '--framework', 'terraform_plan', '--quiet', '--compact', '--soft-fail']],
];

/** Rows of the table: each scanner's time as a multiple of vpce-lint's. None if no scanner is installed. */
export async function peerRows({ endpoints, runs }) {
  const folder = mkdtempSync(join(tmpdir(), 'vpce-lint-bench-'));
  try {
    const plan = join(folder, 'plan.json');
    writeNetworks(plan, endpoints / NETWORK.endpoints);
    const lint = () => measure({ own: programs.lint(plan, '--no-config', '--fail-on', 'never') }, 1);
    const own = [];
    const others = new Map(PEERS.map(([name]) => [name, []]));
    // In turn, so that a busy moment falls on all of them.
    for (let run = 0; run < runs; run++) {
      own.push((await lint()).own);
      for (const [name, args] of PEERS) {
        const taken = timed(name, args(plan));
        if (taken !== undefined) others.get(name).push(taken);
      }
    }
    const least = own.reduce((a, b) => (b.minMs < a.minMs ? b : a));
    const rows = [...others].flatMap(([name, times]) => {
      if (times.length === 0) return [];
      const sorted = times.toSorted((a, b) => a - b);
      const row = { minMs: sorted[0], medianMs: sorted[sorted.length >> 1] };
      return [{ what: `\`${name}\` of the same plan`, ...row, ...ratio(row, least, 'vpce-lint') }];
    });
    return rows.length === 0 ? [] : [{ what: `\`vpce-lint\` of a plan of ${endpoints} endpoints`, ...least }, ...rows];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Milliseconds; undefined if the scanner is not installed. */
function timed(name, args) {
  const started = performance.now();
  const { error, status, stderr } = spawnSync(name, args, {
    env: plainEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (error?.code === 'ENOENT') return undefined;
  if (error || status !== 0) throw error ?? new Error(`${name} answered ${status}: ${stderr.slice(-1000)}`);
  return performance.now() - started;
}

if (import.meta.main ?? process.argv[1]?.endsWith('peers.mjs')) {
  const rows = await peerRows({ endpoints: 2000, runs: 3 });
  console.log(rows.length > 0 ? table(rows) : 'no other scanner is on the path');
}
