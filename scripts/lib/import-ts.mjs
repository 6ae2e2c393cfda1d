import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Imports TypeScript modules of the repository, by paths from its root. Node 20 cannot run TypeScript, so they are
 * bundled into a temporary file first; several modules asked for at once share what they import.
 *
 * @param {...string} paths
 * @returns {Promise<any[]>} their namespaces, in order
 */
export async function importTs(...paths) {
  const directory = mkdtempSync(join(tmpdir(), 'vpce-lint-'));
  const entry = join(directory, 'entry.ts');
  const file = join(directory, 'bundle.mjs');
  const lines = paths.map((path, i) => `export * as m${i} from ${JSON.stringify(join(root, path))};`);
  try {
    writeFileSync(entry, lines.join('\n'));
    await build({
      entryPoints: [entry],
      outfile: file,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      nodePaths: [join(root, 'node_modules')],
      absWorkingDir: root,
      logLevel: 'error',
      // Packages written for CommonJS call require.
      banner: {
        js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
      },
    });
    const bundle = await import(pathToFileURL(file).href);
    return paths.map((_, i) => bundle[`m${i}`]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
