import { readdirSync, type Stats, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A file to read, and whether the user named it: a named file that cannot be read is an error, one found in a directory may be something else. */
export interface Found {
  /** As shown to people. */
  readonly path: string;
  readonly named: boolean;
}

export type FindResult = { readonly files: readonly Found[] } | { readonly problem: string };

const READ = /\.(json|tfstate|ya?ml|template)$/i;

/** The files a path of the command line means: itself, all in a directory, or what a glob matches. */
export async function findFiles(path: string, cwd: string): Promise<FindResult> {
  const full = resolve(cwd, path);
  const info = infoOf(full);
  if (info?.isDirectory()) {
    const files = walk(full, path);
    return files.length > 0
      ? { files }
      : { problem: 'there is no plan, state, describe output or template in this directory' };
  }
  if (info) return { files: [{ path, named: true }] };
  if (!/[*?[\]{}]/.test(path)) return { problem: 'there is no such file or directory' };
  const { glob } = await import('tinyglobby');
  const matches = await glob(path.replaceAll('\\', '/'), { cwd, onlyFiles: true, expandDirectories: false });
  return matches.length > 0
    ? { files: matches.sort().map((p) => ({ path: p, named: true })) }
    : { problem: 'no file matches this pattern' };
}

function infoOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function walk(directory: string, shown: string): Found[] {
  const out: Found[] = [];
  const waiting = [{ directory, shown }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const entries = readdirSync(next.directory, { withFileTypes: true });
    for (const entry of entries) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const path = next.shown === '.' ? entry.name : join(next.shown, entry.name);
      if (entry.isDirectory()) waiting.push({ directory: join(next.directory, entry.name), shown: path });
      else if (entry.isFile() && READ.test(entry.name)) out.push({ path, named: false });
    }
  }
  return out.sort((a, b) => (a.path < b.path ? -1 : 1));
}
