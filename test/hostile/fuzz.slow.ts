/**
 * Damaged documents through every loader: no bug, no long run, the same bytes the same report, nothing lost unsaid.
 * `FUZZ_DOCUMENTS=100000 FUZZ_FROM=1 npm run test:slow -- test/hostile/fuzz` runs more of them, from another seed.
 */
import { expect, it } from 'vitest';
import { type Broken, fuzz, LOADERS } from './fuzz.ts';

const DOCUMENTS = Number(process.env.FUZZ_DOCUMENTS ?? 3000);
const FROM = Number(process.env.FUZZ_FROM ?? 1);

/** Of everything together, in bytes. */
const MOST_MEMORY = 1.5e9;

it.each(LOADERS.map((loader) => [loader.name, loader] as const))(
  '%s',
  async (_, loader) => {
    const documents = loader.seeds();
    const broken: Broken[] = [];
    for (let seed = FROM; seed < FROM + DOCUMENTS / LOADERS.length && broken.length < 5; seed += 1) {
      const found = await fuzz(loader, documents, seed);
      if (found) broken.push(found);
    }
    expect(broken.map(({ seed, what }) => `seed ${seed}: ${what}`)).toEqual([]);
    expect(process.memoryUsage().rss).toBeLessThan(MOST_MEMORY);
  },
  24 * 3_600_000,
);
