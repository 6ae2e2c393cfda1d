/** Reads many accounts side by side and yields them one by one. */
import { accountsOf } from './accounts.ts';
import { failureOf } from './book.ts';
import { CALLS } from './calls.ts';
import { nameOfSource, type Source, sourcesOf } from './credentials.ts';
import type { Failure } from './failure.ts';
import { type Limit, limiter } from './limit.ts';
import type { LiveRead } from './live-read.ts';
import { byPlace, CONCURRENCY, NOBODY, noCredentials, type Run, reach, readAccount, runOf, unreached } from './read.ts';
import type { ListedAccount, LiveRequest } from './request.ts';
import { needSdk } from './sdk.ts';
import { sideBySide } from './side-by-side.ts';

/** What was read of one account. Null for what belongs to no account. */
export interface AccountRead {
  readonly account: string | null;
  readonly read: LiveRead;
}

/** Accounts that are read at once, in parts of the calls at once: one that is throttled holds up no more than its part. */
const ACCOUNTS_AT_ONCE = 8;

/**
 * Reads listed accounts and yields each when it is complete, in the order in which they end. An account that cannot be
 * entered is a separate failure.
 */
export async function* readAccounts(request: LiveRequest): AsyncGenerator<AccountRead> {
  await needSdk();
  const run = runOf(request);
  const { accounts, failures } = await listed(request, run);
  const { store } = request;
  store?.expect(accounts.map(({ id }) => id));
  // A run without any account is a report, too.
  if (failures.length > 0 || accounts.length === 0)
    yield { account: null, read: { regions: [], failures, callers: [], notes: [] } };
  const share = Math.max(
    2,
    Math.floor((request.concurrency ?? CONCURRENCY) / Math.min(ACCOUNTS_AT_ONCE, accounts.length || 1)),
  );
  yield* sideBySide(accounts, ACCOUNTS_AT_ONCE, async (account) => ({
    account: account.id,
    read: await readOne(account, { ...run, limit: within(run.limit, share) }),
  }));
}

/** What is kept of an account, or what it answers; that is kept, too. */
async function readOne(account: ListedAccount, run: Run): Promise<LiveRead> {
  const { store } = run.request;
  const kept = store?.find(account.id);
  const read = kept ?? (await readListed(account, run));
  if (!kept) store?.save(account.id, read);
  return { ...read, names: namesOf(account) };
}

function namesOf({ id, name }: ListedAccount): Readonly<Record<string, string>> {
  return name === null ? {} : { [id]: name };
}

/** Both limits hold. */
function within(all: Limit, share: number): Limit {
  const own = limiter(share);
  return (task, rank) => own(() => all(task, rank), rank);
}

/** The accounts to read, by their ids, and why that is not known. */
async function listed(
  request: LiveRequest,
  run: Run,
): Promise<{ readonly accounts: readonly ListedAccount[]; readonly failures: readonly Failure[] }> {
  const excluded = new Set(request.exclude);
  const wanted = (all: readonly ListedAccount[]) =>
    all.filter(({ id }) => !excluded.has(id)).sort((a, b) => (a.id < b.id ? -1 : 1));
  const needsBase =
    request.organization !== undefined || request.accounts!.some(({ profile }) => profile === undefined);
  if (!needsBase) return { accounts: wanted(request.accounts!), failures: [] };
  const [source] = sourcesOf(request) as [Source];
  const asker = await reach(source, run);
  if ('fault' in asker) {
    if (asker.fault.kind === 'no-credentials') throw noCredentials([source], request);
    return { accounts: [], failures: [unreached(asker)] };
  }
  if (!request.organization) return { accounts: wanted(request.accounts!), failures: [] };
  const { accounts, failed } = await accountsOf(request.organization, asker, asker.home, run.signal);
  return {
    accounts: wanted(accounts),
    failures: failed ? [failureOf(failed.call, failed.fault, asker.account, null)] : [],
  };
}

async function readListed(account: ListedAccount, run: Run): Promise<LiveRead> {
  const [base] = sourcesOf(run.request) as [Source];
  const { id, roles, profile = base.profile, externalId, regions } = account;
  const source: Source = {
    profile,
    roles,
    account: id,
    ...(externalId === undefined ? {} : { externalId }),
    ...(regions === undefined ? {} : { regions }),
  };
  const reached = await reach(source, run);
  if ('fault' in reached) return { regions: [], failures: [unreached(reached)], callers: [], notes: [] };
  if (reached.account !== id) {
    const message = `${nameOfSource(source)} leads to account ${reached.account}`;
    const failure = { ...failureOf(CALLS.identity, NOBODY, id, null), code: 'OtherAccount', message };
    return { regions: [], failures: [failure], callers: [], notes: [] };
  }
  const { regions: read, failures } = await readAccount(reached, run);
  return { regions: [...read].sort(byPlace), failures, callers: [{ account: id, arn: reached.arn }], notes: [] };
}
