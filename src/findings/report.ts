/** The report, described by schema/report.json: what `--format json` prints and every reporter reads. Schema version 1. */
import type { Incompleteness, InputKind, Level } from '../model/index.ts';

export interface Report {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'vpce-lint'; readonly version: string };
  readonly complete: boolean;
  readonly incomplete: readonly Incompleteness[];
  /** What the config file did; null where none was read. */
  readonly config: ConfigSummary | null;
  /** Names of accounts, where something told them. */
  readonly accounts?: Readonly<Record<string, string>>;
  readonly inputs: readonly InputSummary[];
  readonly endpoints: readonly EndpointSummary[];
  /** What the VPCs of the endpoints are like; where it was asked for. */
  readonly vpcs?: readonly VpcSummary[];
  readonly findings: readonly Finding[];
  readonly undecided: readonly UndecidedCheck[];
  readonly checks: readonly CheckCount[];
  /** With `--verbose` only. */
  readonly passed?: readonly { readonly rule: string; readonly subject: SubjectName }[];
  readonly summary: Summary;
}

/** Enough to see that a change of the config, not of the code, made findings go. */
export interface ConfigSummary {
  readonly file: string;
  /** Files it extends, those read first in front. */
  readonly extends: readonly string[];
  readonly preset: string;
  readonly failOn: string;
  /** Rules of the preset that it turns off. */
  readonly rulesOff: number;
  /** Rules of which it sets the level or options. */
  readonly rulesSet: number;
  readonly overrides: number;
  readonly suppressions: number;
}

export interface InputSummary {
  readonly path: string;
  readonly kind: InputKind;
  readonly endpoints: number;
  /** Where it is not judged, but what others are judged beside. */
  readonly role?: 'context';
}

export interface EndpointSummary {
  /** Of `inputs`, the index of the one it is in. */
  readonly input: number;
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

/** A VPC of judged endpoints, for who draws it: facts, no verdicts. What is not known is null or says why. */
export interface VpcSummary {
  /** As in the endpoints. */
  readonly vpc: string | null;
  readonly id: string | null;
  readonly region: string | null;
  readonly account: string | null;
  /** Availability Zones of its subnets, and of its Region where the input lists them. */
  readonly zones: readonly VpcZone[];
  /** Why it may have more subnets than those; null where it has none. */
  readonly moreZones: string | null;
  /** Of a VPC with gateway endpoints. */
  readonly routeTables: readonly RouteTableSummary[];
  /** Why it may have more route tables; null where it has none. */
  readonly moreRouteTables: string | null;
  /** The private names of the services of its endpoints. */
  readonly names: readonly NameSummary[];
  /** Its judged endpoints: indices into `endpoints`, here and below. */
  readonly endpoints: readonly number[];
  /** Endpoints with interfaces: zones they are in, may be in, and that their service is not offered in: indices into `zones`. */
  readonly interfaces: readonly {
    readonly endpoint: number;
    readonly in: readonly number[];
    readonly maybe: readonly number[];
    readonly notOffered: readonly number[];
  }[];
  /** Gateway endpoints with the route tables they are in, and may be in: indices into `routeTables`. */
  readonly gateways: readonly {
    readonly endpoint: number;
    readonly in: readonly number[];
    readonly maybe: readonly number[];
  }[];
}

export interface VpcZone {
  /** Its name, else its id, else what the input has in place of it until it is known. */
  readonly zone: string;
  /** Subnets of the VPC that are surely in it. */
  readonly subnets: number;
}

export interface RouteTableSummary {
  readonly name: string;
  /** Whether it is the main one of the VPC; null where that is not known. */
  readonly main: boolean | null;
  /** How many subnets use it; null where that is not known. */
  readonly subnets: number | null;
}

/** Who answers a private name in the VPC. */
export interface NameSummary {
  /** `*.s3.us-east-1.amazonaws.com` is any name below. */
  readonly name: string;
  /** `no-record`: a hosted zone has the domain and not the name, so that nobody answers. `public`: nobody private does. */
  readonly by: 'endpoint' | 'hosted-zone' | 'no-record' | 'forwarding-rule' | 'public' | 'unknown';
  /** The endpoint, hosted zone or rule. */
  readonly who: string | null;
  /** Why that is not known, or what else there is to say. */
  readonly because: string | null;
  /** Endpoints whose service has the name: indices into `endpoints`. */
  readonly of: readonly number[];
}

export interface SubjectName {
  readonly kind:
    | 'endpoint'
    | 'endpoint-service'
    | 'vpc'
    | 'hosted-zone'
    | 'managed-endpoint'
    | 'rest-api'
    | 'policy'
    | 'suppression';
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
  /** Of `inputs`, the index of the one its subject is in; null for a suppression of the config and for policies. */
  readonly input: number | null;
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
  readonly input: number;
  readonly rule: string;
  readonly subject: SubjectName;
  readonly missing: readonly string[];
  /** What would settle each of `missing`, with its command or option; null where nothing that vpce-lint knows of would. */
  readonly settledBy: readonly (string | null)[];
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
