/** What callers of the loaders ask for, and what they get. */
import type { Incompleteness, Input, Picture } from '../model/index.ts';
import type { Content } from './content.ts';
import type { TemplateRequest } from './template/index.ts';

export interface LoadRequest {
  /** Files, directories, globs, `-` for standard input. */
  readonly paths: readonly string[];
  readonly stdin?: Uint8Array;
  /** Skips detection. */
  readonly kind?: 'plan' | 'state' | 'describe' | 'config' | 'sources' | 'cloudformation';
  /** Where a plan's sources are. */
  readonly root?: string;
  /** What the user says about the stacks that templates create. */
  readonly templates?: TemplateRequest;
  /** Files with values of the variables of Terraform sources. */
  readonly varFiles?: readonly string[];
  /** Such values: `name=value`. */
  readonly vars?: readonly string[];
  /** The Region of providers that name none. */
  readonly region?: string;
  readonly cwd: string;
  /** What is read is not judged, but what others are judged beside. */
  readonly role?: 'context';
  /** Index in the run of the first document that is read. Default 0. */
  readonly firstInput?: number;
}

export interface LoadResult {
  readonly inputs: readonly Input[];
  readonly pictures: readonly Picture[];
  readonly incomplete: readonly Incompleteness[];
  readonly notes: readonly string[];
  /** Lets go of the files. */
  close(): void;
}

/** How to read documents; `cwd` is what paths are shown relative to. */
export type ReadOptions = Pick<
  LoadRequest,
  'kind' | 'root' | 'varFiles' | 'vars' | 'region' | 'templates' | 'role' | 'firstInput'
> & {
  readonly cwd?: string;
};

export interface MemoryFile {
  /** Null for standard input. */
  readonly path: string | null;
  readonly bytes: Uint8Array;
  /** Named by the user rather than found in a directory. Default true. */
  readonly named?: boolean;
}

/** A file or standard input, and what is in it. */
export interface Opened {
  /** Null for standard input. */
  readonly path: string | null;
  readonly named: boolean;
  readonly content: Content;
}
