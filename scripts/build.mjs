// Bundles the command line and the library into dist/: a run loads only what it uses.
//   node scripts/build.mjs           bundles and types
//   node scripts/build.mjs --fast    bundles only; --out=DIR puts them there
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { AS_A_FUNCTION, common, slices, version } from './lib/bundle.mjs';
import { pruneTypes } from './lib/prune-types.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [out = 'dist'] = process.argv.flatMap((arg) => (arg.startsWith('--out=') ? [arg.slice('--out='.length)] : []));
const dist = resolve(root, out);

/** Only `explain` needs examples, a third of every rule: they are a bundle of their own, and lint starts without them. */
const examplesApart = {
  name: 'examples-apart',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/examples\.ts$/ }, () => ({ path: './examples.cjs', external: true }));
    onLoad({ filter: /\/rules\/[a-z-]+\/[a-z0-9-]+\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      // The formatter sees to it that a member of the rule begins and ends at this indent.
      const contents = text.replace(/^ {2}(bad|good): (\{.*\},|\{\n[\s\S]*?^ {2}\},)$/gm, '  $1: {},');
      if (contents.match(/^ {2}(bad|good): \{\},$/gm)?.length !== 2)
        throw new Error(`${path}: where are the examples?`);
      return { contents, loader: 'ts' };
    });
  },
};

/** In place of the rules, their examples. */
const examplesOnly = (rules) => ({
  name: 'examples-only',
  setup({ onLoad }) {
    const ownRules = rules.map(({ id, bad, good }) => ({ id, bad, good }));
    onLoad({ filter: /\/src\/catalogue\.ts$/ }, () => ({
      contents: `export const ownRules = JSON.parse(${JSON.stringify(JSON.stringify(ownRules))});`,
    }));
  },
});

// Built aside and swapped in, so that a build that fails leaves the last one working.
const fresh = `${root}node_modules/.cache/vpce-lint-${process.pid}`;
rmSync(fresh, { recursive: true, force: true });
mkdirSync(fresh, { recursive: true });

// The command line in one file, which src/cli/compiled.ts runs: Node takes over 1 ms for each module more. Its name tells
// its content, so that compiled code kept beside it can never be that of another build.
const app = await build({
  ...common,
  entryPoints: ['src/cli/app.ts'],
  format: 'cjs',
  plugins: [...common.plugins, examplesApart],
  write: false,
  ...AS_A_FUNCTION,
});
const [{ contents }] = app.outputFiles;
const appFile = `app-${createHash('sha256').update(contents).digest('hex').slice(0, 12)}.cjs`;
writeFileSync(`${fresh}/${appFile}`, contents);

const catalogue = `${fresh}/catalogue.mjs`;
await build({ ...common, entryPoints: ['src/catalogue.ts'], format: 'esm', outfile: catalogue });
const { ownRules } = await import(pathToFileURL(catalogue).href);
rmSync(catalogue);
await build({
  ...common,
  entryPoints: ['src/cli/examples.ts'],
  format: 'cjs',
  outfile: `${fresh}/examples.cjs`,
  plugins: [...common.plugins, examplesOnly(ownRules)],
});

// CommonJS, which Node starts 5 ms sooner than a module.
await build({
  ...common,
  entryPoints: ['src/cli/main.ts'],
  outfile: `${fresh}/cli.cjs`,
  format: 'cjs',
  define: {
    VPCE_LINT_VERSION: JSON.stringify(version),
    VPCE_LINT_APP: JSON.stringify(appFile),
    'import.meta.dirname': '__dirname',
  },
});

await build({
  ...common,
  entryPoints: { index: 'src/index.ts' },
  outdir: fresh,
  plugins: [...common.plugins, examplesApart],
  chunkNames: '[name]-[hash]',
  format: 'esm',
  splitting: true,
});
// Read when a policy names a service: what its actions do.
mkdirSync(`${fresh}/slices`);
for (const [name, text] of slices()) writeFileSync(`${fresh}/slices/${name}`, text);
rmSync(dist, { recursive: true, force: true });
renameSync(fresh, dist);

if (!process.argv.includes('--fast')) {
  const tsc = `${root}node_modules/typescript/bin/tsc`;
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'scripts/tsconfig.types.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
  if (status === 0) pruneTypes(`${dist}/types`, './src/index.d.ts');
}
