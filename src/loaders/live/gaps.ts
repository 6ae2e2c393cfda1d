/** What failed calls mean for a report: incomplete runs, remarks, and reasons for what is undecided. */
import { inSentences } from '../../base/sentences.ts';
import { listed } from '../../base/words.ts';
import type { Incompleteness } from '../../model/picture.ts';
import type { Reading } from '../describe/index.ts';
import { actionOf, CALLS, cliName, fileName, type LiveCall } from './calls.ts';
import type { Failure } from './failure.ts';

const ALL: readonly LiveCall[] = Object.values(CALLS);

/** `path` is the manifest that holds them. Null if they were read just now. */
export function incompletenessOf(failures: readonly Failure[], path: string | null): Incompleteness[] {
  return failures
    .filter(({ optional }) => !optional)
    .map(({ account, region, call, code, message, permission }) => {
      const settles = permission === null ? undefined : `Allow ${permission}`;
      return { path, account, region, call, code, message: inSentences(`${message} (${code})`, settles) };
    });
}

/** Accounts that a remark names. */
const MOST_NAMED = 4;

/** Calls that failed but are optional, so that the run is complete; one line each. */
export function remarksOf(failures: readonly Failure[]): string[] {
  const places = new Map<string, Set<string>>();
  for (const { optional, call, code, account, permission } of failures) {
    if (!optional || call === null) continue;
    const what = `${call} ${permission === null ? 'failed' : 'is not allowed'} (${code})`;
    places.set(what, (places.get(what) ?? new Set()).add(account ?? 'an account'));
  }
  return [...places].map(
    ([what, accounts]) =>
      `${what} in ${listed([...accounts].sort(), MOST_NAMED)}, so checks that need it are undecided`,
  );
}

/** One account and Region for the describe loader. `files` are the files of its answers. */
export function readingOf(
  place: { readonly account: string; readonly region: string },
  files: readonly string[],
  failures: readonly Failure[],
  vpcs?: readonly string[],
): Reading {
  const unread = new Map<string, string>();
  const came = new Set(files);
  for (const failure of failures) {
    if (failure.account !== place.account || failure.region !== place.region) continue;
    const reason = reasonOf(failure);
    const failed = ALL.find((call) => actionOf(call) === failure.call);
    for (const call of ALL) {
      const shut = failed === undefined || failed.service === 'ec2' || failed.service === call.service;
      const missed = failure.rest && shut && !came.has(fileName(call)) && call.service !== 'sts';
      if (call === failed || missed) unread.set(cliName(call), reason);
    }
  }
  return { ...place, unread, ...(vpcs === undefined ? {} : { vpcs: new Set(vpcs) }) };
}

function reasonOf({ message, code, permission }: Failure): string {
  return permission === null ? `${message} (${code})` : `${message} (${code}): allow ${permission}`;
}
