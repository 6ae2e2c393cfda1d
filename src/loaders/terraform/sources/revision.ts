/**
 * The sources as they were at a revision, out of git's object store: nothing is checked out, nothing is written. What git
 * does not keep (downloaded modules, ignored files with values) is that of the working tree.
 */
import { createRequire } from 'node:module';
import { posix, relative, resolve, sep } from 'node:path';
import { InputError } from '../../../model/index.ts';
import type { Entry, FileTree } from '../values/file-access.ts';
import { diskFiles, MAX_FILE, TooLarge } from './files.ts';
import { isSource } from './names.ts';

export interface Revision extends FileTree {
  /** Directories that hold sources at or below one, outside of dot-folders and node_modules. */
  sourceDirectories(below: string): readonly string[];
}

const MOST_OUTPUT = 1 << 30;

/** @throws InputError if there is no such revision, or no repository */
export function openRevision(repository: string, ref: string): Revision {
  const commit = commitOf(repository, ref);
  const listing = git(repository, ['ls-tree', '-r', '-z', '--full-tree', commit]);
  if (listing === undefined) throw missing(ref, repository);
  return new GitTree(repository, blobsOf(listing));
}

function commitOf(repository: string, ref: string): string {
  const found = ref.startsWith('-')
    ? undefined
    : git(repository, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  const commit = found?.toString('utf8').trim();
  if (commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit)) throw missing(ref, repository);
  return commit;
}

function missing(ref: string, repository: string): InputError {
  const isShallow = git(repository, ['rev-parse', '--is-shallow-repository'])?.toString('utf8').trim() === 'true';
  return new InputError(`--changed-since: git has no revision ${JSON.stringify(ref)}`, {
    hint: isShallow
      ? 'In this shallow clone run `git fetch --depth=1 origin <ref>` first, or set fetch-depth: 0 of actions/checkout'
      : '`git branch -a` and `git tag` list revisions',
  });
}

/** The output of git. Undefined if it fails. It runs no hooks and writes nothing here. */
function git(cwd: string, args: readonly string[], input?: string): Buffer | undefined {
  // Loaded where it is needed: few runs do.
  const { spawnSync } = createRequire(import.meta.url)('node:child_process') as typeof import('node:child_process');
  const result = spawnSync('git', ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-C', cwd, ...args], {
    maxBuffer: MOST_OUTPUT,
    windowsHide: true,
    ...(input === undefined ? {} : { input }),
  });
  if (result.error && (result.error as NodeJS.ErrnoException).code === 'ENOENT')
    throw new InputError('--changed-since needs git, which is not on the PATH', { hint: 'Install git' });
  return result.status === 0 ? result.stdout : undefined;
}

interface Blob {
  readonly id: string;
  readonly isLink: boolean;
}

/** `100644 blob <id>\t<path>`, ended by NUL. */
function blobsOf(listing: Buffer): ReadonlyMap<string, Blob> {
  const out = new Map<string, Blob>();
  for (const entry of listing.toString('utf8').split('\0')) {
    const match = /^(\d+) blob ([0-9a-f]+)\t(.+)$/s.exec(entry);
    if (match) out.set(match[3]!, { id: match[2]!, isLink: match[1] === '120000' });
  }
  return out;
}

const MOST_LINKS = 20;
const VALUES = /\.tfvars(\.json)?$/;

class GitTree implements Revision {
  readonly boundary: string;
  readonly #blobs: ReadonlyMap<string, Blob>;
  /** Names in each directory. */
  readonly #directories = new Map<string, Map<string, Entry>>([['', new Map()]]);
  readonly #contents = new Map<string, Buffer>();
  readonly #disk: FileTree;
  #ignored: ReadonlySet<string> | undefined;

  constructor(repository: string, blobs: ReadonlyMap<string, Blob>) {
    this.boundary = repository;
    this.#blobs = blobs;
    this.#disk = diskFiles(repository);
    for (const path of blobs.keys()) this.#add(path, false);
    this.#load(
      [...blobs].filter(([path, { isLink }]) => isLink || isSource(posix.basename(path)) || VALUES.test(path)),
    );
  }

  real(path: string): string | undefined {
    const inside = this.#inside(path);
    if (inside === undefined) return undefined;
    if (isOfDisk(inside) || this.#isIgnored(inside)) return this.#disk.real(path);
    const found = this.#follow(inside, MOST_LINKS);
    return found === undefined ? undefined : resolve(this.boundary, found);
  }

  list(directory: string): readonly Entry[] {
    const inside = this.#inside(directory);
    if (inside === undefined) return [];
    if (isOfDisk(inside)) return this.#disk.list(directory);
    const found = this.#follow(inside, MOST_LINKS);
    const entries = found === undefined ? [] : [...(this.#directories.get(found)?.values() ?? [])];
    const values = this.#disk
      .list(directory)
      .filter(({ name }) => VALUES.test(name) && this.#isIgnored(posix.join(inside, name)));
    return [...entries, ...values].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  read(path: string): Uint8Array | undefined {
    const real = this.real(path);
    const inside = real === undefined ? undefined : this.#inside(real);
    if (inside === undefined) return undefined;
    const blob = this.#blobs.get(inside);
    if (!blob) return isOfDisk(inside) || this.#isIgnored(inside) ? this.#disk.read(real!) : undefined;
    if (!this.#contents.has(blob.id)) this.#load([[inside, blob]]);
    const bytes = this.#contents.get(blob.id);
    if (bytes && bytes.length > MAX_FILE) throw new TooLarge();
    return bytes;
  }

  sourceDirectories(below: string): readonly string[] {
    const start = this.#inside(below);
    if (start === undefined) return [];
    const out: string[] = [];
    for (const [directory, entries] of this.#directories) {
      if (start !== '' && directory !== start && !directory.startsWith(`${start}/`)) continue;
      const rest = directory.slice(start.length).split('/');
      if (rest.some((name) => name.startsWith('.') || name === 'node_modules')) continue;
      if ([...entries.values()].some((entry) => !entry.isDirectory && isSource(entry.name)))
        out.push(resolve(this.boundary, directory));
    }
    return out.sort();
  }

  #add(path: string, isDirectory: boolean): void {
    const parent = posix.dirname(path) === '.' ? '' : posix.dirname(path);
    let entries = this.#directories.get(parent);
    if (!entries) {
      entries = new Map();
      this.#directories.set(parent, entries);
      this.#add(parent, true);
    }
    entries.set(posix.basename(path), { name: posix.basename(path), isDirectory });
  }

  /** A path from the root of the repository, with forward slashes. Undefined if it leads out. */
  #inside(path: string): string | undefined {
    const inside = relative(this.boundary, path).split(sep).join('/');
    return inside === '..' || inside.startsWith('../') ? undefined : inside;
  }

  /** The path without links. Undefined if nothing is there, or a link leads out. */
  #follow(path: string, left: number): string | undefined {
    let at = '';
    const names = path === '' ? [] : path.split('/');
    for (const [i, name] of names.entries()) {
      const next = at === '' ? name : `${at}/${name}`;
      const blob = this.#blobs.get(next);
      if (blob?.isLink) {
        const target = this.#contents.get(blob.id)?.toString('utf8') ?? '';
        const to = posix.normalize(posix.join(at, target, ...names.slice(i + 1)));
        if (left === 0 || posix.isAbsolute(target) || to === '..' || to.startsWith('../')) return undefined;
        return this.#follow(to === '.' ? '' : to.replace(/\/$/, ''), left - 1);
      }
      if (!blob && !this.#directories.has(next)) return undefined;
      at = next;
    }
    return at;
  }

  /** All at once: one process, however many files. */
  #load(wanted: readonly (readonly [string, Blob])[]): void {
    const ids = [...new Set(wanted.map(([, { id }]) => id))].filter((id) => !this.#contents.has(id));
    if (ids.length === 0) return;
    const output = git(this.boundary, ['cat-file', '--batch'], `${ids.join('\n')}\n`);
    if (!output) return;
    let at = 0;
    for (const id of ids) {
      const end = output.indexOf(0x0a, at);
      const size = Number(/ blob (\d+)$/.exec(output.toString('latin1', at, end))?.[1] ?? Number.NaN);
      at = end + 1;
      // An object that a partial clone lacks has its own line and no content.
      if (Number.isNaN(size)) continue;
      this.#contents.set(id, output.subarray(at, at + size));
      at += size + 1;
    }
  }

  /** Files with values that git ignores are the working tree's, then as now. */
  #isIgnored(path: string): boolean {
    if (!VALUES.test(path)) return false;
    this.#ignored ??= new Set(
      (
        git(this.boundary, [
          'ls-files',
          '-z',
          '--others',
          '--ignored',
          '--exclude-standard',
          '--',
          '*.tfvars',
          '*.tfvars.json',
        ]) ?? ''
      )
        .toString('utf8')
        .split('\0'),
    );
    return this.#ignored.has(path);
  }
}

/** Downloaded modules are in no commit. */
function isOfDisk(path: string): boolean {
  return path.split('/').includes('.terraform');
}
