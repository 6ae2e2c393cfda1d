import { lstatSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { irregular, isInside } from '../base/regular-file.ts';
import { InputError } from '../model/index.ts';

/** Devices, and what shells make of `>(command)`: written as they are. */
const OF_THE_SYSTEM = /^\/(dev|proc)\//;

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

/**
 * Writes a file completely or not at all, so that nobody uploads half a report. It writes a file beside the target and
 * renames it.
 */
export function writeWhole(file: string, cwd: string, text: string): void {
  checkTarget(file, cwd);
  const path = resolve(cwd, file);
  try {
    const there = statSync(path, { throwIfNoEntry: false });
    if (there && !there.isFile()) {
      writeFileSync(path, text);
      return;
    }
    const draft = `${path}.${Math.random().toString(36).slice(2, 10)}.tmp`;
    try {
      writeFileSync(draft, text, { flag: 'wx' });
      renameSync(draft, path);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  } catch (error) {
    throw new InputError(`${file}: cannot be written (${(error as NodeJS.ErrnoException).code ?? error})`);
  }
}
