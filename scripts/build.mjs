// Bundles the command line and the library into dist/, with code splitting: a run loads only what it uses.
//   node scripts/build.mjs           bundles and types
//   node scripts/build.mjs --fast    bundles only
import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `${root}dist`;

const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

/** Of package.json only the version is needed at run time. */
const versionOnly = {
  name: 'version-only',
  setup({ onLoad }) {
    onLoad({ filter: /\/package\.json$/ }, () => ({ contents: JSON.stringify({ version }), loader: 'json' }));
  },
};

/** yargs on a platform of ours: 25 ms less at every start. */
const leanYargs = {
  name: 'lean-yargs',
  setup({ onResolve }) {
    onResolve({ filter: /platform-shims\/esm\.mjs$/ }, () => ({ path: `${root}src/cli/yargs-shim.ts` }));
  },
};

// Built aside and swapped in, so that a build that fails leaves the last one working.
const fresh = `${root}node_modules/.cache/vpce-lint-dist`;
rmSync(fresh, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: { cli: 'src/cli/main.ts', index: 'src/index.ts' },
  outdir: fresh,
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  // yaml's own entry is CommonJS; its browser build is the same code as ES modules.
  alias: { yaml: `${root}node_modules/yaml/browser/index.js` },
  define: { VPCE_LINT_VERSION: JSON.stringify(version) },
  plugins: [versionOnly, leanYargs],
});
rmSync(dist, { recursive: true, force: true });
renameSync(fresh, dist);

if (!process.argv.includes('--fast')) {
  const tsc = `${root}node_modules/typescript/bin/tsc`;
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'scripts/tsconfig.types.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
