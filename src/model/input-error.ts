/** What is wrong with an input or a setting, in one line a person can act on. Everything else that is thrown is a bug. */
export class InputError extends Error {
  /** File the fault is in, as the user named it; null for standard input or no file. */
  readonly file: string | null;
  /** Place in it: `line 3, column 7`, `offset 1042`, a JSON pointer. */
  readonly place: string | undefined;
  /** How to fix it: a sentence. */
  readonly hint: string | undefined;

  constructor(
    message: string,
    at: { file?: string | null; place?: string | undefined; hint?: string | undefined } = {},
  ) {
    super(message);
    this.name = 'InputError';
    this.file = at.file ?? null;
    this.place = at.place;
    this.hint = at.hint;
  }
}
