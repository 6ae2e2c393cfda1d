import { type Dirent, readdirSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isSource } from './terraform/sources/names.ts';

/**
 * A file to read, and whether the user named it. A named file that cannot be read is an error. A file found in a
 * directory may be something else.
 */
export interface Found {
  /** As shown to people. */
  readonly path: string;
  readonly named: boolean;
}

export interface FoundFiles {
  readonly files: readonly Found[];
  readonly sources: readonly FoundSources[];
  /** Directories that may not be read. */
  readonly closed: readonly string[];
}

/** A directory that holds Terraform sources. */
export interface FoundSources {
  /** Absolute. */
  readonly directory: string;
  /** The directory the user named, absolute. */
  readonly within: string;
}

export type FindResult = FoundFiles | { readonly problem: string };

const READ = /\.(json(\.gz)?|tfstate|ya?ml|template)$/i;

/** The files a path of the command line means: itself, all in a directory, or what a glob matches. */
export async function findFiles(path: string, cwd: string, read = READ): Promise<FindResult> {
  const full = resolve(cwd, path);
  const info = infoOf(full);
  if (info?.isDirectory()) {
    const found = walk(full, path, read);
    return found.files.length + found.sources.length + found.closed.length > 0
      ? found
      : { problem: nothingIn('this directory') };
  }
  if (info) return named([path], cwd);
  if (!/[*?[\]{}]/.test(path)) return { problem: 'no such file or directory' };
  const { glob } = await import('tinyglobby');
  const matches = await glob(path.replaceAll('\\', '/'), { cwd, onlyFiles: true, expandDirectories: false });
  return matches.length > 0 ? named(matches.sort(), cwd) : { problem: 'no file matches this pattern' };
}

/** The files that we look for in a directory. */
export function nothingIn(place: string): string {
  return `${place} has no Terraform code, plan, state, describe output, AWS Config answer or template`;
}

/** Files of Terraform's language, values of variables among them. */
export function isCode(path: string): boolean {
  return isSource(basename(path)) || /\.tfvars(\.json)?$/.test(path);
}

/** Files as the user named them. A Terraform source file stands for its directory. */
function named(paths: readonly string[], cwd: string): FoundFiles {
  const directories = new Set(paths.filter(isCode).map((path) => dirname(resolve(cwd, path))));
  return {
    files: paths.filter((path) => !isCode(path)).map((path) => ({ path, named: true })),
    sources: [...directories].map((directory) => ({ directory, within: directory })),
    closed: [],
  };
}

function infoOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function walk(directory: string, shown: string, read: RegExp): FoundFiles {
  const out: Found[] = [];
  const sources: FoundSources[] = [];
  const closed: string[] = [];
  const waiting = [{ directory, shown }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const entries = entriesOf(next.directory);
    if (entries === undefined) {
      closed.push(next.shown);
      continue;
    }
    if (entries.some((entry) => !entry.isDirectory() && isSource(entry.name)))
      sources.push({ directory: next.directory, within: directory });
    for (const entry of entries) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const path = next.shown === '.' ? entry.name : join(next.shown, entry.name);
      if (entry.isDirectory()) waiting.push({ directory: join(next.directory, entry.name), shown: path });
      else if (entry.isFile() && read.test(entry.name) && !isCode(entry.name)) out.push({ path, named: false });
    }
  }
  return { files: out.sort((a, b) => (a.path < b.path ? -1 : 1)), sources, closed };
}

/** The entries of a directory. Undefined if the user may not read it. */
function entriesOf(directory: string): readonly Dirent[] | undefined {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return undefined;
  }
}
