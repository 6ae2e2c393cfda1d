/** Measures how long the check of a policy takes. Also runs by itself: `node bench/policy.mjs`. */
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { table, tooSlow } from './table.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Rows of the table: the policies of the differential test, and the largest that AWS takes. */
export async function policyRows({ policies }) {
  // Beside the packages, so that the bundle finds those it leaves out.
  const folder = mkdtempSync(path.join(root, 'node_modules/.bench-'));
  try {
    const outfile = path.join(folder, 'policy.mjs');
    const entryPoints = [path.join(root, 'bench/policy.ts')];
    const options = { bundle: true, platform: 'node', format: 'esm', logLevel: 'warning', external: ['fast-check'] };
    await build({ entryPoints, outfile, ...options });
    const { rows } = await import(pathToFileURL(outfile).href);
    return rows(root, policies);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main ?? process.argv[1]?.endsWith('policy.mjs')) {
  const rows = await policyRows({ policies: 1000 });
  console.log(table(rows));
  for (const fault of tooSlow(rows)) console.error(`too slow: ${fault}`);
}
