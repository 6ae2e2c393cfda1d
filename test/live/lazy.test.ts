import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the AWS SDK', () => {
  let inputs: Metafile['inputs'];
  beforeAll(async () => {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: ['src/cli/main.ts', 'src/cli/app.ts', 'src/index.ts'],
      outdir: 'out',
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      metafile: true,
      write: false,
      logLevel: 'error',
    });
    ({ inputs } = metafile);
  });

  /** Modules that are loaded with one, whether or not they are needed. */
  function loadedWith(entry: string): Set<string> {
    const seen = new Set([entry]);
    for (const path of seen) {
      for (const { path: next, kind } of inputs[path]?.imports ?? []) if (kind === 'import-statement') seen.add(next);
    }
    return seen;
  }

  test('is imported by the live loader alone, and only when a call is made', () => {
    const importers = Object.entries(inputs).flatMap(([path, { imports }]) =>
      imports.filter((each) => each.path.startsWith('@aws-sdk/')).map(({ kind }) => ({ path, kind })),
    );
    expect(importers.length).toBeGreaterThan(4);
    for (const { path, kind } of importers) {
      expect({ path: path.startsWith('src/loaders/live/'), kind }).toEqual({ path: true, kind: 'dynamic-import' });
    }
  });

  test.each(['src/cli/app.ts', 'src/cli/lint.ts', 'src/run.ts', 'src/index.ts'])('is not loaded with %s', (entry) => {
    const loaded = loadedWith(entry);
    expect(loaded.size).toBeGreaterThan(20);
    expect([...loaded].filter((path) => path.includes('@aws-sdk'))).toEqual([]);
    // Nor is what calls it: a run of `lint` has no use for it.
    expect([...loaded].filter((path) => path.endsWith('live/client.ts') || path.endsWith('live/read.ts'))).toEqual([]);
  });
});
