import type { YamlComment, YamlPlace } from './comments.ts';

export interface YamlDocument {
  /** Maps, lists, text, true, false and null. Nodes behind aliases are shared. */
  readonly value: unknown;
  /** Whether it has aliases or merge keys. */
  readonly aliased: boolean;
  /** Keys that their map has already. The last value counts. */
  readonly repeated: readonly RepeatedKey[];
  /** The key (or item of a list) at a JSON pointer, or the deepest part of it that exists. */
  locate(pointer: string): YamlPlace | undefined;
  /** Comments that a pattern matches. */
  comments(pattern: RegExp): readonly YamlComment[];
}

export interface RepeatedKey {
  readonly line: number;
  readonly column: number;
}

export interface YamlOptions {
  /** The value of a node with a tag such as `!Ref`. */
  readonly tagged: (tag: string, value: unknown) => unknown;
}
