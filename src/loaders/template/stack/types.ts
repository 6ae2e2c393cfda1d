import type { Origin } from '../../../model/index.ts';
import type { Raw } from '../document/raw.ts';
import type { Template } from '../document/template.ts';

/** Where a stack goes. Null if nothing says it. */
export interface Environment {
  readonly account: string | null;
  readonly region: string | null;
}

/** A template with its values: a root stack or a nested stack. */
export interface Stack {
  /** Unique in the run: empty for the only stack, else its name; nested ones by their logical ids: `Endpoints.Cache`. */
  readonly key: string;
  /** Its name in AWS. Null if only deployment tells. */
  readonly name: string | null;
  readonly environment: Environment;
  readonly template: Template;
  /** The resource of the parent that creates it. Null for a root stack. */
  readonly parent: Resource | null;
  /** A macro of the account that may rewrite all of it. Null if there is none. */
  readonly macro: string | null;
  readonly resources: ReadonlyMap<string, Resource>;
  /** Nested stacks by logical id; the reason for those that are not here. */
  readonly nested: ReadonlyMap<string, Stack | string>;
  /** Why there may be resources that are not listed. Null if there are none. */
  readonly open: string | null;
}

/** A resource of a template as one stack would make it. */
export interface Resource {
  readonly stack: Stack;
  /** Logical id. */
  readonly id: string;
  /** Logical ids of the nested stacks that lead to it, and its own: `Endpoints.Kms`; the stack's name before it where a run has several. */
  readonly address: string;
  readonly type: string;
  readonly properties: { readonly [name: string]: Raw };
  readonly metadata: Raw | undefined;
  /** Logical ids in `DependsOn`. */
  readonly dependsOn: readonly string[];
  /** Identifiers of the loops it was made by, with their values. */
  readonly scope: Scope;
  /** Name of its condition. */
  readonly condition: string | null;
  readonly at: Origin;
  /** Of the CDK: `Network/Vpc/Sqs`. */
  readonly constructPath: string | null;
  /** Why it may have properties that are not written. Null if it has none. */
  readonly open: string | null;
}

/** Values of the identifiers of `Fn::ForEach`. */
export type Scope = ReadonlyMap<string, string>;

export const NO_SCOPE: Scope = new Map();
