/**
 * Times the policy analyzer over fixtures/policies and over hard policies: `node bench/policy.mjs`.
 * Exits with 1 when the median is over 2 ms, the 99th percentile over 10 ms, or any over 200 ms (CPU time).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'vpce-lint-bench-'));
try {
  const outfile = path.join(folder, 'policy.mjs');
  await build({
    entryPoints: [path.join(root, 'bench/policy.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'warning',
  });
  const { bench } = await import(pathToFileURL(outfile).href);
  process.exitCode = bench(root) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
