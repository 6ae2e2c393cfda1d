import { appendFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError } from '../../model/input-error.ts';
import { checkTarget } from '../write-whole.ts';

export interface Writer {
  write(text: string): void;
  /** All of it is there. */
  end(): void;
  /** Nothing is to be there. */
  drop(): void;
}

/** Writes a file piece by piece beside its place, and puts it there when it is whole. */
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
      throw new InputError(`cannot write ${file}: ${(error as NodeJS.ErrnoException).code ?? error}`);
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
