// Bundles the command line and the library into dist/, with code splitting: a run loads only what it uses.
//   node scripts/build.mjs           bundles and types
//   node scripts/build.mjs --fast    bundles only
import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `${root}dist`;

/** Of package.json only the version is needed at run time. */
const versionOnly = {
  name: 'version-only',
  setup({ onLoad }) {
    onLoad({ filter: /\/package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
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
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
  // yargs measures our own help texts only; the original runs two Intl.Segmenters at import.
  // yaml's own entry is CommonJS; its browser build is the same code as ES modules.
  alias: { 'string-width': `${root}src/cli/width.ts`, yaml: `${root}node_modules/yaml/browser/index.js` },
  plugins: [versionOnly],
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
