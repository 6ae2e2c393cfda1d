import type { Finding } from './report.ts';

/** True, false, or `unknown` where it rests on something not known. */
export type Answer = boolean | 'unknown';

/** What the `policy` command says of one policy. */
export interface PolicyReport {
  /** Relative to the working directory; `-` for standard input. */
  readonly file: string;
  readonly service: string | null;
  readonly type: string | null;
  readonly valid: boolean;
  /** What AWS's guide advises against or forbids, without anybody having seen it refused. */
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
  /** A request that gets through, the worst there is. */
  readonly witness: WitnessRequest | null;
  /** Index of the statement it passes by. */
  readonly witnessBy: number | null;
  readonly findings: readonly Finding[];
  /** Checks that could not be decided, by the reason. */
  readonly undecided: readonly { readonly because: string; readonly rules: readonly string[] }[];
  /** Each statement as JSON on one line, where the document could be read. */
  readonly statements: readonly string[];
}

export interface WitnessRequest {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, unknown>>;
}
