export const CALLER: string;

export interface SimulatedCall {
  /** `DescribeVpcs`, `ListResolverRules`, `/profileassociations`. */
  readonly action: string;
  /** Of an AssumeRole the account of the role; of all else that of the credentials. */
  readonly account: string;
  readonly region: string;
  readonly service: string;
  readonly parameters: URLSearchParams;
}

export interface Simulated {
  readonly url: string;
  /** Every call, in order. */
  readonly calls: SimulatedCall[];
  stop(): Promise<void>;
}

export function simulateAccounts(options: {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly shape: (account: string, region: string) => { readonly vpcs: number; readonly endpoints: number };
  readonly latencyMs?: number;
  readonly fault?: (call: SimulatedCall) => { readonly status: number; readonly code: string } | undefined;
}): Promise<Simulated>;
