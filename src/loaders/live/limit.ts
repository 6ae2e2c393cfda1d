/** Runs a task when there is room for it; of those that wait, one of a higher rank goes first. */
export type Limit = <T>(task: () => Promise<T>, rank?: Rank) => Promise<T>;

/** 2: many calls wait for it. 1: a call waits for it, or it has waited for others. 0: it is independent. */
export type Rank = (typeof RANKS)[number];

const RANKS = [2, 1, 0] as const;

/** At most `most` tasks at once; those of one rank wait in order. */
export function limiter(most: number): Limit {
  let running = 0;
  const waiting = new Map<Rank, (() => void)[]>(RANKS.map((rank) => [rank, []]));
  return async (task, rank = 0) => {
    if (running >= most) await new Promise<void>((go) => waiting.get(rank)!.push(go));
    else running++;
    try {
      return await task();
    } finally {
      // A place passes directly to the next call, so that no other call can slip in between.
      const next = RANKS.map((each) => waiting.get(each)!).find(({ length }) => length > 0);
      if (next) next.shift()!();
      else running--;
    }
  };
}
