/** Snapshots among the files to lint: their describe files belong to the account and Region that the manifest says. */
import { posix } from 'node:path';
import type { Incompleteness } from '../../model/picture.ts';
import type { DescribeFile, Reading } from '../describe/index.ts';
import { incompletenessOf, readingOf, remarksOf } from './gaps.ts';
import type { Manifest } from './manifest.ts';

export interface FoundManifest {
  readonly path: string | null;
  readonly manifest: Manifest;
}

export interface Recognized {
  readonly files: readonly DescribeFile[];
  readonly incomplete: readonly Incompleteness[];
  readonly notes: readonly string[];
}

/** Gives the files of snapshots their readings; the others stay as they are. */
export function recognize(files: readonly DescribeFile[], manifests: readonly FoundManifest[]): Recognized {
  const readings = new Map<string, Reading>();
  const incomplete: Incompleteness[] = [];
  const notes: string[] = [];
  const there = new Set(files.map(({ path }) => (path === null ? '' : plain(path))));
  for (const { path, manifest } of manifests) {
    const root = path === null ? '.' : posix.dirname(plain(path));
    incomplete.push(...incompletenessOf(manifest.failed, path));
    notes.push(...remarksOf(manifest.failed));
    const told = new Set(manifest.failed.map(({ account }) => account));
    for (const account of manifest.pending ?? []) {
      if (told.has(account)) continue;
      const message = 'this snapshot does not have the account yet. Continue with `vpce-lint snapshot --resume`';
      incomplete.push({ path, account, region: null, call: null, code: 'Pending', message });
    }
    for (const { account, region, files: names, vpcs } of manifest.readings) {
      const folder = posix.join(root, account, region);
      const gone = names.filter((name) => !there.has(posix.join(folder, name)));
      for (const name of gone) {
        const message = `the manifest names ${posix.join(folder, name)}, but the file is missing`;
        incomplete.push({ path, account, region, call: null, code: 'unreadable', message });
      }
      readings.set(folder, readingOf({ account, region }, names, manifest.failed, vpcs));
    }
  }
  return {
    files: files.map((file) => {
      const reading = file.path === null ? undefined : readings.get(posix.dirname(plain(file.path)));
      return reading ? { ...file, reading } : file;
    }),
    incomplete,
    notes,
  };
}

function plain(path: string): string {
  return posix.normalize(path.replaceAll('\\', '/'));
}
