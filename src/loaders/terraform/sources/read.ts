/** Terraform sources from a directory. */
import { realpathSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { toUtf8 } from '../../../text/encoding.ts';
import { attribute, type Block, parseHcl, parseHclJson } from '../../../text/hcl/index.ts';
import type { FileTree } from '../values/file-access.ts';
import { diskFiles, repositoryOf, whyUnread } from './files.ts';
import { readManifest } from './manifest.ts';
import { sourceNames } from './names.ts';
import { indexModule, type ModuleFiles, type SourceFile, type SourceModule, type SourceTree } from './tree.ts';

/** Reads the sources of a document in a directory, and no further than its repository. Undefined where there are none. */
export function openDirectory(directory: string, cwd: string): SourceTree | undefined {
  let root: string;
  try {
    root = realpathSync(resolve(cwd, directory));
  } catch {
    return undefined;
  }
  return new SourceReader(diskFiles(repositoryOf(root) ?? root), cwd).tree(root, directory);
}

/** Reads modules. It reads only once what several configurations share. */
export class SourceReader {
  readonly files: FileTree;
  readonly #cwd: string;
  readonly #modules = new Map<string, ModuleFiles | undefined>();

  constructor(files: FileTree, cwd: string) {
    this.files = files;
    this.#cwd = cwd;
  }

  /** The configuration whose root module is at a path. Undefined if there is no source. */
  tree(root: string, shown: string): SourceTree | undefined {
    let manifest: ReadonlyMap<string, string> | undefined;
    const downloaded = (key: string) => {
      manifest ??= readManifest(this.files.read(join(root, '.terraform', 'modules', 'modules.json')));
      return manifest.get(key);
    };
    const modules = new Map<string, SourceModule | undefined>();
    const read = (key: string, at: string): SourceModule | undefined => {
      const inside = this.files.real(at);
      const files = inside === undefined ? undefined : this.module(inside);
      const remote = inside?.split(sep).includes('.terraform') ?? false;
      return files && indexModule(key, remote, files);
    };
    const child = (calls: readonly string[]): SourceModule | undefined => {
      const key = calls.join('.');
      const parent = module(calls.slice(0, -1));
      const call = parent?.calls.get(calls.at(-1)!);
      const local = call && localSource(call.node);
      if (parent && local !== undefined) return read(key, resolve(parent.directory, local));
      const at = downloaded(key);
      return at === undefined ? undefined : read(key, resolve(root, at));
    };
    const module = (calls: readonly string[]): SourceModule | undefined => {
      const key = calls.join('.');
      if (!modules.has(key)) modules.set(key, calls.length === 0 ? read('', root) : child(calls));
      return modules.get(key);
    };
    return module([]) ? { root: shown, module } : undefined;
  }

  /** The files of the module at a path without links. Undefined if there are none. */
  module(directory: string): ModuleFiles | undefined {
    if (!this.#modules.has(directory)) this.#modules.set(directory, this.#read(directory));
    return this.#modules.get(directory);
  }

  #read(directory: string): ModuleFiles | undefined {
    const entries = this.files.list(directory);
    const names = sourceNames(entries.filter((entry) => !entry.isDirectory).map(({ name }) => name));
    if (names.plain.length + names.overrides.length === 0) return undefined;
    const problems: { path: string; message: string }[] = [];
    const parse = (name: string): SourceFile[] => {
      const full = join(directory, name);
      const path = relative(this.#cwd, full) || basename(full);
      try {
        const bytes = this.files.read(full);
        if (bytes) return [parseSource(path, bytes)];
        problems.push({ path, message: 'this is not a regular file, or it is outside the repository' });
      } catch (error) {
        problems.push({ path, message: whyUnread(error) });
      }
      return [];
    };
    return { directory, plain: names.plain.flatMap(parse), overrides: names.overrides.flatMap(parse), problems };
  }
}

export function parseSource(path: string, bytes: Uint8Array): SourceFile {
  const content = new TextDecoder().decode(toUtf8(bytes).bytes);
  return { path, hcl: path.endsWith('.json') ? parseHclJson(content) : parseHcl(content) };
}

/** Where a call finds its module in the same tree. Undefined for a downloaded module. */
export function localSource(call: Block): string | undefined {
  const source = writtenSource(call);
  return source !== undefined && /^\.\.?(\/|\\|$)/.test(source) ? source.replaceAll('\\', '/') : undefined;
}

/** The `source` of a call, where it is a plain text. */
export function writtenSource(call: Block): string | undefined {
  const source = attribute(call.body, 'source')?.expression;
  return source?.kind === 'literal' && typeof source.value === 'string' ? source.value : undefined;
}
