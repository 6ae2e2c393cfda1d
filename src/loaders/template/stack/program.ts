/** What a run must judge: templates, their environments and their values. */
import type { ConstructPaths } from '../cdk/manifest.ts';
import type { ChangeSet } from '../changes/change-set.ts';
import type { Template } from '../document/template.ts';
import type { Given } from './parameters.ts';
import type { Environment } from './types.ts';

/** A root stack, before evaluation of its values. */
export interface Root {
  /** Its name in reports, if a run has several. */
  readonly label: string;
  /** Its name in AWS. Null if only deployment tells. */
  readonly name: string | null;
  readonly environment: Environment;
  readonly template: Template;
  readonly given: Given;
  /** Whether ids of it may be dummies of the CDK, whose context is missing. */
  readonly dummies: boolean;
  /** Construct paths by logical id, where the template does not tell them. */
  readonly paths: ConstructPaths;
  /** What a change set does to it. */
  readonly changes?: ChangeSet;
  /** The change set that it is shown as before. */
  readonly past?: ChangeSet;
}

/** Finds the template of a nested stack; a reason where it is not here. */
export type FindNested = (
  parent: Template,
  url: string,
  metadata: { readonly asset: string | undefined },
) => Template | string;

export interface Program {
  readonly roots: readonly Root[];
  /** Whether reports set stacks apart by name: a run has several. */
  readonly several: boolean;
  readonly nested: FindNested;
}

/** The prefix of a stack's addresses. */
export function prefixOf({ label }: Root, { several }: Program): string {
  return several && label !== '' ? `${label}/` : '';
}
