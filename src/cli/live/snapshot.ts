import { count } from '../../base/words.ts';
import { requestFor } from '../../beside.ts';
import { load } from '../../loaders/index.ts';
import { incompletenessOf, remarksOf } from '../../loaders/live/gaps.ts';
import type { Manifest } from '../../loaders/live/manifest.ts';
import { isOfMany, type LiveRequest } from '../../loaders/live/request.ts';
import { InputError } from '../../model/input-error.ts';
import { plain } from '../../reporters/text.ts';
import { version } from '../../version.ts';
import type { Args } from '../command.ts';
import { EXIT } from '../exit.ts';
import type { Io } from '../io.ts';
import { interruptible } from './interrupt.ts';
import { manyAccounts } from './many-options.ts';
import { liveRequest, refuseFiles } from './options.ts';
import { progressLine } from './progress.ts';
import { snapshotMany } from './snapshot-many.ts';
import { checkPlace, writeSnapshot } from './write-snapshot.ts';

/** The `snapshot` command: saves what `audit` would read. */
export async function runSnapshot(args: Args, io: Io): Promise<number> {
  refuseFiles(args);
  const plainRequest = liveRequest(args, io);
  const many = await manyAccounts(args, io, plainRequest.roles?.length ?? 0);
  if (many.aggregator)
    throw new InputError('--aggregator: snapshot reads accounts', { hint: 'Use `vpce-lint audit --aggregator`' });
  if (isOfMany(many)) return snapshotMany(args, io, { ...plainRequest, ...many });
  const request = await narrowed(plainRequest, args.text('for'), io);
  const output = args.text('output');
  if (output === undefined) throw new InputError('snapshot needs a directory', { hint: 'Add -o <dir>' });
  checkPlace(output, io.cwd);
  const { readLive } = await import('../../loaders/live/read.ts');
  const takenAt = new Date().toISOString();
  const { read, interrupted } = await interruptible(async (signal) => {
    const progress = progressLine(args, io);
    try {
      const { onProgress } = progress;
      const read = await readLive({ ...request, signal, ...(onProgress ? { onProgress } : {}) });
      return { read, interrupted: signal.aborted };
    } finally {
      progress.done();
    }
  });
  const say = (line: string) => io.stderr.write(`${plain(line)}\n`);
  if (interrupted) {
    say('vpce-lint: interrupted. No snapshot was written.');
    return EXIT.incomplete;
  }
  const failed = [...read.failures, ...read.regions.flatMap((region) => region.failures)];
  const gaps = incompletenessOf(failed, null);
  const manifest: Manifest = {
    vpceLintSnapshot: 1,
    tool: { name: 'vpce-lint', version },
    takenAt,
    callers: read.callers,
    readings: read.regions.map(({ account, region, files, vpcs }) => ({
      account,
      region,
      files: files.map(({ name }) => name),
      ...(vpcs === undefined ? {} : { vpcs }),
    })),
    failed,
  };
  writeSnapshot(output, io.cwd, manifest, read.regions);
  for (const { account, region, call, message } of gaps) {
    say(`vpce-lint: ${[account, region, call].filter((part) => part !== null).join(', ')}: ${message}`);
  }
  if (!args.flag('quiet')) {
    for (const note of [...read.notes, ...remarksOf(failed)]) say(`note: ${note}`);
    const files = read.regions.reduce((sum, region) => sum + region.files.length, 0);
    const places = read.regions.length === 1 ? '1 account and Region' : `${read.regions.length} accounts and Regions`;
    say(`${output}: ${count(files, 'file')} of ${places}`);
  }
  return gaps.length > 0 && !args.flag('allow-partial') ? EXIT.incomplete : EXIT.ok;
}

/** With `--for`, reads only what a plan names. */
async function narrowed(request: LiveRequest, plan: string | undefined, io: Io): Promise<LiveRequest> {
  if (plan === undefined) return request;
  const loaded = await load({ paths: [plan], cwd: io.cwd });
  try {
    const [fault] = loaded.incomplete;
    if (loaded.pictures.length === 0) {
      throw new InputError(fault?.message ?? 'the file names nothing to read', { file: plan });
    }
    const narrow = requestFor(loaded, request);
    if (narrow) return narrow;
    throw new InputError('the plan names no VPC by its ID, so there is nothing to read', {
      file: plan,
      hint: 'A plan that creates its own VPC needs no context',
    });
  } finally {
    loaded.close();
  }
}
