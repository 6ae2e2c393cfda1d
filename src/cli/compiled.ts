import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';

export interface Compiled<T> {
  readonly exports: T;
  /** Keeps what V8 has compiled so far for the next run. Call it once the program has done its usual work. */
  keep(): void;
}

/**
 * Runs a bundle that is one function of CommonJS's `exports, require, module, __filename`. Parsing and compiling it is a third of a short run, so V8's compiled code is kept beside it, as
 * Python keeps `__pycache__`: one file for each V8, written by the first run, never needed. Where nothing can be written,
 * or NODE_DISABLE_COMPILE_CACHE is set, every run compiles anew.
 */
export function runCompiled<T>(file: string, env: Readonly<Record<string, string | undefined>>): Compiled<T> {
  const cache = env.NODE_DISABLE_COMPILE_CACHE ? null : `${file}.${process.versions.v8}-${process.arch}.cache`;
  const cachedData = cache === null ? undefined : readIfThere(cache);
  const script = new Script(readFileSync(file, 'latin1'), {
    filename: file,
    ...(cachedData ? { cachedData } : {}),
  });
  const module = { exports: {} as T };
  script.runInThisContext()(module.exports, createRequire(file), module, file);
  return {
    exports: module.exports,
    keep: () => {
      if (cache !== null && !cachedData) write(cache, script.createCachedData());
    },
  };
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Whole or not at all; a folder that cannot be written to is no fault. */
function write(file: string, data: Buffer): void {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, data);
    renameSync(draft, file);
  } catch {
    rmSync(draft, { force: true });
  }
}
