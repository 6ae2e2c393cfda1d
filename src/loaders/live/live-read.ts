import type { RegionRead } from './book.ts';
import type { Failure } from './failure.ts';

/** All that the calls of a run were answered. */
export interface LiveRead {
  readonly regions: readonly RegionRead[];
  /** Accounts and Regions not reached. A failure within a Region is with that Region. */
  readonly failures: readonly Failure[];
  readonly callers: readonly Caller[];
  readonly notes: readonly string[];
  /** Names of accounts, if something shows them. */
  readonly names?: Readonly<Record<string, string>>;
}

/** Whose eyes an account was read with. */
export interface Caller {
  readonly account: string;
  readonly arn: string | null;
}
