/** The report, described by schema/report.json: what `--format json` prints and every reporter reads. Schema version 1. */
import type { Incompleteness, InputKind, Level } from '../model/index.ts';

export interface Report {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'vpce-lint'; readonly version: string };
  readonly complete: boolean;
  readonly incomplete: readonly Incompleteness[];
  readonly inputs: readonly InputSummary[];
  readonly endpoints: readonly EndpointSummary[];
  readonly findings: readonly Finding[];
  readonly undecided: readonly UndecidedCheck[];
  readonly checks: readonly CheckCount[];
  /** With `--verbose` only. */
  readonly passed?: readonly { readonly rule: string; readonly subject: SubjectName }[];
  readonly summary: Summary;
}

export interface InputSummary {
  readonly path: string;
  readonly kind: InputKind;
  readonly endpoints: number;
  /** Where it is not judged, but what others are judged beside. */
  readonly role?: 'context';
}

export interface EndpointSummary {
  readonly address: string | null;
  readonly id: string | null;
  readonly service: string | null;
  readonly serviceName: string | null;
  readonly type: string | null;
  readonly region: string | null;
  readonly account: string | null;
  readonly vpc: string | null;
  readonly zones: { readonly known: readonly string[]; readonly atLeast: number; readonly atMost: number | null };
}

export interface SubjectName {
  readonly kind: 'endpoint' | 'endpoint-service' | 'vpc' | 'hosted-zone' | 'policy' | 'suppression';
  readonly address: string | null;
  readonly id: string | null;
  readonly service: string | null;
  readonly region: string | null;
  readonly account: string | null;
  readonly vpc: string | null;
}

export interface Location {
  /** Relative to the working directory, with forward slashes; null where there is no file (standard input, live). */
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly endLine: number | null;
  /** Exclusive. For reporters that mark a region; not part of the JSON report. */
  readonly endColumn: number | null;
  /** The line of source code, for people; not in JSON. */
  readonly text?: string | null;
  /** The line above it in its block; not in JSON either. */
  readonly above?: string | null;
  /** JSON pointer where the file is JSON. */
  readonly pointer: string | null;
}

export interface Finding {
  readonly rule: string;
  readonly level: Level;
  readonly status: 'open' | 'suppressed' | 'baselined';
  readonly subject: SubjectName;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  readonly helpUrl: string;
  readonly location: Location;
  readonly related: readonly { readonly message: string; readonly location: Location }[];
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly assumed: readonly string[];
  readonly fingerprint: string;
  /** Why it is suppressed, where it is. */
  readonly justification?: string;
}

export interface UndecidedCheck {
  readonly rule: string;
  readonly subject: SubjectName;
  readonly missing: readonly string[];
  readonly message: string;
}

export interface CheckCount {
  readonly rule: string;
  readonly fail: number;
  readonly pass: number;
  readonly undecided: number;
  readonly notApplicable: number;
}

export interface Summary {
  readonly endpoints: number;
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  readonly undecided: number;
  readonly suppressed: number;
  readonly baselined: number;
}
