import { asData } from './findings/index.ts';
import type { LiveRequest } from './loaders/live/request.ts';
import { type Outcome, outcomeOf, prepareRun, type RunOptions, stopwatch } from './run.ts';

/** What a run says of one account; null: of none. */
export interface AccountOutcome extends Outcome {
  readonly account: string | null;
}

/** Judges listed accounts, each as soon as it is read: what was read of it is then let go. */
export async function* runAccounts(
  options: RunOptions & { readonly live: LiveRequest },
): AsyncGenerator<AccountOutcome> {
  const prepared = await prepareRun(options);
  const [{ readAccounts }, { picturesOf }] = await Promise.all([
    import('./loaders/live/many.ts'),
    import('./loaders/live/index.ts'),
  ]);
  for await (const { account, read } of readAccounts(options.live)) {
    const outcome = outcomeOf(picturesOf(read), { options, ...prepared, lap: stopwatch() });
    const names = read.names ?? {};
    const report = asData(outcome.report);
    yield { ...outcome, report: Object.keys(names).length > 0 ? { ...report, accounts: names } : report, account };
  }
}
