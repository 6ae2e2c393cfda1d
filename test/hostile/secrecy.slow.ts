/**
 * What is made of a sensitive value is sensitive, in every rule and kind of input that can mark one. `SECRECY_SPOTS=100000
 * npm run test:slow -- test/hostile/secrecy` tries every attribute of every example.
 */
import { expect, it } from 'vitest';
import { spots, toldAt } from './secrecy.ts';

const SPOTS = Number(process.env.SECRECY_SPOTS ?? 1000);

it(
  'a report tells nothing of a value that is marked sensitive',
  async () => {
    const all = spots();
    // The same number of them wherever rules and examples are added, spread over all.
    const step = Math.max(1, all.length / SPOTS);
    const told: string[] = [];
    for (let at = 0; at < all.length; at += step) {
      const leak = await toldAt(all[Math.floor(at)]!);
      if (leak !== undefined) told.push(leak);
    }
    expect(told).toEqual([]);
  },
  24 * 3_600_000,
);
