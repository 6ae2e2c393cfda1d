import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { count } from '../../base/words.ts';
import type { Failure } from '../../loaders/live/failure.ts';
import { incompletenessOf, remarksOf } from '../../loaders/live/gaps.ts';
import type { LiveRequest } from '../../loaders/live/request.ts';
import { InputError } from '../../model/input-error.ts';
import { plain } from '../../reporters/text.ts';
import type { Args } from '../command.ts';
import { EXIT } from '../exit.ts';
import type { Io } from '../io.ts';
import { interruptible } from './interrupt.ts';
import { progressLine } from './progress.ts';
import { accountStore } from './store.ts';
import { MANIFEST } from './write-snapshot.ts';

/** Saves listed accounts one by one, so that an interrupted snapshot can be continued. */
export async function snapshotMany(args: Args, io: Io, request: LiveRequest): Promise<number> {
  const directory = placeOf(args, io);
  const store = accountStore(directory, io.cwd);
  const { readAccounts } = await import('../../loaders/live/many.ts');
  const failed: Failure[] = [];
  const notes = new Set<string>();
  const interrupted = await interruptible(async (signal) => {
    const progress = progressLine(args, io);
    try {
      const { onProgress } = progress;
      for await (const { account, read } of readAccounts({
        ...request,
        store,
        signal,
        ...(onProgress ? { onProgress } : {}),
      })) {
        if (account === null) failed.push(...read.failures);
        for (const note of read.notes) notes.add(note);
      }
      return signal.aborted;
    } finally {
      progress.done();
    }
  });
  const say = (line: string) => io.stderr.write(`${plain(line)}\n`);
  const manifest = store.manifest();
  const gaps = incompletenessOf([...failed, ...manifest.failed], null);
  for (const { account, region, call, message } of gaps) {
    say(`vpce-lint: ${[account, region, call].filter((part) => part !== null).join(', ')}: ${message}`);
  }
  const pending = manifest.pending ?? [];
  if (interrupted || pending.length > 0) {
    say(`vpce-lint: ${count(pending.length, 'account')} not read completely. Continue with --resume ${directory}.`);
  }
  if (!args.flag('quiet')) {
    for (const note of [...notes, ...remarksOf(manifest.failed)]) say(`note: ${note}`);
    const accounts = new Set(manifest.readings.map(({ account }) => account)).size;
    say(`${directory}: ${count(accounts, 'account')}, ${count(manifest.readings.length, 'Region')} in all`);
  }
  const isWhole = gaps.length === 0 && pending.length === 0 && !interrupted;
  return isWhole || args.flag('allow-partial') ? EXIT.ok : EXIT.incomplete;
}

/** A new directory, or with `--resume` an existing one. */
function placeOf(args: Args, io: Io): string {
  const [output, resume] = [args.text('output'), args.text('resume')];
  if (resume !== undefined && output !== undefined && resume !== output) {
    throw new InputError('--resume: -o names another directory', { hint: 'Remove -o' });
  }
  const directory = resume ?? output;
  if (directory === undefined) throw new InputError('snapshot needs a directory', { hint: 'Add -o <dir>' });
  if (args.text('for') !== undefined)
    throw new InputError('--for: a plan is for one account', {
      hint: 'Remove --organization or --accounts-file',
    });
  if (resume === undefined && existsSync(join(resolve(io.cwd, directory), MANIFEST))) {
    throw new InputError(`${directory}: this is a snapshot already`, {
      hint: `Continue it with --resume ${directory}, or name a new directory`,
    });
  }
  return directory;
}
