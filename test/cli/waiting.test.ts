import { afterEach, expect, test } from 'vitest';
import { type WaitingTexts, waitingTexts } from '../../src/cli/live/waiting.ts';

let waiting: WaitingTexts;
afterEach(() => waiting.close());

const texts = (account: string) => [`${account}: ä\u2028🔒 "'\\\n`, '', account.repeat(50)];

test.each([0, 100, 1_000_000])('with %d characters in memory, each account gets its own texts back, once', (most) => {
  waiting = waitingTexts(most);
  const accounts = Array.from({ length: 40 }, (_, i) => String(i));
  for (const account of accounts) waiting.put(account, texts(account));
  for (const account of accounts.reverse()) {
    expect(waiting.take(account)).toEqual(texts(account));
    expect(waiting.take(account)).toBeUndefined();
    waiting.put(`again ${account}`, texts(account));
  }
  for (const account of accounts) expect(waiting.take(`again ${account}`)).toEqual(texts(account));
});
