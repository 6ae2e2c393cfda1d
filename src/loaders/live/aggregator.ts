/** What an AWS Config aggregator knows about all accounts, and what single accounts add to it. */
import type { InputError } from '../../model/input-error.ts';
import type { Incompleteness, Input } from '../../model/picture.ts';
import { recordedIn } from '../aws-config/index.ts';
import { configQuery } from '../aws-config/query.ts';
import { recorderOf } from '../aws-config/recorder.ts';
import { ASKED } from '../aws-config/types.ts';
import { type DescribeFile, readDescribe } from '../describe/index.ts';
import { type Group, withAnswers } from '../describe/join.ts';
import { text } from '../describe/row.ts';
import { sectionsOf } from '../describe/sections.ts';
import type { LoadResult } from '../index.ts';
import { bookOf, failureOf } from './book.ts';
import { ACROSS, CALLS } from './calls.ts';
import { type Source, sourcesOf } from './credentials.ts';
import type { Document } from './document.ts';
import type { Failure } from './failure.ts';
import { incompletenessOf, remarksOf } from './gaps.ts';
import { pagesOf } from './pages.ts';
import { noCredentials, type Reached, type Run, reach, runOf, unreached } from './read.ts';
import { readServices, servicesOf } from './region.ts';
import type { LiveRequest } from './request.ts';
import { objects } from './rows.ts';
import { needSdk } from './sdk.ts';
import { sideBySide } from './side-by-side.ts';

/** Accounts that are topped up at once. */
const AT_ONCE = 8;

/** What the aggregator and an account itself say about it, to judge as one. Null for what belongs to no account. */
export interface AggregatedAccount {
  readonly account: string | null;
  readonly failures: readonly Failure[];
  /** As input of that number. */
  load(input: number): LoadResult;
}

/** All accounts as one, for who needs them at once. */
export async function loadAggregator(request: LiveRequest): Promise<LoadResult> {
  const loaded: LoadResult[] = [];
  for await (const { load } of readAggregator(request)) loaded.push(load(loaded.length));
  return {
    inputs: loaded.flatMap(({ inputs }) => inputs),
    pictures: loaded.flatMap(({ pictures }) => pictures),
    incomplete: loaded.flatMap(({ incomplete }) => incomplete),
    notes: loaded.flatMap(({ notes }) => notes),
    close: () => {},
  };
}

/** Reads an aggregator's answer page by page. It yields an account, and forgets it, after the account's last result. */
export async function* readAggregator(request: LiveRequest): AsyncGenerator<AggregatedAccount> {
  await needSdk();
  const run = runOf(request);
  const [source] = sourcesOf(request) as [Source];
  const asker = await reach(source, run);
  if ('fault' in asker) {
    if (asker.fault.kind === 'no-credentials') throw noCredentials([source], request);
    yield ofNone(request, [unreached(asker)]);
    return;
  }
  const failures: Failure[] = [];
  let accounts = 0;
  const results = resultsOf(request, asker, run, failures);
  for await (const each of sideBySide(results, AT_ONCE, (each) => aggregated(each, { request, asker, run }))) {
    accounts += 1;
    yield each;
  }
  if (failures.length > 0 || accounts === 0) yield ofNone(request, failures);
}

/** The results of one account, as they came. */
interface AccountResults {
  readonly account: string | null;
  readonly results: readonly unknown[];
  /** Whether the answer was cut off among them. */
  readonly isCut: boolean;
}

/** AWS Config sorts by account, so an account is complete when the next one begins. */
async function* resultsOf(
  request: LiveRequest,
  asker: Reached,
  run: Run,
  failures: Failure[],
): AsyncGenerator<AccountResults> {
  const excluded = new Set(request.exclude);
  const input = {
    Expression: `${configQuery({})} ORDER BY accountId`,
    ConfigurationAggregatorName: request.aggregator!.name,
  };
  const pages = pagesOf(asker.sender(asker.home), ACROSS.aggregate, input, run.signal);
  const over = new Set<string | null>();
  let account: string | null = null;
  let results: unknown[] = [];
  const handedOver = (isCut: boolean): AccountResults[] => {
    const whole = { account, results, isCut };
    over.add(account);
    results = [];
    return whole.results.length === 0 || (account !== null && excluded.has(account)) ? [] : [whole];
  };
  for (;;) {
    const { done, value } = await pages.next();
    if (done) {
      yield* handedOver(value !== null);
      if (value) failures.push(failureOf(ACROSS.aggregate, value, asker.account, asker.home));
      return;
    }
    for (const result of value.Results as readonly unknown[]) {
      const of: string | null = accountOf(result) ?? account;
      if (of !== account) {
        yield* handedOver(false);
        account = of;
        if (over.has(of)) {
          const fault = { kind: 'failed', code: 'MalformedAnswer', message: 'the accounts came out of order' } as const;
          failures.push(failureOf(ACROSS.aggregate, fault, asker.account, asker.home));
          return;
        }
      }
      results.push(result);
    }
  }
}

function accountOf(result: unknown): string | null {
  return typeof result === 'string' ? (/"accountId"\s*:\s*"(\d{12})"/.exec(result)?.[1] ?? null) : null;
}

interface Aggregating {
  readonly request: LiveRequest;
  readonly asker: Reached;
  readonly run: Run;
}

async function aggregated(
  { account, results, isCut }: AccountResults,
  { request, asker, run }: Aggregating,
): Promise<AggregatedAccount> {
  const value = { Results: results, QueryInfo: {}, ...(isCut ? { NextToken: 'cut' } : {}) };
  const file = { input: 0, path: null, value };
  const { topUp } = request.aggregator!;
  const failures: Failure[] = [];
  const added =
    topUp === undefined || account === null
      ? []
      : await topUpAccount(recordedIn([file], ASKED_FOR).groups, { account, roleName: topUp, asker, run, failures });
  return {
    account,
    failures,
    load: (input) => {
      const recorders = added.flatMap(({ recorders, ...at }) => recorders.map((each) => recorderOf(each, at)));
      const recorded = recordedIn([{ ...file, input }], { ...ASKED_FOR, recorders });
      const groups = recorded.groups.map((group) => addedTo(group, added, input));
      const { pictures, endpointsByInput, errors } = readDescribe([], groups);
      return {
        inputs: [inputOf(`${request.aggregator!.name}/${account}`, endpointsByInput.get(input) ?? 0)],
        pictures,
        incomplete: [...incompletenessOf(failures, null), ...malformed([...recorded.errors, ...errors], account)],
        notes: remarksOf(failures),
        close: () => {},
      };
    },
  };
}

const ASKED_FOR = { asked: new Set(ASKED) };

function inputOf(path: string, endpoints: number): Input {
  return { path, kind: 'live', endpoints, locate: () => undefined };
}

/** What belongs to no account. */
function ofNone(request: LiveRequest, failures: readonly Failure[]): AggregatedAccount {
  return {
    account: null,
    failures,
    load: () => ({
      inputs: [inputOf(request.aggregator!.name, 0)],
      pictures: [],
      incomplete: incompletenessOf(failures, null),
      notes: remarksOf(failures),
      close: () => {},
    }),
  };
}

function malformed(errors: readonly InputError[], account: string | null): Incompleteness[] {
  const at = { path: null, account, region: null };
  const call = 'config:SelectAggregateResourceConfig';
  return errors.map(({ message }) => ({ ...at, call, code: 'MalformedAnswer', message }));
}

/** What an account answered about one Region. */
interface Added {
  readonly account: string;
  readonly region: string;
  readonly files: readonly DescribeFile[];
  readonly recorders: readonly Document[];
}

interface ToppingUp {
  readonly account: string;
  readonly roleName: string;
  readonly asker: Reached;
  readonly run: Run;
  readonly failures: Failure[];
}

/** Asks an account for what AWS Config does not record. One that cannot be entered stays as AWS Config has it. */
async function topUpAccount(
  groups: readonly Group[],
  { account, roleName, asker, run, failures }: ToppingUp,
): Promise<Added[]> {
  const partition = /^arn:([\w-]+):/.exec(asker.arn ?? '')?.[1] ?? 'aws';
  const roles = [...asker.source.roles, `arn:${partition}:iam::${account}:role/${roleName}`];
  const entered = account === asker.account ? asker : await reach({ ...asker.source, roles, account }, run);
  if ('fault' in entered) {
    failures.push(unreached(entered));
    return [];
  }
  const own = groups.filter((group) => group.account === account && group.region !== null);
  return Promise.all(own.map((group) => topUp(group, entered, run, failures)));
}

async function topUp(group: Group, entered: Reached, run: Run, failures: Failure[]): Promise<Added> {
  const [account, region] = [entered.account, group.region!];
  const shared = async () => ({ document: null, fault: null });
  const book = bookOf({ account, region, send: entered.sender(region), signal: run.signal, shared });
  const endpoints = group.sections.filter(({ key }) => key === 'VpcEndpoints').flatMap(({ rows }) => rows);
  const vpcs = [...new Set(endpoints.flatMap((row) => text(row, 'VpcId') ?? []))].sort();
  const [recorders] = await Promise.all([
    book.ask(ACROSS.recorders, {}),
    ...vpcs.flatMap((VpcId) =>
      ['enableDnsSupport', 'enableDnsHostnames'].map((Attribute) =>
        book.read(CALLS.attribute, { VpcId, Attribute }, VpcId, Attribute),
      ),
    ),
    ...servicesOf(
      endpoints.map(({ fields }) => fields),
      region,
    ).map((input) => readServices(book, input)),
  ]);
  if (recorders.fault) failures.push(failureOf(ACROSS.recorders, recorders.fault, account, region));
  const { files, failures: own } = book.finish();
  failures.push(...own);
  return {
    account,
    region,
    files: files.map(({ name, value }) => ({ input: 0, path: name, value })),
    recorders: objects(recorders.document?.ConfigurationRecorders),
  };
}

function addedTo(group: Group, added: readonly Added[], input: number): Group {
  const own = added.filter(({ account, region }) => account === group.account && region === group.region);
  return withAnswers(
    group,
    own.flatMap(({ files }) => files.flatMap((file) => sectionsOf({ ...file, input }).sections)),
  );
}
