import { configText } from '../../config/index.ts';
import { run, settingsOf } from '../../run.ts';
import type { Args } from '../command.ts';
import { EXIT, exitStatus } from '../exit.ts';
import type { Io } from '../io.ts';
import { lintOptions } from '../lint.ts';
import { parseFormats, writeReports } from '../output.ts';
import { tell } from '../tell.ts';
import { interruptible } from './interrupt.ts';
import { liveRequest, refuseFiles } from './options.ts';
import { progressLine } from './progress.ts';

/** The `audit` command: as `lint`, of what the API answers. */
export async function runAudit(args: Args, io: Io): Promise<number> {
  refuseFiles(args);
  const request = liveRequest(args, io);
  const options = lintOptions(args, io);
  if (args.flag('print-config')) {
    io.stdout.write(await configText(await settingsOf(options, io.cwd), io.cwd));
    return EXIT.ok;
  }
  const formats = parseFormats(args, io.cwd);
  const started = Date.now();
  const outcome = await interruptible(async (signal) => {
    const progress = progressLine(args, io);
    try {
      const { onProgress } = progress;
      return await run({ ...options, live: { ...request, signal, ...(onProgress ? { onProgress } : {}) } });
    } finally {
      progress.done();
    }
  });
  const elapsedMs = Date.now() - started;
  await writeReports(formats, outcome, { args, io, elapsedMs });
  tell(formats, outcome, { args, io, elapsedMs });
  return exitStatus(outcome.report, {
    failOn: outcome.settings.failOn,
    failOnUndecided: args.flag('fail-on-undecided'),
    allowPartial: args.flag('allow-partial'),
    allowEmpty: true,
  });
}
