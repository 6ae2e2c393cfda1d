/** Templates as they were at a revision, out of git's object store. */
import { realpathSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { InputError, type Picture } from '../../model/index.ts';
import { repositoryOf } from '../terraform/sources/files.ts';
import { openRevision } from '../terraform/sources/revision.ts';
import { parse } from './document/parse.ts';
import type { FoundFile, ReadFile } from './files.ts';

/** Reads files as they were. */
type ReadThen = (read: ReadFile, files: readonly FoundFile[]) => readonly Picture[];

/** The content of some files at a revision. Empty if they did not exist yet. */
export function earlier(
  files: readonly FoundFile[],
  cwd: string,
  readThen: ReadThen,
): (ref: string) => readonly Picture[] {
  return (ref) => {
    const [first] = files;
    if (!first || first.full === null)
      throw new InputError('--changed-since: standard input is not in a git repository', {
        hint: 'Name the file',
      });
    const repository = repositoryOf(realpathSync(dirname(first.full)));
    if (repository === undefined) {
      throw new InputError('--changed-since: this file is not in a git repository', {
        file: relative(cwd, first.full) || first.path,
      });
    }
    const tree = openRevision(repository, ref);
    const read: ReadFile = (path) => tree.read(realPath(path));
    const found = files.flatMap((file): FoundFile[] => {
      const bytes = read(file.full!);
      // A file that could not be read then is new now.
      return bytes ? parsed(bytes, file) : [];
    });
    return found.length === 0 ? [] : readThen(read, found);
  };
}

function parsed(bytes: Uint8Array, { path, full, named }: FoundFile): FoundFile[] {
  try {
    return [{ ...parse(bytes, path, full), named }];
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

/** The path below the real folder, where links lead to it. */
function realPath(path: string): string {
  try {
    return resolve(realpathSync(dirname(path)), path.slice(dirname(path).length + 1));
  } catch {
    return path;
  }
}
