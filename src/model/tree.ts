/**
 * JSON whose leaves may be unknown: the form of policies and other documents before apply. A `Tree` is plain JSON with
 * two additions. An `UnknownLeaf` stands for a value (scalar or whole subtree) that is not known yet, and a
 * `TemplateLeaf` for a string with unknown parts.
 */
export type Tree =
  | null
  | boolean
  | number
  | string
  | UnknownLeaf
  | TemplateLeaf
  | readonly Tree[]
  | { readonly [key: string]: Tree };

/** A value known only after apply, or not in the input. */
export class UnknownLeaf {
  /** Why it is unknown, in words for a person: "`aws_s3_bucket.logs.arn` is known only after apply". */
  readonly because: string;
  /** What it is, where that is known: equal symbols are equal values. E.g. `aws_s3_bucket.logs.arn`. */
  readonly symbol: string | undefined;
  constructor(because: string, symbol?: string) {
    this.because = because;
    this.symbol = symbol;
  }
}

/** A string made of known text and unknown parts, in order. */
export class TemplateLeaf {
  readonly parts: readonly (string | UnknownLeaf)[];
  constructor(parts: readonly (string | UnknownLeaf)[]) {
    this.parts = parts;
  }
}

/** Whether a tree has no unknown leaf anywhere. */
export function isWhole(tree: Tree): boolean {
  if (tree === null || typeof tree !== 'object') return true;
  if (tree instanceof UnknownLeaf || tree instanceof TemplateLeaf) return false;
  return Array.isArray(tree) ? tree.every(isWhole) : Object.values(tree).every(isWhole);
}
