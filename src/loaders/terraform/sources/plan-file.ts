/** The sources in a binary plan file, which is an archive. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readZip } from '../../../text/zip.ts';
import { readManifest } from './manifest.ts';
import { sourceNames } from './names.ts';
import { parseSource } from './read.ts';
import { indexModule, type SourceFile, type SourceModule, type SourceTree } from './tree.ts';

/** Undefined where there are none. @throws TextError for a damaged archive */
export function openPlanFile(path: string, cwd: string): SourceTree | undefined {
  const zip = readZip(readFileSync(resolve(cwd, path)));
  const directories = manifestOf(() => zip.read('tfconfig/modules.json'));
  const prefix = 'tfconfig/m-';
  const names = new Map<string, string[]>();
  for (const { name } of zip.entries) {
    const slash = name.indexOf('/', prefix.length);
    if (!name.startsWith(prefix) || slash < 0) continue;
    const key = name.slice(prefix.length, slash);
    names.set(key, [...(names.get(key) ?? []), name.slice(slash + 1)]);
  }
  if (!names.has('')) return undefined;
  const base = dirname(path);
  const modules = new Map<string, SourceModule | undefined>();
  const module = (calls: readonly string[]): SourceModule | undefined => {
    const key = calls.join('.');
    if (!modules.has(key)) {
      const directory = directories.get(key) ?? '';
      const { plain, overrides } = sourceNames(names.get(key) ?? []);
      const parse = (name: string): SourceFile[] => {
        try {
          const bytes = zip.read(`${prefix}${key}/${name}`);
          return bytes ? [parseSource(join(base, directory, name), bytes)] : [];
        } catch {
          // Here sources are a help, not an input: a file that cannot be read is as one that is not there.
          return [];
        }
      };
      const files = { directory, plain: plain.flatMap(parse), overrides: overrides.flatMap(parse), problems: [] };
      const remote = directory.split('/').includes('.terraform');
      modules.set(key, files.plain.length + files.overrides.length === 0 ? undefined : indexModule(key, remote, files));
    }
    return modules.get(key);
  };
  return { root: path, module };
}

function manifestOf(read: () => Uint8Array | undefined): ReadonlyMap<string, string> {
  try {
    return readManifest(read());
  } catch {
    return new Map();
  }
}
