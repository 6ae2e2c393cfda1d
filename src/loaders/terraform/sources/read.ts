/**
 * Where sources come from: a directory with its local and downloaded modules, or the binary plan file, which holds the
 * exact sources of its plan. Nothing outside the root is read, nothing through links out of it, no file over 10 MB.
 */
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { toUtf8 } from '../../../text/encoding.ts';
import { attribute, parseHcl, parseHclJson } from '../../../text/hcl/index.ts';
import { readZip, type Zip } from '../../../text/zip.ts';
import { isRecord, text } from '../document/shapes.ts';
import { indexModule, type SourceFile, type SourceModule, type SourceTree } from './tree.ts';

const MAX_FILE = 10_000_000;

/** Reads sources below a directory. Undefined where it holds no Terraform files. */
export function openDirectory(directory: string, cwd: string): SourceTree | undefined {
  let root: string;
  try {
    root = realpathSync(resolve(cwd, directory));
  } catch {
    return undefined;
  }
  const downloaded = readDownloaded(root);
  const modules = new Map<string, SourceModule | undefined>();
  const directories = new Map<string, string>();
  const shown = (path: string) => relative(cwd, path) || basename(path);

  const read = (key: string, at: string): SourceModule | undefined => {
    const inside = insideOf(root, at);
    if (inside === undefined) return undefined;
    const names = sourceNames(inside);
    if (names.length === 0) return undefined;
    directories.set(key, inside);
    const remote = relative(root, inside).split(sep).includes('.terraform');
    const files = names.flatMap((name) =>
      parseFile(name, shown(join(inside, name)), () => readInside(root, join(inside, name))),
    );
    return indexModule(key, remote, files);
  };

  const module = (calls: readonly string[]): SourceModule | undefined => {
    const key = calls.join('.');
    if (modules.has(key)) return modules.get(key);
    const found = calls.length === 0 ? read('', root) : child(calls);
    modules.set(key, found);
    return found;
  };
  const child = (calls: readonly string[]): SourceModule | undefined => {
    const key = calls.join('.');
    const parent = module(calls.slice(0, -1));
    const call = parent?.calls.get(calls.at(-1)!);
    const source = call && attribute(call.node.body, 'source')?.expression;
    const from = directories.get(calls.slice(0, -1).join('.'));
    const value = source?.kind === 'literal' && typeof source.value === 'string' ? source.value : undefined;
    if (from !== undefined && value !== undefined && /^\.\.?\//.test(value)) return read(key, resolve(from, value));
    const at = downloaded.get(key);
    return at === undefined ? undefined : read(key, resolve(root, at));
  };
  return module([]) ? { root: directory, module } : undefined;
}

/** Reads the sources in a binary plan file. Undefined where there are none. @throws TextError for a damaged archive */
export function openPlanFile(path: string, cwd: string): SourceTree | undefined {
  const zip = readZip(readFileSync(resolve(cwd, path)));
  const directories = zipDirectories(zip);
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
      const files = (names.get(key) ?? [])
        .sort()
        .flatMap((name) => parseFile(name, join(base, directory, name), () => zip.read(`${prefix}${key}/${name}`)));
      modules.set(
        key,
        files.length === 0 ? undefined : indexModule(key, directory.split('/').includes('.terraform'), files),
      );
    }
    return modules.get(key);
  };
  return { root: path, module };
}

function parseFile(name: string, path: string, read: () => Uint8Array | undefined): SourceFile[] {
  try {
    const bytes = read();
    if (!bytes) return [];
    const content = new TextDecoder().decode(toUtf8(bytes).bytes);
    return [{ path, hcl: name.endsWith('.json') ? parseHclJson(content) : parseHcl(content) }];
  } catch {
    // Sources are a help, not an input: a file that cannot be read is as one that is not there.
    return [];
  }
}

/** Override files merge into others in a way that is not followed: their blocks would be read twice. */
function sourceNames(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter(
        (name) => /\.tf(\.json)?$/.test(name) && !name.startsWith('.') && !/(^|_)override\.tf(\.json)?$/.test(name),
      )
      .sort();
  } catch {
    return [];
  }
}

function insideOf(root: string, path: string): string | undefined {
  try {
    const real = realpathSync(path);
    return real === root || real.startsWith(root + sep) ? real : undefined;
  } catch {
    return undefined;
  }
}

function readInside(root: string, path: string): Uint8Array | undefined {
  const real = insideOf(root, path);
  if (real === undefined) return undefined;
  const info = statSync(real);
  return info.isFile() && info.size <= MAX_FILE ? readFileSync(real) : undefined;
}

/** Directories of downloaded modules by path of calls, as `terraform init` leaves them. */
function readDownloaded(root: string): ReadonlyMap<string, string> {
  try {
    return directoriesOf(readInside(root, join(root, '.terraform', 'modules', 'modules.json')));
  } catch {
    return new Map();
  }
}

function zipDirectories(zip: Zip): ReadonlyMap<string, string> {
  try {
    return directoriesOf(zip.read('tfconfig/modules.json'));
  } catch {
    return new Map();
  }
}

function directoriesOf(bytes: Uint8Array | undefined): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  if (!bytes) return out;
  const manifest: unknown = JSON.parse(new TextDecoder().decode(bytes));
  const list = Array.isArray(manifest)
    ? manifest
    : isRecord(manifest) && Array.isArray(manifest.Modules)
      ? manifest.Modules
      : [];
  for (const item of list) {
    if (!isRecord(item)) continue;
    const key = text(item.Key);
    const directory = text(item.Dir);
    if (key !== undefined && directory !== undefined) out.set(key, directory);
  }
  return out;
}
