import type { LiveRead } from './live-read.ts';

/** Which accounts and Regions to read, and how. */
export interface LiveRequest {
  /** Names, or `all` for those enabled in the account. None: the Region of the environment or the profile. */
  readonly regions?: readonly string[];
  /** Profiles of the AWS config files. None: the SDK's default chain. */
  readonly profiles?: readonly string[];
  /** Roles to assume, each one account: a chain of ARNs, assumed one from the other. */
  readonly roles?: readonly (readonly string[])[];
  readonly externalId?: string;
  /** Sends every call there. */
  readonly endpointUrl?: string;
  /** Calls at once. Default 32. */
  readonly concurrency?: number;
  /** Ends the read and keeps what is known by then. */
  readonly signal?: AbortSignal;
  /** The most milliseconds until a server begins or continues its answer. Default 20,000. */
  readonly timeoutMs?: number;
  /** Tries of one request, the first included. Default 6. */
  readonly maxAttempts?: number;
  /** Where nothing names a Region. */
  readonly fallbackRegion?: string;
  /** Files with profiles, where they are not those of ~/.aws. */
  readonly profileFiles?: { readonly config?: string; readonly credentials?: string };
  /** Reads only what is named; default: all that rules need. */
  readonly only?: Named;
  /** Reads an AWS Config aggregator instead of the accounts. */
  readonly aggregator?: {
    readonly name: string;
    /** Role to assume in each account for what AWS Config does not record. If undefined, no account is asked. */
    readonly topUp?: string;
  };
  /** Reads the accounts of an organization. */
  readonly organization?: Organization;
  /** Reads these accounts. */
  readonly accounts?: readonly ListedAccount[];
  /** Accounts that are left out, by their ids. */
  readonly exclude?: readonly string[];
  readonly store?: AccountStore;
  readonly onProgress?: (progress: Progress) => void;
}

/** An account by its id, and how to enter it. */
export interface ListedAccount {
  readonly id: string;
  readonly name: string | null;
  /** Assumed one from the other; none: the credentials of the run are the account's. */
  readonly roles: readonly string[];
  readonly profile?: string;
  readonly externalId?: string;
  /** Where to read. By default, what the run asks for. */
  readonly regions?: readonly string[];
}

/** The accounts of an organization. */
export interface Organization {
  /** Role to assume in each, with its path. */
  readonly roleName: string;
  /** Organizational units or roots. If there are none, the whole organization. */
  readonly units?: readonly string[];
}

/** Keeps what was read of accounts, so that an interrupted read can continue. */
export interface AccountStore {
  /** What is kept of an account that was read completely. */
  find(account: string): LiveRead | undefined;
  /** Told which accounts there are, before any is read. */
  expect(accounts: readonly string[]): void;
  save(account: string, read: LiveRead): void;
}

/** What an input names. */
export interface Named {
  readonly vpcs: readonly string[];
  /** Ids of other objects by kind, and the names of services under `endpoint-service`. */
  readonly ids: ReadonlyMap<string, readonly string[]>;
}

export interface Progress {
  /** Accounts and Regions done, of those known so far. */
  readonly done: number;
  readonly all: number;
  /** What was asked last. */
  readonly account: string | null;
  readonly region: string | null;
  readonly call: string;
}

/** Whether accounts are listed, rather than named by their credentials. */
export function isOfMany({ organization, accounts }: LiveRequest): boolean {
  return organization !== undefined || accounts !== undefined;
}

/** Whether accounts are judged one by one, however they are read. */
export function goesByAccount(request: LiveRequest): boolean {
  return isOfMany(request) || request.aggregator !== undefined;
}
