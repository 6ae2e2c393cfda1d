/** A place inside a policy document. */
export interface Place {
  /** JSON pointer from the document's root: `/Statement/0/Action`; empty for the whole document. */
  readonly pointer: string;
  /** UTF-16 offset, 1-based line and column: only where the document came as a JSON string. */
  readonly offset?: number;
  readonly line?: number;
  readonly column?: number;
}
