/** A snapshot that grows account by account, so that an interrupted read continues where it stopped. */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { LiveRead } from '../../loaders/live/live-read.ts';
import { isManifest, type Manifest } from '../../loaders/live/manifest.ts';
import type { AccountStore } from '../../loaders/live/request.ts';
import { InputError } from '../../model/input-error.ts';
import { version } from '../../version.ts';
import { checkPlace, MANIFEST, writeFolder } from './write-snapshot.ts';

export function accountStore(directory: string, cwd: string): AccountStore & { readonly manifest: () => Manifest } {
  checkPlace(directory, cwd);
  const place = resolve(cwd, directory);
  let manifest: Manifest = manifestIn(place) ?? empty();
  const keep = (changed: Manifest) => {
    manifest = changed;
    const draft = join(place, `.${MANIFEST}.tmp`);
    guarded(directory, () => {
      writeFileSync(draft, `${JSON.stringify(manifest, null, 4)}\n`, { mode: 0o600 });
      renameSync(draft, join(place, MANIFEST));
    });
  };
  const without = (account: string): Manifest => ({
    ...manifest,
    callers: manifest.callers.filter((each) => each.account !== account),
    readings: manifest.readings.filter((each) => each.account !== account),
    failed: manifest.failed.filter((each) => each.account !== account),
    pending: (manifest.pending ?? []).filter((each) => each !== account),
  });
  return {
    manifest: () => manifest,
    expect: (accounts) => {
      guarded(directory, () => {
        mkdirSync(place, { recursive: true, mode: 0o700 });
      });
      keep({ ...manifest, pending: accounts.filter((account) => !isDone(manifest, account)) });
    },
    find: (account) => (isDone(manifest, account) ? readingsOf(place, manifest, account) : undefined),
    save: (account, { regions, failures, callers }) => {
      // What is there of an account is kept.
      if (regions.length === 0 && manifest.readings.some((each) => each.account === account)) {
        keep({ ...manifest, pending: [...new Set([...(manifest.pending ?? []), account])].sort() });
        return;
      }
      const draft = join(place, `.${account}.tmp`);
      guarded(directory, () => {
        rmSync(draft, { recursive: true, force: true });
        rmSync(join(place, account), { recursive: true, force: true });
        if (regions.length === 0) return;
        for (const { region, files } of regions) writeFolder(join(draft, region), files);
        renameSync(draft, join(place, account));
      });
      const left = without(account);
      const failed = [...failures, ...regions.flatMap((region) => region.failures)];
      keep({
        ...left,
        takenAt: new Date().toISOString(),
        callers: [...left.callers, ...callers],
        readings: [
          ...left.readings,
          ...regions.map(({ region, files }) => ({ account, region, files: files.map(({ name }) => name) })),
        ].sort((a, b) => (a.account === b.account ? (a.region < b.region ? -1 : 1) : a.account < b.account ? -1 : 1)),
        failed: [...left.failed, ...failed],
        // What was interrupted is still to be read.
        pending: isWhole(failed) ? left.pending! : [...left.pending!, account].sort(),
      });
    },
  };
}

function empty(): Manifest {
  return {
    vpceLintSnapshot: 1,
    tool: { name: 'vpce-lint', version },
    takenAt: new Date().toISOString(),
    callers: [],
    readings: [],
    failed: [],
  };
}

function manifestIn(place: string): Manifest | undefined {
  if (!statSync(join(place, MANIFEST), { throwIfNoEntry: false })) return undefined;
  const value: unknown = JSON.parse(readFileSync(join(place, MANIFEST), 'utf8'));
  return isManifest(value) ? value : undefined;
}

/** Whether an account was read, and nothing of it is missing but what may be. */
function isDone({ callers, failed, pending = [] }: Manifest, account: string): boolean {
  if (pending.includes(account) || !callers.some((each) => each.account === account)) return false;
  return isWhole(failed.filter((failure) => failure.account === account));
}

function isWhole(failed: Manifest['failed']): boolean {
  return failed.every(({ optional }) => optional);
}

function readingsOf(place: string, { callers, readings, failed }: Manifest, account: string): LiveRead {
  const own = failed.filter((failure) => failure.account === account);
  return {
    regions: readings
      .filter((each) => each.account === account)
      .map(({ region, files }) => ({
        account,
        region,
        failures: own.filter((failure) => failure.region === region),
        files: files.map((name) => ({
          name,
          value: JSON.parse(readFileSync(join(place, account, region, name), 'utf8')),
        })),
      })),
    failures: own.filter((failure) => failure.region === null),
    callers: callers.filter((each) => each.account === account),
    notes: [],
  };
}

function guarded(directory: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new InputError(`${directory}: cannot be written (${code})`);
  }
}
