import { configText } from '../../config/index.ts';
import { goesByAccount } from '../../loaders/live/request.ts';
import { InputError } from '../../model/input-error.ts';
import { run, settingsOf } from '../../run.ts';
import type { Args } from '../command.ts';
import { EXIT, exitStatus } from '../exit.ts';
import type { Io } from '../io.ts';
import { lintOptions } from '../lint.ts';
import { parseFormats, showsVpcs, writeReports } from '../output.ts';
import { tell } from '../tell.ts';
import { auditMany } from './audit-many.ts';
import { interruptible } from './interrupt.ts';
import { manyAccounts } from './many-options.ts';
import { liveRequest, refuseFiles } from './options.ts';
import { progressLine } from './progress.ts';
import { accountStore } from './store.ts';

/** Rejects what needs all accounts at once. */
function checkMany(args: Args): void {
  if (args.flag('update-baseline')) {
    throw new InputError('--update-baseline works with one account only', {
      hint: 'Remove --organization, --accounts-file or --aggregator',
    });
  }
}

/** The `audit` command: like `lint`, for what the API returns. */
export async function runAudit(args: Args, io: Io): Promise<number> {
  refuseFiles(args);
  const plain = liveRequest(args, io);
  const request = { ...plain, ...(await manyAccounts(args, io, plain.roles?.length ?? 0)) };
  const options = lintOptions(args, io);
  if (goesByAccount(request)) checkMany(args);
  if (args.flag('print-config')) {
    io.stdout.write(await configText(await settingsOf(options, io.cwd), io.cwd));
    return EXIT.ok;
  }
  const formats = parseFormats(args, io.cwd);
  const started = Date.now();
  const formatsLeft = goesByAccount(request) ? [] : formats;
  const resume = args.text('resume');
  const store = resume === undefined ? {} : { store: accountStore(resume, io.cwd) };
  const showVpcs = showsVpcs(formats, args);
  const outcome = await interruptible(async (signal) => {
    const progress = progressLine(args, io);
    try {
      const { onProgress } = progress;
      const live = { ...request, ...store, signal, ...(onProgress ? { onProgress } : {}) };
      if (!goesByAccount(request)) return await run({ ...options, showVpcs, live });
      return await auditMany({ args, io, formats, options: { ...options, showVpcs, live } });
    } finally {
      progress.done();
    }
  });
  const elapsedMs = Date.now() - started;
  await writeReports(formatsLeft, outcome, { args, io, elapsedMs });
  tell(formats, outcome, { args, io, elapsedMs });
  return exitStatus(outcome.report, {
    failOn: outcome.settings.failOn,
    failOnUndecided: args.flag('fail-on-undecided'),
    allowPartial: args.flag('allow-partial'),
    allowEmpty: true,
  });
}
