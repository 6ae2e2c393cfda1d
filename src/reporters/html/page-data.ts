/**
 * The data of the HTML report for its script, as JSON inside the page. Each string appears once, in `texts`. Everything
 * else refers to strings, rules and subjects by their numbers. -1 is null.
 */
export interface PageData {
  readonly texts: readonly string[];
  readonly rules: readonly RuleData[];
  readonly subjects: readonly SubjectData[];
  /** Worst first. */
  readonly findings: readonly FindingData[];
  /** What could not be decided, by what is missing; most first. */
  readonly undecided: readonly ReasonData[];
  readonly endpoints: readonly EndpointData[];
  readonly vpcs: readonly VpcData[];
}

/** Index into `texts`; -1 for null. */
export type Text = number;

export const LEVELS = ['error', 'warning', 'note'] as const;
export const STATUSES = ['open', 'suppressed', 'baselined'] as const;
export const ANSWERS = ['endpoint', 'hosted-zone', 'no-record', 'forwarding-rule', 'public', 'unknown'] as const;

export interface RuleData {
  readonly id: Text;
  readonly summary: Text;
  readonly help: Text;
  readonly controls: readonly Text[];
  /** Failed, passed, undecided, not applicable; undefined of rules that judge no subject. */
  readonly counts?: readonly [number, number, number, number];
}

export interface SubjectData {
  readonly name: Text;
  readonly kind: Text;
  readonly service: Text;
  readonly region: Text;
  readonly account: Text;
  readonly vpc: Text;
}

export interface FindingData {
  readonly rule: number;
  /** Index into `LEVELS` and `STATUSES`. */
  readonly level: number;
  readonly status: number;
  readonly subject: number;
  readonly message: Text;
  readonly why: Text;
  readonly fix: Text;
  readonly place: Text;
  /** Message and place. */
  readonly related?: readonly (readonly [Text, Text])[];
  /** JSON. */
  readonly evidence: Text;
  readonly assumed?: readonly Text[];
  readonly reason?: Text;
  readonly fingerprint: string;
}

export interface ReasonData {
  /** What is missing. */
  readonly text: Text;
  /** What would settle it. */
  readonly settledBy: Text;
  /** Rule and subject. */
  readonly checks: readonly (readonly [number, number])[];
}

export interface EndpointData {
  readonly subject: number;
  readonly type: Text;
}

export interface VpcData {
  readonly name: Text;
  readonly id: Text;
  readonly region: Text;
  readonly account: Text;
  /** Name, subnets. */
  readonly zones: readonly (readonly [Text, number])[];
  readonly moreZones: Text;
  /** Name, whether it is the main one, subnets. */
  readonly tables: readonly (readonly [Text, boolean | null, number | null])[];
  readonly moreTables: Text;
  /** Name, index into `ANSWERS`, who, because, endpoints. */
  readonly names: readonly (readonly [Text, number, Text, Text, readonly number[]])[];
  readonly endpoints: readonly number[];
  /** Endpoint; zones it is in, may be in, and that its service is not offered in. */
  readonly interfaces: readonly (readonly [number, readonly number[], readonly number[], readonly number[]])[];
  /** Endpoint; tables it is in, and may be in. */
  readonly gateways: readonly (readonly [number, readonly number[], readonly number[]])[];
}
