import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './root.mjs';

export { root };

/** Data that sources read beside themselves is found as without a bundle. */
const ownUrls = {
  name: 'own-urls',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes('import.meta.url')) return undefined;
      return { contents: text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)), loader: 'ts' };
    });
  },
};

/**
 * Imports TypeScript modules of the repository, by paths from its root. Node 20 cannot run TypeScript, so they are
 * bundled into a temporary file first; several modules asked for at once share what they import.
 *
 * @param {...string} paths
 * @returns {Promise<any[]>} their namespaces, in order
 */
export async function importTs(...paths) {
  // Below node_modules, where the bundle finds the packages that it leaves out.
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const directory = mkdtempSync(join(cache, 'import-'));
  const entry = join(directory, 'entry.ts');
  const file = join(directory, 'bundle.mjs');
  const lines = paths.map((path, i) => `export * as m${i} from ${JSON.stringify(join(root, path))};`);
  try {
    writeFileSync(entry, lines.join('\n'));
    await build({
      entryPoints: [entry],
      outfile: file,
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      sourcemap: 'inline',
      absWorkingDir: root,
      logLevel: 'error',
      plugins: [ownUrls],
    });
    process.setSourceMapsEnabled(true);
    const bundle = await import(pathToFileURL(file).href);
    return paths.map((_, i) => bundle[`m${i}`]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
