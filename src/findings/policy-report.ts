import type { Finding } from './report.ts';

/** True, false, or `unknown` if the answer depends on something that is not known. */
export type Answer = boolean | 'unknown';

/** The report of the `policy` command about one policy. */
export interface PolicyReport {
  /** Relative to the working directory; `-` for standard input. */
  readonly file: string;
  readonly service: string | null;
  readonly type: string | null;
  readonly valid: boolean;
  /** What AWS's guide forbids or advises against, although nobody has seen AWS reject it. */
  readonly doubts: readonly string[];
  readonly fullAccess: Answer;
  readonly unboundedPrincipal: Answer;
  readonly unboundedResource: Answer;
  readonly overlyBroad: Answer;
  readonly actionsBroad: Answer;
  readonly grantsNothing: Answer;
  /** Indices of statements. */
  readonly deadStatements: readonly number[];
  readonly vacuousConditions: readonly {
    readonly statement: number;
    readonly operator: string;
    readonly key: string;
    readonly kind: string;
  }[];
  /** The worst request that the policy allows. */
  readonly witness: WitnessRequest | null;
  /** Index of the statement that allows `witness`. */
  readonly witnessBy: number | null;
  readonly findings: readonly Finding[];
  /** Checks that are undecided, grouped by reason. */
  readonly undecided: readonly { readonly because: string; readonly rules: readonly string[] }[];
  /** Each statement as JSON on one line. Empty if the document cannot be read. */
  readonly statements: readonly string[];
}

export interface WitnessRequest {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, unknown>>;
}
