import { expect, test } from 'vitest';
import { sideBySide } from '../../../src/loaders/live/side-by-side.ts';

const turns = async (count: number) => {
  for (let i = 0; i < count; i += 1) await Promise.resolve();
};

async function* numbers(count: number, asked: number[]): AsyncGenerator<number> {
  for (let i = 0; i < count; i += 1) {
    await turns(3);
    asked.push(i);
    yield i;
  }
}

test('does all of it, in the order in which it ends, never more at once than may be', async () => {
  let running = 0;
  let most = 0;
  const work = async (each: number) => {
    most = Math.max(most, ++running);
    await turns(each % 2 === 0 ? 200 : 10);
    running -= 1;
    return each;
  };
  const asked: number[] = [];
  for (const source of [Array.from({ length: 20 }, (_, i) => i), numbers(20, asked)]) {
    most = 0;
    const out: number[] = [];
    for await (const each of sideBySide(source, 3, work)) out.push(each);
    expect([...out].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(out).not.toEqual([...out].sort((a, b) => a - b));
    expect(most).toBe(3);
  }
});

test('asks for no more than there is room for', async () => {
  const asked: number[] = [];
  const never = new Promise<number>(() => {});
  const taken = sideBySide(numbers(20, asked), 3, (each) => (each === 0 ? Promise.resolve(0) : never));
  expect((await taken.next()).value).toBe(0);
  void taken.next();
  await turns(100);
  expect(asked).toEqual([0, 1, 2, 3]);
});

test('a fault of the work or of the source ends it', async () => {
  const fails = async (each: number) => {
    if (each === 5) throw new Error('work');
    return each;
  };
  await expect(collected(sideBySide(numbers(20, []), 3, fails))).rejects.toThrow('work');
  async function* broken(): AsyncGenerator<number> {
    yield 1;
    throw new Error('source');
  }
  await expect(collected(sideBySide(broken(), 3, async (each) => each))).rejects.toThrow('source');
});

async function collected<T>(source: AsyncIterable<T>): Promise<T[]> {
  const out: T[] = [];
  for await (const each of source) out.push(each);
  return out;
}
