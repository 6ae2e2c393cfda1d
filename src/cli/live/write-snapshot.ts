import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readRegularFile } from '../../base/regular-file.ts';
import type { RegionRead } from '../../loaders/live/book.ts';
import { isManifest, type Manifest } from '../../loaders/live/manifest.ts';
import { InputError } from '../../model/input-error.ts';
import { checkTarget } from '../write-whole.ts';

export const MANIFEST = 'manifest.json';

/** Checks the place before the work: a new directory, an empty one, or an older snapshot. */
export function checkPlace(output: string, cwd: string): void {
  const place = resolve(cwd, output);
  checkTarget(output, cwd);
  const parent = statSync(dirname(place), { throwIfNoEntry: false });
  if (!parent?.isDirectory())
    throw new InputError(`${output}: its directory does not exist`, { hint: 'Create it first' });
  const there = statSync(place, { throwIfNoEntry: false });
  if (there === undefined) return;
  if (!there.isDirectory())
    throw new InputError(`${output}: this is not a directory`, { hint: 'Name a new directory' });
  if (readdirSync(place).length > 0 && !isSnapshot(place)) {
    throw new InputError(`${output}: the directory is not empty and is not a snapshot`, {
      hint: 'Name a new directory',
    });
  }
}

/** Writes all of it or nothing, readable by its owner only: it describes a network. */
export function writeSnapshot(output: string, cwd: string, manifest: Manifest, regions: readonly RegionRead[]): void {
  checkTarget(output, cwd);
  const place = resolve(cwd, output);
  let draft: string | undefined;
  try {
    draft = mkdtempSync(join(dirname(place), `.${basename(place)}.`));
    for (const { account, region, files } of regions) {
      writeFolder(join(draft, account, region), files);
    }
    write(join(draft, MANIFEST), manifest);
    swapIn(draft, place);
  } catch (error) {
    if (draft !== undefined) rmSync(draft, { recursive: true, force: true });
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw new InputError(`${output}: cannot be written (${code})`);
  }
}

/** The answers about one account and Region. */
export function writeFolder(folder: string, files: RegionRead['files']): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const { name, value } of files) write(join(folder, name), value);
}

function write(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, null, 4)}\n`, { mode: 0o600, flag: 'wx' });
}

/** Keeps an older snapshot until the new one is complete. */
function swapIn(draft: string, place: string): void {
  if (statSync(place, { throwIfNoEntry: false }) === undefined) {
    renameSync(draft, place);
    return;
  }
  const old = `${draft}.old`;
  renameSync(place, old);
  try {
    renameSync(draft, place);
  } catch (error) {
    renameSync(old, place);
    throw error;
  }
  rmSync(old, { recursive: true, force: true });
}

function isSnapshot(place: string): boolean {
  try {
    return isManifest(JSON.parse(readRegularFile(join(place, MANIFEST)).toString('utf8')));
  } catch {
    return false;
  }
}
