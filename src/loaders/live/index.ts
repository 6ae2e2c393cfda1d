/**
 * Live accounts: turns the API's answers into the documents the AWS CLI prints, and hands them to the describe loader.
 * So an audit, a snapshot and an export get the same verdicts. The first call loads the AWS SDK.
 */
import type { Input } from '../../model/picture.ts';
import { type DescribeFile, readDescribe } from '../describe/index.ts';
import type { LoadRequest, LoadResult } from '../index.ts';
import { incompletenessOf, readingOf, remarksOf } from './gaps.ts';
import type { LiveRead } from './live-read.ts';
import { readLive } from './read.ts';
import type { LiveRequest } from './request.ts';

export type { LiveRequest, Named, Progress } from './request.ts';

export async function loadLive(
  request: LiveRequest,
  options: Pick<LoadRequest, 'role' | 'firstInput'> = {},
): Promise<LoadResult> {
  if (request.aggregator) return (await import('./aggregator.ts')).loadAggregator(request);
  return picturesOf(await readLive(request), options);
}

/** The pictures to judge: one for each account and Region that was read. */
export function picturesOf(read: LiveRead, options: Pick<LoadRequest, 'role' | 'firstInput'> = {}): LoadResult {
  const { role, firstInput = 0 } = options;
  const files: DescribeFile[] = [];
  const failures = [...read.failures, ...read.regions.flatMap((region) => region.failures)];
  for (const [i, { account, region, files: own, vpcs }] of read.regions.entries()) {
    const input = firstInput + i;
    const reading = readingOf(
      { account, region },
      own.map(({ name }) => name),
      failures,
      vpcs,
    );
    for (const { name, value } of own) files.push({ input, path: `${account}/${region}/${name}`, value, reading });
  }
  const { pictures, endpointsByInput, errors } = readDescribe(files);
  const inputs = read.regions.map(
    ({ account, region }, i): Input => ({
      path: `${account}/${region}`,
      kind: 'live',
      endpoints: endpointsByInput.get(firstInput + i) ?? 0,
      ...(role === undefined ? {} : { role }),
      locate: () => undefined,
    }),
  );
  const malformed = errors.map(({ message, file }) => {
    const [account = null, region = null] = file?.split('/') ?? [];
    return { path: null, account, region, call: null, code: 'MalformedAnswer', message };
  });
  return {
    inputs,
    pictures,
    incomplete: [...incompletenessOf(failures, null), ...malformed],
    notes: [...read.notes, ...remarksOf(failures)],
    close: () => {},
  };
}
