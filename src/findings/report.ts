/** The report that `--format json` prints and every reporter reads. `schema/report.json` describes it. Schema version 1. */
import type { Incompleteness, InputKind, Level } from '../model/index.ts';

export interface Report {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'vpce-lint'; readonly version: string };
  readonly complete: boolean;
  readonly incomplete: readonly Incompleteness[];
  /** What the config file changed; null if no config file was read. */
  readonly config: ConfigSummary | null;
  /** Names of accounts by account id, if they are known. */
  readonly accounts?: Readonly<Record<string, string>>;
  readonly inputs: readonly InputSummary[];
  readonly endpoints: readonly EndpointSummary[];
  /** The VPCs of the endpoints, if the run asked for them. */
  readonly vpcs?: readonly VpcSummary[];
  readonly findings: readonly Finding[];
  readonly undecided: readonly UndecidedCheck[];
  readonly checks: readonly CheckCount[];
  /** With `--verbose` only. */
  readonly passed?: readonly { readonly rule: string; readonly subject: SubjectName }[];
  readonly summary: Summary;
}

/** Shows whether a change of the config, not of the code, removed findings. */
export interface ConfigSummary {
  readonly file: string;
  /** Files that the config extends, in the order in which they are read. */
  readonly extends: readonly string[];
  readonly preset: string;
  readonly failOn: string;
  /** How many rules of the preset the config turns off. */
  readonly rulesOff: number;
  /** For how many rules the config sets a level or options. */
  readonly rulesSet: number;
  readonly overrides: number;
  readonly suppressions: number;
  /** How many accounts, organizations and other names the config trusts. */
  readonly trusted: number;
  /** How many paths the config adds as context. */
  readonly context: number;
}

export interface InputSummary {
  readonly path: string;
  readonly kind: InputKind;
  readonly endpoints: number;
  /** `context` if the input is not checked itself, but gives facts for the check of other inputs. */
  readonly role?: 'context';
}

export interface EndpointSummary {
  /** Index into `inputs`: the input that has the endpoint. */
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

/** A VPC of checked endpoints, for drawing it: facts, not verdicts. What is not known is null or has a reason. */
export interface VpcSummary {
  /** The same name as in `vpc` of the endpoints. */
  readonly vpc: string | null;
  readonly id: string | null;
  readonly region: string | null;
  readonly account: string | null;
  /** Availability Zones of its subnets, and those of its Region if the input lists them. */
  readonly zones: readonly VpcZone[];
  /** Why the VPC may have more subnets than those in `zones`; null if it has no others. */
  readonly moreZones: string | null;
  /** Route tables of the VPC, if it has gateway endpoints. */
  readonly routeTables: readonly RouteTableSummary[];
  /** Why the VPC may have more route tables; null if it has no others. */
  readonly moreRouteTables: string | null;
  /** The private names of the services of its endpoints. */
  readonly names: readonly NameSummary[];
  /** Its checked endpoints, as indices into `endpoints` of the report. */
  readonly endpoints: readonly number[];
  /**
   * Endpoints with network interfaces. The lists are indices into `zones`. `in` has the zones of the endpoint, `maybe`
   * the zones that it may be in, `notOffered` the zones that do not offer its service.
   */
  readonly interfaces: readonly {
    readonly endpoint: number;
    readonly in: readonly number[];
    readonly maybe: readonly number[];
    readonly notOffered: readonly number[];
  }[];
  /** Gateway endpoints with the route tables that they are in, or may be in, as indices into `routeTables`. */
  readonly gateways: readonly {
    readonly endpoint: number;
    readonly in: readonly number[];
    readonly maybe: readonly number[];
  }[];
}

export interface VpcZone {
  /** The name of the zone, or else its id, or else the expression of the input that stands for it. */
  readonly zone: string;
  /** How many subnets of the VPC are certainly in the zone. */
  readonly subnets: number;
}

export interface RouteTableSummary {
  readonly name: string;
  /** Whether it is the main route table of the VPC; null if that is not known. */
  readonly main: boolean | null;
  /** How many subnets use the route table; null if that is not known. */
  readonly subnets: number | null;
}

/** Who answers a private name in the VPC. */
export interface NameSummary {
  /** A DNS name; `*.s3.us-east-1.amazonaws.com` stands for any name below that domain. */
  readonly name: string;
  /**
   * `no-record`: a hosted zone has the domain but not the name, so that nothing answers.
   * `public`: only public DNS answers.
   */
  readonly by: 'endpoint' | 'hosted-zone' | 'no-record' | 'forwarding-rule' | 'public' | 'unknown';
  /** The endpoint, hosted zone or forwarding rule that answers. */
  readonly who: string | null;
  /** Why the answer is not known, or a remark about it. */
  readonly because: string | null;
  /** Endpoints whose service has the name, as indices into `endpoints`. */
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
  /** Relative to the working directory, with forward slashes; null if there is no file (standard input, live accounts). */
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly endLine: number | null;
  /** The column after the last one. For reporters that mark a range; not part of the JSON report. */
  readonly endColumn: number | null;
  /** The line of source code, for people; not part of the JSON report. */
  readonly text?: string | null;
  /** The line above `text` in its block; not part of the JSON report. */
  readonly above?: string | null;
  /** JSON pointer, if the file is JSON. */
  readonly pointer: string | null;
}

export interface Finding {
  /** Index into `inputs`: the input that has the subject. Null for a suppression of the config and for policies. */
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
  /** Why the finding is suppressed, if it is. */
  readonly justification?: string;
}

export interface UndecidedCheck {
  readonly input: number;
  readonly rule: string;
  readonly subject: SubjectName;
  readonly missing: readonly string[];
  /** What would settle each item of `missing`, with the command or option; null if vpce-lint knows nothing that would. */
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
