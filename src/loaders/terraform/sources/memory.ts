import { posix } from 'node:path';
import type { Entry, FileTree } from '../values/file-access.ts';

/** Files held in memory, by absolute path with forward slashes. */
export function memoryFiles(files: ReadonlyMap<string, Uint8Array>): FileTree {
  const directories = new Map<string, Map<string, Entry>>();
  const add = (path: string, isDirectory: boolean) => {
    const parent = posix.dirname(path);
    if (parent === path) return;
    if (!directories.has(parent)) {
      directories.set(parent, new Map());
      add(parent, true);
    }
    const name = posix.basename(path);
    directories.get(parent)!.set(name, { name, isDirectory });
  };
  for (const path of files.keys()) add(path, false);
  const real = (path: string) => {
    const plain = posix.normalize(path).replace(/(.)\/$/, '$1');
    return files.has(plain) || directories.has(plain) ? plain : undefined;
  };
  return {
    boundary: '/',
    real,
    list: (directory) => [...(directories.get(real(directory) ?? '')?.values() ?? [])].sort(byName),
    read: (path) => files.get(real(path) ?? ''),
  };
}

function byName(a: Entry, b: Entry): number {
  return a.name < b.name ? -1 : 1;
}
