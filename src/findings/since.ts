import { LEVELS, type Level } from '../model/index.ts';
import { checkOf } from './change.ts';
import type { Draft, OpenQuestion, Verdicts } from './draft.ts';

/** What was known of an input at a revision. */
export interface Earlier {
  /** How often each fault was there, and its worst level, by the hash of its fingerprint. */
  readonly faults: ReadonlyMap<string, { readonly count: number; readonly level: Level }>;
  /** Checks that could not be decided then either, as `checkOf` names them. */
  readonly undecided: ReadonlySet<string>;
  /** The address an object had then. */
  readonly former: (address: string) => string;
}

/** By input. */
export type Since = ReadonlyMap<number, Earlier>;

export function earlierOf({ drafts, undecided }: Verdicts, former: Earlier['former'] = (address) => address): Earlier {
  const faults = new Map<string, { count: number; level: Level }>();
  for (const { fingerprint, level } of drafts) {
    const known = faults.get(fingerprint.hash);
    const worst = known && rank(known.level) <= rank(level) ? known.level : level;
    faults.set(fingerprint.hash, { count: (known?.count ?? 0) + 1, level: worst });
  }
  return { faults, undecided: new Set(undecided.map(checkOf)), former };
}

/** Faults that were not there at the revision: more of one fingerprint than there were, or worse. */
export function newSince(drafts: readonly Draft[], since: Since): ReadonlySet<Draft> {
  const seen = new Map<string, number>();
  return new Set(
    drafts.filter(({ at, fingerprint, level }) => {
      const before = since.get(at.input)?.faults.get(fingerprint.hash);
      if (!before || rank(level) < rank(before.level)) return true;
      const key = `${at.input} ${fingerprint.hash}`;
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      return count > before.count;
    }),
  );
}

/** What stays of the verdicts when only those count that were not there at the revision. */
export function onlySince(verdicts: Verdicts, drafts: readonly Draft[], since: Since): Verdicts {
  const known = [...since.values()];
  const isNew = ({ rule, subject }: OpenQuestion) =>
    !known.some(({ undecided, former }) => {
      const address = subject.address === null ? null : former(subject.address);
      return undecided.has(checkOf({ rule, subject: { ...subject, address } }));
    });
  const undecided = verdicts.undecided.filter(isNew);
  const count = (list: readonly { readonly rule: string }[], rule: string) =>
    list.filter((each) => each.rule === rule).length;
  return {
    ...verdicts,
    undecided,
    checks: verdicts.checks.map((check) => ({
      ...check,
      fail: count(drafts, check.rule),
      undecided: count(undecided, check.rule),
    })),
  };
}

function rank(level: Level): number {
  return LEVELS.indexOf(level);
}
