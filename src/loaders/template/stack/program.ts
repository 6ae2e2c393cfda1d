/** What a run has to judge: templates, with where they go and the values they get. */
import type { ConstructPaths } from '../cdk/manifest.ts';
import type { ChangeSet } from '../changes/change-set.ts';
import type { Template } from '../document/template.ts';
import type { Given } from './parameters.ts';
import type { Environment } from './types.ts';

/** A stack of its own, before its values are looked at. */
export interface Root {
  /** What reports call it where a run has several. */
  readonly label: string;
  /** Its name in AWS; null where only deployment tells. */
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

/** What addresses of a stack begin with. */
export function prefixOf({ label }: Root, { several }: Program): string {
  return several && label !== '' ? `${label}/` : '';
}
