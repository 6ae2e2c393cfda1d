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
  /** Ends the read; what is known by then is kept. */
  readonly signal?: AbortSignal;
  /** Milliseconds a server may take to begin its answer, or to go on with it. Default 20,000. */
  readonly timeoutMs?: number;
  /** Tries of one request, the first included. Default 6. */
  readonly maxAttempts?: number;
  /** Where nothing names a Region. */
  readonly fallbackRegion?: string;
  /** Reads only what is named; default: all that rules need. */
  readonly only?: Named;
  readonly onProgress?: (progress: Progress) => void;
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
