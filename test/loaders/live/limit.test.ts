import { expect, test } from 'vitest';
import { limiter, type Rank } from '../../../src/loaders/live/limit.ts';

test('never more at once than may be; of those that wait the higher rank goes first, and within it who came first', async () => {
  const limit = limiter(2);
  const order: string[] = [];
  let running = 0;
  let most = 0;
  const ends: (() => void)[] = [];
  const task = (name: string, rank?: Rank) =>
    limit(async () => {
      order.push(name);
      most = Math.max(most, ++running);
      await new Promise<void>((end) => ends.push(end));
      running -= 1;
    }, rank);
  const tasks = [task('a'), task('b'), task('c'), task('d', 1), task('e', 2), task('f', 1), task('g', 0), task('h', 2)];
  while (order.length < tasks.length || running > 0) {
    await new Promise((turn) => setImmediate(turn));
    ends.shift()?.();
  }
  await Promise.all(tasks);
  expect([order.join(''), most]).toEqual(['abehdfcg', 2]);
});

test('a task that fails makes room, too', async () => {
  const limit = limiter(1);
  const failing = limit(async () => {
    throw new Error('failed');
  });
  const next = limit(async () => 'done');
  await expect(failing).rejects.toThrow('failed');
  expect(await next).toBe('done');
});
