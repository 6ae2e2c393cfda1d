import type { TemplateLeaf, UnknownLeaf } from '../../model/tree.ts';
import type { Place } from './place.ts';

/** A string of a policy: known, partly known, or unknown. Numbers and booleans are written as strings, as IAM reads them. */
export type Value = string | TemplateLeaf | UnknownLeaf;

/**
 * What is wrong with a document by the rules of IAM. AWS rejects a document with a fault. A warning is about something
 * that IAM's grammar forbids although its own guides do it. A doubt is supported only by documentation.
 */
export interface Problem {
  /** Stable code: `not-json`, `missing-principal`, `wildcard-in-system-key`. */
  readonly code: string;
  readonly message: string;
  readonly place: Place;
  readonly severity: 'fault' | 'warning' | 'doubt';
}

/** A list of strings with its place; `open` when further or other strings may stand there. */
export interface Values {
  readonly items: readonly { readonly value: Value; readonly place: Place }[];
  readonly open: UnknownLeaf | null;
}

/** Action or NotAction, Resource or NotResource; `missing` when the statement has neither. */
export interface Element extends Values {
  readonly not: boolean;
  readonly missing: boolean;
  readonly place: Place;
}

/** One member of Principal: `{"AWS": "*"}` and `"*"` are both type AWS, value `*`. */
export interface PrincipalEntry {
  readonly type: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';
  readonly value: Value;
  readonly place: Place;
}

/** Principal or NotPrincipal. */
export interface PrincipalElement {
  readonly not: boolean;
  readonly missing: boolean;
  readonly entries: readonly PrincipalEntry[];
  readonly open: UnknownLeaf | null;
  readonly place: Place;
}

/** Operators without set prefix, negation and IfExists; `Equals` of ARNs is `Like`, as in IAM. */
export type BaseOperator =
  | 'StringEquals'
  | 'StringEqualsIgnoreCase'
  | 'StringLike'
  | 'ArnLike'
  | 'NumericEquals'
  | 'NumericLessThan'
  | 'NumericLessThanEquals'
  | 'NumericGreaterThan'
  | 'NumericGreaterThanEquals'
  | 'DateEquals'
  | 'DateLessThan'
  | 'DateLessThanEquals'
  | 'DateGreaterThan'
  | 'DateGreaterThanEquals'
  | 'Bool'
  | 'BinaryEquals'
  | 'IpAddress'
  | 'Null'
  | 'unknown';

/** One operator and key of a Condition block; all of them must hold, one of the values is enough. */
export interface Condition extends Values {
  /** As written: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  readonly base: BaseOperator;
  readonly negated: boolean;
  readonly ifExists: boolean;
  readonly set: 'all' | 'any' | null;
  /** As written; compared without case. */
  readonly key: string;
  readonly place: Place;
}

/** One statement. */
export interface Statement {
  readonly index: number;
  readonly sid: string | null;
  /** Null: not known (an unknown leaf) or not an effect. */
  readonly effect: 'Allow' | 'Deny' | null;
  readonly principal: PrincipalElement;
  readonly action: Element;
  readonly resource: Element;
  readonly conditions: readonly Condition[];
  /** Further conditions may stand there. */
  readonly openConditions: UnknownLeaf | null;
  /** The statement itself is not known: it may say anything. */
  readonly unknown: UnknownLeaf | null;
  readonly place: Place;
}

/** A policy as IAM reads it. */
export interface ParsedPolicy {
  /** Variables count only under version 2012-10-17; null when the version is not known. */
  readonly variables: boolean | null;
  readonly statements: readonly Statement[];
  /** Further statements may stand there: the document or its statement list is not known. */
  readonly open: UnknownLeaf | null;
  readonly problems: readonly Problem[];
  /** Characters as sent; null when parts are unknown. */
  readonly size: number | null;
  /** Every reason for which something in it is not known, once each. */
  readonly unknowns: readonly UnknownLeaf[];
}
