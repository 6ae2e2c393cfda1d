/**
 * Globs for the evaluator. It moves all positions at once, because a regular expression with thousands of stars would
 * try every way to divide a text among them. It is separate from the automata of the search, because it confirms their
 * answers.
 */

/** Wildcards; `InPart`: not over a colon. */
export const WILD = { one: 1, many: 2, oneInPart: 3, manyInPart: 4 } as const;

/** Characters, and wildcards between them. */
export type Glob = (string | (typeof WILD)[keyof typeof WILD])[];

const loops = (token: Glob[number] | undefined): boolean => token === WILD.many || token === WILD.manyInPart;

/** Whether a glob matches a whole text. */
export function globTakes(glob: Glob, text: string): boolean {
  let active = new Uint8Array(glob.length + 1);
  let next = new Uint8Array(glob.length + 1);
  let low = 0;
  let high = enter(glob, active, 0);
  for (const char of text) {
    next.fill(0);
    let nextLow = glob.length + 1;
    let nextHigh = -1;
    for (let at = high; at >= low; at--) {
      if (active[at] === 0) continue;
      const token = glob[at];
      if (token === undefined) continue;
      const stays = token === WILD.many || (token === WILD.manyInPart && char !== ':');
      const goes = token === char || token === WILD.one || (token === WILD.oneInPart && char !== ':');
      if (stays || goes) {
        const to = stays ? at : at + 1;
        nextLow = Math.min(nextLow, to);
        nextHigh = Math.max(nextHigh, enter(glob, next, to));
      }
      // A star over everything also matches everything that earlier positions could match from here on.
      if (token === WILD.many) break;
    }
    if (nextHigh < 0) return false;
    [active, next] = [next, active];
    low = nextLow;
    high = nextHigh;
  }
  return active[glob.length] === 1;
}

/** Marks a position, and all that a loop there lets through without a character; the last of them. */
function enter(glob: Glob, active: Uint8Array, from: number): number {
  let at = from;
  active[at] = 1;
  while (loops(glob[at]) && active[at + 1] === 0) active[++at] = 1;
  return at;
}
