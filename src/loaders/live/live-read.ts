import type { RegionRead } from './book.ts';
import type { Failure } from './failure.ts';

/** All that the calls of a run were answered. */
export interface LiveRead {
  readonly regions: readonly RegionRead[];
  /** Accounts and Regions not reached; what failed within one is with that. */
  readonly failures: readonly Failure[];
  readonly callers: readonly Caller[];
  readonly notes: readonly string[];
  /** Names of accounts, where something told them. */
  readonly names?: Readonly<Record<string, string>>;
}

/** Whose eyes an account was read with. */
export interface Caller {
  readonly account: string;
  readonly arn: string | null;
}
