// Bundles the command line and the library into dist/, with code splitting: a run loads only what it uses.
//   node scripts/build.mjs           bundles and types
//   node scripts/build.mjs --fast    bundles only; --out=DIR puts them there
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const [out = 'dist'] = process.argv.flatMap((arg) => (arg.startsWith('--out=') ? [arg.slice('--out='.length)] : []));
const dist = resolve(root, out);

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

/** zlib takes 6 ms to load and is rarely needed (binary plan files, SARIF): asked for when one of its functions is called. */
const lazyZlib = {
  name: 'lazy-zlib',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:zlib$/ }, () => ({ path: 'zlib', namespace: 'lazy' }));
    onLoad({ filter: /.*/, namespace: 'lazy' }, () => ({
      contents: [
        "import { createRequire } from 'node:module';",
        "const zlib = () => createRequire(import.meta.url)('node:zlib');",
        ...['crc32', 'gzipSync', 'inflateRawSync'].map(
          (name) => `export const ${name} = (...args) => zlib().${name}(...args);`,
        ),
      ].join('\n'),
    }));
  },
};

/** What `explain` alone needs is a bundle of its own. */
const scenesApart = {
  name: 'scenes-apart',
  setup({ onResolve }) {
    onResolve({ filter: /engine\/scene\/print\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './scenes.js', external: true } : undefined,
    );
  },
};

// Built aside and swapped in, so that a build that fails leaves the last one working.
const fresh = `${root}node_modules/.cache/vpce-lint-${process.pid}`;
rmSync(fresh, { recursive: true, force: true });
// Builds of their own: chunks they shared would be more modules for each to load, and Node takes over 1 ms for a module.
const bundles = [{ cli: 'src/cli/main.ts' }, { scenes: 'src/engine/scene/print.ts' }, { index: 'src/index.ts' }];
for (const entryPoints of bundles) {
  await build({
    absWorkingDir: root,
    entryPoints,
    outdir: fresh,
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    // Loaded for globs only, and for live accounts only: left where npm puts them.
    external: ['tinyglobby', '@aws-sdk/*'],
    // yaml's own entry is CommonJS; its browser build is the same code as ES modules.
    alias: { yaml: `${root}node_modules/yaml/browser/dist/index.js` },
    define: { VPCE_LINT_VERSION: JSON.stringify(version) },
    plugins: [versionOnly, leanYargs, lazyZlib, scenesApart],
  });
}
// Read when a policy names a service: what its actions do.
cpSync(`${root}src/aws/actions/slices`, `${fresh}/slices`, { recursive: true });
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
