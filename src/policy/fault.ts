import type { Place } from './document/place.ts';
import type { Witness } from './witness.ts';

/** Rules of the family `policy/` that check one document. */
export type PolicyRule =
  | 'invalid-document'
  | 'too-large'
  | 'source-ip-unavailable'
  | 'gateway-principal'
  | 'vacuous-condition'
  | 'full-access'
  | 'overly-broad'
  | 'principal-unbounded'
  | 'resource-unbounded'
  | 'foreign-actions'
  | 'grants-nothing'
  | 'dead-statement'
  | 'unknown-action'
  | 'unknown-condition-key'
  | 'object-action-on-bucket-arn'
  | 'keyless-caller-blocked'
  | 'web-identity-blocked';

/** One thing wrong with a policy. */
export interface Fault {
  readonly rule: PolicyRule;
  readonly level: 'error' | 'warning' | 'note';
  readonly statement: number | null;
  readonly place: Place;
  /** The request that proves it, where one does. */
  readonly witness: Witness | null;
  /** What is wrong, in words without a full stop: of invalid documents and of conditions. The rules word all else. */
  readonly problem?: string;
}

/** What could not be decided, and why. */
export interface Undecided {
  readonly rule: PolicyRule;
  readonly because: string;
}

/** The faults of one policy, each told once, and what stays open. */
export interface Judgement {
  readonly faults: readonly Fault[];
  readonly undecided: readonly Undecided[];
}
