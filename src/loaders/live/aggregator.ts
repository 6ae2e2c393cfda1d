/** What an AWS Config aggregator knows of all accounts, and what single accounts add to it. */
import type { Input } from '../../model/picture.ts';
import { recordedIn } from '../aws-config/index.ts';
import { configQuery } from '../aws-config/query.ts';
import { recorderOf } from '../aws-config/recorder.ts';
import { ASKED } from '../aws-config/types.ts';
import { type DescribeFile, readDescribe } from '../describe/index.ts';
import { type Group, withAnswers } from '../describe/join.ts';
import { text } from '../describe/row.ts';
import { sectionsOf } from '../describe/sections.ts';
import type { LoadResult } from '../index.ts';
import { ACROSS, CALLS } from './calls.ts';
import { type Source, sourcesOf } from './credentials.ts';
import type { Document } from './document.ts';
import type { Failure } from './failure.ts';
import { incompletenessOf, remarksOf } from './gaps.ts';
import { limiter } from './limit.ts';
import { readPages } from './pages.ts';
import { noCredentials, type Reached, type Run, reach, runOf, unreached } from './read.ts';
import { bookOf, failureOf, readServices, servicesOf } from './region.ts';
import type { LiveRequest } from './request.ts';
import { objects } from './rows.ts';
import { needSdk } from './sdk.ts';

/** Accounts that are topped up at once. */
const AT_ONCE = 8;

export async function loadAggregator(request: LiveRequest): Promise<LoadResult> {
  await needSdk();
  const { name, topUp } = request.aggregator!;
  const run = runOf(request);
  const [source] = sourcesOf(request) as [Source];
  const asker = await reach(source, run);
  if ('fault' in asker && asker.fault.kind === 'no-credentials') throw noCredentials([source], request);
  const failures: Failure[] = [];
  let answer: Document | null = null;
  if ('fault' in asker) failures.push(unreached(asker));
  else {
    const input = { Expression: configQuery({}), ConfigurationAggregatorName: name };
    const { document, fault } = await readPages(asker.sender(asker.home), ACROSS.aggregate, input, run.signal);
    answer = document;
    if (fault) failures.push(failureOf(ACROSS.aggregate, fault, asker.account, asker.home));
  }
  const excluded = new Set(request.exclude);
  const file = { input: 0, path: null, value: answer ?? { Results: [], QueryInfo: {} } };
  const recorded = recordedIn([file], { asked: new Set(ASKED) });
  const groups = recorded.groups.filter(({ account }) => account === null || !excluded.has(account));
  const added = topUp === undefined || 'fault' in asker ? [] : await topUpAll(groups, topUp, asker, run, failures);
  const told = added.length === 0 ? groups : withRecorders(file, added, groups);
  const { pictures, endpointsByInput, errors } = readDescribe(
    [],
    told.map((group) => addedTo(group, added)),
  );
  const input: Input = {
    path: name,
    kind: 'live',
    endpoints: endpointsByInput.get(0) ?? 0,
    locate: () => undefined,
  };
  const malformed = [...recorded.errors, ...errors].map(({ message }) => ({
    path: null,
    account: null,
    region: null,
    call: 'config:SelectAggregateResourceConfig',
    code: 'MalformedAnswer',
    message,
  }));
  return {
    inputs: [input],
    pictures,
    incomplete: [...incompletenessOf(failures, null), ...malformed],
    notes: remarksOf(failures),
    close: () => {},
  };
}

/** What an account answered of one Region. */
interface Added {
  readonly account: string;
  readonly region: string;
  readonly files: readonly DescribeFile[];
  readonly recorders: readonly Document[];
}

/** Asks each account for what AWS Config does not record. One that cannot be entered stays as AWS Config has it. */
async function topUpAll(
  groups: readonly Group[],
  roleName: string,
  asker: Reached,
  run: Run,
  failures: Failure[],
): Promise<Added[]> {
  const limit = limiter(AT_ONCE);
  const partition = /^arn:([\w-]+):/.exec(asker.arn ?? '')?.[1] ?? 'aws';
  const accounts = [...new Set(groups.flatMap(({ account }) => account ?? []))];
  const all = await Promise.all(
    accounts.map((account) =>
      limit(async () => {
        const roles = [...asker.source.roles, `arn:${partition}:iam::${account}:role/${roleName}`];
        const entered = account === asker.account ? asker : await reach({ ...asker.source, roles, account }, run);
        if ('fault' in entered) {
          failures.push(unreached(entered));
          return [];
        }
        const own = groups.filter((group) => group.account === account && group.region !== null);
        return Promise.all(own.map((group) => topUp(group, entered, run, failures)));
      }),
    ),
  );
  return all.flat();
}

async function topUp(group: Group, entered: Reached, run: Run, failures: Failure[]): Promise<Added> {
  const [account, region] = [entered.account, group.region!];
  const records = async () => ({ document: null, fault: null });
  const book = bookOf({ account, region, send: entered.sender(region), signal: run.signal, records });
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

/** As before, with what accounts say of their recorders. */
function withRecorders(
  file: Parameters<typeof recordedIn>[0][number],
  added: readonly Added[],
  groups: readonly Group[],
) {
  const recorders = added.flatMap(({ recorders, ...at }) => recorders.map((each) => recorderOf(each, at)));
  const kept = new Set(groups.map(({ account, region }) => `${account} ${region}`));
  return recordedIn([file], { asked: new Set(ASKED), recorders }).groups.filter(({ account, region }) =>
    kept.has(`${account} ${region}`),
  );
}

function addedTo(group: Group, added: readonly Added[]): Group {
  const own = added.filter(({ account, region }) => account === group.account && region === group.region);
  return withAnswers(
    group,
    own.flatMap(({ files }) => files.flatMap((file) => sectionsOf(file).sections)),
  );
}
