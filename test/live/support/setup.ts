import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { environment, serve } from '../../../scripts/moto.mjs';
import { frontOf } from './front.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where moto and what stands in front of it answer; null: there is no Python, and the tests are skipped. */
    moto: string | null;
    /** Where moto itself answers. */
    bare: string;
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
    project.provide('bare', '');
    project.provide('bin', '');
    project.provide('program', '');
    return async () => undefined;
  }
  const folder = `${root}node_modules/.cache/vpce-lint-live-${process.pid}`;
  execFileSync(process.execPath, [`${root}scripts/build.mjs`, '--fast', `--out=${folder}`], { stdio: 'inherit' });
  const moto = await serve(bin);
  const front = await frontOf(moto.url);
  project.provide('moto', front.url);
  project.provide('bare', moto.url);
  project.provide('bin', bin);
  project.provide('program', `${folder}/cli.cjs`);
  return async () => {
    await front.stop();
    await moto.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
