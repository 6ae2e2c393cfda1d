import { appendFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError } from '../../model/input-error.ts';
import { checkTarget } from '../write-whole.ts';

export interface Writer {
  write(text: string): void;
  /** Finishes the file. */
  end(): void;
  /** Removes what was written. */
  drop(): void;
}

/** Writes a file piece by piece under another name, and renames it when it is complete. */
export function fileWriter(file: string, cwd: string): Writer {
  checkTarget(file, cwd);
  const path = resolve(cwd, file);
  const there = statSync(path, { throwIfNoEntry: false });
  const direct = there !== undefined && !there.isFile();
  const draft = direct ? path : `${path}.${Math.random().toString(36).slice(2, 10)}.tmp`;
  const guarded = (work: () => void) => {
    try {
      work();
    } catch (error) {
      throw new InputError(`${file}: cannot be written (${(error as NodeJS.ErrnoException).code ?? error})`);
    }
  };
  if (!direct) guarded(() => writeFileSync(draft, '', { flag: 'wx' }));
  return {
    write: (text) => {
      if (text !== '') guarded(() => appendFileSync(draft, text));
    },
    end: () => {
      if (!direct) guarded(() => renameSync(draft, path));
    },
    drop: () => {
      if (!direct) rmSync(draft, { force: true });
    },
  };
}
