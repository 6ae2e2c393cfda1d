import { asData, mergeReports, type Report } from './findings/index.ts';
import type { LoadResult } from './loaders/index.ts';
import type { Failure } from './loaders/live/failure.ts';
import type { LiveRequest } from './loaders/live/request.ts';
import { type Outcome, outcomeOf, prepareRun, type RunOptions, stopwatch } from './run.ts';

/** The result of a run for one account; null for no account. */
export interface AccountOutcome extends Outcome {
  readonly account: string | null;
  /** Calls that failed but are optional. If there are many accounts, they are reported together. */
  readonly optional: readonly Failure[];
}

/** Checks accounts one by one, each as soon as it is read. The data of an account is then released. */
export async function* runAccounts(
  options: RunOptions & { readonly live: LiveRequest },
): AsyncGenerator<AccountOutcome> {
  const prepared = await prepareRun(options);
  const accounts = options.live.aggregator ? recordedAccounts(options.live) : readAccounts(options.live);
  for await (const { account, loaded, names, failures } of accounts) {
    const outcome = outcomeOf(loaded, { options, ...prepared, lap: stopwatch() });
    const report = asData(outcome.report);
    const named = Object.keys(names).length > 0 ? { ...report, accounts: names } : report;
    yield { ...outcome, report: named, account, optional: failures.filter(({ optional }) => optional) };
  }
}

/** One report on all accounts. */
export async function reportOfAccounts(options: RunOptions & { readonly live: LiveRequest }): Promise<Report> {
  const reports: Report[] = [];
  for await (const { report } of runAccounts(options)) reports.push(report);
  return mergeReports(reports).report;
}

interface LoadedAccount {
  readonly account: string | null;
  readonly loaded: LoadResult;
  readonly names: Readonly<Record<string, string>>;
  readonly failures: readonly Failure[];
}

async function* readAccounts(live: LiveRequest): AsyncGenerator<LoadedAccount> {
  const [{ readAccounts }, { picturesOf }] = await Promise.all([
    import('./loaders/live/many.ts'),
    import('./loaders/live/index.ts'),
  ]);
  for await (const { account, read } of readAccounts(live))
    yield {
      account,
      loaded: { ...picturesOf(read), notes: read.notes },
      names: read.names ?? {},
      failures: [...read.failures, ...read.regions.flatMap((region) => region.failures)],
    };
}

async function* recordedAccounts(live: LiveRequest): AsyncGenerator<LoadedAccount> {
  const { readAggregator } = await import('./loaders/live/aggregator.ts');
  for await (const { account, load, failures } of readAggregator(live)) {
    if (account !== null) live.store?.expect([account]);
    yield { account, loaded: { ...load(0), notes: [] }, names: {}, failures };
  }
}
