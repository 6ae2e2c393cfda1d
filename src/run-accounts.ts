import { asData } from './findings/index.ts';
import type { LoadResult } from './loaders/index.ts';
import type { LiveRequest } from './loaders/live/request.ts';
import { type Outcome, outcomeOf, prepareRun, type RunOptions, stopwatch } from './run.ts';

/** What a run says of one account; null: of none. */
export interface AccountOutcome extends Outcome {
  readonly account: string | null;
}

/** Judges accounts one by one, each as soon as it is read: what was read of it is then let go. */
export async function* runAccounts(
  options: RunOptions & { readonly live: LiveRequest },
): AsyncGenerator<AccountOutcome> {
  const prepared = await prepareRun(options);
  const accounts = options.live.aggregator ? recordedAccounts(options.live) : readAccounts(options.live);
  for await (const { account, loaded, names } of accounts) {
    const outcome = outcomeOf(loaded, { options, ...prepared, lap: stopwatch() });
    const report = asData(outcome.report);
    yield { ...outcome, report: Object.keys(names).length > 0 ? { ...report, accounts: names } : report, account };
  }
}

interface LoadedAccount {
  readonly account: string | null;
  readonly loaded: LoadResult;
  readonly names: Readonly<Record<string, string>>;
}

async function* readAccounts(live: LiveRequest): AsyncGenerator<LoadedAccount> {
  const [{ readAccounts }, { picturesOf }] = await Promise.all([
    import('./loaders/live/many.ts'),
    import('./loaders/live/index.ts'),
  ]);
  for await (const { account, read } of readAccounts(live))
    yield { account, loaded: picturesOf(read), names: read.names ?? {} };
}

async function* recordedAccounts(live: LiveRequest): AsyncGenerator<LoadedAccount> {
  const { readAggregator } = await import('./loaders/live/aggregator.ts');
  for await (const { account, load } of readAggregator(live)) {
    if (account !== null) live.store?.expect([account]);
    yield { account, loaded: load(0), names: {} };
  }
}
