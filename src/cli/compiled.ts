import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';

export interface Compiled<T> {
  readonly exports: T;
  /**
   * Keeps what V8 has compiled so far for the next run. Call it once the program has done its usual work.
   *
   * @param work What it did, in a word or two: what other work needs is added to what is kept.
   */
  keep(work: string): void;
}

/**
 * Runs a bundle that is one function of CommonJS's `exports, require, module, __filename`. Parsing and compiling take a
 * third of a short run. V8's compiled code is therefore kept beside the bundle, as Python keeps `__pycache__`. There is
 * one file for each V8, and the first run of each kind of work writes it. It is never required: if the folder is not
 * writable, or NODE_DISABLE_COMPILE_CACHE is set, every run compiles again.
 */
export function runCompiled<T>(file: string, env: Readonly<Record<string, string | undefined>>): Compiled<T> {
  const cache = env.NODE_DISABLE_COMPILE_CACHE ? null : `${file}.${process.versions.v8}-${process.arch}.cache`;
  const kept = cache === null ? undefined : readIfThere(cache);
  const script = new Script(readFileSync(file, 'latin1'), {
    filename: file,
    ...(kept ? { cachedData: kept.code } : {}),
  });
  const module = { exports: {} as T };
  script.runInThisContext()(module.exports, createRequire(file), module, file);
  const done = kept && !script.cachedDataRejected ? kept.works : [];
  return {
    exports: module.exports,
    keep: (work) => {
      if (cache !== null && !done.includes(work) && done.length < MOST_WORKS)
        write(cache, { code: script.createCachedData(), works: [...done, work] });
    },
  };
}

/** More kinds of work than that add nothing. */
const MOST_WORKS = 32;

/** Compiled code, and the works it was compiled for. */
interface Kept {
  readonly code: Buffer;
  readonly works: readonly string[];
}

/** The works stand behind the code, in the file's last line: V8 wants its part to begin where a page does. */
function readIfThere(file: string): Kept | undefined {
  try {
    const bytes = readFileSync(file);
    const end = bytes.lastIndexOf(0x0a);
    return end < 0 ? undefined : { code: bytes.subarray(0, end), works: bytes.toString('latin1', end + 1).split(' ') };
  } catch {
    return undefined;
  }
}

/** Writes the file completely or not at all. A folder that is not writable is not an error. */
function write(file: string, { code, works }: Kept): void {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, Buffer.concat([code, Buffer.from(`\n${works.join(' ')}`)]));
    renameSync(draft, file);
  } catch {
    rmSync(draft, { force: true });
  }
}
