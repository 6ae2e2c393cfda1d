import { closeSync, lstatSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { irregular, isInside } from '../base/regular-file.ts';
import { InputError } from '../model/index.ts';

/** Devices, and what shells make of `>(command)`: written as they are. */
const OF_THE_SYSTEM = /^\/(dev|proc)\//;

/** Names of what a process has open. A file behind one is written as it is: with another in its place, the name would lead nowhere. */
const OPEN = /^\/dev\/(std(out|err)|fd\/\d+)$|^\/proc\/(self|thread-self|\d+)\/fd\/\d+$/;

/**
 * Checks before the work whether a file may be written. A link may come from the author of a pull request, and a pipe may
 * never be read, so neither is written.
 *
 * @throws InputError
 */
export function checkTarget(file: string, cwd: string): void {
  const path = resolve(cwd, file);
  if (OF_THE_SYSTEM.test(path)) return;
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there?.isSymbolicLink() || leadsAway(path, cwd)) {
    throw new InputError(`${file}: vpce-lint does not write through a link`, {
      hint: 'Remove the link, or name its target',
    });
  }
  const kind = there && !there.isDirectory() ? irregular(there) : undefined;
  if (kind !== undefined) throw new InputError(`${file}: this is ${kind}`, { hint: 'Name a file' });
}

/** Whether a path below the working directory has a link on the way that leads out of it. */
function leadsAway(path: string, cwd: string): boolean {
  const below = relative(cwd, path).split(sep)[0] !== '..' && path.startsWith(resolve(cwd));
  if (!below || !statSync(dirname(path), { throwIfNoEntry: false })) return false;
  return !isInside(dirname(path), realpathSync(cwd));
}

/** A file that is written piece by piece. */
export interface Writer {
  write(text: string): void;
  /** Finishes the file. */
  end(): void;
  /** Removes what was written. */
  drop(): void;
}

/** Writes a file beside the target and renames it when it is complete. */
export function fileWriter(file: string, cwd: string): Writer {
  checkTarget(file, cwd);
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw new InputError(`${file}: cannot be written (${(error as NodeJS.ErrnoException).code ?? error})`);
    }
  };
  const path = resolve(cwd, file);
  const there = guarded(() => statSync(path, { throwIfNoEntry: false }));
  const direct = OPEN.test(path) || (there !== undefined && !there.isFile());
  const draft = direct ? path : `${path}.${Math.random().toString(36).slice(2, 10)}.tmp`;
  const descriptor = guarded(() => openSync(draft, direct ? 'a' : 'wx'));
  let isOpen = true;
  const close = () => {
    if (isOpen) closeSync(descriptor);
    isOpen = false;
  };
  return {
    write: (text) => guarded(() => writeFileSync(descriptor, text)),
    end: () =>
      guarded(() => {
        close();
        if (!direct) renameSync(draft, path);
      }),
    drop: () => {
      close();
      if (!direct) rmSync(draft, { force: true });
    },
  };
}

/** Writes a file completely or not at all, so that nobody uploads half a report. */
export function writeWhole(file: string, cwd: string, text: string | Iterable<string>): void {
  const writer = fileWriter(file, cwd);
  try {
    for (const piece of typeof text === 'string' ? [text] : text) writer.write(piece);
    writer.end();
  } catch (error) {
    writer.drop();
    throw error;
  }
}
