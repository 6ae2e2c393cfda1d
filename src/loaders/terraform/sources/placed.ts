import type { HclFile } from '../../../text/hcl/index.ts';

export interface SourceFile {
  /** As shown to people. */
  readonly path: string;
  readonly hcl: HclFile;
}

/** Something in a file. */
export interface Placed<T> {
  readonly file: SourceFile;
  readonly node: T;
  /** Its parts from an override file. */
  readonly elsewhere?: ReadonlyMap<object, SourceFile>;
}
