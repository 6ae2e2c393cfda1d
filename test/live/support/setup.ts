import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { TestProject } from 'vitest/node';
import { environment, serve } from '../../../scripts/moto.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where moto answers; null: there is no Python, and the tests are skipped. */
    moto: string | null;
    /** Folder of `aws` and the other programs of the environment. */
    bin: string;
    /** The command line as one would install it. */
    program: string;
  }
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** One server and one build for all tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const bin = environment();
  if (bin === undefined && process.env.CI) throw new Error('no Python 3.10 or later: CI has to run the live tests');
  if (bin === undefined) {
    console.warn('skipped: there is no Python 3.10 or later to run moto with');
    project.provide('moto', null);
    project.provide('bin', '');
    project.provide('program', '');
    return async () => undefined;
  }
  const folder = `${root}node_modules/.cache/vpce-lint-live-${process.pid}`;
  mkdirSync(folder, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts'],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'error',
    packages: 'external',
    define: { VPCE_LINT_VERSION: '"0.0.0"' },
    outExtension: { '.js': '.mjs' },
  });
  const moto = await serve(bin);
  project.provide('moto', moto.url);
  project.provide('bin', bin);
  project.provide('program', `${folder}/main.mjs`);
  return async () => {
    await moto.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
