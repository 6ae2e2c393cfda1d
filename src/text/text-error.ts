/** What is wrong with a text, and where: thrown by the readers of this folder for nothing else. */
export class TextError extends Error {
  /** Bytes from the start of the text (of the UTF-8 text, where the file was in another encoding). */
  readonly offset: number;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
  /** How to fix it: a sentence. */
  readonly hint: string | undefined;

  constructor(message: string, at: { offset: number; line: number; column: number; hint?: string | undefined }) {
    super(message);
    this.name = 'TextError';
    this.offset = at.offset;
    this.line = at.line;
    this.column = at.column;
    this.hint = at.hint;
  }
}
