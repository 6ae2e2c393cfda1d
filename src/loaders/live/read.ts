import { remembered } from '../../base/memo.ts';
import { InputError } from '../../model/input-error.ts';
import { failureOf, type RegionRead } from './book.ts';
import { CALLS, type LiveCall, rankOf } from './calls.ts';
import { caller, clientConfig, defaultRegion, loadMeanwhile, regionOfAll, TIMEOUT_MS } from './client.ts';
import { accountOfRoles, credentialsOf, nameOfSource, type Source, sourcesOf } from './credentials.ts';
import { type Failure, type Fault, faultOf, INTERRUPTED } from './failure.ts';
import { type Limit, limiter } from './limit.ts';
import type { LiveRead } from './live-read.ts';
import { readNamed } from './named.ts';
import { type Answer, readPages, type Send } from './pages.ts';
import { unknownProfile } from './profiles.ts';
import { readRegion } from './region.ts';
import type { LiveRequest } from './request.ts';
import { ids, objects } from './rows.ts';
import { needSdk } from './sdk.ts';
import { type Deadline, deadline } from './wait.ts';

export const CONCURRENCY = 32;
/** Route 53 allows five requests a second for a whole account. */
const ROUTE53_CONCURRENCY = 2;

/** Reads every requested account and Region. @throws InputError if there are no credentials, or no Region */
export async function readLive(request: LiveRequest): Promise<LiveRead> {
  await needSdk();
  const run = runOf(request);
  const sources = sourcesOf(request);
  const accounts = await Promise.all(sources.map((source) => reach(source, run)));
  const unknown = accounts.filter((account) => 'fault' in account && account.fault.kind === 'no-credentials');
  if (unknown.length === sources.length) throw noCredentials(sources, request);

  const reached = new Map<string, Reached>();
  const failures: Failure[] = [];
  const notes: string[] = [];
  for (const account of accounts) {
    if ('fault' in account) failures.push(unreached(account));
    else if (reached.has(account.account)) {
      notes.push(`${nameOfSource(account.source)} leads to account ${account.account}, which is read only once`);
    } else reached.set(account.account, account);
  }
  const read = await Promise.all([...reached.values()].map((account) => readAccount(account, run)));
  return {
    regions: read.flatMap(({ regions }) => regions).sort(byPlace),
    failures: [...failures, ...read.flatMap((each) => each.failures)],
    callers: [...reached.values()].map(({ account, arn }) => ({ account, arn })),
    notes,
  };
}

/** State that the parts of a run share. */
export interface Run {
  readonly request: LiveRequest;
  readonly config: object;
  readonly signal: AbortSignal;
  readonly limit: Limit;
  readonly deadline: Deadline;
  readonly progress: { done: number; all: number };
}

export interface Reached {
  readonly source: Source;
  readonly account: string;
  readonly arn: string | null;
  /** Where calls about the account as a whole go. */
  readonly home: string;
  sender(region: string): Send;
  /** The answer that lists the enabled Regions, if the run reads all of them. */
  readonly enabled?: Promise<Answer>;
}

export interface Unreached {
  readonly source: Source;
  readonly call: LiveCall;
  readonly fault: Fault;
}

export function runOf(request: LiveRequest): Run {
  const signal = request.signal ?? new AbortController().signal;
  return {
    request,
    config: clientConfig(request),
    signal,
    limit: limiter(request.concurrency ?? CONCURRENCY),
    deadline: deadline(request.timeoutMs ?? TIMEOUT_MS, signal),
    progress: { done: 0, all: 0 },
  };
}

/** Finds out which account a source leads to. */
export async function reach(source: Source, run: Run): Promise<Reached | Unreached> {
  const home = await homeOf(source, run.request);
  const credentials = await credentialsOf(
    source,
    { ...run.config, region: home },
    source.externalId ?? run.request.externalId,
  );
  const call = caller(run.config, credentials, run.signal);
  const forRoute53 = limiter(ROUTE53_CONCURRENCY);
  let account: string | null = null;
  const sender =
    (region: string): Send =>
    (which, input) => {
      const send = () =>
        run.limit(() => {
          run.request.onProgress?.({ ...run.progress, account, region, call: which.name });
          return run.deadline(() => call(which, region, input));
        }, rankOf(which));
      return which.service === 'route53' ? forRoute53(send) : send();
    };
  loadMeanwhile();
  try {
    await run.deadline(() => credentials());
  } catch (error) {
    return { source, call: CALLS.identity, fault: run.signal.aborted ? INTERRUPTED : faultOf(error) };
  }
  const regions = source.regions ?? run.request.regions ?? [];
  const enabled = regions.includes('all') ? readPages(sender(home), CALLS.regions, {}, run.signal) : undefined;
  const { document, fault } = await readPages(sender(home), CALLS.identity, {}, run.signal);
  const id = document?.Account;
  if (typeof id !== 'string') return { source, call: CALLS.identity, fault: fault ?? NOBODY };
  account = id;
  return {
    source,
    account: id,
    arn: typeof document?.Arn === 'string' ? document.Arn : null,
    home,
    sender,
    ...(enabled ? { enabled } : {}),
  };
}

export const NOBODY: Fault = { kind: 'failed', code: 'MalformedAnswer', message: 'the answer names no account' };

async function homeOf(source: Source, request: LiveRequest): Promise<string> {
  const { profile, regions = request.regions ?? [] } = source;
  const { fallbackRegion } = request;
  const named = regions.find((region) => region !== 'all');
  const home = named ?? (await defaultRegion(profile)) ?? fallbackRegion;
  if (home !== undefined) return home;
  // Enabled Regions can be asked for anywhere.
  if (regions.includes('all')) return 'us-east-1';
  const unknown = profile === null ? undefined : unknownProfile(profile, request);
  if (unknown) throw unknown;
  throw new InputError('no Region is set', {
    hint: 'Add --region <name>, set AWS_REGION, or set `region` in the profile',
  });
}

export function noCredentials(sources: readonly Source[], request: LiveRequest): InputError {
  const profiles = [...new Set(sources.flatMap(({ profile }) => profile ?? []))];
  const [unknown] = profiles.flatMap((profile) => unknownProfile(profile, request) ?? []);
  if (unknown) return unknown;
  const ways = 'Add --profile <name>, set AWS_PROFILE or AWS_ACCESS_KEY_ID, or run `aws sso login`';
  return profiles.length === 0
    ? new InputError('no AWS credentials found', { hint: ways })
    : new InputError(`--profile: no credentials found for ${profiles.join(', ')}`, {
        hint: `Run \`aws sso login --profile ${profiles[0]}\`, or add keys to the profile`,
      });
}

/** A role that may not be assumed shows as the first call's denial, which by itself is never denied. */
export function unreached({ source, call, fault }: Unreached): Failure {
  const account = source.account ?? accountOfRoles(source);
  const failure = failureOf(call, fault, account, null);
  const assuming = source.roles.length > 0 && fault.kind === 'denied';
  const name = nameOfSource(source);
  return {
    ...failure,
    call: assuming ? 'sts:AssumeRole' : failure.call,
    permission: assuming ? 'sts:AssumeRole' : null,
    message: `${name}: ${fault.kind === 'no-credentials' ? 'there are no credentials' : fault.message}`,
  };
}

/** Reads the Regions of one account. */
export async function readAccount(account: Reached, run: Run): Promise<Pick<LiveRead, 'regions' | 'failures'>> {
  const failures: Failure[] = [];
  const regions = await regionsOf(account, run, failures);
  run.progress.all += regions.length;
  const answers = new Map<string, Promise<Answer>>();
  const shared = (call: LiveCall, input: Record<string, unknown> = {}): Promise<Answer> =>
    remembered(answers, `${call.name} ${JSON.stringify(input)}`, () =>
      readPages(account.sender(regionOfAll(call.service, account.home)), call, input, run.signal),
    );
  const read = await Promise.all(
    regions.map(async (region) => {
      const reader = {
        account: account.account,
        region,
        send: account.sender(region),
        signal: run.signal,
        shared,
      };
      const { only } = run.request;
      const one = await (only ? readNamed(reader, only) : readRegion(reader));
      run.progress.done++;
      return one;
    }),
  );
  return { regions: read, failures };
}

async function regionsOf(account: Reached, run: Run, failures: Failure[]): Promise<readonly string[]> {
  const { regions = run.request.regions ?? [] } = account.source;
  const named = [...new Set(regions.filter((region) => region !== 'all'))];
  if (!account.enabled) return named.length > 0 ? named : [account.home];
  const { document, fault } = await account.enabled;
  if (fault) failures.push(failureOf(CALLS.regions, fault, account.account, null));
  return [...new Set([...named, ...ids(objects(document?.Regions), 'RegionName')])].sort();
}

export function byPlace(a: RegionRead, b: RegionRead): number {
  return a.account === b.account ? (a.region < b.region ? -1 : 1) : a.account < b.account ? -1 : 1;
}
