import type { Report, RuleInfo } from '../findings/index.ts';

/** What a reporter may know besides the report. */
export interface ReportContext {
  /** Rules that ran, and those about suppressions, by id. */
  readonly rules: ReadonlyMap<string, RuleInfo>;
  /** Whether to write colors and links, because the text goes to a terminal. */
  readonly color: boolean;
  /** Columns to fill. */
  readonly width: number;
  /** File that findings without one are pinned to in SARIF. */
  readonly anchor?: string;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** Whether there was an endpoint or an endpoint service to judge. */
  readonly judged: boolean;
  /** Endpoints left out because another service manages them. */
  readonly managed: number;
  /** The moment of the run, in milliseconds since 1970, for formats that must tell one. */
  readonly time?: number;
  /** How long the run took; null if the same input must give the same bytes. */
  readonly elapsedMs: number | null;
}

/** A pure function of the report. It returns text with a newline at its end, or an empty text if there is nothing to say. */
export type Reporter = (report: Report, context: ReportContext) => string;

/** The same in pieces, for formats that are long: their text is never in memory as a whole. */
export type PieceReporter = (report: Report, context: ReportContext) => Iterable<string>;
