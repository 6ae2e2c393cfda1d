/** The working tree, as sources are read from it. */
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { TextError } from '../../../text/text-error.ts';
import type { Entry, FileTree } from '../values/file-access.ts';

/** A file that nobody wrote by hand. */
export class TooLarge extends Error {
  constructor() {
    super(`the file is larger than ${MAX_FILE / 1_000_000} MB`);
  }
}

export const MAX_FILE = 10_000_000;

/** Why reading a file as text failed: a clause that names the place in it, and the fix where one is known. */
export function whyUnread(error: unknown): string {
  if (error instanceof TooLarge) return error.message;
  if (error instanceof TextError) {
    const { line, column, message, hint } = error;
    return `line ${line}, column ${column}: ${message}${hint === undefined ? '' : `. ${hint}`}`;
  }
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? 'the file cannot be read' : `the file cannot be read (${code})`;
}

/** The files on disk at or below a directory. */
export function diskFiles(boundary: string): FileTree {
  const inside = (path: string) => path === boundary || path.startsWith(boundary === sep ? sep : boundary + sep);
  const known = new Map<string, string | undefined>();
  const real = (path: string) => {
    if (!known.has(path)) known.set(path, realOf(path, inside));
    return known.get(path);
  };
  return {
    boundary,
    real,
    list: (directory) => listed(real(directory)),
    read: (path) => {
      const found = real(path);
      const info = found === undefined ? undefined : statSync(found, { throwIfNoEntry: false });
      if (!info?.isFile()) return undefined;
      if (info.size > MAX_FILE) throw new TooLarge();
      return readFileSync(found!);
    },
  };
}

function realOf(path: string, inside: (path: string) => boolean): string | undefined {
  try {
    const found = realpathSync(path);
    return inside(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function listed(directory: string | undefined): readonly Entry[] {
  if (directory === undefined) return [];
  try {
    return readdirSync(directory, { withFileTypes: true })
      .map((entry) => ({
        name: entry.name,
        isDirectory: entry.isSymbolicLink() ? isDirectory(join(directory, entry.name)) : entry.isDirectory(),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The root of the git repository that contains a directory. Undefined if there is none. */
export function repositoryOf(directory: string): string | undefined {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
}
